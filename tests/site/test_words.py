"""What the page says, it says to visitors."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

import pytest

from sheetgen.messages import message
from sheetgen.site.words import CODES, TO_READERS, TO_VISITORS, words
from sheetgen.slots import Lang
from tests.site.sites import built

TO_THE_DESK = {
    "de": r"--|DOMAIN|\bPartners?\b|des Kunden|nächste[ns] Mal|[Ff]ragen Sie nach (der|dem)|Inhaber angibt|machen Sie .*weiter",
    "en": r"--|DOMAIN|\bpartner’?'?s? or\b|the partner\b|next time|[Aa]sk for the|its owner states|go on",
}
"""Options, arguments, and words for those who issue sheets for others."""


ONLY_ON_THE_FIRST_PAGE = {
    "de": r"(ersten?|zweiten?|anderen?) Feld|[Bb]latt",
    "en": r"\b(first|second|other) field|in the (first|second)\b|\bsheet\b",
}
"""What a recipe's page has not: two fields in any case, and a sheet."""

PAGES = pytest.mark.parametrize("own", [TO_VISITORS, TO_READERS], ids=["first page", "recipe"])


@PAGES
@pytest.mark.parametrize("lang", ["de", "en"])
def test_complaints_are_sentences_to_visitors(lang: Lang, own: Mapping[str, str]) -> None:
    """Each begins with a capital or a quotation mark, ends with a full stop, and speaks to nobody at the desk."""
    for code, text in words(lang, own).items():
        assert re.fullmatch(r"[A-ZÄÖÜ„“].*\.", text), code
        assert not re.search(TO_THE_DESK[lang], text), code


@PAGES
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_command_lines_words_are_taken_where_they_fit(lang: Lang, own: Mapping[str, str]) -> None:
    """There is one source of wordings: a code without words of the page's own is told in the catalogue's, letter for letter."""
    for code in set(CODES) - set(own):
        message_, hint = (message(lang, "problems", f"problem.{code}{of}") for of in ("", ".hint"))
        assert words(lang, own)[code].lower() == f"{message_}. {hint}.".lower()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_recipes_page_complains_of_nothing_that_it_has_not(lang: Lang) -> None:
    """Of all that the script of each recipe's page can say of a field, nothing speaks of another field or of a sheet."""
    scripts = [data.decode() for path, data in built().assets.items() if re.fullmatch(rf"assets/\w[\w-]*-{lang}-[0-9a-f]+\.js", path)]
    said = [
        json.loads(script.partition("sheetgen.words = ")[2].partition(";\n")[0]) for script in scripts if "sheetgen.recipe = " in script
    ]
    assert len(said) == len([path for path in built().pages if path.startswith((f"{lang}/anleitungen/", f"{lang}/recipes/"))]) > 1
    for one in said:
        assert set(one) == set(CODES)
        assert [text for text in one.values() if re.search(ONLY_ON_THE_FIRST_PAGE[lang], text)] == []
    assert re.search(ONLY_ON_THE_FIRST_PAGE[lang], words(lang, TO_VISITORS)["request.same-domain"])


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_sentence_of_the_page_is_for_the_desk(lang: Lang) -> None:
    """All that is read on the page or heard from its script, but for code, and the sheet’s text with its rules and arrows."""
    page = built().pages[f"{lang}/index.html"].decode()
    heard = re.findall(r'data-words="([^"]*)"', page)
    assert len(heard) == 1
    read = re.sub(r"<(pre|code)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert not re.search(TO_THE_DESK[lang], html.unescape(read + heard[0]))
