"""What is asked of every engine: the sheet of a domain, each time of another, since Typst remembers what it has set before."""

from __future__ import annotations

ISSUED = "2026-11-24"
EFFECTIVE = "2026-12-01"
CUSTOMER = "kunde.example"
TICKET = "4711"
ENGLISH = "english.json"
"""The file of the first sheet's words in English."""


def domain(number: int) -> str:
    """The requested domain of a sheet."""
    return f"firma{number:05}.de"


def render(number: int, *options: str) -> tuple[str, ...]:
    """How people ask for it."""
    asked = ("--customer", CUSTOMER, "--accept", "domain.reserved", "--ticket", TICKET, "--effective", EFFECTIVE, "--date", ISSUED)
    return ("render", domain(number), *asked, *options)


ONE_PDF = ("--lang", "de", "--format", "pdf")
"""The options for the German PDF alone; without them there are six files."""
