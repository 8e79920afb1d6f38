"""The sheets as the HTML of a mail: the words of the text, for mail programs and sanitizers that take most of HTML away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page

from sheetgen.blocks import Block, Code, Directions, Host, Letterhead, Note, Plain, Section
from sheetgen.documents import FORMATS, Job
from sheetgen.documents.colours import colours
from sheetgen.documents.lettering import flat
from sheetgen.documents.mail import alternative
from sheetgen.errors import Refused
from sheetgen.slots import Lang
from tests.conftest import NODE_MODULES
from tests.documents.cases import CASES
from tests.documents.jobs import FACTS, LANGUAGES, REQUESTS, domain, make_job, platform, with_blocks
from tests.documents.reading import codes, in_order
from tests.documents.test_html import hostile_platform

EVERY = [(request, facts) for request in REQUESTS for facts in FACTS]
LEAD: tuple[tuple[Lang, str], ...] = (("de", "Ersetzt das Datenblatt 0a1b2c3d."), ("en", "Replaces data sheet 0a1b2c3d."))
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def jobs(request: str, facts: str = "hamburg-cloud") -> tuple[Job, ...]:
    """The German sheet, then the English one."""
    return tuple(make_job(request, facts=facts, lang=lang) for lang in LANGUAGES)


def body(html: str) -> Any:
    """The body of a document, as a browser's parser would see it, near enough."""
    return lxml.html.document_fromstring(html).find("body")


def words(text: str) -> str:
    """The text without blanks, which HTML does not keep, and without the arrow heads that the mail draws as letters."""
    return "".join(text.split()).replace("→", "").replace("←", "")


def undrawn(block: Block) -> Block:
    """A block without what stands for its drawings: a logo and arrows are titles of pictures in other formats."""
    match block:
        case Letterhead():
            return replace(block, logo=None)
        case Section():
            return replace(block, blocks=tuple(map(undrawn, block.blocks)))
        case Directions():
            return replace(block, arrows=tuple(replace(arrow, alternative=()) for arrow in block.arrows))
        case _:
            return block


@pytest.mark.parametrize(("request_", "facts"), EVERY)
def test_the_words_are_the_page_s_in_their_order(request_: str, facts: str) -> None:
    """Each page's blocks one after the other, German before English, each in an article of its language: nothing more, nothing less."""
    both = jobs(request_, facts)
    articles = body(alternative(both)).findall("article")
    assert [article.get("lang") for article in articles] == ["de", "en"]
    for job, article in zip(both, articles, strict=True):
        page = replace(job.page, blocks=tuple(map(undrawn, job.page.blocks)))
        assert words(article.text_content()) == words("".join(in_order(page, job.values)))


@pytest.mark.parametrize(("request_", "facts"), EVERY)
def test_each_word_of_the_text_is_said(request_: str, facts: str) -> None:
    """The plain text beside it says no word that the HTML does not: letters and figures, as often or less."""
    for job in jobs(request_, facts):
        told, said = (
            Counter(re.findall(r"[\w@.*+-]*\w", text.casefold()))
            for text in (FORMATS["txt"].make(job).decode(), spaced(body(alternative([job]))))
        )
        assert set(told) <= set(said)


def spaced(element: Any) -> str:
    """Its text, a blank where a line ends."""
    for brk in element.xpath(".//br | .//div | .//p | .//td | .//th | .//h1 | .//h2 | .//h3 | .//small"):
        brk.tail = f" {brk.tail or ''}"
    return str(element.text_content())


def test_what_it_replaces_stands_first() -> None:
    """In the language of each line."""
    first, second, *rest = body(alternative(jobs("planned"), LEAD))
    assert [(line.tag, line.get("lang"), line.text_content()) for line in (first, second)] == [("p", *LEAD[0]), ("p", *LEAD[1])]
    assert [one.tag for one in rest] == ["article", "hr", "article"]


@pytest.mark.parametrize(("request_", "facts"), EVERY)
def test_it_holds_nothing_that_mail_programs_drop(request_: str, facts: str) -> None:
    """No script, picture, font, form or frame, nothing loaded, no variable, grid or flex, no policy; and at most 60 kB."""
    html = alternative(jobs(request_, facts))
    tags = {element.tag for element in lxml.html.document_fromstring(html).iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "link", "img", "svg", "iframe", "object", "embed", "form", "input", "base", "audio", "video"}
    assert not re.search(r"var\(|[{;\s]--\w|url\(|@import|@font-face|grid|flex|http-equiv| src=| on\w+=", html)
    assert set(re.findall(r'href="([a-z]+):', html)) <= {"mailto", "tel", "https"}
    assert len(html.encode()) < 60_000
    assert len(max(STYLE.findall(html), key=len)) < 16_000  # Gmail drops a longer one


def test_all_are_valid(tmp_path: Path, nu: Callable[..., list[str]]) -> None:
    """The Nu HTML checker has nothing to say, not even a warning."""
    pages: list[Path] = []
    for request, facts in EVERY:
        pages.append(tmp_path / f"{request}-{facts}.html")
        pages[-1].write_text(alternative(jobs(request, facts), LEAD), encoding="utf-8")
    pages.append(tmp_path / "blocks.html")
    code, hint = Code(((Plain("# <b>&"),), (Host("hamburg-cloud.de"),))), Note("hint", (Plain("Tip:"),), (Plain("…"),))
    pages[-1].write_text(alternative([with_blocks(code, hint)]), encoding="utf-8")
    assert nu(*pages) == []


def test_facts_are_text() -> None:
    """Markup, entities and template code in a fact come out as the characters that they are."""
    html = alternative([make_job("planned", facts=hostile_platform())])
    assert "<script>" not in html
    assert html.count("<style>") == 1


@pytest.mark.parametrize("name", ["firma.de", "sehr-langer-firmenname-mit-bindestrichen.de", "mail-relay." * 20 + "firma.de"])
def test_names_break_after_dots_alone(name: str) -> None:
    """Each label says so itself, since a desk takes the style sheet away; a short name is one label."""
    article = body(alternative([make_job(replace(REQUESTS["plain"], domain=domain(name)))])).find("article")
    for span in article.xpath(".//span[@translate='no']"):
        labels = span.xpath(".//span")
        assert "".join(label.text for label in labels) == span.text_content()
        assert all(label.get("style") == "white-space:nowrap" for label in labels)
        assert all(label.text.endswith(".") for label in labels[:-1])


def test_colours_are_the_facts() -> None:
    """A platform's own, in light and dark, stand in the style sheet."""
    job = make_job("active", facts="example")
    known = colours(platform("example"))
    (style,) = STYLE.findall(alternative([job]))
    assert all(known[name] in style for name in ("brand", "brand-dark", "accent", "accent-dark"))


def test_a_theme_changes_it_file_by_file(tmp_path: Path) -> None:
    """Style sheet, article and document can be replaced; a style sheet that ends its element is refused."""
    (tmp_path / "mail.css").write_text("h1 { color: var(--brand); width: var(--own) }")
    (tmp_path / "article.html").write_text("<article>{{ flat(page.title) }}</article>")
    (tmp_path / "mail.html").write_text("<style>{{ style }}</style>{% for a in articles %}{{ a }}{% endfor %}")
    brand = colours(platform("example"))["brand"]
    html = alternative([make_job(facts="example", templates=tmp_path)])
    assert html.startswith(f"<style>h1 {{ color: {brand}; width: var(--own) }}</style><article>TLS-Kommunikation")
    (tmp_path / "mail.css").write_text("</style><script>")
    with pytest.raises(Refused):
        alternative([make_job(templates=tmp_path)])


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab without network."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", ["recipe", "recipe-longest"])
def test_a_recipe_is_said_whole_and_fits_a_phone(name: str, tab: Page, tmp_path: Path, nu: Callable[..., list[str]]) -> None:
    """Its words are the page's in their order, its code is copied as it stands, and nothing reaches over the edge at 320 px."""
    both = [CASES[name].job(lang) for lang in LANGUAGES]
    html = alternative(both)
    (path := tmp_path / "recipe.html").write_text(html, encoding="utf-8")
    assert nu(path) == []
    for job, article in zip(both, body(html).findall("article"), strict=True):
        page = replace(job.page, blocks=tuple(map(undrawn, job.page.blocks)))
        assert words(article.text_content()) == words("".join(in_order(page, job.values)))
    tab.set_content(html)
    for width in (320, 600):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    copied = tab.evaluate(
        "[...document.querySelectorAll('pre')].map(pre => { getSelection().selectAllChildren(pre); return getSelection().toString() })"
    )
    written = [code for job in both for block in job.page.blocks for code in codes(block)]
    assert copied == ["\n".join(flat(line, {}) for line in code.lines) for code in written]


@pytest.mark.parametrize("request_", REQUESTS)
def test_it_fits_a_phone(request_: str, tab: Page) -> None:
    """At 320 and at 600 px nothing reaches over the edge, the longest names neither."""
    tab.set_content(alternative(jobs(request_, "example"), LEAD))
    for width in (320, 600):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("scheme", "styled"), [("light", True), ("dark", True), ("light", False)])
def test_axe_finds_nothing(scheme: Any, *, styled: bool, tab: Page) -> None:
    """In light and dark, with its style sheet and without, on a phone."""
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": 320, "height": 800})
    html = alternative([make_job(facts="example", request="active", lang="de")])
    tab.set_content(html if styled else STYLE.sub("", html))
    tab.add_script_tag(path=NODE_MODULES / "axe-core" / "axe.min.js")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
    found = tab.evaluate("async rules => (await axe.run(document, rules)).violations", rules)
    assert [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]] == []
