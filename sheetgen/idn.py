"""Internationalised names: typed text -> A-labels and U-labels, by UTS 46 and IDNA 2008.

Imported only where a name isn't plain ASCII: idna takes 25 ms.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import idna

from sheetgen.hostname import (
    LONGEST_LABEL,
    LONGEST_NAME,
    Name,
    UnfitNameError,
    named,
    refuse_long_name,
    refuse_underscores,
    refuse_unfit_label,
)

_A_LABEL = "xn--"
_JOINERS = "\u200c\u200d"
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""General categories of what nobody sees."""

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_LONGEST_TYPED = LONGEST_NAME * 4
"""Of decomposed characters, at most four become one."""

_ON_KEYBOARDS = frozenset("\u0587\u0e33\u0eb3\u0edc\u0edd")
"""Compatibility characters that have keys of their own on Armenian, Thai and Lao keyboards: nobody pasted them by accident."""

_CODES: Mapping[str | None, str] = {
    "label_too_long": "domain.label-too-long",
    "hyphen_3_4": "domain.hyphen",
    "hyphen_start_end": "domain.hyphen",
    "contextj": "domain.invisible-character",
    "uts46_disallowed": "domain.character",
    "disallowed_codepoint": "domain.character",
    "leading_combiner": "domain.character",
    "contexto": "domain.character",
    "unknown_codepoint": "domain.character",
    "bidi_unknown_direction": "domain.character",
}
"""idna's codes; all others that a mapped label can get speak of the Bidi rule."""


def international_name(typed: str) -> Name:
    """Take a name without dots at its ends; raises UnfitNameError.

    UTS 46 (non-transitional, with its checks of hyphens, joiners and directions), then IDNA 2008. Characters that UTS 46 drops, and
    compatibility characters that it spells out, are refused: nobody sees what they become.
    """
    if len(typed) > _LONGEST_TYPED:
        raise UnfitNameError("domain.name-too-long", length=str(len(typed)))
    if unseen := [c for c in typed if _is_unseen(c)]:
        raise UnfitNameError("domain.invisible-character", characters=named(unseen))
    if spelt_out := [c for c in typed if is_spelt_out(c)]:
        plain = "".join(unicodedata.normalize("NFKC", c) if c in spelt_out else c for c in typed)
        raise UnfitNameError("domain.compatibility-character", characters=named(spelt_out), plain=plain)
    try:
        mapped = idna.uts46_remap(typed, std3_rules=False)
    except idna.IDNAError as fault:
        raise _unfit(fault) from fault
    refuse_underscores(mapped)
    refuse_long_name(mapped)
    labels = [_label(label) for label in mapped.split(".")]
    name = Name(".".join(label.ascii for label in labels), ".".join(label.unicode for label in labels))
    refuse_long_name(name.ascii)
    _refuse_broken_direction(name.unicode)
    return name


def _is_unseen(character: str) -> bool:
    """Tell control and format characters, and what UTS 46 drops. Joiners are judged by their context, with the label."""
    if character in _JOINERS:
        return False
    try:
        return unicodedata.category(character) in UNSEEN or not idna.uts46_remap(character, std3_rules=False)
    except idna.IDNAError:
        return False


def is_spelt_out(character: str) -> bool:
    """Tell compatibility characters, which UTS 46 would spell out."""
    return unicodedata.decomposition(character).startswith("<") and character not in _ON_KEYBOARDS


def _label(label: str) -> Name:
    try:
        if label.startswith(_A_LABEL) and label.isascii() and len(label) <= LONGEST_LABEL:
            return Name(label, idna.ulabel(label))
        if not label.isascii():
            return Name(idna.alabel(label).decode("ascii"), label)
    except idna.IDNAError as fault:
        raise _unfit(fault, label) from fault
    refuse_unfit_label(label)
    return Name(label, label)


def _refuse_broken_direction(name: str) -> None:
    """Apply RFC 5893, section 2: one right-to-left label puts each label of the name under the Bidi rule. idna looks at each by itself."""
    if any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in name):
        for label in name.split("."):
            try:
                idna.check_bidi(label, check_ltr=True)
            except idna.IDNAError as fault:
                raise _unfit(fault, label) from fault


def _unfit(fault: idna.IDNAError, label: str = "") -> UnfitNameError:
    if label.startswith(_A_LABEL):
        return UnfitNameError("domain.a-label", label=label)
    characters = named([chr(fault.codepoint)]) if fault.codepoint is not None else ""
    return UnfitNameError(_CODES.get(fault.code, "domain.bidi"), label=label, characters=characters)
