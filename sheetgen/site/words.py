"""Complaints about domains in the words of the page: the catalogue's own, as sentences, but where they speak to those who issue sheets."""

from __future__ import annotations

from collections.abc import Mapping

from sheetgen.blocks import Lang
from sheetgen.domain import SEVERITIES
from sheetgen.messages import message

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


def words(lang: Lang) -> Mapping[str, str]:
    """Codes -> what is wrong and what to do, with placeholders: what `sheetgen.words` is to hold on a page."""
    return {code: _words(lang, code) for code in CODES}


def _words(lang: Lang, code: str) -> str:
    if code in TO_VISITORS:
        return message(lang, "site", TO_VISITORS[code])
    return " ".join(_sentence(message(lang, "problems", f"problem.{code}{of}")) for of in ("", ".hint"))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
