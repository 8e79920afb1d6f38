"""`write_set` on disks that are full, read-only or closed to us."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from sheetgen.errors import Failed
from sheetgen.files import write_set
from tests.sets import FOLDER, a_set, beforehand, complaint, contents, new, tree


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


def test_leftovers_of_a_killed_run_make_room_first(small_disk: Callable[[str], Path]) -> None:
    """A disk that a killed run has left full is free again for the next one; files of other programs stay."""
    disk = small_disk("size=64k")
    (disk / ".sheetgen-0123456789abcdef.part").write_bytes(b"x" * 40_000)
    (disk / ".sheetgen-mine.part").write_bytes(b"x")
    write_set(disk, (), [new("a.html", b"x" * 40_000)])
    assert set(contents(disk)) == {"a.html", ".sheetgen-mine.part"}


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
