"""The page's scripts in a browser, and visits to the whole page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from sheetgen.resources import folder
from sheetgen.site import names
from tests.conftest import NODE_MODULES
from tests.documents.jobs import FACTS
from tests.site.sites import built, laid
from tests.site.visits import Visit, served

Judged = dict[str, Any]
"""What the script says of a text: `domains` and `problems`."""

_AT_ONCE = 500


@pytest.fixture(scope="session")
def scripts(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page from `file:`, without network, that has loaded both scripts, the rules before the tables."""
    home = tmp_path_factory.mktemp("scripts")
    (home / "domains.js").write_bytes((folder("templates") / "site" / "domains.js").read_bytes())
    (home / "names.js").write_text(names.script(), "utf-8")
    page = home / "index.html"
    page.write_text('<!doctype html><meta charset="utf-8"><script src="domains.js"></script><script src="names.js"></script>', "utf-8")
    context = browser.new_context(offline=True)
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(page.as_uri())
    assert faults == []
    yield tab
    context.close()


@pytest.fixture(scope="session")
def judged(scripts: Page) -> Callable[[Iterable[str], Iterable[str]], list[Judged]]:
    """Texts and the platform's domains -> what the script says of each, some hundred in one call."""

    def ask(texts: Iterable[str], own: Iterable[str] = ()) -> list[Judged]:
        # as JSON in ASCII: a lone surrogate has no other way into a browser and out of it
        asked = list(texts)
        batches = [json.dumps(asked[n : n + _AT_ONCE]) for n in range(0, len(asked), _AT_ONCE)]
        program = "([texts, own]) => JSON.stringify(JSON.parse(texts).map(text => sheetgen.domains.parse(text, own)))"
        return [it for batch in batches for it in json.loads(scripts.evaluate(program, [batch, sorted(own)]))]

    return ask


@pytest.fixture(scope="session")
def axe_script() -> Path:
    """The checker of barriers, as a script."""
    return NODE_MODULES / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the sites below a path of it: `/partner/tls/<facts>/`; with the planted recipes at `planted/`."""
    folder = tmp_path_factory.mktemp("served")
    for facts in FACTS:
        laid(built(facts), folder / "partner" / "tls" / facts)
    laid(built(planted=True), folder / "partner" / "tls" / "planted")
    with served(folder) as address:
        yield f"{address}partner/tls/"


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Callable[..., Visit]]:
    """`visit("de/index.html", facts=…, address=…, **context)` -> the visit; no other host than the server is ever asked.

    `before` gets the tab while it is empty; with `wait="commit"` the page need not have come whole.
    """
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def go(
        path: str = "de/index.html",
        *,
        facts: str = "hamburg-cloud",
        address: str = "",
        before: Callable[[Page], object] = lambda _: None,
        wait: Literal["load", "commit"] = "load",
        **more: object,
    ) -> Visit:
        context = browser.new_context(**more)  # type: ignore[arg-type]
        contexts.append(context)
        made = Visit(context.new_page())
        visits.append(made)
        made.page.on("request", lambda request: made.requests.append(request))  # noqa: PLW0108 - Playwright takes no builtin
        made.page.on("console", lambda message: made.said.append(message.text))
        made.page.on("pageerror", lambda error: made.said.append(str(error)))
        before(made.page)
        made.page.goto(address or f"{root}{facts}/{path}", wait_until=wait)
        return made

    yield go
    for one in visits:
        assert one.said == []
        assert {request.url.split("/")[2] for request in one.requests if request.url.startswith("http")} <= {root.split("/")[2]}
        assert {request.url.split(":")[0] for request in one.requests} <= {"http", "file", "blob"}
        assert all("firma" not in request.url for request in one.requests)  # a fragment is no part of it
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site is served whose fonts are waited for: in practice a late one is left out, and no two pictures would be the same."""
    site = built(integrity=False, planted=True)
    waiting = {path: data.replace(b"font-display: optional", b"font-display: block") for path, data in site.assets.items()}
    with served(laid(replace(site, assets=waiting), tmp_path_factory.mktemp("patient"))) as address:
        yield address


@pytest.fixture
def shown(browser: Browser, patient: str) -> Iterator[Callable[..., Page]]:
    """`shown("de/index.html", width, **context)` -> the page with its own fonts and without motion, to be drawn."""
    contexts: list[BrowserContext] = []

    def go(path: str, width: int, **more: object) -> Page:
        viewport = {"width": width, "height": 600}
        contexts.append(browser.new_context(viewport=viewport, reduced_motion="reduce", **more))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(f"{patient}{path}")
        page.evaluate("document.fonts.ready.then(() => 0)")
        return page

    yield go
    for context in contexts:
        context.close()
