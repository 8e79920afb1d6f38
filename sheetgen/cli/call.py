"""What a call of `render` asks for, whatever the domains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sheetgen.documents import FORMATS
from sheetgen.errors import Place, Problem
from sheetgen.render import Plan

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Call:
    """Its options, read."""

    plan: Plan
    ticket: str | None
    effective: date | None
    out: str
    accept: frozenset[str]
    strict: bool
    recipes: tuple[str, ...]

    def too_much_for_stdout(self, domains: int) -> tuple[Problem, ...]:
        """The refusal where stdout would have to take more than one document."""
        languages = len(self.plan.languages) if any(FORMATS[name].has_language for name in self.plan.formats) else 1
        if self.out != STDOUT or (languages <= 1 and len(self.plan.formats) <= 1 and domains <= 1):
            return ()
        message = "only one document goes to stdout, so it takes one DOMAIN, one --lang and one --format"
        return (Problem("argument.out", "refusal", message, Place("--out"), "add, for example, --lang de --format txt"),)
