"""A recipe's page in a real browser: the visitor's names in it, its code copied, for everybody and on every line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from sheetgen.recipes.code import PARTS, HalfName, PartName, code_lines, letter_lines, script
from sheetgen.recipes.filling import Filling, applies, fill_with, lacks
from sheetgen.recipes.load import Kept
from sheetgen.recipes.recipe import Half
from sheetgen.request import Request as Asked
from sheetgen.site.build import Builder, Options
from sheetgen.site.recipes import all_recipes, path_of
from sheetgen.slots import Lang
from tests.documents.jobs import ISSUED, LANGUAGES, domain, loaded, platform
from tests.site.sites import PLANTED, built, laid
from tests.site.test_site_colours import Seen, boxes
from tests.site.test_site_people import LOST, PAINTED, SETTLED, SHIFTS, SPACED, TALL
from tests.site.visits import REQUESTS, Visit, until

RELAY = "de/anleitungen/relay.html"
SHAPES = {
    "plain": Asked(domain("firma.de"), (domain("kunde.de"),)),
    "international, of the customer all below it": Asked(domain("müller.de"), (domain("küche.de", subdomains=True),)),
    "of the requested domain all below it": Asked(domain("firma.de", subdomains=True), (domain("例え.jp"),)),
    "long": Asked(domain("mail-relay." * 20 + "firma.de"), (domain(REQUESTS["longest"].domain.ascii, subdomains=True),)),
    "both": Asked(domain("firma.de", subdomains=True), (domain("kunde.de", subdomains=True),)),
}
SITES: Mapping[str, Callable[[], Sequence[Kept]]] = {"hamburg-cloud": lambda: all_recipes(ISSUED), "planted": lambda: PLANTED}
FILLED = r"""async ([names, customer, markup]) => {
  location.hash = names;
  const say = document.getElementById("customer-say"), last = performance.now() + 20000;
  const shown = () => say.textContent.split("\n")[0].endsWith(` ${customer}`);
  while (!shown() && performance.now() < last) await new Promise(done => setTimeout(done, 5));
  const laidOut = document.createElement("template"), recipe = document.getElementById("recipe");
  laidOut.innerHTML = markup;
  return [[...recipe.querySelectorAll("pre")].map(code => code.textContent), recipe.textContent, laidOut.content.textContent];
}"""
"""Puts names into the address -> the page's code, all of its recipe's text, and that of the markup that Python lays out."""
EMPTY_CODE = "document.querySelectorAll('#recipe pre .empty').length"


def fragment(asked: Asked) -> str:
    """The names of a request as the address bears them."""
    names = (("domain", asked.domain), *(("customer", one) for one in asked.customers))
    return "&".join(f"{name}={'*.' if one.subdomains else ''}{one.unicode}" for name, one in names)


def commanded(kept: Kept, filling: Filling, lang: Lang) -> Iterator[str]:
    """What is copied of a recipe, in the page's order: each is a block of what `sheetgen recipe` prints, as code or in comments."""
    halves: tuple[tuple[HalfName, Half | None], ...] = (("sending", kept.recipe.sending), ("receiving", kept.recipe.receiving))
    parts: tuple[PartName, ...] = ("steps", "check", "undo", "limits")
    for name, half in ((name, half) for name, half in halves if half):
        for part in parts:
            printed = script(kept.recipe, (name, part), filling, lang, lambda _: "")
            for step in PARTS[part](half):
                if not applies(step, filling) or lacks(step, filling):
                    continue
                for lines in (code_lines(step.code or "", filling), letter_lines(step.letter, filling, lang)):
                    if block := "\n".join(lines):
                        assert f"\n{block}\n" in printed
                        yield block


@pytest.mark.parametrize("facts", SITES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_page_is_the_commands_code_and_the_sheets_words(lang: Lang, facts: str, visit: Callable[..., Visit]) -> None:
    """Of every recipe, whatever the shape of the names: its code is `sheetgen recipe`'s byte for byte, its words are those laid out."""
    recipes = SITES[facts]()
    builder = Builder(loaded("hamburg-cloud"), recipes, Options())
    at = visit(f"{lang}/index.html", facts=facts)
    for kept in recipes:
        at.page.goto(at.page.url.partition(f"/{lang}/")[0] + f"/{path_of(kept.name, lang)}")
        for name, asked in SHAPES.items():
            said = f"{'*.' * asked.customers[0].subdomains}{asked.customers[0].ascii}"
            found = at.page.evaluate(FILLED, [fragment(asked), said, builder.steps(kept, asked, lang)])
            filling = fill_with(platform("hamburg-cloud"), asked.domain, asked.customers)
            assert found[0] == list(commanded(kept, filling, lang)), (kept.name, name)
            assert found[1].strip() == found[2].strip(), (kept.name, name)


def test_names_go_along_from_page_to_page(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """From the first page to a recipe, to its other language and back, in a folder without a server; a name not asked for is kept."""
    laid(built(integrity=False, planted=True), tmp_path)
    at = visit(address=f"{(tmp_path / 'de' / 'index.html').as_uri()}#domain=firma.de&customer=*.kunde.de")
    filled = "document.getElementById('{}').textContent.includes('kunde.de')"
    until(at.page, filled.format("sheet"))
    at.page.click(".choices a >> text=An Provider")
    until(at.page, filled.format("recipe"))
    assert not at.page.is_visible("#domain")
    at.page.click("#other")
    until(at.page, f"document.documentElement.lang === 'en' && {filled.format('recipe')}")
    assert at.page.url.endswith("/en/recipes/provider.html#domain=firma.de&customer=*.kunde.de")
    at.page.click(".back a")
    until(at.page, f"document.documentElement.lang === 'en' && {filled.format('sheet')}")
    assert "firma.de" in at.page.title()
    at.page.go_back()
    until(at.page, filled.format("recipe"))
    at.page.click("button[type=reset]")
    until(at.page, f"location.hash === '' && {EMPTY_CODE} === 1")


def test_code_is_copied_and_it_is_said(visit: Callable[..., Visit]) -> None:
    """By keyboard, each block by its own button: with a newline at its end; an open slot is told; without a clipboard it is marked."""
    at = visit(RELAY, facts="planted", permissions=["clipboard-read", "clipboard-write"])
    buttons = at.page.locator(".copying button")
    names = [buttons.nth(i).get_attribute("aria-label") for i in range(buttons.count())]
    assert names == [f"Block {i} kopieren" for i in range(1, at.page.locator("#recipe pre").count() + 1)]
    said = at.page.locator(".copying [role=status]")

    def copy(i: int) -> str:
        buttons.nth(i).focus()
        at.page.keyboard.press("Enter")
        until(at.page, f"document.querySelectorAll('.copying [role=status]')[{i}].textContent !== ''")
        assert [text for text in said.all_text_contents() if text] == [said.nth(i).text_content()]
        return said.nth(i).text_content() or ""

    assert "offen" in copy(0)
    at.page.fill("#customer", "*.kunde.de")
    until(at.page, "document.getElementById('recipe').textContent.includes('--include-subdomains kunde.de')")
    assert "offen" in copy(0)
    at.page.fill("#domain", "firma.de")
    until(at.page, f"{EMPTY_CODE} === 0")
    assert buttons.count() == len(names) + 1  # the step for subdomains
    for i in range(buttons.count()):
        assert copy(i) == "Kopiert"
        code = at.page.locator("#recipe pre").nth(i).text_content()
        assert at.page.evaluate("navigator.clipboard.readText()") == f"{code}\n"
    at.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined}); void 0")
    assert "Markiert" in copy(1)
    assert at.page.evaluate("getSelection().toString()") == at.page.locator("#recipe pre").nth(1).text_content()


def test_without_script_it_is_complete_and_prints_alone(visit: Callable[..., Visit]) -> None:
    """The open recipe and the sentence that says what to put in, no button that would do nothing; on paper title and recipe alone."""
    at = visit(RELAY, facts="planted", java_script_enabled=False)
    sentence = at.page.inner_text("#without-script")
    for name in ("ihre-domain", "domain-ihres-geschaeftspartners"):
        assert name in sentence
        assert name in at.page.locator("#recipe pre").nth(0).inner_text()
    assert not at.page.locator("button:visible").count()
    assert at.page.is_visible("text=durch Zustellung geprüft am 20.11.2026")
    at.page.emulate_media(media="print")
    assert at.page.locator("main > :visible").count() == 2
    assert at.page.is_visible("h1")
    assert at.page.is_visible("#recipe")


@pytest.mark.parametrize(("width", "added"), [(320, SPACED), (1280, "")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_of_a_recipe_is_lost(lang: str, width: int, added: str, visit: Callable[..., Visit]) -> None:
    """Open and with the longest names nothing is too wide, cut, covered or left out, be it narrow and spaced, or wide."""
    at = visit({"de": RELAY, "en": "en/recipes/relay.html"}[lang], facts="planted", viewport={"width": width, "height": 720})
    at.page.evaluate(added)
    assert at.page.evaluate(LOST) == []
    at.fill(SHAPES["long"])
    until(at.page, f"{EMPTY_CODE} === 0")
    assert at.page.evaluate(LOST) == []


@pytest.mark.parametrize("look", [("de", 320, "dark"), ("en", 1440, "light")])
def test_axe_finds_nothing_in_a_recipe(look: tuple[Lang, int, str], browser: Browser, root: str, axe_script: Path) -> None:
    """No barrier that axe knows: open, and filled."""
    lang, width, scheme = look
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto(f"{root}planted/{path_of('relay', lang)}")
    tab.add_script_tag(path=axe_script)
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    tab.evaluate("location.hash = 'domain=firma.de&customer=*.kunde.de'")
    until(tab, f"{EMPTY_CODE} === 0")
    found += tab.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    context.close()
    assert [f"{v['id']}: {node['html']}" for v in found for node in v["nodes"]] == []


def test_a_recipe_stands_before_script_and_fonts_and_stays(visit: Callable[..., Visit]) -> None:
    """While neither has come, the page is painted and complete; when they come, nothing on it moves."""
    held: list[Route] = []

    def hold(page: Page) -> None:
        page.add_init_script(SHIFTS)
        page.route("**/*.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no builtin
        page.route("**/*.woff2", lambda route: held.append(route))  # noqa: PLW0108

    at = visit(RELAY, facts="planted", before=hold, wait="commit", viewport=TALL)
    until(at.page, PAINTED)
    assert at.page.is_visible("#without-script")
    assert "@domain-ihres-geschaeftspartners" in at.page.inner_text("#recipe")
    for route in held:
        route.continue_()
    at.page.wait_for_load_state("load")
    until(at.page, "!document.getElementById('form').hidden")
    assert at.page.locator(".copying button:visible").count() > 1
    at.page.evaluate(SETTLED)
    assert at.page.evaluate("shifts") == []


def test_frames_stay_visible_in_system_colours(shown: Callable[..., Page]) -> None:
    """Of the buttons that copy, and of the open slots in code."""
    page = shown(RELAY, 1000, forced_colors="active", color_scheme="dark")
    seen = Seen.of(page)
    assert [(name, box) for name in (".copying button", "pre .empty") for box in boxes(page, name) if min(seen.edges(box)) < 0.4] == []
