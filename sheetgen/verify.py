"""A sheet held against today's facts: re-made from what it claims, and compared. It tells what a sheet says, never who sent it."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from sheetgen import __version__
from sheetgen.changes import NOTHING, Change, changes
from sheetgen.claim import Claim, NotASheetError, read_claim
from sheetgen.documents import difference
from sheetgen.documents.carried import Read, read
from sheetgen.documents.filled import is_as_filled
from sheetgen.documents.printed import read_printed
from sheetgen.errors import printable
from sheetgen.facts.known import Source, given
from sheetgen.facts.load import Loaded
from sheetgen.prepare import sheet_of
from sheetgen.render import Plan, render
from sheetgen.request import Request
from sheetgen.sheet import canonical, to_data

NOT_WHO = "this tells what a sheet says, not who sent it"
MOST_BYTES = 32 << 20
MOST_NAMED = 20
"""Changes that one line can name."""
_SHOWN = 80
_CHANGED = "it was changed after it was made, for its identifier is not that of its bytes"
_UNSEEN = "only its number is another: what has changed is printed in the other language"

Word = Literal["current", "outdated", "altered", "foreign", "unreadable"]
STATUS: Mapping[Word, int] = {"current": 0, "outdated": 1, "altered": 1, "foreign": 2, "unreadable": 2}
_SAME_LOOK: Mapping[str, Callable[[bytes, bytes], bool]] = {
    "pdf": difference.same_texts,
    "html": lambda given, made: difference.same_words(_text(given), _text(made)),
}


_MOST_DIGESTS = 8
"""Fact files, by what sheets claim, whose pages are kept in memory."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One word, and what led to it: of an outdated sheet what has changed of what it prints, where it is a fact."""

    word: Word
    reason: str
    changes: tuple[Change, ...] = ()


def tell(content: bytes) -> tuple[Read, Claim]:
    """A document and what it says it is. Raises NotASheetError."""
    document = read(content)
    return document, read_printed(document.text) if document.kind == "txt" else read_claim(document.properties)


def verify(content: bytes, loaded: Loaded, templates: Path | None = None) -> Verdict:
    """Hold a document against the facts. Raises Failed and Refused where it can't be re-made, as `render` does."""
    return Today(loaded, templates).verify(content)


class Today:
    """Today's facts, as many sheets are held against them: what one needed is there for the next."""

    def __init__(self, loaded: Loaded, templates: Path | None = None, source: Source | None = None) -> None:
        """`source`: the same facts, with the pages that are made of them."""
        self.loaded = loaded
        self._templates = templates
        self._own = source or given(loaded, date.min)
        self._others: dict[tuple[str, str], Source] = {}
        self._data: tuple[tuple[Request, date], Mapping[str, Any]] | None = None
        self._found: tuple[Mapping[str, Any], Mapping[str, Any], _Found] | None = None

    def verify(self, content: bytes) -> Verdict:
        """Hold a document against the facts. Raises Failed and Refused where it can't be re-made, as `render` does."""
        try:
            document, claim = tell(content)
        except NotASheetError as unfit:
            return Verdict(unfit.word, unfit.reason)
        return self.judge(content, document, claim)

    def judge(self, content: bytes, document: Read, claim: Claim) -> Verdict:
        """The same of one that has been told already."""
        verdict = self._judged(content, document, claim)
        if verdict.word == "outdated" and document.kind == "pdf" and not is_as_filled(content):
            return Verdict("altered", f"{_CHANGED}; besides, {verdict.reason}", verdict.changes)
        return verdict

    def _judged(self, content: bytes, document: Read, claim: Claim) -> Verdict:
        today = self._today(claim.request, claim.issued)
        if claim.data is not None and (verdict := _of_data(claim, self._compared(claim.data, today))):
            return verdict
        version = claim.version or __version__
        plan = Plan(claim.issued, (claim.language or "de",), (document.kind,), self._templates, version)
        (made,) = render(self._source(claim.facts or self.loaded.sha256, version), claim.request, plan)
        if content == made.data or (document.text and _text(content) == _text(made.data)):
            return Verdict("current", f"says what today's facts say{_since(claim, self.loaded)}")
        if document.kind == "txt":
            return _of_text(claim.number == today["number"], _text(content), _text(made.data))
        return _of_bytes(document, claim, self.loaded, content, made.data)

    def _today(self, request: Request, issued: date) -> Mapping[str, Any]:
        """Of its formats and languages, one after the other, a sheet has the same."""
        if self._data is None or self._data[0] != (request, issued):
            self._data = (request, issued), to_data(sheet_of(self.loaded, request, issued))
        return self._data[1]

    def _compared(self, data: Mapping[str, Any], today: Mapping[str, Any]) -> _Found:
        """So is what they carry."""
        if self._found is None or self._found[0] is not data or self._found[1] is not today:
            content = {key: value for key, value in data.items() if key not in {"number", "issued"}}
            number = hashlib.sha256(canonical(content)).hexdigest()[:8]
            self._found = data, today, _Found(number, changes(data, today), canonical(data) == canonical(today))
        return self._found[2]

    def _source(self, sha256: str, version: str) -> Source:
        """Today's facts under the digest that a sheet claims. What a claim alone has named never comes into the user's store."""
        if (sha256, version) == (self.loaded.sha256, __version__):
            return self._own
        source = self._others.pop((sha256, version), None) or given(replace(self.loaded, sha256=sha256), date.min)
        self._others[sha256, version] = source
        if len(self._others) > _MOST_DIGESTS:
            del self._others[next(iter(self._others))]
        return source


def _text(content: bytes) -> str:
    """Text as it was before a mail program set its line ends, or an editor its mark."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")


def _since(claim: Claim, loaded: Loaded) -> str:
    facts = "; the fact file has changed since, in nothing that is printed" if claim.facts not in {None, loaded.sha256} else ""
    return facts + (f"; made by sheetgen {claim.version}, this is {__version__}" if claim.version not in {None, __version__} else "")


# ---- by its data


class _Found(NamedTuple):
    """Carried data beside today's: the number that they have, what differs, and whether they are the same in form, too."""

    number: str
    changes: tuple[Change, ...]
    same: bool


def _of_data(claim: Claim, found: _Found) -> Verdict | None:
    if claim.number != found.number:
        return Verdict("altered", f"its number is {claim.number}, but the data it carries have the number {found.number}")
    if found.changes:
        unseen = {"de": ".en", "en": ".de"}.get(claim.language or "")
        printed = tuple(change for change in found.changes if not (unseen and change.name.endswith(unseen)))
        return Verdict("outdated", named(printed) or _UNSEEN, printed)
    return None if found.same else Verdict("altered", "the data it carries have another form than a sheet's")


def named(changes: Sequence[Change]) -> str:
    """Changes as one line, old -> new; the first MOST_NAMED of them."""
    shown = [shown_change(change) for change in changes[:MOST_NAMED]]
    return "; ".join([*shown, *([f"and {len(changes) - MOST_NAMED} more"] if len(changes) > MOST_NAMED else [])])


def shown_change(change: Change) -> str:
    """One change for a terminal; of long values what comes before the first word that differs is left out."""
    old, new = change.old, change.new
    same = next((i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    start = old.rfind(" ", 0, same) + 1 if max(len(old), len(new)) > _SHOWN else 0
    return f"{printable(change.name)}: {_short(old, start)} -> {_short(new, start)}"


def _short(value: str, start: int) -> str:
    end = start + _SHOWN
    return printable(f"{'…' if start else ''}{value[start:end]}{'…' if len(value) > end else ''}")


# ---- by its words


def _of_text(same_number: bool, given: str, made: str) -> Verdict:  # noqa: FBT001 - what the two texts' numbers say
    if len(given) > 4 * len(made):
        return Verdict("altered", f"it holds far more than a sheet, first in {difference.in_lines(given, made)}")
    if given.split() == made.split():
        return Verdict("current", "says what today's facts say; its lines are broken in other places")
    if same_number:
        return Verdict("altered", difference.in_lines(given, made))
    found = tuple(_lines(given.splitlines(), made.splitlines()))
    doubt = "; if no fact has changed that is printed in the other language, its number was altered" if len(found) == 1 else ""
    return Verdict("outdated", named(found) + doubt, found)


def _lines(given: list[str], made: list[str]) -> Iterator[Change]:
    for kind, start, end, other, last in difflib.SequenceMatcher(None, given, made, autojunk=False).get_opcodes():
        if kind != "equal":
            old, new = (" ".join(" ".join(lines).split()) or NOTHING for lines in (given[start:end], made[other:last]))
            yield Change(f"line {start + 1}", old, new)


# ---- by its bytes


def _of_bytes(document: Read, claim: Claim, loaded: Loaded, content: bytes, made: bytes) -> Verdict:
    """Its data are today's, and still it is not what is made of them."""
    where = difference.in_pdf(content, made) if document.kind == "pdf" else difference.in_lines(_text(content), _text(made))
    if claim.version not in {None, __version__}:
        by = f"sheetgen {claim.version} made it, and {__version__} sets it otherwise"
        unsure = "" if document.kind == "pdf" else ", so whether it was altered can't be told"
        return Verdict("outdated", f"its facts are today's, but {by}{unsure}; {where}")
    same_look = _SAME_LOOK.get(document.kind)
    if content.startswith(made) or made.startswith(content) or same_look is None or not same_look(content, made):
        return Verdict("altered", where)
    if claim.facts != loaded.sha256:
        return Verdict("outdated", f"its words are today's, but the fact file has changed since, its colour or logo perhaps; {where}")
    return Verdict("altered", f"{where}; its words are as made, so it may have had other templates or another logo")
