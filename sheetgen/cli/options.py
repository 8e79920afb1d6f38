"""Options that several commands share, and how their texts are read: all that is wrong with a call is told together."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from sheetgen.documents.store import Store, place
from sheetgen.domain import SEVERITIES
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.recipes.names import names
from sheetgen.request import read_day
from sheetgen.resources import shipped_facts
from sheetgen.settings import Settings, issue_date, load_settings

DOUBTS = tuple(sorted(code for code, severity in SEVERITIES.items() if severity == "doubt"))

_YES_NO = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}

T = TypeVar("T")


def words_from(names: Sequence[str]) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completion from a table."""
    return lambda _context, _parameter, typed: [CompletionItem(name) for name in names if name.startswith(typed)]


def facts_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--facts FILE."""
    return click.option(
        "--facts",
        envvar="SHEETGEN_FACTS",
        metavar="FILE",
        type=click.Path(readable=False),
        help="The platform's fact file; else SHEETGEN_FACTS, the settings file, the shipped one.",
    )(command)


def strict_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--strict, or SHEETGEN_STRICT."""
    return click.option("--strict", is_flag=True, default=None, help="Refuse what else is a warning; or SHEETGEN_STRICT=1.")(command)


def date_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--date DAY, for tests and for sheets that are to be the same again."""
    return click.option("--date", "issued", envvar="SHEETGEN_DATE", metavar="YYYY-MM-DD", help="This day in place of today.")(command)


def templates_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--templates DIR."""
    return click.option(
        "--templates",
        envvar="SHEETGEN_TEMPLATES",
        metavar="DIR",
        type=click.Path(readable=False),
        help="For themes: files in place of the shipped templates.",
    )(command)


def customer_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--customer DOMAIN, repeated."""
    return click.option(
        "--customer", "customers", metavar="DOMAIN", multiple=True, help="A domain on the platform that the partner writes to; repeat it."
    )(command)


def effective_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--effective DAY."""
    return click.option("--effective", metavar="YYYY-MM-DD", help="From when on, or since when, the platform enforces TLS.")(command)


def accept_option(doubts: Sequence[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """--accept CODE, repeated, of the doubts that a command can have."""
    return click.option(
        "--accept",
        "accepted",
        multiple=True,
        metavar="CODE",
        shell_complete=words_from(doubts),
        help="Waive the doubt of this code; repeat it.",
    )


def recipe_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--recipe NAME, repeated."""
    return click.option(
        "--recipe",
        "recipes",
        multiple=True,
        metavar="NAME",
        shell_complete=lambda _context, _parameter, typed: [CompletionItem(name) for name in names() if name.startswith(typed)],
        help="What to configure on that kind of server, as pages of their own; repeat it. sheetgen recipe --list shows which there are.",
    )(command)


def cache_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--no-cache, or SHEETGEN_NO_CACHE."""
    return click.option(
        "--no-cache",
        "uncached",
        is_flag=True,
        envvar="SHEETGEN_NO_CACHE",
        help="Use and keep no prepared pages; the same documents.",
    )(command)


def store_of(*, uncached: bool) -> Store:
    """The user's store of prepared pages; one that holds and keeps nothing where it is not to be used."""
    return Store(None if uncached else place(os.environ))


@dataclass
class Reader:
    """Reads a call's texts one after the other and gathers what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)

    def read(self, what: Callable[[str, Place], tuple[T | None, Sequence[Problem]]], typed: str | None, place: str) -> T | None:
        """The value that `what` makes of a text; None where none was given, or a bad one."""
        if typed is None:
            return None
        value, problems = what(typed, Place(place))
        self.problems += problems
        return value

    def attempt(self, what: Callable[[], T]) -> T | None:
        """The value, or None and the problems of its refusal."""
        try:
            return what()
        except Refused as refused:
            self.problems += refused.problems
            return None

    def choices(self, typed: Sequence[str], known: Sequence[T], place: str) -> tuple[T, ...]:
        """Each of the texts that is known, once; commas and blanks part several."""
        taken: dict[T, None] = {}
        for i, one in enumerate(typed, 1):
            for word in re.split(r"[\s,]+", one.strip(" ,")):
                match = next((name for name in known if name == word), None)
                if match is None:
                    where = f"{place}[{i}]" if len(typed) > 1 else place
                    self.problems.append(_unknown(word, [str(name) for name in known], where))
                else:
                    taken[match] = None
        return tuple(taken)


def _unknown(typed: str, known: Sequence[str], place: str) -> Problem:
    from difflib import get_close_matches  # only for who mistyped

    near = get_close_matches(typed, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
    return Problem("argument.unknown", "refusal", f"“{printable(typed)}” is none of the values it can have", Place(place), hint)


def whence(parameter: str, option: str) -> str:
    """Where the value of a parameter was written: the option, or the variable of the environment."""
    context = click.get_current_context()
    if context.get_parameter_source(parameter) is not ParameterSource.ENVIRONMENT:
        return option
    return next(str(known.envvar) for known in context.command.params if known.name == parameter)


def read_strict(reader: Reader, given: bool | None, settings: Settings) -> bool:
    """Whether warnings are refusals: as typed, else SHEETGEN_STRICT's word, else the settings'."""
    named = os.environ.get("SHEETGEN_STRICT", "").lower()
    if given is not None or not named:
        return bool(settings.strict if given is None else given)
    reader.choices([named], tuple(_YES_NO), "SHEETGEN_STRICT")
    return _YES_NO.get(named, True)


def read_settings(reader: Reader) -> Settings:
    """The user's settings; none of them where the file is refused, whose problems are then gathered."""
    return reader.attempt(lambda: load_settings(os.environ)) or Settings()


def read_issued(reader: Reader, typed: str | None) -> date:
    """The issue date: as typed, else SOURCE_DATE_EPOCH's, else today."""
    return reader.read(read_day, typed, whence("issued", "--date")) or reader.attempt(lambda: issue_date(os.environ)) or date.min


def read_out(reader: Reader, typed: str | None, settings: Settings, hint: str = "name a folder, or - for stdout") -> str:
    """The folder to write to, as a line of stdout can show it: as typed, else the settings', else `output`."""
    out = typed if typed is not None else settings.out if settings.out is not None else "output"
    if not out or not out.isprintable():
        message = f"“{printable(out)}” is no folder's name that a line can show"
        reader.problems.append(Problem("argument.out", "refusal", message, Place(whence("out", "--out")), hint))
    return out


def read_templates(reader: Reader, typed: str | None) -> Path | None:
    """The folder of a theme; None where none was named, or what is no folder."""
    if typed is None:
        return None
    if typed and Path(typed).is_dir():
        return Path(typed)
    message = f"“{printable(typed)}” is no folder"
    reader.problems.append(Problem("argument.folder", "refusal", message, Place("--templates"), "name a folder with templates in it"))
    return None


def read_recipes(reader: Reader, typed: Sequence[str], today: date, place: str = "--recipe") -> tuple[str, ...]:
    """The recipes of a call, each once; a recipe's dates warn as facts do."""
    if not typed:
        return ()
    from sheetgen.recipes.load import find, load_recipe

    for name in dict.fromkeys(typed):
        if unknown := find(name, Place(place)):
            reader.problems.append(unknown)
        elif kept := reader.attempt(lambda name=name: load_recipe(name, today)):  # type: ignore[misc]
            reader.problems += kept.problems
    return tuple(dict.fromkeys(typed))


def facts_path(typed: str | None, settings: Settings) -> Path:
    """Which fact file: the one named, else the settings', else the shipped one."""
    named = typed if typed is not None else settings.facts
    return Path(named) if named is not None else shipped_facts()
