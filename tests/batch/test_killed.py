"""A batch that is killed, at any moment, and taken up again by the same command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.calls import Run
from tests.places import CHECKOUT

ROWS = [f"firma{i}.de;kunde.de;{4700 + i}" for i in range(5)] + ["firma.at;;", "*.firma.ch;kunde.de;"]


@pytest.mark.parametrize(("jobs", "formats"), [(1, ("pdf", "txt")), (2, ("txt", "json"))])
def test_nothing_is_torn_lost_or_made_twice(run: Run, tmp_path: Path, jobs: int, formats: tuple[str, ...]) -> None:
    """Killed 100 times by SIGKILL while its writes are slow: every file is whole, and what was issued before is there.

    The same command ends as an undisturbed run does, byte for byte, with no file besides.
    """
    (tmp_path / "list.csv").write_text("\n".join(["domain;customer;ticket", *ROWS]), encoding="utf-8")
    listed = ["render", "--from", "list.csv", "--lang", "de", *(f"--format={name}" for name in formats)]
    assert run(*listed, "--date", "2026-11-23", "--out", "before").returncode == 0
    shutil.copytree(tmp_path / "before", tmp_path / "out")
    asked = [*listed, "--date", "2026-11-24", "--out", "out", "--jobs", str(jobs)]
    assert run(*asked).returncode == 0
    (tmp_path / "out").rename(tmp_path / "undisturbed")
    script = CHECKOUT / "tests" / "batch" / "killing.py"
    done = subprocess.run(
        [sys.executable, str(script), "7", "100", *asked],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    *ends, last = map(json.loads, done.stdout.splitlines())
    assert last["killed"] == 100
    assert ends
    assert [end for end in ends if end != {"status": 0, "unlike": [], "torn": [], "lost": []}] == []
