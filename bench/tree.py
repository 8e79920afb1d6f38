"""The memory of a process and of all that it starts, read from /proc while it runs (Linux)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_EVERY = 0.01
"""Seconds between two looks: a look takes about a tenth of a millisecond."""
_OWN_TIMES = slice(11, 13)
"""utime and stime among the fields of /proc/PID/stat that follow the command's name."""


class Tree:
    """Looks at the processes below one, again and again.

    `peak_mib`: what those alive at once had each taken at its most, added up; what they share is counted for each. `own_cpu`:
    milliseconds of processor of the first alone.
    """

    def __init__(self, pid: int) -> None:
        """Of a process that has been started."""
        self.peak_mib, self.own_cpu = 0.0, 0.0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Look no longer."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.peak_mib = max(self.peak_mib, sum(map(_most, _below(self._pid))) / 1024)
            with suppress(OSError):
                fields = Path(f"/proc/{self._pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
                self.own_cpu = sum(map(int, fields[_OWN_TIMES])) * 1000 / os.sysconf("SC_CLK_TCK")
            if self._ended.wait(_EVERY):
                return


def _below(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in list(Path(f"/proc/{pid}/task").iterdir()):
            with suppress(OSError):
                for child in (task / "children").read_text("ascii").split():
                    yield from _below(int(child))


def _most(pid: int) -> int:
    """The largest that a process has been, in KiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text("utf-8", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
