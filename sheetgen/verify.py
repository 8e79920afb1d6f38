"""A sheet held against today's facts: re-made from what it claims, and compared. It tells what a sheet says, never who sent it."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sheetgen import __version__
from sheetgen.changes import Change, changes
from sheetgen.claim import Claim, NotASheetError, read_claim
from sheetgen.documents import difference
from sheetgen.documents.carried import Read, read
from sheetgen.documents.printed import read_printed
from sheetgen.errors import printable
from sheetgen.facts.known import given
from sheetgen.facts.load import Loaded
from sheetgen.prepare import sheet_of
from sheetgen.render import Plan, render
from sheetgen.sheet import canonical, to_data

NOT_WHO = "this tells what a sheet says, not who sent it"
MOST_BYTES = 32 << 20
MOST_NAMED = 20
"""Changes that one line can name."""
_SHOWN = 80

Word = Literal["current", "outdated", "altered", "foreign", "unreadable"]
STATUS: Mapping[Word, int] = {"current": 0, "outdated": 1, "altered": 1, "foreign": 2, "unreadable": 2}
_SAME_LOOK: Mapping[str, Callable[[bytes, bytes], bool]] = {
    "pdf": difference.same_texts,
    "html": lambda given, made: difference.same_words(_text(given), _text(made)),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One word, and what led to it."""

    word: Word
    reason: str


def tell(content: bytes) -> tuple[Read, Claim]:
    """A document and what it says it is. Raises NotASheetError."""
    document = read(content)
    return document, read_printed(document.text) if document.kind == "txt" else read_claim(document.properties)


def verify(content: bytes, loaded: Loaded, templates: Path | None = None) -> Verdict:
    """Hold a document against the facts. Raises Failed and Refused where it can't be re-made, as `render` does."""
    try:
        document, claim = tell(content)
    except NotASheetError as unfit:
        return Verdict(unfit.word, unfit.reason)
    today = to_data(sheet_of(loaded, claim.request, claim.issued))
    if claim.data is not None and (verdict := _of_data(claim, claim.data, today)):
        return verdict
    plan = Plan(claim.issued, (claim.language or "de",), (document.kind,), templates, claim.version or __version__)
    source = given(replace(loaded, sha256=claim.facts or loaded.sha256), claim.issued)
    (made,) = render(source, claim.request, plan)
    if content == made.data or (document.text and _text(content) == _text(made.data)):
        return Verdict("current", f"says what today's facts say{_since(claim, loaded)}")
    if document.kind == "txt":
        return _of_text(claim.number == today["number"], _text(content), _text(made.data))
    return _of_bytes(document, claim, loaded, content, made.data)


def _text(content: bytes) -> str:
    """Text as it was before a mail program set its line ends, or an editor its mark."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")


def _since(claim: Claim, loaded: Loaded) -> str:
    facts = "; the fact file has changed since, in nothing that is printed" if claim.facts not in {None, loaded.sha256} else ""
    return facts + (f"; made by sheetgen {claim.version}, this is {__version__}" if claim.version not in {None, __version__} else "")


# ---- by its data


def _of_data(claim: Claim, data: Mapping[str, Any], today: Mapping[str, Any]) -> Verdict | None:
    content = {key: value for key, value in data.items() if key not in {"number", "issued"}}
    number = hashlib.sha256(canonical(content)).hexdigest()[:8]
    if claim.number != number:
        return Verdict("altered", f"its number is {claim.number}, but the data it carries have the number {number}")
    if found := changes(data, today):
        return Verdict("outdated", _named(found, {"de": ".en", "en": ".de"}.get(claim.language or "", "")))
    if canonical(data) != canonical(today):
        return Verdict("altered", "the data it carries have another form than a sheet's")
    return None


def _named(found: tuple[Change, ...], unseen: str) -> str:
    """What has changed of what is printed; `unseen` ends the names of what is printed in the other language alone."""
    printed = [change for change in found if not (unseen and change.name.endswith(unseen))]
    if not printed:
        return "only its number is another: what has changed is printed in the other language"
    named = [f"{printable(c.name)}: {_short(c.old)} -> {_short(c.new)}" for c in printed[:MOST_NAMED]]
    return "; ".join([*named, *([f"and {len(printed) - MOST_NAMED} more"] if len(printed) > MOST_NAMED else [])])


def _short(value: str) -> str:
    return printable(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")


# ---- by its words


def _of_text(same_number: bool, given: str, made: str) -> Verdict:  # noqa: FBT001 - what the two texts' numbers say
    if len(given) > 4 * len(made):
        return Verdict("altered", f"it holds far more than a sheet, first in {difference.in_lines(given, made)}")
    if given.split() == made.split():
        return Verdict("current", "says what today's facts say; its lines are broken in other places")
    if same_number:
        return Verdict("altered", difference.in_lines(given, made))
    found = list(_lines(given.splitlines(), made.splitlines()))
    if len(found) == 1:
        return Verdict("outdated", f"{found[0]}; if no fact has changed that is printed in the other language, its number was altered")
    more = [f"and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    return Verdict("outdated", "; ".join([*found[:MOST_NAMED], *more]))


def _lines(given: list[str], made: list[str]) -> Iterator[str]:
    for kind, start, end, other, last in difflib.SequenceMatcher(None, given, made, autojunk=False).get_opcodes():
        if kind != "equal":
            old, new = (" ".join(" ".join(lines).split()) or "nothing" for lines in (given[start:end], made[other:last]))
            yield f"line {start + 1}: {_short(old)} -> {_short(new)}"


# ---- by its bytes


def _of_bytes(document: Read, claim: Claim, loaded: Loaded, content: bytes, made: bytes) -> Verdict:
    """Its data are today's, and still it is not what is made of them."""
    where = difference.in_pdf(content, made) if document.kind == "pdf" else difference.in_lines(_text(content), _text(made))
    if claim.version not in {None, __version__}:
        by = f"sheetgen {claim.version} made it, and {__version__} sets it otherwise"
        return Verdict("outdated", f"its facts are today's, but {by}, so whether it was altered can't be told; {where}")
    same_look = _SAME_LOOK.get(document.kind)
    if content.startswith(made) or made.startswith(content) or same_look is None or not same_look(content, made):
        return Verdict("altered", where)
    if claim.facts != loaded.sha256:
        return Verdict("outdated", f"its words are today's, but the fact file has changed since, its colour or logo perhaps; {where}")
    return Verdict("altered", f"{where}; its words are as made, so it may have had other templates or another logo")
