"""Znuny 6.5 as a test sees it.

The routes of its web service, below `Znuny.base`, are those of Znuny's sample GenericTicketConnectorREST.yml; others may be chosen:

- SessionCreate: POST /Session
- TicketCreate: POST /Ticket
- TicketGet: GET /Ticket/:TicketID
- TicketSearch: GET /Ticket
- TicketUpdate: POST /TicketUpdate
- TicketHistoryGet: GET /TicketHistory/:TicketID

Agents, each with the password `Znuny.password`: `sheetgen` may do all in every queue; `onlooker` may see; `outsider` may nothing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from tests.rigs.call import NOTHING, Answer, call
from tests.rigs.rig import Rig

CONSOLE = ("setpriv", "--reuid=otrs", "--regid=otrs", "--clear-groups", "env", "-C", "/usr/share/otrs", "HOME=/tmp", "bin/otrs.Console.pl")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket's two numbers: the database's, and the one in the marker `[Ticket#…]`."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class Znuny:
    """A running Znuny: plain http on 127.0.0.1."""

    rig: Rig

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self.rig.ready["port"])

    @property
    def base(self) -> str:
        """The web service's path."""
        return f"/otrs/nph-genericinterface.pl/Webservice/{self.rig.ready['service']}"

    @property
    def url(self) -> str:
        """The web service's address without TLS."""
        return f"http://127.0.0.1:{self.port}{self.base}"

    @property
    def password(self) -> str:
        """Each agent's."""
        return str(self.rig.ready["password"])

    def ask(self, method: str, path: str, data: Mapping[str, object] = NOTHING, *, user: str = "sheetgen") -> Answer:
        """Call its web service as an agent: with data in the query of a GET, else in the body."""
        login = {"UserLogin": user, "Password": self.password}
        if method == "GET":
            return call(self.port, method, self.base + path, query={**login, **data})
        body = json.dumps({**login, **data}).encode()
        return call(self.port, method, self.base + path, body=body, headers={"Content-Type": "application/json"})

    def ticket(self, customer: str, *, queue: str = "Raw", subject: str = "TLS") -> Ticket:
        """Open a ticket for a customer's address."""
        ticket = {"Title": subject, "Queue": queue, "State": "new", "Priority": "3 normal", "CustomerUser": customer}
        made = self.ask("POST", "/Ticket", {"Ticket": ticket, "Article": article(subject)}).json()
        return Ticket(int(made["TicketID"]), made["TicketNumber"])

    def articles(self, ticket: Ticket) -> list[dict[str, Any]]:
        """All articles with their attachments, as TicketGet has them, oldest first."""
        data = self.ask("GET", f"/Ticket/{ticket.id}", {"AllArticles": 1, "Attachments": 1}).json()
        articles: list[dict[str, Any]] = data["Ticket"][0]["Article"]
        return articles

    def files(self, ticket: Ticket) -> list[tuple[str, bytes]]:
        """The PDFs on it: name and bytes. Znuny shows a HTML body as an attachment, too."""
        attached = [a for article in self.articles(ticket) for a in article.get("Attachment") or []]
        return [(a["Filename"], base64.b64decode(a["Content"])) for a in attached if a["ContentType"].startswith("application/pdf")]

    def sent(self, ticket: Ticket) -> list[EmailMessage]:
        """The mails that it sent about a ticket, oldest first."""
        self.rig.run(*CONSOLE, "Maint::Email::MailQueue", "--send")
        return [mail for mail in self.rig.sent() if f"#{ticket.number}]" in mail["Subject"]]

    def feed(self, mail: bytes) -> None:
        """Give it a mail as its mail server would."""
        self.rig.run(*CONSOLE, "Maint::PostMaster::Read", stdin=mail)


def article(subject: str, **more: object) -> dict[str, object]:
    """An internal article's data."""
    content = {"Subject": subject, "Body": "anbei", "ContentType": "text/plain; charset=utf8"}
    return {"CommunicationChannel": "Internal", "SenderType": "agent", "IsVisibleForCustomer": 0, **content, **more}
