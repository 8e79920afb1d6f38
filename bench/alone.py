"""Whole processes, from the command to its end: what a person waits for who asks for one domain."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.asked import ENGLISH, ONE_PDF, render
from bench.engines import ENGINES, input_file
from bench.measure import ROOT, Usage, in_turn, process, python

SIX: Final = "six"
TYPSTS: Final = "typst-two"
FIRST: Final = "first"


@dataclass(frozen=True, slots=True)
class Call:
    """A command, its environment, and where it runs."""

    command: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT


@dataclass(frozen=True, slots=True)
class Alone:
    """A row of the table: `call` gets the folder of the inputs and the round's number."""

    label: str
    makes: str
    call: Callable[[Path, int], Call]


def _sheetgen(*options: str) -> Callable[[Path, int], Call]:
    return lambda folder, number: Call(python("-m", "sheetgen", *render(number, *options)), stored(folder))


def _six(folder: Path, number: int) -> Call:
    return Call(python("-m", "sheetgen", *render(number, "--out", str(folder / "output"))), stored(folder))


def _first(folder: Path, number: int) -> Call:
    """In a checkout none of whose modules is compiled, for a user none of whose caches is there."""
    checkout, home = folder / f"checkout-{number}", folder / f"home-{number}"
    for name in ("sheetgen", "data", "templates"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    home.mkdir()
    command = python("-m", "sheetgen", *render(number, "--out", str(home / "output")))
    return Call(command, {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}, checkout)


def _engine(name: str) -> Callable[[Path, int], Call]:
    def call(folder: Path, number: int) -> Call:
        return Call(python("-m", "bench.engines", name, str(folder), str(input_file(folder, ENGINES[name], number))))

    return call


def _typsts(folder: Path, number: int) -> Call:
    german = input_file(folder, ENGINES["typst"], number)
    return Call(python("-m", "bench.engines", "typst", str(folder), str(german), str(folder / ENGLISH)))


ALONE: Mapping[str, Alone] = {
    "nothing": Alone("`python -c pass`", "nothing", lambda _folder, _number: Call(python("-c", "pass"))),
    SIX: Alone("sheetgen, its pages in the store", "six files: PDF, HTML and text, German and English", _six),
    TYPSTS: Alone(ENGINES["typst"].label, "two PDFs, German and English", _typsts),
    "filled": Alone("sheetgen, its pages in the store", "the German PDF", _sheetgen(*ONE_PDF, "--out", "-")),
    "pikepdf": Alone(ENGINES["pikepdf"].label, "the German PDF", _engine("pikepdf")),
    "typst": Alone(ENGINES["typst"].label, "the German PDF", _engine("typst")),
    "typst-behind": Alone(ENGINES["typst-behind"].label, "the German PDF", _engine("typst-behind")),
    "weasyprint": Alone(ENGINES["weasyprint"].label, "the German PDF", _engine("weasyprint")),
    "laid-out": Alone("sheetgen, `--no-cache`", "the German PDF", _sheetgen(*ONE_PDF, "--no-cache", "--out", "-")),
    FIRST: Alone("sheetgen, the first run ever", "six files", _first),
}


def stored(folder: Path) -> dict[str, str]:
    """The environment in which the store of prepared pages is the bench's own."""
    return {"XDG_CACHE_HOME": str(folder / "cache")}


def alone(folder: Path, rounds: int, tell: Callable[[str], None]) -> dict[str, list[Usage]]:
    """By row of the table, round for round. Round 0 fills the store and the caches of disk and fonts, and is not counted."""
    taken: dict[str, list[Usage]] = {name: [] for name in ALONE}
    for number in range(rounds + 1):
        tell(f"whole processes: round {number} of {rounds}")
        for name in in_turn(tuple(ALONE), number):
            call = ALONE[name].call(folder, number)
            taken[name].append(process(call.command, folder / "out", call.environ, call.folder))
    return {name: usages[1:] for name, usages in taken.items()}
