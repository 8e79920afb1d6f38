"""The Public Suffix List: which names registries and hosters give out, and which their customers own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

Section = Literal["icann", "private"]

EXAMPLE = "example"
"""The top level of made-up names (RFC 2606, section 2). The list lacks it; names stand directly below it."""

DEEPEST_RULE = 8
"""Labels of the longest rule that is looked for; the list's own longest is tested to be shorter."""

_LATEST = 8
"""Names whose suffix is remembered: one that is judged is asked for several times."""

_PRIVATE_SECTION = b"// ===BEGIN PRIVATE DOMAINS==="


class Suffix(NamedTuple):
    """The public suffix of a name, in A-labels, and the section of the list that says so."""

    name: str
    section: Section


@lru_cache(_LATEST)
def public_suffix(ascii_name: str) -> Suffix | None:
    """Find the longest suffix that the list gives a name in A-labels; None where the list lacks its top level.

    By the list's algorithm, https://github.com/publicsuffix/list/wiki/Format, but that a name without a rule has no suffix; a
    wildcard's parent counts as a suffix too, as the list's own tests have it.
    """
    labels = ascii_name.split(".")
    listed = [_as_listed(label) for label in labels[-DEEPEST_RULE:]]
    for depth in range(len(listed), 0, -1):
        name = b".".join(listed[-depth:])
        for mark, length in ((b"!", depth - 1), (b"*.", min(depth + 1, len(labels))), (b"", depth)):
            for section, lines in _lines().items():
                if mark + name in lines:
                    return Suffix(".".join(labels[-length:]), section)
    return None


def registrable(ascii_name: str) -> str | None:
    """Cut a name in A-labels to its suffix and one label more, under `.example` to the last two labels; None if it is shorter.

    Both sections of the list count: below `github.io` each name has an owner of its own.
    """
    labels = ascii_name.split(".")
    suffix = Suffix(EXAMPLE, "private") if labels[-1] == EXAMPLE else public_suffix(ascii_name)
    if not suffix:
        return None
    length = suffix.name.count(".") + 2
    return ".".join(labels[-length:]) if length <= len(labels) else None


def rules(section: Section) -> frozenset[str]:
    """List the rules of one section, in A-labels."""
    return frozenset(
        ".".join(map(_as_a_label, line.decode().split("."))) for line in _lines()[section] if line and not line.startswith(b"//")
    )


def suffix_list_date() -> date | None:
    """Read the day of the installed list from its own VERSION line; None where it has none."""
    found = re.search(rb"^// VERSION: (\d{4}-\d\d-\d\d)", _content(), re.MULTILINE)
    return date.fromisoformat(found[1].decode()) if found else None


@cache
def _lines() -> Mapping[Section, frozenset[bytes]]:
    """Split the list into its lines, by section: 2 ms, where the library's parser takes 100. No name equals a comment."""
    icann, _, private = _content().partition(_PRIVATE_SECTION)
    return {"icann": frozenset(icann.split(b"\n")), "private": frozenset(private.split(b"\n"))}


def _content() -> bytes:
    spec = find_spec("publicsuffixlist")  # which does not import it: its data alone is wanted
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("publicsuffixlist")
    return Path(spec.origin).with_name("public_suffix_list.dat").read_bytes()


def _as_a_label(listed: str) -> str:
    return listed if listed.isascii() else "xn--" + listed.encode("punycode").decode("ascii")


def _as_listed(label: str) -> bytes:
    """Write a label as the list does, in U-labels and UTF-8. What isn't Punycode stands in no rule either."""
    ascii_label = label.encode("ascii")
    try:
        return ascii_label[4:].decode("punycode").encode() if label.startswith("xn--") else ascii_label
    except UnicodeError:
        return ascii_label
