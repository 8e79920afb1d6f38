"""Many folders by several processes: nothing is lost whenever they are killed."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sheetgen.facts.known import given
from sheetgen.outdated.find import Folder, folders
from sheetgen.outdated.reissue import How
from sheetgen.outdated.run import Work, each
from sheetgen.verify import Today
from tests.documents.jobs import loaded
from tests.outdated.issued import CA, LATER, issue
from tests.sheets import changed

MANY = 80
"""Folders: enough for several chunks in each of two processes."""


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with many sheets, of which one in twenty was altered, and beside it facts whose CA has changed."""
    top = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        folder = issue(top / "out", f"firma{number:03}.de", ("de", "en"), ("html", "txt"))
        if number % 20 == 0:
            (folder / f"tls-kommunikation_firma{number:03}.de_de.txt").write_bytes(b"no sheet any more\n")
    changed(top, "hamburg-cloud", CA)
    return top


def test_folders_are_taken_as_they_are_needed(issued: Path) -> None:
    """However many there are, none is looked for before the one before it is told: memory stays flat."""
    taken: list[Folder] = []
    source = given(loaded("hamburg-cloud"), LATER)
    found = (taken.append(one) or one for one in folders(issued / "out"))  # type: ignore[func-returns-value]
    for number, result in enumerate(each(Work(Today(source.loaded), source, How(LATER), again=False), found, 1), 1):
        assert (len(taken), taken[-1]) == (number, result.folder)
        assert all(one.claimed is None for one in result.judged if one.verdict.word == "current")
    assert number == MANY


def _reissue(folder: Path, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sheetgen", "outdated", "out", "--reissue", "--facts", "facts.yaml", "--date", LATER.isoformat()]
    run = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=stderr, start_new_session=True)
    assert run.stdout
    fcntl.fcntl(run.stdout, fcntl.F_SETPIPE_SZ, 4096)  # it holds some of the lines, so that nothing ends before they are read
    return run


def _contents(folder: Path) -> dict[str, bytes]:
    """All sheets below a folder; what a killed run was about to write is none."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("tls-*")}


def test_killed_at_any_moment(issued: Path, tmp_path: Path) -> None:
    """SIGKILL, some files further each time: what was issued is there under its own or its kept name, each file is whole.

    The last run ends with what an undisturbed one makes.
    """
    for copy in ("whole", "killed"):
        subprocess.run(["cp", "-a", str(issued), str(tmp_path / copy)], check=True)
    undisturbed = _reissue(tmp_path / "whole")
    undisturbed.communicate()
    assert undisturbed.returncode == 2  # what is no sheet any more
    before, expected = _contents(issued), _contents(tmp_path / "whole")
    made = set(expected.values()) - set(before.values())
    assert len(made) == MANY * 4 - MANY // 20
    killed = 0
    for lines in (1, 2, 60, 70, 80, 90, 100):
        with _reissue(tmp_path / "killed") as run:
            assert run.stdout
            for _ in range(lines):
                run.stdout.readline()
            os.killpg(run.pid, signal.SIGKILL)
        killed += run.returncode == -signal.SIGKILL
        now = _contents(tmp_path / "killed")
        for path, content in before.items():
            assert content in {now[path], now.get(path.replace(".html", "_2026-11-24.html").replace(".txt", "_2026-11-24.txt"))}
        assert set(now.values()) <= set(expected.values())
    assert killed > 2
    last = _reissue(tmp_path / "killed")
    last.communicate()
    assert last.returncode == 2
    assert _contents(tmp_path / "killed") == expected


def test_ended_by_ctrl_c(issued: Path, tmp_path: Path) -> None:
    """As a terminal sends it, to all processes: they end without a traceback, nothing is half-written, and how to go on is said."""
    subprocess.run(["cp", "-a", str(issued), str(tmp_path / "ended")], check=True)
    with _reissue(tmp_path / "ended", stderr=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stderr
        for _ in range(70):  # more than the first process makes alone
            run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)
        told = run.stderr.read().decode()
    assert run.returncode == 130
    assert told.splitlines()[-1] == "sheetgen: interrupted; what was made anew is whole, and the same command goes on from there"
    assert "Traceback" not in told
    assert list((tmp_path / "ended").rglob(".sheetgen-*")) == []
