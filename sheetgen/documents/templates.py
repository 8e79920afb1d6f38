"""Templates: the shipped ones by exact name, each replaced by the caller's file of that name; and how they are rendered."""

from __future__ import annotations

import difflib
import functools
import os.path
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import NoReturn

from jinja2 import BaseLoader, BytecodeCache, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.environment import Environment

from sheetgen.documents import Job
from sheetgen.documents.lettering import Medium, functions
from sheetgen.documents.sandbox import Sandbox
from sheetgen.documents.styles import fault_of
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.reading import read_file
from sheetgen.resources import folder

MOST_BYTES = 1 << 20
SUFFIXES = (".html", ".css")
FIXED = "fixed.css"
"""What no theme can change."""

_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, SyntaxError, TypeError, ValueError)
"""What a template can raise: Jinja's own, a wrong kind of value, too many levels (RecursionError, SyntaxError), a number too long."""

_IN_WORDS: Mapping[type[Exception], str] = {
    RecursionError: "it calls itself without end",
    MemoryError: "it is nested too deeply",
    UnicodeEncodeError: "it writes half a character",
}


@functools.cache
def shipped() -> frozenset[str]:
    """Names of the templates and style sheets there are: whatever has another name is never read."""
    return frozenset(path.name for path in folder("templates").iterdir() if path.suffix in SUFFIXES)


def read(name: str, own: Path | None) -> tuple[str, Path]:
    """A template's text and its path: the caller's own file where there is one, else the shipped one.

    Raises Refused where the own one leads out of its folder, is no file, is over 1 MiB or is not UTF-8.
    """
    if own is None or not os.path.lexists(own / name):
        path = folder("templates") / name
        return path.read_text("utf-8"), path
    path = own / name
    if own.resolve() not in path.resolve().parents:
        refuse(Place(str(path)), "this is a link that leads out of its folder", "put the file itself there")
    content = read_file(path, MOST_BYTES)
    try:
        return content.decode("utf-8-sig"), path
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        refuse(Place(str(path), line), "this is not UTF-8", "save the file as UTF-8")


def style_sheet(name: str, own: Path | None) -> str:
    """A style sheet for browsers and mail programs. Raises Refused as `read` does, and for what `styles` finds in it."""
    css, path = read(name, own)
    if found := fault_of(css):
        refuse(Place(str(path), found.line), found.message, found.hint)
    return css


def render(job: Job, medium: Medium, template: str = "sheet.html", **more: object) -> str:
    """The sheet as HTML. Raises Refused, with file and line, for what the caller's own templates do wrong."""
    if job.templates:
        all_known(job.templates)
    sandbox = Sandbox(_Loader(job.templates), *functions(job.values, medium), _COMPILED)
    context = {"page": job.page, "values": job.values, "issued": job.sheet.issued.isoformat(), **more}
    try:
        html = sandbox.get_template(template).render(context) + "\n"
        html.encode()  # a template can write half a character, "\ud800"
    except _FAULTS as error:
        if job.templates is None:
            raise
        raise Refused([fault(error, job.templates)]) from error
    return html


def fault(error: Exception, own: Path | None) -> Problem:
    """What a template does wrong, and in which line."""
    hint = "mend the template, or take the file away"
    return Problem("templates.refused", "refusal", printable(f"the template can't be run: {_said(error)}"), _place(error, own), hint)


class _Loader(BaseLoader):
    def __init__(self, own: Path | None) -> None:
        self.own = own

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        del environment
        if template not in shipped():
            raise TemplateNotFound(template, f"there is no template named {template}")
        text, path = read(template, self.own)
        return text, str(path), lambda: True


class _Compiled(BytecodeCache):
    """What each template was compiled to last, for as long as its text stays the same: compiling takes longer than a rendering."""

    def __init__(self) -> None:
        self.codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self.codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self.codes[bucket.key] = bucket.checksum, bucket.code


_COMPILED = _Compiled()


def all_known(own: Path) -> None:
    """A misspelt file would stand in for nothing, and nobody would see."""
    replaceable = shipped() - {FIXED}
    for path in sorted(own.iterdir()):
        if path.suffix in SUFFIXES and path.name not in replaceable:
            meant = difflib.get_close_matches(path.name, replaceable, 1)
            hint = f"did you mean {meant[0]}?" if meant else f"these can be replaced: {', '.join(sorted(replaceable))}"
            refuse(Place(str(path)), "this stands in for no template", hint)


def _place(error: Exception, own: Path | None) -> Place:
    """Where in which template: Jinja puts the templates' own lines into the traceback."""
    folders = (own or folder("templates"), folder("templates"))
    if isinstance(error, TemplateSyntaxError):
        return Place(error.filename or str(folders[0]), error.lineno)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).parent in folders]
    return Place(frames[-1].filename, frames[-1].lineno or 0) if frames else Place(str(folders[0]))


def _said(error: Exception) -> str:
    if isinstance(error, TemplateError) and error.message:
        return error.message
    return _IN_WORDS.get(type(error)) or str(error) or type(error).__name__


def refuse(place: Place, message: str, hint: str) -> NoReturn:
    """Raise Refused: this is wrong with the caller's own templates."""
    raise Refused([Problem("templates.refused", "refusal", printable(message), place, hint)])
