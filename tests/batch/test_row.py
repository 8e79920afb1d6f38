"""The cells of a row that are no names: languages and days."""

from __future__ import annotations

from datetime import date

import pytest

from sheetgen.batch.row import read_effective, read_language
from sheetgen.errors import Place

HERE = Place("list.csv", 2)


@pytest.mark.parametrize(
    ("typed", "languages"),
    [
        ("", None),
        (" ", None),
        ("de", ("de",)),
        ("EN", ("en",)),
        ("de-en", ("de-en",)),
        ("Deutsch", ("de",)),
        ("german, English", ("de", "en")),
        ("englisch+DEUTSCH", ("en", "de")),
        ("de;en; de", ("de", "en")),
        ("de en", ("de", "en")),
    ],
)
def test_languages(typed: str, languages: tuple[str, ...] | None) -> None:
    """Short names and words in both languages, several of them, each once; an empty cell says nothing."""
    assert read_language(typed, HERE) == (languages, ())


@pytest.mark.parametrize(
    ("typed", "named"), [("fr", "fr"), ("de/en", "de/en"), ("de, französisch", "französisch"), ("d\x1be", "d\\u{1b}e")]
)
def test_languages_that_are_refused(typed: str, named: str) -> None:
    """Any other word is named."""
    languages, (problem,) = read_language(typed, HERE)
    assert languages is None
    assert (problem.code, problem.place) == ("list.language", HERE)
    assert f"“{named}”" in problem.message


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("2026-11-24", date(2026, 11, 24)),
        (" 2026-11-24 ", date(2026, 11, 24)),
        ("24.11.2026", date(2026, 11, 24)),
        ("1.2.2027", date(2027, 2, 1)),
    ],
)
def test_days(typed: str, day: date | None) -> None:
    """Year, month, day; or as a German Excel writes it; an empty cell says nothing."""
    assert read_effective(typed, HERE) == (day, ())


@pytest.mark.parametrize(
    "typed",
    ["04/08/2026", "1/2/2027", "4.8.26", "04.08.26", "31.2.2027", "30.02.2026", "2026-02-30", "２4.11.2026", "46350", "24.11.2026 00:00"],
)
def test_days_that_are_refused(typed: str) -> None:
    """What is read two ways, is no day, or is a number that Excel counts days by, is refused, and shown as it was typed."""
    day, (problem,) = read_effective(typed, HERE)
    assert day is None
    assert (problem.code, problem.place) == ("request.day", HERE)
    assert f"“{typed}”" in problem.message
    assert "01.12.2026" in problem.hint
    assert ("two digits" in problem.message) == typed.endswith(".26")
