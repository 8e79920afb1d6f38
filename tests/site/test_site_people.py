"""The page for everybody: enlarged, in the colours of their system, without motion, without a mouse, on slow lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route

from tests.site.visits import REQUESTS, Visit, until

SPACED = """const sheet = new CSSStyleSheet();
sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-bottom: 2em !important }`);
document.adoptedStyleSheets = [sheet];"""
"""WCAG 2.2, 1.4.12, as a visitor's extension would set it."""


@dataclass(frozen=True, slots=True)
class Window:
    """How wide it is in the page's own pixels, how many real ones make one of these, the browser's font size, what an extension adds.

    `bare`: the page's fonts have not come.
    """

    width: int
    ratio: float = 1
    font: int = 16
    added: str = ""
    bare: bool = False


WINDOWS: Mapping[str, Window] = {
    "1440": Window(1440),
    "1280 at 200 %": Window(640, 2),
    "1280 at 400 %": Window(320, 4),
    "1280, text alone at 200 %": Window(1280, font=32),
    "1280, spaced": Window(1280, added=SPACED),
    "320, spaced": Window(320, added=SPACED),
    "320, without its fonts": Window(320, bare=True),
}
"""A browser that enlarges the page gives it fewer and coarser pixels; one that is set to a larger type gives `medium` another size."""

LOST = """() => {
  const lost = [], rects = [], width = document.documentElement.clientWidth;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = texts.nextNode();) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".skip, [hidden], svg")) continue;
    if (!parent.checkVisibility({visibilityProperty: true})) lost.push(`left out: ${node.data}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const at = {left: rect.left + scrollX, right: rect.right + scrollX, top: rect.top + scrollY, bottom: rect.bottom + scrollY, node};
      if (at.left < -1 || at.right > width + 1) lost.push(`wider than the window: ${node.data}`);
      if (rect.width > 2 && !parent.closest("#text")) rects.push(at); // the text scrolls in its own box
    }
  }
  for (const one of rects) {
    const [x, y] = [(one.left + one.right) / 2, (one.top + one.bottom) / 2];
    if (y < scrollY + 9 || y > scrollY + innerHeight - 9) scrollTo({top: y - innerHeight / 2, behavior: "instant"});
    const top = document.elementFromPoint(x - scrollX, y - scrollY);
    if (!top || !(top.contains(one.node) || one.node.parentElement.contains(top))) lost.push(`covered: ${one.node.data}`);
    for (const other of rects) {
      if (other.node === one.node) continue;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      // a line's box is higher than its letters: those of two lines reach into each other without a letter on a letter
      const line = Math.min(one.bottom - one.top, other.bottom - other.top);
      if (across > 1 && down > .4 * line) lost.push(`on each other: ${one.node.data} | ${other.node.data}`);
    }
  }
  for (const element of document.querySelectorAll("body *")) {
    const {overflowX, overflowY, fontSize} = getComputedStyle(element);
    const [across, down] = [element.scrollWidth - element.clientWidth > 1, element.scrollHeight - element.clientHeight > 1];
    if (element.matches("input")) {
      if (element.clientHeight < 1.2 * parseFloat(fontSize)) lost.push(`cut: ${element.id}`);
    } else if (overflowX !== "visible" && across) lost.push(`scrolls sideways: ${element.id}`);
    else if (["hidden", "clip"].includes(overflowY) && down) lost.push(`cut: ${element.outerHTML}`);
  }
  for (const element of document.querySelectorAll(":is(h1, h2, h3, label, button, .tools a, nav a):not([hidden] *)")) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node; node = texts.nextNode();) {
      if (node.parentElement.closest("[translate=no]")) continue;
      const tops = [...node.data].map((_, i) => {
        const range = document.createRange();
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        return range.getBoundingClientRect().bottom;
      });
      const inWord = i => /^[a-zäöüß]{2}$/i.test(node.data.slice(i - 1, i + 1));
      if (tops.some((top, i) => i && inWord(i) && top > tops[i - 1] + 4)) lost.push(`a word in two: ${node.data}`);
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) lost.push(`the page: ${document.documentElement.scrollWidth}`);
  return [...new Set(lost)];
}"""


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_nothing_is_lost_in_any_window(lang: str, name: str, visit: Callable[..., Visit]) -> None:
    """Enlarged, with larger letters or wider spaces (WCAG 1.4.4, 1.4.10, 1.4.12), nothing is too wide, cut, covered, or left out.

    No heading and no label breaks within a word. Neither on the open page nor with the longest names.
    """
    window = WINDOWS[name]

    def prepare(page: Page) -> None:
        page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
        if window.bare:
            page.route("**/*.woff2", lambda route: route.abort())

    sizes = {"fontSizes": {"standard": window.font, "fixed": window.font * 13 // 16}}
    at = visit(
        f"{lang}/index.html",
        before=prepare,
        viewport={"width": window.width, "height": 720},
        device_scale_factor=window.ratio,
    )
    at.page.evaluate(window.added)
    assert at.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == window.font
    assert at.page.evaluate(LOST) == []
    at.fill(REQUESTS["longest"])
    assert at.page.evaluate(LOST) == []
    if window.bare:
        assert {line.partition(":")[0] for line in at.said} == {"Failed to load resource"}
        at.said.clear()


def test_all_targets_are_large_enough(visit: Callable[..., Visit]) -> None:
    """At 320 px all that is pressed is 24 by 24 pixels at least, but for links within a sentence (WCAG 2.5.8)."""
    at = visit(viewport={"width": 320, "height": 720})
    at.fill(REQUESTS["both"])
    small = """() => [...document.querySelectorAll("a[href]:not(.skip), button, input")].filter(element => {
      const {width, height} = element.getBoundingClientRect();
      const sentence = element.closest("p, td, nav, dt, .copying").textContent.trim();
      return Math.min(width, height) < 24 && !(getComputedStyle(element).display === "inline" && sentence !== element.textContent.trim());
    }).map(element => element.outerHTML)"""
    assert at.page.evaluate(small) == []


MOTION = """() => ({
  moving: [...document.querySelectorAll("*")].filter(element => ["", "::before", "::after"].some(pseudo => {
    const {transitionDuration, animationName} = getComputedStyle(element, pseudo);
    return !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== "none";
  })).length + document.getAnimations().length,
  smooth: [...document.querySelectorAll("*")]
    .filter(element => getComputedStyle(element).scrollBehavior === "smooth").map(element => element.localName),
})"""


@pytest.mark.parametrize(("wish", "smooth"), [("reduce", []), ("no-preference", ["html"])])
def test_nothing_moves_unasked(wish: str, smooth: list[str], visit: Callable[..., Visit]) -> None:
    """No transition and no animation at all; scrolling to a link's target is smooth, unless the visitor wants less motion: then at once."""
    at = visit(reduced_motion=wish)
    at.fill(REQUESTS["both"])
    assert at.page.evaluate(MOTION) == {"moving": 0, "smooth": smooth}
    gone = at.page.evaluate("() => { scrollTo({top: 0, behavior: 'instant'}); location.hash = '#take'; return scrollY; }")
    assert (gone > 0) == (wish == "reduce")


SHIFTS = """globalThis.shifts = [];
new PerformanceObserver(list => shifts.push(...list.getEntries().map(({value, sources}) => {
  const moved = sources.map(({node, previousRect, currentRect}) =>
    `${node?.parentElement?.outerHTML.slice(0, 80)}: ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`);
  return [value, moved];
}))).observe({type: "layout-shift", buffered: true});"""
PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
LATE = f"{PAINTED} && performance.now() > 300 + performance.getEntriesByName('first-contentful-paint')[0].startTime"
"""Chromium waits 100 ms for an optional font; one that comes later is used on the next page."""
SETTLED = "async () => { await document.fonts.ready; await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); }"
TALL = {"width": 1440, "height": 4500}
"""Nothing is below the window: what moves there would not be counted."""


ARRIVALS = [
    (TALL, ""),
    ({"width": 320, "height": 9000}, ""),
    ({"width": 1440, "height": 2000}, "domain=firma.de&customer=kunde.de"),
    ({"width": 320, "height": 3500}, "domain=firma.de&customer=kunde.de"),  # the sheet ends below it: filled in, it has another height
]


@pytest.mark.parametrize(("window", "fragment"), ARRIVALS, ids=["1440", "320", "1440 filled", "320 filled"])
def test_it_stands_before_script_and_fonts_and_stays(window: dict[str, int], fragment: str, visit: Callable[..., Visit]) -> None:
    """While no script and no font has come, the page is painted, complete and visible; when they come, nothing on it moves.

    Not even where the address has names, which are put in then.
    """
    held: list[Route] = []
    holding = ["script", "font"]

    def keep(route: Route) -> None:
        if route.request.resource_type in holding:
            held.append(route)
        else:
            route.continue_()

    def hold(page: Page) -> None:
        page.add_init_script(SHIFTS)
        page.route("**/*.js", keep)
        page.route("**/*.woff2", keep)

    at = visit(f"de/index.html#{fragment}", before=hold, wait="commit", viewport=window)
    until(at.page, LATE)
    assert {route.request.resource_type for route in held} == {"script", "font"}
    assert at.page.is_visible("#without-script")
    assert "@ihre-domain" in at.page.inner_text("#sheet")
    assert at.page.inner_text("#text").strip()
    holding.clear()
    for route in held:
        route.continue_()
    at.page.wait_for_load_state("load")
    until(at.page, "!document.getElementById('form').hidden")
    if fragment:
        until(at.page, "document.title.includes('firma.de')")
    assert at.page.is_visible("#copy")
    at.page.evaluate(SETTLED)
    assert at.page.evaluate("shifts") == []


@pytest.mark.parametrize("window", [TALL, {"width": 320, "height": 9000}], ids=["1440", "320"])
def test_nothing_moves_as_it_loads(window: dict[str, int], visit: Callable[..., Visit]) -> None:
    """With nothing in the cache and nothing held up, the page is laid out once; a refused domain marks its field and moves nothing."""
    at = visit(before=lambda page: page.add_init_script(SHIFTS), viewport=window)
    until(at.page, PAINTED)
    at.page.evaluate(SETTLED)
    assert at.page.evaluate("shifts") == []
    before = at.page.evaluate("document.getElementById('domain-hint').getBoundingClientRect().top")
    at.page.fill("#domain", "firma")
    until(at.page, "document.getElementById('domain').getAttribute('aria-invalid') === 'true'")
    assert at.page.evaluate("document.getElementById('domain-hint').getBoundingClientRect().top") == before
