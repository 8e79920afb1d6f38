"""What the environment and the user's settings file say; never what answers a doubt or belongs to one call."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

from sheetgen.errors import Place, Problem, Refused, printable

_LARGEST = 64 * 1024
_EPOCH = re.compile(r"[0-9]{1,11}")  # up to the year 5138, well within `datetime`
_AT = re.compile(r" *\(at (?:line (\d+), column (\d+)|end of document)\)$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NO_FOLDER = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EACCES})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings file says. Paths are absolute; None or empty where it says nothing; `desks` is as it stands in `text`."""

    path: Path | None = None
    facts: str | None = None
    out: str | None = None
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    templates: str | None = None
    strict: bool | None = None
    desks: Mapping[str, Any] = field(default_factory=dict)
    text: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Form:
    """What a value must be: what is said of one that doesn't fit, and what to write instead."""

    fits: Callable[[Any], bool]
    wrong: str
    hint: str


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and not _CONTROL.search(value)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) and name for name in value)


PATH = Form(_is_path, "is not a path", 'write a text, such as "sheets"')
FLAG = Form(lambda value: isinstance(value, bool), "is neither true nor false", "write true or false, without quotes")
FILE = Form(_is_path, "is not a path", 'write a file\'s in quotes, such as "file.txt"')
_PATHS = (PATH, FILE)
_NAMES = Form(_is_names, "is not a list of names", 'write such as ["de", "en"] or ["pdf"]')
_KEYS = {
    "facts": PATH,
    "out": PATH,
    "templates": PATH,
    "languages": _NAMES,
    "formats": _NAMES,
    "strict": FLAG,
    "desks": Form(lambda value: isinstance(value, dict), "is not a table", "write [desks.NAME] and its keys below"),
}
_ONE_CALL = "it belongs to one call"
_NEVER = {
    "accept": ("--accept", "a doubt is accepted where it comes up"),
    "yes": ("--yes", "a question is answered where it comes up"),
    "customer": ("--customer", _ONE_CALL),
    "customers": ("--customer", _ONE_CALL),
    "ticket": ("--ticket", _ONE_CALL),
    "tickets": ("--ticket", _ONE_CALL),
}


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read `SHEETGEN_SETTINGS`, else `sheetgen/settings.toml` in the user's configuration folder (XDG), if it is there. Raises Refused."""
    path = _settings_file(environ)
    text = _read(path, named=bool(environ.get("SHEETGEN_SETTINGS"))) if path else None
    if path is None or text is None:
        return Settings()
    raw, home = _parsed(text, path), environ.get("HOME", "")
    if complaints := {key: what for key, value in raw.items() if (what := _complaint(key, value, home))}:
        places = places_in(text, path)
        placed = sorted((places.get(key, Place(str(path))), *what) for key, what in complaints.items())
        raise Refused(Problem(f"settings.{code}", "refusal", message, place, hint) for place, code, message, hint in placed)
    return Settings(path, text=text, **{key: taken(_KEYS[key], value, path.parent, home) for key, value in raw.items()})


def issue_date(environ: Mapping[str, str]) -> date:
    """Tell today's date in local time, or that of `SOURCE_DATE_EPOCH` in UTC (reproducible-builds.org). Raises Refused."""
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(tz=UTC).astimezone().date()
    if not _EPOCH.fullmatch(epoch):
        message = f"“{printable(epoch)}” is not a number of seconds since 1970-01-01"
        _refuse("date.epoch", message, Place("SOURCE_DATE_EPOCH"), "unset it, or write digits only, such as 1795478400")
    return datetime.fromtimestamp(int(epoch), UTC).date()


def _settings_file(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get("SHEETGEN_SETTINGS"):
        return Path(named).absolute()
    config, home = environ.get("XDG_CONFIG_HOME", ""), environ.get("HOME", "")
    if not config.startswith("/"):  # a relative one is to be ignored (XDG Base Directory Specification)
        config = f"{home}/.config" if home else ""
    return Path(config, "sheetgen", "settings.toml").absolute() if config else None


def _refuse(code: str, message: str, place: Place, hint: str) -> NoReturn:
    raise Refused([Problem(code, "refusal", message, place, hint)])


def _read(path: Path, *, named: bool) -> str | None:
    """Read the file; None if it is the default one and isn't there."""
    place, unset = Place(str(path)), "mend that, or name another in SHEETGEN_SETTINGS"
    try:
        status = path.stat()
    except OSError as error:
        if not named and error.errno in _NO_FOLDER:
            return None
        _refuse("settings.missing", f"can't be read: {error.strerror}", place, "mend SHEETGEN_SETTINGS, or unset it")
    if not stat.S_ISREG(status.st_mode):
        _refuse("settings.unreadable", "is not a regular file", place, unset)
    if status.st_size > _LARGEST:
        _refuse("settings.unreadable", f"is larger than {_LARGEST // 1024} KiB", place, unset)
    try:
        data = path.read_bytes()
    except OSError as error:
        _refuse("settings.unreadable", f"can't be read: {error.strerror}", place, unset)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].rpartition(b"\n")
        column = len(before[2].decode(errors="replace")) + 1
        place = Place(str(path), error.object[: error.start].count(b"\n") + 1, column)
        _refuse("settings.syntax", "is not UTF-8", place, "save it as UTF-8")


def _parsed(text: str, path: Path) -> dict[str, Any]:
    import tomllib  # most people have no settings file

    try:
        return tomllib.loads(text)
    except RecursionError:
        _refuse("settings.syntax", "is nested too deeply", Place(str(path)), "write it flatter")
    except ValueError as error:
        found = _AT.search(str(error))
        line, column = found.groups() if found else (None, None)
        place = Place(str(path), int(line or text.count("\n") + 1), int(column or 0)) if found else Place(str(path))
        _refuse("settings.syntax", f"is not TOML: {printable(_AT.sub('', str(error)))}", place, "see toml.io; a text stands in quotes")


def places_in(text: str, path: Path) -> dict[str, Place]:
    """Find where each key begins, `facts` or `desks.help.url`, by parsing statement after statement; `tomllib` keeps no places."""
    import tomllib

    places: dict[str, Place] = {}
    statement, begin, table = "", 1, ""
    for number, line in enumerate(text.split("\n"), 1):
        statement += line + "\n"
        try:
            keys = tomllib.loads(statement)
        except ValueError:  # it goes on in the next line
            continue
        place = Place(str(path), begin, len(statement) - len(statement.lstrip()) + 1)
        if statement.lstrip().startswith("["):
            *_, table = _dotted(keys)
            table += "."
            names = list(_dotted(keys))
        else:
            names = [table + name for name in _dotted(keys)]
        places = {**dict.fromkeys(names, place), **places}
        statement, begin = "", number + 1
    return places


def _dotted(keys: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """`a`, `a.b` and so on: each key, and those of the tables in it."""
    for key, value in keys.items():
        yield before + key
        if isinstance(value, dict):
            yield from _dotted(value, f"{before}{key}.")


def _complaint(key: str, value: Any, home: str) -> tuple[str, str, str] | None:
    """Tell what is wrong with a setting, as code, message and hint."""
    kind, shown = _KEYS.get(key), printable(key)
    if key.lower() in _NEVER:
        option, why = _NEVER[key.lower()]
        return "never", f"{shown} has no place in the settings: {why}", f"type {option} on the command line"
    if kind is None:
        import difflib  # only for who mistyped

        near = difflib.get_close_matches(key.lower(), _KEYS, 1)
        return "unknown", f"{shown} is not a setting", f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(_KEYS))}"
    found = misfit(kind, value, home)
    return ("kind", f"{shown} {found[0]}", found[1]) if found else None


def misfit(form: Form, value: Any, home: str) -> tuple[str, str] | None:
    """What is wrong with a value, and what to write instead; `home` is the user's home folder, empty if there is none."""
    if not form.fits(value):
        return form.wrong, form.hint
    if form in _PATHS and _at_home(value) and not home:
        return "begins in your home folder, and HOME names none", "write the whole path"
    return None


def _at_home(path: str) -> bool:
    return path == "~" or path.startswith("~/")


def taken(form: Form, value: Any, folder: Path, home: str) -> Any:
    """A value that fits as it is used: a list as a tuple, a path from the settings file's folder on."""
    if isinstance(value, list):
        return tuple(value)
    if form not in _PATHS:
        return value
    # The file is UTF-8 whatever the locale is; a path becomes what `os` makes of these bytes in this locale.
    path = os.fsdecode(value.encode())
    return str(folder / (home + path[1:] if _at_home(path) else path))
