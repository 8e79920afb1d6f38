"""Znuny 6.5 by its Generic Interface over REST (doc.znuny.org; Kernel/GenericInterface/Operation/Ticket of its source).

Login and password go with each request as headers, so there is no session to close, and nothing of them in an address. Every error of an
operation comes with HTTP 200 and an `Error` in the body.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from sheetgen.desk import Delivery, Finding, Held, Receipt, Recipient, Ticket
from sheetgen.desk.config import Config, Kind
from sheetgen.desk.doubts import REQUESTOR
from sheetgen.desk.wire import HTTP_URL, Answer, BrokenError, Wire
from sheetgen.errors import Failed
from sheetgen.settings import PATH, Form

ROUTES: Mapping[str, str] = MappingProxyType(
    {
        "search": "GET /Ticket",
        "get": "GET /Ticket/:TicketID",
        "history": "GET /TicketHistory/:TicketID",
        "update": "POST /TicketUpdate",
    }
)
"""As in Znuny's own GenericTicketConnectorREST.yml, and written as there."""

NO_NUMBER = "00"
"""A ticket number that finds nothing; an empty one, or 0, finds all tickets."""

NEWEST_ARTICLES = (1, 8, 0)
"""How many are read for one file, in turn, 0 for all: their files come with them, and a new file is in the newest."""

_ROUTE = re.compile(r"(?P<method>GET|POST|PUT|PATCH) (?P<path>(?:/(?::[A-Za-z]+|[A-Za-z0-9._~-]+))+)")
_HOLE = re.compile(r":([A-Za-z]+)")
_LOGIN = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?")

_ERRORS: Mapping[str, tuple[str, str]] = {
    "AuthFail": (
        "is refused: its name or its password is wrong",
        "mend user or the password; Znuny refuses invalid agents so, those locked after wrong passwords, and those with a second factor",
    ),
    "TicketGet.AccessDenied": ("has no right to see this ticket", "ask the desk's administrator for the right `ro` on its queue"),
    "TicketHistoryGet.AccessDenied": ("has no right to see this ticket", "ask the desk's administrator for the right `ro` on its queue"),
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
    "is no table of routes",
    f"""write method and route of {", ".join(ROUTES)} as the web service has them, such as {{ update = "PATCH /Ticket/:TicketID" }}""",
)


class ZnunyDesk:
    """A Znuny. `config.values` has `url` and `user`, perhaps `ca_file` and `routes`; its secret is the password."""

    reads = True
    sends = True

    def __init__(self, config: Config) -> None:
        """Opens nothing. Raises Refused for a ca_file that is none."""
        self.user = str(config.values["user"])
        self.routes = {**ROUTES, **config.values.get("routes", {})}
        login = {"X-OTRS-Header-UserLogin": self.user, "X-OTRS-Header-Password": config.secret.value}
        self.wire = Wire(config, login)
        self._contents: Mapping[str, str] = {}

    def look(self, ticket: str) -> Ticket:
        """The ticket of that number. What Znuny makes of an article's own text is no file: it leaves that out itself."""
        found = self._get(self._find(ticket), AllArticles=1, Attachments=1, GetAttachmentContents=0)
        if _text(found, "TicketNumber") != ticket:
            raise self._odd("get")
        if _text(found, "StateType") == "merged":
            into = self._merged_into(found)
            raise Failed(
                f"ticket {ticket} was merged into {into or 'another'}", f"use --ticket {into}" if into else "look which in the desk itself"
            )
        held = tuple(Held(key, _text(file, "Filename"), _size(file)) for key, file in _files(found))
        return Ticket(ticket, _text(found, "Title"), _text(found, "State"), tuple(_recipients(found)), held)

    def fetch(self, held: Held) -> bytes:
        """The bytes of a file. Those that came with it are kept until others come."""
        ticket = held.key.partition(".")[0]
        for limit in NEWEST_ARTICLES:
            if held.key in self._contents:
                break
            found = self._get(ticket, AllArticles=1, Attachments=1, ArticleOrder="DESC", **({"ArticleLimit": limit} if limit else {}))
            self._contents = {key: _text(file, "Content") for key, file in _files(found)}
        try:
            return b64decode(self._contents[held.key], validate=True)
        except KeyError:
            raise Failed(f"{self.wire.shown(held.name)} is no longer on the ticket", "look at the ticket in the desk itself") from None
        except ValueError:
            raise self._odd("get") from None

    def put(self, delivery: Delivery) -> Receipt:
        """An article with all files. A public one is shown in the customer portal; Znuny itself mails it to nobody."""
        article = {
            "CommunicationChannel": "Internal",
            "SenderType": "agent",
            "IsVisibleForCustomer": int(delivery.public),
            "Subject": delivery.subject,
            "Body": delivery.text,
            "MimeType": "text/plain",
            "Charset": "utf-8",
        }
        files = [{"Filename": a.name, "ContentType": a.media_type, "Content": b64encode(a.data).decode()} for a in delivery.attachments]
        number = delivery.ticket  # Znuny goes by it, if both are there
        answer = self._ask("update", TicketID=self._find(number), TicketNumber=number, Article=article, Attachment=files)
        if _text(answer, "TicketNumber") != number:
            raise self._odd("update")
        return Receipt(f"article {self.wire.shown(_text(answer, 'ArticleID'))} on ticket {number}")

    def check(self) -> Iterator[Finding]:
        """Ends with the first thing that is wrong."""
        steps = {
            "address": self.wire.connected,
            "login": self._check_login,
            "reading": self._check_reading,
            "writing": self._check_writing,
        }
        for what, step in steps.items():
            try:
                yield from step()
            except Failed as failed:
                yield Finding(what, failed.message, failed.hint)
                return

    def _check_login(self) -> Iterator[Finding]:
        self._ask("search", TicketNumber=NO_NUMBER)
        yield Finding("login", self.user)

    def _check_reading(self) -> Iterator[Finding]:
        seen = self._ids(Limit=1)
        if not seen:
            raise Failed(f"the login {self.user} sees no ticket", "give it the right `ro` on a queue, and look whether that has a ticket")
        found = self._get(seen[0])
        number, queue = (self.wire.shown(_text(found, key)) for key in ("TicketNumber", "Queue"))
        yield Finding("reading", f"ticket {number} in the queue {queue} can be read")

    def _check_writing(self) -> Iterator[Finding]:
        """An update without a ticket changes nothing, and how it is refused tells that the route is right."""
        error = self._answer("update", TicketID="0").get("Error")
        if not isinstance(error, dict) or error.get("ErrorCode") != "TicketUpdate.MissingParameter":
            raise self._odd("update")
        yield Finding("writing", "its route is there; the right `note` on a ticket's queue shows only when it is used")

    # ---- one operation

    def _find(self, number: str) -> str:
        found = self._ids(TicketNumber=number, SearchInArchive="AllTickets")
        if not found:
            hint = "--ticket is the number that the desk shows, not the TicketID of an address; ask for the right `ro` on its queue"
            raise Failed(f"{self.wire.host} has no ticket {number}, or {self.user} has no right to see it", hint)
        if len(found) > 1:
            raise self._odd("search")
        return found[0]

    def _ids(self, **data: str | int) -> list[str]:
        answer = self._ask("search", **data)
        found = answer.get("TicketID", [])
        if not isinstance(found, list) or (answer and not found):
            raise self._odd("search")
        return [str(number) for number in found]

    def _get(self, ticket: str, **data: str | int) -> Mapping[str, Any]:
        found = _records(self._ask("get", TicketID=ticket, **data).get("Ticket"))
        if len(found) != 1 or _text(found[0], "TicketID") != ticket:
            raise self._odd("get")
        return found[0]

    def _merged_into(self, ticket: Mapping[str, Any]) -> str:
        """The number of the ticket that it was merged into, if the history can be had: `%%NUMBER%%ID%%INTO NUMBER%%INTO ID`."""
        try:
            histories = _records(self._ask("history", TicketID=_text(ticket, "TicketID")).get("TicketHistory"))
        except Failed:
            return ""
        for line in reversed([line for history in histories for line in _records(history.get("History"))]):
            parts = _text(line, "Name").split("%%")
            if _text(line, "HistoryType") == "Merged" and len(parts) > 3 and parts[1] == _text(ticket, "TicketNumber"):
                return self.wire.shown(parts[3])
        return ""

    def _ask(self, operation: str, **data: Any) -> Mapping[str, Any]:
        answer = self._answer(operation, **data)
        if "Error" in answer:
            raise self._refusal(answer["Error"])
        return answer

    def _answer(self, operation: str, **data: Any) -> Mapping[str, Any]:
        """What comes back, an `Error` too."""
        method, path = self.routes[operation].split(" ")
        path = _HOLE.sub(lambda hole: quote(data[hole[1]]), path)  # and in the data: Znuny answers an empty body with 500
        try:
            answer = self.wire.get(path, data) if method == "GET" else self.wire.post_json(path, data, method)
        except BrokenError as error:
            hint = f"if it always does, check url and routes.{operation}: Znuny answers so where it has no such web service or route"
            raise BrokenError(error.message, hint) from error
        return self._table(operation, answer)

    def _table(self, operation: str, answer: Answer) -> Mapping[str, Any]:
        if answer.status != 200:
            raise Failed(f"{self.wire.host} answers {answer.status} to {self.routes[operation]}", "check url in the settings")
        if not isinstance(answer.data, dict):
            raise self._odd(operation)
        return answer.data

    def _refusal(self, error: Any) -> Failed:
        told = error if isinstance(error, dict) else {}
        code = _text(told, "ErrorCode")
        for key in (code, code.rpartition(".")[2]):
            if key in _ERRORS:
                words, hint = _ERRORS[key]
                return Failed(f"{self.wire.host}: the login {self.user} {words}", hint)
        said = self.wire.shown(_text(told, "ErrorMessage") or code or "an error without words")
        return Failed(f"{self.wire.host} refuses: {said}", "ask the desk's administrator")

    def _odd(self, operation: str) -> Failed:
        message = f"{self.wire.host} does not answer {self.routes[operation]} as Znuny does"
        return Failed(message, f"check url and routes.{operation} in the settings")


def _records(value: Any) -> list[Mapping[str, Any]]:
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def _text(record: Mapping[str, Any], key: str) -> str:
    """A field as text, empty where it is missing or null: Znuny writes a number now as one, now as a text."""
    value = record.get(key)
    return str(value) if isinstance(value, str | int) else ""


def _files(ticket: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for article in _records(ticket.get("Article")):
        for file in _records(article.get("Attachment")):
            yield ".".join((_text(ticket, "TicketID"), _text(article, "ArticleID"), _text(file, "FileID"))), file


def _size(file: Mapping[str, Any]) -> int | None:
    size = _text(file, "FilesizeRaw")
    return int(size) if size.isdecimal() else None


def _recipients(ticket: Mapping[str, Any]) -> Iterator[Recipient]:
    """The customer user, and the company whose customer users see the ticket too; Znuny's REST tells no customer user's address."""
    user, company = _text(ticket, "CustomerUserID"), _text(ticket, "CustomerID")
    if user:
        yield Recipient(REQUESTOR, user, user if "@" in user else "")
    if company not in {"", user}:
        yield Recipient("customer company", company)


KIND = Kind(
    open=ZnunyDesk,
    keys={"url": HTTP_URL, "user": LOGIN, "ca_file": PATH, "routes": ROUTES_FORM},
    required=("url", "user"),
    has_secret=lambda _values: True,
    ticket=re.compile(r"[0-9]*[1-9][0-9]*"),
    ticket_hint="write the number that the desk shows, such as 2026112410000012",
)
