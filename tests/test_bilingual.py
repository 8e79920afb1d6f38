"""Both languages on one page: nothing is lost, each language reads on in its order, and what needs no language stands once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from typing import Any

import pytest

from sheetgen.bilingual import bilingual
from sheetgen.blocks import Block, Both, Directions, Host, Names, Page, Pair, Piece, Pieces, Plain, Slot, Steps, Table
from sheetgen.catalogue import Catalogue
from sheetgen.page import localise
from sheetgen.sheet import Sheet
from sheetgen.slots import Lang
from tests.documents.cases import CASES
from tests.documents.jobs import FACTS, LANGUAGES, REQUESTS, make_job
from tests.dump import dump
from tests.golden import Golden
from tests.test_page import of

SHEETS: dict[str, Sheet] = {
    **{f"{name}, {facts}": make_job(name, facts=facts).sheet for name in REQUESTS for facts in FACTS},
    **{f"case {name}": case.job("de").sheet for name, case in CASES.items()},
}
PER_SHEET = pytest.mark.parametrize("name", SHEETS)


def pages(name: str) -> tuple[Page, Page, Page]:
    """The German and the English page of a sheet with the dates of both, and the page that is made of them."""
    german, english = (localise(SHEETS[name], Catalogue(lang, "de-en")) for lang in LANGUAGES)
    return german, english, bilingual(german, english)


def read(thing: Any, lang: Lang) -> Any:
    """A part of the bilingual page as who reads one language has it: of what is said twice the one wording, all else as it stands."""
    if isinstance(thing, tuple):
        return tuple(_joined(chain.from_iterable(_members(member, lang) for member in thing)))
    if is_dataclass(thing) and not isinstance(thing, Piece):
        return replace(thing, **{field.name: read(getattr(thing, field.name), lang) for field in fields(thing)})  # type: ignore[type-var]
    return thing


def _members(member: Any, lang: Lang) -> tuple[Any, ...]:
    return read(getattr(member, lang), lang) if isinstance(member, Both | Pair) else (read(member, lang),)


def _joined(members: Iterator[Any]) -> Iterator[Any]:
    """Words that were parted so that a name or a comma stands once are one again."""
    last: Any = None
    for member in members:
        if isinstance(last, Plain) and isinstance(member, Plain) and replace(last, text="") == replace(member, text=""):
            last = replace(last, text=last.text + member.text)
            continue
        if last is not None:
            yield last
        last = member
    if last is not None:
        yield last


@PER_SHEET
def test_each_language_is_there_whole_and_in_its_order(name: str) -> None:
    """Without the other language's wordings the page is, block by block and piece by piece, the page in one language."""
    german, english, both = pages(name)
    assert read(both.blocks, "de") == german.blocks
    assert read(both.blocks, "en") == english.blocks
    assert (read(both.description, "de"), read(both.description, "en")) == (german.description, english.description)


@PER_SHEET
def test_what_needs_no_language_stands_once(name: str) -> None:
    """No wording is said twice alike; the partners' names stand outside both wordings; lists, steps, table and drawing are one for both."""
    *_, both = pages(name)
    for said in of(Both, both):
        assert said.de != said.en
        assert not partners(said.de) & partners(said.en)
    for said in of(Pair, both):
        assert [one for one, other in zip(said.de, said.en, strict=True) if one == other] == []
        assert of(Names | Steps | Table | Directions, said) == []  # type: ignore[arg-type]


def partners(pieces: Pieces) -> set[Piece]:
    """The names of the request in a wording."""
    return {piece for piece in pieces if isinstance(piece, Host) or (isinstance(piece, Slot) and piece.name in ("domain", "customer"))}


@pytest.mark.parametrize("facts", FACTS)
def test_the_page_is_as_it_was_read(facts: str, golden: Golden) -> None:
    """The full sheet of each fact file in both languages, block by block."""
    golden(f"page_{facts}_de-en.txt", dump(make_job("planned", facts=facts, lang="de-en").page))


HOST, COMMA = Host("kunde.example", "@"), (Plain(", einschließlich Subdomains"), Plain(", including subdomains"))


@pytest.mark.parametrize(
    ("de", "en", "once"),
    [
        ((Plain("TLS"),), (Plain("TLS"),), (Plain("TLS"),)),
        ((Plain("an "), HOST), (Plain("to "), HOST), (Both((Plain("an "),), (Plain("to "),)), HOST)),
        (
            (HOST, COMMA[0]),
            (HOST, COMMA[1]),
            (HOST, Plain(", "), Both((Plain("einschließlich Subdomains"),), (Plain("including subdomains"),))),
        ),
        ((HOST, Plain("auch")), (HOST, Plain("also")), (HOST, Both((Plain("auch"),), (Plain("also"),)))),
        ((HOST,), (HOST, Plain(" only")), (HOST, Both((), (Plain(" only"),)))),
    ],
)
def test_a_name_stands_once_between_the_wordings(de: Pieces, en: Pieces, once: Pieces) -> None:
    """Of a line both wordings are kept before the name and after it; the comma after it stands once, and no word is cut."""
    german, english = (Names((pieces,)) for pieces in (de, en))
    block: Block = german
    page = Page("de", (), (), (), (block,), (), ("", ""))
    assert bilingual(page, replace(page, blocks=(english,))).blocks == (Names((once,)),)
