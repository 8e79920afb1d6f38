"""Two pages of one sheet -> one page of both: what needs no language stands once, prose side by side. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from sheetgen.blocks import (
    Arrow,
    Block,
    Both,
    Directions,
    Letterhead,
    Page,
    Pair,
    Pieces,
    Section,
    Status,
    Table,
    TableRow,
    Title,
)


def bilingual(german: Page, english: Page) -> Page:
    """One page of a German and an English one of the same sheet."""
    return Page(
        lang="de-en",
        title=german.title,
        description=_line(german.description, english.description),
        author=german.author,
        blocks=tuple(_merged(de, en) for de, en in zip(german.blocks, english.blocks, strict=True)),
        foot=german.foot,
        of_pages=german.of_pages,
    )


def _line(de: Pieces, en: Pieces) -> Pieces:
    """Both wordings, then once what both end in: a name, a date."""
    if de == en:
        return de
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(reversed(de), reversed(en), strict=False))))
    cut = -shared or None
    return (Both(de[:cut], en[:cut]), *de[len(de) - shared :])


def _sentence(de: Pieces, en: Pieces) -> Pieces:
    """Both wordings whole: what they share at their end belongs to the sentence."""
    return de if de == en else (Both(de, en),)


def _lines(de: tuple[Pieces, ...], en: tuple[Pieces, ...]) -> tuple[Pieces, ...]:
    return tuple(_line(one, other) for one, other in zip(de, en, strict=True))


def _merged(de: Block, en: Block) -> Block:
    merge = _MERGES.get(type(de))
    if de == en or type(de) is not type(en):
        return de if de == en else Pair((de,), (en,))
    return merge(de, en) if merge else Pair((de,), (en,))


def _all_merged(de: tuple[Block, ...], en: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks merged one by one; pairs that follow each other are joined, so that each language reads on."""
    joined: list[Block] = []
    for block in (_merged(one, other) for one, other in zip(de, en, strict=True)):
        last = joined[-1] if joined else None
        if isinstance(block, Pair) and isinstance(last, Pair):
            joined[-1] = Pair(last.de + block.de, last.en + block.en)
        else:
            joined.append(block)
    return tuple(joined)


def _letterhead(de: Letterhead, en: Letterhead) -> Letterhead:
    meta = tuple((_line(one[0], other[0]), one[1]) for one, other in zip(de.meta, en.meta, strict=True))
    return replace(de, meta=meta)


def _title(de: Title, en: Title) -> Title:
    status = replace(de.status, label=_line(de.status.label, en.status.label)) if isinstance(de.status, Status) and en.status else None
    return Title(_line(de.words, en.words), de.name, _lines(de.lines, en.lines), _line(de.configuration, en.configuration), status)


def _section(de: Section, en: Section) -> Section:
    blocks = _all_merged(de.blocks, en.blocks)
    aside = tuple(_sentence(one, other) for one, other in zip(de.aside, en.aside, strict=True))
    return Section(de.role, _line(de.heading, en.heading), blocks, aside)


def _directions(de: Directions, en: Directions) -> Directions:
    arrows = tuple(_arrow(one, other) for one, other in zip(de.arrows, en.arrows, strict=True))
    return Directions(_line(de.left, en.left), _line(de.right, en.right), arrows)


def _arrow(de: Arrow, en: Arrow) -> Arrow:
    return replace(
        de,
        what=_line(de.what, en.what),
        end=_line(de.end, en.end),
        holds=_sentence(de.holds, en.holds),
        alternative=_line(de.alternative, en.alternative),
    )


def _table(de: Table, en: Table) -> Table:
    return Table(tuple(_row(one, other) for one, other in zip(de.rows, en.rows, strict=True)))


def _row(de: TableRow, en: TableRow) -> TableRow:
    return replace(de, label=_line(de.label, en.label), note=_line(de.note, en.note), value=_all_merged(de.value, en.value))


_MERGES: dict[type, Callable[..., Block]] = {
    Letterhead: _letterhead,
    Title: _title,
    Section: _section,
    Directions: _directions,
    Table: _table,
}
