"""Slots in code and prose, and how names are put in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.recipes.slots import SlotError, Value, Values, filled, in_prose, parse_line

ONE: Values = {
    "customer": (Value("kunde.example"),),
    "certificate": (Value("platform.example", wild=True), Value("mx.platform.example")),
    "minimum": (Value("TLSv1.2"),),
}
SEVERAL: Values = {**ONE, "customer": (Value("kunde.example"), Value("küche.example", wild=True)), "minimum": ()}
LINES = {
    "a line for each": ("«customer» secure", SEVERAL, ["kunde.example secure", "küche.example secure"]),
    "subdomains too": ("«customer|.» x", SEVERAL, ["kunde.example x", "küche.example x", ".küche.example x"]),
    "all on one line": ("«customers| : |*.»", SEVERAL, ["kunde.example : küche.example : *.küche.example"]),
    "a wildcard as it is": ("«certificates|, »", ONE, ["*.platform.example, mx.platform.example"]),
    "a wildcard as Postfix writes it": ("match=«certificates|:|.»", ONE, ["match=.platform.example:mx.platform.example"]),
    "the first alone": ("TlsDomain '«first certificate»'", ONE, ["TlsDomain '*.platform.example'"]),
    "the first without its wildcard": ("«customer» «first certificate|»", ONE, ["kunde.example platform.example"]),
    "the first of none": ("from «first outgoing»", ONE, []),
    "what is known": ("secure«minimum? protocols=>=»", ONE, ["secure protocols=>=TLSv1.2"]),
    "what is not known": ("secure«minimum? protocols=>=»", SEVERAL, ["secure"]),
    "no slot": ("postfix reload", ONE, ["postfix reload"]),
    "a line about nobody": ("«outgoing» TLS", ONE, []),
    "braces and dollars stay": ('${x} {"a"} «customer»', ONE, ['${x} {"a"} kunde.example']),
}


@pytest.mark.parametrize("what", LINES)
def test_a_line_is_filled(what: str) -> None:
    """Each kind of slot gives the lines it is documented to give."""
    line, values, wanted = LINES[what]
    assert list(filled(line, values)) == wanted


@pytest.mark.parametrize(
    "text", ["«client»", "«customer", "customer»", "«customers»", "«customer|a|b»", "«first customers|,»", "«»", "«customer «mx»»"]
)
def test_what_is_no_slot_is_refused(text: str) -> None:
    """A misspelt slot never reaches a partner as text."""
    with pytest.raises(SlotError):
        parse_line(text)


def test_prose_names_all() -> None:
    """In a sentence a slot stands for all its values."""
    assert in_prose("Namen wie «first certificate»", SEVERAL) == "Namen wie *.platform.example"
    assert in_prose("Mail an «customer» geht nur mit TLS.", SEVERAL) == "Mail an kunde.example, küche.example geht nur mit TLS."


@given(st.text(st.characters(exclude_characters="«»\n\r", exclude_categories=["Cs"])))
def test_all_else_stays_as_it_is(text: str) -> None:
    """Code without slots comes out letter for letter."""
    assert list(filled(text, ONE)) == [text]
