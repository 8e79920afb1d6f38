"""The words of complaints about domains, for the page's script."""

from __future__ import annotations

from collections.abc import Mapping

from sheetgen.blocks import Lang
from sheetgen.domain import SEVERITIES
from sheetgen.messages import message

_CODES = (*SEVERITIES, "request.same-domain")


def words(lang: Lang) -> Mapping[str, str]:
    """Message ids -> the catalogue's texts in one language, with their placeholders: what `sheetgen.words` is to hold on a page."""
    ids = (f"problem.{code}{of}" for code in _CODES for of in ("", ".hint"))
    return {message_id: message(lang, "problems", message_id) for message_id in ids}
