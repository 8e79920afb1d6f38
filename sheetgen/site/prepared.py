"""The sheet for the visitor's browser: tokens with slots in them, and for each shape of a request what differs from the open sheet.

The shapes of a domain and those of a customer domain change different places, so a sheet is the open one with one patch of each. That it
equals the sheet that is laid out for the request is shown by tests, for every pair of shapes. A text is broken into lines by the browser,
once the visitor's names are in it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sheetgen.documents import Job, text
from sheetgen.documents.breaking import joined
from sheetgen.domain import Domain
from sheetgen.request import Request

Form = Literal["plain", "international", "not-shown"]
"""How a name is shown: as it is typed, in U-labels with its A-labels beside it, or in A-labels since no font of ours has its letters."""

Patch = tuple[tuple[int, int, tuple[str, ...]], ...]
"""From where to where tokens are replaced, and by which; in the order of the open sheet."""

FORMS: tuple[Form, ...] = ("plain", "international", "not-shown")
_TOKEN = re.compile(r"[^>\n]*[>\n]|[^>\n]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a name decides how a page is set, beside the name itself."""

    form: Form
    subdomains: bool

    @property
    def key(self) -> str:
        """`plain`, `plain*`, and so on: as the script names it."""
        return f"{self.form}{'*' if self.subdomains else ''}"


SHAPES = tuple(Shape(form, subdomains) for form in FORMS for subdomains in (False, True))


@dataclass(frozen=True, slots=True)
class Prepared:
    """The open sheet as tokens, and the patches by shape."""

    tokens: tuple[str, ...]
    domain: Mapping[str, Patch]
    customer: Mapping[str, Patch]


def stand_in(slot: Literal["domain", "customer"], shape: Shape) -> Domain:
    """A name of that shape whose forms can be found again in a page, and replaced by the visitor's."""
    readable = {"plain": f"slot.{slot}", "international": f"slöt.{slot}", "not-shown": f"\u4e00slot.{slot}"}[shape.form]
    ascii_name = f"slot.{slot}" if shape.form == "plain" else f"xn--slot.{slot}"
    return Domain(ascii_name, readable, shape.subdomains)


OPEN = Request(stand_in("domain", SHAPES[0]))
"""The open sheet's: its domain stands open, and nobody has named a customer."""


def prepare(lay_out: Callable[[Request], str]) -> Prepared:
    """The open sheet and its patches, of what a format makes of requests."""
    tokens = cut(lay_out(OPEN))
    domain = {shape.key: _patch(tokens, cut(lay_out(Request(stand_in("domain", shape))))) for shape in SHAPES}
    customer = {shape.key: _patch(tokens, cut(lay_out(Request(OPEN.domain, (stand_in("customer", shape),))))) for shape in SHAPES}
    return Prepared(tokens, domain, customer)


@dataclass(frozen=True, slots=True)
class PreparedRecipe:
    """The open recipe as tokens, and what differs from it where the domain, the customer domain or both include their subdomains."""

    tokens: tuple[str, ...]
    patches: Mapping[str, Patch]

    @property
    def slots(self) -> tuple[str, ...]:
        """The names that stand in it."""
        parts = (*self.tokens, *(token for patch in self.patches.values() for _, _, new in patch for token in new))
        return tuple(slot for slot in ("domain", "customer") if any(f"slot.{slot}" in part for part in parts))


def prepare_recipe(lay_out: Callable[[Request], str]) -> PreparedRecipe:
    """The open recipe and its patches by `/`, `*/`, `/*`, `*/*`: an asterisk for who includes subdomains, the customer domain last.

    Servers want A-labels, so nothing else of a name shapes it; and where the domain stands nowhere, nothing of it does.
    """

    def laid_out(*, domain: bool, customer: bool) -> tuple[str, ...]:
        names = stand_in("domain", Shape("plain", domain)), stand_in("customer", Shape("plain", customer))
        return cut(lay_out(Request(names[0], names[1:])))

    tokens, below = laid_out(domain=False, customer=False), laid_out(domain=False, customer=True)
    named = any("slot.domain" in token for token in (*tokens, *below))
    layouts = {
        "/": tokens,
        "*/": laid_out(domain=True, customer=False) if named else tokens,
        "/*": below,
        "*/*": laid_out(domain=True, customer=True) if named else below,
    }
    return PreparedRecipe(tokens, {key: _patch(tokens, layout) for key, layout in layouts.items()})


def unbroken(job: Job) -> str:
    """The text before it is broken, one line for each run: its words, with blanks only between them, and behind a tab its indent."""
    return joined(text.unbroken(job), "\t")


def cut(text: str) -> tuple[str, ...]:
    """Into tokens that end with a tag or a line."""
    return tuple(_TOKEN.findall(text))


def patched(prepared: Prepared, domain: str, customer: str | None) -> str:
    """The sheet of two shapes, as the script puts it together."""
    patches = sorted((*prepared.domain[domain], *(prepared.customer[customer] if customer else ())), reverse=True)
    tokens = list(prepared.tokens)
    for start, end, new in patches:
        tokens[start:end] = new
    return "".join(tokens)


def _patch(old: Sequence[str], new: Sequence[str]) -> Patch:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple((i, j, tuple(new[k:m])) for kind, i, j, k, m in matcher.get_opcodes() if kind != "equal")
