"""Milliseconds a PDF in one process, the engines taking turns; a JSON object of lists on stdout.

warm.py FOLDER ROUNDS
"""
# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.engines import ENGINES, input_file
from bench.measure import in_turn

IN_A_ROW = 5
"""PDFs that each engine makes when its turn has come, so that it finds the processor's caches as it would in a run of many."""


def needed(rounds: int) -> int:
    """How many sheets' inputs the rounds take."""
    return (rounds + 1) * IN_A_ROW * len(ENGINES)


def warm(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Round 0 warms each engine up and is not counted. No domain comes twice, since two engines are Typst, and it remembers."""
    makes = {name: engine.start(folder) for name, engine in ENGINES.items()}
    taken: dict[str, list[float]] = {name: [] for name in ENGINES}
    numbers = iter(range(needed(rounds)))
    for number in range(rounds + 1):
        for name in in_turn(tuple(ENGINES), number):
            inputs = [input_file(folder, ENGINES[name], next(numbers)).read_text("utf-8") for _ in range(IN_A_ROW)]
            begin = time.perf_counter()
            for text in inputs:
                makes[name](text)
            taken[name].append((time.perf_counter() - begin) * 1000 / IN_A_ROW)
    return {name: times[1:] for name, times in taken.items()}


if __name__ == "__main__":
    print(json.dumps(warm(Path(sys.argv[1]), int(sys.argv[2]))))
