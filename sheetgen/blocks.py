"""What a page is made of: blocks, pieces, slots. No language rules and no format here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sheetgen.slots import Lang, SheetLang, SlotName

# ---- pieces: what stands on a line


@dataclass(frozen=True, slots=True)
class Plain:
    """Words. `lang` only where it is not the page's own; `strong` is emphasis."""

    text: str
    lang: Lang | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """A host or domain name, with what stands fast before it (`@`, `*.`). May break after a dot, never in a label."""

    name: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail address, linked where the format has links."""

    address: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it is printed, and its E.164 form for the link."""

    printed: str
    e164: str


@dataclass(frozen=True, slots=True)
class Link:
    """An https address, shown whole."""

    url: str


@dataclass(frozen=True, slots=True)
class Literally:
    """Configuration or a log's word, copied as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that stays open until a document is filled: last on its line in a heading, cell, item or code line.

    A date alone may stand anywhere: ten characters of one width (docs/architecture.md, slots).
    """

    name: SlotName
    before: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    """The same said in two languages, one after the other on a line or one above the other in a label."""

    de: Pieces
    en: Pieces


Piece = Plain | Host | Mail | Phone | Link | Literally | Slot | Both
Pieces = tuple[Piece, ...]

# ---- blocks: what stands on a page, in reading order


@dataclass(frozen=True, slots=True)
class Shape:
    """One element: its tag, its attributes in their order, and what it groups."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Logo:
    """The shapes and the box they are drawn in, as SVG writes it; `width` and `height` are that box's."""

    view_box: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who issues the sheet; `meta` is label and value: date, ticket, number. The logo stands before the provider's name."""

    provider: Pieces
    service: Pieces
    meta: tuple[tuple[Pieces, Pieces], ...]
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Since when, or from when on. `active` once the day has come."""

    kind: Literal["planned", "active"]
    label: Pieces
    day: Pieces


@dataclass(frozen=True, slots=True)
class Title:
    """The main heading: words, then the domain on a line of its own; under it the lines that address the sheet.

    `configuration` is the line with the domain as machines write it, where that differs.
    """

    words: Pieces
    name: Pieces
    lines: tuple[Pieces, ...]
    configuration: Pieces = ()
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `lead` is the opening one."""

    pieces: Pieces
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names, each alone on its line or all on one."""

    names: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A framed line: `open` is a point that the sheet cannot answer, `hint` a word of advice. The label comes first."""

    kind: Literal["open", "hint"]
    label: Pieces
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that are copied as they stand, each alone; `where` says into which file they go. A letter's have a language, code has none."""

    lines: tuple[Pieces, ...]
    where: Pieces = ()
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; of the sheet's own, its number is that of the direction it makes. The heading may be missing."""

    number: int
    heading: Pieces
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Things to do, in this order."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One direction of mail: what runs there, whereto, what holds there, and the drawing in words. `open`: its end is not known."""

    number: int
    towards: Literal["right", "left"]
    what: Pieces
    end: Pieces
    holds: Pieces
    alternative: Pieces
    open: bool = False


@dataclass(frozen=True, slots=True)
class Directions:
    """The two directions: the platform on the left, the reader on the right."""

    left: Pieces
    right: Pieces
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A label, a note under it, and the value's blocks. `apart` opens the further rows."""

    label: Pieces
    value: tuple[Block, ...]
    note: Pieces = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A list of labels and values."""

    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same said in two languages, side by side; what needs no language stands outside a pair, once."""

    de: tuple[Block, ...]
    en: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section under a heading of its own."""

    heading: Pieces
    blocks: tuple[Block, ...]


SectionRole = Literal["todo", "directions", "facts", "closing", "text", "recipe"]


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the page; `aside` are small lines under the heading.

    `continues`: it belongs to the section before it. `broken` is said on paper, by the first section whose code has a line that must break.
    """

    role: SectionRole
    heading: Pieces
    blocks: tuple[Block, ...]
    aside: tuple[Pieces, ...] = ()
    continues: bool = False
    broken: Pieces = ()


Block = Letterhead | Title | Paragraph | Names | Note | Code | Steps | Directions | Table | Part | Section | Pair


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet in one language, its slots open. Two sheets of one shape give equal pages: that defines a shape.

    `foot` stands on every page of paper, its parts joined by a middle dot; `of_pages` are the words around the page number: page, of.
    """

    lang: SheetLang
    title: Pieces
    description: Pieces
    author: Pieces
    blocks: tuple[Block, ...]
    foot: tuple[Pieces, ...]
    of_pages: tuple[str, str]
