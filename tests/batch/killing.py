"""Kill a batch again and again, at random moments, and go on with the same command: what it left is told on stdout, a JSON object a line.

killing.py SEED KILLS JOBS ARGUMENT...: works in the current folder, where `before/` is the output folder as each run finds it and
`undisturbed/` as it is afterwards. Each run is a fork of this process, so that it takes a moment and not a second.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from sheetgen import files
from sheetgen.cli import main

OUT = Path("out")
_LONGER = 1.02
"""How much more time a run is given after each that was killed: how long one takes is known of those that came to their end."""
_rename, _link, _write = os.rename, os.link, os.write


def tree(folder: Path) -> dict[str, str]:
    """All files below a folder, by their bytes."""
    return {str(path.relative_to(folder)): path.read_bytes().hex() for path in sorted(folder.rglob("*")) if path.is_file()}


def delay() -> None:
    """As a slow disk would."""
    time.sleep(random.random() / 2000)


class SlowSystem:
    """`os` as the writers see it: what changes the disk takes its time, before and after."""

    def __getattr__(self, name: str) -> Any:
        """All else is the system's."""
        return getattr(os, name)

    def rename(self, *given: Any, **more: Any) -> None:
        """Slowly."""
        delay()
        _rename(*given, **more)
        delay()

    def link(self, *given: Any, **more: Any) -> None:
        """Slowly."""
        delay()
        _link(*given, **more)
        delay()

    def write(self, fd: int, data: bytes) -> int:
        """A half, which is what a system may do."""
        delay()
        return _write(fd, data[: max(1, len(data) // 2)])


def begun(arguments: list[str]) -> tuple[int, int]:
    """A run: its process id, and the end of a pipe that is closed as soon as none of its processes is left."""
    closed, held = os.pipe()
    if child := os.fork():
        os.close(held)
        return child, closed
    vars(files)["os"] = SlowSystem()
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    with open("stderr", "ab", buffering=0) as told:  # noqa: PTH123 - as descriptors
        os.dup2(told.fileno(), 2)
    try:
        main(arguments)
    except SystemExit as ended:
        os._exit(int(ended.code or 0))
    finally:
        os._exit(9)


def ended(child: int, closed: int) -> int:
    """Its exit status, when those it began have ended as well."""
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.read(closed, 1)
    os.close(closed)
    return status


def ends_within(seconds: float, child: int) -> bool:
    """Whether it ends by itself before."""
    fd = os.pidfd_open(child)
    try:
        return bool(select.select([fd], [], [], seconds)[0])
    finally:
        os.close(fd)


def anew() -> None:
    """The output folder as each list finds it."""
    shutil.rmtree(OUT, ignore_errors=True)
    shutil.copytree("before", OUT)


def kill_on(seed: int, kills: int, arguments: list[str]) -> None:
    """Until so many runs were killed; a run that came to its end before is looked at as well."""
    moments = random.Random(seed)
    before, after = tree(Path("before")), tree(Path("undisturbed"))
    whole = {*before.values(), *after.values()}
    anew()
    begin = time.monotonic()
    assert ended(*begun(arguments)) == 0
    taken = time.monotonic() - begin
    anew()
    killed = wholes = 0
    while killed < kills:
        begin = time.monotonic()
        child, closed = begun(arguments)
        if not ends_within(moments.random() * taken, child):
            os.kill(child, signal.SIGKILL)
        status = ended(child, closed)
        killed += status == -signal.SIGKILL
        taken = taken * _LONGER if status else time.monotonic() - begin
        found = {name: data for name, data in tree(OUT).items() if not name.startswith("journal_") and not name.endswith(".part")}
        torn = [name for name, data in found.items() if data not in whole]
        lost = [name for name, data in before.items() if data not in found.values()]
        if status == 0 or moments.random() < 0.1:
            status = ended(*begun(arguments)) if status else 0
            wholes += 1
            now = tree(OUT)
            unlike = sorted(name for name in {*now, *after} if now.get(name) != after.get(name))
            print(json.dumps({"status": status, "unlike": unlike, "torn": torn, "lost": lost}), flush=True)  # noqa: T201 - a program that prints
            anew()
        elif torn or lost:
            print(json.dumps({"torn": torn, "lost": lost}), flush=True)  # noqa: T201
    print(json.dumps({"killed": killed, "finished": wholes}), flush=True)  # noqa: T201


if __name__ == "__main__":
    kill_on(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
