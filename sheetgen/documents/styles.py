"""Style sheets that no engine of ours reads: what a browser would fetch for them, or pass over."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEITHER = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n\r\f])*"?|'(?:\\.|[^'\\\n\r\f])*'?""", re.DOTALL)
"""Comments and strings (CSS Syntax 3, 4.3.1); a string that isn't closed ends with its line."""
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})[ \t\n]?|(.))", re.IGNORECASE | re.DOTALL)
_FETCHES = re.compile(r"(?:\b(?:url|src|image|image-set|cross-fade)\(|@import\b)", re.IGNORECASE)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a style sheet, in which line."""

    line: int
    message: str
    hint: str


def fault_of(css: str) -> Fault | None:
    """The first thing in it that ends its element, asks for another file, or leaves its braces open; names of properties aren't judged."""
    if (at := css.find("</")) >= 0:
        return Fault(_line(css, at), "a style sheet can't hold </, the end of an element", "take it out")
    bare = _NEITHER.sub(lambda found: "\n" * found[0].count("\n") or " ", css)
    plain = _ESCAPE.sub(_unescaped, bare)
    if found := _FETCHES.search(plain):
        return Fault(_line(plain, found.start()), f"{found[0].lower()} asks for another file, and nothing is fetched", "take it out")
    return _open_brace(bare)


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else ord(found[2])
    return "\n" * found[0].count("\n") + (chr(code) if 0x20 < code < 0x7F else "_")


def _open_brace(bare: str) -> Fault | None:
    opened: list[int] = []
    for found in _BRACE.finditer(bare):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}":
            if not opened:
                return Fault(_line(bare, found.start()), "this brace closes nothing", "take it out, or open its rule")
            opened.pop()
    return Fault(_line(bare, opened[0]), "the brace that opens here is never closed", "close it") if opened else None


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
