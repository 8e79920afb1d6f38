"""What `write_set` leaves behind when disks, other programs, signals or other runs come in between: all of a set or nothing."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import pytest

from sheetgen import files
from sheetgen.errors import Failed
from sheetgen.files import write_set
from tests.test_files import first_line, new, tree

FOLDER = ("firma.de", "+_T-1")
OLD, KEPT_ALREADY, LATER = b"2026-11-24 old", b"2026-11-25 kept already", b"2026-12-01 later"
HELD = ("open", "mkdir", "stat", "link", "rename", "unlink", "fsync", "fchmod", "fstat", "listdir", "rmdir", "fdopen")


def a_set(tag: bytes = LATER) -> list[files.NewFile]:
    """Make a set of files of which, after `beforehand`, one is new, one is replaced, one is kept already and one the same."""
    return [new("a.html", tag), new("b.pdf", tag), new("c.txt", tag), new("d.json", b"the same")]


def beforehand(out: Path) -> None:
    """Write what stood there before."""
    for data in (KEPT_ALREADY, OLD, KEPT_ALREADY):
        write_set(out, FOLDER, [new("c.txt", data)])
    write_set(out, FOLDER, [new("b.pdf", OLD), new("d.json", b"the same")])


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files below a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def whole(out: Path) -> bool:
    """Tell whether the set is there, with no temporary file."""
    there = contents(out)
    return there.items() >= {file.name: file.data for file in a_set()}.items() and not any(name.startswith(".") for name in there)


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


def raise_disk_error(_: str) -> NoReturn:
    """Fail as a broken disk does."""
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def complaint(run: Callable[[], object]) -> str | None:
    """Run it; what it failed with, None if it did not."""
    try:
        run()
    except Failed as failed:
        return failed.message
    return None


def at_each_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, before: Callable[[str], object] = str, after: Callable[[str], object] = str
) -> Iterator[tuple[Path, Callable[[], object]]]:
    """Yield a fresh folder and a run in which something happens at its first, second, third … call, until it makes no more."""
    for number in range(1, 1000):
        out = tmp_path / str(number)
        calls = Calls(number, before, after)

        def run(out: Path = out, calls: Calls = calls) -> object:
            with monkeypatch.context() as patch:
                patch.setattr(files, "os", calls)
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


SWAPPER = """
import ctypes, os, sys
AT_FDCWD, RENAME_EXCHANGE = -100, 2
one, other = map(os.fsencode, sys.argv[1:])
exchange = ctypes.CDLL(None).renameat2
print("can" if exchange(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0 else "can't", flush=True)
while True:
    exchange(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE)
"""


def test_a_link_swapped_in_all_the_time_is_never_followed(tmp_path: Path) -> None:
    """While another program keeps swapping a folder for a link to elsewhere, nothing is ever written there."""
    out, outside, folder, link = tmp_path / "out", tmp_path / "outside", tmp_path / "out" / "firma.de", tmp_path / "link"
    outside.mkdir()
    folder.mkdir(parents=True)
    link.symlink_to(outside)
    with subprocess.Popen([sys.executable, "-c", SWAPPER, folder, link], stdout=subprocess.PIPE, text=True) as swapper:
        try:
            assert swapper.stdout
            if swapper.stdout.readline() != "can\n":
                pytest.skip("this file system can't exchange two names at once")
            for number in range(300):
                complaint(partial(write_set, out, ("firma.de",), [new("x.txt", b"%d" % number)]))
                assert not tree(outside)
        finally:
            swapper.kill()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount small file systems; only root may."""
    mounted = []

    def mount(options: str) -> Path:
        point = tmp_path / "disk"
        point.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", point], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no tmpfs can be mounted here: {done.stderr.strip()}")
        mounted.append(point)
        return point

    yield mount
    for point in mounted:
        subprocess.run(["umount", point], check=True)


def test_a_full_disk_leaves_nothing(small_disk: Callable[[str], Path]) -> None:
    """On a disk that holds the first file but not the second, one line names file, reason and way out; all is as before."""
    disk = small_disk("size=64k")
    beforehand(disk)
    before = tree(disk)
    for folder in (FOLDER, ("other.de",)):
        with pytest.raises(Failed) as failed:
            write_set(disk, folder, [new("a.html", b"x" * 20_000), new("b.pdf", b"x" * 60_000)])
        assert failed.value.message == f"can't write {disk.joinpath(*folder)}/b.pdf: no space is left there"
        assert failed.value.hint == "free some space, or name another folder with --out"
        assert tree(disk) == before


def test_a_disk_without_inodes_leaves_nothing(small_disk: Callable[[str], Path]) -> None:
    """On disks with room for ever fewer names, each step of a run fails once for real; each time all is as before."""
    disk = small_disk("size=1m,nr_inodes=100")
    outcomes = []
    for spare in range(12):
        subprocess.run(["mount", "-o", "remount,nr_inodes=100", disk], check=True)
        shutil.rmtree(disk / "out", ignore_errors=True)
        beforehand(disk / "out")
        before = tree(disk / "out")
        used = 100 - os.statvfs(disk).f_ffree
        subprocess.run(["mount", "-o", f"remount,nr_inodes={used + spare}", disk], check=True)
        message = complaint(partial(write_set, disk / "out", FOLDER, a_set()))
        assert message is None or (message.endswith("no space is left there") and tree(disk / "out") == before)
        outcomes.append("failed" if message else "written")
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {"written", "failed"}


def test_a_read_only_folder_is_one_line(small_disk: Callable[[str], Path]) -> None:
    """On a read-only disk nothing is written and one line says so; a set that stands there already is no failure."""
    disk = small_disk("size=64k")
    paths = write_set(disk, FOLDER, a_set())
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    assert write_set(disk, FOLDER, a_set()) == paths
    before = tree(disk)
    for out, folder in ((disk, FOLDER), (disk, ("other.de",)), (disk / "other", ())):
        with pytest.raises(Failed, match="the file system is read-only") as failed:
            write_set(out, folder, a_set(b"changed"))
        assert "--out" in failed.value.hint
    assert tree(disk) == before


def test_a_forbidden_folder_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the permission to write, or to look, nothing is written and one line says so."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    Path("closed").mkdir(mode=0o555)
    Path("dark").mkdir(mode=0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        for out in ("closed", "closed/out", "dark", "dark/out", "dark/out/more"):
            with pytest.raises(Failed, match="you have no permission there"):
                write_set(Path(out), ("firma.de",), a_set())
    finally:
        if root:
            os.seteuid(0)
        Path("dark").chmod(0o755)
    assert set(tree(tmp_path)) == {"closed", "dark"}


WRITER = """
import sys
from pathlib import Path
from sheetgen import files
from tests.test_files_failing import a_set, raise_disk_error
tag, ending, out = sys.argv[1].encode(), sys.argv[2], Path(sys.argv[3])
if ending == "fails":
    files._sync_folder = raise_disk_error
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[4])):
    try:
        files.write_set(out, ("firma.de",), a_set(b"2026-11-24 " + tag))
    except files.Failed as failed:
        if ending == "succeeds":
            raise
    else:
        assert ending == "succeeds"
"""


def start(out: Path, rounds: int, *writers: tuple[str, str]) -> list[subprocess.Popen[str]]:
    """Start programs that write sets of their own tag, all at once."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, tag, ending, out, str(rounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        for tag, ending in writers
    ]
    for one in running:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    return running


def finish(running: list[subprocess.Popen[str]]) -> None:
    """Wait for them; each must have done what was expected of it."""
    for one in running:
        one.communicate()
        assert one.returncode == 0


def test_two_runs_never_mix_a_set(tmp_path: Path) -> None:
    """While two runs write sets into one folder again and again, whoever holds its lock sees the files of one set only."""
    running = start(tmp_path, 60, ("one", "succeeds"), ("two", "succeeds"))
    seen = set()
    while any(one.poll() is None for one in running):
        if not (tmp_path / "firma.de").exists():
            continue
        fd = os.open(tmp_path / "firma.de", os.O_RDONLY)
        fcntl.flock(fd, fcntl.LOCK_EX)
        found = {path.read_bytes() for name in ("a.html", "b.pdf", "c.txt") if (path := tmp_path / "firma.de" / name).exists()}
        os.close(fd)
        assert len(found) <= 1
        seen |= found
    finish(running)
    assert seen == {b"2026-11-24 one", b"2026-11-24 two"}
    kept = {data for name, data in contents(tmp_path).items() if "2026-11-24" in name}
    assert kept == seen
    assert all(first_line(data) for data in kept)


def test_a_failing_run_takes_no_folder_from_another(tmp_path: Path) -> None:
    """While one run fails again and again and removes the folders it made, another that writes there always succeeds."""
    for number in range(3):
        out = tmp_path / str(number) / "out"
        finish(start(out, 25, ("bad", "fails"), ("bad", "fails"), ("good", "succeeds")))
        assert contents(out) == {**dict.fromkeys(("a.html", "b.pdf", "c.txt"), b"2026-11-24 good"), "d.json": b"the same"}
