"""Terms become pieces: messages with their parts, dates, countries and lists as each language has them."""

from __future__ import annotations

from datetime import date

import pytest

from sheetgen.blocks import Host, Plain, Slot
from sheetgen.catalogue import Catalogue
from sheetgen.facts.platform import Words
from sheetgen.facts.scalars import Line
from sheetgen.messages import Unsayable
from sheetgen.slots import Lang, SheetLang
from sheetgen.terms import InCountry, InWords, Listed, Message, OnDay, Strong, Terms

GERMAN, ENGLISH = Catalogue("de", "de"), Catalogue("en", "en")


def test_a_part_stays_a_piece() -> None:
    """What stands in a placeholder is a piece among words, never text: a translator can't change a fact, a format still escapes."""
    message = Message("certificate.wildcard", {"name": (Host("hamburg-cloud.de", "*."),)})
    assert GERMAN.pieces((message,)) == (Plain("Wildcard-Zertifikat "), Host("hamburg-cloud.de", "*."))


def test_braces_in_a_fact_are_no_placeholder() -> None:
    """A fact that looks like a placeholder stays what it is."""
    message = Message("certificate.wildcard", {"name": (Plain("{name}{0}%s"),)})
    assert GERMAN.pieces((message,)) == (Plain("Wildcard-Zertifikat {name}{0}%s"),)


def test_neighbouring_words_are_joined() -> None:
    """Words of one kind become one piece; emphasis and language part them."""
    pieces = GERMAN.pieces((Plain("a"), Plain("b"), Plain("c", strong=True), Plain("d", lang="en"), Plain("e", lang="en")))
    assert pieces == (Plain("ab"), Plain("c", strong=True), Plain("de", lang="en"))


def test_emphasis_reaches_words_and_slots() -> None:
    """What a Strong holds is strong, a message's parts too; a name has no emphasis."""
    terms = (Strong((Message("todo.before", {"day": (Slot("effective"),)}), Host("a.example"))),)
    assert GERMAN.pieces(terms) == (Plain("Schritt 1 vor dem ", strong=True), Slot("effective", strong=True), Host("a.example"))


@pytest.mark.parametrize(
    ("lang", "dates", "written"),
    [("de", "de", "24.11.2026"), ("en", "en", "2026-11-24"), ("de", "de-en", "2026-11-24"), ("en", "de-en", "2026-11-24")],
)
def test_dates_are_the_sheets(lang: Lang, dates: SheetLang, written: str) -> None:
    """Each language has its own order of day and month; in a sheet of both they share the one that can't be misread."""
    assert Catalogue(lang, dates).pieces((OnDay(date(2026, 11, 24)),)) == (Plain(written),)


@pytest.mark.parametrize(
    ("code", "german", "english"), [("DE", "Deutschland", "Germany"), ("NO", "Norwegen", "Norway"), ("CH", "Schweiz", "Switzerland")]
)
def test_countries_are_named(code: str, german: str, english: str) -> None:
    """By CLDR, in each language."""
    assert (GERMAN.text((InCountry(code),)), ENGLISH.text((InCountry(code),))) == (german, english)


def test_words_of_the_fact_file_are_in_the_pages_language() -> None:
    """Each page takes its own of the two texts."""
    words = InWords(Words(de=Line("vorher"), en=Line("ahead")))
    assert (GERMAN.text((words,)), ENGLISH.text((words,))) == ("vorher", "ahead")


@pytest.mark.parametrize("length", range(1, 8))
@pytest.mark.parametrize(("catalogue", "of_two", "of_more"), [(GERMAN, " und ", " und "), (ENGLISH, " and ", ", and ")])
def test_lists_keep_their_members_as_pieces(length: int, catalogue: Catalogue, of_two: str, of_more: str) -> None:
    """Joined as the language joins, each member once, in order, still a piece."""
    members: tuple[Terms, ...] = tuple((Host(f"mx{n}.example"),) for n in range(length))
    pieces = catalogue.pieces((Listed(members),))
    assert [piece for piece in pieces if isinstance(piece, Host)] == [member[0] for member in members]
    between = [piece.text for piece in pieces if isinstance(piece, Plain)]
    assert between == [", "] * (length - 2) + [of_two if length == 2 else of_more] * (length > 1)


def test_a_message_that_is_missing_is_an_error() -> None:
    """An id that no catalogue has is a fault of the program, never printed."""
    with pytest.raises(LookupError, match=r"nowhere"):
        GERMAN.pieces((Message("nowhere"),))


def test_a_part_that_is_missing_is_an_error() -> None:
    """A placeholder without its part is a fault of the program."""
    with pytest.raises(Unsayable, match=r"de/sheet\.po has \{name\} in certificate\.wildcard, which nothing is given for"):
        GERMAN.pieces((Message("certificate.wildcard"),))
