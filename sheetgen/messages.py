"""The program's words: gettext catalogues by language and subject. Standard library only: refusals are spoken before anything loads."""

from __future__ import annotations

import gettext
from functools import cache
from typing import Literal

from sheetgen.blocks import Lang
from sheetgen.errors import Failed
from sheetgen.resources import folder

Subject = Literal["sheet", "problems", "site"]


@cache
def _catalogue(lang: Lang, subject: Subject) -> gettext.GNUTranslations:
    path = folder("data") / "locale" / lang / "LC_MESSAGES" / f"{subject}.mo"
    try:
        with path.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    except OSError as error:
        raise Failed(f"the message catalogue {path} can't be read: {error.strerror}", "make catalogues") from error


def message(lang: Lang, subject: Subject, message_id: str) -> str:
    """The message of that id. Raises LookupError where the catalogue lacks it."""
    text = _catalogue(lang, subject).gettext(message_id)
    if text == message_id:
        raise LookupError(f"{lang}/{subject}.po has no message {message_id}")
    return text


def forget() -> None:
    """Read the catalogues anew from now on: somebody has changed them."""
    _catalogue.cache_clear()
