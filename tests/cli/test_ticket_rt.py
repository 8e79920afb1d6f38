"""`sheetgen ticket` with a real Request Tracker behind TLS: the sheet is on the ticket, or one clear line says why not."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.calls import Run
from tests.rigs.certs import Authority, Kind
from tests.rigs.faults import FAULTS
from tests.rigs.proxy import When, http_proxy
from tests.rigs.rt import Rt

SHEET = "tls-kommunikation_firma.de_de.pdf"
UPLOAD = When("POST", "/REST/2.0/ticket")
LOOK = When("GET", "/REST/2.0/ticket")

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ticket(run_here: Run, rt: Rt, authority: Authority, tmp_path: Path) -> Call:
    """`ticket(port, number, *arguments, token=...)` -> the finished command; the desk `help` is RT behind a proxy's port."""

    def call(
        port: int, number: int | str, *arguments: str, domain: str = "firma.de", token: str = "", customer: str = "kunde.de"
    ) -> subprocess.CompletedProcess[str]:
        settings = tmp_path / "settings.toml"
        lines = ("[desks.help]", 'kind = "rt"', f'url = "https://localhost:{port}"', f'ca_file = "{authority.ca}"', "timeout = 2")
        settings.write_text("\n".join(lines))
        env = {"SHEETGEN_SETTINGS": str(settings), "SHEETGEN_HELP_TOKEN": token or rt.tokens["sheetgen"]}
        words = ("ticket", domain, "--customer", customer, "--ticket", str(number), "--desk", "help", "--lang", "de")
        return run_here(*words, *arguments, env=env)

    return call


def last(done: subprocess.CompletedProcess[str]) -> str:
    """The last line of stderr."""
    return done.stderr.splitlines()[-1]


def test_the_sheet_is_on_the_ticket(ticket: Call, rt: Rt, authority: Authority, tmp_path: Path) -> None:
    """Internal: on the ticket lies what lies in the output folder, RT mails nobody outside, and the line says what was proven."""
    number = rt.ticket("post@kunde.de")
    before = len(rt.sent(number))  # RT has told the requestor of the ticket
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, f"[desk.example #{number}]")
    assert done.returncode == 0, done.stderr
    kept = (tmp_path / done.stdout.strip()).read_bytes()
    assert rt.files(number) == [(SHEET, kept)]
    assert rt.history(number)[-1] == "Comment"
    assert len(rt.sent(number)) == before
    assert f"on ticket {number} (help, internal): 1 file, {len(kept)} bytes, read back and the same" in done.stderr


def test_several_sheets_of_idn_domains_travel_together(ticket: Call, rt: Rt, authority: Authority) -> None:
    """Two domains, one comment, two files with names in A-labels."""
    number = rt.ticket("post@kunde.de")
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number, domain="töchter.de, firma.de")
    assert done.returncode == 0, done.stderr
    assert [name for name, _ in rt.files(number)] == ["tls-kommunikation_xn--tchter-wxa.de_de.pdf", SHEET]
    assert rt.history(number).count("Comment") == 1


def test_public_shows_who_gets_it_and_sends_it(ticket: Call, rt: Rt, authority: Authority, tmp_path: Path) -> None:
    """Requestor and Cc are named with both domains before it goes, and both get the PDF from RT, whole."""
    number = rt.ticket("max@kunde.de", cc=("info@kunde.de",))
    before = len(rt.sent(number))
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number, "--public", "--yes")
    assert done.returncode == 0, done.stderr
    for part in ("max@kunde.de", "info@kunde.de", "the sheet for @firma.de, customer @kunde.de"):
        assert part in next(line for line in done.stderr.splitlines() if "sheetgen: public: " in line)
    mails = rt.sent(number)[before:]
    assert {address for mail in mails for address in ("max@kunde.de", "info@kunde.de") if address in f"{mail['To']}{mail['Cc']}"} == {
        "max@kunde.de",
        "info@kunde.de",
    }
    kept = (tmp_path / done.stdout.strip()).read_bytes()
    assert all(kept in [part.get_payload(decode=True) for part in mail.walk()] for mail in mails)


def test_internal_does_not_stand_in_for_public(ticket: Call, rt: Rt, authority: Authority) -> None:
    """What the staff alone has seen is sent to the requestors all the same; after that it is there."""
    number = rt.ticket("max@kunde.de")
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        ticket(proxy.port, number)
        ticket(proxy.port, number, "--public", "--yes")
        again = ticket(proxy.port, number, "--public", "--yes")
    assert rt.history(number).count("Correspond") == 1
    assert len(rt.files(number)) == 2
    assert f"ticket {number} already holds this sheet" in again.stderr


@pytest.mark.parametrize(
    ("requestor", "code"), [("max@firma.de", "request.swapped"), ("max@elsewhere.example", "ticket.recipient")], ids=["swapped", "stranger"]
)
def test_a_doubtful_requestor_stops_it(requestor: str, code: str, ticket: Call, rt: Rt, authority: Authority) -> None:
    """A requestor in the requested domain, or in neither, stops a public sheet until --accept names the doubt; --yes does not."""
    number = rt.ticket(requestor)
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number, "--public", "--yes")
        assert (done.returncode, rt.files(number)) == (2, [])
        assert f"--accept {code}" in last(done)
        assert requestor in last(done)
        assert ticket(proxy.port, number, "--public", "--yes", "--accept", code).returncode == 0
    assert [name for name, _ in rt.files(number)] == [SHEET]


def test_again_and_changed(ticket: Call, rt: Rt, authority: Authority) -> None:
    """The same sheet does nothing, a changed one says first what it replaces, and another customer's is refused."""
    number = rt.ticket("post@kunde.de")
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        ticket(proxy.port, number)
        same = ticket(proxy.port, number, "--date", "2026-11-30")
        assert (same.returncode, same.stdout, len(rt.files(number))) == (0, "", 1)
        assert f"ticket {number} already holds this sheet" in same.stderr
        changed = ticket(proxy.port, number, "--effective", "2026-12-01")
        assert (changed.returncode, len(rt.files(number))) == (0, 2)
        other = ticket(proxy.port, number, customer="andere.de")
        assert (other.returncode, len(rt.files(number))) == (2, 2)
        assert "--accept ticket.other-customer" in other.stderr
    texts = [part.content.decode() for part in rt.attachments(number) if part.type == "text/plain"]
    assert texts[-1].startswith("Ersetzt das Datenblatt ")


FAILING = {
    "silent before TLS": (When(), "time-out after 2 s", False),
    "silent after TLS": (When(), "time-out after 2 s", False),
    "upload not read": (UPLOAD, "time-out after 2 s", False),
    "upload cut": (UPLOAD, "hung up", False),
    "request read, no answer": (UPLOAD, "time-out after 2 s", False),
    "request read, closed": (UPLOAD, "hung up", False),
    "500, empty": (UPLOAD, "answers 500", False),
    "503": (UPLOAD, "answers 503", False),
    "413": (UPLOAD, "too large", False),
    "200, HTML": (LOOK, "is no JSON", False),
    "200, other JSON": (LOOK, "", False),
    "401": (LOOK, "expired or was revoked", False),
    "RT's file dropped": (UPLOAD, f"{SHEET} is not among its new files", False),
    "file shorter": (UPLOAD, "bytes there, and", True),
    "file altered": (UPLOAD, "are others than were sent", True),
}


@pytest.mark.parametrize("name", FAILING)
def test_what_goes_wrong_is_one_clear_line(name: str, ticket: Call, rt: Rt, authority: Authority, tmp_path: Path) -> None:
    """Exit 1, one line that says what went wrong and what to do next, nothing kept here, and on the ticket what the line says."""
    which, words, landed = FAILING[name]
    number = rt.ticket("post@kunde.de")
    with http_proxy(rt.port, FAULTS[name], which, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number)
    assert done.returncode == 1, done.stderr
    assert words in last(done)
    assert "; " in last(done)
    assert "Traceback" not in done.stderr
    assert rt.tokens["sheetgen"] not in done.stderr
    assert (f"new on ticket {number}: {SHEET}" in last(done)) is landed
    assert bool(rt.files(number)) is landed
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("name", ["done, no answer", "done, closed", "answer cut", "200, empty", "502"])
def test_a_lost_answer_is_settled_by_the_ticket(name: str, ticket: Call, rt: Rt, authority: Authority) -> None:
    """Where RT did it and the answer was lost, the ticket tells and the command is done; else it fails. Never is it done twice."""
    number = rt.ticket("post@kunde.de")
    with http_proxy(rt.port, FAULTS[name], UPLOAD, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number)
        assert done.returncode == (0 if rt.files(number) else 1), done.stderr
        assert ticket(proxy.port, number).returncode == 0
    assert [file for file, _ in rt.files(number)] == [SHEET]


@pytest.mark.parametrize("name", ["502", "503", "closed after TLS", "request read, closed"])
def test_reading_is_tried_again_and_the_reason_told(name: str, ticket: Call, rt: Rt, authority: Authority) -> None:
    """One lost answer to a GET does not stop the command; the line says why it was safe to repeat."""
    number = rt.ticket("post@kunde.de")
    with http_proxy(rt.port, FAULTS[name], When() if "TLS" in name else LOOK, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number)
    assert done.returncode == 0, done.stderr
    assert "so it is tried again in 0.5 s" in done.stderr
    assert len(rt.files(number)) == 1


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_says_what_it_leaves_open(sent: signal.Signals, rt: Rt, authority: Authority, tmp_path: Path) -> None:
    """Ended while RT has not answered yet: the last line says that the sheet may be there, and what to do; no copy is kept."""
    ticket = rt.ticket("post@kunde.de")
    with http_proxy(rt.port, FAULTS["done, no answer"], UPLOAD, tls=authority.server()) as proxy:
        lines = ("[desks.help]", 'kind = "rt"', f'url = "https://localhost:{proxy.port}"', f'ca_file = "{authority.ca}"', "timeout = 60")
        (tmp_path / "settings.toml").write_text("\n".join(lines))
        env = {**os.environ, "SHEETGEN_SETTINGS": str(tmp_path / "settings.toml"), "SHEETGEN_HELP_TOKEN": rt.tokens["sheetgen"]}
        words = ("ticket", "firma.de", "--customer", "kunde.de", "--ticket", str(ticket), "--desk", "help")
        command = [sys.executable, "-m", "sheetgen", *words]
        with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE, text=True) as process:
            while not any(answer.line.startswith("HTTP/1.1 201") for answer in proxy.answers):
                assert process.poll() is None
                time.sleep(0.02)
            process.send_signal(sent)
            said = process.communicate(timeout=60)[1]
    assert process.returncode == 128 + sent
    assert f"it may be on ticket {ticket} by now: run this again: it puts nothing on a ticket twice" in said.splitlines()[-1]
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Kind.WRONG_NAME, "is for another"), (Kind.UNKNOWN_CA, "a CA that this machine does not know"), (Kind.EXPIRED, "has expired")],
)
def test_a_wrong_certificate_stops_all(kind: Kind, words: str, ticket: Call, rt: Rt, authority: Authority) -> None:
    """No token goes to who can't prove its name: nothing passes the proxy."""
    with http_proxy(rt.port, tls=authority.server(kind)) as proxy:
        done = ticket(proxy.port, 1)
    assert (done.returncode, proxy.seen) == (1, [])
    assert words in last(done)


@pytest.mark.parametrize(
    ("user", "arguments", "words"),
    [
        ("revoked", (), "the token is wrong, has expired or was revoked"),
        ("outsider", (), "no right"),
        ("onlooker", (), "has no right to comment"),
        ("commenter", ("--public", "--yes"), "has no right to reply"),
    ],
)
def test_a_login_without_the_right(  # noqa: PLR0917 - three are fixtures
    user: str, arguments: tuple[str, ...], words: str, ticket: Call, rt: Rt, authority: Authority
) -> None:
    """A revoked token, and one that may not see, comment or reply: one line each, and whom to ask."""
    number = rt.ticket("post@kunde.de")
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number, *arguments, token=rt.tokens[user])
    assert (done.returncode, rt.files(number)) == (1, [])
    assert words in last(done)


@pytest.mark.parametrize("number", ["99999", "RT-1", "0"])
def test_a_ticket_that_is_none(number: str, ticket: Call, rt: Rt, authority: Authority) -> None:
    """An unknown number fails, exit 1; what RT can't have as a number is refused, exit 2, before anything is asked."""
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number)
    assert done.returncode == (1 if number == "99999" else 2)
    assert number in last(done)
    assert bool(proxy.seen) is (number == "99999")


def test_nothing_listens(ticket: Call, rt: Rt) -> None:
    """A refused connection ends in seconds, with each new try told."""
    del rt
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = ticket(port, 1)
    assert done.returncode == 1
    assert "refuses connections" in last(done)
    assert done.stderr.count("tried again") == 2
