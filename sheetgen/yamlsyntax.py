"""What a YAML parser complains of, in our words."""

from __future__ import annotations

from collections.abc import Sequence

QUOTE = "put the value in quotes"
INDENT = "indent with spaces, two for each level, keys of one mapping in one column"
_SYNTAX: tuple[tuple[str, str, str], ...] = (  # how the parser's words begin -> ours
    ("mapping values are not allowed", "a colon stands here where no key may be", "put the value before it in quotes, or begin a new line"),
    ("could not find expected ':'", "the line before lacks its colon", "write key: value"),
    ("found a tab character", "a tab stands here as indentation", INDENT),
    ("found character that cannot start any token", "no value can begin with this character", QUOTE),
    ("did not find expected key", "the indentation fits no level above, or a key is wanted here", INDENT),
    (
        "did not find expected '-'",
        "the indentation fits no level above, or an item is wanted here",
        "begin each item of the list with - in one column",
    ),
    ("did not find expected ',' or ']'", "this list has no end", "write a comma between its items and ] at its end"),
    ("did not find expected ',' or '}'", "this mapping has no end", "write a comma between its keys and } at its end"),
    ("found unexpected end of stream", "a quoted value has no end", "close it with the same quote as it began"),
    ("found unexpected document indicator", "--- or ... stands inside a quoted value", "close the quote before it"),
    ("found unknown escape character", "there is no such escape", r"write \\ for a backslash, or put the value in single quotes"),
    ("found invalid Unicode character", "this escape is no character of Unicode", "write the character itself"),
    ("did not find expected hexdecimal", "this escape lacks digits", "write the character itself"),
    ("did not find expected alphabetic", "a value that begins with * or & is an anchor to YAML, and none is taken", QUOTE),
    ("block sequence entries are not allowed", "an item of a list may not begin here", "begin it on a line of its own"),
    ("mapping keys are not allowed", "a key may not begin here", "begin it on a line of its own"),
    ("did not find expected node content", "a value is wanted here", "write it, or take the comma or bracket away"),
    ("did not find expected <document start>", "this belongs to nothing above it", INDENT),
)
_BROKEN = ("this is no YAML", "look for a missing quote, colon or bracket here or on the line before")


def in_our_words(words: str, lines: Sequence[str], line: int, column: int) -> tuple[str, str]:
    """The parser's words, the file's lines, where it stopped (from 0) -> message and hint."""
    before = lines[line][: column + 1] if line < len(lines) else ""
    if "\t" in before and not before[:-1].strip():
        words = "found a tab character"
    return next(((ours, hint) for theirs, ours, hint in _SYNTAX if words.startswith(theirs)), _BROKEN)
