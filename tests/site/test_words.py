"""What the page says, it says to visitors."""

from __future__ import annotations

import html
import re

import pytest

from sheetgen.blocks import Lang
from sheetgen.messages import message
from sheetgen.site.words import CODES, TO_VISITORS, words
from tests.site.sites import built

TO_THE_DESK = {
    "de": r"--|DOMAIN|\bPartners?\b|des Kunden|nächste[ns] Mal|[Ff]ragen Sie nach (der|dem)|Inhaber angibt|machen Sie .*weiter",
    "en": r"--|DOMAIN|\bpartner’?'?s? or\b|the partner\b|next time|[Aa]sk for the|its owner states|go on",
}
"""Options, arguments, and words for those who issue sheets for others."""


@pytest.mark.parametrize("lang", ["de", "en"])
def test_complaints_are_sentences_to_visitors(lang: Lang) -> None:
    """Each begins with a capital or a quotation mark, ends with a full stop, and speaks to nobody at the desk."""
    for code, text in words(lang).items():
        assert re.fullmatch(r"[A-ZÄÖÜ„“].*\.", text), code
        assert not re.search(TO_THE_DESK[lang], text), code


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_command_lines_words_are_taken_where_they_fit(lang: Lang) -> None:
    """There is one source of wordings: a code without words of the page's own is told in the catalogue's, letter for letter."""
    for code in set(CODES) - set(TO_VISITORS):
        message_, hint = (message(lang, "problems", f"problem.{code}{of}") for of in ("", ".hint"))
        assert words(lang)[code].lower() == f"{message_}. {hint}.".lower()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_sentence_of_the_page_is_for_the_desk(lang: Lang) -> None:
    """All that is read on the page or heard from its script, but for code, and the sheet’s text with its rules and arrows."""
    page = built().pages[f"{lang}/index.html"].decode()
    heard = re.findall(r'data-words="([^"]*)"', page)
    assert len(heard) == 1
    read = re.sub(r"<(pre|code)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert not re.search(TO_THE_DESK[lang], html.unescape(read + heard[0]))
