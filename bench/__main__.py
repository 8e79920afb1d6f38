"""The bench: what a sheet costs, beside its peers, in one run; tables on stdout, all measurements and a picture in build/.

python -m bench [--processes N] [--sheets N] [--lists N] [--longest N] [--write] [--again]
"""
# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from bench.alone import alone
from bench.lists import COMPARED, LENGTHS, lists
from bench.measure import ROOT, process, python
from bench.pages import publish
from bench.plot import plot
from bench.results import Results, dumped, loaded, machine
from bench.table import report
from bench.warm import needed
from sheetgen.errors import Failed

KEPT = ROOT / "build" / "bench.json"


def measure(folder: Path, asked: argparse.Namespace) -> Results:
    """Whole processes in turn; lists in turn; then PDFs within one process in turn."""
    today, out = datetime.now().astimezone().date(), folder / "out"
    head = machine(today)
    _tell("inputs")
    process(
        python("-m", "bench.prepare", str(folder), str(max(needed(asked.sheets), min(COMPARED, asked.longest), asked.processes + 1))), out
    )
    single = alone(folder, asked.processes, _tell)
    listed = lists(folder, asked.lists, asked.longest, _tell)
    _tell(f"PDFs within one process: {asked.sheets} rounds")
    process(python("-m", "bench.warm", str(folder), str(asked.sheets)), out)
    return Results(head, json.loads(out.read_text("utf-8")), single, listed)


def count(typed: str) -> int:
    """One or more."""
    if (number := int(typed)) < 1:
        raise ValueError(typed)
    return number


def main(arguments: Sequence[str]) -> int:
    """Exit status: 1 where an engine fails or is missing."""
    asked = _options().parse_args(arguments)
    if asked.again:
        results = loaded(KEPT.read_text("utf-8"))
    else:
        if missing := [name for name in ("typst", "pikepdf") if find_spec(name) is None]:
            _tell(f"{', '.join(missing)}: not installed; make bench gets it")
            return 1
        try:
            with tempfile.TemporaryDirectory() as folder:
                results = measure(Path(folder), asked)
        except Failed as error:
            _tell(str(error))
            return 1
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(dumped(results), "utf-8")
    picture = KEPT.with_suffix(".svg")
    picture.write_text(plot(results), "utf-8")
    for path in (picture, *(publish(results) if asked.write else ())):
        _tell(f"wrote {path}")
    print(report(results), end="")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.partition("\n")[0] if __doc__ else None)
    add = parser.add_argument
    add("--processes", type=count, default=9, help="rounds of whole processes; round 0 fills the caches and is not counted")
    add("--sheets", type=count, default=12, help="rounds within one process, several PDFs of each engine; round 0 is not counted")
    add("--lists", type=count, default=3, help="rounds of lists")
    add("--longest", type=count, default=LENGTHS[-1], help="rows of the longest list")
    add("--write", action="store_true", help="write tables and picture into docs/")
    add("--again", action="store_true", help="measure nothing: take the measurements of the run before")
    return parser


def _tell(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
