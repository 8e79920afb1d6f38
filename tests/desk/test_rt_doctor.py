"""What `doctor` tells of an RT."""

from __future__ import annotations

import pytest

from sheetgen.desk import Finding
from sheetgen.desk.rt import RtDesk
from tests.desk.rts import desk, through, without
from tests.rigs.certs import Authority, Kind
from tests.rigs.proxy import http_proxy
from tests.rigs.rt import Rt


def found(one: RtDesk) -> dict[str, Finding]:
    """What `check` finds."""
    return {finding.what: finding for finding in one.check()}


def test_doctor_finds_all_well(rt: Rt, authority: Authority) -> None:
    """By TLS: address, certificate, who the login is, queues, a ticket, both ways to write; and it only read."""
    ticket = rt.ticket()
    with http_proxy(rt.port, tls=authority.server()) as proxy:
        findings = found(desk(rt, url=through(proxy, "https"), ca_file=str(authority.ca)))
    assert list(findings) == ["address", "certificate", "login", "queues", "tickets", "internal", "public"]
    assert not [finding for finding in findings.values() if finding.mend]
    assert findings["login"].found.startswith("sheetgen, Request Tracker 5.")
    assert findings["queues"].found == "Customers, General"
    assert findings["tickets"].found == f"ticket {ticket} can be read"
    assert {line.split()[0] for line in proxy.lines()} == {"GET"}


@pytest.mark.parametrize(
    ("user", "wrong"),
    [
        ("revoked", {"login": "make a new one"}),
        ("outsider", {"queues": "SeeQueue"}),
        ("onlooker", {"internal": "CommentOnTicket", "public": "ReplyToTicket"}),
        ("commenter", {"public": "ReplyToTicket"}),
    ],
)
def test_doctor_finds_what_is_wrong(rt: Rt, user: str, wrong: dict[str, str]) -> None:
    """What is wrong has what mends it, and nothing is told after it that stands on it."""
    rt.ticket()
    findings = found(desk(rt, user))
    assert list(findings)[-1] == list(wrong)[-1]
    assert {what: finding.mend for what, finding in findings.items() if finding.mend}.keys() == wrong.keys()
    for what, mend in wrong.items():
        assert mend in findings[what].mend


def test_doctor_and_tickets_that_cannot_be_seen(rt: Rt) -> None:
    """Who sees queues and no ticket is told which right is missing."""
    with without(rt, "commenter", "ShowTicket"):
        findings = found(desk(rt, "commenter"))
    assert list(findings)[-1] == "tickets"
    assert "ShowTicket" in findings["tickets"].mend


def test_doctor_at_another_address(rt: Rt) -> None:
    """An address that is not RT's own is told as such."""
    findings = found(desk(rt, url=f"{rt.url}/REST/2.0"))
    assert list(findings)[-1] == "login"
    assert "url" in findings["login"].mend


@pytest.mark.parametrize("kind", [Kind.WRONG_NAME, Kind.UNKNOWN_CA, Kind.EXPIRED])
def test_doctor_and_a_bad_certificate(rt: Rt, authority: Authority, kind: Kind) -> None:
    """It is told, and no token is sent."""
    with http_proxy(rt.port, tls=authority.server(kind)) as proxy:
        findings = found(desk(rt, url=through(proxy, "https"), ca_file=str(authority.ca)))
    assert list(findings) == ["address"]
    assert "can't be trusted" in findings["address"].found
    assert proxy.seen == []
