"""setup/generated.py names what is stale, and writes it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.places import CHECKOUT


def test_what_is_stale_is_named_then_written(tmp_path: Path) -> None:
    """`--check` names a changed and a missing file and writes neither; without it both are made anew."""
    for name in ("setup", "docs", "data", "pyproject.toml", "requirements.txt", "requirements-test.txt"):
        source = CHECKOUT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    changed, missing = tmp_path / "docs" / "facts.md", tmp_path / "docs" / "dependencies.md"
    whole = changed.read_text("utf-8"), missing.read_text("utf-8")
    changed.write_text(whole[0] + "A line by hand.\n", "utf-8")
    missing.unlink()

    def generated(*arguments: str) -> tuple[int, list[str]]:
        command = [sys.executable, str(tmp_path / "setup" / "generated.py"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()

    names = ["docs/dependencies.md", "docs/facts.md"]
    assert generated("--check") == (1, [f"{name}: is stale; run make generated" for name in names])
    assert not missing.exists()
    assert generated() == (0, names)
    assert (changed.read_text("utf-8"), missing.read_text("utf-8")) == whole
    assert generated("--check") == (0, [])
