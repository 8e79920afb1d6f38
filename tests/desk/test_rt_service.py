"""An RT whose answers are odd: played by a server of the standard library's, since a real one doesn't give them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sheetgen.desk import Held, Ticket
from sheetgen.desk.config import Config
from sheetgen.desk.rt import RtDesk
from sheetgen.desk.rt_service import API, MOST_PAGES, PER_PAGE
from sheetgen.desk.secret import Secret
from sheetgen.errors import Failed
from tests.desk.rts import delivery
from tests.desk.wires import Handler

Answers = Callable[[str, int], Any]
"""The path after the API's, and which page -> what is answered."""
TICKET = {"id": 1, "Status": "new", "Subject": "TLS", "Requestor": [], "Cc": [], "Queue": {"id": "1"}, "_hyperlinks": [{"ref": "comment"}]}
WHOLE = {"/ticket/1": TICKET, "/queue/1": {"Cc": []}, "/rt": {"Version": "5.0.3"}, "/user/14": {"Name": "sheetgen"}}


@contextmanager
def odd_rt(answers: Answers) -> Iterator[RtDesk]:
    """A desk whose RT gives these answers, and those of WHOLE where it has none; to a POST with 201."""

    class Odd(Handler):
        def do_GET(self) -> None:  # noqa: N802 - as the library wants it
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url = urlsplit(self.path)
            path, page = url.path.removeprefix(API), int(parse_qs(url.query).get("page", ["1"])[0])
            answer = answers(path, page)
            body = json.dumps(WHOLE.get(path, {"items": []}) if answer is None else answer).encode()
            self.send_response(201 if self.command == "POST" else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - as the library wants it

    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield RtDesk(Config("help", {"url": f"http://127.0.0.1:{server.server_address[1]}"}, timeout=20, secret=Secret("1-14-abc")))
        finally:
            server.shutdown()
            thread.join()


def without_end(path: str) -> tuple[Answers, list[int]]:
    """Pages of a list that each bring a hundred new ids, and which of them were asked for."""
    asked: list[int] = []

    def answers(given: str, page: int) -> Any:
        if given != path:
            return {"items": [{"id": "7", "Filename": "a.pdf"}]} if given == "/ticket/1/attachments" else None
        asked.append(page)
        return {"items": [{"id": str(page * PER_PAGE + i), "Filename": "a.pdf", "Name": "General"} for i in range(PER_PAGE)]}

    return answers, asked


@pytest.mark.parametrize(
    ("path", "what"), [("/ticket/1/attachments", "files of ticket 1"), ("/ticket/1/history", "transactions of ticket 1")]
)
def test_a_ticket_without_end(path: str, what: str) -> None:
    """Its files and its history are left after two hundred pages, with a line that says so."""
    answers, asked = without_end(path)
    with odd_rt(answers) as one, pytest.raises(Failed) as failed:
        one.look("1")
    assert failed.value.message == f"127.0.0.1 tells of more than {MOST_PAGES * PER_PAGE} {what}"
    assert failed.value.hint
    assert asked == list(range(1, MOST_PAGES + 1))


def test_queues_without_end() -> None:
    """`doctor` leaves them, too."""
    answers, asked = without_end("/queues/all")
    with odd_rt(answers) as one:
        last = list(one.check())[-1]
    assert (last.what, last.found) == ("queues", f"127.0.0.1 tells of more than {MOST_PAGES * PER_PAGE} queues")
    assert len(asked) == MOST_PAGES


def test_users_without_end() -> None:
    """A search for one user that finds others for ever is left."""
    endless, asked = without_end("/users")
    watched = {**TICKET, "Requestor": [{"id": "max", "type": "user"}]}
    with odd_rt(lambda path, page: watched if path == "/ticket/1" else endless(path, page)) as one, pytest.raises(Failed) as failed:
        one.look("1")
    assert failed.value.message.endswith("addresses of users")
    assert len(asked) == MOST_PAGES


@pytest.mark.parametrize("content", ["ä", "JVBE!", "JVB", 5])
def test_a_file_in_no_base64(content: object) -> None:
    """It is told as an odd answer, whatever stands there."""
    odd = re.escape(f"does not answer {API}/attachment/7 as Request Tracker does")
    with odd_rt(lambda path, _: {"Content": content} if path == "/attachment/7" else None) as one, pytest.raises(Failed, match=odd):
        one.fetch(Held("7", "a.pdf"))


@pytest.mark.parametrize("number", ["../../etc", "", None, -1, 1.5, "٤"])
def test_doctor_and_a_ticket_of_an_odd_number(number: object) -> None:
    """It is not asked for: the answer is odd, and that is said."""
    lists = {"/queues/all": {"items": [{"id": "1", "Name": "General"}]}, "/tickets": {"items": [{"id": number}]}}
    with odd_rt(lambda path, _: lists.get(path)) as one:
        last = list(one.check())[-1]
    assert (last.what, last.found) == ("tickets", f"127.0.0.1 does not answer {API}/tickets as Request Tracker does")
    assert "url" in last.mend


def test_a_success_without_a_word() -> None:
    """Its receipt says so, instead of nothing."""
    with odd_rt(lambda path, _: [] if path == "/ticket/1/comment" else None) as one:
        assert one.put(delivery("1")).said == "it says nothing"


def test_a_transaction_of_another_type() -> None:
    """Whether what it brought is public is unknown; so it is of a transaction that this login can't see."""
    lists = {
        "/ticket/1/attachments": {"items": [{"id": str(i), "Filename": "a.pdf", "TransactionId": str(i)} for i in (7, 8)]},
        "/ticket/1/history": {"items": [{"id": "7", "Type": "EmailRecord"}]},
    }
    with odd_rt(lambda path, _: lists.get(path)) as one:
        seen: Ticket = one.look("1")
    assert [held.public for held in seen.held] == [None, None]
