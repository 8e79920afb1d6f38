"""The wheel: alone, in an empty environment and with no network, it makes what the checkout makes."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from tests.places import CHECKOUT
from tests.wheels import build, contents, offline, run

VERSIONS = ("3.11", "3.12", "3.13")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
RENDER = ("render", "firma.de", "--customer", "kunde.example", "--accept", "domain.reserved", "--date", "2026-11-24")
LANGUAGES = ("--lang", "de", "--lang", "en", "--lang", "de-en")


def test_the_same_bytes_each_time(project: Path, wheel: Path, tmp_path: Path) -> None:
    """A second build, elsewhere and from the source distribution, is the same file."""
    run("tar", "-xf", build(project, "sdist"), cwd=tmp_path)
    (unpacked,) = tmp_path.iterdir()
    again = build(unpacked, "wheel")
    assert (again.name, again.read_bytes()) == (wheel.name, wheel.read_bytes())


def test_it_holds_all_that_is_needed_and_no_more(wheel: Path) -> None:
    """Modules, templates, data and compiled catalogues are in it; tests, set-up and an editor's left-overs are not."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {Path(name) for name in archive.namelist()}
    shipped = {path for name in ("templates", "data") for path in (CHECKOUT / name).rglob("*") if path.is_file()}
    modules = (CHECKOUT / "sheetgen").rglob("*.py")
    wanted = {Path("sheetgen") / path.relative_to(CHECKOUT) for path in shipped} | {path.relative_to(CHECKOUT) for path in modules}
    catalogues = {path.with_suffix(".mo") for path in wanted if path.suffix == ".po"}
    assert catalogues
    assert {path for path in inside if path.parts[0] == "sheetgen"} == wanted | catalogues
    assert {path.parts[0] for path in inside} == {"sheetgen", wheel.name.split("-py3")[0] + ".dist-info"}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, bytes]:
    """What the checkout renders."""
    folder = tmp_path_factory.mktemp("checkout")
    run(sys.executable, "-m", "sheetgen", *RENDER, *LANGUAGES, "--out", folder / "out", cwd=folder)
    return contents(folder / "out")


@pytest.mark.parametrize("version", VERSIONS)
def test_alone_it_renders_the_same_bytes(version: str, wheel: Path, rendered: dict[Path, bytes], tmp_path: Path) -> None:
    """Installed by hashes from a folder of wheels and called in an empty folder, with no network, it makes the checkout's files."""
    wheels = CHECKOUT / "build" / "wheels" / version
    if not (wheels / ".ready").exists():
        assert version != RUNNING, f"{wheels} is missing: `make test` gathers it"
        pytest.skip(f"no Python {version} was here when `make test` gathered the wheels")
    environment, folder = tmp_path / "environment", tmp_path / "empty"
    folder.mkdir()
    run(sys.executable if version == RUNNING else f"python{version}", "-m", "venv", environment, cwd=folder)
    python, alone = environment / "bin" / "python", offline()
    pip: tuple[str | Path, ...] = (*alone, python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index")
    run(*pip, "--find-links", wheels, "--require-hashes", "-r", CHECKOUT / "requirements.txt", cwd=folder)
    run(*pip, "--no-deps", wheel, cwd=folder)
    assert run(python, "-c", "import sheetgen; print(sheetgen.__file__)", cwd=folder).startswith(str(environment))
    paths = run(*alone, environment / "bin" / "sheetgen", *RENDER, *LANGUAGES, cwd=folder).splitlines()
    made = contents(folder / "output")
    assert made == rendered
    assert sorted((folder / path).resolve() for path in paths) == sorted(folder / "output" / path for path in made)
