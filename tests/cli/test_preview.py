"""`sheetgen preview` in a real browser: what is saved is shown."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.calls import Run
from tests.conftest import NODE_MODULES
from tests.places import CHECKOUT
from tests.site import visits


@dataclass
class Previewed:
    """A running preview of a copy of the program, so that its templates and catalogues can be written."""

    home: Path
    process: subprocess.Popen[str]
    address: str

    def save(self, path: str, old: str, new: str) -> None:
        """Change a file as editors do: write another one, and rename it into its place."""
        file = self.home / path
        text = file.read_text("utf-8")
        assert old in text
        draft = file.with_name(f".{file.name}.swp")
        draft.write_text(text.replace(old, new), "utf-8")
        draft.replace(file)

    def ended(self, number: signal.Signals) -> tuple[int, str]:
        """The exit status after a signal, and what stood on stderr."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said


def started(home: Path, port: str = "0") -> Previewed:
    """The program of that folder, with its facts."""
    command = [sys.executable, "-m", "sheetgen", "preview", "--port", port, "--templates", "theme"]
    process = subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout
    address = process.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    return Previewed(home, process, address)


@pytest.fixture
def preview(tmp_path: Path, own_world: Path) -> Iterator[Previewed]:
    """A copy of the program on a free port, with an empty theme."""
    del own_world  # is in force
    for name in ("sheetgen", "templates", "data"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "theme").mkdir()
    running = started(tmp_path)
    yield running
    running.process.kill()
    running.process.communicate()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that may say nothing on its console."""
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert [
        line for line in said if not re.search(r"status of (422|500)|net::ERR_", line)
    ] == []  # Chromium notes that a page was refused, or a server gone


def until(tab: Page, holds: str) -> None:
    """Return once an expression is true in the page."""
    visits.until(tab, holds, PATIENCE)


def go(tab: Page, address: str) -> None:
    """Open the preview: what it shows may still be made."""
    tab.goto(address, wait_until="domcontentloaded")


def shown(tab: Page) -> Frame:
    """What is below the bar."""
    return tab.frames[1]


STYLED = (
    "[...document.getElementById('shown').contentDocument.querySelectorAll('.langs')].some(e => getComputedStyle(e).columnGap === '3px')"
)
PATIENCE = 90
"""Seconds: the first page takes two or three, and much longer where other tests run beside it."""
SHOWS = "document.getElementById('shown').contentDocument?.body?.textContent.includes({!r})"


def test_what_is_saved_is_shown(preview: Previewed, tab: Page) -> None:
    """Facts, catalogues, recipes, templates, styles, scripts: each change is in the open page by itself; where one was reading stays."""
    go(tab, f"{preview.address}#view=site/de/index.html")
    until(tab, SHOWS.format("TLS-Kommunikation"))
    shown(tab).fill("#domain", "partner.de")
    until(tab, "document.getElementById('shown').contentDocument.title.includes('partner.de')")
    shown(tab).evaluate("scrollTo(0, 400)")
    preview.save("data/hamburg-cloud.yaml", "Hamburg-Cloud Service Desk", "Elbe Service Desk")
    until(tab, SHOWS.format("Elbe Service Desk"))
    until(tab, "document.getElementById('shown').contentWindow.scrollY === 400")
    until(tab, "document.getElementById('shown').contentDocument.title.includes('partner.de')")
    preview.save("data/locale/de/LC_MESSAGES/site.po", "So wird die Umstellung angefordert", "So geht das Umstellen")
    until(tab, SHOWS.format("So geht das Umstellen"))
    preview.save("data/recipes/exim.yaml", "product: Exim", "product: Exim der Elbe")
    until(tab, SHOWS.format("Exim der Elbe"))
    preview.save("templates/site.html", '<main id="content">', '<main id="content"><p>Neuer Absatz</p>')
    until(tab, SHOWS.format("Neuer Absatz"))
    preview.save("templates/site.css", "gap: 1rem; font-size: 1rem } .langs b", "gap: 3px; font-size: 1rem } .langs b")
    until(tab, STYLED)
    preview.save("templates/site/site.js", '"use strict";', '"use strict"; document.documentElement.dataset.anew = "yes";')
    until(tab, "document.getElementById('shown').contentDocument.documentElement?.dataset.anew === 'yes'")


FAULTS = (
    ("data/hamburg-cloud.yaml", "  phone:", "  fone:", '"fone" is no key of contact'),
    ("data/locale/de/LC_MESSAGES/sheet.po", 'msgid "title"', 'msgid title"', "this is no line of a catalogue"),
    ("data/locale/de/LC_MESSAGES/sheet.po", 'msgid "title.', 'msgid "titel.', "de/LC_MESSAGES/sheet.po: de/sheet.po has no message"),
    ("data/locale/de/LC_MESSAGES/site.po", "mit {service}", "mit {serivce}", "here than in en/site.po; there it has {service}"),
    ("templates/blocks.html", "{%- macro", "{%- makro", "blocks.html:"),
)
"""File, what is changed in it into what, and what is then said."""


def test_what_is_wrong_is_shown_and_mended(preview: Previewed, tab: Page) -> None:
    """A fault in facts, catalogue or template is a page that names it, and the bar says it, too; once it is mended the sheet is back."""
    go(tab, f"{preview.address}#view=sheet/de.html&domain=partner.de")
    until(tab, SHOWS.format("partner.de"))
    for path, old, new, complaint in FAULTS:
        preview.save(path, old, new)
        until(tab, SHOWS.format(complaint))
        preview.save(path, new, old)
        until(tab, SHOWS.format("partner.de"))
    until(tab, "!document.getElementById('told').classList.contains('refused')")
    tab.select_option("#view", "site/de/index.html")
    until(tab, SHOWS.format("Anleitungen für Ihren Mailserver"))
    shown(tab).click(".choices a[href$='/postfix.html']")  # the bar follows what stands below it
    until(tab, "document.getElementById('view').value === 'site/de/anleitungen/postfix.html'")
    preview.save("templates/site-recipe-steps.html", "{% for", "{% fro")
    until(tab, SHOWS.format("site-recipe-steps.html:"))
    until(tab, "document.getElementById('lines').textContent.includes('site-recipe-steps.html:')")


def test_another_run_is_shown_by_itself(preview: Previewed, tab: Page) -> None:
    """Ended and started again on its port, the open page shows what was written meanwhile, and the bar no longer that it has ended."""
    go(tab, f"{preview.address}#view=sheet/de.html&domain=partner.de")
    until(tab, SHOWS.format("partner.de"))
    preview.ended(signal.SIGINT)
    until(tab, "document.getElementById('told').className === 'stopped'")
    tab.select_option("#view", "sheet/en.html")  # which nobody serves: Chromium's own page stands in its place
    preview.save("data/hamburg-cloud.yaml", "Hamburg-Cloud Service Desk", "Elbe Service Desk")
    again = started(preview.home, preview.address.rpartition(":")[2].rstrip("/"))
    try:
        until(tab, f"{SHOWS.format('Elbe Service Desk')} && document.getElementById('shown').contentDocument.documentElement.lang === 'en'")
        until(tab, "document.getElementById('sum').textContent.includes('warning')")
    finally:
        again.process.kill()
        again.process.communicate()


def test_the_bar_chooses_and_keeps(preview: Previewed, tab: Page) -> None:
    """View and names are chosen in the bar and stand in the address, so that a reload keeps them; refused names are told below it."""
    go(tab, preview.address)
    tab.select_option("#view", "sheet/en.txt")
    tab.fill("#domain", "partner.de")
    tab.press("#domain", "Tab")
    until(tab, SHOWS.format("@partner.de"))
    tab.reload(wait_until="domcontentloaded")
    until(tab, SHOWS.format("@partner.de"))
    tab.fill("#domain", "localhost")
    tab.press("#domain", "Enter")
    until(tab, SHOWS.format("localhost"))
    until(tab, "document.getElementById('shown').contentDocument.title.includes('can’t be shown')")
    until(tab, "document.getElementById('sum').textContent.startsWith('1 complaint,')")
    tab.fill("#domain", "firma.example")
    tab.press("#domain", "Enter")
    until(tab, "document.getElementById('sum').textContent.startsWith('1 doubt,')")
    until(tab, "document.getElementById('lines').textContent.includes('--accept domain.reserved')")
    tab.select_option("#view", "sheet/de.pdf")
    until(tab, "document.getElementById('alone').href.includes('de.pdf')")


def test_the_preview_has_no_barriers(preview: Previewed, browser: Browser) -> None:
    """Axe finds nothing on the bar nor on a complaint, in both colour schemes."""
    for scheme in ("light", "dark"):
        for path in ("", "sheet/de.html?domain=localhost"):
            context = browser.new_context(bypass_csp=True, color_scheme=scheme)
            page = context.new_page()
            page.goto(f"{preview.address}{path}", timeout=PATIENCE * 1000)
            page.add_script_tag(path=NODE_MODULES / "axe-core" / "axe.min.js")
            found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")["violations"]
            context.close()
            assert [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]] == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_ends_when_it_is_told_to(number: signal.Signals, status: int, preview: Previewed, tab: Page) -> None:
    """Ctrl-C is how one ends it, so that is no failure; an open browser says that it has ended; no traceback."""
    go(tab, preview.address)
    until(tab, SHOWS.format("TLS-Kommunikation"))
    until(tab, "document.getElementById('sum').textContent.includes('warning')")
    ended, said = preview.ended(number)
    assert ended == status
    assert "Traceback" not in said
    assert "what is saved is shown at once" in said
    until(tab, "document.getElementById('told').className === 'stopped'")


def test_wrong_calls_are_told(run: Run, tmp_path: Path) -> None:
    """No such theme, no such port: exit 2; a port that is taken: exit 1, each with one line."""
    assert run("preview", "--templates", str(tmp_path / "none")).returncode == 2
    assert run("preview", "--port", "70000").returncode == 2
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("preview", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "another program has it; name another with --port" in done.stderr
    assert "Traceback" not in done.stderr
