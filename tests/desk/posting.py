"""A desk that is reached by mail, and what it says where it fails."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from sheetgen.desk import Delivery, Receipt
from sheetgen.desk.config import Config
from sheetgen.desk.secret import Secret
from sheetgen.desk.smtp import SmtpDesk
from sheetgen.errors import Failed
from tests.desk.mails import DELIVERY
from tests.rigs.certs import Authority

PARTNER = "partner@firma.example"
PASSWORD = "scripted password"


def made(
    url: str,
    authority: Authority,
    *,
    timeout: float = 20,
    secret: str = PASSWORD,
    marker: str = "[desk.example #{ticket}]",
    **values: object,
) -> SmtpDesk:
    """A desk with these settings; sends to PARTNER as sheets@platform.example if not told otherwise."""
    told = {"url": url, "from": "sheets@platform.example", "to": PARTNER, "user": "sheets", "ca_file": str(authority.ca), **values}
    return SmtpDesk(Config("mail", told, marker=marker, timeout=timeout, secret=Secret(secret)))


def message(receipt: Receipt) -> EmailMessage:
    """The message that was kept."""
    return email.message_from_bytes(receipt.files[0].data, policy=email.policy.default)


def failed(desk: SmtpDesk, delivery: Delivery = DELIVERY) -> Failed:
    """What is said where it can't be sent: one line, and what to do next; never the password."""
    with pytest.raises(Failed) as caught:
        desk.put(delivery)
    told = f"{caught.value.message} {caught.value.hint}"
    assert desk.config.secret.value not in told
    assert len(told.splitlines()) == 1
    assert caught.value.hint
    return caught.value
