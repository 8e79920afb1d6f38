"""setup/check_catalogues.py finds what is planted, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import CHECKOUT
from tests.setup.scripts import script

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SOURCE = """
TITLE = Message("title", {"host": ()})
REFUSED = Problem("domain.port", "refusal", place=place)
OWN_WORDS = Problem("facts.missing", "refusal", "no key")
"""
SHEET = 'msgid "title"\nmsgstr "{host}"\n'
PROBLEMS = 'msgid "problem.domain.port"\nmsgstr "a port"\n\nmsgid "problem.domain.port.hint"\nmsgstr "leave it out"\n'

check = script("check_catalogues")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project in which everything agrees."""
    (tmp_path / "sheetgen").mkdir()
    (tmp_path / "sheetgen" / "one.py").write_text(SOURCE)
    for lang in ("de", "en"):
        folder = tmp_path / "data" / "locale" / lang / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "sheet.po").write_text(HEADER + SHEET)
        (folder / "problems.po").write_text(HEADER + PROBLEMS)
        (folder / "site.po").write_text(HEADER)
    return tmp_path


def test_agreement_is_silent(root: Path) -> None:
    """Where catalogues and source agree there is no fault; a Problem with its own words needs no message."""
    assert check.faults(root) == []


DE, EN = "data/locale/de/LC_MESSAGES/", "data/locale/en/LC_MESSAGES/"
SOURCE_FILE = "sheetgen/one.py"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (DE + "sheet.po", '"title"', '"titel"', f'{DE}sheet.po:4: "titel" has no English message'),
        (EN + "sheet.po", "{host}", "", f'{EN}sheet.po:4: "title" is not translated'),
        (
            EN + "sheet.po",
            'msgid "title"',
            '#, fuzzy\nmsgid "title"',
            f'{EN}sheet.po:5: "title" is marked fuzzy, and gettext leaves it out',
        ),
        (DE + "sheet.po", "{host}", "{hots}", f'{DE}sheet.po:4: "title" has placeholders hots; in English host'),
        (DE + "sheet.po", "{host}", "{host", f'{DE}sheet.po:4: "title" has a placeholder other than {{name}}'),
        (DE + "sheet.po", "{host}", "{host!r}", f'{DE}sheet.po:4: "title" has a placeholder other than {{name}}'),
        (DE + "sheet.po", "{host}", "{0}", f'{DE}sheet.po:4: "title" has a placeholder other than {{name}}'),
        (DE + "sheet.po", SHEET, SHEET + SHEET, f'{DE}sheet.po:0: "title" stands twice'),
        (SOURCE_FILE, '"title"', "title", f'{EN}sheet.po:4: "title" is used nowhere'),
        (SOURCE_FILE, '"domain.port"', "code", f'{EN}problems.po:7: "problem.domain.port.hint" is used nowhere'),
        (SOURCE_FILE, '"title"', '"title" if x else "other"', f'{SOURCE_FILE}:2: no catalogue has the message "other"'),
        (SOURCE_FILE, '"title", {', 'id="other", parts={', f'{SOURCE_FILE}:2: no catalogue has the message "other"'),
        (SOURCE_FILE, '"domain.port"', '"domain.url"', f'{SOURCE_FILE}:3: no catalogue has the message "problem.domain.url"'),
    ],
)
def test_a_planted_fault_is_found(root: Path, file: str, old: str, new: str, expected: str) -> None:
    """Each kind of fault is reported with its file and line."""
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))
    assert expected in [str(fault) for fault in check.faults(root)]


def test_all_faults_of_a_run_are_reported(root: Path) -> None:
    """A missing catalogue and a broken one are faults like others, and hide none."""
    (root / DE / "sheet.po").unlink()
    (root / EN / "problems.po").write_text(HEADER + "msgid broken\n")
    files = {fault.file for fault in check.faults(root)}
    assert files >= {DE + "sheet.po", EN + "sheet.po", EN + "problems.po", DE + "problems.po"}


def test_the_exit_status_says_it(root: Path) -> None:
    """Called as a program it prints the faults and ends with 1, or prints nothing and ends with 0."""
    command = [sys.executable, str(CHECKOUT / "setup" / "check_catalogues.py"), str(root)]
    good = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "")
    (root / DE / "sheet.po").unlink()
    bad = subprocess.run(command, capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert "data/locale/de/LC_MESSAGES/sheet.po:0: can't be read: No such file or directory" in bad.stdout.splitlines()
