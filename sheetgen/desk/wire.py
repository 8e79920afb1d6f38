"""JSON over HTTP to a desk, one exchange a connection: each phase has an end, and each fault one line.

urllib3's connections are driven phase by phase, so that a time-out can say in which it fell. No proxy of the environment is used, no
redirect followed, no certificate left unverified, and plain HTTP goes to this machine alone.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException, RemoteDisconnected
from typing import Any
from urllib.parse import urlencode

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError
from urllib3.filepost import encode_multipart_formdata
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, parse_url

from sheetgen import __version__
from sheetgen.desk import Finding, Unanswered
from sheetgen.desk.config import Config
from sheetgen.desk.tls import client_context, not_verified
from sheetgen.errors import Failed, printable
from sheetgen.settings import Form

MOST_BYTES = 64 << 20
"""Of one answer: files come in base64, a ticket's all at once from some desks."""

WAITS = (0.5, 1.5)
"""Seconds before a second and a third try."""

_BUSY = frozenset({502, 503, 504})
_AGAIN = "run the same command again later"
_REFUSALS: Mapping[int, tuple[str, str]] = {
    401: ("the token is wrong, has expired or was revoked", "make a new one, see docs/desks.md"),
    413: ("what was sent is too large for it", "put fewer sheets into one message, or ask the desk's administrator for a higher limit"),
}
_LOST = (HTTPError, HTTPException, OSError)
"""What urllib3, http.client and the socket raise where the other side goes away."""


def _is_url(value: Any) -> bool:
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or " " in value:
        return False
    try:
        url = parse_url(value)
    except HTTPError:
        return False
    if url.host is None or url.auth or url.query is not None or url.fragment is not None:
        return False
    return url.scheme == "https" or (url.scheme == "http" and is_loopback(url.host))


def is_loopback(host: str) -> bool:
    """Whether a host of a URL is this machine: localhost, 127.0.0.0/8, ::1."""
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


HTTP_URL = Form(
    _is_url,
    "is no https address (http goes to this machine alone)",
    'write such as "https://desk.example", a domain with its xn-- name, and without a login in it',
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status below 500 that is no redirect, and the JSON that came with it. `location`: where what was made is."""

    status: int
    data: Any
    location: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries."""

    content: bytes
    media_type: str


def form(fields: list[tuple[str, Any]]) -> Body:
    """A `multipart/form-data`: each field a text, or a file as (name, bytes, media type)."""
    return Body(*encode_multipart_formdata(fields))


class _NotReachedError(Failed):
    """No connection came about, so nothing was sent."""


class BrokenError(Failed):
    """The desk answered that it can't do what it was asked: 500, or another status above it that doesn't pass by itself."""


class _BusyError(Unanswered):
    """What stands before the desk answered: whether the desk did what it was asked is open, and it may be otherwise in a moment."""


class Wire:
    """One desk's address. `url` is HTTP_URL's; `headers` go with each request."""

    def __init__(self, config: Config, headers: Mapping[str, str] | None = None) -> None:
        """`config.values` has `url` and perhaps `ca_file`. Raises Refused for a ca_file that is none."""
        self.config = config
        self.url: Url = parse_url(config.values["url"].rstrip("/"))
        self.host = str(self.url.host)
        self.headers = {"Accept": "application/json", "User-Agent": f"sheetgen/{__version__}", **(headers or {})}
        self.context = client_context(config.values.get("ca_file")) if self.url.scheme == "https" else None

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> Answer:
        """Reading is safe to repeat: where no answer or "busy" comes back, it is tried three times. Raises Failed."""
        target = f"{path}?{urlencode(query)}" if query else path
        return self._tried("GET", target, None, (_NotReachedError, Unanswered))

    def post(self, path: str, body: Body, method: str = "POST") -> Answer:
        """Sent once, and again only where nothing could be sent. Raises Unanswered where what became of it is open, else Failed."""
        return self._tried(method, path, body, (_NotReachedError,))

    def _tried(self, method: str, target: str, body: Body | None, repeatable: tuple[type[Failed], ...]) -> Answer:
        for wait in WAITS:
            try:
                return self._exchange(method, target, body)
            except repeatable as failed:
                if isinstance(failed.__cause__, TimeoutError):  # who has waited that long is told
                    raise
                safe = "" if isinstance(failed, _NotReachedError) else "; reading is safe to repeat"
                self.config.tell(f"{failed.message}{safe}, so it is tried again in {wait} s")
            time.sleep(wait)
        return self._exchange(method, target, body)

    def post_json(self, path: str, data: Any, method: str = "POST") -> Answer:
        """`post` with JSON."""
        return self.post(path, Body(json.dumps(data).encode(), "application/json; charset=utf-8"), method)

    def connected(self) -> Iterator[Finding]:
        """Address and certificate, for `doctor`. Raises Failed."""
        connection = self._connection()
        with closing(connection):
            self._connect(connection)
            peer = connection.sock.getpeername()[0]
            yield Finding("address", f"{self.host} port {connection.port}, {peer}")
            if isinstance(connection.sock, ssl.SSLSocket):
                until = connection.sock.getpeercert() or {}
                yield Finding("certificate", f"verified, {connection.sock.version()}, valid until {until.get('notAfter')}")
            else:
                yield Finding("certificate", "none: plain HTTP, to this machine alone")

    # ---- one exchange

    def _exchange(self, method: str, path: str, body: Body | None) -> Answer:
        connection = self._connection()
        with closing(connection), ExitStack() as opened:
            self._connect(connection)
            headers = {**self.headers, **({"Content-Type": body.media_type} if body else {}), "Connection": "close"}
            lost = self._send(connection, method, f"{self.url.path or ''}{path}", body, headers)
            try:
                with self._bounded(connection, "waiting for the answer of") as sock:
                    response = opened.enter_context(closing(connection.getresponse()))
            except Unanswered as unanswered:
                raise lost or unanswered from unanswered.__cause__
            with self._bounded(connection, "reading the answer of", sock):
                content = _whole(response)
        return self._judged(response, content, changes=method != "GET")

    def _connection(self) -> HTTPConnection:
        port, timeout = self.url.port, self.config.timeout
        if self.context is None:
            return HTTPConnection(self.host, port, timeout=timeout)
        return HTTPSConnection(self.host, port, timeout=timeout, ssl_context=self.context)

    def _connect(self, connection: HTTPConnection) -> None:
        try:
            connection.connect()
        except NameResolutionError as error:
            raise Failed(f"{self.host} has no address", "check url in the settings, and this machine's network") from error
        except NewConnectionError as error:  # before its parent class, which it is no case of
            raise self._not_reached(connection, error) from error
        except ConnectTimeoutError as error:
            raise self._late("connecting to") from error
        except ssl.SSLError as error:
            raise self._not_reached(connection, error) if isinstance(error, ssl.SSLEOFError) else not_verified(error, self.host) from error
        except TimeoutError as error:
            raise self._late("the TLS handshake with") from error
        except _LOST as error:
            raise self._not_reached(connection, error) from error
        if self.context is None and not is_loopback(connection.sock.getpeername()[0]):
            raise Failed(f"{self.host} is not this machine, and nothing goes there in plaintext", "write an https address in the settings")

    def _send(
        self, connection: HTTPConnection, method: str, target: str, body: Body | None, headers: Mapping[str, str]
    ) -> Unanswered | None:
        """Send it all; or return what is to be said of a desk that hung up, if it gave no answer before it had heard all."""
        try:
            connection.request(method, target, body=body.content if body else None, headers=headers, preload_content=False)
        except TimeoutError as error:
            raise self._late("sending to", sent=True) from error
        except _LOST:
            return Unanswered(f"{self.host} hung up while it was sent to", _AGAIN)
        return None

    @contextmanager
    def _bounded(self, connection: HTTPConnection, phase: str, sock: socket.socket | None = None) -> Iterator[socket.socket]:
        """A phase ends after `timeout` seconds, however slowly the other side drips: then its socket is shut."""
        sock = sock or connection.sock
        over = threading.Event()

        def shut() -> None:
            over.set()
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

        timer = threading.Timer(self.config.timeout, shut)
        timer.start()
        try:
            yield sock
            if over.is_set():  # what came until then may look whole
                raise TimeoutError
        except _LOST as error:
            if over.is_set() or isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError):
                raise self._late(phase, sent=True) from TimeoutError()
            if isinstance(error, HTTPException) and not isinstance(error, RemoteDisconnected):
                raise Unanswered(f"{self.host} answers with what is no HTTP", "check url in the settings") from error
            raise Unanswered(f"{self.host} hung up before it had answered", _AGAIN) from error
        finally:
            timer.cancel()

    def _not_reached(self, connection: HTTPConnection, error: Exception) -> Failed:
        hung_up = isinstance(error, ssl.SSLEOFError | ConnectionError)
        what = (
            "refuses connections" if isinstance(error.__cause__, ConnectionRefusedError) else "hangs up" if hung_up else "can't be reached"
        )
        return _NotReachedError(f"{self.host} port {connection.port} {what}; nothing was sent", _AGAIN)

    def _late(self, phase: str, *, sent: bool = False) -> Failed:
        message = f"time-out after {self.config.timeout:g} s while {phase} {self.host}"
        return Unanswered(message, _AGAIN) if sent else Failed(f"{message}; nothing was sent", _AGAIN)

    # ---- what came back

    def _judged(self, response: BaseHTTPResponse, content: bytes, *, changes: bool) -> Answer:
        status = response.status
        if 300 <= status < 400:
            to = self.shown(response.headers.get("Location") or "nowhere")
            raise Failed(f"{self.host} answers {status} and sends on to {to}; no redirect is followed", "mend url in the settings")
        if status >= 500:
            failed = _BusyError if status in _BUSY else BrokenError
            raise failed(f"{self.host} answers {status} {self.shown(response.reason or '')}".rstrip(), _AGAIN)
        if status in _REFUSALS:
            words, hint = _REFUSALS[status]
            raise Failed(f"{self.host} answers {status}: {words}", hint)
        try:
            return Answer(status, json.loads(content), response.headers.get("Location", ""))
        except (ValueError, RecursionError) as error:
            kind = self.shown(response.headers.get("Content-Type") or "no media type")
            message = f"{self.host} answers {status} with what is no JSON ({kind})"
            if status == 403:
                raise Failed(f"{self.host} answers 403: this login has no right to do that", "ask the desk's administrator") from error
            # the head of an answer may have been cut, so it is open what became of a request that changes something
            failed_as = Unanswered if changes and status < 300 else Failed
            raise failed_as(message, "check url in the settings: another program may answer there") from error

    def shown(self, text: str) -> str:
        """A desk's own words, safe to show: without the secret, on one line."""
        return printable(self.config.secret.hidden(text))


def _whole(response: BaseHTTPResponse) -> bytes:
    content = response.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Failed(f"this answer is larger than {MOST_BYTES >> 20} MiB", "look at the ticket in the desk itself")
    return content
