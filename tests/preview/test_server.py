"""How the preview is served: on loopback alone, to whoever asks for it by its own name."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator

import pytest

from sheetgen.errors import Failed
from sheetgen.preview.pages import Answer
from sheetgen.preview.server import LOOPBACK, POLICY, Server, States

PAGES = {
    "/": Answer(200, "text/html; charset=utf-8", b"own", ours=True),
    "/site/": Answer(200, "text/html; charset=utf-8", b"the site's"),
    "/nowhere": Answer(404, "text/html; charset=utf-8", b"nothing", ours=True),
}


@pytest.fixture
def server() -> Iterator[Server]:
    """One on a free port that serves PAGES."""
    with Server(0, States(), PAGES.__getitem__) as served:
        served.start()
        yield served
        served.shutdown()


def asked(server: Server, path: str, host: str | None = None, method: str = "GET") -> http.client.HTTPResponse:
    """The answer to a request by that host's name."""
    connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=20)
    connection.request(method, path, headers={"Host": host or f"{LOOPBACK}:{server.server_port}"})
    return connection.getresponse()


def test_pages_come_with_their_heads(server: Server) -> None:
    """Status, media type and length; nothing is kept; the preview's own pages have its policy, and the site's its own alone."""
    for path, page in PAGES.items():
        answer = asked(server, path)
        assert (answer.status, answer.read()) == (page.status, page.body)
        assert answer.headers["Content-Type"] == page.media_type
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == (POLICY if page.ours else None)


def test_it_listens_on_loopback_alone(server: Server) -> None:
    """No other machine can ask: the socket is bound to 127.0.0.1."""
    assert server.socket.getsockname()[0] == LOOPBACK
    assert server.home == f"http://127.0.0.1:{server.server_port}/"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1", "127.0.0.1:1", ""])
def test_another_name_gets_nothing(host: str, server: Server) -> None:
    """A name of somebody else's that was turned to loopback (DNS rebinding) is refused (RFC 9110, 15.5.20)."""
    connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=20)
    connection.putrequest("GET", "/", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 421
    assert b"own" not in answer.read()


def test_localhost_is_its_name_too(server: Server) -> None:
    """`localhost` with the port is what people type."""
    assert asked(server, "/", f"localhost:{server.server_port}").status == 200


def test_nothing_but_reading(server: Server) -> None:
    """Other methods are not there."""
    assert asked(server, "/", method="POST").status == 501


def test_a_change_is_told_to_all_who_listen(server: Server) -> None:
    """Who listens gets the state's number at once, and a greater one with each change, all of which a script can count to."""
    streams = [asked(server, "/changes") for _ in range(3)]
    first = [_event(stream) for stream in streams]
    server.states.change()
    second = [_event(stream) for stream in streams]
    assert {stream.headers["Content-Type"] for stream in streams} == {"text/event-stream"}
    assert all(before < after < 2**53 for before, after in zip(first, second, strict=True))


def _event(stream: http.client.HTTPResponse) -> int:
    number = int(stream.readline().removeprefix(b"data: "))
    assert stream.readline() == b"\n"
    return number


def test_who_listens_holds_up_nobody(server: Server) -> None:
    """While browsers wait for changes, pages come."""
    streams = [asked(server, "/changes") for _ in range(10)]
    assert asked(server, "/").status == 200
    assert all(stream.status == 200 for stream in streams)


def test_a_port_that_is_taken_is_told() -> None:
    """One line, and what to type instead."""
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Failed, match=f"port {port} can't be had: another program has it") as failed:
            Server(port, States(), PAGES.__getitem__)
    assert "--port" in failed.value.hint


def test_a_state_is_waited_for() -> None:
    """Who knows the state of now gets the next one when it comes, and the same after a while without one."""
    states = States()
    known = states.after(-1, 0)
    assert states.after(known, 0.01) == known
    waiting: list[object] = []
    thread = threading.Thread(target=lambda: waiting.append(states.after(known, 30)))
    thread.start()
    states.change()
    thread.join(30)
    assert waiting == [states.after(-1, 0)]
