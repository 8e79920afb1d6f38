"""`write_set` while other runs write to the same folder, or other programs swap it for a link."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from sheetgen import folders
from sheetgen.errors import Failed
from sheetgen.files import write_set
from tests.sets import complaint, contents, first_line, new, tree


def test_waits_for_the_lock_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another run holds the folder nothing is written, and after a while one line says so."""
    monkeypatch.setattr(folders, "LOCK_SECONDS", 0.05)
    fd = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        with pytest.raises(Failed, match="another run holds it"):
            write_set(tmp_path, (), [new("x.txt", b"x")])
        assert not tree(tmp_path)
        fcntl.flock(fd, fcntl.LOCK_UN)
        assert write_set(tmp_path, (), [new("x.txt", b"x")]) == (tmp_path / "x.txt",)
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(fd)


def test_a_fork_does_not_keep_the_lock(tmp_path: Path) -> None:
    """A process that was forked while a set was written, and lives on, keeps nobody from the folder."""
    (tmp_path / "x.txt").write_bytes(b"old")
    reading, writing = os.pipe()

    def fork(_: bytes) -> None:
        children.append(os.fork())
        if children[-1] == 0:
            os.close(writing)
            os.read(reading, 1)  # until the parent has closed it
            os._exit(0)

    children: list[int] = []
    write_set(tmp_path, (), [new("x.txt", b"new", fork)])
    fd = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    for one in (fd, writing, reading):
        os.close(one)
    assert os.waitpid(children[0], 0)[1] == 0


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


WRITER = """
import sys
from pathlib import Path
from sheetgen import files
from tests.sets import a_set, raise_disk_error
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
