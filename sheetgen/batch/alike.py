"""What must be alike on machines that make sheets together: what shapes a document's bytes, by name and version."""

from __future__ import annotations

import hashlib
import platform as machine
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from sheetgen import __version__
from sheetgen.documents.witnesses import LIBRARIES, native
from sheetgen.resources import folder

_SHOWN = 3


@cache
def installed() -> Mapping[str, str]:
    """Here: the program and its files, Python, the packages that lay out, and the native libraries that they open."""
    from importlib import import_module
    from importlib.metadata import version

    import_module("weasyprint")  # which opens the native libraries
    python = ".".join(machine.python_version_tuple()[:2])
    libraries = (Path(path).name.partition(".so") for path, _, _ in native())
    return {
        "sheetgen": __version__,
        "sheetgen’s files": _digest(),
        "Python": python,
        "machine": machine.machine(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version(name) for name in LIBRARIES},
        **{name: number.removeprefix(".") for name, _, number in libraries},
    }


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Where two differ, in words; empty where they don't."""
    names = [name for name in dict.fromkeys((*here, *there)) if there.get(name) != here.get(name)]
    told = [f"{name} {there.get(name, 'missing')}, here {here.get(name, 'missing')}" for name in names[:_SHOWN]]
    return "; ".join((*told, *([f"and {len(names) - _SHOWN} more"] if len(names) > _SHOWN else [])))


def _digest() -> str:
    """Over the program, its templates and data, without what editors leave behind."""
    whole = hashlib.sha256()
    for path, name in _files():
        whole.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:12]


def _files() -> Iterator[tuple[Path, str]]:
    """Each with its name. The fact files are none of them: their facts are handed over."""
    data = folder("data")
    for top, pattern in ((Path(__file__).parents[1], "*.py"), (folder("templates"), "*"), (data, "*")):
        for path in sorted(top.rglob(pattern)):
            if (
                path.is_file()
                and not path.name.startswith(".")
                and path.name[-1] != "~"
                and not (path.parent == data and path.suffix == ".yaml")
            ):
                yield path, f"{top.name}/{path.relative_to(top).as_posix()}"
