"""The scripted mail server and the proxy that takes STARTTLS away do what they say."""

from __future__ import annotations

import smtplib

import pytest

from tests.rigs.certs import Authority
from tests.rigs.scripted_smtp import CLOSE, STALL, Step, scripted_smtp
from tests.rigs.smtp_proxy import smtp_proxy
from tests.rigs.submission import Submission

MAIL = b"Subject: TLS\r\n\r\n.\r\n..two\r\n"
PLAIN_STEPS = (Step.BANNER, Step.EHLO, Step.STARTTLS, Step.HANDSHAKE)
SECURED_STEPS = (Step.AUTH, Step.MAIL, Step.RCPT, Step.DATA, Step.DOT)


def send(port: int, authority: Authority, *, implicit: bool = False) -> None:
    """A whole session, impatient."""
    context = authority.client()
    with (
        smtplib.SMTP_SSL("localhost", port, timeout=1, context=context)
        if implicit
        else smtplib.SMTP("localhost", port, timeout=1) as client
    ):
        if not implicit:
            client.starttls(context=context)
        client.login("sheetgen", "password")
        client.sendmail("desk@platform.example", ["post@kunde.example"], MAIL)


@pytest.mark.parametrize("implicit", [False, True])
def test_without_a_script_it_takes_mail(authority: Authority, *, implicit: bool) -> None:
    """Over STARTTLS or TLS from the start, as it was sent."""
    with scripted_smtp(authority.server(), implicit=implicit) as server:
        send(server.port, authority, implicit=implicit)
    assert server.mails == [MAIL]
    assert ("STARTTLS" in server.lines) != implicit


@pytest.mark.parametrize("step", [*PLAIN_STEPS, *SECURED_STEPS])
@pytest.mark.parametrize("play", [STALL, CLOSE], ids=["stall", "close"])
def test_it_stalls_or_parts_at_each_step(authority: Authority, step: Step, play: object) -> None:
    """The client is left there, and what comes before has happened."""
    with scripted_smtp(authority.server(), {step: play}) as server, pytest.raises((smtplib.SMTPServerDisconnected, OSError)) as left:
        send(server.port, authority)
    verbs = [line.split(maxsplit=1)[0].upper() for line in server.lines]
    assert (verbs[-1] if verbs else Step.BANNER) == {Step.HANDSHAKE: "STARTTLS", Step.DOT: "DATA"}.get(step, step)
    assert bool(server.mails) == (step is Step.DOT)
    assert ("timed out" in str(left.value)) == (play is STALL)


def test_it_answers_as_scripted(authority: Authority) -> None:
    """Another reply to a step is the client's."""
    with (
        scripted_smtp(authority.server(), {Step.DOT: b"452 4.3.1 disk full\r\n"}) as server,
        pytest.raises(smtplib.SMTPDataError, match="disk full"),
    ):
        send(server.port, authority)


def test_starttls_is_taken_away(submission: Submission, authority: Authority) -> None:
    """The server offered it, the client doesn't see it."""
    with (
        smtp_proxy(submission.ports["starttls"], strip_starttls=True) as passed,
        pytest.raises(smtplib.SMTPNotSupportedError, match="STARTTLS"),
    ):
        send(passed.port, authority)
    assert b"ehlo" in passed.sent
    assert b"250-XXXXXXXX\r\n" in passed.answered


def test_the_proxy_of_mail_passes_tls_on(submission: Submission, authority: Authority) -> None:
    """Without stripping, TLS begins, and the password is refused within it."""
    with smtp_proxy(submission.ports["starttls"]) as passed, pytest.raises(smtplib.SMTPAuthenticationError):
        send(passed.port, authority)
    assert b"AUTH" not in passed.sent
