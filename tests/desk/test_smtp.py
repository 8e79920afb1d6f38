"""Mail through a submission server: what arrives, and each thing that can go wrong on the way."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sheetgen.desk import Attachment
from sheetgen.desk.config import Config, read_config
from sheetgen.desk.message import attachments
from sheetgen.desk.smtp import KIND, SmtpDesk
from sheetgen.errors import Refused
from sheetgen.settings import load_settings
from tests.desk.mails import ARRIVED, DELIVERY, HARD
from tests.desk.posting import PARTNER, PASSWORD, failed, made, message
from tests.rigs.certs import Authority
from tests.rigs.rt import Rt
from tests.rigs.smtp_proxy import smtp_proxy
from tests.rigs.submission import BUSY, COMMENT, CORRESPOND, NOBODY, Submission
from tests.rigs.znuny import Znuny


@pytest.fixture
def real(submission: Submission, authority: Authority) -> Callable[..., SmtpDesk]:
    """`real(port, **values)`: a desk at one of the Postfix's ports, with the right login."""

    def at(port: str = "starttls", **values: object) -> SmtpDesk:
        scheme = "smtps" if port == "smtps" else "smtp"
        url = f"{scheme}://localhost:{submission.ports[port]}"
        told = {"user": submission.user, "secret": submission.password, **values}
        return made(url, authority, **told)  # type: ignore[arg-type]

    return at


# ---- what arrives


@pytest.mark.parametrize("port", ["starttls", "smtps"])
def test_it_arrives_as_it_is_kept(port: str, real: Callable[..., SmtpDesk], submission: Submission) -> None:
    """Byte for byte, over STARTTLS and over TLS; the server's last word is told, and the message kept is no draft."""
    receipt = real(port).put(HARD)
    sent = message(receipt)
    arrived = submission.arrived(sent["Message-ID"])
    assert arrived.endswith(receipt.files[0].data.replace(b"\r\n", b"\n").partition(b"\n\n")[2])
    assert b"with ESMTPSA" in arrived
    assert f"localhost took the message for {PARTNER}: 250 2.0.0 Ok: queued as" in receipt.said
    assert sent["X-Unsent"] is None


def test_it_introduces_itself_by_an_address(real: Callable[..., SmtpDesk], submission: Submission) -> None:
    """EHLO names the address of the socket: no name is looked up, and none leaks."""
    arrived = submission.arrived(message(real().put(DELIVERY))["Message-ID"])
    assert b"from [127.0.0.1] (" in arrived or b"from [IPv6:::1] (" in arrived
    assert socket.gethostname().encode() not in arrived.partition(b"\n\n")[0].replace(b"localhost", b"")


@pytest.mark.parametrize(("public", "kind"), [(False, "Comment"), (True, "Correspond")])
def test_it_comes_into_rt(public: bool, kind: str, real: Callable[..., SmtpDesk], rt: Rt, submission: Submission) -> None:  # noqa: FBT001
    """On the ticket that the marker names, as a comment or as correspondence; names and bytes right, the longest, too."""
    ticket = rt.ticket("post@kunde.example")
    real(to=COMMENT, public_to=CORRESPOND).put(replace(HARD, ticket=str(ticket), public=public))
    submission.until(lambda: kind in rt.history(ticket))
    assert dict(rt.files(ticket)) == ARRIVED


def test_it_comes_into_znuny(real: Callable[..., SmtpDesk], submission: Submission, znuny: Znuny) -> None:
    """On the ticket that the marker names, as its mail server hands it over; names and bytes right, the longest, too."""
    ticket = znuny.ticket("post@kunde.example")
    receipt = real(marker="[Ticket#{ticket}]").put(replace(HARD, ticket=ticket.number))
    znuny.feed(submission.arrived(message(receipt)["Message-ID"]))
    assert dict(znuny.files(ticket)) == ARRIVED


def test_what_was_sent_is_kept_to_be_read_back(real: Callable[..., SmtpDesk]) -> None:
    """The file beside the sheets holds what went out."""
    (file,) = real().put(HARD).files
    assert {one.name: one.data for one in attachments(file.data)} == ARRIVED


def test_lines_of_dots_arrive(real: Callable[..., SmtpDesk], submission: Submission) -> None:
    """A text's line that is a dot ends no message."""
    sent = message(real().put(replace(DELIVERY, text="one\n.\n..two\nthree\n")))
    arrived = email.message_from_bytes(submission.arrived(sent["Message-ID"]), policy=email.policy.default)
    body = arrived.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "one\n.\n..two\nthree\n"


# ---- what real servers refuse

REAL_FAULTS = {
    "wrong_name": "localhost can't be trusted: its certificate is for another name",
    "unknown_ca": "localhost can't be trusted: its certificate is from a CA that this machine does not know",
    "expired": "localhost can't be trusted: its certificate has expired",
    "no_starttls": "localhost offers no STARTTLS, and nothing goes there in plaintext; nothing was sent",
}


@pytest.mark.parametrize(("port", "told"), REAL_FAULTS.items())
def test_no_certificate_but_a_right_one_is_trusted(port: str, told: str, real: Callable[..., SmtpDesk]) -> None:
    """Each fault of TLS is named, and nothing goes to this machine in plaintext either."""
    assert failed(real(port)).message == told


def test_tls_from_the_start_against_plaintext(submission: Submission, authority: Authority) -> None:
    """smtps:// at a port that begins in plaintext."""
    told = failed(made(f"smtps://localhost:{submission.ports['starttls']}", authority))
    assert told.message.startswith("no TLS with localhost: ")


def test_a_downgrade_is_not_followed(submission: Submission, authority: Authority) -> None:
    """Where someone on the way takes STARTTLS out of the offer, neither login nor message goes out."""
    with smtp_proxy(submission.ports["starttls"], strip_starttls=True) as passed:
        assert "offers no STARTTLS" in failed(made(f"smtp://localhost:{passed.port}", authority)).message
    assert bytes(passed.sent).split(b"\r\n")[1:] in ([b""], [b"quit", b""], [b"QUIT", b""])


def test_a_wrong_password(real: Callable[..., SmtpDesk]) -> None:
    """Named as such, with the server's words, and where to mend it."""
    told = failed(real(secret="wrong password"))
    assert told.message.startswith("localhost refuses the login: 535 5.7.8 ")
    assert "its password" in told.hint


def test_recipients_are_refused_one_by_one_and_none_gets_it(real: Callable[..., SmtpDesk], submission: Submission) -> None:
    """Each with code and text; the one that was accepted gets nothing."""
    told = failed(real(to=[PARTNER, NOBODY, BUSY]), marked := replace(DELIVERY, subject="TLS nobody gets this"))
    assert f"localhost refuses {NOBODY}: 550 5.1.1 " in told.message
    assert f"; {BUSY}: 450 4." in told.message
    assert PARTNER not in told.message
    assert told.message.endswith("; nothing was sent, to nobody")
    later = message(real().put(DELIVERY))
    submission.arrived(later["Message-ID"])
    assert not [mail for mail in (submission.rig.out / "inbox" / "new").iterdir() if marked.subject.encode() in mail.read_bytes()]


def test_a_recipient_that_is_busy_is_tried_later(real: Callable[..., SmtpDesk]) -> None:
    """A refusal that passes has another hint."""
    assert failed(real(to=BUSY)).hint == "run the same command again later"


def test_too_large_is_known_before_it_is_sent(real: Callable[..., SmtpDesk], submission: Submission) -> None:
    """The server's limit is compared with the message's length."""
    large = replace(DELIVERY, attachments=(Attachment("large.pdf", "application/pdf", b"0" * submission.limit),))
    assert f"localhost takes {submission.limit} bytes at most, and this message has " in failed(real(), large).message


def test_doctor_finds_all_in_order(real: Callable[..., SmtpDesk], submission: Submission) -> None:
    """Address, certificate and its end, login, size, sender and recipients; and no mail comes of it."""
    before = len(list((submission.rig.out / "inbox" / "new").iterdir()))
    findings = list(real(public_to=[PARTNER, CORRESPOND]).check())
    assert [finding.what for finding in findings] == ["address", "certificate", "login", "size", "envelope"]
    assert not [finding for finding in findings if finding.mend]
    assert "valid until" in findings[1].found
    assert findings[3].found == f"at most {submission.limit} bytes"
    assert findings[4].found == f"from sheets@platform.example to {PARTNER}, {CORRESPOND} is taken"
    assert len(list((submission.rig.out / "inbox" / "new").iterdir())) == before


def test_doctor_ends_with_what_is_wrong(real: Callable[..., SmtpDesk]) -> None:
    """With the first fault, and what mends it."""
    *_, last = real(to=NOBODY).check()
    assert (last.what, last.mend) == ("envelope", "check to and public_to in the settings")
    (_, certificate) = real("expired").check()
    assert (certificate.what, certificate.found) == ("certificate", "localhost can't be trusted: its certificate has expired")


def test_what_is_public_needs_an_address_of_its_own(authority: Authority) -> None:
    """Without public_to nothing is sent: the internal address would keep it from those who are to get it."""
    told = failed(made("smtp://nobody.invalid", authority), replace(DELIVERY, public=True))
    assert "don't say where what is public goes" in told.message
    assert told.hint.startswith("write public_to = ")


# ---- its settings


def read(folder: Path, *lines: str) -> Config:
    """The desk of these settings."""
    (folder / "settings.toml").write_text("\n".join(('[desks.mail]\nkind = "smtp"', *lines)), encoding="utf-8")
    settings = load_settings({"SHEETGEN_SETTINGS": str(folder / "settings.toml")})
    return read_config(settings, "mail", {"smtp": lambda: KIND}, {"SHEETGEN_MAIL_TOKEN": PASSWORD})[0]


WHOLE = ('from = "a@desk.example"', 'to = "b@desk.example"')
SERVERS = {
    "smtp://mail.desk.example": ("mail.desk.example", 587, False),
    "smtps://mail.desk.example/": ("mail.desk.example", 465, True),
    "smtp://127.0.0.1:2525": ("127.0.0.1", 2525, False),
    "smtps://[::1]:4650": ("::1", 4650, True),
}


@pytest.mark.parametrize(("url", "server"), SERVERS.items())
def test_addresses_of_servers(url: str, server: tuple[str, int, bool], tmp_path: Path) -> None:
    """Host, port with its default, and the kind of TLS."""
    found = SmtpDesk(read(tmp_path, f'url = "{url}"', *WHOLE)).server
    assert (found.host, found.port, found.implicit) == server


@pytest.mark.parametrize(
    "url",
    [
        *("mail.desk.example", "http://mail.desk.example", "smtp://", "smtp://max:secret@desk.example", "smtp://desk.example:0"),
        *("smtp://desk.example:70000", "smtp://desk.example/x", "smtp://desk.example?x", "smtp://de sk.example", "smtp://[::zz]"),
        *("smtp://müller.example", "smtp://-x-.example", "smtp://desk.example:x", "smtp://[::1"),
    ],
)
def test_what_is_no_server_is_refused(url: str, tmp_path: Path) -> None:
    """With what to write instead."""
    with pytest.raises(Refused) as caught:
        read(tmp_path, f'url = "{url}"', *WHOLE)
    assert [problem.code for problem in caught.value.problems] == ["desks.value"]


def test_a_user_needs_a_password(tmp_path: Path) -> None:
    """With a user the secret is read, without one it is not asked for; sender and recipients must be there."""
    url = 'url = "smtp://mail.desk.example"'
    assert read(tmp_path, url, *WHOLE, 'user = "sheets"').secret.value == PASSWORD
    assert read(tmp_path, url, *WHOLE).secret.value == ""
    with pytest.raises(Refused) as caught:
        read(tmp_path, 'user = "sheets"')
    assert [problem.code for problem in caught.value.problems] == ["desks.missing"] * 3
