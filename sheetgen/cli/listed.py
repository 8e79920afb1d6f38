"""The options of a list of many, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from sheetgen.cli.options import Reader
from sheetgen.errors import Place, Problem, printable

ABOUT_ALL = ("list.column", "list.no-header")
"""Doubts about a list as a whole."""
LIST_DOUBTS = (*ABOUT_ALL, "request.swapped")
MOST_JOBS = 256
_ADDRESS = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Listed:
    """What is asked with `--from`. `jobs`: None is as many as there are cores; `cluster`: a Dask scheduler's address, if others make them.

    `day`: the issue date, if one was named.
    """

    source: str
    domains: tuple[str, ...]
    customers: tuple[str, ...]
    jobs: int | None
    cluster: str | None
    keep_going: bool
    day: str | None


def _one_list(context: click.Context, parameter: click.Parameter, named: tuple[str, ...]) -> str | None:
    """The list that was named. Raises UsageError for a second one: click would keep the last, and half of the rows would be missing."""
    del parameter
    if len(named) > 1:
        raise click.UsageError("--from was given more than once; put the lists together, or make one after the other", context)
    return named[0] if named else None


def list_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--from FILE|-, and what goes with it."""
    for option in reversed(
        (
            click.option(
                "--from",
                "source",
                metavar="FILE|-",
                multiple=True,
                callback=_one_list,
                type=click.Path(readable=False),
                help="Sheets for a list: CSV, JSON Lines, or names line by line; - is stdin.",
            ),
            click.option("--jobs", metavar="N", help="With --from: as many processes; one for each core, if not given."),
            click.option("--dask", "cluster", metavar="ADDRESS", help="With --from: made by the Dask cluster at tcp://HOST:PORT."),
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


def read_cluster(reader: Reader, typed: str | None, others: Mapping[str, bool]) -> str | None:
    """The address of a Dask scheduler; refused together with any of the other options that was given."""
    if typed is None:
        return None
    address = _ADDRESS.fullmatch(typed)
    if not address or not 0 < int(address[1]) < 1 << 16:
        message = f"“{printable(typed)}” is no address of a Dask scheduler"
        reader.problems.append(
            Problem("argument.dask", "refusal", message, Place("--dask"), "write it as tcp://host:8786, or tls://host:8786")
        )
    for option in (option for option, given in others.items() if given):
        hint = f"leave out either this or {option}; docs/scale.md says why"
        reader.problems.append(Problem("argument.dask", "refusal", f"a cluster can't do what {option} asks for", Place("--dask"), hint))
    return typed


def goes_with_a_list(reader: Reader, options: Mapping[str, bool]) -> None:
    """Refuse what was given and would be ignored without `--from`."""
    for option in (option for option, given in options.items() if given):
        hint = "hand the list over with --from, or leave this out"
        reader.problems.append(Problem("argument.alone", "refusal", "this goes with a list, and there is none", Place(option), hint))
