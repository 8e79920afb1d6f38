"""The message that carries the sheets: its bytes, whatever the names, and what a damaged one does to its reader."""

from __future__ import annotations

import email
import email.policy
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from sheetgen.desk import Attachment
from sheetgen.desk.config import Config
from sheetgen.desk.message import NO_HOST, attachments, issued, kept, make_message
from sheetgen.errors import Place
from sheetgen.request import read_ticket
from tests.desk.mails import DELIVERY, LONG, PDF, SUBJECTS

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
ADDRESSED = Config(
    "mail", {"from": "sheets@platform.example", "to": "desk@desk.example", "public_to": ["a@desk.example", "b@desk.example"]}
)
MARKERS = ("[#{ticket}]", "[desk.example #{ticket}]", "[Ticket#{ticket}]", "[a rather long name of a desk with many words in it #{ticket}]")


def parsed(message: bytes) -> EmailMessage:
    """A message's bytes, read strictly."""
    return email.message_from_bytes(message, policy=email.policy.default.clone(raise_on_defect=True))


@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
@pytest.mark.parametrize("ticket", ["7", "W" * 40])
def test_the_marker_stands_whole_on_the_first_line(marker: str, subject: str, ticket: str) -> None:
    """Unbroken and unencoded, whatever follows; and the subject is read as it was written."""
    message = make_message(replace(DELIVERY, ticket=ticket, subject=subject), replace(ADDRESSED, marker=marker), NOW)
    shown = marker.format(ticket=ticket)
    assert message.startswith(f"Subject: {shown}".encode())
    assert parsed(message)["Subject"] == f"{shown} {subject}"
    assert set(parsed(message).keys()) <= FIELDS


FIELDS = {
    *("Subject", "From", "To", "Date", "Message-ID", "Content-Language", "X-Sheetgen-Number", "X-Sheetgen-Issued", "X-Sheetgen-Public"),
    *("MIME-Version", "Content-Type", "X-Unsent"),
}


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_lines_are_those_of_a_message(subject: str) -> None:
    """7-bit, ended by CRLF and nothing else, at most 998 characters; encoded words have 75, encoded lines of bodies 76."""
    files = (*DELIVERY.attachments, Attachment(LONG, "application/pdf", PDF))
    message = make_message(replace(DELIVERY, subject=subject, attachments=files), ADDRESSED, NOW)
    assert message.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", message)
    header, _, rest = message.partition(b"\r\n\r\n")
    assert max(map(len, message.split(b"\r\n"))) <= 998
    assert all(len(word) <= 75 for word in re.findall(rb"=\?\S*\?=", header))
    named = (b"Content-Type: ", b"Content-Disposition: ")
    assert all(len(line) <= 76 for line in rest.split(b"\r\n") if not line.startswith(named))


@pytest.mark.parametrize("name", ["tls-kommunikation_firma.de_de-en.pdf", LONG, "x" * 196 + ".pdf"])
def test_an_attachment_s_name_is_plain_and_whole(name: str) -> None:
    """`filename="…"` and `name="…"` each on one line, whatever the length: no RFC 2231, no encoded word."""
    message = make_message(replace(DELIVERY, attachments=(Attachment(name, "application/pdf", PDF),)), ADDRESSED, NOW)
    arrives = name.replace("~", "_")  # Znuny would change it
    assert f'\r\nContent-Disposition: attachment; filename="{arrives}"\r\n'.encode() in message
    assert f'\r\nContent-Type: application/pdf; name="{arrives}"\r\n'.encode() in message
    assert b"filename*" not in message


def test_what_it_is_made_of() -> None:
    """Plain text and HTML as alternatives, then the files, byte for byte."""
    message = parsed(make_message(DELIVERY, ADDRESSED, NOW))
    both, file = message.iter_parts()
    kinds = ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]
    assert [part.get_content_type() for part in message.walk()] == kinds
    assert isinstance(both, EmailMessage)
    text, html = both.iter_parts()
    assert [(part["Content-Transfer-Encoding"], part.get_content().replace("\r\n", "\n")) for part in (text, html)] == [
        ("quoted-printable", DELIVERY.text),
        ("quoted-printable", DELIVERY.html),
    ]
    assert file.get_content() == PDF


def test_who_sends_what_to_whom() -> None:
    """From and To by the settings, internal or public; date, languages, numbers, issue date; nothing that keeps RT from passing it on."""
    message = parsed(make_message(DELIVERY, ADDRESSED, NOW))
    said = {name: message[name] for name in ("From", "To", "Date", "Content-Language", "X-Sheetgen-Number", "X-Sheetgen-Issued")}
    assert said == {
        "From": "sheets@platform.example",
        "To": "desk@desk.example",
        "Date": "Wed, 25 Nov 2026 08:00:00 +0000",
        "Content-Language": "de, en",
        "X-Sheetgen-Number": "33a45e14, 0a1b2c3d",
        "X-Sheetgen-Issued": "2026-11-25",
    }
    assert {"Auto-Submitted", "X-Unsent", "Precedence"}.isdisjoint(message.keys())
    public = parsed(make_message(replace(DELIVERY, public=True), ADDRESSED, NOW))
    assert public["To"] == "a@desk.example, b@desk.example"


def test_a_draft_is_marked_and_may_lack_addresses() -> None:
    """`X-Unsent: 1` is the draft's alone; without settings it has no From and To, and a public one never gets the internal address."""
    draft = parsed(make_message(DELIVERY, Config("eml"), NOW, draft=True))
    assert (draft["X-Unsent"], draft["From"], draft["To"]) == ("1", None, None)
    internal = Config("eml", {"to": "desk-comment@desk.example"})
    assert parsed(make_message(replace(DELIVERY, public=True), internal, NOW, draft=True))["To"] is None


def test_the_same_twice_has_two_message_ids() -> None:
    """Desks and Exchange drop a second message with the same one. Its domain is the sender's, never this machine's name."""
    ids = [parsed(make_message(DELIVERY, config, NOW))["Message-ID"] for config in (ADDRESSED, ADDRESSED, Config("eml"))]
    assert len(set(ids)) == 3
    assert [one.rpartition("@")[2] for one in ids] == ["platform.example>", "platform.example>", f"{NO_HOST}>"]


def test_long_addresses_are_left_whole() -> None:
    """A sender and recipients of 254 characters are neither folded inside nor encoded."""
    far = f"{'l' * 60}@{'.'.join(('a' * 60, 'b' * 60, 'c' * 60))}.example"
    message = make_message(DELIVERY, Config("mail", {"from": far, "to": [far, far]}), NOW)
    assert f"\r\nFrom: {far}\r\nTo: {far},\r\n {far}\r\n".encode() in message


INJECTED = ("\r\nBcc: evil@elsewhere.example", "\nBcc: evil", "\rBcc: evil", "\x00", "\u2028Bcc: evil", "\x85")


@pytest.mark.parametrize("evil", INJECTED)
@pytest.mark.parametrize("field", ["ticket", "subject", "name", "quoted"])
def test_no_header_can_be_injected(evil: str, field: str) -> None:
    """A line break in the ticket's id, the subject or a file's name is refused, on Pythons with the fault of cpython #121650, too."""
    changes: dict[str, dict[str, Any]] = {
        "ticket": {"ticket": f"4711{evil}"},
        "subject": {"subject": f"TLS{evil}"},
        "name": {"attachments": (Attachment(f"a{evil}.pdf", "application/pdf", PDF),)},
        "quoted": {"attachments": (Attachment('a"; x="y.pdf', "application/pdf", PDF),)},
    }
    with pytest.raises(ValueError, match=r"^not a (subject|name)"):
        make_message(replace(DELIVERY, **changes[field]), ADDRESSED, NOW)


def test_an_encoded_line_break_stays_text() -> None:
    """What reads as an encoded word that holds a line break comes out as these characters; and no ticket's id can be such a word."""
    evil = "=?UTF-8?Q?=0ABcc:_evil@elsewhere.example?="
    message = make_message(replace(DELIVERY, subject=evil), ADDRESSED, NOW)
    assert b"Bcc" not in message.partition(b"\r\n\r\n")[0]
    assert parsed(message)["Subject"] == f"[#4711] {evil}"
    assert read_ticket(evil, Place("--ticket"))[0] is None


def test_a_kept_message_is_read_back() -> None:
    """Its files, as a ticket's, and its issue date; it is named as its first file is."""
    files = (*DELIVERY.attachments, Attachment(LONG, "application/pdf", PDF[::-1]))
    new = kept(replace(DELIVERY, attachments=files), make_message(replace(DELIVERY, attachments=files), ADDRESSED, NOW))
    assert (new.name, new.previous(new.data)) == ("tls-kommunikation_firma.de_de-en.eml", date(2026, 11, 25))
    assert [(one.name, one.data) for one in attachments(new.data)] == [(file.name.replace("~", "_"), file.data) for file in files]


def test_a_damaged_message_ends_no_run() -> None:
    """Cut off anywhere, with bytes changed, or made to nest without end: what can't be read is left out, and nothing is raised."""
    whole = make_message(DELIVERY, ADDRESSED, NOW)
    chance = random.Random(5)
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000))
    spoilt = [whole[:end] for end in range(0, len(whole), 97)]
    for _ in range(300):
        changed = bytearray(whole)
        for _ in range(20):
            changed[chance.randrange(len(changed) if chance.random() < 0.3 else 1500)] = chance.randrange(256)
        spoilt.append(bytes(changed))
    for message in (*spoilt, deep, b"", b"Content-Disposition: attachment; filename*0*=x''%ff; filename=\"\n\nx"):
        assert all(isinstance(file.data, bytes) for file in attachments(message))
        assert issued(message) in {None, date(2026, 11, 25)} or b"X-Sheetgen-Issued" in message


@pytest.mark.parametrize("told", [b"", b"X-Sheetgen-Issued: 2026-13-01\r\n", b" X-Sheetgen-Issued: 2026-11-25\r\n"])
def test_no_issue_date_is_none(told: bytes) -> None:
    """A message without one, or with one that is no day, tells none."""
    assert issued(b"Subject: TLS\r\n" + told + b"\r\nX\r\n") is None
