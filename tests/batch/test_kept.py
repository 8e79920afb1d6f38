"""What is kept while a list is read: whole, however much it is, and told where there is no room for it."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

import pytest

from sheetgen.batch.kept import LITTLE, Kept
from sheetgen.batch.seen import Seen
from sheetgen.errors import Failed


@pytest.mark.parametrize("pieces", [[], [b"a"], [b"a" * 1000] * 400, [b"a" * LITTLE], [b"a" * LITTLE, b"b"]])
def test_it_is_read_again_and_again(pieces: list[bytes]) -> None:
    """All that was written, in its order, below the size from which it is a file, at it and beyond."""
    with Kept() as some:
        for piece in pieces:
            some.write(piece)
        assert some.beginning().read() == some.beginning().read() == b"".join(pieces)


def test_only_much_is_a_file() -> None:
    """In memory to the last byte that may be there."""
    with Kept() as some:
        some.write(b"a" * LITTLE)
        assert isinstance(some.beginning(), BytesIO)
        some.beginning().read()
        some.write(b"b")
        assert not isinstance(some.beginning(), BytesIO)


def written_and_read(some: Kept, data: bytes) -> None:
    """What is written may be held back until it is read."""
    some.write(data)
    some.beginning()


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """At once or where the rest is written out; what helps is said, and the file is closed without another word."""
    for more in (b"", b"a" * LITTLE):
        full = Path("/dev/full").open("w+b")  # noqa: SIM115 - whoever asked for it closes it
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda full=full: full)
        with Kept() as some:
            some.write(b"a" * LITTLE)
            with pytest.raises(Failed, match="could not be kept") as failed:
                written_and_read(some, b"b" + more)
        assert "TMPDIR" in failed.value.hint
        assert full.closed


def test_a_full_disk_is_told_of_what_was_seen() -> None:
    """A database that may grow no further stands for one whose disk is full: it is the same complaint."""
    with Seen() as seen:
        assert seen.sheet("firma.de/de", "", "list:1") is None
        seen._database.execute("PRAGMA max_page_count = 3")  # noqa: SLF001 - nothing else makes a disk full
        with pytest.raises(Failed, match=r"could not be kept .* full"):
            seen.name(f"{'a' * 100_000}.de", "requested", "list:1")
