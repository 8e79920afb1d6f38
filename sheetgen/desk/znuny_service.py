"""Znuny's web service: its operations by the routes that its administrator chose, and what its answers mean.

Login and password go with each request as headers (Kernel/GenericInterface/Transport/HTTP/REST.pm), so there is no session to close, and
nothing of them in an address. Every error of an operation comes with HTTP 200 and an `Error` in the body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from sheetgen.desk.config import Config
from sheetgen.desk.wire import Answer, BrokenError, Wire
from sheetgen.errors import Failed
from sheetgen.settings import Form

ROUTES: Mapping[str, str] = MappingProxyType(
    {
        "search": "GET /Ticket",
        "get": "GET /Ticket/:TicketID",
        "history": "GET /TicketHistory/:TicketID",
        "update": "POST /TicketUpdate",
    }
)
"""As in Znuny's own GenericTicketConnectorREST.yml, and written as there."""

_ROUTE = re.compile(r"(?P<method>GET|POST|PUT|PATCH) (?P<path>(?:/(?::[A-Za-z]+|[A-Za-z0-9._~-]+))+)")
_HOLE = re.compile(r":([A-Za-z]+)")
_LOGIN = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?")

_UNSEEN = ("has no right to see this ticket", "ask the desk's administrator for the right `ro` on its queue")
_ERRORS: Mapping[str, tuple[str, str]] = {
    "AuthFail": (
        "is refused: its name or its password is wrong",
        "correct user or the password; Znuny refuses so, too, who is invalid, locked after wrong passwords, or has a second factor",
    ),
    "TicketGet.AccessDenied": _UNSEEN,
    "TicketHistoryGet.AccessDenied": _UNSEEN,
    "TicketUpdate.AccessDenied": ("has no right to write on this ticket", "ask the desk's administrator for the right `note` on its queue"),
}
"""Znuny's error codes, or how they end -> what is said of the login, and what mends it."""


def _is_login(value: Any) -> bool:
    return isinstance(value, str) and bool(_LOGIN.fullmatch(value))


def _is_routes(value: Any) -> bool:
    return isinstance(value, dict) and all(operation in ROUTES and _is_route(operation, route) for operation, route in value.items())


def _is_route(operation: str, value: Any) -> bool:
    found = _ROUTE.fullmatch(value) if isinstance(value, str) else None
    if found is None or (operation == "update" and found["method"] == "GET"):
        return False
    return set(_HOLE.findall(found["path"])) <= (set() if operation == "search" else {"TicketID"})


LOGIN = Form(_is_login, "is no login of printable ASCII", 'write an agent\'s, such as "sheetgen"')
ROUTES_FORM = Form(
    _is_routes,
    "is no table of routes, or one of them can't be",
    f"""write {", ".join(ROUTES)} as the web service has them, such as {{ update = "PATCH /Ticket/:TicketID" }}; update not by GET""",
)


class Service:
    """A web service. `config.values` has `url` and `user`, perhaps `ca_file` and `routes`; its secret is the password."""

    def __init__(self, config: Config) -> None:
        """Opens nothing. Raises Refused for a ca_file that is none."""
        self.user = str(config.values["user"])
        self.routes = {**ROUTES, **config.values.get("routes", {})}
        self.wire = Wire(config, {"X-OTRS-Header-UserLogin": self.user, "X-OTRS-Header-Password": config.secret.value})

    def ask(self, operation: str, **data: Any) -> Mapping[str, Any]:
        """What an operation answers. Raises Failed, for an `Error` too."""
        answer = self.answer(operation, **data)
        if "Error" in answer:
            raise self._refusal(answer["Error"])
        return answer

    def answer(self, operation: str, **data: Any) -> Mapping[str, Any]:
        """What comes back, be it an `Error`. Raises Failed."""
        method, path = self.routes[operation].split(" ")
        # what is in the path stays in the data: Znuny answers an empty body with 500
        path = _HOLE.sub(lambda hole: quote(data[hole[1]], safe=""), path)
        try:
            answer = self.wire.get(path, data) if method == "GET" else self.wire.post_json(path, data, method)
        except BrokenError as error:
            hint = f"if it always does, check url and routes.{operation}: Znuny answers so where it has no such web service or route"
            raise BrokenError(error.message, hint) from error
        return self._table(operation, answer)

    def odd(self, operation: str) -> Failed:
        """What is to be raised where an answer is not Znuny's to that operation."""
        message = f"{self.wire.host} does not answer {self.routes[operation]} as Znuny does"
        return Failed(message, f"check url and routes.{operation} in the settings")

    def _table(self, operation: str, answer: Answer) -> Mapping[str, Any]:
        if answer.status != 200:
            raise Failed(f"{self.wire.host} answers {answer.status} to {self.routes[operation]}", "check url in the settings")
        if not isinstance(answer.data, dict):
            raise self.odd(operation)
        return answer.data

    def _refusal(self, error: Any) -> Failed:
        told = error if isinstance(error, dict) else {}
        code = text(told, "ErrorCode")
        for key in (code, code.rpartition(".")[2]):
            if key in _ERRORS:
                words, hint = _ERRORS[key]
                return Failed(f"{self.wire.host}: the login {self.user} {words}", hint)
        said = self.wire.shown(text(told, "ErrorMessage") or code or "an error without words")
        return Failed(f"{self.wire.host} refuses: {said}", "ask the desk's administrator")


def records(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list of JSON; none where it is no list."""
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def text(record: Mapping[str, Any], key: str) -> str:
    """A field as text, empty where it is missing or null: Znuny writes a number now as one, now as a text."""
    value = record.get(key)
    return str(value) if isinstance(value, str | int) else ""
