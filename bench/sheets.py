"""The sheets before any engine: facts and a domain -> all that a document is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bench.asked import CUSTOMER, EFFECTIVE, ISSUED, TICKET
from sheetgen.catalogue import Catalogue
from sheetgen.documents import Job, Origin
from sheetgen.domain import Domain
from sheetgen.facts.load import Loaded, load_facts
from sheetgen.page import localise
from sheetgen.request import Request
from sheetgen.resources import shipped_facts
from sheetgen.sheet import make_sheet, values


@dataclass(frozen=True, slots=True)
class Facts:
    """The shipped facts, read."""

    loaded: Loaded

    @staticmethod
    def read() -> Facts:
        """As a command reads them."""
        return Facts(load_facts(shipped_facts(), date.fromisoformat(ISSUED)))

    def job(self, name: str) -> Job:
        """The German sheet of a domain."""
        request = Request(Domain(name, name), (Domain(CUSTOMER, CUSTOMER),), TICKET, date.fromisoformat(EFFECTIVE))
        sheet = make_sheet(self.loaded.platform, request, date.fromisoformat(ISSUED), self.loaded.logo)
        return Job(sheet, localise(sheet, Catalogue("de", "de")), values(sheet, "de"), Origin(self.loaded.sha256))
