"""The tables by which the page's script judges domains: what `domain`, `idn` and `scripts` look up, as a script file.

idna's tables, the Public Suffix List and fontTools' script extensions are the installed ones, whatever Python builds. Categories,
directions and NFC are those of the Python that builds (3.11: Unicode 14, 3.13: 15.1): letters younger than they are the page
refuses, as `sheetgen` does on that Python and perhaps not on another.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, pairwise, starmap

import idna.idnadata
import idna.uts46data
from fontTools.unicodedata import script_extension

from sheetgen.domain import SEVERITIES, freemail, is_wide_or_narrow
from sheetgen.errors import is_shown
from sheetgen.glyphs import missing
from sheetgen.idn import UNSEEN, is_spelt_out
from sheetgen.resources import folder
from sheetgen.scripts import written_with
from sheetgen.site.packed import runs, steps, tree
from sheetgen.suffixes import rules, suffix_list_date

Range = tuple[int, int]
"""The first of characters in a row, and the one after the last."""

_END = sys.maxunicode + 1
_VIRAMA = 9
"""Canonical combining class of what a joiner may follow (RFC 5892, appendix A)."""

_PASTED = (
    "!\"#$%&'()*+/:;<=>?@[\\]^_`{|}~\xad·‐‑–—‘’“”„…€™²³ﬀﬁﬂ\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202d\u202e\u2060\ufe0e\ufe0f\ufeff"
)
"""Characters that come with a pasted name: the page names them, and all others by their number alone."""


def script() -> str:
    """Write the script that sets `sheetgen.names`, which `templates/site/domains.js` asks: what unpacks the tables, and they, in ASCII."""
    unpack = (folder("templates") / "site" / "names.js").read_text("ascii")
    head = f"// IDNA {idna.idnadata.__version__}, Unicode {unicodedata.unidata_version}, Public Suffix List of {suffix_list_date()}"
    return f"{head}\n{unpack}sheetgen.names = sheetgen.unpack({tables()});\n"


@cache
def tables() -> str:
    """As JSON; takes two seconds, and depends on what is installed alone."""
    return json.dumps({**_lists(), **_characters()}, indent=1)


def _lists() -> Mapping[str, object]:
    return {
        "severities": dict(SEVERITIES),
        "freemail": " ".join(sorted(freemail())),
        "suffixes": {section: tree(rules(section)) for section in ("private", "icann")},  # where both list a name, the last counts
        "characters": {f"U+{ord(c):04X}": unicodedata.name(c) for c in _PASTED},
    }


def _characters() -> Mapping[str, object]:
    text = list(map(chr, range(_END)))
    categories = list(map(unicodedata.category, text))
    odd = [n for n, decomposition in enumerate(map(unicodedata.decomposition, text)) if decomposition[:1] == "<"]
    spelt_out = {n for n in odd if is_spelt_out(text[n])}
    replaced = {n: r for n, r in _replaced().items() if n not in spelt_out and unicodedata.normalize("NFC", text[n]) != r}
    valid = sorted(both for ranges in idna.idnadata.codepoint_classes.values() for both in _ranges(ranges))
    return {
        "members": {
            "wide": _members(n for n in odd if is_wide_or_narrow(text[n])),
            "hidden": _members(n for n in range(_END) if not is_shown(text[n])),
            "unseen": _members([*_of_status("I"), *(n for n in range(_END) if categories[n] in UNSEEN)]),
            "speltOut": _members(spelt_out),
            "disallowed": _members(_of_status("X")),
            "valid": _members(_within(valid)),
            "shown": _members(n for n in _within(valid) if not missing(text[n])),
            "mark": _among(valid, lambda n: "Y" if categories[n][0] == "M" else "N"),
        },
        "values": {
            "beforeJoiner": _among(valid, lambda n: _before_joiner(text[n])),
            "joining": _named(idna.idnadata.joining_types),
            "direction": _among(valid, lambda n: unicodedata.bidirectional(text[n]) or "UNKNOWN"),
            "contextScript": _named(idna.idnadata.scripts),
        },
        **_scripts(valid),
        "mapped": steps(replaced),
    }


def _scripts(valid: Iterable[Range]) -> Mapping[str, object]:
    """Number the sets of scripts in two capitals."""
    written = {n: written_with(script_extension(chr(n))) for n in _within(valid)}  # type: ignore[no-untyped-call]
    sets = sorted(set(written.values()), key=sorted)
    letters = {scripts: chr(ord("A") + i // 26) + chr(ord("A") + i % 26) for i, scripts in enumerate(sets)}
    return {"scripts": [" ".join(sorted(scripts)) for scripts in sets], "script": _among(valid, lambda n: letters[written[n]])}


def _uts46() -> Iterable[tuple[Range, str, str]]:
    """UTS 46's table: which characters have which status (I ignored, M mapped, X disallowed), and what replaces them."""
    data = idna.uts46data
    ranges = pairwise([*data.uts46_starts, _END])
    return zip(ranges, map(chr, data.uts46_statuses), (replacement or "" for replacement in data.uts46_replacements), strict=True)


def _of_status(status: str) -> Iterator[int]:
    return _within(ranges for ranges, found, _ in _uts46() if found == status)


def _replaced() -> Mapping[int, str]:
    return {n: replacement for both, status, replacement in _uts46() if status == "M" for n in range(*both)}


def _before_joiner(character: str) -> str:
    """V after which a joiner may stand; U for what this Python doesn't know, where idna gives up; else N."""
    combining, name = unicodedata.combining(character), unicodedata.name(character, "")
    if combining == _VIRAMA:
        return "V"
    return "N" if combining or name else "U"


def _ranges(numbers: Iterable[int]) -> list[Range]:
    """Read idna's ranges, each of which is first << 32 | end."""
    return [(both >> 32, both & 0xFFFFFFFF) for both in numbers]


def _within(ranges: Iterable[Range]) -> Iterator[int]:
    return chain.from_iterable(starmap(range, ranges))


def _members(numbers: Iterable[int]) -> str:
    table = bytearray(_END)
    for n in numbers:
        table[n] = 1
    return runs(table, "NY")


def _named(of: Mapping[str, Iterable[int]]) -> str:
    table = bytearray(_END)
    for value, numbers in enumerate(of.values(), 1):
        for first, end in _ranges(numbers):
            table[first:end] = bytes([value]) * (end - first)
    return runs(table, ["N", *map(str.upper, of)])


def _among(valid: Iterable[Range], value: Callable[[int], str]) -> str:
    """Give what no taken label holds the value of the one before: nobody asks for it, and runs grow longer."""
    table = bytearray(_END)
    values: dict[str, int] = {}
    for (first, end), (following, _) in pairwise([*valid, (_END, _END)]):
        for n in range(first, end):
            table[n] = values.setdefault(value(n), len(values))
        table[end:following] = table[end - 1 : end] * (following - end)
    return runs(table, list(values))
