"""Someone on the way to a mail server: the proxy passes everything on, and can take STARTTLS from what the server offers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.rigs.wire import Wire, listening


@dataclass(slots=True)
class Passed:
    """What passed until now."""

    port: int = 0
    sent: bytearray = field(default_factory=bytearray)
    """By clients."""
    answered: bytearray = field(default_factory=bytearray)
    """By the server."""


@contextmanager
def smtp_proxy(server: int, *, strip_starttls: bool = False) -> Iterator[Passed]:
    """Stand before the mail server on a port of 127.0.0.1."""
    passed = Passed()

    def pump(source: socket.socket, target: socket.socket, log: bytearray, *, strip: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                # as firewalls do it that "inspect" SMTP: the line stays, its word goes
                changed = data.replace(b"STARTTLS", b"XXXXXXXX") if strip else data
                log.extend(changed)
                target.sendall(changed)
            target.shutdown(socket.SHUT_WR)

    def serve(wire: Wire) -> None:
        with socket.create_connection(("127.0.0.1", server)) as upstream:
            back = threading.Thread(target=pump, args=(upstream, wire.socket, passed.answered), kwargs={"strip": strip_starttls})
            back.start()
            pump(wire.socket, upstream, passed.sent, strip=False)
            back.join()

    with listening(serve) as passed.port:
        yield passed
