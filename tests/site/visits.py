"""A visit to the public page: a real browser's tab, what it is asked to fill in, and what left it."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Request

from sheetgen.request import Request as Asked
from tests.documents.jobs import domain

LATER = "Boolean(globalThis.sheetgen && (sheetgen.sheet || sheetgen.recipe) && sheetgen.names)"
REQUESTS: dict[str, Asked] = {
    "plain": Asked(domain("firma.de")),
    "both": Asked(domain("firma.de"), (domain("kunde.de"),)),
    "subdomains": Asked(domain("firma.de", subdomains=True), (domain("kunde.de", subdomains=True),)),
    "international": Asked(domain("müller-büromöbel.de"), (domain("küche.de"),)),
    "greek": Asked(domain("ελληνικά-παράδειγμα.gr", subdomains=True), (domain("例え.jp"),)),
    "longest": Asked(domain(".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 58, "de"))), (domain("mail-relay." * 20 + "kunde.de"),)),
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""


def until(page: Page, holds: str, seconds: float = 20) -> None:
    """Return once an expression is true in the page. Playwright's own waiting evaluates text there, which the page's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"never true: {holds}"
        page.wait_for_timeout(20)


@dataclass
class Visit:
    """A tab on the page, the requests that left it, and what it complained of."""

    page: Page
    requests: list[Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def fill(self, asked: Asked) -> None:
        """Type the names of a request as a visitor does."""
        for name, typed in (("domain", (asked.domain,)), ("customer", asked.customers)):
            for one in typed:
                self.page.fill(f"#{name}", f"{'*.' if one.subdomains else ''}{one.unicode}")
        until(self.page, LATER)
        until(self.page, "document.getElementById('domain-say').textContent !== ''")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on loopback -> its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
