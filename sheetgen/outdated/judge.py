"""One folder's sheets, each held against today's facts as `verify` does, and against today's date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sheetgen.changes import Change
from sheetgen.claim import Claim, NotASheetError
from sheetgen.documents import FORMATS, FormatName
from sheetgen.documents.names import file_name, folder
from sheetgen.errors import Failed, Refused
from sheetgen.outdated.find import Folder
from sheetgen.reading import read_file
from sheetgen.verify import MOST_BYTES, Today, Verdict, tell


class Claimed(NamedTuple):
    """What a file says it is, without its data, and in which format."""

    claim: Claim
    format: FormatName

    @property
    def belongs(self) -> tuple[str, ...]:
        """Its path below an output folder, as `render` has it."""
        language = self.claim.language if FORMATS[self.format].has_language else None
        return (*folder(self.claim.request), file_name(self.claim.request, language, self.format))


@dataclass(frozen=True, slots=True)
class Judged:
    """One file, by its name; what it says it is, if that could be told."""

    name: str
    verdict: Verdict
    claimed: Claimed | None = None


def judge(today: Today, found: Folder, day: date) -> Iterator[Judged]:
    """Its sheets, in order. Never raises for what a file holds."""
    for name in found.names:
        yield _judged(today, found.path / name, day)


def _judged(today: Today, path: Path, day: date) -> Judged:
    try:
        content = read_file(path, MOST_BYTES)
        document, claim = tell(content)
    except Refused as refused:
        return Judged(path.name, Verdict("unreadable", refused.problems[0].message))
    except NotASheetError as unfit:
        return Judged(path.name, Verdict(unfit.word, unfit.reason))
    try:
        verdict = today.judge(content, document, claim)
    except (Failed, Refused) as unmade:
        verdict = Verdict("unreadable", f"it can't be made again, so nobody can tell: {unmade}")
    if verdict.word == "current":
        verdict = _on(day, claim, document.kind) or verdict
    return Judged(path.name, verdict, Claimed(replace(claim, data=None), document.kind))


def _on(day: date, claim: Claim, kind: FormatName) -> Verdict | None:
    """Of a sheet that says what is planned, once that day has come; data say the day alone, which stays true."""
    effective = claim.request.effective
    if effective is None or not claim.issued < effective <= day or not FORMATS[kind].has_language:
        return None
    reason = f"it says “planned from {effective}”, and that day has come"
    return Verdict("outdated", reason, (Change("status", "planned", "active"),))
