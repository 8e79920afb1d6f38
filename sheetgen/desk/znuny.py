"""Znuny 6.5 by its Generic Interface over REST (doc.znuny.org; Kernel/GenericInterface/Operation/Ticket of its source)."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from sheetgen.desk import Delivery, Finding, Held, Receipt, Recipient, Ticket, in_turn
from sheetgen.desk.config import Config, Kind
from sheetgen.desk.doubts import REQUESTOR
from sheetgen.desk.wire import HTTP_URL
from sheetgen.desk.znuny_service import LOGIN, ROUTES_FORM, Service, records, text
from sheetgen.errors import Failed
from sheetgen.settings import FILE

NO_NUMBER = "00"
"""A ticket number that finds nothing; an empty one, or 0, finds all tickets."""

NEWEST_ARTICLES = (1, 8, 0)
"""How many are read for one file, in turn, 0 for all: their files come with them, and a new file is in the newest."""


class ZnunyDesk:
    """A Znuny; its settings are those of a Service."""

    reads = True
    sends = True

    def __init__(self, config: Config) -> None:
        """Opens nothing. Raises Refused for a ca_file that is none."""
        self.service = Service(config)
        self._contents: Mapping[str, str] = {}

    def look(self, ticket: str) -> Ticket:
        """The ticket of that number. What Znuny makes of an article's own text is no file: it leaves that out itself."""
        found = self._get(self._find(ticket), AllArticles=1, Attachments=1, GetAttachmentContents=0)
        if text(found, "TicketNumber") != ticket:
            raise self.service.odd("get")
        if text(found, "StateType") == "merged":
            into = self._merged_into(found)
            raise Failed(
                f"ticket {ticket} was merged into {into or 'another'}", f"use --ticket {into}" if into else "look which in the desk itself"
            )
        held = tuple(Held(key, text(file, "Filename"), _size(file), _public(article)) for key, article, file in _files(found))
        return Ticket(ticket, text(found, "Title"), text(found, "State"), tuple(_recipients(found)), held)

    def fetch(self, held: Held) -> bytes:
        """The bytes of a file. Those that came with it are kept until others come."""
        ticket = held.key.partition(".")[0]
        for limit in NEWEST_ARTICLES:
            if held.key in self._contents:
                break
            found = self._get(ticket, AllArticles=1, Attachments=1, ArticleOrder="DESC", **({"ArticleLimit": limit} if limit else {}))
            self._contents = {key: text(file, "Content") for key, _, file in _files(found)}
        try:
            return b64decode(self._contents[held.key], validate=True)
        except KeyError:
            raise Failed(
                f"{self.service.wire.shown(held.name)} is no longer on the ticket", "look at the ticket in the desk itself"
            ) from None
        except ValueError:
            raise self.service.odd("get") from None

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
        answer = self.service.ask("update", TicketID=self._find(number), TicketNumber=number, Article=article, Attachment=files)
        if text(answer, "TicketNumber") != number:
            raise self.service.odd("update")
        return Receipt(f"article {self.service.wire.shown(text(answer, 'ArticleID'))} on ticket {number}")

    def check(self) -> Iterator[Finding]:
        """Ends with the first thing that is wrong."""
        return in_turn(
            {
                "address": self.service.wire.connected,
                "login": self._check_login,
                "reading": self._check_reading,
                "writing": self._check_writing,
            }
        )

    def _check_login(self) -> Iterator[Finding]:
        self.service.ask("search", TicketNumber=NO_NUMBER)
        yield Finding("login", self.service.user)

    def _check_reading(self) -> Iterator[Finding]:
        seen = self._ids(Limit=1)
        if not seen:
            raise Failed(
                f"the login {self.service.user} sees no ticket", "give it the right `ro` on a queue, and look whether that has a ticket"
            )
        found = self._get(seen[0])
        number, queue = (self.service.wire.shown(text(found, key)) for key in ("TicketNumber", "Queue"))
        yield Finding("reading", f"ticket {number} in the queue {queue} can be read")

    def _check_writing(self) -> Iterator[Finding]:
        """An update without a ticket changes nothing, and how it is refused tells that the route is right."""
        error = self.service.answer("update", TicketID="0").get("Error")
        if not isinstance(error, dict) or error.get("ErrorCode") != "TicketUpdate.MissingParameter":
            raise self.service.odd("update")
        yield Finding("writing", "its route is there; the right `note` on a ticket's queue shows only when it is used")

    # ---- one operation

    def _find(self, number: str) -> str:
        found = self._ids(TicketNumber=number, SearchInArchive="AllTickets")
        if not found:
            hint = "--ticket is the number that the desk shows, not the TicketID of an address; ask for the right `ro` on its queue"
            raise Failed(f"{self.service.wire.host} has no ticket {number}, or {self.service.user} has no right to see it", hint)
        if len(found) > 1:
            raise self.service.odd("search")
        return found[0]

    def _ids(self, **data: str | int) -> list[str]:
        answer = self.service.ask("search", **data)
        found = answer.get("TicketID", [])
        if not isinstance(found, list) or (answer and not found) or not all(str(number).isdecimal() for number in found):
            raise self.service.odd("search")
        return [str(number) for number in found]

    def _get(self, ticket: str, **data: str | int) -> Mapping[str, Any]:
        found = records(self.service.ask("get", TicketID=ticket, **data).get("Ticket"))
        if len(found) != 1 or text(found[0], "TicketID") != ticket:
            raise self.service.odd("get")
        return found[0]

    def _merged_into(self, ticket: Mapping[str, Any]) -> str:
        """The number of the ticket that it was merged into, if the history can be had: `%%NUMBER%%ID%%INTO NUMBER%%INTO ID`."""
        try:
            histories = records(self.service.ask("history", TicketID=text(ticket, "TicketID")).get("TicketHistory"))
        except Failed:
            return ""
        for line in reversed([line for history in histories for line in records(history.get("History"))]):
            parts = text(line, "Name").split("%%")
            if text(line, "HistoryType") == "Merged" and len(parts) > 3 and parts[1] == text(ticket, "TicketNumber"):
                return self.service.wire.shown(parts[3])
        return ""


def _files(ticket: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Each file: its key, its article and itself."""
    for article in records(ticket.get("Article")):
        for file in records(article.get("Attachment")):
            yield ".".join((text(ticket, "TicketID"), text(article, "ArticleID"), text(file, "FileID"))), article, file


def _public(article: Mapping[str, Any]) -> bool | None:
    return {"1": True, "0": False}.get(text(article, "IsVisibleForCustomer"))


def _size(file: Mapping[str, Any]) -> int | None:
    size = text(file, "FilesizeRaw")
    return int(size) if size.isdecimal() and len(size) < 20 else None


def _recipients(ticket: Mapping[str, Any]) -> Iterator[Recipient]:
    """The customer user, and the company whose customer users see the ticket too; Znuny's REST tells no customer user's address."""
    user, company = text(ticket, "CustomerUserID"), text(ticket, "CustomerID")
    if user:
        yield Recipient(REQUESTOR, user, user if "@" in user else "")
    if company not in {"", user}:
        yield Recipient("customer company", company)


KIND = Kind(
    open=ZnunyDesk,
    keys={"url": HTTP_URL, "user": LOGIN, "ca_file": FILE, "routes": ROUTES_FORM},
    required=("url", "user"),
    has_secret=lambda _values: True,
    ticket=re.compile(r"[0-9]*[1-9][0-9]*"),
    ticket_hint="write the number that the desk shows, such as 2026112410000012",
)
