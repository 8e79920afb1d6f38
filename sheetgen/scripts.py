"""Scripts of writing: whether a label mixes them, as look-alikes do."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

_NEUTRAL = frozenset({"Zyyy", "Zinh"})
"""Common and inherited: digits, hyphens, combining marks."""

_WRITTEN_TOGETHER: Mapping[str, frozenset[str]] = {
    "Hani": frozenset({"Hani", "Jpan", "Kore", "Hanb"}),
    "Hira": frozenset({"Hira", "Jpan"}),
    "Kana": frozenset({"Kana", "Jpan"}),
    "Hang": frozenset({"Hang", "Kore"}),
    "Bopo": frozenset({"Bopo", "Hanb"}),
}
"""UTS 39, section 5.1: Japanese, Korean and Chinese with Bopomofo write in several scripts and count as one."""


def mixes_scripts(label: str) -> bool:
    """Tell whether no one script writes the whole label (UTS 39, section 5.1, by script extensions).

    Latin beside Chinese or Japanese counts as mixed, which UTS 39's level "highly restrictive" would let pass: 一 (U+4E00) reads as a
    dash between Latin letters, and a doubt costs whoever means it one `--accept`.
    """
    if all(c.isascii() or unicodedata.name(c, "").startswith("LATIN ") for c in label):
        return False
    from fontTools.unicodedata import script_extension  # 20 ms, which a German name must not pay

    common: frozenset[str] | None = None
    for character in label:
        if written := written_with(script_extension(character)):  # type: ignore[no-untyped-call]
            common = written if common is None else common & written
    return common is not None and not common


def written_with(scripts: AbstractSet[str]) -> frozenset[str]:
    """Script extensions of a character -> the scripts and mixtures that write it; none for what all scripts share."""
    return frozenset() if scripts & _NEUTRAL else frozenset().union(*(_WRITTEN_TOGETHER.get(s, {s}) for s in scripts))
