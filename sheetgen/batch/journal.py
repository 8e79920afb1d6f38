"""What became of each entry of a list, line by line, as a file in the output folder: by it a run that was ended goes on where it stood.

When all is done it is the report, under its own name: the first line says what was asked, the last one sums up. Killed, a run leaves
at most an unfinished last line, which is taken away. After a restart of the machine no line is believed, for nothing waited for the disk.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from sheetgen.batch.spool import Entry
from sheetgen.batch.work import Made
from sheetgen.errors import Failed, Place, Problem, Refused, printable
from sheetgen.explained import explained
from sheetgen.files import opened_below, sync, write

FORM = "sheetgen-batch-1"
_STATUSES = ("made", "same", "refused", "failed")
_FRESH = 1
"""Days after which a run is not taken up by itself: over midnight it is."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Head(NamedTuple):
    """What is made: a digest over list and options, the issue date, of which facts, by which version, and how many rows there are."""

    key: str
    issued: date
    facts: str
    version: str
    rows: int


class Journal:
    """The journal of one list in one folder. `done`: how many entries have a line; `counts`: how many of each status; `issued`: its day."""

    def __init__(self, out: Path, head: Head, *, day_named: bool = False) -> None:
        """Begin it, or take up one that was left; of another day than the one that was named it begins anew.

        Raises Failed where it can't be written, or another run holds it; Refused where the one that was left is old and nobody
        named a day: between the two newer sheets may have been made.
        """
        self._out = out
        self._name = f"journal_{head.key[:16]}.jsonl"
        self.done = 0
        self.counts: Counter[str] = Counter()
        self.issued = head.issued
        self._fd = self._held()
        try:
            self._take_up(head, day_named=day_named)
        except BaseException:
            os.close(self._fd)
            raise

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._out / self._name

    def _held(self) -> int:
        """Its descriptor, locked: nobody else makes the same list in the same folder."""
        while True:
            fd = opened_below(self._out, self._name)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(fd)
                message = f"another run is making this very list: it holds {printable(str(self.path))}"
                raise Failed(message, "wait for it, or end it") from error
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(fd), self.path.stat()):
                    return fd
            os.close(fd)  # that run has just finished: it was renamed before it was locked

    def _take_up(self, head: Head, *, day_named: bool) -> None:
        first = {"batch": FORM, **head._asdict(), "issued": head.issued.isoformat(), "boot": _boot()}
        end = 0
        with explained(self.path), open(self._fd, "rb", closefd=False) as file:
            old = _loaded(file.readline())
            left = _day(old.get("issued"))
            if left and {**old, "issued": first["issued"]} == first and (left == head.issued or not day_named):
                self._must_be_fresh(left, head.issued)
                self.issued = left
                end = file.tell()
                while self.done < head.rows and (status := _loaded(line := file.readline()).get("status")) in _STATUSES:
                    self.counts[status] += 1
                    self.done += 1
                    end += len(line)
        with explained(self.path):
            os.ftruncate(self._fd, end)
            os.lseek(self._fd, end, os.SEEK_SET)
        if not end:
            self._write(first)

    def _must_be_fresh(self, left: date, today: date) -> None:
        if abs((today - left).days) > _FRESH:
            message = f"an unfinished run of {left} of this very list lies here, and its sheets bear that day"
            hint = f"to go on with it, add --date {left}; to begin anew, --date {today}"
            raise Refused([Problem("list.unfinished", "refusal", message, Place(str(self.path)), hint)])

    def note(self, entry: Entry, made: Made | None) -> None:
        """What became of the next entry."""
        data = _data(entry, made)
        self._write(data)
        self.counts[data["status"]] += 1
        self.done += 1

    def finish(self) -> Path:
        """Everything is on the disk, and the journal is the report, whose path that is."""
        self._write({"summary": dict(sorted(self.counts.items()))})
        sync()
        report = self._out / f"report_{self.issued}_{self._name.removeprefix('journal_')}"
        with explained(report):
            self.path.replace(report)
        return report

    def _write(self, data: Mapping[str, Any]) -> None:
        line = _JSON(data).encode() + b"\n"
        with explained(self.path):
            write(self._fd, line)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let go; what never began leaves nothing."""
        if not self.done:
            with suppress(OSError):
                self.path.unlink()
        os.close(self._fd)


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _data(entry: Entry, made: Made | None) -> Mapping[str, Any]:
    if entry.wanted is None or made is None:
        return {"at": entry.at, **({"status": "same", "as": entry.same} if entry.same else {"status": "refused", "why": entry.refused})}
    request, languages = entry.wanted
    told: dict[str, Any] = {
        "at": entry.at,
        "status": "failed" if made.failed else "made",
        "domain": request.domain.ascii,
        "subdomains": request.domain.subdomains,
        "customers": [{"domain": customer.ascii, "subdomains": customer.subdomains} for customer in request.customers],
        "ticket": request.ticket,
        "effective": request.effective.isoformat() if request.effective else None,
        "languages": languages,
    }
    return {**told, "why": [made.failed.in_full]} if made.failed else {**told, "files": made.paths}


def _loaded(line: bytes) -> dict[str, Any]:
    """The object of a line that was finished, empty where it is none."""
    try:
        data = json.loads(line) if line.endswith(b"\n") else None
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _boot() -> str:
    try:
        return _BOOT.read_text("ascii").strip()
    except OSError:
        return ""
