"""Each sheet held against changed facts, another day and other recipes."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sheetgen.outdated import tally as tally_module
from sheetgen.outdated.reissue import How
from sheetgen.outdated.tally import Tally, changes_of, outdated_line
from sheetgen.recipes import load
from sheetgen.request import Request
from sheetgen.resources import folder
from tests.documents.jobs import REQUESTS, domain
from tests.outdated.issued import CA, CA_CHANGE, MX, MX_CHANGE, QUICK, held, issue, words
from tests.sheets import changed


def test_a_line_for_each_request(tmp_path: Path) -> None:
    """CA and MX hosts changed: whatever was asked, in each language and format, one line names the two facts and no more."""
    for name in REQUESTS:
        issue(tmp_path / "out", REQUESTS[name], ("de", "en", "de-en"))
    issue(tmp_path / "out", Request(domain("firma.de"), ticket="PDF"), formats=("pdf",))
    facts = changed(tmp_path, "hamburg-cloud", CA, MX)
    line = f"{CA_CHANGE}; {MX_CHANGE}"
    found = held(tmp_path / "out", facts)
    assert len(found) == len(REQUESTS) + 1
    assert {outdated_line(result) for result in found.values()} == {line}
    assert {one.verdict.word for result in found.values() for one in result.judged} == {"outdated"}


def test_what_is_not_printed_outdates_nothing(tmp_path: Path) -> None:
    """A comment changes the fact file's digest alone: all are current, even PDFs laid out for their names."""
    for name in ("planned", "idn", "five-customers"):
        issue(tmp_path / "out", REQUESTS[name], formats=("pdf", *QUICK))
    facts = changed(tmp_path, "hamburg-cloud", ("schema: sheetgen-facts-1", "schema: sheetgen-facts-1  # looked at"))
    for result in held(tmp_path / "out", facts).values():
        assert set(words(result).values()) == {"current"}
        assert (outdated_line(result), changes_of(result)) == ("", ())


def test_only_some_of_a_folder(tmp_path: Path) -> None:
    """Files that were made since the change are current; the line names the others, and a text's lines say nothing beside data."""
    facts = changed(tmp_path, "hamburg-cloud", CA)
    issue(tmp_path / "out", "firma.de")
    (result,) = held(tmp_path / "out", facts, again=True).values()
    issue(tmp_path / "out", "firma.de", ("en",), ("html", "txt"))
    (result,) = held(tmp_path / "out", facts).values()
    names = [f"tls-kommunikation_firma.de_en.{end}" for end in ("html", "txt")]
    assert outdated_line(result) == f"2 of 5 files ({', '.join(names)}): {CA_CHANGE}"


def test_a_text_alone_names_its_lines(tmp_path: Path) -> None:
    """Where nothing carries data, the lines that differ are named."""
    issue(tmp_path / "out", "firma.de", formats=("txt",))
    (result,) = held(tmp_path / "out", changed(tmp_path, "hamburg-cloud", CA)).values()
    assert "Comodo CA" in outdated_line(result)
    assert all(change.name.startswith("line ") for change in changes_of(result))


@pytest.mark.parametrize(("today", "word"), [(date(2026, 11, 30), "current"), (date(2026, 12, 1), "outdated")])
def test_a_planned_day_that_has_come(today: date, word: str, tmp_path: Path) -> None:
    """A sheet that says `planned from` is outdated from that day on; its data say the day alone, and stay true."""
    issue(tmp_path / "out", REQUESTS["planned"], formats=("pdf", *QUICK))
    facts = changed(tmp_path, "hamburg-cloud")
    (result,) = held(tmp_path / "out", facts, How(today)).values()
    assert words(result) == {"de.pdf": word, "de.html": word, "de.txt": word, "firma.de.json": "current"}
    if word == "outdated":
        assert outdated_line(result).endswith("status: planned -> active")
        held(tmp_path / "out", facts, How(today), again=True)
        (result,) = held(tmp_path / "out", facts, How(today)).values()
        assert set(words(result).values()) == {"current"}


def test_a_changed_recipe_outdates_its_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose recipe has another digest is outdated, whose has not is current."""
    customers = (domain("kunde.example"),)
    for recipes in (("postfix",), ("postfix", "exim"), ("exim",)):
        issue(tmp_path / "out", Request(domain(f"{'-'.join(recipes)}.de"), customers, recipes=recipes), ("de", "en"), ("txt", "json"))
    shutil.copytree(folder("data") / "recipes", tmp_path / "recipes")
    (recipe,) = (path for path in (tmp_path / "recipes").iterdir() if path.stem == "exim")
    recipe.write_bytes(recipe.read_bytes() + b"# changed\n")
    monkeypatch.setattr(load, "folder", lambda _: tmp_path)
    found = held(tmp_path / "out", changed(tmp_path, "hamburg-cloud"))
    lines = {path.partition(".")[0]: outdated_line(result).partition(": ")[0] for path, result in found.items()}
    assert lines == {"exim": "recipe.exim.sha256", "postfix": "", "postfix-exim": "recipe.exim.sha256"}


def test_what_is_told_of_all(tmp_path: Path) -> None:
    """How many of how many; the facts by how many sheets they have changed in; what is no sheet; the status is the highest."""
    older = changed(tmp_path, "hamburg-cloud", MX)
    for number in range(3):
        issue(tmp_path / "out", f"firma{number}.de", formats=("json", "txt"))
    issue(tmp_path / "out", "older.de", formats=("json",))
    held(tmp_path / "out" / "older.de", older, again=True)
    facts = changed(tmp_path, "hamburg-cloud", CA, MX)
    issue(tmp_path / "out", "text.de", formats=("txt",))
    html = issue(tmp_path / "out", "altered.de", formats=("html",)) / "tls-kommunikation_altered.de_de.html"
    html.write_bytes(html.read_bytes().replace(b"Comodo CA", b"Comedy CA"))
    (tmp_path / "out" / "altered.de" / "tls-kommunikation_altered.de_en.pdf").write_bytes(b"")
    tally = Tally()
    for result in held(tmp_path / "out", facts).values():
        tally.add(result)
    first, ca, hosts, *others = tally.lines(reissued=False)
    assert first == "5 of 6 sheets are outdated; 1 altered, 1 unreadable"
    assert ca == f"{CA_CHANGE} in 4 sheets"
    assert hosts == f"{MX_CHANGE} in 3 sheets"
    assert all(line.startswith("text: ") and line.endswith(" in 1 sheet") for line in others)
    assert tally.status == 2


def test_what_differs_from_sheet_to_sheet_fills_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts alone have a number each: no more kinds of changes are held than the limit, and those that all share are told first."""
    monkeypatch.setattr(tally_module, "MOST_KINDS", 4)
    for number in range(6):
        issue(tmp_path / "out", f"firma{number}.de", formats=("txt",))
    tally = Tally()
    for result in held(tmp_path / "out", changed(tmp_path, "hamburg-cloud", CA)).values():
        tally.add(result)
    lines = list(tally.lines(reissued=False))
    assert "Comodo CA" in lines[1]
    assert lines[1].endswith("in 6 sheets")
    assert len(lines) == 1 + 4
