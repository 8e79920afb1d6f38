"""RT's REST 2: one object, all pages of a list, something made; and what its answers mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sheetgen.desk.config import Config
from sheetgen.desk.wire import Answer, Body, Wire
from sheetgen.errors import Failed

API = "/REST/2.0"
PER_PAGE = 100
"""The most that RT gives (Resource/Collection.pm, setup_paging)."""

MOST_PAGES = 200
"""Of one list: a desk that brings something new for ever is left."""

_UNSEEN: Mapping[int, tuple[str, str]] = {
    403: (": this login has no right to see", "ask the desk's administrator for the rights that docs/rt.md names"),
    404: (" has no", "look it up in the desk itself, or check url in the settings"),
}
_TRANSACTION = re.compile(r".*/transaction/([0-9]+)")


class Rest:
    """An RT. `config.values` has its `url` and perhaps `ca_file`; its secret is an authentication token."""

    def __init__(self, config: Config) -> None:
        """Opens nothing. Raises Refused for a ca_file that is none."""
        self.wire = Wire(config, {"Authorization": f"token {config.secret.value}"})

    def seen(self, path: str, query: Mapping[str, str | int] | None = None) -> Mapping[str, Any] | None:
        """One object; None where there is none, or no right to see it. Raises Failed."""
        answer = self.wire.get(API + path, query)
        return None if answer.status in _UNSEEN else self._object(path, answer)

    def get(self, path: str, what: str, query: Mapping[str, str | int] | None = None) -> Mapping[str, Any]:
        """One object. Raises Failed, and says `what` where there is none or no right to see it."""
        answer = self.wire.get(API + path, query)
        if answer.status in _UNSEEN:
            words, hint = _UNSEEN[answer.status]
            raise Failed(f"{self.wire.host}{words} {self.wire.shown(what)}", hint)
        return self._object(path, answer)

    def all(self, path: str, what: str, query: Mapping[str, str | int]) -> Iterator[Mapping[str, Any]]:
        """All objects of a list. Raises Failed.

        RT 5.0 tells neither a total nor a next page of attachments, and leaves what can't be seen out of each: the end is a page
        that brings nothing new.
        """
        seen: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            answer = self.get(path, what, {**query, "per_page": PER_PAGE, "page": page})
            if not isinstance(answer.get("items"), list):
                raise self.odd(path)
            new = [item for item in objects(answer["items"]) if text(item, "id") not in seen]
            if not new:
                return
            yield from new
            seen.update(text(item, "id") for item in new)
        raise Failed(f"{self.wire.host} tells of more than {len(seen)} {what}", "ask the desk's administrator whether that can be")

    def create(self, path: str, body: Body) -> tuple[str, str]:
        """What RT says of a message, safe to show, and its transaction's number if it tells. Raises Failed where it took none."""
        answer = self.wire.post(API + path, body)
        if answer.status == 201 and isinstance(answer.data, list):
            found = _TRANSACTION.fullmatch(answer.location)
            said = self.wire.shown("; ".join(str(word) for word in answer.data))
            return said or "it says nothing", found[1] if found else ""
        said = text(answer.data, "message") if isinstance(answer.data, dict) else ""
        if answer.status < 400 or not said:
            raise self.odd(path)
        raise Failed(
            f"{self.wire.host} refuses: {self.wire.shown(said)}", "look at the ticket in the desk itself, or ask its administrator"
        )

    def _object(self, path: str, answer: Answer) -> Mapping[str, Any]:
        if answer.status != 200 or not isinstance(answer.data, dict):
            raise self.odd(path)
        return answer.data

    def odd(self, path: str) -> Failed:
        """What is to be raised where an answer is not RT's."""
        message = f"{self.wire.host} does not answer {API}{path} as Request Tracker does"
        return Failed(message, f"check url in the settings: it is what stands before {API}")


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list of JSON; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(record: Mapping[str, Any], key: str) -> str:
    """A field as text, empty where it is missing or null: RT writes a number now as one, now as a text."""
    value = record.get(key)
    return str(value) if isinstance(value, str | int) else ""


def number(record: Mapping[str, Any], key: str) -> str:
    """The digits of a field, at most 19; empty where it is no number."""
    value = text(record, key)
    return value if value.isascii() and value.isdecimal() and len(value) < 20 else ""
