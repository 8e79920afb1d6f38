"""The bench: how long a PDF takes, sheetgen's and its peers', in one run; a table on stdout.

python -m bench [--processes N] [--sheets N]
"""
# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from bench.asked import COMMAND
from bench.engines import ENGINES
from bench.measure import Usage, in_turn, process, python
from bench.table import OURS, Measured, machine, table
from sheetgen.errors import Failed

NOTHING = "nothing"
LABELS: Mapping[str, str] = {**{name: engine.label for name, engine in ENGINES.items()}, NOTHING: "Python, doing nothing"}


def measure(folder: Path, processes: int, sheets: int) -> Measured:
    """Whole processes in turn; then sheets within one process in turn; then each engine alone for its memory."""
    out = folder / "out"
    alone = {name: python("-m", "bench.engines", name, str(folder)) for name in ENGINES}
    commands: dict[str, Sequence[str]] = {name: (*command, "0") for name, command in alone.items()}
    commands |= {OURS: python("-m", "sheetgen", *COMMAND), NOTHING: python("-c", "pass")}
    process(python("-m", "bench.prepare", str(folder), str((sheets + 1) * len(ENGINES))), out)
    cold: dict[str, list[Usage]] = {name: [] for name in commands}
    for number in range(processes + 1):
        _tell(f"whole processes: round {number} of {processes}")
        for name in in_turn(tuple(commands), number):
            cold[name].append(process(commands[name], out))
    _tell(f"{sheets} sheets of each engine within one process")
    process(python("-m", "bench.warm", str(folder), str(sheets)), out)
    warm = json.loads(out.read_text("utf-8"))
    _tell(f"memory: {sheets} sheets of each engine, each in a process of its own")
    numbers = tuple(map(str, range(sheets)))
    peaks = {name: process((*command, *numbers), out).peak_mib for name, command in alone.items()}
    return Measured({name: usages[1:] for name, usages in cold.items()}, warm, peaks)


def count(typed: str) -> int:
    """One or more."""
    if (number := int(typed)) < 1:
        raise ValueError(typed)
    return number


def main(arguments: Sequence[str]) -> int:
    """Exit status: 1 where an engine fails or is missing."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument(
        "--processes", type=count, default=11, help="rounds of whole processes; round 0 fills the caches and is not counted"
    )
    parser.add_argument("--sheets", type=count, default=100, help="sheets of each engine within one process; sheet 0 is not counted")
    asked = parser.parse_args(arguments)
    if find_spec("typst") is None:
        _tell("Typst is not installed; make bench gets it")
        return 1
    head = machine(datetime.now().astimezone().date())
    try:
        with tempfile.TemporaryDirectory() as folder:
            measured = measure(Path(folder), asked.processes, asked.sheets)
    except Failed as error:
        _tell(str(error))
        return 1
    print(f"{head}\n\n{table(measured, LABELS)}", end="")
    return 0


def _tell(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
