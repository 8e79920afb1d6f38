"""Znuny does what the tests of desks lean on."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from email.message import EmailMessage

from tests.rigs.call import NOTHING
from tests.rigs.faults import FAULTS
from tests.rigs.proxy import When, http_proxy
from tests.rigs.rig import Rig
from tests.rigs.znuny import Ticket, Znuny, article

NAME = "Datenblatt_müller.pdf"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200 + b"\r\n.\r\n%%EOF"
FILE = [{"Filename": NAME, "ContentType": "application/pdf", "Content": base64.b64encode(PDF).decode()}]
PUBLIC = {"CommunicationChannel": "Email", "IsVisibleForCustomer": 1, "ArticleSend": 1, "To": "post@kunde.example"}


def update(desk: Znuny, ticket: Ticket, more: Mapping[str, object] = NOTHING, user: str = "sheetgen") -> object:
    """Put an article with the PDF on a ticket; what Znuny says."""
    data = {"TicketID": ticket.id, "Article": article("Datenblatt", **more), "Attachment": FILE}
    answer = desk.ask("POST", "/TicketUpdate", data, user=user)
    assert answer.status == 200
    return answer.json()


def test_a_file_is_kept_byte_for_byte(znuny: Znuny) -> None:
    """What is uploaded in `Attachment` is on the ticket with its name and bytes, and nobody gets a mail."""
    ticket = znuny.ticket("post@kunde.example")
    update(znuny, ticket)
    assert znuny.files(ticket) == [(NAME, PDF)]
    assert znuny.sent(ticket) == []


def test_an_article_that_is_sent_is_mailed_whole(znuny: Znuny) -> None:
    """With ArticleSend the address gets the file."""
    ticket = znuny.ticket("post@kunde.example")
    update(znuny, ticket, PUBLIC)
    (mail,) = znuny.sent(ticket)
    assert mail["To"] == "post@kunde.example"
    assert [part.get_content() for part in mail.iter_attachments()] == [PDF]


def test_one_without_rights_is_told_within_a_success(znuny: Znuny) -> None:
    """HTTP says 200; the body has an error."""
    ticket = znuny.ticket("post@kunde.example")
    said = update(znuny, ticket, user="outsider")
    assert said == {
        "Error": {"ErrorCode": "TicketUpdate.AccessDenied", "ErrorMessage": "TicketUpdate: User does not have access to the ticket!"}
    }
    assert znuny.files(ticket) == []


def test_a_wrong_key_is_a_success_without_the_file(znuny: Znuny) -> None:
    """The proxy renames the key, and Znuny says success and drops the file."""
    ticket = znuny.ticket("post@kunde.example")
    with http_proxy(znuny.port, FAULTS["Znuny's file dropped"], When("POST", f"{znuny.base}/TicketUpdate")) as proxy:
        said = update(Znuny(behind(znuny.rig, proxy.port)), ticket)
    assert isinstance(said, dict)
    assert "Error" not in said
    assert znuny.files(ticket) == []


def test_a_file_altered_on_the_way_is_kept_as_it_comes(znuny: Znuny) -> None:
    """The proxy finds the PDF in the JSON."""
    ticket = znuny.ticket("post@kunde.example")
    with http_proxy(znuny.port, FAULTS["file shorter"]) as proxy:
        update(Znuny(behind(znuny.rig, proxy.port)), ticket)
    assert znuny.files(ticket) == [(NAME, PDF[:-1])]


def test_a_mail_fed_to_it_comes_into_the_ticket(znuny: Znuny) -> None:
    """By the marker in its subject, byte for byte."""
    ticket = znuny.ticket("post@kunde.example")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "post@kunde.example", "desk@desk.example", f"[Ticket#{ticket.number}] TLS"
    mail.set_content("Guten Tag\n")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename=NAME)
    znuny.feed(mail.as_bytes())
    assert znuny.files(ticket) == [(NAME, PDF)]


def behind(rig: Rig, port: int) -> Rig:
    """The same servers, called at another port."""
    return Rig(rig.pid, {**rig.ready, "port": port}, rig.out)
