"""What pydantic found wrong with a file of facts or of a recipe, in our words."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from sheetgen.errors import Problem, printable
from sheetgen.facts.platform import Platform, Words
from sheetgen.facts.scalars import Unfit
from sheetgen.yamlfile import YamlFile, YamlPath

_hints = functools.cache(get_type_hints)

Said = tuple[str, str, str]
"""Code, message, hint."""


@dataclass(frozen=True, slots=True)
class At:
    """A place in a file: the type that the file is of, and the path to what is complained of."""

    root: type
    path: YamlPath

    @property
    def kind(self) -> Any:
        """The type that stands there: a dataclass, a Scalar, a Literal, a list's `tuple[...]`."""
        kind: Any = self.root
        for step in self.path:
            kind = get_args(kind)[0] if isinstance(step, int) else _hints(kind)[step]
            kind = next((k for k in get_args(kind) if k is not NoneType), kind) if NoneType in get_args(kind) else kind
        return kind

    @property
    def around(self) -> At:
        """What it stands in."""
        return At(self.root, self.path[:-1])

    @property
    def name(self) -> str:
        """As it is called in a complaint."""
        return ".".join(step for step in self.path if isinstance(step, str)) or ("a fact file" if self.root is Platform else "a recipe")


def _keys(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _is_said_twice(kind: Any) -> bool:
    """Whether it holds the same in both languages."""
    return is_dataclass(kind) and _keys(kind) == _keys(Words)


def _may_be_left_out(at: At) -> bool:
    own = [f for f in fields(at.around.kind) if f.name == at.path[-1]] if isinstance(at.path[-1], str) else []
    return any(f.default is not MISSING or f.default_factory is not MISSING for f in own)


def _listed(words: tuple[str, ...], last: str = "or") -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _wanted(kind: Any) -> str:
    """What belongs where a value of that kind stands."""
    if _is_said_twice(kind):
        return "the same said in German and in English: {de: …, en: …}"
    if is_dataclass(kind):
        return f"its keys on the lines below, indented: {', '.join(_keys(kind))}"
    if get_origin(kind) is Literal:
        return _listed(get_args(kind))
    if get_origin(kind) is tuple:
        return _wanted_list(get_args(kind)[0])
    wanted: str = kind.wanted()
    return wanted


def _wanted_list(member: Any) -> str:
    if get_origin(member) is Literal:
        return f"a list: [{', '.join(get_args(member))}]"
    return "a list: a line for each, with - before it" if is_dataclass(member) else f"a list: [{member.shown()}]"


def _what(value: Any) -> str:
    return "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else "one text"


def _missing(at: At, error: Mapping[str, Any]) -> Said:
    del error
    kind, within, key = at.kind, at.around.kind, at.path[-1]
    hint = f"say it in {'German' if key == 'de' else 'English'} too" if _is_said_twice(within) else f'add "{key}:" with {_wanted(kind)}'
    return "facts.missing", f'{at.around.name} lacks "{key}"', hint


def meant(at: At) -> str:
    """The key that an unknown one there probably is; empty where none is near."""
    close = difflib.get_close_matches(str(at.path[-1]).casefold().replace("-", "_"), _keys(at.around.kind), n=1, cutoff=0.7)
    return close[0] if close else ""


def _unknown(at: At, error: Mapping[str, Any]) -> Said:
    del error
    key = str(at.path[-1])
    elsewhere = [name for name, kind in _hints(at.root).items() for k in (kind, *get_args(kind)) if is_dataclass(k) and key in _keys(k)]
    if near := meant(at):
        hint = f'did you mean "{near}"?'
    elif elsewhere:
        hint = f"it is a key of {_listed(tuple(elsewhere))}: write it there"
    else:
        hint = f"its keys are {_listed(_keys(at.around.kind), 'and')}"
    return "facts.unknown-key", f'"{printable(key)}" is no key of {at.around.name}', hint


def _empty(at: At) -> Said:
    rest = ", or delete the key" if _may_be_left_out(at) else ""
    return "facts.empty", f"{at.name} is empty", f"write {_wanted(at.kind)}{rest}"


_OTHER_WORDS = {
    "ja": "yes",
    "true": "yes",
    "on": "yes",
    "y": "yes",
    "nein": "no",
    "false": "no",
    "off": "no",
    "n": "no",
    "german": "de",
    "english": "en",
}


def _nearest(typed: str, choices: Collection[str]) -> list[str]:
    """The likest choice, or all that are equally like, in their order; none where none is near."""
    near = difflib.get_close_matches(typed, choices, n=len(choices))
    likeness = {choice: difflib.SequenceMatcher(None, choice, typed).ratio() for choice in near}
    return [choice for choice in choices if choice in likeness and likeness[choice] == max(likeness.values())]


def _choice(at: At, error: Mapping[str, Any]) -> Said:
    choices = {str(choice).casefold(): str(choice) for choice in get_args(at.kind)}
    if not isinstance(error["input"], str):
        return _other(at, error)
    typed = error["input"].casefold()
    close = choices.get(_OTHER_WORDS.get(typed, "")) or _listed(tuple(choices[c] for c in _nearest(typed, choices)))
    name = (at.around if isinstance(at.path[-1], int) else at).name
    return "facts.choice", f'"{printable(error["input"])}" is no value of {name}', f"write {close or _wanted(at.kind)}"


def _unfit(at: At, error: Mapping[str, Any]) -> Said:
    unfit: Unfit = error["ctx"]["error"]
    return at.kind.code, unfit.message, unfit.hint


def _other(at: At, error: Mapping[str, Any]) -> Said:
    return "facts.kind", f"{at.name} is {_what(error['input'])}", f"write {_wanted(at.kind)}"


_SAID: Mapping[str, Callable[[At, Mapping[str, Any]], Said]] = {
    "missing": _missing,
    "unexpected_keyword_argument": _unknown,
    "literal_error": _choice,
    "value_error": _unfit,
}
"""By pydantic's type of error; whatever is not here says that the value is of another kind than wanted."""


def complaint(error: Mapping[str, Any], file: YamlFile, root: type = Platform) -> Problem:
    """One of pydantic's `ValidationError.errors()` for a file of that type -> a refusal with its place."""
    at = At(root, error["loc"])
    is_empty = error["input"] in ("", []) and error["type"] != "unexpected_keyword_argument"
    code, message, hint = _empty(at) if is_empty else _SAID.get(error["type"], _other)(at, error)
    return Problem(code, "refusal", message, file.place(at.path), hint)
