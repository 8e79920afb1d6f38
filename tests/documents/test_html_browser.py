"""The HTML sheet in a browser: seen in each light, on each width, printed, read aloud, copied from; and attacked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from sheetgen.blocks import Code, Literally, Note, Paragraph, Part, Plain, Section, Step, Steps
from sheetgen.documents import FORMATS, Job
from sheetgen.documents.colours import BRAND
from sheetgen.documents.lettering import flat
from sheetgen.resources import folder
from sheetgen.slots import SheetLang
from tests.conftest import NODE_MODULES
from tests.documents.cases import CASES
from tests.documents.jobs import FACTS, REQUESTS, SHEET_LANGUAGES, make_job, with_blocks
from tests.documents.reading import in_order
from tests.documents.seen import SCALE, Box, boxes, faint

SHEETS = [(request, facts, lang) for request in REQUESTS for facts in FACTS for lang in SHEET_LANGUAGES][::5]
"""Each request, with each fact file and language in turn."""

Written = Callable[..., str]
Tabs = Callable[..., Page]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A sheet's address, the file being written when it is first asked for."""
    below = tmp_path_factory.mktemp("sheets")

    def uri(request: str, facts: str = "hamburg-cloud", lang: SheetLang = "de") -> str:
        path = below / f"{request}-{facts}-{lang}.html"
        if not path.exists():
            path.write_bytes(FORMATS["html"].make(make_job(request, facts=facts, lang=lang)))
        return path.as_uri()

    return uri


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Tabs]:
    """Tabs without network, closed at the end. Options are those of a context; `width` is the viewport's."""
    contexts = []

    def tab(width: int = 1440, *, among: Browser = browser, **options: Any) -> Page:
        contexts.append(among.new_context(viewport={"width": width, "height": 800}, offline=True, **options))
        return contexts[-1].new_page()

    yield tab
    for context in contexts:
        context.close()


# ---- for everyone

AXE = """async options => (await axe.run(document, {resultTypes: ['violations'], ...options})).violations
    .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`))"""
OF_LAYOUT = {"runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"]}
"""The rules whose outcome depends on width and colours (target-size: WCAG 2.2, 2.5.8)."""


@pytest.mark.parametrize(("request_", "facts", "lang"), SHEETS)
def test_axe_finds_nothing(request_: str, facts: str, lang: str, written: Written, tabs: Tabs) -> None:
    """In light and dark, on a phone and on a desk, axe has no finding."""
    tab = tabs(bypass_csp=True)  # the policy would refuse the checker's script too
    tab.goto(written(request_, facts, lang))
    tab.add_script_tag(path=NODE_MODULES / "axe-core" / "axe.min.js")
    found = tab.evaluate(AXE, {})
    for width, scheme in ((1440, "light"), (1440, "dark"), (320, "light"), (320, "dark")):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += tab.evaluate(AXE, OF_LAYOUT)
    assert found == []


LIGHTS: dict[str, dict[str, str]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active", "color_scheme": "light"},
    "forced colours, dark": {"forced_colors": "active", "color_scheme": "dark"},
    "print": {"media": "print", "color_scheme": "light"},
    "print from the dark": {"media": "print", "color_scheme": "dark"},
}


@pytest.mark.parametrize("light", LIGHTS)
def test_all_stands_out(light: str, written: Written, tabs: Tabs) -> None:
    """Each line of text and each part of the drawing has a contrast of 4.5 (WCAG 2.2, 1.4.3), as measured on the screen."""
    tab = tabs(700, device_scale_factor=SCALE)
    tab.emulate_media(**LIGHTS[light])  # type: ignore[arg-type]
    for request, facts in (("active", "example"), ("plain", "hamburg-cloud")):
        tab.goto(written(request, facts))
        assert list(faint(tab, 4.5)) == []


def test_all_stands_out_where_dark_is_forced(browser: Browser, written: Written, tabs: Tabs) -> None:
    """A browser that is told to darken all pages, and darkens one that knows of no dark, leaves nothing of ours fainter than 4.5."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    flags = [*sandbox, "--force-dark-mode", "--enable-features=WebContentsForceDark"]
    darkening = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=flags)
    tab = tabs(700, among=darkening, device_scale_factor=SCALE, color_scheme="null")  # else Playwright tells the page to be light
    tab.set_content("<p>A page that knows of no dark.")
    greys = Image.open(BytesIO(tab.screenshot())).convert("L").histogram()
    assert greys.index(max(greys)) < 64
    for request in ("active", "plain"):
        tab.goto(written(request, "example"))
        assert list(faint(tab, 4.5)) == []
    darkening.close()


def test_faint_text_is_found(tabs: Tabs) -> None:
    """The measure of contrast finds grey on white, and an arrow that has the colour of its ground."""
    tab = tabs(700, device_scale_factor=SCALE)
    line = "<div class='link right' style='position: relative; padding-left: 60px'><svg width=9 height=9></svg><p>x</p></div>"
    tab.set_content(f"<p style='color: #999'>grey</p><p>black</p>{line}")
    assert [line.partition(":")[0] for line in faint(tab, 4.5)] == ["grey", "arrow head", "arrow"]


# ---- on each width


@pytest.mark.parametrize(("facts", "lang"), [("example", "de"), ("hamburg-cloud", "de-en")])
@pytest.mark.parametrize("request_", REQUESTS)
def test_nothing_is_cut(request_: str, facts: str, lang: str, written: Written, tabs: Tabs) -> None:
    """Nothing scrolls sideways and no text leaves the page or the drawing, however long the names, also with letters of twice the size."""
    escaped = """() => [...document.querySelectorAll('header, main, .lanes, td, .body, .t, .status, .meta')].flatMap(outer =>
        [...outer.querySelectorAll('*')].filter(inner => inner.getBoundingClientRect().right > outer.getBoundingClientRect().right + 1)
        .map(inner => inner.outerHTML))"""
    tab = tabs()
    tab.goto(written(request_, facts, lang))
    for width, letters in ((320, 1), (820, 1), (1440, 1), (640, 2), (1440, 2)):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.evaluate("size => { document.documentElement.style.fontSize = size }", f"{letters * 100}%")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert [box for box in boxes(tab) if box.left < 0 or box.right > width] == []
        assert tab.evaluate(escaped) == []


def test_a_label_breaks_only_where_it_is_wider_than_the_page(written: Written, tabs: Tabs) -> None:
    """At 1440 px labels of 63 characters stand whole; at 320 px those that fit do."""
    labels = (
        "[...document.querySelectorAll('.l')].filter(l => l.getClientRects().length > 1 || l.offsetHeight > 40).map(l => l.textContent)"
    )
    tab = tabs(1440)
    tab.goto(written("longest"))
    assert tab.evaluate(labels) == []
    narrow = tabs(320)
    narrow.goto(written("many-labels"))
    assert narrow.evaluate(labels) == []


ENGLISH = """() => [...document.querySelectorAll('.cols > .l2')].map(
    half => [half.closest('.steps, .facts, .closing, main').className, half.getBoundingClientRect().left])"""


@pytest.mark.parametrize(("width", "columns"), [(1440, 2), (820, 2), (390, 1)])
def test_two_languages_stand_on_two_axes(width: int, columns: int, written: Written, tabs: Tabs) -> None:
    """All English begins on one axis, right of the German, in steps too; on a phone it stands below its German, on the same axis."""
    tab = tabs(width)
    tab.goto(written("planned", "hamburg-cloud", "de-en"))
    halves = tab.evaluate(ENGLISH)
    assert {place for place, _ in halves} == {"", "steps", "sec facts", "sec closing"}
    indented = {left for place, left in halves if place == "steps"}
    plain = {left for place, left in halves if place != "steps"}
    assert (len(indented), len(plain)) == (1, 1)
    assert abs(min(indented) - min(plain) - (36 if columns == 1 else 0)) < 0.5
    german = {left for place, left in tab.evaluate(ENGLISH.replace(".l2", "[lang=de]")) if place != "steps"}
    assert (german == plain) == (columns == 1)


# ---- for hands, ears and the clipboard


def test_the_keyboard_reaches_every_link_and_shows_where_it_is(written: Written, tabs: Tabs) -> None:
    """Tab goes through the links in reading order, each with an outline of three pixels."""
    tab = tabs()
    tab.goto(written("plain", "example"))
    links = tab.evaluate("[...document.links].map(link => link.href)")
    reached = []
    for _ in links:
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.href"))
        outline = tab.evaluate("(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))")
        assert outline == ["solid", "3px"]
    assert reached == links
    assert len(links) == 4


@pytest.mark.parametrize("request_", ["longest", "five-customers", "greek"])
def test_a_name_is_copied_whole(request_: str, written: Written, tabs: Tabs) -> None:
    """What a selected name puts on the clipboard has no blank and no line break in it, however it is broken on a phone."""
    tab = tabs(320)
    tab.goto(written(request_))
    copied = tab.evaluate(
        """[...document.querySelectorAll('.d, .f, .dom')].map(name => {
            getSelection().selectAllChildren(name); return [name.textContent, getSelection().toString()] })"""
    )
    assert len(copied) > 5
    assert [pair for pair in copied if pair[0] != pair[1] or not re.fullmatch(r"\S+", pair[1])] == []


# ---- on paper


@pytest.mark.parametrize(("request_", "pages"), [("plain", 1), ("planned", 1), ("longest", 2)])
def test_it_prints_whole(request_: str, pages: int, written: Written, tabs: Tabs, tmp_path: Path) -> None:
    """Printed from a dark screen it is dark on white, on as few pages as may be, every text inside its margins."""
    job = make_job(request_)
    tab = tabs(color_scheme="dark")
    tab.goto(written(request_))
    printed = tmp_path / "printed.pdf"
    printed.write_bytes(tab.pdf(prefer_css_page_size=True))
    assert len(re.findall("<page ", told(printed, "-bbox"))) == pages
    text = "".join(told(printed, "-raw").split())
    drawn = {flat(arrow.alternative, job.values) for block in job.page.blocks for arrow in arrows(block)}
    assert [said for said in in_order(job.page, job.values) if said not in drawn and "".join(said.split()) not in text] == []
    words = [(float(left), float(right)) for left, right in re.findall(r'<word xMin="([\d.]+)".*? xMax="([\d.]+)"', told(printed, "-bbox"))]
    points = 72 / 25.4
    assert min(left for left, _ in words) > 21.5 * points
    assert max(right for _, right in words) < (210 - 17.5) * points
    subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", printed, tmp_path / "seen"], check=True)
    picture = Image.open(tmp_path / "seen.png").convert("RGB")
    colours = {colour for _, colour in picture.getcolors(picture.width * picture.height) or []}
    assert picture.getpixel((5, 5)) == (255, 255, 255)
    assert tuple(bytes.fromhex(BRAND[1:])) in colours


def told(printed: Path, how: str) -> str:
    """What pdftotext reads in a PDF."""
    return subprocess.run(["pdftotext", how, printed, "-"], capture_output=True, text=True, check=True).stdout


def arrows(block: Any) -> Iterator[Any]:
    """The arrows in a block."""
    yield from getattr(block, "arrows", ())
    for inner in getattr(block, "blocks", ()):
        yield from arrows(inner)


# ---- closed


def watched(tab: Page) -> list[str]:
    """What a tab asks of the network, and what its console says, from now on. What the policy stops does not get so far."""
    seen: list[str] = []

    def asked(route: Route) -> None:
        seen.append(route.request.url)
        route.abort()

    tab.route(re.compile("^(?!file:|data:)"), asked)
    tab.on("console", lambda message: seen.append(message.text))
    tab.on("pageerror", lambda error: seen.append(str(error)))
    return seen


@pytest.mark.parametrize("facts", FACTS)
def test_nothing_is_asked_for_and_nothing_refused(facts: str, written: Written, tabs: Tabs) -> None:
    """No request leaves the page, the policy has nothing to refuse, and the sheet's own fonts are used."""
    tab = tabs()
    seen = watched(tab)
    tab.goto(written("planned", facts))
    tab.evaluate("document.fonts.ready")
    assert seen == []
    assert tab.evaluate("[...document.fonts].map(face => face.status)") == ["loaded"] * 4


PLANTED = """<script>document.title = 'script ran'</script>
<img src="https://planted.example/pixel.png" alt="" onerror="document.title = 'handler ran'">
<p style="background: url(https://planted.example/style.png)" onclick="document.title = 'click ran'" id="planted">x</p>
<iframe src="https://planted.example/" title="x"></iframe><link rel="stylesheet" href="https://planted.example/x.css">
<style>body { background: url(https://planted.example/ground.png) }</style>"""


def test_what_is_planted_does_not_run(tabs: Tabs, tmp_path: Path) -> None:
    """Scripts, handlers, pictures, frames and styles in templates of one's own do nothing; without the policy they would."""
    own = tmp_path / "own"
    own.mkdir()
    shipped = folder("templates")
    (own / "sheet.html").write_text((shipped / "sheet.html").read_text("utf-8").replace("<main>", f"<main>{PLANTED}"))
    document = FORMATS["html"].make(make_job(templates=own)).decode()
    closed, opened = tmp_path / "closed.html", tmp_path / "opened.html"
    closed.write_text(document)
    opened.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", document))
    asked = {}
    for path in (closed, opened):
        tab = tabs()
        seen = watched(tab)
        tab.goto(path.as_uri())
        tab.click("#planted")
        asked[path] = sorted({line.rpartition("/")[2] for line in seen if line.startswith("https://planted.example/")})
        assert tab.title().endswith("ran") is (path == opened)
    assert asked[closed] == []
    assert asked[opened] == ["", "ground.png", "pixel.png", "style.png", "x.css"]


# ---- the style sheet

UNUSED = """() => {
  const rules = [...document.styleSheets[0].cssRules].flatMap(function all(rule) {
    return rule.selectorText ? rule.selectorText.split(/,(?![^(]*\\))/) : [...(rule.cssRules ?? [])].flatMap(all) });
  return rules.map(rule => rule.trim()).filter(
    rule => !document.querySelector(rule.replace(/::?(before|hover|focus-visible)/g, '') || '*'))
}"""


def recipes(lang: SheetLang) -> Job:
    """A sheet with a recipe of two halves, of which each begins with a step of each kind."""
    job = CASES["recipe"].job(lang)
    *blocks, last = job.page.blocks
    assert isinstance(last, Section)
    code = Code(((Literally("a"),),), (Literally("/etc/a"),))
    parts = tuple(Part((Plain("b"),), (Paragraph((Plain("c"),)),) * 2 + (code,)) for _ in range(2))
    steps = Steps((Step(1, (), (Paragraph((Literally("d" * 20 + " " + "e" * 20),)), code)),))
    half = replace(last, blocks=(steps, *last.blocks, *parts), continues=True)
    return replace(job, page=replace(job.page, blocks=(*blocks, last, half)))


@pytest.mark.parametrize("name", ["recipe", "recipe-longest"])
@pytest.mark.parametrize("lang", ["de", "de-en"])
def test_a_recipe_is_for_everyone(name: str, lang: SheetLang, tabs: Tabs, tmp_path: Path) -> None:
    """Axe finds nothing, all stands out in each light, nothing is cut on a phone or scrolls, and no text lies on another."""
    path = tmp_path / "recipe.html"
    path.write_bytes(FORMATS["html"].make(CASES[name].job(lang)))
    tab = tabs(700, bypass_csp=True, device_scale_factor=SCALE)
    tab.goto(path.as_uri())
    tab.add_script_tag(path=NODE_MODULES / "axe-core" / "axe.min.js")
    assert tab.evaluate(AXE, {}) == []
    for light in LIGHTS.values():
        tab.emulate_media(**light)  # type: ignore[arg-type]
        assert list(faint(tab, 4.5)) == []
    tab.emulate_media(media="screen", forced_colors="none")
    for width in (320, 820, 1440):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(AXE, OF_LAYOUT) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        found = boxes(tab)
        assert [box for box in found if box.left < 0 or box.right > width] == []
        assert [pair for pair in combinations(found, 2) if over(*pair)] == []


def over(one: Box, other: Box) -> bool:
    """Whether two lines of text lie on each other."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1 and down > min(one.bottom - one.top, other.bottom - other.top) / 3 and "arrow" not in one.what + other.what


def test_no_rule_is_dead(written: Written, tabs: Tabs, tmp_path: Path) -> None:
    """Each rule of the style sheet lays out something on some sheet."""
    blocks = tmp_path / "blocks.html"
    blocks.write_bytes(FORMATS["html"].make(with_blocks(Code(((Plain("a"),),)), Note("hint", (Plain("Tip:"),), (Plain("b"),)))))
    tab = tabs()
    unused: set[str] | None = None
    recipe = tmp_path / "recipe.html"
    recipe.write_bytes(FORMATS["html"].make(recipes("de-en")))
    for uri in (blocks.as_uri(), recipe.as_uri(), *(written(*sheet) for sheet in SHEETS)):
        tab.goto(uri)
        here = set(tab.evaluate(UNUSED))
        unused = here if unused is None else unused & here
    assert unused == set()
