"""Where a document lies below the output folder, and what it is called: A-labels only."""

from __future__ import annotations

import re
from typing import get_args

from sheetgen.documents import FORMATS, FormatName
from sheetgen.domain import Domain
from sheetgen.files import part
from sheetgen.request import Request
from sheetgen.slots import SheetLang

STEM = "tls-kommunikation"
_LANGUAGES = "|".join(get_args(SheetLang))
_ENDINGS = "|".join(rf"_(?:{_LANGUAGES})\.{name}" if kind.has_language else rf"\.{name}" for name, kind in FORMATS.items())
_SHEET = re.compile(rf"{STEM}_[a-z0-9.~-]+(?:{_ENDINGS})")


def folder(request: Request) -> tuple[str, ...]:
    """`<domain>`, and below it the edition where it is not the plain one: `+` for subdomains, ticket, customers."""
    edition = [
        *(["+"] if request.domain.subdomains else []),
        *([request.ticket] if request.ticket is not None else []),
        *sorted(_customer(customer) for customer in request.customers),
    ]
    domain = part(request.domain.ascii)
    return (domain, part("_".join(edition))) if edition else (domain,)


def _customer(customer: Domain) -> str:
    return f"+{customer.ascii}" if customer.subdomains else customer.ascii


def file_name(request: Request, lang: SheetLang | None, suffix: FormatName) -> str:
    """`tls-kommunikation_<domain>_<lang>.<ext>`; data has no language."""
    stem = "_".join((STEM, part(request.domain.ascii), *([lang] if lang else [])))
    return f"{stem}.{suffix}"


def is_sheet(name: str) -> bool:
    """Whether a file is named as `file_name` names one; those that were kept under their dates are not."""
    return _SHEET.fullmatch(name) is not None
