"""`sheetgen doctor`: what is installed, how old it is, and the line that mends what is wrong."""

from __future__ import annotations

import os
import platform as machine
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from sheetgen import __version__
from sheetgen.cli import output
from sheetgen.cli.options import Reader, date_option, facts_option, facts_path, read_issued, read_settings
from sheetgen.cli.report import in_words, say, settle
from sheetgen.desk import Finding
from sheetgen.desk.opened import open_desk
from sheetgen.documents.store import Store, place
from sheetgen.errors import Failed, Refused, printable
from sheetgen.native import LIBRARIES, apt_line, missing
from sheetgen.resources import folder
from sheetgen.settings import load_settings

PACKAGES = (
    *("click", "jinja2", "weasyprint", "pydyf", "pydantic", "pyyaml", "babel", "idna", "publicsuffixlist"),
    *("urllib3", "keyring", "watchfiles"),
)
FONTS = ("fontpkg-fira-sans", "fontpkg-ibm-plex-mono")
OLD_SUFFIXES = 365
"""Days after which the suffix list no longer knows the newest top levels."""


def _programs() -> Iterator[Finding]:
    yield Finding("sheetgen", __version__)
    yield Finding(
        "Python", f"{machine.python_version()}, {sys.executable}", "" if sys.version_info >= (3, 11) else "install Python 3.11 or later"
    )
    for name in (*PACKAGES, *FONTS):
        try:
            yield Finding(name, version(name))
        except PackageNotFoundError:
            yield Finding(name, "missing", f"{shlex.quote(sys.executable)} -m pip install {name}")


def _libraries() -> Iterator[Finding]:
    absent = missing()
    for library in LIBRARIES:
        if library in absent:
            yield Finding(library, "missing: no PDF without it", apt_line((library,)))
        else:
            yield Finding(library, "found")


def _suffixes(today: date) -> Iterator[Finding]:
    from sheetgen.suffixes import suffix_list_date

    listed = suffix_list_date()
    if listed is None:
        yield Finding("suffix list", "of unknown age", _newer_list())
        return
    days = (today - listed).days
    mend = _newer_list() if days > OLD_SUFFIXES else ""
    yield Finding("suffix list", f"of {listed}, {days} days old", mend)


def _newer_list() -> str:
    """In a checkout the pins rule; anywhere else, pip."""
    in_checkout = (folder("data").parent / "Makefile").is_file()
    return "make pins UPGRADE=1" if in_checkout else f"{shlex.quote(sys.executable)} -m pip install --upgrade publicsuffixlist"


def _facts(path: Path, today: date) -> Iterator[Finding]:
    from sheetgen.facts.load import load_facts

    try:
        loaded = load_facts(path, today)
    except Refused as refused:
        yield Finding("facts", f"{path}: refused", f"sheetgen facts check {shlex.quote(str(path))}")
        for problem in refused.problems:
            yield Finding("", in_words(problem))
        return
    yield Finding("facts", f"{path}, {loaded.platform.service}, SHA-256 {loaded.sha256[:16]}")
    for problem in loaded.problems:
        yield Finding("", in_words(problem))


def _settings() -> Iterator[Finding]:
    try:
        settings = load_settings(os.environ)
    except Refused as refused:
        for problem in refused.problems:
            yield Finding("settings", in_words(problem), "open the settings file at that line")
        return
    yield Finding("settings", str(settings.path) if settings.path else "none")


def _store() -> Iterator[Finding]:
    store = place(os.environ)
    why, mend = Store(store).hindrance()
    yield Finding("prepared pages", f"{store or 'there is no store'}, not used: {why}" if why else str(store), mend)


def _desk(name: str) -> Iterator[Finding]:
    """What the desk itself says of its checks; how it can't be asked is the last finding."""
    try:
        opened = open_desk(load_settings(os.environ), name, os.environ, say)
        output.conceal(opened.secret)
        yield Finding("desk", f"{opened.name}, asked without writing anything")
        yield from opened.desk.check()
    except Refused as refused:
        for problem in refused.problems:
            yield Finding("desk", in_words(replace(problem, hint="")), problem.hint)
    except Failed as failed:
        yield Finding("desk", failed.message, failed.hint)


def _words() -> Iterator[Finding]:
    from sheetgen.messages import message

    try:
        for lang in ("de", "en"):
            message(lang, "sheet", "title")
            message(lang, "problems", "problem.domain.empty")
    except (Failed, LookupError) as error:
        yield Finding("catalogues", str(error), "make catalogues")
    else:
        yield Finding("catalogues", "German and English")


@click.command(short_help="what is installed, how old it is, and what mends what is wrong")
@facts_option
@date_option
@click.option("--desk", metavar="NAME", help="Look at this desk alone: its address, certificate, login and rights.")
@click.pass_context
def doctor(context: click.Context, *, facts: str | None, issued: str | None, desk: str | None) -> None:
    """Look at everything that sheetgen needs; print what is wrong with the line that mends it. Exit 1 if anything is.

    \b
    Examples:
      sheetgen doctor
      sheetgen doctor --desk help
    """
    reader = Reader()
    today = read_issued(reader, issued)
    settle(reader.problems, accept=frozenset(), strict=False)
    path = facts_path(facts, read_settings(Reader()))
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _programs,
        _libraries,
        _words,
        lambda: _suffixes(today),
        _settings,
        _store,
        lambda: _facts(path, today),
    )
    if desk is not None:
        looks = (lambda: _desk(desk),)
    wrong = 0
    for look in looks:
        for finding in look():
            wrong += bool(finding.mend)
            output.line(f"{'✗' if finding.mend else ' '} {finding.what:24} {printable(finding.found)}")
            if finding.mend:
                output.line(f"  {'':24} to mend it: {printable(finding.mend)}")
    output.line(f"{wrong} to mend" if wrong else "nothing to mend")
    context.exit(1 if wrong else 0)
