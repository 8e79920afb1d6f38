"""The message that carries the sheets: a Delivery -> an e-mail's bytes; and a kept one read back.

The header is written here, field by field: Python's own folding may break or encode a marker, an address and a file's name.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from sheetgen.desk import Attachment, Delivery
from sheetgen.desk.config import ADDRESS, Config
from sheetgen.files import NewFile
from sheetgen.settings import Form

MOST_RECIPIENTS = 20
MOST_BYTES = 64 << 20
DRAFT = "X-Unsent"
"""Outlook opens what has it as a message to be sent."""
PUBLIC = "X-Sheetgen-Public"
NO_HOST = "sheetgen.invalid"
"""The domain of a Message-ID where no sender is known: the machine's own name is nobody's business."""

_NAME = re.compile(r"[A-Za-z0-9_.+#-]{1,200}")
"""What Znuny leaves in the name of a file that comes by mail (FilenameCleanUp); the rest, the `~` of a long name, becomes `_` there."""
_ISSUED = re.compile(rb"^X-Sheetgen-Issued: (\d{4}-\d\d-\d\d)\r?$", re.MULTILINE)
_BODIES = email.policy.SMTP.clone(max_line_length=76)
"""For contents: their encoded lines have 76 characters (RFC 2045, 6.7 and 6.8)."""
_FIELDS = email.policy.SMTP.clone(max_line_length=998)
"""For the fields of parts, which are never folded: Outlook shows ATT00001 for a name that is split or encoded (MimeKit #186)."""
_LINE = 76
_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the parser raises about bytes that are no message."""


def _is_addresses(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MOST_RECIPIENTS and all(map(ADDRESS.fits, value))


ADDRESSES = Form(
    lambda value: ADDRESS.fits(value) or _is_addresses(value),
    f"is neither a mail address nor a list of at most {MOST_RECIPIENTS}",
    'write such as "service@desk.example" or ["one@desk.example", "two@desk.example"]',
)


def recipients(config: Config, *, public: bool) -> tuple[str, ...]:
    """Who gets it by the settings, `to` or `public_to`; empty where they don't say."""
    value = config.values.get("public_to" if public else "to", ())
    return (value,) if isinstance(value, str) else tuple(value)


def make_message(delivery: Delivery, config: Config, now: datetime, *, draft: bool = False) -> bytes:
    """An RFC 5322 message in 7-bit lines that end in CRLF. `draft`: mail programs open it to be sent. No two are the same.

    Raises ValueError for what no caller may hand over: a line break in the subject, or a name that can't stand in quotes.
    """
    message = EmailMessage(policy=_BODIES)
    message.set_content(delivery.text, cte="quoted-printable")
    message.add_alternative(delivery.html, subtype="html", cte="quoted-printable")
    for file in delivery.attachments:
        name = file.name.replace("~", "_")
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a name for an attachment: {file.name!r}")
        main, sub = file.media_type.split("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=name, params={"name": name})
    header = "".join(f"{line}\r\n" for line in _header(delivery, config, now, draft=draft))
    return header.encode("ascii") + message.as_bytes(policy=_FIELDS)


def kept(delivery: Delivery, message: bytes) -> NewFile:
    """A message as a file, named as its first attachment is."""
    return NewFile(f"{Path(delivery.attachments[0].name).stem}.eml", message, issued)


def issued(message: bytes) -> date | None:
    """The issue date of the sheets in a kept message, None if it can't be told."""
    found = _ISSUED.search(message)
    try:
        return date.fromisoformat(found[1].decode()) if found else None
    except ValueError:
        return None


def attachments(message: bytes) -> tuple[Attachment, ...]:
    """The files in a message's bytes, in their order; none in what is no message, and none that is damaged."""
    try:
        return tuple(_files(message))
    except _DAMAGED:
        return ()


def _header(delivery: Delivery, config: Config, now: datetime, *, draft: bool) -> Iterator[str]:
    sender = config.values.get("from", "")
    yield from _subject(config.marker.replace("{ticket}", delivery.ticket), delivery.subject)
    if sender:
        yield f"From: {sender}"
    if to := recipients(config, public=delivery.public):
        yield "To: " + ",\r\n ".join(to)
    yield f"Date: {format_datetime(now)}"
    yield f"Message-ID: {make_msgid(domain=sender.rpartition('@')[2] or NO_HOST)}"
    yield f"Content-Language: {', '.join(delivery.languages)}"
    yield "X-Sheetgen-Number: " + ",\r\n ".join(delivery.numbers)
    yield f"X-Sheetgen-Issued: {delivery.issued}"
    yield f"{PUBLIC}: {'yes' if delivery.public else 'no'}"
    if draft:
        yield f"{DRAFT}: 1"


def _subject(marker: str, subject: str) -> Iterator[str]:
    """The marker stands whole and as it is on the first line, since desks look for it there; encoded words follow (RFC 2047)."""
    if not (marker.isascii() and f"{marker}{subject}".isprintable()):
        raise ValueError(f"not a subject: {marker!r} {subject!r}")
    first = f"Subject: {marker}"
    charset = "us-ascii" if subject.isascii() and "=?" not in subject else "utf-8"
    words = Header(subject, charset, maxlinelen=_LINE, header_name=first).encode(linesep="\r\n")
    yield f"{first}{words}" if words.startswith("\r\n") else f"{first} {words}"


def _files(message: bytes) -> Iterator[Attachment]:
    for part in email.message_from_bytes(message).walk():
        name, data = part.get_filename(), part.get_payload(decode=True)
        if name and isinstance(data, bytes):
            yield Attachment(name, part.get_content_type(), data)
