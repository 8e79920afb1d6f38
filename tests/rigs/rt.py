"""Request Tracker 5 as a test sees it.

Users, by their tokens: `sheetgen` may see, comment and reply; `commenter` may see and comment; `onlooker` may see; `outsider` may nothing;
`revoked` is no longer anyone's. Queue `General` has no watchers; `Customers` has a Cc (management@kunde.example) and an AdminCc.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from tests.rigs.call import NOTHING, Answer, call
from tests.rigs.rig import Rig

API = "/REST/2.0"
PERL = (
    "use strict; use warnings; use lib '/usr/share/request-tracker5/lib'; use RT; RT::LoadConfig(); RT::Init(); my $su = RT->SystemUser; "
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a ticket's transaction: a file where it has a name, else a text."""

    name: str | None
    type: str
    content: bytes
    transaction: int


@dataclass(frozen=True, slots=True)
class Rt:
    """A running RT: plain http on 127.0.0.1; its name, in the marker `[desk.example #N]`, is desk.example."""

    rig: Rig

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self.rig.ready["port"])

    @property
    def url(self) -> str:
        """Its address without TLS."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def tokens(self) -> Mapping[str, str]:
        """The token of each user."""
        tokens: Mapping[str, str] = self.rig.ready["tokens"]
        return tokens

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        user: str = "sheetgen",
        headers: Mapping[str, str] = NOTHING,
        query: Mapping[str, object] = NOTHING,
    ) -> Answer:
        """Call its REST as a user."""
        authorized = {"Authorization": f"token {self.tokens[user]}", **headers}
        return call(self.port, method, API + path, query=query, body=body, headers=authorized)

    def ticket(self, *requestors: str, cc: Sequence[str] = (), queue: str = "General", subject: str = "TLS") -> int:
        """Open a ticket: its number."""
        data = {"Queue": queue, "Subject": subject, "Requestor": list(requestors), "Cc": list(cc)}
        answer = self.ask("POST", "/ticket", json.dumps(data).encode(), headers={"Content-Type": "application/json"})
        assert answer.status == 201, answer
        return int(answer.json()["id"])

    def history(self, ticket: int) -> list[str]:
        """The kinds of its transactions (Create, Comment, Correspond, …), oldest first."""
        return [item["Type"] for item in self._items(f"/ticket/{ticket}/history", {"fields": "Type"})]

    def attachments(self, ticket: int) -> list[Attachment]:
        """All parts of all its transactions, oldest first."""
        return [self._attachment(int(item["id"])) for item in self._items(f"/ticket/{ticket}/attachments")]

    def files(self, ticket: int) -> list[tuple[str, bytes]]:
        """The files on it: name and bytes."""
        return [(a.name, a.content) for a in self.attachments(ticket) if a.name]

    def sent(self, ticket: int) -> list[EmailMessage]:
        """The mails that it sent about a ticket, oldest first; who got them stands in To, Cc and Bcc."""
        return [mail for mail in self.rig.sent() if f"#{ticket}]" in mail["Subject"]]

    def feed(self, mail: bytes, *, action: str = "correspond") -> None:
        """Give it a mail as its mail server would: action `correspond` or `comment`."""
        self.rig.run("rt-mailgate-5", "--queue", "General", "--action", action, "--url", f"{self.url}/", stdin=mail)

    def perl(self, code: str, *arguments: str, stdin: bytes = b"") -> str:
        """What a piece of Perl prints that has RT at hand, and its system's user as `$su`: for what its REST can't do."""
        return self.rig.run("perl", "-e", PERL + code, *arguments, stdin=stdin).decode()

    def _items(self, path: str, query: Mapping[str, object] = NOTHING) -> list[dict[str, Any]]:
        answer = self.ask("GET", path, query={"per_page": 100, **query})
        assert answer.status == 200, answer
        page = answer.json()
        assert "next_page" not in page, "more than one page: read them all here"
        items: list[dict[str, Any]] = page["items"]
        return items

    def _attachment(self, number: int) -> Attachment:
        data = self.ask("GET", f"/attachment/{number}").json()
        content = base64.b64decode(data.get("Content") or "")
        return Attachment(data.get("Filename") or None, data["ContentType"], content, int(data["TransactionId"]["id"]))
