"""The text that the page fills in is the command line's, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetgen.blocks import Title
from sheetgen.documents import FORMATS, Job, breaking
from sheetgen.domain import Domain
from sheetgen.request import Request as Asked
from sheetgen.site.prepared import OPEN, unbroken
from sheetgen.slots import Lang
from tests.documents.jobs import FACTS, LANGUAGES, domain
from tests.documents.test_text import BLOCK
from tests.documents.test_text import jobs as pages
from tests.site.test_prepared import job
from tests.site.visits import REQUESTS, Visit

NOTES = {
    "de": """\
[ Von der öffentlichen Seite: Dieses Blatt trägt weder Datum noch
Nummer. Es gilt das Blatt, das der Service Desk mit Datum und Nummer
ausstellt. ]

""",
    "en": """\
[ From the public page: This sheet has neither a date nor a number. The
sheet that applies is the one that the Service Desk issues, with date
and number. ]

""",
}
"""Where a sheet of the page comes from and which one holds: it stands under the title, and nothing else is not the command line's."""

OPEN_NAMES = {"de": "ihre-domain", "en": "your-domain"}
LEADS = {"de": "An den Postmaster von ", "en": "To the postmaster of "}
KINDS = ("x", "ü", "例")
"""What a name's labels begin with, so that it is plain, international, or not to be shown in our fonts."""


def of_length(columns: int, begins: str = "x", top: str = "de") -> str:
    """A name of so many characters, in labels of at most 41."""
    labels = ((begins + "x" * 39 + ".") * 5)[: columns - len(top) - 1]
    return f"{labels[:-1] + 'x' if labels.endswith('.') else labels}.{top}"


def of_many_lengths() -> Iterator[Asked]:
    """Names of each kind in all lengths that decide about a line, with subdomains and without."""
    for columns in range(4, 84):
        for i, begins in enumerate(KINDS):
            customer = of_length(87 - columns, KINDS[i - 1], "eu")
            yield Asked(
                domain(of_length(columns, begins), subdomains=columns % 2 == 0), (domain(customer, subdomains=columns % 4 in {0, 1}),)
            )


def wanted(asked: Asked, facts: str, lang: Lang) -> str:
    """What `sheetgen render --format txt` gives, but for date and number."""
    return FORMATS["txt"].make(job(asked, facts, lang)).decode()


def bare(found: str, lang: Lang) -> str:
    """A text of the page without its note, which stands in it once, above all sections."""
    above, note, below = found.partition(NOTES[lang])
    assert note
    assert note not in below
    assert "-" * breaking.WIDTH not in above
    return above + below


def typed(at: Visit, requests: Iterable[Asked]) -> list[str]:
    """The page's text for each request: as if each were typed, in one call to the browser."""
    names = [[f"{'*.' if one.subdomains else ''}{one.unicode}" for one in (asked.domain, *asked.customers)] for asked in requests]
    return at.page.evaluate(  # type: ignore[no-any-return]
        """async names => {
          history.replaceState = () => {}; // a browser stops a page that does so hundreds of times
          const [domain, customer, text] = ["domain", "customer", "text"].map(id => document.getElementById(id));
          const texts = [];
          for ([domain.value, customer.value = ""] of names) {
            domain.dispatchEvent(new Event("input"));
            await new Promise(done => setTimeout(done));
            texts.push(text.textContent);
          }
          return texts;
        }""",
        names,
    )


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_is_the_command_lines(lang: Lang, facts: str, visit: Callable[..., Visit]) -> None:
    """The copyable text of the filled page is `sheetgen render`'s, byte for byte, but for date, number and the note."""
    at = visit(f"{lang}/index.html", facts=facts)
    for name, asked in REQUESTS.items():
        at.page.fill("#customer", "")
        at.fill(asked)
        assert bare(at.page.text_content("#text") or "", lang) == wanted(asked, facts, lang), name


@pytest.mark.parametrize(("lang", "facts"), list(zip(LANGUAGES, FACTS, strict=True)))
def test_lines_break_at_every_length(lang: Lang, facts: str, visit: Callable[..., Visit]) -> None:
    """Whatever their length, names stand where the command line puts them: behind 71 and 72 columns on the line, behind 73 on the next."""
    at = visit(f"{lang}/index.html", facts=facts)
    at.fill(REQUESTS["plain"])
    requests = list(of_many_lengths())
    texts = [bare(found, lang) for found in typed(at, requests)]
    assert [asked for asked, found in zip(requests, texts, strict=True) if found != wanted(asked, facts, lang)] == []
    behind = {len(line) for found in texts for line in found.splitlines() if line.startswith(LEADS[lang]) and line != LEADS[lang].rstrip()}
    assert {71, 72} < behind
    assert max(behind) == breaking.WIDTH
    assert any(f"{LEADS[lang].rstrip()}\n{of_length(73 - len(LEADS[lang]))}\n" in found for found in texts)


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_open_text_is_broken_as_the_command_line_would(lang: Lang, facts: str, script: bool, visit: Callable[..., Visit]) -> None:  # noqa: FBT001 - a parameter
    """With the words of an open slot for a domain: without script, with it, beside a customer domain alone, and emptied again."""
    at = visit(f"{lang}/index.html", facts=facts, java_script_enabled=script)
    opened = Asked(Domain(OPEN_NAMES[lang], OPEN_NAMES[lang]))
    assert bare(at.page.text_content("#text") or "", lang) == wanted(opened, facts, lang)
    if script:
        at.fill(REQUESTS["both"])
        for customer in (domain(of_length(41)), domain(of_length(42)), domain(of_length(43, "ü"), subdomains=True)):
            at.page.fill("#domain", "")
            at.page.fill("#customer", f"{'*.' if customer.subdomains else ''}{customer.unicode}")
            assert bare(at.page.text_content("#text") or "", lang) == wanted(replace(opened, customers=(customer,)), facts, lang)
        at.page.fill("#customer", "")
        assert bare(at.page.text_content("#text") or "", lang) == wanted(opened, facts, lang)


def test_a_name_is_no_stand_in(visit: Callable[..., Visit]) -> None:
    """A visitor whose name has the form of a stand-in finds it in its places, and in no other."""
    at = visit()
    at.fill(REQUESTS["plain"])
    asked = Asked(domain("slot.customer.de"), (domain("slot.domain.de"),))
    assert [bare(found, "de") for found in typed(at, [asked])] == [wanted(asked, "hamburg-cloud", "de")]
    assert "slot.customer.de" in (at.page.text_content("#sheet .dom") or "")


def test_any_page_is_broken_as_python_does(visit: Callable[..., Visit]) -> None:
    """Whatever a page's words: what mail programs misread, letters beyond 16 bits, blanks that part nothing, and names among them."""
    at = visit()
    at.fill(REQUESTS["plain"])

    only_text = "sent => { for (const kind of ['html', 'text']) sheetgen.sheet[kind] = { tokens: [sent[kind]], domain: { plain: [] } }; }"

    @settings(max_examples=50, deadline=None)
    @given(pages(BLOCK.filter(lambda block: not isinstance(block, Title))), st.integers(4, 90))
    def holds(made: Job, columns: int) -> None:
        filled, sent = (replace(made, values={**made.values, "domain": name}) for name in (of_length(columns), OPEN.domain.ascii))
        at.page.evaluate(only_text, {"html": "", "text": unbroken(sent)})
        assert typed(at, [REQUESTS["plain"], Asked(domain(of_length(columns)))])[1] == FORMATS["txt"].make(filled).decode()

    holds()
