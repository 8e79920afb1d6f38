"""The sheets that a ticket holds already: what they say they are, and what that means for one that is to follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sheetgen.blocks import SheetLang
from sheetgen.claim import Claim, NotASheetError
from sheetgen.desk import Held
from sheetgen.documents.names import STEM
from sheetgen.request import Request
from sheetgen.verify import MOST_BYTES, tell

_OURS = re.compile(rf"(?i){STEM}_.*\.pdf")


@dataclass(frozen=True, slots=True)
class Issued:
    """One sheet on a ticket: the file's name, its bytes, and what it says it is."""

    name: str
    data: bytes
    claim: Claim


def sheets_among(held: Sequence[Held], fetch: Callable[[Held], bytes]) -> tuple[Issued, ...]:
    """The files that are sheets of ours, in the order in which they came. Others, damaged ones too, are no sheets."""
    return tuple(_sheets(held, fetch))


def _sheets(held: Sequence[Held], fetch: Callable[[Held], bytes]) -> Iterator[Issued]:
    for file in held:
        if not _OURS.fullmatch(file.name) or (file.size or 0) > MOST_BYTES:
            continue
        data = fetch(file)
        try:
            _, claim = tell(data)
        except NotASheetError:
            continue
        yield Issued(file.name, data, claim)


def same(issued: Sequence[Issued], number: str, lang: SheetLang) -> Issued | None:
    """The latest with this number in this language: nothing but its date differs."""
    return next((one for one in reversed(issued) if (one.claim.number, one.claim.language) == (number, lang)), None)


def replaced(issued: Sequence[Issued], request: Request, number: str) -> Issued | None:
    """The latest that says something else for this requested domain."""
    of_domain = (one for one in reversed(issued) if one.claim.request.domain.ascii == request.domain.ascii)
    latest = next(of_domain, None)
    return latest if latest and latest.claim.number != number else None


def for_others(issued: Sequence[Issued], request: Request) -> Issued | None:
    """One that was made for other customers than this request's, none of them in common."""
    own = {customer.ascii for customer in request.customers}
    for one in issued:
        theirs = {customer.ascii for customer in one.claim.request.customers}
        if own and theirs and not own & theirs:
            return one
    return None
