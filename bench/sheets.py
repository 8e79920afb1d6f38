"""The sheets before any engine: facts and a domain -> all that a document is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bench.asked import CUSTOMER, EFFECTIVE, ISSUED, TICKET
from sheetgen.documents import Job
from sheetgen.domain import Domain
from sheetgen.facts.load import Loaded, load_facts
from sheetgen.prepare import jobs
from sheetgen.render import Plan
from sheetgen.request import Request
from sheetgen.resources import shipped_facts
from sheetgen.slots import SheetLang

PLAN = Plan(date.fromisoformat(ISSUED), ("de",), ("pdf",))


def request(name: str) -> Request:
    """Of a domain, as the command line reads it."""
    return Request(Domain(name, name), (Domain(CUSTOMER, CUSTOMER),), TICKET, date.fromisoformat(EFFECTIVE))


@dataclass(frozen=True, slots=True)
class Facts:
    """The shipped facts, read."""

    loaded: Loaded

    @staticmethod
    def read() -> Facts:
        """As a command reads them."""
        return Facts(load_facts(shipped_facts(), PLAN.issued))

    def job(self, name: str, lang: SheetLang = "de") -> Job:
        """The sheet of a domain."""
        (job,) = jobs(self.loaded, request(name), Plan(PLAN.issued, (lang,), PLAN.formats))
        return job
