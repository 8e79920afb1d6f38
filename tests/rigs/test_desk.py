"""RT and the submission server do what the tests of desks lean on."""

from __future__ import annotations

import dataclasses
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import make_msgid

import pytest

from tests.rigs.call import multipart
from tests.rigs.certs import Authority
from tests.rigs.rt import Rt
from tests.rigs.submission import BUSY, COMMENT, CORRESPOND, NOBODY, Submission

NAME = "Datenblatt_müller.pdf"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200 + b"\r\n.\r\n..\n%%EOF"
TEXT = {"Content": "anbei", "ContentType": "text/plain"}


def mail(to: str, subject: str = "TLS", size: int = 0) -> EmailMessage:
    """A mail with the PDF."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@platform.example", to, subject
    message["Message-ID"] = make_msgid(domain="platform.example")
    message.set_content("Guten Tag\n")
    message.add_attachment(PDF + b"0" * size, maintype="application", subtype="pdf", filename=NAME)
    message.set_boundary("boundary")
    return message


def send(server: Submission, authority: Authority, message: EmailMessage, port: str = "starttls") -> None:
    """Hand it over as a careful client does."""
    with smtplib.SMTP("localhost", server.ports[port], timeout=20) as client:
        client.starttls(context=authority.client())
        client.login(server.user, server.password)
        client.send_message(message)


def upload(rt: Rt, ticket: int, action: str, field: str = "Attachments", user: str = "sheetgen") -> int:
    """Send the PDF by REST; the status."""
    headers, body = multipart(field, NAME, PDF, TEXT)
    return rt.ask("POST", f"/ticket/{ticket}/{action}", body, user=user, headers=headers).status


def test_a_file_is_kept_byte_for_byte(rt: Rt) -> None:
    """What is uploaded in `Attachments` is on the ticket with its name and bytes, as a comment, and nobody gets a mail."""
    ticket = rt.ticket("post@kunde.example")
    before = len(rt.sent(ticket))
    assert upload(rt, ticket, "comment") == 201
    assert rt.files(ticket) == [(NAME, PDF)]
    assert rt.history(ticket)[-1] == "Comment"
    assert len(rt.sent(ticket)) == before


def test_a_wrong_field_is_a_success_without_the_file(rt: Rt) -> None:
    """RT answers 201 to an upload under another field name, and drops it."""
    ticket = rt.ticket("post@kunde.example")
    assert upload(rt, ticket, "comment", field="Attachment") == 201
    assert rt.files(ticket) == []


def test_correspondence_is_mailed_to_requestors_and_copies(rt: Rt) -> None:
    """A reply reaches requestor, the ticket's Cc and the queue's Cc, whole."""
    ticket = rt.ticket("post@kunde.example", cc=["einkauf@kunde.example"], queue="Customers")
    assert upload(rt, ticket, "correspond") == 201
    got = [message for message in rt.sent(ticket) if any(part.get_filename() == NAME for part in message.walk())]
    receivers = " ".join(str(message[field]) for message in got for field in ("To", "Cc", "Bcc") if message[field])
    assert all(address in receivers for address in ("post@kunde.example", "einkauf@kunde.example", "management@kunde.example"))
    assert {part.get_payload(decode=True) for message in got for part in message.walk() if part.get_filename() == NAME} == {PDF}


@pytest.mark.parametrize(
    ("user", "see", "comment", "reply"),
    [
        ("sheetgen", 200, 201, 201),
        ("commenter", 200, 201, 400),
        ("onlooker", 200, 400, 400),
        ("outsider", 403, 400, 400),
        ("revoked", 401, 401, 401),
    ],
)
def test_rights(rt: Rt, user: str, see: int, comment: int, reply: int) -> None:
    """Each user may what its name says, and no more."""
    ticket = rt.ticket("post@kunde.example")
    seen = rt.ask("GET", f"/ticket/{ticket}", user=user).status
    assert (seen, upload(rt, ticket, "comment", user=user), upload(rt, ticket, "correspond", user=user)) == (see, comment, reply)


@pytest.mark.parametrize(("address", "kind"), [(CORRESPOND, "Correspond"), (COMMENT, "Comment")])
def test_submitted_mail_comes_into_the_ticket(rt: Rt, submission: Submission, authority: Authority, address: str, kind: str) -> None:
    """A mail with the ticket's marker goes over STARTTLS and rt-mailgate into the ticket, byte for byte."""
    ticket = rt.ticket("post@kunde.example")
    send(submission, authority, mail(address, f"[desk.example #{ticket}] TLS"))
    submission.until(lambda: kind in rt.history(ticket))
    assert rt.files(ticket) == [(NAME, PDF)]


def test_a_mail_fed_to_the_gateway_comes_into_the_ticket(rt: Rt) -> None:
    """The same without a mail server."""
    ticket = rt.ticket("post@kunde.example")
    rt.feed(mail(COMMENT, f"[desk.example #{ticket}] TLS").as_bytes(), action="comment")
    assert (rt.history(ticket)[-1], rt.files(ticket)) == ("Comment", [(NAME, PDF)])


def test_other_mail_lies_in_the_inbox(submission: Submission, authority: Authority) -> None:
    """It arrives as it was sent, over a port with TLS from the start, too."""
    message = mail("partner@firma.example")
    with smtplib.SMTP_SSL("localhost", submission.ports["smtps"], timeout=20, context=authority.client()) as client:
        client.login(submission.user, submission.password)
        client.send_message(message)
    assert submission.arrived(message["Message-ID"]).endswith(message.as_bytes().split(b"\n\n", 1)[1])


@pytest.mark.parametrize(
    ("port", "message", "complaint"),
    [
        ("starttls", mail(NOBODY), "550, .*no such user"),
        ("starttls", mail(BUSY), "450, .*try again later"),
        ("starttls", mail("x@firma.example", size=1_000_000), "552"),
        ("wrong_name", mail("x@firma.example"), "Hostname mismatch"),
        ("unknown_ca", mail("x@firma.example"), "unable to get local issuer"),
        ("expired", mail("x@firma.example"), "certificate has expired"),
        ("no_starttls", mail("x@firma.example"), "STARTTLS extension not supported"),
    ],
)
def test_each_fault_of_a_submission(submission: Submission, authority: Authority, port: str, message: EmailMessage, complaint: str) -> None:
    """Each port and recipient is wrong in its own way, and a careful client is told."""
    with pytest.raises((smtplib.SMTPException, ssl.SSLCertVerificationError), match=complaint):
        send(submission, authority, message, port)
    assert not submission.holds(message["Message-ID"])


def test_a_wrong_password_is_refused(submission: Submission, authority: Authority) -> None:
    """With 535."""
    with pytest.raises(smtplib.SMTPAuthenticationError, match="535"):
        send(dataclasses.replace(submission, password="guess"), authority, mail("x@firma.example"))
