"""Facts and one request merged: typed data with no language and no format in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sheetgen import glyphs
from sheetgen.blocks import Logo
from sheetgen.domain import Domain
from sheetgen.facts.platform import Platform
from sheetgen.request import Request
from sheetgen.rows import Row, platform_rows
from sheetgen.slots import SheetLang, SlotName, Values, numeric

if TYPE_CHECKING:
    from sheetgen.recipes.load import Kept

SCHEMA = "sheetgen-sheet-1"

OpenPoint = Literal["peer", "customer"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what the platform says, for one request, on one day."""

    platform: Platform
    request: Request
    issued: date
    rows: tuple[Row, ...]
    logo: Logo | None = None
    recipes: tuple[Kept, ...] = ()

    @property
    def open_points(self) -> tuple[OpenPoint, ...]:
        """What the sheet cannot answer, and says so."""
        missing: tuple[tuple[OpenPoint, bool], ...] = (("peer", self.platform.peer is None), ("customer", not self.request.customers))
        return tuple(name for name, is_open in missing if is_open)

    @property
    def number(self) -> str:
        """First 8 hex digits of the SHA-256 of the data without `number` and `issued`: the same number, nothing but the date differs."""
        return hashlib.sha256(canonical(content(self))).hexdigest()[:8]


def make_sheet(platform: Platform, request: Request, issued: date, logo: Logo | None = None, recipes: tuple[Kept, ...] = ()) -> Sheet:
    """The sheet of a request, with the recipes that it names. Pure."""
    return Sheet(platform, request, issued, platform_rows(platform, request.domain, shown_name(request.domain)), logo, recipes)


def shown_name(domain: Domain) -> str:
    """The form that people read: U-labels, but A-labels where a shipped font lacks a character, as each does of right-to-left scripts."""
    return domain.ascii if glyphs.missing(domain.unicode) else domain.unicode


def values(sheet: Sheet, lang: SheetLang) -> Values:
    """What the slots of this sheet hold in a document of that language."""
    request = sheet.request
    held: dict[SlotName, str] = {"domain": request.domain.ascii, "issued": numeric(sheet.issued, lang), "number": sheet.number}
    if len(request.customers) == 1:
        held["customer"] = request.customers[0].ascii
    if request.ticket is not None:
        held["ticket"] = request.ticket
    if request.effective is not None:
        held["effective"] = numeric(request.effective, lang)
    return held


def canonical(data: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with sorted keys and no blanks: what digests are taken of."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def to_data(sheet: Sheet, number: str | None = None) -> dict[str, Any]:
    """The sheet as data, holding what is printed and nothing else; keys in the order of the sheet. `number`: where it is known already."""
    return {"schema": SCHEMA, "number": number or sheet.number, "issued": sheet.issued.isoformat(), **content(sheet)}


def content(sheet: Sheet) -> dict[str, Any]:
    """What the number is taken of."""
    request, platform = sheet.request, sheet.platform
    asked: dict[str, Any] = {"domain": _domain(request.domain), "customers": [_domain(c) for c in request.customers]}
    if request.ticket is not None:
        asked["ticket"] = request.ticket
    if request.effective is not None:
        asked["effective"] = request.effective.isoformat()
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "platform": {"provider": str(platform.provider), "service": str(platform.service)},
        "request": asked,
        "directions": [
            _direction(1, "platform", (request.domain,)),
            _direction(2, "partner", request.customers),
        ],
        "open_points": list(sheet.open_points),
        "rows": [{"key": row.key, "value": row.data} for row in sheet.rows],
    }
    genuine = platform.authenticity
    if genuine.canonical_url is not None:
        told["canonical_url"] = str(genuine.canonical_url)
    if genuine.never_asks_for is not None:
        told["never_asks_for"] = {"de": str(genuine.never_asks_for.de), "en": str(genuine.never_asks_for.en)}
    if sheet.recipes:
        told["recipes"] = [{"name": kept.name, "sha256": kept.sha256} for kept in sheet.recipes]
    return told


def _domain(domain: Domain) -> dict[str, Any]:
    return {"ascii": domain.ascii, "shown": shown_name(domain), "subdomains": domain.subdomains}


def _direction(number: int, sender: str, to: Sequence[Domain]) -> dict[str, Any]:
    return {"number": number, "from": sender, "to": [_domain(d) for d in to], "tls": "mandatory", "set_up_by": sender}
