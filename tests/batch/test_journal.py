"""What a journal remembers, and when it is believed."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from sheetgen.batch import journal as module
from sheetgen.batch.journal import Head, Journal
from sheetgen.batch.judge import Wanted
from sheetgen.batch.spool import Entry, Spool
from sheetgen.batch.work import Made
from sheetgen.domain import Domain
from sheetgen.errors import Failed, Refused
from sheetgen.request import Request

HEAD = Head("0" * 64, date(2026, 11, 24), "1" * 64, "0.1.0", 3)
ENTRY = Entry("list:1", Wanted(Request(Domain("firma.de", "firma.de"), (), "4711", date(2026, 12, 1), ("postfix",)), ("de", "de-en")))
REFUSED = Entry("list:2", refused=("list:2: bad",), named=("firma.at",))
SAME = Entry("list:3", same="list:1")
MADE = Made(("out/firma.de/a.pdf",))


def test_a_spool_gives_back_what_it_was_given() -> None:
    """All kinds of entries, from any one on; the digest tells them apart."""
    with Spool() as spool, Spool() as other:
        for entry in (ENTRY, REFUSED, SAME):
            spool.add(entry)
        assert list(spool.read()) == [ENTRY, REFUSED, SAME]
        assert list(spool.read(2)) == [SAME]
        assert (spool.entries, spool.sheets, spool.open) == (3, 1, 1)
        other.add(REFUSED)
        assert spool.digest != other.digest


def begun(out: Path, head: Head = HEAD) -> Path:
    """One that was left with two lines; its path."""
    with Journal(out, head) as journal:
        journal.note(ENTRY, MADE)
        journal.note(REFUSED, None)
        return journal.path


def test_it_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    """With its counts, and with its own day, which is the sheets'; finished it is the report, whole."""
    begun(tmp_path)
    with Journal(tmp_path, HEAD._replace(issued=date(2026, 11, 25))) as journal:
        assert (journal.done, dict(journal.counts), journal.issued) == (2, {"made": 1, "refused": 1}, HEAD.issued)
        journal.note(SAME, None)
        report = journal.finish()
    assert report == tmp_path / "report_2026-11-24_0000000000000000.jsonl"
    assert [path.name for path in tmp_path.iterdir()] == [report.name]
    assert report.stat().st_mode & 0o777 == 0o600
    head, made, refused, same, summary = map(json.loads, report.read_text("utf-8").splitlines())
    assert (head["issued"], made["status"], made["files"], refused["why"], same["as"]) == (
        *("2026-11-24", "made", ["out/firma.de/a.pdf"], ["list:2: bad"], "list:1"),
    )
    assert summary == {"summary": {"made": 1, "refused": 1, "same": 1}}


@pytest.mark.parametrize(
    "torn",
    [b"{", b'{"at":"x","status":"made"}', b'{"summary":{"made":1}}\n', b"\xff\xfe\n", b"null\n", b"[" * 100_000]
    + [f'{{"at":"x","status":{status}}}\n'.encode() for status in ("[]", "7", "null", '"done"')],
)
def test_an_unfinished_line_is_taken_away(tmp_path: Path, torn: bytes) -> None:
    """Whatever stands behind the last whole line of an entry was never finished, or is none of ours."""
    path = begun(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    with Journal(tmp_path, HEAD) as journal:
        assert journal.done == 2
        assert path.read_bytes() == whole


def test_cut_off_anywhere_it_ends_the_same(tmp_path: Path) -> None:
    """Whichever of its bytes was the last to be written: the run that goes on leaves the report that an undisturbed one leaves."""

    def ended() -> bytes:
        with Journal(tmp_path, HEAD) as journal:
            for entry, made in [(ENTRY, MADE), (REFUSED, None), (SAME, None)][journal.done :]:
                journal.note(entry, made)
            return journal.finish().read_bytes()

    undisturbed = ended()
    left = tmp_path / "journal_0000000000000000.jsonl"
    for length in range(len(undisturbed) + 1):
        left.write_bytes(undisturbed[:length])
        assert ended() == undisturbed, length


def test_it_is_its_owners_whatever_the_umask(tmp_path: Path) -> None:
    """Else the run that goes on could not read what the one before has written."""
    before = os.umask(0o777)
    try:
        path = begun(tmp_path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("head", [HEAD._replace(facts="2" * 64), HEAD._replace(version="0.2.0"), HEAD._replace(key="0" * 63 + "1")])
def test_another_list_begins_anew(tmp_path: Path, head: Head) -> None:
    """Lines about other facts, by another version, or of another list that shares its name, are not believed."""
    begun(tmp_path)
    with Journal(tmp_path, head) as journal:
        assert journal.done == 0


def test_no_line_is_believed_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What had not reached the disk is lost then, and nobody waited for it."""
    begun(tmp_path)
    (tmp_path / "boot_id").write_text("another\n", encoding="ascii")
    monkeypatch.setattr(module, "_BOOT", tmp_path / "boot_id")
    with Journal(tmp_path, HEAD) as journal:
        assert journal.done == 0


@pytest.mark.parametrize("line", ['"issued":"2026-13-99"', '"issued":null', '"rows":4'])
def test_a_damaged_head_begins_anew(tmp_path: Path, line: str) -> None:
    """Whatever its first line says that this list's would not."""
    path = begun(tmp_path)
    key = line.partition(":")[0]
    head, *rest = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([re.sub(f'{key}:("[^"]*"|[0-9]+)', line, head), *rest]), "utf-8")
    with Journal(tmp_path, HEAD) as journal:
        assert (journal.done, journal.issued) == (0, HEAD.issued)


def test_no_more_lines_than_rows(tmp_path: Path) -> None:
    """Lines that somebody added are none of this list's."""
    path = begun(tmp_path)
    head, made, *_ = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(head + 5 * made)
    with Journal(tmp_path, HEAD) as journal:
        assert journal.done == HEAD.rows


def test_another_day(tmp_path: Path) -> None:
    """Over midnight a run is taken up by itself. Later it is refused until a day is named: its own goes on, another begins anew."""
    path = begun(tmp_path)
    later = HEAD._replace(issued=date(2026, 11, 26))
    with pytest.raises(Refused) as refused:
        Journal(tmp_path, later)
    assert "add --date 2026-11-24; to begin anew, --date 2026-11-26" in refused.value.problems[0].hint
    with Journal(tmp_path, HEAD, day_named=True) as journal:
        assert (journal.done, journal.path) == (2, path)
    with Journal(tmp_path, later, day_named=True) as journal:
        assert (journal.done, journal.issued) == (0, later.issued)


def test_two_runs_of_the_same_list(tmp_path: Path) -> None:
    """The second one is told, at once; what never began leaves nothing."""
    with Journal(tmp_path, HEAD) as journal, pytest.raises(Failed, match="another run is making this very list"):
        Journal(tmp_path, HEAD)
    assert not journal.path.exists()


def test_what_is_no_file_of_ours_is_left_alone(tmp_path: Path) -> None:
    """A link, a pipe or a folder of that name is told and not followed."""
    path = tmp_path / "journal_0000000000000000.jsonl"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Failed, match="symbolic link"):
        Journal(tmp_path, HEAD)
    path.unlink()
    path.mkdir()
    with pytest.raises(Failed, match="folder"):
        Journal(tmp_path, HEAD)
    assert not (tmp_path / "elsewhere").exists()
