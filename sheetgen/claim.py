"""What a sheet says it is: the data it carries, judged by form, -> a claim that can be shown and re-made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NoReturn, get_args

from sheetgen.domain import Domain
from sheetgen.errors import Place, printable
from sheetgen.hostname import UnfitNameError, plain_name
from sheetgen.recipes.names import names
from sheetgen.request import Request, read_day, read_ticket
from sheetgen.sheet import SCHEMA
from sheetgen.slots import SheetLang

MOST_DATA = 1 << 20
MOST_CUSTOMERS = 500
"""Customer domains that a sheet is re-made with: more take minutes."""
DEPTH = 10
_NOWHERE = Place("")
_SHA256 = re.compile("[0-9a-f]{64}")
_NUMBER = re.compile("[0-9a-f]{8}")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,39}")


Unfit = Literal["foreign", "unreadable"]


class NotASheetError(Exception):
    """No sheet of sheetgen's, or a file that can't be read as one."""

    def __init__(self, word: Unfit, reason: str) -> None:
        """`reason` is for a terminal already."""
        super().__init__(word, reason)
        self.word = word
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sheet says of itself. Text has no data, facts and version; JSON no language, facts and version."""

    platform: str
    request: Request
    issued: date
    number: str
    language: SheetLang | None = None
    data: Mapping[str, Any] | None = None
    facts: str | None = None
    version: str | None = None


def read_claim(properties: Mapping[str, str]) -> Claim:
    """The claim of a document by its properties. Raises NotASheetError where no sheet would say so."""
    data = read_data(properties["data"])
    platform, asked = _fields(data["platform"], "provider", "service"), data["request"]
    if not isinstance(asked, dict):
        _foreign("its request is none")
    customers = asked.get("customers")
    if not isinstance(customers, list) or len(customers) > MOST_CUSTOMERS:
        _foreign(f"its customer domains are no list of at most {MOST_CUSTOMERS}")
    request = Request(
        _domain(asked.get("domain")),
        tuple(map(_domain, customers)),
        read_claimed_ticket(asked["ticket"]) if "ticket" in asked else None,
        read_claimed_day(asked["effective"]) if "effective" in asked else None,
        _recipes(data.get("recipes", [])),
    )
    return Claim(
        platform=joined(platform["provider"], platform["service"]),
        request=request,
        issued=read_claimed_day(data["issued"]),
        number=_matching(_NUMBER, data["number"], "number"),
        language=_language(properties["language"]) if "language" in properties else None,
        data=data,
        facts=_matching(_SHA256, properties["facts"], "facts digest") if "facts" in properties else None,
        version=_matching(_VERSION, properties["version"], "version") if "version" in properties else None,
    )


@lru_cache(maxsize=2)
def read_data(text: str) -> Mapping[str, Any]:
    """A sheet's JSON as data: its frame as it must be, its values of any kind that a sheet has.

    One sheet's files carry the same, and are often read one after the other.
    """
    if len(text) > MOST_DATA:
        _foreign(f"it carries more than {MOST_DATA // 1024} KiB of data")
    try:
        data = json.loads(text, object_pairs_hook=_no_key_twice, parse_float=_refuse, parse_constant=_refuse, parse_int=_small)
    except (ValueError, RecursionError) as error:
        raise NotASheetError("foreign", "what it carries is not the JSON of a sheet") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        _foreign(f"what it carries is no {SCHEMA}")
    _plain(data, DEPTH)
    if missing := [key for key in ("number", "issued", "platform", "request", "rows") if key not in data]:
        _foreign(f"what it carries lacks {', '.join(missing)}")
    return data


def _recipes(brought: object) -> tuple[str, ...]:
    named = [one.get("name") if isinstance(one, dict) else None for one in brought] if isinstance(brought, list) else [None]
    return read_claimed_recipes([str(name) for name in named])


def read_claimed_recipes(claimed: Sequence[str]) -> tuple[str, ...]:
    """Names of recipes, each of which there is."""
    for name in claimed:
        if name not in names():
            _foreign(f"it brings a recipe “{printable(name)}”, which there is not")
    return tuple(claimed)


def joined(provider: str, service: str) -> str:
    """Provider and service on a line, the provider only once where the service bears its name."""
    return service if provider in service else f"{provider} {service}"


def read_claimed_day(typed: object) -> date:
    """A day as a sheet's data has it."""
    day, _ = read_day(typed, _NOWHERE) if isinstance(typed, str) else (None, ())
    return day or _foreign(f"it claims “{printable(str(typed))}” as a day")


def read_claimed_ticket(typed: object) -> str:
    """A ticket's id as a sheet has it: what would be typed for it, and nothing around."""
    ticket, _ = read_ticket(typed, _NOWHERE) if isinstance(typed, str) else (None, ())
    return ticket if ticket is not None and ticket == typed else _foreign(f"it claims the ticket “{printable(str(typed))}”")


def read_claimed_name(name: str, *, subdomains: bool) -> Domain:
    """A domain by its name in either form: judged by form alone, since the lists of suffixes change."""
    try:
        if name.isascii() and "xn--" not in name:
            found = plain_name(name)
        else:
            from sheetgen.idn import international_name

            found = international_name(name)
    except UnfitNameError as error:
        raise NotASheetError("foreign", f"it claims the domain “{printable(name)}”, for which no sheet is ever made") from error
    return Domain(found.ascii, found.unicode, subdomains)


def _domain(value: object) -> Domain:
    fields = value if isinstance(value, dict) else {}
    name, subdomains = fields.get("ascii"), fields.get("subdomains")
    if not isinstance(name, str) or not isinstance(subdomains, bool):
        _foreign("it claims a domain that is none")
    domain = read_claimed_name(name, subdomains=subdomains)
    return domain if domain.ascii == name else _foreign(f"it claims the domain “{printable(name)}”, for which no sheet is ever made")


def _language(value: str) -> SheetLang:
    known: SheetLang | None = next((lang for lang in get_args(SheetLang) if lang == value), None)
    return known or _foreign(f"it claims the language “{printable(value)}”")


def _matching(pattern: re.Pattern[str], value: object, what: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        _foreign(f"it claims the {what} “{printable(str(value))}”")
    return value


def _fields(value: object, *names: str) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in names):
        _foreign("what it carries names no platform")
    return value


def _plain(value: Any, depth: int) -> None:
    """Nothing nested without end, and no half character, which could not be written."""
    if depth == 0:
        _foreign(f"what it carries is nested over {DEPTH} levels deep")
    if isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
        _foreign("what it carries holds half a character")
    members: Iterable[Any] = ()
    if isinstance(value, dict):
        members = (*value, *value.values())
    elif isinstance(value, list):
        members = value
    for member in members:
        _plain(member, depth - 1)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    return data if len(data) == len(pairs) else _refuse("a key twice")


def _small(digits: str) -> int:
    return int(digits) if len(digits) < 10 else _refuse(digits)


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


def _foreign(reason: str) -> NoReturn:
    raise NotASheetError("foreign", reason)
