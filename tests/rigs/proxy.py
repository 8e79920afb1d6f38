"""The wire proxy: it stands before a real server in the test process, passes everything on byte for byte, and plays one fault."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from tests.rigs.faults import At, Fault, Then
from tests.rigs.wire import Wire, listening

BODILESS = re.compile(rb"HTTP/1\.[01] (1\d\d|204|304)")


@dataclass(frozen=True, slots=True)
class When:
    """Which request meets the fault: method and path as they begin, and its number among those that match; None is each."""

    method: str = ""
    path: str = ""
    nth: int | None = 1


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer as it came: its head to the empty line, and its body with its framing."""

    head: bytes
    body: bytes = b""

    @property
    def line(self) -> str:
        """The first line."""
        return self.head.split(b"\r\n", 1)[0].decode("latin-1")

    @property
    def whole(self) -> bytes:
        """All bytes."""
        return self.head + self.body

    def length(self) -> int | None:
        """The Content-Length, if it has one."""
        found = re.search(rb"(?i)\r\ncontent-length: *(\d+)", self.head)
        return int(found[1]) if found else None

    def has(self, name: bytes, value: bytes) -> bool:
        """Whether its head has such a field."""
        return re.search(rb"(?i)\r\n" + name + rb":[^\r]*" + value, self.head) is not None

    def changed(self, change: Callable[[bytes], bytes]) -> Message:
        """Another body, and the length that fits it. Raises AssertionError if the change finds nothing to change."""
        body = change(self.body)
        assert body != self.body, f"nothing to change in {self.line}"
        return Message(re.sub(rb"(?i)(\r\ncontent-length: *)\d+", b"\\g<1>%d" % len(body), self.head), body)


@dataclass(slots=True)
class Proxy:
    """What passed through it until now."""

    server: int
    port: int = 0
    connections: int = 0
    seen: list[Message] = field(default_factory=list)
    """The requests, as far as they were read."""
    forwarded: list[Message] = field(default_factory=list)
    """What the server got."""
    answers: list[Message] = field(default_factory=list)
    """What the server answered."""
    answered: int = 0
    """Bytes that went to clients."""
    _matched: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def lines(self) -> list[str]:
        """The request lines seen, without the protocol's version."""
        return [request.line.rpartition(" ")[0] for request in self.seen]

    def meets(self, when: When, line: str = "") -> bool:
        """Whether this connection (without a line) or request is the one; counts it."""
        method, _, path = line.partition(" ")
        if line and not (method.startswith(when.method) and path.startswith(when.path)):
            return False
        with self._lock:
            self._matched += 1
            return when.nth in {None, self._matched}


@contextmanager
def http_proxy(server: int, fault: Fault | None = None, when: When | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """Stand before the HTTP server on a port of 127.0.0.1, with TLS or without, playing one fault."""
    proxy = Proxy(server)
    which = when or When()
    early = fault if fault and fault.at in {At.CONNECTED, At.SECURED} else None
    later = fault if fault is not early else None

    def serve(wire: Wire) -> None:
        proxy.connections += 1
        met = early if early and proxy.meets(which) else None
        if not (met and met.at is At.CONNECTED):
            wire.secure(tls)
        if met:
            return end(wire, met)
        with wire.socket.makefile("rb") as stream:
            while head := read_head(stream):
                request = Message(head)
                played = later if later and proxy.meets(which, request.line) else None
                if not exchange(proxy, wire, stream, request, played):
                    break
        return None

    with listening(serve) as proxy.port:
        yield proxy


def exchange(proxy: Proxy, wire: Wire, stream: BinaryIO, request: Message, fault: Fault | None) -> bool:
    """One request and its answer; whether the connection may bear another."""
    if fault and fault.at is At.UPLOADING:
        proxy.seen.append(Message(request.head, stream.read(fault.after)))
        end(wire, fault)
        return False
    request = Message(request.head, read_body(stream, request))
    proxy.seen.append(request)
    if fault and fault.at is At.REQUESTED:
        if fault.then is not Then.CHANGE:
            send(proxy, wire, fault.answer)
            end(wire, fault)
            return False
        request = request.changed(fault.change)
    answer = ask(proxy.server, request)
    proxy.forwarded.append(request)
    proxy.answers.append(answer)
    if fault and fault.at is At.ANSWERING:
        answer_badly(proxy, wire, answer, fault)
        return False
    send(proxy, wire, answer.whole)
    return not answer.has(b"connection", b"close")


def answer_badly(proxy: Proxy, wire: Wire, answer: Message, fault: Fault) -> None:
    """Play a fault in the answer."""
    match fault.then:
        case Then.CHANGE:
            send(proxy, wire, answer.changed(fault.change).whole)
        case Then.LATE:
            wire.stop.wait(fault.seconds)
            send(proxy, wire, answer.whole)
        case Then.DRIP:
            for byte in answer.whole:
                if wire.stop.wait(fault.seconds):
                    break
                send(proxy, wire, bytes([byte]))
        case _:
            send(proxy, wire, answer.whole[: fault.after])
            end(wire, fault)


def end(wire: Wire, fault: Fault) -> None:
    """Say nothing more, or part: the caller closes the connection."""
    if fault.then is Then.SILENCE:
        wire.silence()
    elif fault.then is Then.RESET:
        wire.reset()


def send(proxy: Proxy, wire: Wire, data: bytes) -> None:
    """Write to the client, counted."""
    wire.socket.sendall(data)
    proxy.answered += len(data)


def ask(server: int, request: Message) -> Message:
    """Forward a request over a connection of its own, which it keeps no longer than the answer takes: a server's worker serves one."""
    with socket.create_connection(("127.0.0.1", server)) as connection, connection.makefile("rb") as stream:
        connection.sendall(request.whole)
        answer = Message(read_head(stream))
        bodiless = request.line.startswith("HEAD ") or BODILESS.match(answer.head)
        return answer if bodiless else Message(answer.head, read_body(stream, answer, to_the_end=True))


def read_head(stream: BinaryIO) -> bytes:
    """All to the empty line; nothing where the other side has ended."""
    head = b""
    while line := stream.readline():
        head += line
        if line == b"\r\n":
            return head
    return b""


def read_body(stream: BinaryIO, message: Message, *, to_the_end: bool = False) -> bytes:
    """The body, with its framing (RFC 9112, section 6.3)."""
    if message.has(b"transfer-encoding", b"chunked"):
        body = b""
        while True:
            size = stream.readline()
            body += size + stream.read(int(size.split(b";")[0], 16)) + stream.readline()
            if int(size.split(b";")[0], 16) == 0:
                return body
    length = message.length()
    if length is None:
        return stream.read() if to_the_end else b""
    return stream.read(length)
