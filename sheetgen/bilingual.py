"""Two pages of one sheet -> one page of both: what needs no language stands once, prose side by side. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import takewhile

from sheetgen.blocks import (
    Arrow,
    Block,
    Both,
    Code,
    Directions,
    Host,
    Letterhead,
    Link,
    Names,
    Page,
    Pair,
    Part,
    Pieces,
    Plain,
    Section,
    Slot,
    Status,
    Step,
    Steps,
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
    """Both wordings, but once the name that stands in both, and what both end in."""
    name = next((piece for piece in de if isinstance(piece, Host | Link | Slot) and piece in en), None)
    if name is None:
        return _differing(de, en)
    i, j = de.index(name), en.index(name)
    return (*_differing(de[:i], en[:j]), name, *_after_name(de[i + 1 :], en[j + 1 :]))


def _differing(de: Pieces, en: Pieces) -> Pieces:
    shared = _alike(reversed(de), reversed(en))
    first = de[: len(de) - shared], en[: len(en) - shared]
    return de if de == en else (Both(*first), *de[len(de) - shared :])


def _after_name(de: Pieces, en: Pieces) -> Pieces:
    """Once the comma, or the readable form in brackets, with which both go on."""
    match de, en:
        case (Plain() as one, *rest), (Plain() as other, *others):
            begun = one.text.rfind(" ", 0, _alike(one.text, other.text)) + 1
            if begun and de != en:
                wordings = ((replace(part, text=part.text[begun:]), *more) for part, more in ((one, rest), (other, others)))
                return (replace(one, text=one.text[:begun]), *_differing(*wordings))
    return _differing(de, en)


def _alike(one: Iterable[object], other: Iterable[object]) -> int:
    """How many of their first members are the same."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


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
    """Blocks merged one by one; pairs that follow each other are joined, so that each language reads on; letters follow each other."""
    joined: list[Block] = []
    for one, other in zip(de, en, strict=True):
        if isinstance(one, Code) and one != other:
            joined += (one, other)
            continue
        block = _merged(one, other)
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
    broken = _sentence(de.broken, en.broken)
    return replace(de, heading=_line(de.heading, en.heading), blocks=blocks, aside=aside, broken=broken)


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


def _steps(de: Steps, en: Steps) -> Steps:
    """Step by step, so that a list of names stands once, as wide as the page has room."""
    return Steps(tuple(_step(one, other) for one, other in zip(de.steps, en.steps, strict=True)))


def _step(de: Step, en: Step) -> Step:
    return Step(de.number, _line(de.heading, en.heading), _all_merged(de.blocks, en.blocks))


def _part(de: Part, en: Part) -> Part:
    return Part(_line(de.heading, en.heading), _all_merged(de.blocks, en.blocks))


def _names(de: Names, en: Names) -> Names:
    return Names(_lines(de.names, en.names))


def _table(de: Table, en: Table) -> Table:
    return Table(tuple(_row(one, other) for one, other in zip(de.rows, en.rows, strict=True)))


def _row(de: TableRow, en: TableRow) -> TableRow:
    return replace(de, label=_line(de.label, en.label), note=_line(de.note, en.note), value=_all_merged(de.value, en.value))


_MERGES: dict[type, Callable[..., Block]] = {
    Letterhead: _letterhead,
    Title: _title,
    Section: _section,
    Directions: _directions,
    Steps: _steps,
    Part: _part,
    Names: _names,
    Table: _table,
}
