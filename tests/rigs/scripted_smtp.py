"""A mail server that follows a script: a mock, since no real one can be made to stall, part or answer as it likes, within TLS, too."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from tests.rigs.wire import Wire, listening


class Step(StrEnum):
    """What the server is to answer: the connection itself, a command by its verb, the dot that ends a message, the start of TLS."""

    BANNER = "BANNER"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    HANDSHAKE = "HANDSHAKE"
    AUTH = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "DOT"
    RSET = "RSET"
    QUIT = "QUIT"


STALL, CLOSE = object(), object()
"""Say nothing more; part."""

REPLIES: Mapping[Step, bytes] = {
    Step.BANNER: b"220 scripted.example ESMTP\r\n",
    Step.EHLO: b"250-scripted.example\r\n250-STARTTLS\r\n250-AUTH PLAIN\r\n250 SIZE 10000000\r\n",
    Step.STARTTLS: b"220 ready\r\n",
    Step.AUTH: b"235 welcome\r\n",
    Step.MAIL: b"250 ok\r\n",
    Step.RCPT: b"250 ok\r\n",
    Step.DATA: b"354 go on\r\n",
    Step.DOT: b"250 queued\r\n",
    Step.RSET: b"250 ok\r\n",
    Step.QUIT: b"221 bye\r\n",
}


@dataclass(slots=True)
class Scripted:
    """What it heard until now."""

    port: int = 0
    lines: list[str] = field(default_factory=list)
    """Commands, those of all connections."""
    mails: list[bytes] = field(default_factory=list)
    """Messages that came whole, dots undone, whatever was answered."""


@dataclass(slots=True)
class Session:
    """One connection."""

    wire: Wire
    tls: ssl.SSLContext
    replies: Mapping[Step, object]
    heard: Scripted

    def answered(self, step: Step) -> bool:
        """Play a step; whether to go on."""
        reply = self.replies.get(step)
        if reply is STALL:
            self.wire.silence()
        elif isinstance(reply, bytes):
            self.wire.socket.sendall(reply)
        elif callable(reply):
            reply(self.wire)
        return reply not in {STALL, CLOSE}

    def secured(self) -> bool:
        """Start TLS; whether to go on."""
        if go_on := self.answered(Step.HANDSHAKE):
            self.wire.secure(self.tls)
        return go_on

    def talk(self) -> None:
        """Answer commands up to QUIT, or to a step that ends the connection."""
        stream = self.wire.socket.makefile("rb")
        while line := stream.readline():
            self.heard.lines.append(line.decode().rstrip())
            step = Step(line.split()[0].decode().upper())
            if not self.answered(step) or step is Step.QUIT:
                return
            if step is Step.STARTTLS:
                if not self.secured():
                    return
                stream = self.wire.socket.makefile("rb")
            if step is Step.DATA and self.replies[step] == REPLIES[step]:
                self.heard.mails.append(message(stream))
                if not self.answered(Step.DOT):
                    return


def message(stream: BinaryIO) -> bytes:
    """Read a message to its dot, and undo the dots before its lines."""
    mail = b""
    while (line := stream.readline()) not in {b".\r\n", b""}:
        mail += line.removeprefix(b".")
    return mail


@contextmanager
def scripted_smtp(tls: ssl.SSLContext, script: Mapping[Step, object] = REPLIES, *, implicit: bool = False) -> Iterator[Scripted]:
    """Serve; `script` has another reply for some steps, or what plays it on the Wire, or STALL or CLOSE. `implicit`: TLS from the start."""
    heard = Scripted()

    def serve(wire: Wire) -> None:
        session = Session(wire, tls, {**REPLIES, **script}, heard)
        if (not implicit or session.secured()) and session.answered(Step.BANNER):
            session.talk()

    with listening(serve) as heard.port:
        yield heard
