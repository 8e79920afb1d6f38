"""Whether the message catalogues and the source agree. Prints each fault as `file:line: what is wrong`; exit 1 if there is any.

check_catalogues.py [ROOT]
"""
# ruff: noqa: INP001, T201 -- a program that prints

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from sheetgen.po import placeholders

LANGUAGES = ("de", "en")
SUBJECTS = ("problems", "sheet", "site")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, and where; the file is relative to the root."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """As compilers print it."""
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Entry:
    """One message of one catalogue."""

    file: str
    line: int
    id: str
    text: str
    fuzzy: bool


@dataclass(frozen=True)
class Use:
    """A literal of the source that names a message."""

    file: str
    line: int
    id: str


def faults(root: Path) -> list[Fault]:
    """All faults below the root, sorted by place."""
    found: list[Fault] = []
    catalogues: dict[tuple[str, str], dict[str, Entry]] = {}
    for subject in SUBJECTS:
        for lang in LANGUAGES:
            entries = _read(root, f"data/locale/{lang}/LC_MESSAGES/{subject}.po", found)
            catalogues[lang, subject] = {entry.id: entry for entry in entries}
            found += _entry_faults(entries)
        found += _between(catalogues["de", subject], catalogues["en", subject])
    literals, wanted = _source(root)
    known = {entry_id for entries_by_id in catalogues.values() for entry_id in entries_by_id}
    for entries_by_id in catalogues.values():
        found += [Fault(e.file, e.line, f'"{e.id}" is used nowhere') for e in entries_by_id.values() if not _used(e, literals)]
    found += [Fault(use.file, use.line, f'no catalogue has the message "{use.id}"') for use in wanted if use.id not in known]
    return sorted(set(found))


def _read(root: Path, name: str, found: list[Fault]) -> list[Entry]:
    try:
        with (root / name).open("rb") as source:
            catalogue = read_po(source, abort_invalid=True)
    except OSError as error:
        found.append(Fault(name, 0, f"can't be read: {error.strerror}"))
        return []
    except (PoFileError, UnicodeDecodeError) as error:
        found.append(Fault(name, getattr(error, "lineno", 0), f"is no catalogue: {error}"))
        return []
    # babel merges a second message of the same id into the first without a word
    lines = [line.split('"', 1)[1].rstrip('"') for line in (root / name).read_text("utf-8").splitlines() if line.startswith('msgid "')]
    found += [Fault(name, 0, f'"{again}" stands twice') for again in {i for i in lines if i and lines.count(i) > 1}]
    return [Entry(name, m.lineno or 0, str(m.id), str(m.string), m.fuzzy) for m in catalogue if m.id]


def _entry_faults(entries: list[Entry]) -> Iterator[Fault]:
    for entry in entries:
        if not entry.text.strip():
            yield Fault(entry.file, entry.line, f'"{entry.id}" is not translated')
        if entry.fuzzy:
            yield Fault(entry.file, entry.line, f'"{entry.id}" is marked fuzzy, and gettext leaves it out')
        if placeholders(entry.text) is None:
            yield Fault(entry.file, entry.line, f'"{entry.id}" has a placeholder other than {{name}}')


def _between(german: dict[str, Entry], english: dict[str, Entry]) -> Iterator[Fault]:
    for entries, others, lang in ((german, english, "English"), (english, german, "German")):
        for entry in entries.values():
            if entry.id not in others:
                yield Fault(entry.file, entry.line, f'"{entry.id}" has no {lang} message')
    for entry_id in german.keys() & english.keys():
        ours, theirs = placeholders(german[entry_id].text), placeholders(english[entry_id].text)
        if ours is not None and theirs is not None and ours != theirs:
            names = (", ".join(sorted(p)) or "none" for p in (ours, theirs))
            yield Fault(german[entry_id].file, german[entry_id].line, '"{}" has placeholders {}; in English {}'.format(entry_id, *names))


def _used(entry: Entry, literals: frozenset[str]) -> bool:
    if Path(entry.file).stem == "problems":
        return entry.id.startswith("problem.") and entry.id.removeprefix("problem.").removesuffix(".hint") in literals
    return entry.id in literals


def _source(root: Path) -> tuple[frozenset[str], list[Use]]:
    """Every string literal of the package, and the messages that it asks for by a literal."""
    literals: set[str] = set()
    wanted: list[Use] = []
    for path in sorted(root.glob("sheetgen/**/*.py")):
        file = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"), file)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, ast.Call):
                wanted += (Use(file, literal.lineno, message_id) for literal, message_id in _asked(node))
    return frozenset(literals), wanted


def _asked(call: ast.Call) -> Iterator[tuple[ast.Constant, str]]:
    """The messages a call asks for: `Message(id)`, and a `Problem(code, …)` that brings no message of its own."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    match getattr(call.func, "id", getattr(call.func, "attr", None)):
        case "Message":
            first, prefix = call.args[0] if call.args else keywords.get("id"), ""
        case "Problem" if "message" not in keywords and len(call.args) <= 2:
            first, prefix = call.args[0] if call.args else keywords.get("code"), "problem."
        case _:
            return
    # `Message("a" if x else "b")` asks for both
    for literal in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
        if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
            yield literal, prefix + literal.value


if __name__ == "__main__":
    complaints = faults(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent)
    for complaint in complaints:
        print(complaint)
    sys.exit(bool(complaints))
