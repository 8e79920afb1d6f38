"""HTTP to a desk: each fault on the way gives one clear line, in time, and is tried again only where that is safe."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from functools import partial

import pytest

from sheetgen.desk import Unanswered, wire
from sheetgen.desk.config import Config
from sheetgen.desk.wire import HTTP_URL, form
from sheetgen.errors import Failed
from tests.desk.wires import LONG, SECRET, TIMEOUT, client, meeting, saying, told
from tests.rigs.certs import Authority
from tests.rigs.faults import FAULTS, At, Fault, Then, answered, redirected
from tests.rigs.proxy import http_proxy


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "WAITS", (0.01, 0.02))


LATE = f"time-out after {TIMEOUT:g} s while"
HANDSHAKE = f"{LATE} the TLS handshake with localhost; nothing was sent"
HUNG_UP = "localhost hung up before it had answered"
NO_ANSWER = f"{LATE} waiting for the answer of localhost"
UPLOADS: dict[str, tuple[str, type[Failed], int]] = {
    "silent before TLS": (HANDSHAKE, Failed, 1),
    "closed before TLS": ("hangs up; nothing was sent", Failed, 3),
    "silent after TLS": (f"{LATE} sending to localhost", Unanswered, 1),
    "closed after TLS": ("localhost hung up while it was sent to", Unanswered, 1),
    "upload not read": (f"{LATE} sending to localhost", Unanswered, 1),
    "upload cut": ("localhost hung up while it was sent to", Unanswered, 1),
    "request read, no answer": (NO_ANSWER, Unanswered, 1),
    "request read, closed": (HUNG_UP, Unanswered, 1),
    "done, no answer": (NO_ANSWER, Unanswered, 1),
    "done, closed": (HUNG_UP, Unanswered, 1),
    "done, reset": (HUNG_UP, Unanswered, 1),
    "answer stalls": (NO_ANSWER, Unanswered, 1),
    "answer stalls at its last byte": (f"{LATE} reading the answer of localhost", Unanswered, 1),
    "answer cut": (HUNG_UP, Unanswered, 1),
    "head cut": ("localhost answers 200 with what is no JSON (no media type)", Unanswered, 1),
    "answer drips": (NO_ANSWER, Unanswered, 1),
    "answer late": (NO_ANSWER, Unanswered, 1),
    "500, empty": ("localhost answers 500 Internal Server Error", Failed, 1),
    "502": ("localhost answers 502 Bad Gateway", Unanswered, 1),
    "503": ("localhost answers 503 Service Unavailable", Unanswered, 1),
    "401": ("localhost answers 401: the token is wrong, has expired or was revoked", Failed, 1),
    "413": ("localhost answers 413: what was sent is too large for it", Failed, 1),
    "200, HTML": ("localhost answers 200 with what is no JSON (text/html)", Unanswered, 1),
    "200, JSON cut": ("localhost answers 200 with what is no JSON (application/json)", Unanswered, 1),
    "200, empty": ("localhost answers 200 with what is no JSON (application/json)", Unanswered, 1),
    "no HTTP": ("localhost answers with what is no HTTP", Unanswered, 1),
}
"""A fault -> what is said of it while something is put on a ticket, whether its outcome is open, and how often it was tried."""
READINGS: dict[str, tuple[str, int]] = {
    "silent before TLS": (HANDSHAKE, 1),
    "closed before TLS": ("hangs up; nothing was sent", 3),
    "closed after TLS": (HUNG_UP, 3),
    "request read, no answer": (NO_ANSWER, 1),
    "request read, closed": (HUNG_UP, 3),
    "done, reset": (HUNG_UP, 3),
    "answer stalls at its last byte": (f"{LATE} reading the answer of localhost", 1),
    "answer cut": (HUNG_UP, 3),
    "answer drips": (NO_ANSWER, 1),
    "500, empty": ("localhost answers 500 Internal Server Error", 1),
    "502": ("localhost answers 502 Bad Gateway", 3),
    "503": ("localhost answers 503 Service Unavailable", 3),
    "401": ("localhost answers 401: the token is wrong", 1),
    "200, HTML": ("localhost answers 200 with what is no JSON (text/html)", 1),
    "200, JSON cut": ("localhost answers 200 with what is no JSON (application/json)", 1),
    "no HTTP": ("localhost answers with what is no HTTP", 3),
}
"""The same of reading."""


@pytest.mark.parametrize("name", UPLOADS)
def test_a_fault_while_something_is_put(server: int, authority: Authority, name: str) -> None:
    """It is told once, in time, with its phase; whether its outcome is open is right; it is sent once, unless nothing was sent."""
    message, kind, tries = UPLOADS[name]
    begun = time.monotonic()
    with meeting(FAULTS[name], server, authority) as one:
        with pytest.raises(Failed) as failed:
            one.wire.post("/ticket/1/comment", LONG)
        assert message in told(failed.value)
        assert isinstance(failed.value, Unanswered) == (kind is Unanswered)
        assert one.proxy.connections == tries
        assert len(one.news) == tries - 1
    assert time.monotonic() - begun < 10 * TIMEOUT


@pytest.mark.parametrize("name", READINGS)
def test_a_fault_while_something_is_read(server: int, authority: Authority, name: str) -> None:
    """It is told once, in time, with its phase; where a moment may mend it, it was tried three times, and the reason told."""
    message, tries = READINGS[name]
    with meeting(FAULTS[name], server, authority) as one:
        with pytest.raises(Failed) as failed:
            one.wire.get("/ticket/1")
        assert message in told(failed.value)
        assert one.proxy.connections == tries
        assert len(one.news) == tries - 1
        assert all(message in news and "tried again in 0.0" in news for news in one.news)


@pytest.mark.parametrize("name", ["closed before TLS", "502", "done, closed", "answer cut"])
def test_a_fault_that_passes(server: int, authority: Authority, name: str) -> None:
    """Reading goes on where the second try succeeds, and says why there was one."""
    with meeting(FAULTS[name], server, authority, nth=1, timeout=20) as one:
        assert one.wire.get("/ticket/1", {"fields": "Größe"}).data["path"] == "/ticket/1?fields=Gr%C3%B6%C3%9Fe"
        assert one.proxy.connections == 2
        assert len(one.news) == 1


@pytest.mark.parametrize("drip", [Fault(At.ANSWERING, Then.DRIP, seconds=0.02), Fault(At.ANSWERING, Then.LATE, seconds=30)])
def test_a_slow_answer_ends_in_time(server: int, authority: Authority, drip: Fault) -> None:
    """Bytes that keep coming don't keep the wire: a phase has an end of its own."""
    begun = time.monotonic()
    with meeting(drip, server, authority) as one, pytest.raises(Failed, match="time-out"):
        one.wire.get("/")
    assert time.monotonic() - begun < 5 * TIMEOUT


def test_a_body_that_drips_ends_in_time() -> None:
    """An answer that comes byte by byte after its head is given up while it is read."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
    begun = time.monotonic()
    with saying(head, then=b" ") as port, pytest.raises(Unanswered, match="while reading the answer"):
        client(port, scheme="http", host="127.0.0.1").get("/")
    assert time.monotonic() - begun < 5 * TIMEOUT


def test_an_answer_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read than may be."""
    monkeypatch.setattr(wire, "MOST_BYTES", 1 << 20)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    with saying(head + b" " * (2 << 20)) as port, pytest.raises(Failed) as failed:
        client(port, scheme="http", host="127.0.0.1", timeout=20).get("/")
    assert "larger than 1 MiB" in told(failed.value)


def test_an_answer_before_all_was_heard() -> None:
    """A desk that refuses an upload at its head and parts is heard, not called gone."""
    refusal = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with saying(refusal) as port, pytest.raises(Failed) as failed:
        client(port, scheme="http", host="127.0.0.1", timeout=20).post("/", LONG)
    assert "127.0.0.1 answers 413: what was sent is too large for it" in told(failed.value)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_redirect_is_followed(server: int, authority: Authority, status: int, method: str) -> None:
    """Where it leads is told, and nobody there is asked anything: the secret goes to the address of the settings alone."""
    with http_proxy(server) as elsewhere:
        away = redirected(f"http://127.0.0.1:{elsewhere.port}/?{SECRET}", status)
        with http_proxy(server, away, tls=authority.server()) as proxy:
            one = client(proxy.port, authority.ca, timeout=20)
            with pytest.raises(Failed) as failed:
                one.get("/") if method == "GET" else one.post("/", LONG)
        assert f"answers {status} and sends on to http://127.0.0.1:{elsewhere.port}/?…; no redirect" in told(failed.value)
        assert (elsewhere.connections, elsewhere.seen) == (0, [])


def test_a_desk_that_echoes_the_secret(server: int) -> None:
    """The secret is taken out of whatever is shown of an answer."""
    with http_proxy(server, answered(200, SECRET.encode(), f"text/{SECRET}")) as proxy, pytest.raises(Failed) as failed:
        client(proxy.port, scheme="http", host="127.0.0.1").get("/")
    assert "is no JSON (text/…)" in told(failed.value)


# ---- where it goes


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://desk.example", True),
        ("https://desk.example:8443/rt/", True),
        ("https://[2001:db8::1]/rt", True),
        ("http://localhost:8080", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8080", True),
        ("http://desk.example", False),
        ("http://127.0.0.1.desk.example", False),
        ("http://localhost.desk.example", False),
        ("http://10.0.0.1", False),
        ("https://user:pass@desk.example", False),
        ("https://desk.example/?token=1", False),
        ("https://desk.example/#x", False),
        ("https://desk.example/a b", False),
        ("https://désk.example", False),
        ("ftp://desk.example", False),
        ("desk.example", False),
        ("https://", False),
        (1, False),
    ],
)
def test_which_addresses_fit(url: object, fits: object) -> None:
    """HTTPS, without a login, query or fragment; plain HTTP to this machine alone."""
    assert HTTP_URL.fits(url) is fits


def test_localhost_that_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads away from this machine gets nothing in plain HTTP, whatever it is called."""
    # a mock: no resolver of a test's machine says so
    listener = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setattr(wire, "is_loopback", lambda host: host == "localhost")
    with listener, pytest.raises(Failed, match="localhost is not this machine") as failed:
        client(listener.getsockname()[1], scheme="http").get("/")
    told(failed.value)


def test_a_refused_connection() -> None:
    """It is told with the port, after three tries, for an upload too: nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    news: list[str] = []
    one = wire.Wire(Config("help", {"url": f"http://127.0.0.1:{port}"}, timeout=TIMEOUT, tell=news.append))
    calls: tuple[Callable[[], object], ...] = (partial(one.get, "/"), partial(one.post, "/", LONG))
    for call in calls:
        with pytest.raises(Failed) as failed:
            call()
        assert told(failed.value).startswith(f"127.0.0.1 port {port} refuses connections; nothing was sent | ")
        assert not isinstance(failed.value, Unanswered)
    assert len(news) == 4


def test_a_name_without_an_address() -> None:
    """RFC 6761 keeps `.invalid` from having one."""
    with pytest.raises(Failed) as failed:
        client(443, host="desk.invalid", timeout=20).get("/")
    assert told(failed.value).startswith("desk.invalid has no address | ")


def test_a_form_arrives_as_it_is(server: int) -> None:
    """Fields and files of an upload, with its media type; the method is the caller's."""
    with http_proxy(server) as proxy:
        one = client(proxy.port, scheme="http", timeout=20)
        one.post("/a", form([("JSON", "{}"), ("Attachments", ("x.pdf", b"\r\n--\x00", "application/pdf"))]))
        one.post_json("/b", {"ä": 1}, "PATCH")
    first, second = proxy.seen
    assert b"Content-Type: multipart/form-data; boundary=" in first.head
    assert b'filename="x.pdf"\r\nContent-Type: application/pdf\r\n\r\n\r\n--\x00\r\n' in first.body
    assert proxy.lines() == ["POST /a", "PATCH /b"]
    assert second.body == b'{"\\u00e4": 1}'


def test_what_doctor_is_told(server: int, authority: Authority) -> None:
    """Address, and certificate with its end; or that there is none; and no request is made."""
    with http_proxy(server, tls=authority.server()) as proxy, http_proxy(server) as plain:
        address, certificate = client(proxy.port, authority.ca).connected()
        assert address.found == f"localhost port {proxy.port}, 127.0.0.1"
        assert re.search(r"verified, TLSv1\.3, valid until \w{3} .* GMT", certificate.found)
        assert next(f.found for f in client(plain.port, scheme="http").connected() if f.what == "certificate").startswith("none")
        assert proxy.seen == plain.seen == []


def test_what_doctor_is_told_to_do() -> None:
    """A hint that fits a check: nothing was to be put on a ticket."""
    with socket.socket() as bound:  # and not listening
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(Failed) as failed:
            list(client(bound.getsockname()[1], scheme="http", host="127.0.0.1").connected())
    assert failed.value.hint == "run the same command again later"
