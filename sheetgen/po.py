"""Message catalogues as people write them (.po) -> as the program reads them (.mo)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from sheetgen.errors import Place, Problem, Refused

_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)
"""In place of the minute of the run, which Babel would write into the header."""

_LINE = re.compile(r'\s*|#.*|(?:(?:msgid|msgstr) )?"(?:[^"\\]|\\.)*"')


def compile_po(po: Path) -> None:
    """Write `<lang>/LC_MESSAGES/<subject>.mo` beside the .po, by rename, since others may be reading the old one.

    Raises Refused, with the line, for what is no catalogue; OSError.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    content = po.read_bytes()
    wrong = [_no_catalogue(po, number) for number, line in enumerate(content.splitlines(), 1) if not _is_line(line)]
    if wrong:
        raise Refused(wrong)
    try:
        catalogue = read_po(BytesIO(content), locale=po.parts[-3], abort_invalid=True)
    except PoFileError as error:
        raise Refused([_no_catalogue(po, error.lineno + 1)]) from error
    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    new = po.with_suffix(".mo.new")
    with new.open("wb") as target:
        write_mo(target, catalogue)
    new.replace(po.with_suffix(".mo"))


def _is_line(line: bytes) -> bool:
    """Tell what a line can be: Babel takes an unquoted text for an empty one, and says nothing."""
    try:
        return bool(_LINE.fullmatch(line.decode()))
    except UnicodeDecodeError:
        return False


def _no_catalogue(po: Path, line: int) -> Problem:
    hint = 'write msgid "…" and msgstr "…" in UTF-8, each on a line, with their quotes'
    return Problem("catalogue.syntax", "refusal", "this is no line of a catalogue", Place(str(po), line), hint)
