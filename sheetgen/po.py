"""Message catalogues as people write them (.po) -> as the program reads them (.mo)."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sheetgen.errors import Place, Problem, Refused

if TYPE_CHECKING:
    from babel.messages import Catalog

_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)
"""In place of the minute of the run, which Babel would write into the header."""

_LINE = re.compile(r'\s*|#.*|(?:(?:msgid|msgstr) )?"(?:[^"\\]|\\.)*"')


def compile_po(po: Path) -> None:
    """Write `<lang>/LC_MESSAGES/<subject>.mo` beside the .po, by rename, since others may be reading the old one.

    Raises Refused, with the line, for what is no catalogue, and where a message has other placeholders than in another language; OSError.
    """
    from babel.messages.mofile import write_mo

    content = po.read_bytes()
    catalogue = _read(po, content)
    others = [other for other in sorted(po.parents[2].glob(f"*/LC_MESSAGES/{po.name}")) if other != po]
    if strange := [problem for other in others for problem in _between(catalogue, other, po, content.decode().splitlines())]:
        raise Refused(strange)
    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    new = po.with_suffix(".mo.new")
    with new.open("wb") as target:
        write_mo(target, catalogue)
    new.replace(po.with_suffix(".mo"))


def line_of(po: Path, message_id: str) -> int:
    """The line where a message begins, 1-based; 0 where there is no such message, or no file."""
    try:
        lines = po.read_bytes().decode("utf-8", "replace").splitlines()
    except OSError:
        return 0
    return next((number for number, line in enumerate(lines, 1) if line.rstrip() == f'msgid "{message_id}"'), 0)


def placeholders(text: str) -> frozenset[str] | None:
    """The names in `{name}`; None if a brace makes anything else."""
    names = set()
    try:
        for _, name, specification, conversion in string.Formatter().parse(text):
            if name is None:
                continue
            if not name.isidentifier() or specification or conversion:
                return None
            names.add(name)
    except ValueError:
        return None
    return frozenset(names)


def _read(po: Path, content: bytes) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    wrong = [_no_catalogue(po, number) for number, line in enumerate(content.splitlines(), 1) if not _is_line(line)]
    if wrong:
        raise Refused(wrong)
    try:
        return read_po(BytesIO(content), locale=po.parts[-3], abort_invalid=True)
    except PoFileError as error:
        raise Refused([_no_catalogue(po, error.lineno + 1)]) from error


def _between(ours: Catalog, other: Path, po: Path, lines: Sequence[str]) -> Iterator[Problem]:
    """The messages whose placeholders are not those of the other language; nothing where that one can't be read."""
    try:
        theirs = _read(other, other.read_bytes())
    except (Refused, OSError):
        return
    for message in ours:
        counterpart = theirs.get(str(message.id)) if message.id else None
        if counterpart is None:
            continue
        here, there = (placeholders(str(one.string)) for one in (message, counterpart))
        if here == there or there is None:
            continue
        begin = message.lineno or 1
        wrong = [f"{{{name}}}" for name in sorted((here or frozenset()) - there)]
        line = next((n for n, text in enumerate(lines[begin - 1 :], begin) if wrong and wrong[0] in text), begin)
        wanted = ", ".join(f"{{{name}}}" for name in sorted(there)) or "none"
        text = f"“{message.id}” has other placeholders here than in {other.parts[-3]}/{other.name}"
        yield Problem("catalogue.placeholder", "refusal", text, Place(str(po), line), f"there it has {wanted}")


def _is_line(line: bytes) -> bool:
    """Tell what a line can be: Babel takes an unquoted text for an empty one, and says nothing."""
    try:
        return bool(_LINE.fullmatch(line.decode()))
    except UnicodeDecodeError:
        return False


def _no_catalogue(po: Path, line: int) -> Problem:
    hint = 'write msgid "…" and msgstr "…" in UTF-8, each on a line, with their quotes'
    return Problem("catalogue.syntax", "refusal", "this is no line of a catalogue", Place(str(po), line), hint)
