"""`sheetgen cache`: the store of prepared pages, looked at and emptied."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sheetgen.cli import output
from sheetgen.cli.report import say
from sheetgen.documents.store import MOST_BYTES, Store, place
from sheetgen.errors import Failed, printable


@click.group(short_help="look at the store of prepared pages, or empty it")
def cache() -> None:
    """Pages with open slots are kept, so that the next sheet is filled in and not laid out. Documents are the same without them."""


@cache.command(short_help="where it is, and what it holds")
def info() -> None:
    """Print the folder, how many entries it holds, and how many bytes they take of those that they may; or why it is not used."""
    folder = _folder()
    why, mend = Store(folder).hindrance()
    if why:
        output.line(f"{printable(str(folder))} is not used: {printable(why)}; to mend it: {printable(mend)}")
        return
    entries, taken = Store(folder).held()
    output.line(f"{printable(str(folder))}: {entries} entries, {taken} of {MOST_BYTES} bytes")


@cache.command(short_help="take all entries away")
def clear() -> None:
    """Take away all entries, and nothing else that lies in the folder."""
    folder = _folder()
    try:
        gone = Store(folder).clear()
    except (OSError, ValueError) as error:
        reason = printable(getattr(error, "strerror", None) or str(error))
        raise Failed(f"the store {printable(str(folder))} can't be emptied: {reason}", "look who owns it, and its mode") from error
    say(f"{gone} entries taken away from {printable(str(folder))}")


def _folder() -> Path:
    folder = place(os.environ)
    if folder is None:
        raise Failed("there is no folder for a store: neither XDG_CACHE_HOME nor HOME is set to a path", "set one of them")
    return folder
