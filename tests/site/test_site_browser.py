"""The page in a real browser: what a visitor types, and what leaves their machine, which is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sheetgen.blocks import Letterhead
from tests.site.sites import built, laid
from tests.site.test_prepared import job
from tests.site.visits import REQUESTS, Visit, until


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


def test_what_is_refused_leaves_the_sheet_open(visit: Callable[..., Visit]) -> None:
    """What is no domain marks its field, and the sheet stays open; so does one that is the other field's or lies within it."""
    at = visit()
    at.page.fill("#domain", "firma")
    until(at.page, "document.getElementById('domain').getAttribute('aria-invalid') === 'true'")
    assert "ihre-domain" in (at.page.text_content("#sheet") or "")
    at.page.fill("#domain", "*.firma.de")
    at.page.fill("#customer", "mail.firma.de")
    until(at.page, "document.getElementById('customer').getAttribute('aria-invalid') === 'true'")
    sheet = at.page.text_content("#sheet") or ""
    assert "firma.de" in sheet
    assert "mail.firma.de" not in sheet


@pytest.mark.parametrize("pasted", ["firma.de " * 12_000, "firma." * 1_600, "Bitte tragen Sie die Domain firma.de ein. " * 200])
def test_much_text_is_refused_at_once(pasted: str, visit: Callable[..., Visit]) -> None:
    """Nothing that is pasted is cut, and a page of text gets one complaint, within a second; the address doesn't bear it."""
    at = visit()
    at.fill(REQUESTS["plain"])
    took = at.page.evaluate(
        """async pasted => {
          const [field, say] = [document.getElementById("domain"), document.getElementById("domain-say")];
          const [begun, before] = [performance.now(), say.textContent];
          field.value = pasted;
          field.dispatchEvent(new Event("input"));
          while (say.textContent === before) await new Promise(done => setTimeout(done));
          return performance.now() - begun;
        }""",
        pasted,
    )
    assert at.page.get_attribute("#domain", "maxlength") is None
    assert at.page.get_attribute("#domain", "aria-invalid") == "true"
    assert "\n" not in (at.page.text_content("#domain-say") or "")
    assert len(at.page.text_content("#domain-say") or "") < 600
    assert at.page.evaluate("location.hash") == ""
    assert took < 1000


@pytest.mark.parametrize("page", ["index.html", "404.html"])
def test_the_way_to_a_language_keeps_the_names(page: str, visit: Callable[..., Visit]) -> None:
    """A link with names may lead to the page that has no language of its own: from there they come along."""
    at = visit(f"{page}#domain=firma.de")
    at.page.evaluate("location.hash = '#domain=partner.de'")
    until(at.page, "[...document.querySelectorAll('.go a')].every(link => link.hash === '#domain=partner.de')")
    if page == "index.html":
        at.page.click(".go a[hreflang=en]")
        until(at.page, "document.title.includes('partner.de') && document.documentElement.lang === 'en'")


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


@pytest.mark.parametrize(("lang", "places"), [("de", ("ihre-domain", "Domain offen")), ("en", ("your-domain", "domain open"))])
def test_without_script_the_page_is_complete(lang: str, places: tuple[str, str], visit: Callable[..., Visit]) -> None:
    """The open sheet, the text, and a sentence that names each open place as it is written there; no form that would do nothing."""
    at = visit(f"{lang}/index.html", java_script_enabled=False)
    assert at.page.is_visible("#without-script")
    assert not at.page.is_visible("#form")
    sentence = at.page.inner_text("#without-script")
    assert all(f"{mark}{place}" in sentence for place, mark in zip(places, "„„" if lang == "de" else "““", strict=True))
    assert {text.removeprefix("@") for text in at.page.locator("#sheet .empty").all_inner_texts()} == {places[0]}
    assert at.page.inner_text(".is-open .what").endswith(places[1])
    assert all(place in at.page.inner_text("#text") for place in places)
    assert {"de": "Schritt 2", "en": "step 2"}[lang] in sentence
    assert at.page.locator(".steps > li:nth-child(2) .note.open").count() == 1


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


@pytest.mark.parametrize("path", ["de/index.html", "en/index.html", "index.html", "404.html"])
def test_axe_finds_nothing(path: str, browser: Browser, root: str, axe_script: Path) -> None:
    """No barrier that axe knows, on any page, narrow and wide, light and dark, filled where it can be."""
    context = browser.new_context(bypass_csp=True)
    tab = context.new_page()
    tab.goto(f"{root}hamburg-cloud/{path}{'#domain=firma.de' if '/' in path else ''}")
    if "/" in path:
        until(tab, "document.title.includes('firma.de')")
    tab.add_script_tag(path=axe_script)
    found = {}
    for width in (320, 1440):
        tab.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            violations = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
            found[width, scheme] = [f"{v['id']}: {node['html']}" for v in violations for node in v["nodes"]]
    context.close()
    assert {look: barriers for look, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_print_is_the_sheet_alone(lang: str, shown: Callable[..., Page], tmp_path: Path) -> None:
    """On paper stand the sheet, its names and its note, on one page for a platform of few facts, and nothing of the page around it."""
    import pikepdf

    page = shown(f"{lang}/index.html#domain=firma.de&customer=kunde.de", 1440)
    until(page, "document.title.includes('firma.de')")
    page.emulate_media(media="print")
    assert not page.is_visible("#form")
    assert page.is_visible("#sheet > .note")
    page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "print.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_letterhead_is_replaced_by_nothing() -> None:
    """What the tests take as the command line's text has a letterhead without date and number, as the page's has."""
    made = job(replace(REQUESTS["plain"]), "hamburg-cloud", "de")
    assert [block.meta for block in made.page.blocks if isinstance(block, Letterhead)] == [()]
