"""Request Tracker 5 by its REST 2 (docs.bestpractical.com/rt/5.0.3/RT/REST2.html; lib/RT/REST2 of its source)."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping

from sheetgen.desk import Delivery, Finding, Held, Receipt, Ticket, in_turn
from sheetgen.desk.config import Config, Kind
from sheetgen.desk.rt_service import Rest, number, objects, text
from sheetgen.desk.rt_watchers import recipients
from sheetgen.desk.wire import HTTP_URL, form
from sheetgen.errors import Failed
from sheetgen.settings import FILE

_NAMED = json.dumps([{"field": "Filename", "operator": "IS NOT", "value": "NULL"}])
_WRITING: Mapping[str, tuple[str, str]] = {
    "comment": ("comment", "CommentOnTicket"),
    "correspond": ("reply", "ReplyToTicket"),
}
"""The last part of the address, which is a hyperlink's name, too -> what the login does there, and the right that it takes."""
_PUBLIC: Mapping[str, bool] = {"Create": True, "Correspond": True, "Comment": False}
"""A transaction's type -> whether requestors get what it brings."""
_USER = re.compile(r"[0-9]+-([0-9]+)-.+")
"""What a token begins with: its form's version and its user's id (RT::Authen::Token)."""


class RtDesk:
    """A Request Tracker. `config.values` has its `url`, perhaps `ca_file`; its secret is an authentication token."""

    reads = True
    sends = True

    def __init__(self, config: Config) -> None:
        """Opens nothing. Raises Refused for a ca_file that is none."""
        self.rest = Rest(config)

    def look(self, ticket: str) -> Ticket:
        """The ticket, who gets its correspondence, and all files with a name."""
        found = self._ticket(ticket)
        held = tuple(self._held(ticket))
        return Ticket(ticket, text(found, "Subject"), text(found, "Status"), tuple(recipients(self.rest, found)), held)

    def fetch(self, held: Held) -> bytes:
        """The bytes of a file."""
        path = f"/attachment/{held.key}"
        try:
            lines = text(self.rest.get(path, f"the file {held.name}"), "Content").split("\n")
            return b64decode("".join(lines), validate=True)
        except ValueError:
            raise self.rest.odd(path) from None

    def put(self, delivery: Delivery) -> Receipt:
        """A comment, or correspondence that RT mails. Raises Failed before anything is sent where there is no right to it."""
        kind = "correspond" if delivery.public else "comment"
        if kind not in _links(self._ticket(delivery.ticket)):
            word, right = _WRITING[kind]
            complaint = f"{self.rest.wire.host}: this login has no right to {word} on ticket {delivery.ticket}; nothing was sent"
            raise Failed(complaint, f"ask the desk's administrator for the right {right} on its queue")
        message = {"Subject": delivery.subject, "Content": delivery.text, "ContentType": "text/plain"}
        files = [("Attachments", (a.name, a.data, a.media_type)) for a in delivery.attachments]
        said, transaction = self.rest.create(f"/ticket/{delivery.ticket}/{kind}", form([("JSON", json.dumps(message)), *files]))
        if transaction and not self.rest.seen(f"/transaction/{transaction}"):
            complaint = f"{self.rest.wire.host} says “{said}”, but this login has no right to see that, so it can't be proven"
            raise Failed(complaint, "look at the ticket in the desk itself, and ask for the right ShowTicketComments on its queue")
        return Receipt(said)

    def check(self) -> Iterator[Finding]:
        """Ends with the first thing that is wrong; of commenting and replying, both are told."""
        return in_turn(
            {
                "address": self.rest.wire.connected,
                "login": self._check_login,
                "queues": self._check_queues,
                "tickets": self._check_tickets,
            }
        )

    def _check_login(self) -> Iterator[Finding]:
        version = self.rest.wire.shown(text(self.rest.get("/rt", "its version"), "Version"))
        if not version:
            raise self.rest.odd("/rt")
        user = _USER.fullmatch(self.rest.wire.config.secret.value)
        name = text(self.rest.get(f"/user/{user[1]}", "who this login is"), "Name") if user else "whose name the token does not tell"
        yield Finding("login", f"{self.rest.wire.shown(name)}, Request Tracker {version}")

    def _check_queues(self) -> Iterator[Finding]:
        names = [text(queue, "Name") for queue in self.rest.all("/queues/all", "queues", {"fields": "Name"})]
        if not names:
            raise Failed("this login sees no queue", "ask the desk's administrator for the right SeeQueue")
        yield Finding("queues", self.rest.wire.shown(", ".join(sorted(names))))

    def _check_tickets(self) -> Iterator[Finding]:
        query: Mapping[str, str | int] = {"query": "id > 0", "orderby": "id", "order": "DESC", "per_page": 1}
        newest = objects(self.rest.get("/tickets", "ticket", query).get("items"))
        if not newest:
            raise Failed("this login sees no ticket", "ask for the right ShowTicket on its queues, and look whether there is a ticket")
        if not (ticket := number(newest[0], "id")):
            raise self.rest.odd("/tickets")
        links = _links(self._ticket(ticket))
        yield Finding("tickets", f"ticket {ticket} can be read")
        for kind, (word, right) in _WRITING.items():
            what = "internal" if kind == "comment" else "public"
            if kind in links:
                yield Finding(what, f"this login has the right to {word} on ticket {ticket}")
            else:
                yield Finding(
                    what,
                    f"this login has no right to {word} on ticket {ticket}",
                    f"ask for the right {right} on its queue, if it is to {word}",
                )

    # ---- one ticket

    def _ticket(self, ticket: str) -> Mapping[str, object]:
        """It, as RT shows it. Raises Failed where it can't be written on: unknown, unseen, merged, deleted."""
        found = self.rest.get(f"/ticket/{ticket}", f"ticket {ticket}")
        into = number(found, "id")
        if not into or not text(found, "Status"):
            raise self.rest.odd(f"/ticket/{ticket}")
        if into != ticket:
            raise Failed(f"ticket {ticket} was merged into {into}", f"use --ticket {into}")
        if text(found, "Status") == "deleted":
            raise Failed(f"ticket {ticket} was deleted", "use another ticket, or have it restored in the desk")
        return found

    def _held(self, ticket: str) -> Iterator[Held]:
        query = {"query": _NAMED, "fields": "Filename,ContentLength,TransactionId", "orderby": "id"}
        files = [f for f in self.rest.all(f"/ticket/{ticket}/attachments", f"files of ticket {ticket}", query) if text(f, "Filename")]
        public = self._public(ticket) if files else {}
        for file in files:
            size = number(file, "ContentLength")
            key, transaction = number(file, "id"), number(file, "TransactionId")
            yield Held(key, text(file, "Filename"), int(size) if size else None, public.get(transaction))

    def _public(self, ticket: str) -> Mapping[str, bool | None]:
        """By the number of each transaction; RT does not tell it with the files, even if asked for `fields[TransactionId]`."""
        history = self.rest.all(f"/ticket/{ticket}/history", f"transactions of ticket {ticket}", {"fields": "Type", "orderby": "id"})
        return {number(transaction, "id"): _PUBLIC.get(text(transaction, "Type")) for transaction in history}


def _links(ticket: Mapping[str, object]) -> set[str]:
    return {text(link, "ref") for link in objects(ticket.get("_hyperlinks"))}


KIND = Kind(
    open=RtDesk,
    keys={"url": HTTP_URL, "ca_file": FILE},
    required=("url",),
    has_secret=lambda _values: True,
    ticket=re.compile(r"[1-9][0-9]{0,9}"),
    ticket_hint="write the number alone, such as 4711",
)
