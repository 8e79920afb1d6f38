"""The catalogues as they are read: by language and subject, or one clear line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sheetgen import messages
from sheetgen.errors import Failed


def test_each_language_has_its_words() -> None:
    """One id, two languages."""
    assert (messages.message("de", "sheet", "yes"), messages.message("en", "sheet", "yes")) == ("Ja", "Yes")


def test_subjects_are_apart() -> None:
    """The words of complaints are not among those of the sheet."""
    with pytest.raises(LookupError, match=r"de/sheet\.po has no message problem\.domain\.empty"):
        messages.message("de", "sheet", "problem.domain.empty")
    assert messages.message("de", "problems", "problem.domain.empty")


def test_a_message_is_filled() -> None:
    """What is given stands in its placeholders; what is not given is a fault, which names catalogue and placeholder."""
    assert "kunde.de" in messages.filled("de", "problems", "problem.domain.url.hint", {"suggest": "kunde.de"})
    with pytest.raises(
        messages.Unsayable, match=r"de/problems\.po has \{suggest\} in problem\.domain\.url\.hint, which nothing is"
    ) as unsayable:
        messages.filled("de", "problems", "problem.domain.url.hint", {})
    assert unsayable.value.po.is_file()


def test_a_catalogue_that_is_missing_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the compiled catalogue is not there, the message names the file and the line that makes it."""
    monkeypatch.setattr(messages, "folder", lambda _: tmp_path)
    messages._catalogue.cache_clear()  # noqa: SLF001 # each process reads a catalogue once
    try:
        with pytest.raises(Failed) as failed:
            messages.message("de", "sheet", "yes")
    finally:
        messages._catalogue.cache_clear()  # noqa: SLF001
    assert str(tmp_path / "locale" / "de" / "LC_MESSAGES" / "sheet.mo") in failed.value.message
    assert failed.value.hint


def test_only_the_standard_library_is_loaded() -> None:
    """A refusal is spoken without Babel, Jinja2 or pydantic."""
    code = (
        "import sys; from sheetgen.messages import message; message('de', 'problems', 'problem.domain.empty');"
        "print([name for name in ('babel', 'jinja2', 'pydantic', 'weasyprint', 'yaml') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
