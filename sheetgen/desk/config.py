"""The settings' `[desks.NAME]` -> what a desk needs to be opened, with every complaint and its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sheetgen.desk import Desk
from sheetgen.desk.secret import NO_SECRET, Secret, read_secret
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.settings import FILE, FLAG, Form, Settings, misfit, places_in, taken

BUILT_IN = "eml"
MARKER = "[#{ticket}]"
TIMEOUT = 30.0

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_MARKER = re.compile(r"[!-z |~]*\{ticket\}[!-z |~]*")
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`|~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})*")


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 254 and bool(_ADDRESS.fullmatch(value))


def _is_marker(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 60 and bool(_MARKER.fullmatch(value))


def _is_seconds(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0.1 <= value <= 600


ADDRESS = Form(_is_address, "is not one mail address", 'write such as "service@desk.example", a domain with its xn-- name')
SECRETS = ("token", "password", "secret", "passwort")

_KIND = Form(lambda value: isinstance(value, str), "is not a text", 'write the name of a kind in quotes, such as "rt"')
_COMMON: Mapping[str, Form] = {
    "kind": _KIND,
    "default": FLAG,
    "marker": Form(_is_marker, "is no marker", 'write what your desk looks for in a subject, such as "[desk.example #{ticket}]", in ASCII'),
    "timeout": Form(_is_seconds, "is no number of seconds from 0.1 to 600", "write such as 30"),
}
_OF_SECRETS: Mapping[str, Form] = {"token_file": FILE, "keyring": FLAG}


@dataclass(frozen=True, slots=True)
class Config:
    """One desk, as the settings describe it. `values` holds the keys of its kind; `timeout` is in seconds, for each step.

    `tell` takes news while the desk is at work: why something is tried again.
    """

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    marker: str = MARKER
    timeout: float = TIMEOUT
    secret: Secret = NO_SECRET
    tell: Callable[[str], None] = field(default=lambda _news: None, compare=False)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of desk. `keys` are its own in the settings, and those of `required` must be there.

    `has_secret` tells of these keys whether a token is needed. `ticket` is the form of its ticket ids, and `ticket_hint` says it in words.
    """

    open: Callable[[Config], Desk]
    keys: Mapping[str, Form] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    has_secret: Callable[[Mapping[str, Any]], bool] = lambda _values: False
    ticket: re.Pattern[str] = re.compile(".+")
    ticket_hint: str = ""


def chosen(settings: Settings, typed: str | None) -> str:
    """The name of the desk that is meant: as typed, else the settings' default, else the built-in one.

    Raises Refused, for any desk that is no table, or whose `default` is neither true nor false, too.
    """
    if problems := tuple(_misread(settings)):
        raise Refused(problems)
    named = [name for name, table in settings.desks.items() if table.get("default")]
    if typed is None and len(named) > 1:
        first, last = ", ".join(map(printable, named[:-1])), printable(named[-1])
        message = f"{first} and {last} are {'both' if len(named) == 2 else 'all'} the default"
        place = _place(settings, named[1], "default")
        raise Refused([Problem("desks.default", "refusal", message, place, "leave one `default = true`")])
    name = typed if typed is not None else (named or [BUILT_IN])[0]
    if name in settings.desks or name == BUILT_IN:
        return name
    known = [*settings.desks, *([BUILT_IN] if BUILT_IN not in settings.desks else [])]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {printable(near[0])}?" if near else f"there is {', '.join(map(printable, known))}"
    raise Refused([Problem("desks.unknown", "refusal", f"“{printable(name)}” is no desk of the settings", Place("--desk"), hint)])


def _misread(settings: Settings) -> Iterator[Problem]:
    """What is wrong with any desk, whichever is meant."""
    for name, table in settings.desks.items():
        shown = f"desks.{printable(name)}"
        if not isinstance(table, dict):
            hint = "write [desks.NAME] and its keys below"
            yield Problem("desks.kind", "refusal", f"{shown} is not a table", _place(settings, name), hint)
        elif not FLAG.fits(table.get("default", False)):
            yield Problem("desks.value", "refusal", f"{shown}.default {FLAG.wrong}", _place(settings, name, "default"), FLAG.hint)


def _place(settings: Settings, name: str, key: str = "") -> Place:
    """Where a desk's key stands in the settings, else its table."""
    path = settings.path or Path("settings.toml")
    places = places_in(settings.text, path)
    table = places.get(f"desks.{name}", places.get("desks", Place(str(path))))
    return places.get(f"desks.{name}.{key}", table) if key else table


def read_config(
    settings: Settings,
    name: str,
    kinds: Mapping[str, Callable[[], Kind]],
    environ: Mapping[str, str],
    tell: Callable[[str], None] = lambda _news: None,
) -> tuple[Config, Kind]:
    """The desk of a name that is `chosen`, and its kind. Raises Refused with all that is wrong with its table, and with its secret."""
    table = {BUILT_IN: {"kind": BUILT_IN}, **settings.desks}[name]
    reader = _Reader(settings, name, environ.get("HOME", ""))
    if not _NAME.fullmatch(name):
        reader.refuse("name", f"“{printable(name)}” is no name for a desk", "write small letters, digits and - alone, such as [desks.help]")
    kind = reader.kind(table, kinds)
    if kind is None:
        raise Refused(reader.problems)
    needs_secret = kind.has_secret(table)
    forms = {**_COMMON, **kind.keys, **(_OF_SECRETS if needs_secret else {})}
    values = dict(reader.values(table, forms))
    for key in kind.required:
        if key not in table:
            reader.refuse("missing", f"desks.{printable(name)} says no {key}", f"write {key} = …; {kind.keys[key].hint}")
    secret = NO_SECRET
    if needs_secret and not reader.problems:
        try:
            secret = read_secret(name, values.get("token_file"), keyring=bool(values.get("keyring")), environ=environ)
        except Refused as refused:
            reader.problems += refused.problems
    if reader.problems:
        raise Refused(reader.problems)
    own = {key: value for key, value in values.items() if key in kind.keys}
    return Config(name, own, values.get("marker", MARKER), float(values.get("timeout", TIMEOUT)), secret, tell), kind


class _Reader:
    """Reads one desk's table and gathers what is wrong with it."""

    def __init__(self, settings: Settings, name: str, home: str) -> None:
        self.settings, self.name, self.home = settings, name, home
        self.problems: list[Problem] = []

    def refuse(self, code: str, message: str, hint: str, key: str = "") -> None:
        self.problems.append(Problem(f"desks.{code}", "refusal", message, _place(self.settings, self.name, key), hint))

    def kind(self, table: Mapping[str, Any], kinds: Mapping[str, Callable[[], Kind]]) -> Kind | None:
        named = table.get("kind")
        known = f"there is {', '.join(map(printable, kinds))}"
        if named is None:
            self.refuse("kind", f"desks.{printable(self.name)} says no kind", f'write kind = "…"; {known}')
        elif not isinstance(named, str):
            self.refuse("kind", f"desks.{printable(self.name)}.kind {_KIND.wrong}", f"{_KIND.hint}; {known}", "kind")
        elif named in kinds:
            return kinds[named]()
        else:
            near = difflib.get_close_matches(named.lower(), kinds, 1, 0.5)
            hint = f"did you mean {printable(near[0])}?" if near else known
            self.refuse("kind", f"there is no kind of desk “{printable(named)}”", hint, "kind")
        return None

    def values(self, table: Mapping[str, Any], forms: Mapping[str, Form]) -> Iterator[tuple[str, Any]]:
        folder = self.settings.path.parent if self.settings.path else Path()
        for key, value in table.items():
            shown = f"desks.{printable(self.name)}.{printable(key)}"
            if key not in forms and any(word in key.lower() for word in SECRETS):
                self.refuse("secret", f"{shown}: a secret has no place in the settings", _where_secrets_go(self.name), key)
            elif key not in forms:
                near = difflib.get_close_matches(key, forms, 1)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(forms))}"
                self.refuse("unknown", f"{shown} is not a setting of this kind of desk", hint, key)
            elif found := misfit(forms[key], value, self.home):
                self.refuse("value", f"{shown} {found[0]}", found[1], key)
            else:
                yield key, taken(forms[key], value, folder, self.home)


def _where_secrets_go(name: str) -> str:
    from sheetgen.desk.secret import variable

    return f"take it out of here, make a new one, and put that into {variable(name)}, a token_file or the keyring"
