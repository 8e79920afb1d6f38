"""Tables as short ASCII text, which `templates/site/domains.js` unpacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """Write a number as JavaScript's parseInt(…, 36) reads it."""
    if number < 0:
        return "-" + base36(-number)
    return (base36(number // 36) if number >= 36 else "") + _DIGITS[number % 36]


def runs(table: bytes | bytearray, values: Sequence[str]) -> str:
    """Write the values to which the bytes of a table point, in capital letters, as runs: the length in base 36, then the value."""
    of_one_value = re.compile(b"|".join(re.escape(bytes([n])) + b"+" for n in range(len(values))))
    return "".join(base36(len(run)) + values[run[0]] for run in of_one_value.findall(table))


def steps(replaced: Mapping[int, str]) -> str:
    """Write what replaces which character: `gap.count.step.distance` for those that lie alike, else `gap=character+character`.

    A gap is counted from the beginning of the entry before.
    """
    left = dict(sorted(replaced.items()))
    entries: list[str] = []
    last = 0
    while left:
        first = next(iter(left))
        gap, last = base36(first - last), first
        if len(left[first]) == 1:
            alike = max((_alike(left, first, step) for step in (1, 2)), key=len)
            distance = ord(left[first]) - first
            entries.append(".".join([gap, *map(base36, (len(alike), alike.step, distance))]))
        else:
            alike = range(first, first + 1)
            entries.append(f"{gap}={'+'.join(base36(ord(c)) for c in left[first])}")
        for character in alike:
            del left[character]
    return " ".join(entries)


def _alike(replaced: Mapping[int, str], first: int, step: int) -> range:
    """Find how far characters at that step are replaced at the first one's distance."""
    distance = ord(replaced[first]) - first
    end = first + step
    while replaced.get(end) == chr(end + distance):
        end += step
    return range(first, end, step)


def tree(names: Iterable[str]) -> str:
    """Write names by their labels from right to left, as `jp(ac,kobe~(*,!city))`; a tilde marks what is no name of its own."""
    return _branch(sorted(tuple(reversed(name.split("."))) for name in names))


def _branch(names: list[tuple[str, ...]]) -> str:
    written = []
    for label, group in groupby(names, key=lambda labels: labels[0]):
        tails = [labels[1:] for labels in group]
        below = [labels for labels in tails if labels]
        written.append(label + ("" if () in tails else "~") + (f"({_branch(below)})" if below else ""))
    return ",".join(written)
