"""Names in letters, digits and hyphens; and what is wrong with a name that is none. The standard library alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

LONGEST_LABEL = 63
LONGEST_NAME = 253
"""RFC 1035, section 2.3.4: 255 octets on the wire are 253 characters, without the dot at the end."""

_NAMED_AT_MOST = 12
_NO_LDH = re.compile(r"[^a-z0-9-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class UnfitNameError(Exception):
    """A name that is none."""

    def __init__(self, code: str, **parts: str) -> None:
        """Carry the code and the parts of the problem to make of it."""
        super().__init__(code)
        self.code = code
        self.parts: Mapping[str, str] = parts


class Name(NamedTuple):
    """One name in A-labels and in U-labels, lower-case, without a dot at the end."""

    ascii: str
    unicode: str


def plain_name(typed: str) -> Name:
    """Take an ASCII name without A-labels and without dots at its ends; raises UnfitNameError."""
    if unseen := _CONTROL.findall(typed):
        raise UnfitNameError("domain.invisible-character", characters=named(unseen))
    name = typed.lower()
    refuse_underscores(name)
    refuse_long_name(name)
    for label in name.split("."):
        refuse_unfit_label(label)
    return Name(name, name)


def refuse_unfit_label(label: str) -> None:
    """Raise UnfitNameError unless an ASCII label follows RFC 1123, section 2.1, and UTS 46's rule on hyphens; A-labels go elsewhere."""
    if not label:
        raise UnfitNameError("domain.empty-label")
    if strange := _NO_LDH.findall(label):
        raise UnfitNameError("domain.character", characters=named(strange))
    if len(label) > LONGEST_LABEL:
        raise UnfitNameError("domain.label-too-long", label=label)
    if label.startswith("-") or label.endswith("-") or label[2:4] == "--":
        raise UnfitNameError("domain.hyphen", label=label)


def refuse_underscores(name: str) -> None:
    """Raise UnfitNameError for an underscore: service names have it, mail domains don't (RFC 5321, section 2.3.5)."""
    if "_" in name:
        raise UnfitNameError("domain.underscore")


def refuse_long_name(name: str) -> None:
    """Raise UnfitNameError for a name that DNS can't hold."""
    if len(name) > LONGEST_NAME:
        raise UnfitNameError("domain.name-too-long", length=str(len(name)))


def named(characters: Iterable[str]) -> str:
    """Name each character once, as `U+00AD SOFT HYPHEN`; control characters have a number only."""
    distinct = list(dict.fromkeys(characters))
    listed = [f"U+{ord(c):04X} {unicodedata.name(c, '')}".rstrip() for c in distinct[:_NAMED_AT_MOST]]
    return ", ".join(listed) + (", …" if len(distinct) > _NAMED_AT_MOST else "")
