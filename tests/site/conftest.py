"""The page's scripts in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from sheetgen.resources import folder
from sheetgen.site import names
from tests.conftest import NODE_MODULES

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
