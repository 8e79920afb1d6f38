"""The wire proxy passes on what comes, and each fault is what its row says."""

from __future__ import annotations

import dataclasses
import http.client
import socket
import ssl
import time

import pytest

from tests.rigs.call import Answer, call, multipart
from tests.rigs.certs import Authority, Kind
from tests.rigs.faults import FAULTS, MANY, Fault, redirected
from tests.rigs.proxy import Proxy, When, http_proxy
from tests.rigs.rt import API, Rt

NAME = "Datenblatt.pdf"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200 + b"\r\n--\r\n%%EOF"
HEADERS, UPLOAD = multipart("Attachments", NAME, PDF, {"Content": "anbei", "ContentType": "text/plain"})
COMMENT = When("POST", f"{API}/ticket/")
SOON = 0.6


def comment(proxy: Proxy, rt: Rt, ticket: int, *, tls: ssl.SSLContext | None = None, timeout: float = 20) -> Answer:
    """Upload the PDF through the proxy."""
    headers = HEADERS | {"Authorization": f"token {rt.tokens['sheetgen']}"}
    return call(proxy.port, "POST", f"{API}/ticket/{ticket}/comment", body=UPLOAD, headers=headers, tls=tls, timeout=timeout)


def test_it_passes_on_what_comes(rt: Rt, authority: Authority) -> None:
    """Through TLS the file comes to RT byte for byte, and what passed is told."""
    ticket = rt.ticket()
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        answer = comment(proxy, rt, ticket, tls=authority.client())
    assert answer.status == 201
    assert rt.files(ticket) == [(NAME, PDF)]
    assert proxy.lines() == [f"POST {API}/ticket/{ticket}/comment"]
    assert [request.body for request in proxy.forwarded] == [UPLOAD]
    assert proxy.answered == len(proxy.answers[0].whole)


@pytest.mark.parametrize(
    ("kind", "complaint"),
    [(Kind.WRONG_NAME, "Hostname mismatch"), (Kind.UNKNOWN_CA, "unable to get local issuer"), (Kind.EXPIRED, "certificate has expired")],
)
def test_each_bad_certificate(rt: Rt, authority: Authority, kind: Kind, complaint: str) -> None:
    """A client that verifies refuses it for its own reason."""
    with http_proxy(rt.port, tls=authority.server(kind)) as proxy, pytest.raises(ssl.SSLCertVerificationError, match=complaint):
        call(proxy.port, "GET", "/", tls=authority.client())


@pytest.mark.parametrize(
    ("name", "raised", "forwarded"),
    [
        ("silent before TLS", TimeoutError, False),
        ("silent after TLS", TimeoutError, False),
        ("closed before TLS", (ssl.SSLError, ConnectionError), False),
        ("closed after TLS", (http.client.RemoteDisconnected, OSError), False),
        ("request read, no answer", TimeoutError, False),
        ("request read, closed", (http.client.RemoteDisconnected, ConnectionError), False),
        ("done, no answer", TimeoutError, True),
        ("done, closed", (http.client.RemoteDisconnected, ConnectionError), True),
        ("done, reset", ConnectionResetError, True),
        ("answer stalls", TimeoutError, True),
        ("answer stalls at its last byte", TimeoutError, True),
        ("answer cut", http.client.IncompleteRead, True),
        ("no HTTP", http.client.BadStatusLine, False),
        ("upload cut", OSError, False),
        ("upload not read", TimeoutError, False),
    ],
)
def test_each_way_to_lose_an_answer(
    rt: Rt, authority: Authority, name: str, raised: type[Exception] | tuple[type[Exception], ...], *, forwarded: bool
) -> None:
    """The client is left in the way that the row says, and the desk has done it or not."""
    ticket = rt.ticket()
    with http_proxy(rt.port, FAULTS[name], tls=authority.server()) as proxy:
        with pytest.raises(raised):
            comment(proxy, rt, ticket, tls=authority.client(), timeout=SOON if raised is TimeoutError else 60)
        assert bool(proxy.seen) == (not name.startswith(("silent", "closed")))
    assert bool(rt.files(ticket)) == forwarded == bool(proxy.forwarded)


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        (FAULTS["500, empty"], 500, b""),
        (FAULTS["503"], 503, b"<!DOCTYPE html>"),
        (FAULTS["403"], 403, b'{"message":"Forbidden"}'),
        (FAULTS["200, other JSON"], 200, b'{"status": "ok"}'),
        (redirected("https://elsewhere.example/"), 302, b""),
    ],
)
def test_an_answer_of_its_own(rt: Rt, fault: Fault, status: int, body: bytes) -> None:
    """The client gets it, the desk gets nothing."""
    ticket = rt.ticket()
    with http_proxy(rt.port, fault, COMMENT) as proxy:
        answer = comment(proxy, rt, ticket)
    assert (answer.status, answer.body[: len(body)]) == (status, body)
    assert ("Location" in answer.headers) == (status == 302)
    assert (rt.files(ticket), proxy.forwarded) == ([], [])


@pytest.mark.parametrize(
    ("name", "there"),
    [("RT's file dropped", []), ("file shorter", [(NAME, PDF[:-1])]), ("file altered", [(NAME, PDF[:-1] + b"G")])],
)
def test_success_without_the_file(rt: Rt, name: str, there: list[tuple[str, bytes]]) -> None:
    """RT says success, and has another file or none."""
    ticket = rt.ticket()
    with http_proxy(rt.port, FAULTS[name]) as proxy:
        assert comment(proxy, rt, ticket).status == 201
    assert rt.files(ticket) == there


def test_a_head_that_is_cut_is_taken_for_whole(rt: Rt) -> None:
    """By http.client, and by all that stands on it: a status without a body."""
    with http_proxy(rt.port, FAULTS["head cut"]) as proxy:
        assert (comment(proxy, rt, rt.ticket()).status, proxy.answered) == (201, 40)


def test_a_late_answer_is_whole(rt: Rt) -> None:
    """It comes after the time that the row says."""
    with http_proxy(rt.port, FAULTS["answer late"]) as proxy:
        begun = time.monotonic()
        answer = call(proxy.port, "GET", f"{API}/rt")
    assert time.monotonic() - begun >= FAULTS["answer late"].seconds
    assert answer.body == proxy.answers[0].body


def test_an_answer_that_drips_is_whole(rt: Rt) -> None:
    """No wait for a byte is long; the whole is."""
    with http_proxy(rt.port, dataclasses.replace(FAULTS["answer drips"], seconds=0.005)) as proxy:
        begun = time.monotonic()
        answer = call(proxy.port, "GET", f"{API}/rt")
    assert time.monotonic() - begun >= 0.005 * len(proxy.answers[0].whole)
    assert answer.body == proxy.answers[0].body


def test_an_upload_that_is_not_read_blocks_its_sender(rt: Rt) -> None:
    """Beyond what the system keeps for it, a client's send waits."""
    with (
        http_proxy(rt.port, FAULTS["upload not read"]) as proxy,
        socket.create_connection(("127.0.0.1", proxy.port), timeout=SOON) as client,
    ):
        client.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n")
        with pytest.raises(TimeoutError):
            client.sendall(bytes(100_000_000))
    assert [len(request.body) for request in proxy.seen] == [MANY]


def test_only_the_request_meant_meets_the_fault(rt: Rt) -> None:
    """Method, path and number decide."""
    with http_proxy(rt.port, FAULTS["503"], When("GET", f"{API}/queue", nth=2)) as proxy:
        headers = {"Authorization": f"token {rt.tokens['sheetgen']}"}
        paths = (f"{API}/queue/1", f"{API}/rt", f"{API}/queue/1", f"{API}/queue/1")
        statuses = [call(proxy.port, "GET", path, headers=headers).status for path in paths]
    assert statuses == [200, 200, 503, 200]


def test_a_change_that_finds_nothing_is_a_fault_of_the_test(rt: Rt) -> None:
    """Else a test would pass with the wrong row."""
    with (
        pytest.raises(AssertionError, match="nothing to change"),
        http_proxy(rt.port, FAULTS["Znuny's file dropped"]) as proxy,
        pytest.raises(http.client.RemoteDisconnected),
    ):
        comment(proxy, rt, rt.ticket())
