"""The words of refusals: every code that a typed domain can get has them, in both languages."""

from __future__ import annotations

import re
import string

import pytest
from babel.messages.pofile import read_po

from sheetgen.domain import SEVERITIES
from sheetgen.errors import Problem
from sheetgen.pasted import parse_pasted
from sheetgen.resources import folder
from tests.test_domain import HERE, REFUSED, REMARKED, judge


def sample(code: str) -> Problem:
    """Return a problem of that code, from the tables above."""
    if code == "domain.found":
        return parse_pasted("Max <max@firma.de>", place=HERE).problems[-1]
    text = next(text for text, of in REFUSED + REMARKED if of == code)
    return judge(text).problems[0]


def words(lang: str) -> dict[str, str]:
    """Read one catalogue: message id -> text."""
    with (folder("data") / "locale" / lang / "LC_MESSAGES" / "problems.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, abort_invalid=True) if m.id}


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", SEVERITIES)
def test_every_code_has_its_words(code: str) -> None:
    """Message and hint stand in both languages, ask for the same parts in both, and every part they ask for is there."""
    problem = sample(code)
    assert problem.severity == SEVERITIES[code]
    for message_id in (f"problem.{code}", f"problem.{code}.hint"):
        german, english = words("de")[message_id], words("en")[message_id]
        assert german
        assert english
        assert german != english
        assert placeholders(german) == placeholders(english) <= set(problem.parts)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_words_fit_one_character_and_many(lang: str) -> None:
    """No message that lists characters says how many there are."""
    listing = [text for text in words(lang).values() if "{characters}" in text]
    assert len(listing) == 3
    assert [text for text in listing if re.search(r"\b(ein Zeichen|a character)\b", text)] == []
