"""A Dask cluster on loopback: its scheduler and its workers as processes, each ended by its own id."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard")


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for it; AssertionError where it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.005)


@contextmanager
def process(*command: str, told: Path, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """One that is killed on leaving, if it has not ended; what it says goes to a file."""
    with (
        told.open("wb") as out,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, **(env or {})}) as running,
    ):
        try:
            yield running
        finally:
            running.kill()


@dataclass
class Cluster:
    """A scheduler; workers are added to it, and are killed with it, or by closing `workers`."""

    folder: Path
    address: str
    scheduler: subprocess.Popen[bytes]
    workers: ExitStack = field(default_factory=ExitStack)
    _counted: int = 0

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        """One more, which has told the scheduler that it is there."""
        self._counted += 1
        told = self.folder / f"worker{self._counted}"
        command = (sys.executable, "-m", "dask", "worker", self.address, *LOOPBACK, "--nthreads", "1", "--no-nanny", *options)
        worker = self.workers.enter_context(process(*command, "--local-directory", str(self.folder), told=told))
        until(lambda: "Registered to" in told.read_text() or worker.poll() is not None)
        assert worker.poll() is None, told.read_text()
        return worker


@contextmanager
def cluster(folder: Path, **settings: str) -> Iterator[Cluster]:
    """A scheduler without workers. `settings`: of Dask's environment variables, without their beginning."""
    told = folder / "scheduler.json"
    command = (sys.executable, "-m", "dask", "scheduler", *LOOPBACK, "--port", "0", "--scheduler-file", str(told))
    env = {f"DASK_DISTRIBUTED__{name}": value for name, value in settings.items()}
    with process(*command, told=folder / "scheduler", env=env) as scheduler, ExitStack() as stack:
        until(lambda: told.exists() or scheduler.poll() is not None)
        assert scheduler.poll() is None, (folder / "scheduler").read_text()
        import json

        until(lambda: told.read_text().endswith("}"))
        yield Cluster(folder, json.loads(told.read_text())["address"], scheduler, stack)
