"""The unit of work: one request's documents, made and written. What it takes and what it gives can be pickled."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sheetgen.documents import Document
from sheetgen.documents.names import folder
from sheetgen.errors import Failed, Refused, printable
from sheetgen.facts.known import Source
from sheetgen.files import NewFile, write_set
from sheetgen.render import Plan, render
from sheetgen.request import Request


class Task(NamedTuple):
    """One request, and what is made of it."""

    request: Request
    plan: Plan


class Made(NamedTuple):
    """What became of a task: the paths of its files, or why there are none."""

    paths: tuple[str, ...] = ()
    failed: Failed | None = None


def documents(source: Source, task: Task) -> tuple[Document, ...] | Failed:
    """Its documents; a failure is handed back, for it is this task's alone. Pure: files are read, none is written. Raises Refused."""
    try:
        return render(source, task.request, task.plan)
    except Failed as failed:
        return failed
    except Refused:
        raise
    except Exception as error:  # noqa: BLE001 - a defect of ours, which shall not keep all other sheets of a list from being made
        what = f"sheetgen has a defect here: {type(error).__name__}: {printable(str(error))}"
        return Failed(what, "report it with the domain, please; --keep-going makes the others")


def written(out: Path, task: Task, made: tuple[Document, ...] | Failed) -> Made:
    """Write what was made below `out`, all of it or nothing. Whoever writes many syncs once, at the end."""
    if isinstance(made, Failed):
        return Made(failed=made)
    files = [NewFile(document.name, document.data, document.kind.issued) for document in made]
    try:
        return Made(tuple(map(str, write_set(out, folder(task.request), files, synced=False))))
    except Failed as failed:
        return Made(failed=failed)
