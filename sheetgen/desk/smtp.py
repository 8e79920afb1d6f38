"""E-mail to a desk through a submission server: any desk has an address, and goes by the marker in the subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import urlsplit

from sheetgen.desk import Delivery, Finding, Held, Receipt, Ticket, in_turn
from sheetgen.desk.config import ADDRESS, Config, Kind
from sheetgen.desk.message import ADDRESSES, kept, make_message, recipients
from sheetgen.desk.submission import Server, Session
from sheetgen.desk.tls import client_context
from sheetgen.errors import Failed
from sheetgen.settings import FILE, Form

_PORTS: Mapping[str, int] = {"smtp": 587, "smtps": 465}
_USER = re.compile(r"[!-~](?:[ -~]{0,198}[!-~])?")


def _server(url: str) -> Server:
    """The server of a URL. Raises ValueError where it is none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.netloc.startswith("["):
        host = str(IPv6Address(host))
    elif not ADDRESS.fits(f"postmaster@{host}"):
        raise ValueError(host)
    bare = (parts.username, parts.password) == (None, None) and parts.path in {"", "/"} and not parts.query and not parts.fragment
    if parts.scheme not in _PORTS or not bare or parts.port == 0:
        raise ValueError(url)
    return Server(host, parts.port or _PORTS[parts.scheme], parts.scheme == "smtps")


def _is_url(value: Any) -> bool:
    try:
        return isinstance(value, str) and value.isascii() and value.isprintable() and bool(_server(value))
    except ValueError:
        return False


def _is_user(value: Any) -> bool:
    return isinstance(value, str) and bool(_USER.fullmatch(value))


URL = Form(
    _is_url,
    "is no address of a submission server",
    'write such as "smtp://mail.desk.example" (STARTTLS, port 587) or "smtps://mail.desk.example" (TLS, port 465), without a login in it',
)
USER = Form(_is_user, "is no login of printable ASCII", 'write such as "sheets@platform.example"')


class SmtpDesk:
    """Sends; what a ticket holds it can't know."""

    reads = False
    sends = True

    def __init__(self, config: Config) -> None:
        """`config.values` holds what KIND says. Raises Refused for a ca_file that is none."""
        self.config = config
        self.server = _server(config.values["url"])
        self.context = client_context(config.values.get("ca_file"))

    def look(self, ticket: str) -> Ticket:
        """The ticket by its number."""
        return Ticket(ticket)

    def fetch(self, held: Held) -> bytes:
        """Never called with what `look` found."""
        raise Failed(f"nothing can be read by e-mail, {held.name} neither")

    def put(self, delivery: Delivery) -> Receipt:
        """Send one message to all its recipients or to none; the server's last word, and the message to be kept."""
        to = recipients(self.config, public=delivery.public)
        if not to:
            unsaid = f"the settings of {self.config.name} don't say where what is public goes; nothing was sent"
            raise Failed(unsaid, "write public_to = … in the settings: the address at which the desk passes mail on to its requestors")
        message = make_message(delivery, self.config, datetime.now(UTC).astimezone())
        with self._session() as session:
            session.connect()
            session.secure()
            self._login(session)
            session.envelope(self.config.values["from"], to, len(message))
            said = session.content(message)
        return Receipt(f"{self.server.host} took the message for {', '.join(to)}: {said}", (kept(delivery, message),))

    def check(self) -> Iterator[Finding]:
        """Ends with the first thing that is wrong. An envelope is asked for and taken back, so that no message comes of it."""
        with self._session() as session:
            steps: Mapping[str, Callable[[], str]] = {
                "address": lambda: f"{self.server.host} port {self.server.port}, {session.connect()}",
                "certificate": session.secure,
                "login": lambda: self._login(session) or "none: the settings name no user",
                "size": lambda: f"at most {session.limit} bytes" if session.limit else "no limit is told",
                "envelope": lambda: self._envelope(session),
            }
            yield from in_turn({what: partial(_found, what, step) for what, step in steps.items()})

    def _session(self) -> Session:
        return Session(self.server, self.config, self.context)

    def _login(self, session: Session) -> str:
        user: str = self.config.values.get("user", "")
        if user:
            session.login(user)
        return user

    def _envelope(self, session: Session) -> str:
        sender: str = self.config.values["from"]
        to = dict.fromkeys(one for public in (False, True) for one in recipients(self.config, public=public))
        session.envelope(sender, tuple(to))
        session.reset()
        return f"from {sender} to {', '.join(to)} is taken"


def _found(what: str, step: Callable[[], str]) -> tuple[Finding]:
    return (Finding(what, step()),)


KIND = Kind(
    open=SmtpDesk,
    keys={"url": URL, "from": ADDRESS, "to": ADDRESSES, "public_to": ADDRESSES, "user": USER, "ca_file": FILE},
    required=("url", "from", "to"),
    has_secret=lambda values: "user" in values,
)
