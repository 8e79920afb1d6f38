"""The options of a list of many, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from sheetgen.cli.options import Reader
from sheetgen.errors import Place, Problem, printable

ABOUT_ALL = ("list.column", "list.no-header")
"""Doubts about a list as a whole."""
LIST_DOUBTS = (*ABOUT_ALL, "request.swapped")
MOST_JOBS = 256


@dataclass(frozen=True, slots=True)
class Listed:
    """What is asked with `--from`. `jobs`: None is as many as there are cores; `day`: the issue date, if one was named."""

    source: str
    domains: tuple[str, ...]
    customers: tuple[str, ...]
    jobs: int | None
    keep_going: bool
    day: str | None


def list_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--from FILE|-, and what goes with it."""
    for option in reversed(
        (
            click.option(
                "--from",
                "source",
                metavar="FILE|-",
                type=click.Path(readable=False),
                help="Sheets for a list: CSV, JSON Lines, or names line by line; - is stdin.",
            ),
            click.option("--jobs", metavar="N", help="With --from: as many processes; one for each core, if not given."),
            click.option("--keep-going", is_flag=True, help="With --from: make the good rows where some are bad."),
        )
    ):
        command = option(command)
    return command


def read_jobs(reader: Reader, typed: str | None) -> int | None:
    """How many processes; None where nobody said."""
    if typed is None or (typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) <= MOST_JOBS):
        return None if typed is None else int(typed)
    message = f"“{printable(typed)}” is no number of processes"
    reader.problems.append(Problem("argument.jobs", "refusal", message, Place("--jobs"), f"write a number from 1 to {MOST_JOBS}"))
    return None


def goes_with_a_list(reader: Reader, jobs: str | None, *, keep_going: bool) -> None:
    """Refuse what would be ignored without `--from`."""
    for option in (*(["--jobs"] if jobs is not None else []), *(["--keep-going"] if keep_going else [])):
        hint = "hand the list over with --from, or leave this out"
        reader.problems.append(Problem("argument.alone", "refusal", "this goes with a list, and there is none", Place(option), hint))
