"""The wheel on the Debian release that this machine does not run (`make test` unpacks it: setup/other_debian.sh)."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest

from tests.places import CHECKOUT
from tests.wheels import contents, offline, run

CACHE = CHECKOUT / ".cache"
RELEASES = ("bookworm", "trixie")

REQUESTS = (
    ("firma.de",),
    ("müller-büromöbel.de", "--customer", "kunde.de", "--ticket", "4711", "--effective", "2026-12-01"),
    ("firma.de", "--customer", "kunde.de", "--customer", "töchter.de"),
)
BRANDED = REQUESTS[2:]
"""The requests to the made-up platform, which uses every fact there is."""
FORMATS = ("--format", "pdf", "--format", "html", "--format", "txt", "--format", "json")
MORE = ("--date", "2026-11-24", "--lang", "de", "--lang", "en", "--lang", "de-en", *FORMATS)

Digests = Mapping[str, str]


def render(folder: Path, inside: Path, *python: str | Path, env: Mapping[str, str] | None = None) -> Digests:
    """Render the requests with a Python that calls the folder `inside`: the digest of each document."""
    for name in ("example.yaml", "nordlicht.svg"):
        shutil.copy(CHECKOUT / "data" / name, folder)
    for number, request in enumerate(REQUESTS):
        facts = ("--facts", inside / "example.yaml") if request in BRANDED else ()
        run(*python, "-m", "sheetgen", "render", *request, *facts, *MORE, "--out", inside / "out" / str(number), cwd=folder, env=env)
    return {str(path): hashlib.sha256(data).hexdigest() for path, data in contents(folder / "out").items()}


def cannot(reason: str) -> NoReturn:
    """Say why there is nothing to compare with. Where it has to be there, that is a fault."""
    release = platform.freedesktop_os_release().get("VERSION_CODENAME")
    if os.environ.get("CI") == "true" and os.geteuid() == 0 and release in RELEASES:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def root() -> Path:
    """The other release's root."""
    why_not = CACHE / "why-not"
    if why_not.exists():
        cannot(why_not.read_text().strip())
    for release in RELEASES:
        if (CACHE / release / ".ready").exists():
            return CACHE / release / "root"
    cannot("no other Debian is unpacked: `make test` does it")


@pytest.fixture
def into(root: Path) -> tuple[str, ...]:
    """What to put before a command to run it in the root, with no network."""
    command = (*offline(), "chroot", str(root))
    try:
        run(*command, "/usr/bin/python3", "-c", "", cwd=root)
    except AssertionError as error:
        cannot(f"this user can't enter another root: {error}")
    return command


@pytest.fixture
def installed(root: Path, wheel: Path) -> Iterator[Path]:
    """A folder in the root with the wheel in `site`."""
    with tempfile.TemporaryDirectory(dir=root / "tmp") as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(Path(folder, "site"))
        yield Path(folder)


def test_the_other_debian_makes_the_same_bytes(root: Path, into: tuple[str, ...], installed: Path, tmp_path: Path) -> None:
    """Its Python and its libraries make of the wheel what the checkout makes here: three requests in three languages, all formats."""
    inside = Path("/", installed.relative_to(root))
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{inside}/site:/opt/sheetgen"}
    there = render(installed, inside, *into, "/usr/bin/python3", env=env)
    assert len(there) == len(REQUESTS) * (3 * 3 + 1)
    assert there == render(tmp_path, tmp_path, sys.executable)
