"""Milliseconds a PDF in one process, the engines taking turns; a JSON object of lists on stdout.

warm.py FOLDER COUNT
"""
# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.engines import ENGINES, input_file
from bench.measure import in_turn


def warm(folder: Path, count: int) -> dict[str, list[float]]:
    """Round 0 warms each engine up and is not counted. No domain comes twice, since two engines are Typst, and it remembers."""
    makes = {name: engine.start(folder) for name, engine in ENGINES.items()}
    taken: dict[str, list[float]] = {name: [] for name in ENGINES}
    for number in range(count + 1):
        domains = dict(zip(ENGINES, range(number * len(ENGINES), (number + 1) * len(ENGINES)), strict=True))
        for name in in_turn(tuple(ENGINES), number):
            text = input_file(folder, ENGINES[name], domains[name]).read_text("utf-8")
            begin = time.perf_counter()
            makes[name](text)
            taken[name].append((time.perf_counter() - begin) * 1000)
    return {name: times[1:] for name, times in taken.items()}


if __name__ == "__main__":
    print(json.dumps(warm(Path(sys.argv[1]), int(sys.argv[2]))))
