"""Problems and news as lines on stderr. The one place where a complaint becomes text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import click

from sheetgen.cli.output import without_secrets
from sheetgen.errors import Problem, Refused, stops
from sheetgen.messages import filled


def say(line: str) -> None:
    """One line on stderr."""
    click.echo(f"sheetgen: {without_secrets(line)}", err=True)


def in_words(problem: Problem) -> str:
    """`place: what is wrong; what to write instead`, in English; a doubt with the option that waives it."""
    text, hint = problem.message, problem.hint
    if not text:
        text = filled("en", "problems", f"problem.{problem.code}", problem.parts)
        hint = filled("en", "problems", f"problem.{problem.code}.hint", problem.parts)
    prefix = f"{problem.place}: " if problem.place else ""
    kind = "warning: " if problem.severity == "warning" else ""
    waive = f"; if it is meant, add --accept {problem.code}" if problem.severity == "doubt" else ""
    return f"{prefix}{kind}{text}{f'; {hint}' if hint else ''}{waive}"


def complain(problems: Iterable[Problem]) -> None:
    """A line for each problem, each once."""
    tell(map(in_words, problems))


def tell(lines: Iterable[str]) -> None:
    """Problems that are in words already, each once."""
    for line in dict.fromkeys(lines):
        click.echo(without_secrets(line), err=True)


def settle(problems: Sequence[Problem], *, accept: frozenset[str], strict: bool) -> None:
    """Show the warnings and go on; or raise Refused with all that is left, where one of the problems stops the run."""
    left = remaining(problems, accept=accept, strict=strict)
    if stops(left, accept=accept, strict=strict):
        raise Refused(left)
    complain(left)


def remaining(problems: Iterable[Problem], *, accept: frozenset[str], strict: bool) -> list[Problem]:
    """Those that nobody has accepted; with `strict` a warning is a refusal."""
    left = (p for p in problems if not (p.severity == "doubt" and p.code in accept))
    return [replace(p, severity="refusal") if strict and p.severity == "warning" else p for p in left]
