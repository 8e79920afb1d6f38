"""Words broken into the lines of a plain text. Standard library alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WIDTH = 72
_MISREAD = re.compile(r"From(\s|$)|>|--$")
_KEPT, _BEFORE_INDENT = "\u00a0", "\x1f"


class Unbroken(NamedTuple):
    """Words, none of which may be broken, and what stands before the first. Further lines begin as far in, with blanks."""

    words: tuple[str, ...]
    indent: str = ""

    def lines(self) -> Iterator[str]:
        """Within WIDTH but for a long word; without words, an empty line."""
        first, *rest = self.words or ("",)
        line = (self.indent or _apart(first)) + first
        for word in rest:
            if len(line) + 1 + len(word) > WIDTH:
                yield line
                line = (" " * len(self.indent) or _apart(word)) + word
            else:
                line = f"{line} {word}"
        yield line


def _apart(word: str) -> str:
    """A blank before what mail programs read as something else at a line's start: `From `, `>` and a lone `-- ` (RFC 4155, RFC 3676)."""
    return " " if _MISREAD.match(word) else ""


def joined(runs: Sequence[Unbroken], between: str = _BEFORE_INDENT) -> str:
    """Runs as one text, a line for each: its words with blanks only between them, and behind `between` its indent."""
    each = ((" ".join(word.replace(" ", _KEPT) for word in run.words), run.indent) for run in runs)
    return "".join(f"{words}{between}{indent}\n" if indent else f"{words}\n" for words, indent in each)


def broken(text: str) -> str:
    """What `joined` made, in lines. No line is long but for a name, none begins as a mailbox or a quotation would, none ends in a blank."""
    lines: list[str] = []
    for run in text.split("\n")[:-1]:
        words, _, indent = run.partition(_BEFORE_INDENT)
        lines += Unbroken(tuple(words.split(" ")), indent).lines()
    return "".join(line.replace(_KEPT, " ").rstrip() + "\n" for line in lines)
