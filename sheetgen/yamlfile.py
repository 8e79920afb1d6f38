"""Bytes of a YAML file -> data in which every scalar is text, with the place of every key and item."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from sheetgen import yamlsyntax
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.reading import LIMIT

DEPTH = 20
MEMBERS = 1000

YamlPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file holds: every scalar a `str`; `places` has each key and item by its path, and the root by `()`."""

    data: Mapping[str, Any]
    places: Mapping[YamlPath, Place]
    sha256: str

    def place(self, path: YamlPath) -> Place:
        """The place of a path, or of the nearest thing around it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


def _refuse(code: str, place: Place, message: str, hint: str) -> NoReturn:
    raise Refused([Problem(code, "refusal", message, place, hint)])


# ---- its characters

_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff"
)
"""Control, bidirectional and other invisible characters, but for line break and tab."""
_NEVER = re.compile(f"[{_INVISIBLE}]")
_NEVER_IN_VALUES = re.compile(f"[{_INVISIBLE}\t]")


def _named(character: str) -> str:
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'a control character')})"


def _decoded(content: bytes, source: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse("yaml.encoding", Place(source, 1, 1), "this file is UTF-16", "save it as UTF-8")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        place = _place_in(before, len(before), source)
        _refuse("yaml.encoding", place, f"byte 0x{content[error.start]:02x} here is no UTF-8", "save the file as UTF-8")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if found := _NEVER.search(text):
        hint = "write line ends as LF or CRLF" if found[0] == "\r" else "delete it: it is invisible, and changes what is read"
        _refuse("yaml.character", _place_in(text, found.start(), source), f"{_named(found[0])} may not stand here", hint)
    return text


def _place_in(text: str, index: int, source: str) -> Place:
    return Place(source, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


# ---- its events

_NULLS = frozenset({"~", "null", "Null", "NULL"})


@dataclass(slots=True)
class _Level:
    """A mapping or list that is still open: its content, its path, its column (-1: in flow style), the key that waits for its value."""

    content: dict[str, Any] | list[Any]
    path: YamlPath
    start: Any
    flow: bool
    key: str | None = None


class _Builder:
    """Events of the parser, one by one -> data and places. A stack of its own in place of recursion."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.source = source
        self.places: dict[YamlPath, Place] = {}
        self.open: list[_Level] = []
        self.root: Any = None
        self.documents = 0
        self.end = 0

    def at(self, mark: Any) -> Place:
        return Place(self.source, mark.line + 1, mark.column + 1)

    def take(self, event: Any) -> None:
        """One event. Raises Refused for what a fact file does without, and for what YAML 1.2 forbids and the parser takes."""
        start, end = event.start_mark.index, event.end_mark.index
        self._comments(self.end, start)
        self.end = max(self.end, end)
        if getattr(event, "anchor", None):
            _refuse(
                "yaml.alias",
                self.at(event.start_mark),
                "anchors and aliases are not taken",
                "write the value out, or in quotes if it begins with * or &",
            )
        if getattr(event, "tag", None):
            _refuse("yaml.tag", self.at(event.start_mark), "tags are not taken", "write the value alone, or in quotes if it begins with !")
        handle = self._HANDLERS.get(type(event).__name__)
        if handle:
            handle(self, event)

    def _comments(self, start: int, end: int) -> None:
        for found in re.finditer("#[^\n]*", self.text[start:end]):
            index = start + found.start()
            if index and not self.text[index - 1].isspace():
                _refuse(
                    "yaml.comment",
                    _place_in(self.text, index, self.source),
                    "a comment begins here without a blank before it",
                    "write a blank before #, or quotes around the value",
                )

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            _refuse(
                "yaml.documents",
                self.at(event.start_mark),
                "a second document begins here",
                "keep one document in a file: take the line --- away",
            )
        if event.version or event.tags:
            _refuse("yaml.directive", self.at(event.start_mark), "directives (lines that begin with %) are not taken", "take the line away")

    def _opened(self, event: Any, content: dict[str, Any] | list[Any]) -> None:
        if len(self.open) >= DEPTH:
            _refuse("yaml.depth", self.at(event.start_mark), f"this is nested over {DEPTH} levels deep", "a fact file needs 5")
        path = self._path()
        self._put(content, event)
        self.places.setdefault(path, self.at(event.start_mark))
        self.open.append(_Level(content, path, event.start_mark, flow=bool(event.flow_style)))

    def _mapping(self, event: Any) -> None:
        self._opened(event, {})

    def _sequence(self, event: Any) -> None:
        self._opened(event, [])

    def _closed(self, event: Any) -> None:
        level = self.open.pop()
        if level.flow:
            self._indented(level.start, event.end_mark, comment="#")

    def _scalar(self, event: Any) -> None:
        value: str = event.value
        place = self.at(event.start_mark)
        if found := _NEVER_IN_VALUES.search(value):
            _refuse("yaml.character", place, f"{_named(found[0])} may not stand in a value", "write the value without it")
        if not event.style and value in _NULLS:
            _refuse("yaml.null", place, f"{value} is no value here", "what is not known is left out: delete the key too")
        if not event.style and value in {"-", "?", ":"}:
            _refuse("yaml.syntax", place, f"{value} alone is no value", yamlsyntax.QUOTE)
        if event.style in {'"', "'"}:
            self._indented(event.start_mark, event.end_mark)
        if event.style in {"|", ">"}:
            self._comments(
                event.start_mark.index, event.start_mark.index + len(self.lines[event.start_mark.line]) - event.start_mark.column
            )
        if self.open and isinstance(self.open[-1].content, list):
            self.places[self._path()] = place
        self._put(value, event)

    def _indented(self, start: Any, end: Any, comment: str = "\n") -> None:
        """YAML 1.2, 6.3: in a block mapping or list, each further line of a value is indented deeper than the block, by spaces."""
        if not self.open or self.open[-1].flow:
            return
        column = self.open[-1].start.column
        for number in range(start.line + 1, end.line + 1):
            line = self.lines[number]
            spaces = len(line) - len(line.lstrip(" "))
            if spaces <= column and line.strip() and not line.lstrip().startswith(comment):
                _refuse(
                    "yaml.indentation",
                    Place(self.source, number + 1, 1),
                    "this line continues a value and is not indented deeper than its key",
                    yamlsyntax.INDENT,
                )

    def _path(self) -> YamlPath:
        if not self.open:
            return ()
        level = self.open[-1]
        return (*level.path, len(level.content) if isinstance(level.content, list) else level.key or "")

    def _put(self, value: Any, event: Any) -> None:
        if len(self.places) - 1 > MEMBERS:  # the root has a place too
            _refuse("yaml.too-many", self.at(event.start_mark), f"this file has more than {MEMBERS} keys and items", "is it the right one?")
        if not self.open:
            self.root = value
            self.places.setdefault((), self.at(event.start_mark))
            return
        level = self.open[-1]
        if isinstance(level.content, list):
            level.content.append(value)
        elif level.key is None:
            self._key(level, value, self.at(event.start_mark))
        else:
            level.content[level.key] = value
            level.key = None

    def _key(self, level: _Level, key: Any, place: Place) -> None:
        if not isinstance(key, str) or not key:
            _refuse("yaml.key", place, "a key is missing here, or is no word", "write key: value")
        if key == "<<":
            _refuse("yaml.merge", place, "merge keys are not taken", "write the keys out")
        if key in level.content:
            first = self.places[(*level.path, key)]
            _refuse(
                "yaml.duplicate",
                place,
                f'"{printable(key)}" stands here for the second time',
                f"keep one of the two: the first is on line {first.line}",
            )
        level.key = key
        self.places[(*level.path, key)] = place

    _HANDLERS: ClassVar[Mapping[str, Callable[[_Builder, Any], None]]] = {
        "DocumentStartEvent": _document,
        "MappingStartEvent": _mapping,
        "SequenceStartEvent": _sequence,
        "MappingEndEvent": _closed,
        "SequenceEndEvent": _closed,
        "ScalarEvent": _scalar,
    }


def read_yaml(content: bytes, source: str) -> YamlFile:
    """Bytes -> data, places, digest. Raises Refused with the first complaint: no YAML, or more of it than a fact file needs."""
    import yaml

    if len(content) > LIMIT:
        _refuse("file.too-large", Place(source), f"this file is larger than {LIMIT // 1024} KiB", "is it the right one?")
    builder = _Builder(_decoded(content, source), source)
    try:
        for event in yaml.parse(builder.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        _refuse("yaml.syntax", builder.at(mark), *yamlsyntax.in_our_words(error.problem or "", builder.lines, mark.line, mark.column))
    except (yaml.YAMLError, ValueError, OverflowError):
        _refuse(
            "yaml.syntax",
            _place_in(builder.text, builder.end, source),
            "this is no YAML",
            "look for an escape that is no character of Unicode",
        )
    if not isinstance(builder.root, dict):
        place = builder.places.get((), Place(source, 1, 1))
        what = "this file is empty" if builder.root in (None, "") else "this is no mapping"
        _refuse("yaml.root", place, what, 'a fact file begins with "schema: sheetgen-facts-1"')
    return YamlFile(builder.root, builder.places, hashlib.sha256(content).hexdigest())
