"""HTTP on loopback: pages, and a stream of events that tells an open preview when to load anew."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from sheetgen.errors import Failed

if TYPE_CHECKING:
    from sheetgen.preview.pages import Answer

LOOPBACK = "127.0.0.1"
CHANGES = "/changes"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""The preview's own pages'. Those of the site bring theirs, which holds here as it does for a visitor."""
_STILL_THERE = 10
"""Seconds after which an empty event shows whether the browser is."""


class States:
    """A number for each state of the files; threads wait for the next."""

    def __init__(self) -> None:
        """Another run of the preview begins with another number, so that what is still open loads anew."""
        self._changed = threading.Condition()
        self._now = time.time_ns() // 1_000_000

    def change(self) -> None:
        """Tell all who wait."""
        with self._changed:
            self._now += 1
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> int:
        """The number of the state as soon as it is another one, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._now != number, seconds)
            return self._now


class Server(ThreadingHTTPServer):
    """Serves in threads of its own, which end with the process."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, states: States, answer: Callable[[str], Answer]) -> None:
        """On a free port where that is 0. Raises Failed where it can't be had."""
        self.states, self.answer = states, answer
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            taken = "another program has it" if error.errno == errno.EADDRINUSE else error.strerror
            raise Failed(f"port {port} can't be had: {taken}", "name another with --port, or 0 for a free one") from error

    @property
    def home(self) -> str:
        """`http://127.0.0.1:8000/`."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser may have asked for: whatever else leads here is another site's name, turned to loopback."""
        return frozenset(f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost"))

    def start(self) -> None:
        """Return at once."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has gone."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.headers.get("Host") not in self.server.hosts:
            self.send_error(421)
        elif self.path == CHANGES:
            self._events()
        else:
            began = time.perf_counter()
            answer = self.server.answer(self.path)
            self._head(answer, time.perf_counter() - began)
            self.wfile.write(answer.body)

    def _head(self, answer: Answer, seconds: float) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Server-Timing", f"made;dur={seconds * 1000:.0f}")
        if answer.ours:
            self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()

    def _events(self) -> None:
        """Server-sent events (HTML, 9.2): the state now, and each that follows."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        told = -1
        while True:
            number = self.server.states.after(told, _STILL_THERE)
            event = f"data: {number}\n\n" if number != told else ": still there\n\n"
            self.wfile.write(event.encode())
            told = number

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing: the browser shows it."""
