"""How catalogues are compiled."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from sheetgen.errors import Refused
from sheetgen.po import compile_po

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(folder: Path, content: bytes) -> Path:
    """A German one."""
    po = folder / "de" / "LC_MESSAGES" / "sheet.po"
    po.parent.mkdir(parents=True)
    po.write_bytes(content)
    return po


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Comments, continued texts, quotes and umlauts arrive; nothing but the two files is left."""
    po = catalogue(tmp_path, (HEAD + '# a note\nmsgid "yes"\nmsgstr "Ja, "\n"\\"gewiß\\""\n').encode())
    compile_po(po)
    with po.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("yes") == 'Ja, "gewiß"'
    assert sorted(path.name for path in po.parent.iterdir()) == ["sheet.mo", "sheet.po"]


@pytest.mark.parametrize("line", [b'msgstr "Ja', b"msgstr Ja", b'msgstr"Ja"', b'mssgstr "Ja"', b'msgstr "a" b"', b'msgstr "\xe4"', b"Ja"])
def test_what_is_no_line_is_refused(line: bytes, tmp_path: Path) -> None:
    """The complaint names the line, and the catalogue of before stays as it was."""
    po = catalogue(tmp_path, HEAD.encode() + b'msgid "yes"\n' + line + b"\n")
    po.with_suffix(".mo").write_bytes(b"of before")
    with pytest.raises(Refused) as refused:
        compile_po(po)
    (problem,) = refused.value.problems
    assert problem.place is not None
    assert (problem.place.source, problem.place.line) == (str(po), 6)
    assert po.with_suffix(".mo").read_bytes() == b"of before"
