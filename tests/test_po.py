"""How catalogues are compiled."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from sheetgen.errors import Refused
from sheetgen.po import compile_po, line_of

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


@pytest.mark.parametrize(
    ("german", "line", "english"),
    [
        ('msgstr "für {nmae}"', 6, "{name}"),
        ('msgstr ""\n"für "\n"{name} und {nmae}"', 8, "{name}"),
        ('msgstr "für niemanden"', 5, "{name}"),
        ('msgstr "für {name"', 5, "{name}"),
        ('msgstr "für {name}"', 6, "none"),
    ],
)
def test_other_placeholders_than_in_another_language_are_refused(german: str, line: int, english: str, tmp_path: Path) -> None:
    """The complaint names the line of the strange one, or of the message that lacks one, and what the other language has."""
    po = catalogue(tmp_path, f'{HEAD}msgid "for"\n{german}\n'.encode())
    other = tmp_path / "en" / "LC_MESSAGES" / "sheet.po"
    other.parent.mkdir(parents=True)
    text = "nobody" if english == "none" else english
    other.write_text(f'{HEAD}msgid "for"\nmsgstr "for {text}"\n\nmsgid "more"\nmsgstr "{{x}}"\n', "utf-8")
    with pytest.raises(Refused) as refused:
        compile_po(po)
    (problem,) = refused.value.problems
    assert problem.place is not None
    assert (problem.place.source, problem.place.line, problem.hint) == (str(po), line, f"there it has {english}")
    other.write_text("no catalogue", "utf-8")
    compile_po(po)  # the other one's own fault is told when that is compiled


def test_the_line_of_a_message(tmp_path: Path) -> None:
    """Where it begins; 0 where it is not, or no file is."""
    po = catalogue(tmp_path, f'{HEAD}msgid "yes"\nmsgstr "Ja"\n'.encode())
    assert (line_of(po, "yes"), line_of(po, "no"), line_of(tmp_path / "none.po", "yes")) == (5, 0, 0)
