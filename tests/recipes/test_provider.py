"""The text to forward to a provider: complete for each case, and copied as it stands, in each language."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from sheetgen.documents import FORMATS, mail
from sheetgen.documents.lettering import flat
from sheetgen.facts.platform import Platform
from sheetgen.recipes.code import letter_lines
from sheetgen.recipes.filling import fill_with
from sheetgen.recipes.load import load_recipe
from sheetgen.request import Request
from sheetgen.slots import Lang
from tests.documents.jobs import ISSUED, domain, make_job, platform
from tests.documents.reading import codes
from tests.golden import Golden

BOTH: tuple[Lang, ...] = ("de", "en")
CUSTOMERS = (domain("kunde.example"), domain("mandant.example", subdomains=True))
ASKED = Request(domain("firma.de"), CUSTOMERS, recipes=("provider",))
WIDEST = 72


def letter(lang: Lang, facts: Platform) -> list[str]:
    """Its lines for two customers, one with its subdomains."""
    (step,) = load_recipe("provider", ISSUED).recipe.sending.steps
    return list(letter_lines(step.letter, fill_with(facts, domain("firma.de"), CUSTOMERS), lang))


@pytest.mark.parametrize("lang", BOTH)
def test_it_is_as_it_was_read(lang: Lang, golden: Golden) -> None:
    """Domains, certificate's names and oldest version, each on its line; a mail program breaks none anew."""
    lines = letter(lang, platform("example"))
    golden(f"letter_provider_{lang}.txt", "\n".join(lines) + "\n")
    names = {"firma.de", "kunde.example", "mandant.example", "*.mandant.example", "*.mail.nordlicht.example", "mx.nordlicht.example"}
    assert names <= {line.strip() for line in lines}
    assert [line for line in lines if "TLSv1.2" in line] != []
    assert max(map(len, lines)) <= WIDEST
    assert [line for line in lines if set(line) & set("«»`{}")] == []


@pytest.mark.parametrize("lang", BOTH)
def test_it_says_whom_to_trust(lang: Lang) -> None:
    """A platform with an authority of its own asks for another chain; without an oldest version there is no line about it."""
    public = platform("hamburg-cloud")
    private = replace(public, certificate=replace(public.certificate, trust="private"))
    said = [" ".join(letter(lang, facts)) for facts in (public, private)]
    own = {"de": "eigenen Zertifizierungsstelle der Plattform", "en": "platform's own authority"}[lang]
    assert [own in one for one in said] == [False, True]
    assert [("*.hamburg-cloud.de" in one, "TLSv1" in one) for one in said] == [(True, False)] * 2


def test_a_sheet_in_both_languages_has_both() -> None:
    """One after the other, each whole and marked as what it is; in a mail each stands in the article of its language."""
    single, both = [make_job(ASKED, lang=lang) for lang in BOTH], make_job(ASKED, lang="de-en")
    written = ["\n".join(letter(lang, platform("hamburg-cloud"))) for lang in BOTH]
    blocks = [code for block in both.page.blocks for code in codes(block)]
    assert [(block.lang, "\n".join(flat(line, both.values) for line in block.lines)) for block in blocks] == [
        *zip(BOTH, written, strict=True)
    ]
    screen = FORMATS["html"].make(both).decode()
    for made in (screen, FORMATS["txt"].make(both).decode(), mail.alternative(single)):
        assert [unescape(made).count(one) for one in written] == [1, 1]
    assert [f'<pre translate="no" lang="{lang}">' in screen for lang in BOTH] == [True, True]
