"""How code is set on paper: the largest size at which a block's longest line fits, and where a line ends that fits at none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sheetgen.blocks import Block, Code, Part, Pieces, Section, Steps

_PAGE_MM = 170.0
_EM = 0.6
"""The width of each glyph of Sheet Mono."""
_POINTS = (8.4, 7.7, 7.0, 6.3)
SIZES = tuple((f"c{i}", int(_PAGE_MM / (points * _EM * 25.4 / 72))) for i, points in enumerate(_POINTS, 1))
"""Classes of paper.css, and how many characters fit on a line of each."""
_MOST = SIZES[-1][1]


@dataclass(frozen=True, slots=True)
class Listing:
    """A block of code: the class of its size, and each line as the rows that it takes."""

    size: str
    lines: tuple[tuple[str, ...], ...]


def set_code(code: Sequence[str]) -> Listing:
    """Lines that fit at no size don't make the others smaller: they end at a blank."""
    needed = max((len(line) if len(line) <= _MOST else _longest_word(line) for line in code), default=0)
    size, columns = next((one for one in SIZES if one[1] >= needed), SIZES[-1])
    return Listing(size, tuple(tuple(_rows(line, columns)) for line in code))


def _longest_word(line: str) -> int:
    return max(len(word) for word in line.split(" "))


def _rows(line: str, columns: int) -> Iterator[str]:
    """A row ends after blanks; within a word only where that alone is too long, and then after a dot if it has one."""
    while len(line) > columns:
        end = line.rfind(" ", 1, columns + 1) + 1  # blanks may stand beyond the edge
        end += len(line[end:]) - len(line[end:].lstrip(" ")) if end else 0
        end = end if line[:end].strip() else line.rfind(".", 1, columns) + 1 or columns
        yield line[:end]
        line = line[end:]
    yield line


def says_broken(page: Sequence[Block], section: Section, text: Callable[[Pieces], str]) -> bool:
    """Whether this is the first section of the page whose code has a line that takes more than a row."""
    first = next((block for block in page if isinstance(block, Section) and _must_break(block.blocks, text)), None)
    return bool(section.broken) and section is first


def _must_break(blocks: Iterable[Block], text: Callable[[Pieces], str]) -> bool:
    return any(len(text(line)) > _MOST for code in _codes(blocks) for line in code.lines)


def _codes(blocks: Iterable[Block]) -> Iterator[Code]:
    for block in blocks:
        match block:
            case Code():
                yield block
            case Steps():
                yield from (code for step in block.steps for code in _codes(step.blocks))
            case Part():
                yield from _codes(block.blocks)
