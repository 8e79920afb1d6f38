"""What is asked of every engine: the German sheet of a domain, each time of another, since Typst remembers what it has set before."""

from __future__ import annotations

ISSUED = "2026-11-24"
EFFECTIVE = "2026-12-01"
CUSTOMER = "kunde.example"
TICKET = "4711"


def domain(number: int) -> str:
    """The requested domain of a sheet."""
    return f"firma{number:04}.de"


COMMAND = (
    *("render", domain(0), "--customer", CUSTOMER, "--accept", "domain.reserved", "--ticket", TICKET, "--effective", EFFECTIVE),
    *("--date", ISSUED, "--lang", "de", "--format", "pdf", "--out", "-"),
)
"""How people ask for the first of them."""
