"""docs/gallery.md: every hard case, what is hard about it, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sheetgen.slots import SheetLang
from tests.documents.cases import CASES
from tests.places import CHECKOUT

PAGE = CHECKOUT / "docs" / "gallery.md"
LOOKS = [(name, lang) for name, case in CASES.items() for lang in case.languages]
_ABOUT = (
    "Made by `make gallery` from [the table of cases](../tests/documents/cases.py). `make test` compares each picture with today's sheet;",
    "what differs by more than another version of poppler would draw it, fails. Look at it, and if it is meant, make the gallery anew.",
)
_IN_WORDS: dict[SheetLang, str] = {"de": "German", "en": "English", "de-en": "German and English"}


def picture(name: str, lang: SheetLang) -> Path:
    """Where the picture of a case in a language lies."""
    return PAGE.parent / "gallery" / f"{name}.{lang}.png"


def gallery() -> str:
    """The page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# How hard cases look"
    yield ""
    yield from _ABOUT
    for name, case in CASES.items():
        yield ""
        yield f"## {name.replace('-', ' ').capitalize()}"
        yield ""
        yield case.about
        for lang in case.languages:
            yield ""
            yield f"![{name} in {_IN_WORDS[lang]}]({picture(name, lang).relative_to(PAGE.parent)})"
