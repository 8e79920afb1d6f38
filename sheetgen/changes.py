"""The data of two sheets -> which facts differ between them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_NOT_FACTS = ("number", "issued")
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, named as `sheetgen facts show` names it where the fact file has it; NOTHING where one of the two is silent."""

    name: str
    old: str
    new: str


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """All differences but those of number and issue date, in the order of the newer sheet."""
    before, after = dict(_facts(old)), dict(_facts(new))
    names = dict.fromkeys((*after, *before))
    pairs = ((name, before.get(name, NOTHING), after.get(name, NOTHING)) for name in names)
    return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])


def _facts(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every value by its name: rows by their keys, those of a key that comes again by number; recipes by their own names."""
    for key, value in data.items():
        if key == "rows" and isinstance(value, list):
            yield from _rows(value)
        elif key == "recipes" and isinstance(value, list) and all(isinstance(one, dict) and "name" in one for one in value):
            yield from ((f"recipe.{one['name']}.{name}", str(told)) for one in value for name, told in one.items() if name != "name")
        elif key not in _NOT_FACTS:
            yield from _leaves(key, value)


def _rows(rows: list[Any]) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for row in rows:
        held = row if isinstance(row, dict) else {"value": row}
        key = str(held.get("key"))
        seen[key] = seen.get(key, 0) + 1
        yield from _leaves(key if seen[key] == 1 else f"{key}[{seen[key]}]", held.get("value"))


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, member in value.items():
            yield from _leaves(f"{name}.{key}", member)
    elif isinstance(value, list) and any(isinstance(member, dict | list) for member in value):
        for i, member in enumerate(value, 1):
            yield from _leaves(f"{name}[{i}]", member)
    elif isinstance(value, list):
        yield name, ", ".join(map(str, value)) or NOTHING
    else:
        yield name, str(value)
