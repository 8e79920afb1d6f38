"""How far a long run has come: a bar on a terminal, and a line for each tenth where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from sheetgen.cli.report import say

SHORT = 20
"""Steps that are over before anybody could look."""
_LINES_FROM = 100


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """What is to be called after each of the steps."""
    if total <= SHORT:
        yield lambda: None
    elif sys.stderr.isatty():
        with click.progressbar(length=total, label=what, show_pos=True, item_show_func=_rate, file=sys.stderr) as bar:
            begin = time.monotonic()

            def step() -> None:
                bar.update(1, f"{bar.pos / max(time.monotonic() - begin, 0.001):.0f} a second")

            yield step
    else:
        yield _Lines(what, total).step


def _rate(told: str | None) -> str | None:
    return told


class _Lines:
    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.done, self.begin = what, total, 0, time.monotonic()

    def step(self) -> None:
        self.done += 1
        tenth = self.total // 10
        if self.total >= _LINES_FROM and self.done % tenth == 0 and self.done < self.total:
            rate = self.done / max(time.monotonic() - self.begin, 0.001)
            say(f"{self.done} of {self.total} {self.what}, {rate:.0f} a second, {(self.total - self.done) / rate:.0f} s left")
