"""What was found in all folders together: how many of how many, and which facts have changed in how many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sheetgen.changes import Change
from sheetgen.outdated.run import Result
from sheetgen.verify import STATUS, Word, named, shown_change

MOST_KINDS = 10_000
"""Changes that are counted apart: what differs from sheet to sheet, as in texts alone, must not fill the memory."""
_MOST_SHOWN = 20
_OTHERS: tuple[Word, ...] = ("altered", "foreign", "unreadable")


def changes_of(result: Result) -> tuple[Change, ...]:
    """What has changed in a folder's outdated sheets, each once. Lines of a text say nothing that the data beside them don't."""
    outdated = [one for one in result.judged if one.verdict.word == "outdated"]
    with_data = [one for one in outdated if one.verdict.changes and not (one.claimed and one.claimed.format == "txt")]
    return tuple(dict.fromkeys(change for one in with_data or outdated for change in one.verdict.changes))


def outdated_line(result: Result) -> str:
    """Its outdated sheets on one line; empty where there is none."""
    outdated = [one for one in result.judged if one.verdict.word == "outdated"]
    if not outdated:
        return ""
    all_of_them = len(outdated) == len(result.judged)
    which = "" if all_of_them else f"{len(outdated)} of {len(result.judged)} files ({', '.join(one.name for one in outdated)}): "
    return which + (named(changes_of(result)) or outdated[0].verdict.reason)


@dataclass
class Tally:
    """`words`: how many folders have a file of that word; `made`: in how many the outdated ones were made anew, all of them."""

    sheets: int = 0
    words: Counter[Word] = field(default_factory=Counter)
    made: int = 0
    links: int = 0
    status: int = 0
    """The exit status: as `verify` has it, but for what was made anew."""
    _changes: Counter[Change] = field(default_factory=Counter)
    _other: int = 0

    def add(self, result: Result) -> None:
        """One more folder."""
        words = {one.verdict.word for one in result.judged}
        self.sheets += bool(result.judged)
        self.links += result.folder.links
        self.words.update(words)
        anew = bool(result.reissued.made) and not result.reissued.left
        self.made += anew
        told = [STATUS[word] for word in words if not (anew and word == "outdated")]
        self.status = max(self.status, *told, STATUS["unreadable"] if result.folder.unreadable else 0)
        if "outdated" in words:
            self._count(result)

    def _count(self, result: Result) -> None:
        found = changes_of(result)
        self._other += not found
        for change in found:
            key = Change("text", change.old, change.new) if change.name.startswith("line ") else change
            if key in self._changes or len(self._changes) < MOST_KINDS:
                self._changes[key] += 1

    def lines(self, *, reissued: bool) -> Iterator[str]:
        """How many of how many; which facts have changed, the most frequent first; what was passed over."""
        count, others = self.words["outdated"], [f"{self.words[word]} {word}" for word in _OTHERS if self.words[word]]
        is_or_was = ("was" if reissued else "is") if 1 in {count, self.sheets} else ("were" if reissued else "are")
        anew = f"; {self.made} made anew" if reissued and count else ""
        yield "; ".join([f"{count} of {_sheets(self.sheets)} {is_or_was} outdated{anew}", *([", ".join(others)] if others else [])])
        for change, many in self._changes.most_common(_MOST_SHOWN):
            yield f"{shown_change(change)} in {_sheets(many)}"
        if len(self._changes) > _MOST_SHOWN:
            yield f"and {len(self._changes) - _MOST_SHOWN} other changes, none of them in more sheets"
        if self._other:
            yield f"in {_sheets(self._other)} no fact that they print has changed: it is the version, the look or the other language"
        if self.links:
            yield f"{self.links} symbolic link{' was' if self.links == 1 else 's were'} passed over"


def _sheets(count: int) -> str:
    """A number of sheets: what lies in one request's folder is one, in however many languages and formats."""
    return f"{count} sheet{'' if count == 1 else 's'}"
