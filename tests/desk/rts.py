"""RT as a desk, what is put there, and rights that come and go."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sheetgen.desk import Attachment, Delivery, Receipt
from sheetgen.desk.config import Config
from sheetgen.desk.proof import deliver
from sheetgen.desk.rt import RtDesk
from sheetgen.desk.secret import Secret
from sheetgen.errors import Failed
from tests.rigs.proxy import Proxy
from tests.rigs.rt import Rt

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200 + b"\r\n.\r\n%%EOF"
NAME = "tls-kommunikation_firma.de_4711.pdf"
TEXT = "Guten Tag,\n\nδοκιμή: das Datenblatt „TLS-Kommunikation“ liegt bei.\n\n-- \nÜber 50 % größer als <b>&amp;"
REQUESTOR = "max@kunde.example"


def desk(rt: Rt, user: str = "sheetgen", *, url: str = "", **values: Any) -> RtDesk:
    """It, as a user."""
    return RtDesk(Config("help", {"url": url or rt.url, **values}, timeout=20, secret=Secret(rt.tokens[user])))


def through(proxy: Proxy, scheme: str = "http") -> str:
    """RT's address by way of a proxy."""
    return f"{scheme}://127.0.0.1:{proxy.port}"


def delivery(ticket: int | str, *files: Attachment, public: bool = False) -> Delivery:
    """One message, with one PDF if no other files are given."""
    attached = files or (Attachment(NAME, "application/pdf", PDF),)
    return Delivery(str(ticket), public, "Datenblatt für @firma.de", TEXT, "<p>", attached, ("A1-B2",), "2026-11-25")


def put(one: RtDesk, ticket: int, *, public: bool = False) -> Receipt:
    """Deliver and prove."""
    return deliver(one, delivery(ticket, public=public), one.look(str(ticket)))


def failed(call: Any, *arguments: Any, **named: Any) -> Failed:
    """What is said: one line with something to do next, and no token in it, nor in its traceback."""
    with pytest.raises(Failed) as caught:
        call(*arguments, **named)
    line = f"{caught.value.message} | {caught.value.hint}"
    assert caught.value.hint
    assert len(line.splitlines()) == 1
    assert not re.search(r"\b1-[0-9]+-[0-9a-f]{32}", line + "".join(traceback.format_exception(caught.value)))
    return caught.value


RIGHT = """my ($method, $name, $right) = @ARGV; my $user = RT::User->new($su); $user->Load($name);
my ($ok, $why) = $user->PrincipalObj->$method(Right => $right, Object => RT->System); die $why unless $ok"""


@contextmanager
def granted(rt: Rt, user: str, right: str) -> Iterator[None]:
    """With one right more."""
    rt.perl(RIGHT, "GrantRight", user, right)
    try:
        yield
    finally:
        rt.perl(RIGHT, "RevokeRight", user, right)


@contextmanager
def without(rt: Rt, user: str, right: str) -> Iterator[None]:
    """With one right less."""
    rt.perl(RIGHT, "RevokeRight", user, right)
    try:
        yield
    finally:
        rt.perl(RIGHT, "GrantRight", user, right)
