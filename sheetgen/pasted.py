"""A line pasted from a ticket or a mail's header -> the domains in it, listed back."""

from __future__ import annotations

import re

from sheetgen.domain import LONGEST_TYPED, SEVERITIES, Typed, in_ordinary_width, parse_domains
from sheetgen.errors import Place, Problem, printable

_DISPLAY_NAME = re.compile(r'"[^"]*"(?=\s*<)')
_IN_BRACKETS = re.compile(r"<(?:mailto:)?([^<>\s]+)>")
_AROUND_WORDS = "()!?:"


def parse_pasted(line: str, *, place: Place, own: frozenset[str] = frozenset()) -> Typed:
    """Judge the names of a line such as `"Max" <max@firma.de>; firma.com`. Never raises, as `parse_domains`.

    Display names (RFC 5322, section 3.4) and words without a dot are passed over; a warning then lists what was found. A line
    without any name is judged as it stands.
    """
    if len(line) > LONGEST_TYPED:
        return parse_domains(line, place=place, own=own)
    text = in_ordinary_width(line)
    names = _names(text)
    typed = parse_domains(names or line, place=place, own=own)
    if not typed.domains or names.split() == re.split(r"[\s,;]+", text.strip(" \t\r\n,;")):
        return typed
    found = {"typed": printable(line), "found": printable(", ".join(domain.unicode for domain in typed.domains))}
    return Typed(typed.domains, (*typed.problems, Problem("domain.found", SEVERITIES["domain.found"], place=place, parts=found)))


def is_nameless(line: str) -> bool:
    """Whether no word of a line looks like a name: none has a dot or an @."""
    return len(line) <= LONGEST_TYPED and not _names(in_ordinary_width(line))


def _names(text: str) -> str:
    words = re.split(r"[\s,;]+", _IN_BRACKETS.sub(r" \1 ", _DISPLAY_NAME.sub(" ", text)))
    return " ".join(word.strip(_AROUND_WORDS) for word in words if "." in word.strip(".") or "@" in word)
