"""The command line as its users call it, in an empty folder, with an empty home: in a process of its own, or in the tests' own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sheetgen.cli import ENDINGS, main, output

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


@pytest.fixture
def run_here(tmp_path: Path, own_world: Path) -> Run:
    """As `run`, without the second or two that a process takes to load what is loaded here: where the process itself is not the claim."""
    del own_world  # is in force

    def call(
        *arguments: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        input: str = "",  # noqa: A002 - as in subprocess
    ) -> subprocess.CompletedProcess[str]:
        typed, said, told = (io.TextIOWrapper(io.BytesIO(data), "utf-8", write_through=True) for data in (input.encode(), b"", b""))
        handlers = {number: signal.getsignal(number) for number in ENDINGS}
        status: object = None
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(cwd or tmp_path)
            for name, value in {"SHEETGEN_DATE": "2026-11-24", **(env or {})}.items():
                patch.setenv(name, value)
            for name, stream in (("stdin", typed), ("stdout", said), ("stderr", told)):
                patch.setattr(sys, name, stream)
            patch.setattr(output, "_secrets", [])
            try:
                main([*arguments], "sheetgen")
            except SystemExit as ended:
                status = ended.code
            finally:
                for number, handler in handlers.items():
                    signal.signal(number, handler)
        texts = (stream.buffer.getvalue().decode("utf-8", "replace") for stream in (said, told))
        return subprocess.CompletedProcess(arguments, int(str(status)), *texts)

    return call
