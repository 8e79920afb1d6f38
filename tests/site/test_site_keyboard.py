"""The page without a mouse: all of it is reached in the order in which it is seen, the ring shows where one is, and every control works."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from sheetgen.domain import parse_domains
from sheetgen.errors import Place
from sheetgen.messages import message
from sheetgen.request import own_domains
from sheetgen.site.words import words
from sheetgen.slots import Lang
from tests.documents.jobs import platform
from tests.site.visits import Visit, until

FOCUSABLE = "a[href], button, input, [tabindex='0']"
STOP = """focusable => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height, innerHeight - box.top) / 2];
  const seen = document.elementFromPoint(...middle);
  return {
    index: [...document.querySelectorAll(focusable)].indexOf(at), id: at.id,
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left,
    ring: at.matches(":focus-visible") && style.outlineStyle === "solid" ? parseFloat(style.outlineWidth) : 0,
    ground: style.outlineColor === getComputedStyle(document.documentElement).backgroundColor,
    shown: box.top >= 0 && box.left >= 0 && box.right <= innerWidth && (at.contains(seen) || seen.contains(at)),
  };
}"""


def stops(page: Page) -> list[dict[str, Any]]:
    """What Tab stops at from the top to the end, where that is and how it shows."""
    found: list[dict[str, Any]] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        page.wait_for_timeout(0)
        stop = page.evaluate(STOP, FOCUSABLE)
        if stop["index"] < 0 or (found and stop["index"] == found[0]["index"]):
            break
        found.append(stop)
    return found


@pytest.mark.parametrize(
    "look", [{"viewport": {"width": 1440, "height": 900}}, {"viewport": {"width": 320, "height": 500}}], ids=["1440", "320"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tab_reaches_everything_in_visual_order(scheme: str, look: dict[str, Any], visit: Callable[..., Visit]) -> None:
    """Each thing that can be used is stopped at once, downwards and along each line, in the window, uncovered, with a ring."""
    at = visit("de/index.html#domain=firma.de&customer=kunde.de", reduced_motion="reduce", color_scheme=scheme, **look)
    until(at.page, "document.title.includes('firma.de')")
    found = stops(at.page)
    assert [stop["index"] for stop in found] == list(range(at.page.locator(FOCUSABLE).count()))
    assert found[0]["id"] == ""  # the skip link, which shows above all while it has the focus
    for one, other in itertools.pairwise(found[1:]):
        assert other["top"] >= one["bottom"] - 2 or (other["left"] > one["left"] and other["bottom"] > one["top"]), (one, other)
    assert [stop for stop in found if stop["ring"] < 2 or stop["ground"] or not stop["shown"]] == []


def test_every_control_works_by_keyboard(visit: Callable[..., Visit]) -> None:
    """Tab and Enter or space alone: skip, type, copy, save, print, empty, change the language."""
    at = visit(
        before=lambda page: page.add_init_script("globalThis.prints = 0; globalThis.print = () => { prints++; };"),
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    page = at.page

    def tab_to(name: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id || document.activeElement.type || ''") == name:
                return
        pytest.fail(f"never reached: {name}")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('content').contains(document.activeElement)")
    tab_to("domain")
    page.keyboard.type("firma.de")
    tab_to("customer")
    page.keyboard.type("kunde.de")
    until(page, "document.title.includes('firma.de') && document.getElementById('sheet').textContent.includes('kunde.de')")
    tab_to("text")
    before = page.evaluate("document.getElementById('text').scrollTop")
    page.keyboard.press("PageDown")
    until(page, f"document.getElementById('text').scrollTop > {before}")
    tab_to("copy")
    page.keyboard.press("Enter")
    until(page, "navigator.clipboard.readText().then(text => text === document.getElementById('text').textContent)")
    tab_to("download")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert Path(saved.value.path()).read_text("utf-8") == page.text_content("#text")
    tab_to("print")
    page.keyboard.press("Space")
    assert page.evaluate("prints") == 1
    tab_to("other")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/index.html#*")
    until(page, "document.documentElement.lang === 'en' && document.title.includes('firma.de')")
    tab_to("reset")
    page.keyboard.press("Space")
    until(page, "location.hash === '' && document.activeElement.id === 'domain' && !document.activeElement.value")


PASTED = {
    "plain": "firma.de",
    "blanks and tabs": "  \tfirma.de \t ",
    "no-break space": "\u00a0firma.de\u00a0",
    "zero-width space": "firma\u200b.de",
    "byte order mark": "\ufefffirma.de",
    "soft hyphen": "fir\u00adma.de",
    "url": "https://firma.de/path",
    "address": "info@firma.de",
    "capitals and a dot": "FIRMA.DE.",
    "u-label": "müller-büromöbel.de",
    "decomposed": "mu\u0308ller.de",
    "a-label": "xn--mller-kva.de",
    "a line's end": "firma.de\r\n",
    "several lines": "firma.de\nkunde.de\n",
    "the same twice": "firma.de\r\nFIRMA.de",
    "subdomains": "*.firma.de",
    "quoted": "„firma.de“",
    "the platform's": "mx01.hamburg-cloud.de",
    "no domain": "firma",
    "a sentence": "Bitte tragen Sie die Domain firma.de ein",
}


def said(text: str, lang: Lang) -> tuple[list[str], bool, list[str]]:
    """Python's judgement of a text: the domain if it is one, whether it is refused, and the lines about it."""
    typed = parse_domains(text, place=Place("DOMAIN[1]"), own=own_domains(platform("hamburg-cloud")))
    if len(typed.domains) > 1 or len(typed.problems) > 3:
        return [], True, [message(lang, "site", "site.form.one")]
    lines = [words(lang)[problem.code].format_map(problem.parts) for problem in typed.problems]
    refused = not typed.domains or any(problem.severity == "refusal" for problem in typed.problems)
    domains = [] if refused else [f"{'*.' if one.subdomains else ''}{one.ascii}" for one in typed.domains]
    return domains, refused, lines


def test_what_is_pasted_is_judged_as_python_judges_it(visit: Callable[..., Visit]) -> None:
    """By Ctrl+V, with all that comes along: the sheet bears the domain that Python finds, and the field says what Python says."""
    at = visit(permissions=["clipboard-read", "clipboard-write"])
    filled = message("de", "site", "site.form.filled").split("{")[0]
    wrong = []
    for name, text in PASTED.items():
        at.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        at.page.locator("#domain").focus()
        at.page.keyboard.press("Control+A")
        at.page.keyboard.press("Control+V")
        domains, refused, lines = said(text, "de")
        wanted = "\n".join([*(f"{filled}{one}" for one in domains), *lines])
        wait = at.page.evaluate(
            """async wanted => {
          const say = document.getElementById("domain-say"), end = performance.now() + 5000;
          while (say.textContent !== wanted && performance.now() < end) await new Promise(done => setTimeout(done, 5));
          const [field, name] = [document.getElementById("domain"), document.querySelector("#sheet .dom")];
          return [say.textContent, field.getAttribute("aria-invalid"), name.textContent];
        }""",
            wanted,
        )
        if wait[:2] != [wanted, str(refused).lower()] or ("ihre-domain" in wait[2]) != refused:
            wrong.append((name, wanted, refused, wait))
        at.page.fill("#domain", "")
        until(at.page, "document.getElementById('domain-say').textContent === ''")
    assert wrong == []
