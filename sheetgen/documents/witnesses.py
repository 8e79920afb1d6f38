"""The files that shape documents: a prepared page holds as long as none of them has changed. Standard library alone.

The program's own, templates and data; the libraries that lay out, by their versions; and the native libraries that they have loaded.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from sheetgen.documents.store import Witness
from sheetgen.resources import folder

_NATIVE = re.compile(r"/lib(?:pango|harfbuzz|fontconfig|freetype|gobject|glib|fribidi)[^/]*\.so[^/]*$")
LIBRARIES = (
    *("weasyprint", "pydyf", "jinja2", "markupsafe", "babel", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen"),
    *("pydantic", "pyyaml", "idna", "publicsuffixlist", "fontpkg-fira-sans", "fontpkg-ibm-plex-mono"),
)


def of_file(path: Path | str) -> Witness:
    """A file, or a folder, as it is now."""
    status = os.stat(path)  # noqa: PTH116 - some hundred of them
    return os.path.abspath(path), status.st_size, status.st_mtime_ns  # noqa: PTH100 - with no link followed


def shipped() -> tuple[Witness, ...]:
    """The program with its templates and data."""
    tops = (Path(__file__).parents[1], folder("templates"), folder("data"))
    return tuple(dict.fromkeys(witness for top in tops for witness in of_folder(top)))


def of_folder(top: Path) -> list[Witness]:
    """All files below a folder, as they are now."""
    found = []
    for place, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        found += [of_file(os.path.join(place, name)) for name in sorted(files)]  # noqa: PTH118
    return found


def libraries() -> tuple[Witness, ...]:
    """What lays out, but for the native libraries."""
    from importlib.metadata import PackageNotFoundError, distribution

    found = []
    for name in LIBRARIES:
        try:
            files = distribution(name).files or ()
        except PackageNotFoundError:
            continue
        found += [of_file(str(file.locate())) for file in files if file.name == "METADATA"]
    return tuple(found)


def native() -> list[Witness]:
    """The native libraries that lay out: to be asked once they have been loaded."""
    try:
        maps = Path("/proc/self/maps").read_text("utf-8")
    except OSError:
        return []
    paths = sorted({line.split(None, 5)[5] for line in maps.splitlines() if _NATIVE.search(line)})
    return [of_file(path) for path in paths]
