"""A submission server that stalls, hangs up, refuses or lies: scripted, since no real one does so at will."""

from __future__ import annotations

import socket
from base64 import b64decode, b64encode
from collections.abc import Callable
from hmac import HMAC

import pytest

from sheetgen.desk import Unanswered
from tests.desk.mails import DELIVERY
from tests.desk.posting import PASSWORD, failed, made
from tests.rigs.certs import Authority, Kind
from tests.rigs.scripted_smtp import CLOSE, STALL, Step, scripted_smtp
from tests.rigs.wire import Wire

AT_ONCE = 0.5
"""Seconds that a stalled server is waited for."""

BEFORE_THE_DOT = [step for step in Step if step not in {Step.DOT, Step.RSET, Step.QUIT}]
PHASES = {
    Step.BANNER: "the greeting",
    Step.EHLO: "EHLO",
    Step.STARTTLS: "STARTTLS",
    Step.HANDSHAKE: "the TLS handshake",
    Step.AUTH: "the login",
    Step.MAIL: "MAIL FROM",
    Step.RCPT: "RCPT TO",
    Step.DATA: "DATA",
}
LONG_LINE = b"250-" + b"x" * 9000 + b"\r\n"


def dripping(part: bytes) -> Callable[[Wire], None]:
    """An answer that never comes to its end; a client that bears with it for four times its time-out fails the test."""

    def play(wire: Wire) -> None:
        for _ in range(20):
            if wire.stop.wait(AT_ONCE / 5):
                return
            wire.socket.sendall(part)
        raise AssertionError(part)

    return play


def offering(ways: str) -> bytes:
    """An answer to EHLO."""
    return f"250-x\r\n250-STARTTLS\r\n250 AUTH {ways}\r\n".encode()


@pytest.mark.parametrize(
    ("implicit", "step"),
    [(implicit, step) for implicit in (False, True) for step in BEFORE_THE_DOT if not (implicit and step is Step.STARTTLS)],
)
def test_a_silent_server_is_left(step: Step, authority: Authority, *, implicit: bool) -> None:
    """In each phase up to the dot a time-out says which it was, and that nothing was sent."""
    with scripted_smtp(authority.server(), {step: STALL}, implicit=implicit) as server:
        told = failed(made(f"smtp{'s' if implicit else ''}://localhost:{server.port}", authority, timeout=AT_ONCE))
    assert not isinstance(told, Unanswered)
    assert told.message.startswith(f"time-out after 0.5 s during {PHASES[step]} ")
    assert told.message.endswith("; nothing was sent")
    assert server.mails == []


def test_a_server_that_drips_is_left(authority: Authority) -> None:
    """A byte now and then keeps no phase open: a greeting without end is a time-out."""
    with scripted_smtp(authority.server(), {Step.BANNER: dripping(b"2")}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority, timeout=AT_ONCE))
    assert told.message == "time-out after 0.5 s during the greeting of localhost; nothing was sent"
    assert "smtps:// for TLS from the start" in told.hint


def test_within_tls_the_scheme_was_right(authority: Authority) -> None:
    """What ends after the handshake sends nobody to the url."""
    with scripted_smtp(authority.server(), {Step.RCPT: dripping(b"250-ok\r\n")}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority, timeout=AT_ONCE))
    assert told.message == "time-out after 0.5 s during RCPT TO to localhost; nothing was sent"
    assert told.hint == "run the same command again later"


@pytest.mark.parametrize("step", [Step.BANNER, Step.EHLO, Step.AUTH, Step.RCPT, Step.DATA])
def test_a_line_without_end_is_no_smtp(step: Step, authority: Authority) -> None:
    """It is not said that the server hung up: it did not."""
    with scripted_smtp(authority.server(), {step: LONG_LINE}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority))
    assert told.message == "localhost answers what is no SMTP (line too long); nothing was sent"


@pytest.mark.parametrize("step", BEFORE_THE_DOT)
def test_a_server_that_hangs_up(step: Step, authority: Authority) -> None:
    """In each phase up to the dot: which it was, and that nothing was sent."""
    with scripted_smtp(authority.server(), {step: CLOSE}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority))
    assert not isinstance(told, Unanswered)
    if step is Step.HANDSHAKE:
        assert told.message.startswith("no TLS with localhost: ") or "hung up during the TLS handshake" in told.message
    else:
        assert told.message == f"localhost hung up during {PHASES[step]}; nothing was sent"


@pytest.mark.parametrize("play", [STALL, CLOSE, b"what?\r\n", LONG_LINE], ids=["stall", "close", "nonsense", "long"])
def test_lost_after_the_dot_is_open(play: object, authority: Authority) -> None:
    """The message may have been sent, and the hint sends one to the ticket first."""
    with scripted_smtp(authority.server(), {Step.DOT: play}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority, timeout=AT_ONCE))
    assert isinstance(told, Unanswered)
    assert "the message may have been sent" in told.message
    assert told.hint.startswith("look at the ticket before ")
    assert len(server.mails) == 1


ANSWERS = [
    (Step.BANNER, b"554 5.3.2 not today\r\n", "localhost refuses the connection: 554 5.3.2 not today; nothing was sent"),
    (Step.BANNER, b"421 4.3.2 busy\r\n", "localhost refuses the connection: 421 4.3.2 busy; nothing was sent"),
    (Step.BANNER, b"HTTP/1.1 400 Bad Request\r\n", "localhost answers what is no SMTP; nothing was sent"),
    (Step.STARTTLS, b"454 4.7.0 no TLS today\r\n", "localhost refuses STARTTLS: 454 4.7.0 no TLS today; nothing was sent"),
    (Step.AUTH, b"535 5.7.8 expired\r\n", "localhost refuses the login: 535 5.7.8 expired; nothing was sent"),
    (Step.MAIL, b"550 5.7.1 not yours\r\n", "localhost refuses the sender: 550 5.7.1 not yours; nothing was sent"),
    (Step.MAIL, b"530 5.7.0 log in\r\n", "localhost refuses the sender: 530 5.7.0 log in; nothing was sent"),
    (
        Step.MAIL,
        b"552-5.3.4 much\r\n552 5.3.4 too large\r\n",
        "localhost refuses the sender: 552 5.3.4 much 5.3.4 too large; nothing was sent",
    ),
    (Step.DATA, b"451 4.3.0 later\r\n", "localhost refuses the message: 451 4.3.0 later; nothing was sent"),
    (
        Step.DOT,
        b"554 5.6.0 I like no PDFs\x1b[31m\r\n",
        "localhost refuses the message: 554 5.6.0 I like no PDFs\\u{1b}[31m; nothing was sent",
    ),
]


@pytest.mark.parametrize(("step", "answer", "told"), ANSWERS)
def test_a_refusal_is_told_in_the_server_s_words(step: Step, answer: bytes, told: str, authority: Authority) -> None:
    """What was refused, the code, and the words, safe to show; and nothing was sent."""
    with scripted_smtp(authority.server(), {step: answer}) as server:
        found = failed(made(f"smtp://localhost:{server.port}", authority))
    assert (found.message, isinstance(found, Unanswered)) == (told, False)


def test_a_refused_recipient_ends_the_envelope(authority: Authority) -> None:
    """RSET takes it back before the goodbye; DATA never comes."""
    with scripted_smtp(authority.server(), {Step.RCPT: b"550 5.1.1 no such user\r\n"}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority, to=["a@desk.example", "b@desk.example"]))
    refused = "a@desk.example: 550 5.1.1 no such user; b@desk.example: 550 5.1.1 no such user"
    assert told.message == f"localhost refuses {refused}; nothing was sent, to nobody"
    assert [line.split()[0].upper() for line in server.lines[-5:]] == ["MAIL", "RCPT", "RCPT", "RSET", "QUIT"]


def test_no_size_is_named_to_a_server_that_tells_none(authority: Authority) -> None:
    """MAIL FROM has the parameter only where SIZE was offered (RFC 1870)."""
    with scripted_smtp(authority.server(), {Step.EHLO: b"250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"}) as server:
        made(f"smtp://localhost:{server.port}", authority).put(DELIVERY)
    assert not [line for line in server.lines if "SIZE=" in line.upper()]


def test_a_password_that_comes_back_is_not_shown(authority: Authority) -> None:
    """Neither as it is nor in base64."""
    echo = b"535 5.7.8 bad: scripted password AHNoZWV0cwBzY3JpcHRlZCBwYXNzd29yZA== c2NyaXB0ZWQgcGFzc3dvcmQ=\r\n"
    with scripted_smtp(authority.server(), {Step.AUTH: echo}) as server:
        assert failed(made(f"smtp://localhost:{server.port}", authority)).message.endswith("bad: … … …; nothing was sent")


def test_a_plaintext_answer_before_tls_is_forgotten(authority: Authority) -> None:
    """What is slipped in behind the answer to STARTTLS is never taken for an answer within TLS (RFC 3207, 4.2)."""
    injected = b"220 ready\r\n250-evil.example\r\n250 SIZE 1\r\n"
    with scripted_smtp(authority.server(), {Step.STARTTLS: injected}) as server:
        made(f"smtp://localhost:{server.port}", authority).put(DELIVERY)
    assert len(server.mails) == 1


def test_no_login_goes_out_before_tls_or_unasked(authority: Authority) -> None:
    """AUTH follows STARTTLS; without a user there is none."""
    with scripted_smtp(authority.server()) as server:
        made(f"smtp://localhost:{server.port}", authority).put(DELIVERY)
        verbs = [line.split()[0].upper() for line in server.lines]
        made(f"smtp://localhost:{server.port}", authority, user="").put(DELIVERY)
    assert verbs == ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
    assert not [line for line in server.lines[len(verbs) :] if line.upper().startswith("AUTH")]
    assert any(line.upper().startswith(f"MAIL FROM:<SHEETS@PLATFORM.EXAMPLE> SIZE={len(server.mails[0])}") for line in server.lines)


GOODBYES = {"silent": STALL, "cut": CLOSE, "dripped": dripping(b"2"), "many lines": dripping(b"221-bye\r\n"), "long": LONG_LINE}


@pytest.mark.parametrize("name", GOODBYES)
def test_no_goodbye_changes_what_was_taken(name: str, authority: Authority) -> None:
    """What was taken is taken, whatever the server answers to QUIT; nor is it heard to its end."""
    with scripted_smtp(authority.server(), {Step.QUIT: GOODBYES[name]}) as server:
        assert "250 queued" in made(f"smtp://localhost:{server.port}", authority, timeout=AT_ONCE).put(DELIVERY).said
    assert server.lines[-1].upper() == "QUIT"


DIALOGUES = {
    "CRAM-MD5 XOAUTH2 LOGIN PLAIN": ("PLAIN", [], []),
    "CRAM-MD5 LOGIN": ("LOGIN", [b"Username:", b"Password:"], ["sheets", PASSWORD]),
    "cram-md5": ("CRAM-MD5", [b"<1@x>"], [f"sheets {HMAC(PASSWORD.encode(), b'<1@x>', 'md5').hexdigest()}"]),
}


@pytest.mark.parametrize("offered", DIALOGUES)
def test_the_way_of_login(offered: str, authority: Authority) -> None:
    """PLAIN before LOGIN before CRAM-MD5, each answered as it asks."""
    way, prompts, told = DIALOGUES[offered]
    answers: list[str] = []

    def ask(wire: Wire) -> None:
        for prompt in prompts:
            wire.socket.sendall(b"334 " + b64encode(prompt) + b"\r\n")
            answers.append(b64decode(wire.socket.recv(1000)).decode())
        wire.socket.sendall(b"235 welcome\r\n")

    with scripted_smtp(authority.server(), {Step.EHLO: offering(offered), Step.AUTH: ask}) as server:
        made(f"smtp://localhost:{server.port}", authority).put(DELIVERY)
    assert answers == told
    assert [line.split()[1] for line in server.lines if line.startswith("AUTH")] == [way]


REFUSED_WAYS = [
    (b"504 5.5.4 not this way\r\n", 2),
    (b"534 5.7.9 too weak\r\n", 2),
    (b"535 5.7.8 wrong\r\n", 1),
    (b"454 4.7.0 later\r\n", 1),
]


@pytest.mark.parametrize(("answer", "tries"), REFUSED_WAYS)
def test_a_refused_login_is_not_tried_another_way(answer: bytes, tries: int, authority: Authority) -> None:
    """Lest the login be locked; where the way alone is refused, the next one is tried."""
    with scripted_smtp(authority.server(), {Step.EHLO: offering("PLAIN LOGIN"), Step.AUTH: answer}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority))
    assert told.message == f"localhost refuses the login: {answer.decode().strip()}; nothing was sent"
    assert len([line for line in server.lines if line.startswith("AUTH")]) == tries


def ask_on(wire: Wire) -> None:
    """Challenges until the client parts."""
    for _ in range(20):
        wire.socket.sendall(b"334 YQ==\r\n")
        if wire.socket.recv(1000) in {b"", b"QUIT\r\n"}:
            return


@pytest.mark.parametrize("way", ["PLAIN", "LOGIN", "CRAM-MD5"])
@pytest.mark.parametrize("play", [b"334\x20abc!\r\n", b"334 a\r\n", ask_on], ids=["no base64", "one character", "without end"])
def test_a_challenge_that_is_none(play: object, way: str, authority: Authority) -> None:
    """Said as such, with the way that failed."""
    with scripted_smtp(authority.server(), {Step.EHLO: offering(way), Step.AUTH: play}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority))
    assert told.message == f"localhost asks in AUTH {way} what can't be answered; nothing was sent"
    assert told.hint == "ask its administrator which login it takes"


def test_no_way_of_login_that_is_known(authority: Authority) -> None:
    """The ways offered are named."""
    with scripted_smtp(authority.server(), {Step.EHLO: offering("XOAUTH2 GSSAPI")}) as server:
        told = failed(made(f"smtp://localhost:{server.port}", authority))
    assert told.message == "localhost offers no way of login that is known here (XOAUTH2 GSSAPI); nothing was sent"


def test_no_one_listens(authority: Authority) -> None:
    """Connection refused, and a name that is nobody's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{free.getsockname()[1]}"
        assert failed(made(url, authority)).message == f"127.0.0.1 port {free.getsockname()[1]} refuses connections; nothing was sent"
    assert failed(made("smtp://nobody.invalid", authority)).message == "nobody.invalid has no address; nothing was sent"


def test_a_certificate_of_a_scripted_server_is_checked(authority: Authority) -> None:
    """TLS from the start verifies as STARTTLS does."""
    with scripted_smtp(authority.server(Kind.WRONG_NAME), implicit=True) as server:
        assert "is for another name" in failed(made(f"smtps://localhost:{server.port}", authority)).message
    assert server.lines == []
