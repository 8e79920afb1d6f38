"""The sheets that a ticket holds already: what they say they are, and what that means for one that is to follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sheetgen.claim import Claim, NotASheetError
from sheetgen.desk import Held
from sheetgen.documents.names import STEM
from sheetgen.request import Request
from sheetgen.slots import SheetLang
from sheetgen.verify import MOST_BYTES, tell

_OURS = re.compile(rf"(?i){STEM}_.*\.pdf")


@dataclass(frozen=True, slots=True)
class Issued:
    """One sheet on a ticket: the file's name, its bytes, and what it says it is.

    `public`: whether the requestors got it, None where nobody can tell. `message`: the path of the kept message that carried it.
    """

    name: str
    data: bytes
    claim: Claim
    public: bool | None = None
    message: str = ""


def sheets_among(held: Sequence[Held], fetch: Callable[[Held], bytes]) -> tuple[Issued, ...]:
    """The files that are sheets of ours, in the order in which they came. Others, damaged ones too, are no sheets."""
    return tuple(_sheets(held, fetch))


def _sheets(held: Sequence[Held], fetch: Callable[[Held], bytes]) -> Iterator[Issued]:
    for file in held:
        if is_ours(file.name) and (file.size or 0) <= MOST_BYTES:
            data = fetch(file)
            if claim := claimed(data):
                yield Issued(file.name, data, claim, file.public)


def is_ours(name: str) -> bool:
    """Whether a file's name is one that a sheet in PDF has."""
    return _OURS.fullmatch(name) is not None


def claimed(data: bytes) -> Claim | None:
    """What a file says it is; None if it is no sheet."""
    try:
        return tell(data)[1]
    except NotASheetError:
        return None


def same(issued: Sequence[Issued], request: Request, number: str, lang: SheetLang, *, public: bool) -> Issued | None:
    """The latest for this domain in this language, if its number is the same: then nothing but its date differs.

    `public`: one that is internal only is not the same as one that the requestors are to get.
    """
    seen = (one for one in reversed(issued) if one.claim.language == lang and not (public and one.public is False))
    latest = next((one for one in seen if _for(one, request)), None)
    return latest if latest and latest.claim.number == number else None


def replaced(issued: Sequence[Issued], request: Request, number: str) -> Issued | None:
    """The latest for this requested domain, if it says something else."""
    latest = next((one for one in reversed(issued) if _for(one, request)), None)
    return latest if latest and latest.claim.number != number else None


def _for(issued: Issued, request: Request) -> bool:
    return issued.claim.request.domain.ascii == request.domain.ascii


def for_others(issued: Sequence[Issued], request: Request) -> Issued | None:
    """One that was made for other customers than this request's, none of them in common."""
    own = {customer.ascii for customer in request.customers}
    for one in issued:
        theirs = {customer.ascii for customer in one.claim.request.customers}
        if own and theirs and not own & theirs:
            return one
    return None
