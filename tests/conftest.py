"""What all tests share: a world of their own (home, settings, cache), a browser, and the two checkers of HTML."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.places import CHECKOUT

pytest_plugins = ["tests.calls", "tests.golden", "tests.recipes.proof", "tests.rigs.fixtures", "tests.rigs.scheduling", "tests.wheels"]

NODE_MODULES = CHECKOUT / "tests" / "npm" / "node_modules"
OWN_WORLD = ("SHEETGEN_", "XDG_", "MAKE", "MFLAGS", "SOURCE_DATE_EPOCH", "PYTHON")

# The same examples each run: a suite that fails by chance says nothing about a change.
settings.register_profile("sheetgen", derandomize=True, deadline=None, database=None)
settings.load_profile("sheetgen")


@pytest.fixture(autouse=True)
def own_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder for each test, one store of prepared pages, and nothing else in the environment that sheetgen heeds."""
    for name in [name for name in os.environ if name.startswith(OWN_WORLD)]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    # pages that one test has prepared are the next one's: bytes are the same without, as tests/test_render.py shows
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    return home


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. As root its own sandbox refuses to start; what it is shown is ours."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*sandbox, "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe(browser: Browser) -> Callable[[Path], list[str]]:
    """A page -> what axe finds wrong with its accessibility, a line each."""

    def violations(page: Path) -> list[str]:
        # a page whose policy forbids scripts would refuse the checker's too
        context = browser.new_context(bypass_csp=True, offline=True)
        tab = context.new_page()
        tab.goto(page.resolve().as_uri())
        tab.add_script_tag(path=NODE_MODULES / "axe-core" / "axe.min.js")
        found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        context.close()
        return [f"{v['id']} ({v['impact']}): {node['html']}" for v in found for node in v["nodes"]]

    return violations


@pytest.fixture(scope="session")
def nu() -> Callable[..., list[str]]:
    """Pages -> what the Nu HTML checker has to say about them, a line each; one call for many pages saves two seconds each."""
    jar = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

    def messages(*pages: Path) -> list[str]:
        # its parser recurses: with Java's own stack it dies of a StackOverflowError on long pages
        command = ["java", "-Xss8m", "-XX:+UseSerialGC", "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, pages)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        return [f"{m.get('url', '')}:{m.get('lastLine', 0)}: {m['message']}" for m in json.loads(said)["messages"]]

    return messages
