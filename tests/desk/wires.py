"""A small HTTP server of the standard library's, and a wire to it: what is tested lies between them."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from sheetgen.desk import wire
from sheetgen.desk.config import Config
from sheetgen.desk.secret import Secret
from sheetgen.desk.wire import Body
from sheetgen.errors import Failed
from tests.rigs.certs import Authority
from tests.rigs.faults import Fault
from tests.rigs.proxy import Proxy, When, http_proxy
from tests.rigs.wire import Wire as Accepted
from tests.rigs.wire import listening

SECRET = "1-14-never-shown"
TIMEOUT = 0.4
LONG = Body(b"%PDF" * 750_000, "application/pdf")
"""More than the buffers of two sockets hold."""


class Handler(BaseHTTPRequestHandler):
    """Answers with what it was asked, in JSON."""

    def do_GET(self) -> None:
        """Any method's."""
        length = len(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        body = json.dumps({"path": self.path, "length": length, "padding": "." * 200}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PATCH = do_GET  # noqa: N815 - as the library wants it

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nothing."""


@dataclass(slots=True)
class Client:
    """A wire, the news that it told, and the proxy before its desk."""

    wire: wire.Wire
    news: list[str]
    proxy: Proxy


def client(port: int, ca: Path | None = None, *, scheme: str = "https", host: str = "localhost", timeout: float = TIMEOUT) -> wire.Wire:
    """A wire to a port, with a secret."""
    values = {"url": f"{scheme}://{host}:{port}", **({"ca_file": str(ca)} if ca else {})}
    return wire.Wire(Config("help", values, timeout=timeout, secret=Secret(SECRET)), {"Authorization": f"token {SECRET}"})


@contextmanager
def meeting(fault: Fault | None, server: int, authority: Authority, nth: int | None = None, timeout: float = TIMEOUT) -> Iterator[Client]:
    """A client whose desk is behind a fault, by TLS."""
    news: list[str] = []
    with http_proxy(server, fault, When(nth=nth), authority.server()) as proxy:
        config = Config("help", {"url": f"https://localhost:{proxy.port}", "ca_file": str(authority.ca)}, timeout=timeout, tell=news.append)
        yield Client(wire.Wire(config), news, proxy)


def told(failed: Failed) -> str:
    """What is said: one line, something to do next, and no secret, wherever it is looked for."""
    line = f"{failed.message} | {failed.hint}"
    assert failed.hint
    assert len(line.splitlines()) == 1
    assert SECRET not in line + repr(failed) + "".join(traceback.format_exception(failed))
    return line


@contextmanager
def saying(answer: bytes, then: bytes = b"") -> Iterator[int]:
    """A bare listener that says this after a request's first bytes, then `then` again and again, or hangs up. Its port."""

    def serve(wire: Accepted) -> None:
        wire.socket.recv(4096)
        wire.socket.sendall(answer)
        while then and not wire.stop.wait(0.02):
            wire.socket.sendall(then)

    with listening(serve) as port:
        yield port
