"""The platform's mail servers: SMTP with STARTTLS by Python's own TLS, each with a certificate of its own, and a note of all they take."""

from __future__ import annotations

import json
import os
import socketserver
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.rigs.inside.servers import OUT


@dataclass(frozen=True, slots=True)
class Sink:
    """A server at an address. `certificate`: a kind of tests/rigs/certs.py, none for a server without TLS; `newest`: the version of TLS."""

    kind: str
    address: str
    certificate: str = ""
    newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED

    def context(self) -> ssl.SSLContext:
        """What it shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Path(os.environ["RIG_TLS"], f"{self.certificate}.pem"))
        if self.newest != ssl.TLSVersion.MAXIMUM_SUPPORTED:
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = self.newest
            context.set_ciphers("ALL:@SECLEVEL=0")
        return context


SINKS = (
    Sink("right", "198.51.100.1", "good"),
    Sink("wrong-name", "198.51.100.2", "wrong_name"),
    Sink("unknown-authority", "198.51.100.3", "unknown_ca"),
    Sink("expired", "198.51.100.4", "expired"),
    Sink("no-starttls", "198.51.100.5"),
    Sink("control", "198.51.100.6"),
    Sink("old-version", "198.51.100.7", "good", ssl.TLSVersion.TLSv1_1),
    Sink("newest-but-one", "198.51.100.8", "good", ssl.TLSVersion.TLSv1_2),
    Sink("second-name", "198.51.100.9", "good"),
    Sink("forged", "198.51.100.10", "wrong_name"),
)
"""Mail to `KIND.example` and `sub.KIND.example` goes to each: all but `control` and `no-starttls` offer STARTTLS. `forged` is what
a forged answer of DNS leads to: a host of somebody else's, with a certificate of its own that is right for it."""

_noting = threading.Lock()


class _Session(socketserver.StreamRequestHandler):
    timeout = 60
    server: _Server

    def handle(self) -> None:
        with suppress(OSError):  # ssl.SSLError is one: a client that doesn't like the certificate goes away
            self.converse()

    def converse(self) -> None:
        self.taken: dict[str, object] = {"kind": self.server.sink.kind, "tls": ""}
        self.answer("220 mx.hamburg-cloud.de ESMTP")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            self.VERBS.get(verb.upper(), _Session.other)(self, rest)
            if verb.upper() == "QUIT":
                return

    def answer(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def ehlo(self, name: str) -> None:
        self.taken["ehlo"] = name
        offers = ["250-STARTTLS"] if self.server.context and not self.taken["tls"] else []
        self.answer("250-mx.hamburg-cloud.de", *offers, "250 8BITMIME")

    def starttls(self, _: str) -> None:
        if self.server.context is None:
            self.answer("502 5.5.1 no TLS here")
            return
        self.answer("220 go ahead")
        self.connection = self.server.context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.taken["tls"] = self.connection.version()

    def mail(self, rest: str) -> None:
        self.taken |= {"from": rest, "to": []}
        self.answer("250 2.1.0 ok")

    def rcpt(self, rest: str) -> None:
        self.taken["to"] = [*self.taken["to"], rest.partition("<")[2].partition(">")[0]]  # type: ignore[misc]
        self.answer("250 2.1.5 ok")

    def data(self, _: str) -> None:
        self.answer("354 go on")
        while self.rfile.readline() not in (b".\r\n", b""):
            pass
        with _noting, (OUT / "taken.jsonl").open("a") as notes:
            notes.write(json.dumps(self.taken) + "\n")
        self.answer("250 2.0.0 taken")

    def other(self, _: str) -> None:
        self.answer("250 2.0.0 ok")

    VERBS: Mapping[str, Callable[[_Session, str], None]] = {
        "EHLO": ehlo,
        "HELO": ehlo,
        "STARTTLS": starttls,
        "MAIL": mail,
        "RCPT": rcpt,
        "DATA": data,
    }


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 50

    def __init__(self, sink: Sink) -> None:
        super().__init__((sink.address, 25), _Session)
        self.sink = sink
        self.context = sink.context() if sink.certificate else None


def serve_sinks() -> None:
    """Start all; each message that one takes is a line of taken.jsonl in the host's folder."""
    (OUT / "taken.jsonl").touch()
    for sink in SINKS:
        threading.Thread(target=_Server(sink).serve_forever, daemon=True).start()
