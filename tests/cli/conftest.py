"""The command line as its users call it: a process of its own, in an empty folder, with an empty home."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, own_world: Path) -> Run:
    """`run("render", "firma.de", env={...}, cwd=...)` -> the finished process, its output as text. Its day is 2026-11-24."""
    del own_world  # is in force

    def call(
        *arguments: str, env: Mapping[str, str] | None = None, cwd: Path | None = None, **more: object
    ) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [sys.executable, "-m", "sheetgen", *arguments],
            cwd=cwd or tmp_path,
            env={**os.environ, "SHEETGEN_DATE": "2026-11-24", **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=120,
            **more,  # type: ignore[call-overload]
        )
        return done

    return call
