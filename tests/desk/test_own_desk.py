"""The example of docs/desks.md: another package's desk, installed as pip installs it, does what ours do."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.calls import Run
from tests.places import CHECKOUT

CALL = ("ticket", "firma.de", "--customer", "kunde.de", "--ticket", "[#4711]", "--desk", "share")
SHEET = "tls-kommunikation_firma.de_de-en.pdf"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the two files of the document are installed, without the network."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("target")
    document = (CHECKOUT / "docs" / "desks.md").read_text("utf-8")
    for name, content in re.findall(r"^`([a-z_]+\.(?:py|toml))`\n\n```[a-z]+\n(.*?)^```$", document, re.MULTILINE | re.DOTALL):
        (source / name).write_text(content, encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index", "--no-build-isolation", "--no-deps")
    subprocess.run([*pip, "--target", str(target), str(source)], check=True, capture_output=True)
    return target


@pytest.fixture
def env(package: Path, tmp_path: Path) -> dict[str, str]:
    """Settings that name the desk, and a ticket in it."""
    (tmp_path / "tickets" / "4711").mkdir(parents=True)
    (tmp_path / "settings.toml").write_text('[desks.share]\nkind = "folder"\nfolder = "tickets"\n', encoding="utf-8")
    return {"PYTHONPATH": str(package), "SHEETGEN_SETTINGS": str(tmp_path / "settings.toml")}


def filed(folder: Path) -> list[str]:
    """What lies on the ticket."""
    ticket = folder / "tickets" / "4711"
    return sorted(str(path.relative_to(ticket)) for path in ticket.rglob("*") if path.is_file())


def test_the_example_has_about_thirty_lines() -> None:
    """It is short enough to be read in one go."""
    (code,) = re.findall(r"^class FolderDesk:\n(.*?)^```$", (CHECKOUT / "docs" / "desks.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 30


def test_a_sheet_is_put_there_and_read_back(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """The PDF lies on the ticket and in the output folder, the same bytes, and stderr says that it was read back."""
    done = run(*CALL, env=env)
    assert done.returncode == 0, done.stderr
    assert filed(tmp_path) == ["001 internal/text.txt", f"001 internal/{SHEET}"]
    kept = tmp_path / done.stdout.strip()
    assert kept.read_bytes() == (tmp_path / "tickets" / "4711" / "001 internal" / SHEET).read_bytes()
    assert "on ticket 4711 (share, internal): 1 file, " in done.stderr
    assert "read back and the same; filed as 001 internal" in done.stderr


def test_the_same_again_does_nothing(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """A second run says that the ticket holds this sheet already; --again puts it there anyway."""
    first = run(*CALL, env=env)
    again = run(*CALL, "--date", "2026-11-25", env=env)
    assert (first.returncode, again.returncode) == (0, 0)
    assert "ticket 4711 already holds this sheet for @firma.de: number " in again.stderr
    assert again.stdout == ""
    assert len(filed(tmp_path)) == 2
    assert run(*CALL, "--again", env=env).returncode == 0
    assert len(filed(tmp_path)) == 4


def test_a_changed_sheet_says_what_it_replaces(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """The first lines of the text, German and English, name number and date of the sheet that was there."""
    run(*CALL, env=env)
    done = run(*CALL, "--effective", "2026-12-01", "--date", "2026-11-25", env=env)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "tickets" / "4711" / "002 internal" / "text.txt").read_text("utf-8").splitlines()
    assert re.fullmatch(r"Ersetzt das Datenblatt [0-9a-f]{8} vom 24\.11\.2026 für @firma\.de\.", lines[2])
    assert re.fullmatch(r"Replaces data sheet [0-9a-f]{8} dated 2026-11-24 for @firma\.de\.", lines[3])


def test_one_customers_sheet_never_travels_with_anothers(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """A ticket with a sheet for one customer takes none for another."""
    run(*CALL, env=env)
    other = run("ticket", "firma.de", "--customer", "andere.de", "--ticket", "4711", "--desk", "share", env=env)
    assert other.returncode == 2
    assert "ticket 4711: it holds a sheet for the customer domain kunde.de" in other.stderr
    assert "--accept ticket.other-customer" in other.stderr
    assert len(filed(tmp_path)) == 2


def test_an_unknown_ticket_leaves_nothing_behind(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """One clear line, exit 1, and no file anywhere."""
    done = run(*(word.replace("4711", "4712") for word in CALL), env=env)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"sheetgen: there is no ticket 4712 in {tmp_path}/tickets; make its folder"
    assert not (tmp_path / "output").exists()


def test_doctor_asks_it(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    """`doctor --desk` shows what its own check finds."""
    assert run("doctor", "--desk", "share", env=env).returncode == 0
    (tmp_path / "tickets").rename(tmp_path / "moved")
    done = run("doctor", "--desk", "share", env=env)
    assert done.returncode == 1
    assert f"to mend it: mkdir {tmp_path}/tickets" in done.stdout
