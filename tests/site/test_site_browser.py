"""The page in a real browser: what a visitor types, and what leaves their machine, which is nothing."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from sheetgen.blocks import Letterhead
from sheetgen.documents import FORMATS
from sheetgen.request import Request as Asked
from tests.documents.jobs import FACTS, domain
from tests.site.sites import built, laid
from tests.site.test_prepared import job

LATER = "Boolean(globalThis.sheetgen && sheetgen.sheet && sheetgen.names)"
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


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the sites below a path of it: `/partner/tls/<facts>/`."""
    folder = tmp_path_factory.mktemp("served")
    for facts in FACTS:
        laid(built(facts), folder / "partner" / "tls" / facts)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/partner/tls/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Callable[..., Visit]]:
    """`visit("de/index.html", facts=…, address=…, **context)` -> the visit; no other host than the server is ever asked."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def go(path: str = "de/index.html", *, facts: str = "hamburg-cloud", address: str = "", **more: object) -> Visit:
        context = browser.new_context(**more)  # type: ignore[arg-type]
        contexts.append(context)
        made = Visit(context.new_page())
        visits.append(made)
        made.page.on("request", lambda request: made.requests.append(request))  # noqa: PLW0108 - Playwright takes no builtin
        made.page.on("console", lambda message: made.said.append(message.text))
        made.page.on("pageerror", lambda error: made.said.append(str(error)))
        made.page.goto(address or f"{root}{facts}/{path}")
        return made

    yield go
    for one in visits:
        assert one.said == []
        assert {request.url.split("/")[2] for request in one.requests if request.url.startswith("http")} <= {root.split("/")[2]}
        assert {request.url.split(":")[0] for request in one.requests} <= {"http", "file", "blob"}
        assert all("firma" not in request.url for request in one.requests)  # a fragment is no part of it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", REQUESTS)
def test_the_text_is_the_command_lines(name: str, lang: str, facts: str, visit: Callable[..., Visit]) -> None:
    """The copyable text of the filled page has the words of `sheetgen render`'s, in their order, but for date and number.

    Its lines have 72 columns at most, but for names; where a line is broken may differ.
    """
    at = visit(f"{lang}/index.html", facts=facts)
    at.fill(REQUESTS[name])
    wanted = FORMATS["txt"].make(job(REQUESTS[name], facts, lang)).decode()  # type: ignore[arg-type]
    text = at.page.text_content("#text") or ""
    assert text.split() == wanted.split()
    assert [line for line in text.splitlines() if len(line) > 72 and " " in line.strip().removeprefix("1  ").removeprefix("2  ")] == []


@pytest.mark.parametrize("name", REQUESTS)
def test_the_sheet_says_what_the_text_says(name: str, visit: Callable[..., Visit]) -> None:
    """The sheet on the page names both domains in all their places, and no stand-in is left; the title bears the domain."""
    at, asked = visit(), REQUESTS[name]
    at.fill(asked)
    sheet = at.page.text_content("#sheet") or ""
    assert "slot." not in sheet + at.page.content()
    assert sheet.count(asked.domain.ascii) >= 3
    assert all(customer.ascii in sheet for customer in asked.customers)
    assert asked.domain.unicode in at.page.title()


def test_refusals_speak_as_the_command_line(visit: Callable[..., Visit]) -> None:
    """What is no domain is told in the page's language, the field is marked, and the sheet stays open."""
    at = visit()
    at.page.fill("#domain", "firma")
    until(at.page, "document.getElementById('domain').getAttribute('aria-invalid') === 'true'")
    assert "firma" in (at.page.text_content("#domain-say") or "")
    assert "ihre-domain" in (at.page.text_content("#sheet") or "")
    at.page.fill("#domain", "mx01.hamburg-cloud.de")
    until(at.page, "document.getElementById('domain-say').textContent.includes('hamburg-cloud')")
    assert at.page.get_attribute("#domain", "aria-invalid") == "true"


def test_the_same_domain_twice_is_refused(visit: Callable[..., Visit]) -> None:
    """One's own domain is not the business partner's."""
    at = visit()
    at.fill(Asked(domain("firma.de"), (domain("firma.de"),)))
    until(at.page, "document.getElementById('customer').getAttribute('aria-invalid') === 'true'")


def test_the_fragment_keeps_the_names(visit: Callable[..., Visit]) -> None:
    """A link with the names fills the page; the language switch keeps them; emptied, the address is clean again."""
    at = visit("de/index.html#domain=firma.de&customer=kunde.de")
    until(at.page, "document.title.includes('firma.de')")
    at.page.click("#other")
    until(at.page, "document.title.includes('firma.de') && document.documentElement.lang === 'en'")
    assert "kunde.de" in (at.page.text_content("#sheet") or "")
    at.page.click("button[type=reset]")
    until(at.page, "location.hash === '' && document.getElementById('sheet').textContent.includes('your-domain')")


def test_back_and_forward(visit: Callable[..., Visit]) -> None:
    """Each name that was entered is one step of the history."""
    at = visit()
    for name in ("firma.de", "partner.de"):
        at.page.fill("#domain", name)
        until(at.page, f"document.title.includes('{name}')")
        at.page.press("#domain", "Enter")
        at.page.locator("#customer").focus()
        until(at.page, f"location.hash === '#domain={name}'")
    at.page.evaluate("history.back()")
    until(at.page, "document.title.includes('firma.de')")
    assert at.page.input_value("#domain") == "firma.de"
    at.page.evaluate("history.forward()")
    until(at.page, "document.title.includes('partner.de')")


def test_the_text_is_copied_and_saved(visit: Callable[..., Visit]) -> None:
    """The button copies what is shown; the link saves it under a name in A-labels."""
    at = visit(permissions=["clipboard-read", "clipboard-write"])
    at.fill(REQUESTS["international"])
    at.page.click("#copy")
    assert at.page.evaluate("navigator.clipboard.readText()") == at.page.text_content("#text")
    with at.page.expect_download() as saved:
        at.page.click("#download")
    assert saved.value.suggested_filename == "tls-kommunikation_xn--mller-brombel-rmb4fg.de_de.txt"
    assert Path(saved.value.path()).read_text("utf-8") == at.page.text_content("#text")


def test_without_script_the_page_is_complete(visit: Callable[..., Visit]) -> None:
    """The open sheet, the text, and the sentence that says what to put in; no form that would do nothing."""
    at = visit(java_script_enabled=False)
    assert at.page.is_visible("#without-script")
    assert not at.page.is_visible("#form")
    assert "@ihre-domain" in (at.page.text_content("#sheet") or "")


def test_from_a_folder_without_a_server(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """A site built for a folder fills in from `file:`, and its language switch leads to a page."""
    laid(built(integrity=False), tmp_path)
    at = visit(address=(tmp_path / "de" / "index.html").as_uri())
    at.fill(REQUESTS["both"])
    assert "kunde.de" in (at.page.text_content("#sheet") or "")
    at.page.click("#other")
    until(at.page, "document.documentElement.lang === 'en' && document.title.includes('firma.de')")


def test_by_keyboard_alone(visit: Callable[..., Visit]) -> None:
    """Tab leads from the skip link over the languages into the fields, and typing there fills the sheet."""
    at = visit()
    reached = []
    for _ in range(12):
        at.page.keyboard.press("Tab")
        reached.append(at.page.evaluate("document.activeElement.id || document.activeElement.className"))
        if reached[-1] == "domain":
            break
    assert reached[0] == "skip"
    assert "other" in reached
    at.page.keyboard.type("firma.de")
    until(at.page, "document.title.includes('firma.de')")


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_is_wider_than_the_window(width: int, lang: str, visit: Callable[..., Visit]) -> None:
    """At 320 px and at 1440 px nothing scrolls sideways, not even with the longest names."""
    at = visit(f"{lang}/index.html", viewport={"width": width, "height": 900})
    at.fill(REQUESTS["longest"])
    assert at.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("path", ["de/index.html", "en/index.html", "index.html", "404.html"])
def test_axe_finds_nothing(  # noqa: PLR0917 - three are fixtures
    path: str, width: int, scheme: str, browser: Browser, root: str, axe_script: Path
) -> None:
    """No barrier that axe knows, on any page, filled where it can be."""
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto(f"{root}hamburg-cloud/{path}{'#domain=firma.de' if '/' in path else ''}")
    if "/" in path:
        until(tab, "document.title.includes('firma.de')")
    tab.add_script_tag(path=axe_script)
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    context.close()
    assert [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]] == []


def test_the_print_is_the_sheet_alone(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """On paper stand the sheet and its names, on two pages at most, and nothing of the page around it."""
    import pikepdf

    at = visit()
    at.fill(REQUESTS["both"])
    at.page.emulate_media(media="print")
    assert not at.page.is_visible("#form")
    assert at.page.is_visible("#sheet")
    at.page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "print.pdf") as pdf:
        assert len(pdf.pages) <= 2


def test_letterhead_is_replaced_by_nothing() -> None:
    """What the tests take as the command line's text has a letterhead without date and number, as the page's has."""
    made = job(replace(REQUESTS["plain"]), "hamburg-cloud", "de")
    assert [block.meta for block in made.page.blocks if isinstance(block, Letterhead)] == [()]
