"""The program's words: gettext catalogues by language and subject. Standard library only: refusals are spoken before anything loads."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from sheetgen.errors import Failed
from sheetgen.resources import folder
from sheetgen.slots import Lang

Subject = Literal["sheet", "problems", "site"]


class Unsayable(LookupError):  # noqa: N818 - it says what happened
    """The program asks for a message that a catalogue lacks, or that has a placeholder which nothing is given for."""

    def __init__(self, lang: Lang, subject: Subject, message_id: str, what: str) -> None:
        """`what` ends a sentence that the catalogue begins."""
        super().__init__(f"{lang}/{subject}.po {what}")
        self.po, self.message_id = _compiled(lang, subject).with_suffix(".po"), message_id


def _compiled(lang: Lang, subject: Subject) -> Path:
    return folder("data") / "locale" / lang / "LC_MESSAGES" / f"{subject}.mo"


@cache
def _catalogue(lang: Lang, subject: Subject) -> gettext.GNUTranslations:
    path = _compiled(lang, subject)
    try:
        with path.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    except OSError as error:
        raise Failed(f"the message catalogue {path} can't be read: {error.strerror}", "make catalogues") from error


def message(lang: Lang, subject: Subject, message_id: str) -> str:
    """The message of that id. Raises Unsayable where the catalogue lacks it."""
    text = _catalogue(lang, subject).gettext(message_id)
    if text == message_id:
        raise Unsayable(lang, subject, message_id, f"has no message {message_id}")
    return text


def filled(lang: Lang, subject: Subject, message_id: str, parts: Mapping[str, str]) -> str:
    """The message of that id with its placeholders filled. Raises Unsayable, also where nothing is given for one."""
    try:
        return message(lang, subject, message_id).format_map(parts)
    except KeyError as error:
        raise Unsayable(lang, subject, message_id, nothing_for(message_id, error.args[0])) from error


def nothing_for(message_id: str, placeholder: str) -> str:
    """What is wrong with a catalogue where nothing is given for a message's placeholder."""
    return f"has {{{placeholder}}} in {message_id}, which nothing is given for"


def forget() -> None:
    """Read the catalogues anew from now on: somebody has changed them."""
    _catalogue.cache_clear()
