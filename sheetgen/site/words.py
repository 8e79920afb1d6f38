"""Complaints about domains in the words of the page: the catalogue's own, as sentences, but where they speak to those who issue sheets."""

from __future__ import annotations

from collections.abc import Mapping

from sheetgen.domain import SEVERITIES
from sheetgen.messages import message
from sheetgen.slots import Lang

CODES = (*(code for code in SEVERITIES if code != "domain.found"), "request.same-domain")
"""What can be wrong with a field; nobody pastes lists there, as `domain.found` would have it."""

TO_VISITORS: Mapping[str, str] = {
    "domain.too-much-text": "site.say.too-much-text",
    "domain.name-too-long": "site.say.name-too-long",
    "domain.own": "site.say.own",
    "domain.reserved": "site.say.reserved",
    "domain.mixed-script": "site.say.mixed-script",
    "domain.freemail": "site.say.freemail",
    "domain.local-part": "site.say.local-part",
    "request.same-domain": "site.say.same-domain",
}
"""Messages for one's own domain, or a business partner's, in place of those for another's."""

TO_READERS: Mapping[str, str] = {
    **TO_VISITORS,
    "domain.own": "site.recipe.say.own",
    "domain.reserved": "site.recipe.say.reserved",
    "domain.local-part": "site.recipe.say.local-part",
    "request.same-domain": "site.recipe.say.same-domain",
}
"""The same on a recipe's page, which has no sheet, and often but one field."""


def words(lang: Lang, own: Mapping[str, str] = TO_VISITORS) -> Mapping[str, str]:
    """Codes -> what is wrong and what to do, with placeholders: what `sheetgen.words` is to hold on a page with these own words."""
    return {code: _words(lang, code, own) for code in CODES}


def _words(lang: Lang, code: str, own: Mapping[str, str]) -> str:
    if code in own:
        return message(lang, "site", own[code])
    return " ".join(_sentence(message(lang, "problems", f"problem.{code}{of}")) for of in ("", ".hint"))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
