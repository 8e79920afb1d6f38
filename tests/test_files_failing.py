"""What `write_set` leaves behind when calls fail, signals come or links are swapped in: all of a set or nothing."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import pytest

from sheetgen import files, folders
from sheetgen.files import write_set
from tests.sets import FOLDER, KEPT_ALREADY, LATER, OLD, a_set, beforehand, complaint, contents, new, raise_disk_error, tree, whole

HELD = ("open", "mkdir", "stat", "link", "rename", "unlink", "fsync", "fchmod", "fstat", "listdir", "rmdir", "fdopen", "write")


@dataclass
class Calls:
    """`os` with something happening at one of the calls that `files` makes to it."""

    left: int
    before: Callable[[str], object]
    after: Callable[[str], object]

    def __getattr__(self, name: str) -> Any:
        """Count those that touch the disk."""
        real = getattr(os, name)
        if name not in HELD:
            return real

        def call(*args: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                self.before(name)
            try:
                return real(*args, **options)
            finally:
                if self.left == 0:
                    self.after(name)

        return call


@pytest.fixture(autouse=True)
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write thousands of sets in seconds: that they reach the disk is shown by one test."""
    monkeypatch.setattr(os, "fsync", os.fstat)


def at_each_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, before: Callable[[str], object] = str, after: Callable[[str], object] = str
) -> Iterator[tuple[Path, Callable[[], object]]]:
    """Yield a fresh folder and a run in which something happens at its first, second, third … call, until it makes no more."""
    for number in range(1, 1000):
        out = tmp_path / str(number)
        calls = Calls(number, before, after)

        def run(out: Path = out, calls: Calls = calls) -> object:
            with monkeypatch.context() as patch:
                for module in (files, folders):
                    patch.setattr(module, "os", calls)
                return write_set(out, FOLDER, a_set())

        yield out, run
        if 0 < calls.left < number:  # it made calls, and fewer
            assert number > 30
            return


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("fresh", [True, False])
def test_undoes_all_at_whatever_call_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: bool, links: bool) -> None:  # noqa: FBT001
    """Whichever system call fails: files, modes and folders are as before, or the set is whole; no temporary stays for long."""
    if not links:

        def no_links(*_: object, **__: object) -> NoReturn:
            raise PermissionError(errno.EPERM, "as on FAT")

        monkeypatch.setattr(os, "link", no_links)
    failures = 0
    for out, run in at_each_call(tmp_path, monkeypatch, before=raise_disk_error):
        if not fresh:
            beforehand(out)
        before = tree(out)
        message = complaint(run)
        if message:
            failures += 1
            assert message.startswith(f"can't write {out}")
            assert message.endswith(": the disk reports an error")
            assert tree(out) == before
            assert out.exists() is not fresh
        else:  # it was a call by which nothing is lost: an older run's leftovers can be swept the next time
            write_set(out, FOLDER, a_set())
            assert whole(out)
    assert failures > 25


def leave(number: int, _: FrameType | None) -> NoReturn:
    """Do what the command line does with SIGTERM."""
    sys.exit(128 + number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("fresh", [True, False])
def test_a_signal_leaves_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, fresh: bool) -> None:  # noqa: FBT001
    """A Ctrl-C or SIGTERM after any system call ends the run with the set whole or untouched, and with no temporary."""
    outcomes = set()
    previous = signal.signal(number, signal.default_int_handler if number == signal.SIGINT else leave)
    try:
        for out, run in at_each_call(tmp_path, monkeypatch, after=lambda _: signal.raise_signal(number)):
            if not fresh:
                beforehand(out)
            before = tree(out)
            try:
                run()
            except (KeyboardInterrupt, SystemExit):
                untouched = tree(out) == before and out.exists() is not fresh
                assert untouched or whole(out)
                outcomes.add(untouched)
    finally:
        signal.signal(number, previous)
    assert outcomes == {True, False}


def test_an_exception_in_the_middle_undoes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt that is raised, not signalled, at any rename or sync puts everything back as well."""
    for wanted in ("rename", "fsync", "link"):

        def interrupt(name: str, wanted: str = wanted) -> None:
            if name == wanted:
                raise KeyboardInterrupt

        for out, run in at_each_call(tmp_path / wanted, monkeypatch, after=interrupt):
            beforehand(out)
            before = tree(out)
            try:
                run()
            except KeyboardInterrupt:
                assert tree(out) == before


def test_syncs_before_and_after_the_renames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file takes its place before all are on the disk, and the run ends only when the folder is there too."""
    steps = []
    for name in ("fsync", "rename"):
        real = getattr(os, name)

        def noted(*args: Any, name: str = name, real: Callable[..., object] = real, **options: Any) -> object:
            steps.append(name)
            return real(*args, **options)

        monkeypatch.setattr(os, name, noted)
    write_set(tmp_path, FOLDER, a_set()[:2])
    assert steps == ["fsync", "fsync", "rename", "rename", "fsync"]


def test_tries_again_at_once_when_its_folder_was_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that was not there for a moment is locked again without waiting, though it is the same."""
    monkeypatch.setattr(folders, "LOCK_SECONDS", 0)
    answers = iter((False, False, True))
    monkeypatch.setattr(folders, "_stands_there", lambda *_: next(answers))
    assert write_set(tmp_path, FOLDER, a_set())[0].read_bytes() == LATER


def test_overwrites_nothing_that_another_program_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes the kept sheet's name in the very moment is not lost: the run fails with one line, all is as before."""
    kept = tmp_path.joinpath(*FOLDER, "c_2026-11-24.txt")
    write_set(tmp_path, FOLDER, [new("c.txt", OLD)])
    real = os.link

    def link(*args: Any, **options: Any) -> None:
        kept.write_bytes(b"another program's")
        real(*args, **options)

    monkeypatch.setattr(os, "link", link)
    assert complaint(partial(write_set, tmp_path, FOLDER, a_set())) == (
        f"can't write {kept.with_name('c.txt')}: another program has just made something of this name"
    )
    assert contents(tmp_path) == {"c.txt": OLD, kept.name: b"another program's"}


def test_a_killed_run_is_mended_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After SIGKILL at any call no file is partly written and no old one lost; the next run completes the set and sweeps."""
    swept = False
    for out, run in at_each_call(tmp_path, monkeypatch, after=lambda _: os.kill(os.getpid(), signal.SIGKILL)):
        beforehand(out)
        child = os.fork()
        if child == 0:
            try:
                run()
            finally:
                os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            break
        left = contents(out)
        swept |= any(name.startswith(".") for name in left)
        assert {data for name, data in left.items() if not name.startswith(".")} <= {OLD, KEPT_ALREADY, LATER, b"the same"}
        write_set(out, FOLDER, a_set())
        assert contents(out) == {
            **{file.name: file.data for file in a_set()},
            "b_2026-11-24.pdf": OLD,
            "c_2026-11-24.txt": OLD,
            "c_2026-11-25.txt": KEPT_ALREADY,
        }
    assert swept


def test_a_link_swapped_in_is_never_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to elsewhere that takes a folder's or a file's place at any moment of the run leads no byte there."""
    outside = tmp_path / "outside"
    for swapped in ("firma.de", "firma.de/+_T-1", "firma.de/+_T-1/c.txt", "firma.de/+_T-1/a.html"):
        outs: list[Path] = []

        def swap(_: str, swapped: str = swapped, outs: list[Path] = outs) -> None:
            target = outs[-1] / swapped
            if os.path.lexists(target):
                target.rename(outs[-1] / "moved")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(outside / "file.txt" if "." in target.name[3:] and "T-1/" in swapped else outside)

        for out, run in at_each_call(tmp_path / swapped, monkeypatch, before=swap):
            outs.append(out)
            outside.mkdir(exist_ok=True)
            (outside / "+_T-1").mkdir(exist_ok=True)
            (outside / "file.txt").write_bytes(b"untouched")
            beforehand(out)
            before = tree(outside)
            message = complaint(run) or "a symbolic link was replaced, not followed"
            assert "symbolic link" in message or "not there any more" in message
            assert tree(outside) == before
