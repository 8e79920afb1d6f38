"""Processes that make sheets, and what is said where one is killed."""

from __future__ import annotations

import errno
import os
import signal
from contextlib import suppress
from multiprocessing import active_children, popen_fork
from pathlib import Path
from typing import Any

import pytest

from sheetgen.batch.pool import processes
from sheetgen.errors import Failed


def test_a_killed_process_is_told() -> None:
    """Not waited for without end."""
    with pytest.raises(Failed, match="was killed"), processes(1, int) as pool:
        pool.submit(os._exit, 1).result()


def _waits_amid_a_set(begun: str, go: str, ended: str) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM,))  # as the writer does
    Path(begun).touch()
    while not Path(go).exists():
        os.sched_yield()
    Path(ended).touch()
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_a_process_is_never_ended_amid_a_set(tmp_path: Path) -> None:
    """What the writer holds back until its set is whole, no other thread of the process hears."""
    marks = [str(tmp_path / name) for name in ("begun", "go", "ended")]
    with suppress(Failed), processes(1, int) as pool:
        done = pool.submit(_waits_amid_a_set, *marks)
        while not (tmp_path / "begun").exists():
            os.sched_yield()
        (process,) = active_children()
        process.terminate()
        Path(marks[1]).touch()
        done.result()
    assert (tmp_path / "ended").exists()


def _deaf_once(begun: str) -> None:
    """As one that has just been begun, whose first signal is answered as its parent would."""
    signal.signal(signal.SIGTERM, lambda *_: signal.signal(signal.SIGTERM, signal.SIG_DFL))
    Path(begun).touch()


def test_a_process_that_can_not_be_begun_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no descriptor is left for the second one, the first one ends, though it does not hear at once."""
    begun = tmp_path / "begun"
    launch = popen_fork.Popen._launch  # type: ignore[attr-defined]  # noqa: SLF001 - where the system refuses

    def launched(self: Any, process: object) -> None:
        if begun.exists():
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        launch(self, process)
        while not begun.exists():
            os.sched_yield()

    monkeypatch.setattr(popen_fork.Popen, "_launch", launched)
    with pytest.raises(Failed, match="could be begun: Too many open files"), processes(2, _deaf_once, str(begun)) as pool:
        pool.submit(int).result()
    assert active_children() == []
