"""The public page as it was looked at: open and filled, light and dark, narrow and wide, on paper, and in a system's own colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.places import CHECKOUT
from tests.site.visits import until
from tests.visual.pictures import FINER, TOLERANCE, apart, as_png, drawn, from_kept, from_png, shrunk

FOLDER = CHECKOUT / "tests" / "site" / "looks"
WIDTHS = (320, 1440)
SCHEMES = ("light", "dark")
LANGUAGE_PAGES = ("de/index.html", "en/index.html")
PLAIN_PAGES = ("index.html", "404.html")
IN_SYSTEM_COLOURS = ("de/index.html", 1440)
RECIPE_PAGES = {
    "de-recipe-320-light": "de/anleitungen/relay.html",
    "en-recipe-1440-dark": "en/recipes/relay.html#domain=firma.de&customer=*.kunde.de",
}
"""One recipe, open and filled, each in other surroundings."""
FILLED = "domain=firma.de&customer=kunde.example"


def pictures(page: Page, path: str, width: int) -> Iterator[tuple[str, Image.Image]]:
    """The names of a page's pictures, and each drawn now."""
    name = path.removesuffix(".html").replace("/index", "")
    for filled in ("open", "filled") if path in LANGUAGE_PAGES else ("",):
        if filled == "filled":
            page.evaluate(f"location.hash = '{FILLED}'")
            until(page, "document.title.includes('firma.de')")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of them
            page.evaluate("document.fonts.ready.then(() => 0)")
            yield "-".join(filter(None, (name, filled, str(width), scheme))), shrunk(page.screenshot(full_page=True))
    if (path, width) == IN_SYSTEM_COLOURS:
        page.emulate_media(color_scheme="dark", forced_colors="active")
        yield f"{name}-filled-{width}-forced", shrunk(page.screenshot(full_page=True))
        page.emulate_media(color_scheme="light", forced_colors="none")
        yield f"{name}-filled-paper", drawn(page.pdf(prefer_css_page_size=True))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", LANGUAGE_PAGES + PLAIN_PAGES)
def test_it_looks_as_it_was_looked_at(path: str, width: int, shown: Callable[..., Page], pytestconfig: pytest.Config) -> None:
    """Each picture shows, but for the smoothing of edges, what the kept one shows, which somebody looked at."""
    rewrite = pytestconfig.getoption("--rewrite-golden")
    distances = {name: from_kept(FOLDER / f"{name}.png", now, rewrite=rewrite) for name, now in pictures(shown(path, width), path, width)}
    assert {name: far for name, far in distances.items() if far > TOLERANCE} == {}, "look at it; if it is meant: make gallery"


@pytest.mark.parametrize("name", RECIPE_PAGES)
def test_a_recipe_looks_as_it_was_looked_at(name: str, shown: Callable[..., Page], pytestconfig: pytest.Config) -> None:
    """The same of a recipe's page; the filled one on paper, too."""
    lang, _, width, scheme = name.split("-")
    page = shown(RECIPE_PAGES[name], int(width), color_scheme=scheme)
    now = {}
    if "#" in RECIPE_PAGES[name]:
        until(page, "document.getElementById('recipe').textContent.includes('kunde.de')")
        now[f"{lang}-recipe-paper"] = drawn(page.pdf(prefer_css_page_size=True))
    page.evaluate("document.fonts.ready.then(() => 0)")
    now[name] = shrunk(page.screenshot(full_page=True))
    rewrite = pytestconfig.getoption("--rewrite-golden")
    distances = {name: from_kept(FOLDER / f"{name}.png", picture, rewrite=rewrite) for name, picture in now.items()}
    assert {name: far for name, far in distances.items() if far > TOLERANCE} == {}, "look at it; if it is meant: make gallery"


def test_no_picture_is_left_over_and_all_are_small() -> None:
    """There are as many as are compared, in 1.5 MB."""
    names = {
        f"{page}-{width}-{scheme}.png"
        for page in ("de-open", "de-filled", "en-open", "en-filled", "index", "404")
        for width in WIDTHS
        for scheme in SCHEMES
    } | {"de-filled-1440-forced.png", "de-filled-paper.png", "en-recipe-paper.png", *(f"{name}.png" for name in RECIPE_PAGES)}
    assert {path.name for path in FOLDER.iterdir()} == names
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


MOVED = ("#domain-hint", ".to p:last-child", "tr:nth-child(4) td p", ".foot p")
"""Short lines; 3 pixels are an eighth of a line."""


@pytest.mark.parametrize("width", WIDTHS)
def test_what_moves_is_seen_and_what_is_smoothed_is_not(width: int, shown: Callable[..., Page]) -> None:
    """One short line an eighth of a line lower makes another picture; one drawn twice as fine and averaged is the same."""
    page = shown("de/index.html", width)
    before = from_png(as_png(shrunk(page.screenshot(full_page=True))))
    finer = shown("de/index.html", width, device_scale_factor=2).screenshot(full_page=True)
    assert apart(before, shrunk(finer, 2 * FINER)) <= TOLERANCE
    page.evaluate("() => { globalThis.sheet = new CSSStyleSheet(); document.adoptedStyleSheets = [sheet]; }")
    for line in MOVED:
        page.evaluate("line => sheet.replaceSync(`${line} { position: relative; top: 3px }`)", line)
        assert apart(before, shrunk(page.screenshot(full_page=True))) > TOLERANCE, line


@pytest.mark.parametrize("path", LANGUAGE_PAGES + PLAIN_PAGES)
def test_every_letter_is_of_the_pages_own_fonts(path: str, shown: Callable[..., Page]) -> None:
    """Chromium draws all of a filled page with the fonts that it brings: no picture depends on the machine's."""
    page = shown(f"{path}#{FILLED}", 1440)
    if path in LANGUAGE_PAGES:
        until(page, "document.title.includes('firma.de')")
    page.evaluate("document.fonts.ready.then(() => 0)")
    tools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        tools.send(f"{domain}.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    used = [
        (font["familyName"], font["isCustomFont"])
        for node in tools.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body *"})["nodeIds"]
        for font in tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    ]
    assert {family for family, _ in used} <= {"Sheet Sans", "Sheet Mono"}
    assert all(own for _, own in used)
    assert used
