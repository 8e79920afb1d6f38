"""The desk kind `znuny`, against a real Znuny 6.5."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

import pytest

from sheetgen.desk import Attachment, Delivery, Finding, Recipient
from sheetgen.desk.config import Config
from sheetgen.desk.proof import deliver
from sheetgen.desk.secret import Secret
from sheetgen.desk.znuny import ZnunyDesk
from sheetgen.errors import Failed
from tests.rigs.certs import Authority, Kind
from tests.rigs.faults import FAULTS
from tests.rigs.proxy import Proxy, When, http_proxy
from tests.rigs.znuny import CONSOLE, Ticket, Znuny, article

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 200 + b"\r\n.\r\n%%EOF"
NAME = "tls-kommunikation_firma.de_4711.pdf"
LARGEST = 1_000_000
"""Bytes that the other web service takes."""
CUSTOMER = "kundin@kunde.example"
TEXT = "Guten Tag,\n\nδοκιμή: das Datenblatt „TLS-Kommunikation“ liegt bei.\n\n-- \nÜber 50 % größer als <b>&amp;"


def desk(znuny: Znuny, user: str = "sheetgen", *, url: str = "", password: str | None = None, **values: Any) -> ZnunyDesk:
    """It, as an agent."""
    secret = Secret(znuny.password if password is None else password)
    return ZnunyDesk(Config("help", {"url": url or znuny.url, "user": user, **values}, timeout=20, secret=secret))


def through(znuny: Znuny, proxy: Proxy, scheme: str = "http") -> str:
    """The web service's address by way of a proxy."""
    return f"{scheme}://127.0.0.1:{proxy.port}{znuny.base}"


def delivery(number: str, *, public: bool = False, data: bytes = PDF, name: str = NAME) -> Delivery:
    """One message with one PDF."""
    attachment = Attachment(name, "application/pdf", data)
    return Delivery(number, public, "Datenblatt für @firma.de", TEXT, "<p>", (attachment,), ("A1-B2",), "2026-11-25")


def put(znuny: Znuny, number: str, user: str = "sheetgen", **values: Any) -> None:
    """Deliver and prove."""
    one = desk(znuny, user, **values)
    deliver(one, delivery(number), one.look(number))


PERL = "use lib qw(. Kernel/cpan-lib); use Kernel::System::ObjectManager; local $Kernel::OM = Kernel::System::ObjectManager->new; "
MERGE = "$Kernel::OM->Get('Kernel::System::Ticket')->TicketMerge(MergeTicketID => $ARGV[0], MainTicketID => $ARGV[1], UserID => 1) or die"
ALLOW = """my $user = $Kernel::OM->Get('Kernel::System::User')->UserLookup(UserLogin => shift);
my $group = $Kernel::OM->Get('Kernel::System::Group')->GroupLookup(Group => 'users');
$Kernel::OM->Get('Kernel::System::Group')->PermissionGroupUserAdd(
UID => $user, GID => $group, Permission => {map {$_ => 1} @ARGV}, UserID => 1) or die"""
AS_OTRS = CONSOLE[:-1]


def merge(znuny: Znuny, ticket: Ticket, into: Ticket) -> None:
    """As an agent would: Znuny's REST has no such operation."""
    znuny.rig.run(*AS_OTRS, "perl", "-e", PERL + MERGE, str(ticket.id), str(into.id))


def allow(znuny: Znuny, user: str, *rights: str) -> None:
    """As its administrator would; its console can't give the right `note`."""
    znuny.rig.run(*AS_OTRS, "perl", "-e", PERL + ALLOW, user, *rights)


def service(znuny: Znuny, routes: Mapping[str, str]) -> str:
    """Have another web service with these routes for operations: its address."""
    mapping = {name: {"RequestMethod": [route.split()[0]], "Route": route.split()[1]} for name, route in routes.items()}
    transport = {"Type": "HTTP::REST", "Config": {"MaxLength": str(LARGEST), "KeepAlive": "", "RouteOperationMapping": mapping}}
    operations = {name: {"Type": f"Ticket::{name}", "MappingInbound": {}, "MappingOutbound": {}} for name in routes}
    config = {
        "Debugger": {"DebugThreshold": "error", "TestMode": "0"},
        "Provider": {"Operation": operations, "Transport": transport},
        "Requester": {"Transport": {"Type": ""}},
        "RemoteSystem": "",
    }
    znuny.rig.run("tee", "/tmp/other.yml", stdin=json.dumps(config).encode())
    znuny.rig.run(*CONSOLE, "Admin::WebService::Add", "--name", "Other", "--source-path", "/tmp/other.yml")
    return f"{znuny.url.rpartition('/')[0]}/Other"


def written(znuny: Znuny) -> bytes:
    """How many rows its database has of what a client can leave."""
    count = "; ".join(f"SELECT count(*) FROM {table}" for table in ("ticket", "article", "ticket_history", "sessions"))
    return znuny.rig.run(*AS_OTRS, "/usr/lib/postgresql/15/bin/psql", "-tc", count, "otrs")


def test_a_file_arrives_and_is_proven(znuny: Znuny) -> None:
    """An internal article of the agent with the text as it was, and with the file: name, size and bytes."""
    ticket = znuny.ticket(CUSTOMER)
    one = desk(znuny)
    receipt = deliver(one, delivery(ticket.number), one.look(ticket.number))
    article = znuny.articles(ticket)[-1]
    assert receipt.said == f"article {article['ArticleID']} on ticket {ticket.number}"
    assert (article["IsVisibleForCustomer"], article["SenderType"], article["MimeType"]) == (0, "agent", "text/plain")
    assert article["Charset"] == "utf-8"
    assert (article["Subject"], article["Body"].strip()) == ("Datenblatt für @firma.de", TEXT)
    (held,) = one.look(ticket.number).held
    assert (held.name, held.size, held.public) == (NAME, len(PDF), False)
    assert desk(znuny).fetch(held) == PDF


def test_a_public_article_is_for_the_portal(znuny: Znuny) -> None:
    """What is public is marked as the customer's to see, and Znuny mails it to nobody."""
    ticket = znuny.ticket(CUSTOMER)
    one = desk(znuny)
    one.put(delivery(ticket.number, public=True))
    assert znuny.articles(ticket)[-1]["IsVisibleForCustomer"] == 1
    assert znuny.sent(ticket) == []
    one.put(delivery(ticket.number))
    assert [held.public for held in one.look(ticket.number).held] == [True, False]


def test_what_a_look_tells(znuny: Znuny) -> None:
    """Title, state and the customer, by address where the customer's login is one."""
    ticket = znuny.ticket(CUSTOMER, subject="Größe & mehr")
    seen = desk(znuny).look(ticket.number)
    assert (seen.number, seen.subject, seen.state, seen.held) == (ticket.number, "Größe & mehr", "new", ())
    assert seen.recipients == (Recipient("requestor", CUSTOMER, CUSTOMER),)


def test_only_peoples_files_are_held(znuny: Znuny) -> None:
    """Of a mail in text and HTML with two files, the files alone are held: not the body that Znuny keeps as `file-2`."""
    mail = EmailMessage()
    ticket = znuny.ticket(CUSTOMER)
    mail["From"], mail["To"], mail["Subject"] = CUSTOMER, "desk@desk.example", f"[Ticket#{ticket.number}] Rückfrage"
    mail.set_content("Guten Tag\n")
    mail.add_alternative("<p>Guten <b>Tag</b></p>", subtype="html")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="Übersicht.pdf")
    mail.add_attachment("<p>ein Bericht</p>", subtype="html", filename="bericht.html")
    znuny.feed(mail.as_bytes())
    one = desk(znuny)
    held = {file.name: file for file in one.look(ticket.number).held}
    assert set(held) == {"Übersicht.pdf", "bericht.html"}
    assert one.fetch(held["Übersicht.pdf"]) == PDF


def test_a_new_file_comes_without_the_old_ones(znuny: Znuny) -> None:
    """A ticket's bytes are not all read for one file: a look has none, and a new file comes alone; an old one is found, too."""
    ticket = znuny.ticket(CUSTOMER)
    desk(znuny).put(delivery(ticket.number, data=PDF * 20, name="alt.pdf"))
    for _ in range(9):
        znuny.ask("POST", "/TicketUpdate", {"TicketID": ticket.id, "Article": article("Notiz")})
    with http_proxy(znuny.port) as proxy:
        one = desk(znuny, url=through(znuny, proxy))
        deliver(one, delivery(ticket.number), one.look(ticket.number))
        assert sum(len(answer.body) for answer in proxy.answers) < 2 * len(PDF)
        old = next(file for file in one.look(ticket.number).held if file.name == "alt.pdf")
        assert one.fetch(old) == PDF * 20
        asked = len(proxy.seen)
        one.fetch(old)
    assert len(proxy.seen) == asked


@pytest.mark.parametrize("user", ["onlooker", "sheetgen"])
def test_no_ticket_of_that_number(znuny: Znuny, user: str) -> None:
    """Unknown: the number is not guessed from what is like it, nor is the TicketID taken for one."""
    ticket = znuny.ticket(CUSTOMER)
    for number in (str(ticket.id), ticket.number[:-1], "9" * 16):
        with pytest.raises(Failed) as failed:
            desk(znuny, user).look(number)
        assert failed.value.message == f"127.0.0.1 has no ticket {number}, or {user} has no right to see it"
        assert "not the TicketID" in failed.value.hint


def test_no_right_to_see(znuny: Znuny) -> None:
    """A ticket in a queue that is not the agent's is as an unknown one: Znuny does not tell them apart."""
    ticket = znuny.ticket(CUSTOMER)
    with pytest.raises(Failed, match=f"no ticket {ticket.number}, or outsider has no right to see it"):
        desk(znuny, "outsider").look(ticket.number)


def test_no_right_to_write(znuny: Znuny) -> None:
    """Who may see and not write is told which right is missing, and that nothing is on the ticket."""
    ticket = znuny.ticket(CUSTOMER)
    with pytest.raises(Failed) as failed:
        put(znuny, ticket.number, "onlooker")
    no_right = "127.0.0.1: the login onlooker has no right to write on this ticket"
    assert failed.value.message == f"{no_right}; ticket {ticket.number} holds nothing new"
    assert "`note`" in failed.value.hint
    assert len(znuny.articles(ticket)) == 1


def test_the_two_rights_that_are_needed(znuny: Znuny) -> None:
    """With `ro` and `note`, and no others, all works."""
    ticket = znuny.ticket(CUSTOMER)
    allow(znuny, "outsider", "ro", "note")
    try:
        put(znuny, ticket.number, "outsider")
    finally:
        allow(znuny, "outsider")
    assert len(znuny.articles(ticket)) == 2


def test_a_merged_ticket(znuny: Znuny) -> None:
    """It is told into which, by the number that agents see."""
    gone, main = znuny.ticket(CUSTOMER), znuny.ticket(CUSTOMER)
    merge(znuny, gone, main)
    with pytest.raises(Failed, match=f"ticket {gone.number} was merged into {main.number}") as failed:
        desk(znuny).look(gone.number)
    assert failed.value.hint == f"use --ticket {main.number}"
    with pytest.raises(Failed, match=f"ticket {gone.number} was merged into another"):
        desk(znuny, routes={"history": "GET /Nowhere"}).look(gone.number)


@pytest.mark.parametrize(("user", "password"), [("sheetgen", "guessed wrong"), ("nobody", "guessed wrong")])
def test_a_wrong_login(znuny: Znuny, user: str, password: str) -> None:
    """It is told in a sentence, without the password."""
    with pytest.raises(Failed) as failed:
        desk(znuny, user, password=password).look("4711")
    assert failed.value.message == f"127.0.0.1: the login {user} is refused: its name or its password is wrong"
    assert password not in "".join(traceback.format_exception(failed.value))


def test_the_password_is_in_no_address_and_no_body(znuny: Znuny) -> None:
    """It goes in a header of its own alone, and no session is left open."""
    ticket = znuny.ticket(CUSTOMER)
    with http_proxy(znuny.port) as proxy:
        one = desk(znuny, url=through(znuny, proxy))
        deliver(one, delivery(ticket.number), one.look(ticket.number))
        list(one.check())
    secret = znuny.password.encode()
    assert len(proxy.seen) > 5
    for request in proxy.seen:
        assert [line.split(b":")[0] for line in request.head.split(b"\r\n") if secret in line] == [b"X-OTRS-Header-Password"]
        assert secret not in request.body
        assert "Session" not in request.line


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("Znuny's file dropped", f"{NAME} is not among its new files"),
        ("file shorter", f"{NAME} has {len(PDF) - 1} bytes there"),
        ("file altered", f"the bytes of {NAME} are others than were sent"),
    ],
)
def test_a_success_without_the_file(znuny: Znuny, fault: str, complaint: str) -> None:
    """Znuny answers with success, and the file is missing, shorter or another: no success."""
    ticket = znuny.ticket(CUSTOMER)
    with http_proxy(znuny.port, FAULTS[fault], When("POST")) as proxy, pytest.raises(Failed) as failed:
        put(znuny, ticket.number, url=through(znuny, proxy))
    assert failed.value.message.startswith(f"the desk answered “article {znuny.articles(ticket)[-1]['ArticleID']} on ticket")
    assert complaint in failed.value.message


@pytest.mark.parametrize("path", ["/Ticket?", "/Ticket/", "/TicketUpdate"])
@pytest.mark.parametrize("fault", ["200, other JSON", "200, HTML", "404", "500, empty"])
def test_answers_that_are_no_znunys(znuny: Znuny, path: str, fault: str) -> None:
    """Each is a failure with something to do next, whichever operation it comes from, and nothing new is on the ticket."""
    ticket = znuny.ticket(CUSTOMER)
    when = When(path=znuny.base + path)
    with http_proxy(znuny.port, FAULTS[fault], when) as proxy, pytest.raises(Failed) as failed:
        put(znuny, ticket.number, url=through(znuny, proxy))
    assert failed.value.hint
    assert fault != "404" or "answers 404 to" in failed.value.message
    assert len(znuny.articles(ticket)) == 1


def test_a_lost_answer_is_looked_after(znuny: Znuny) -> None:
    """The answer to the upload is lost, the ticket holds the file: that is a success, and it was sent once."""
    ticket = znuny.ticket(CUSTOMER)
    with http_proxy(znuny.port, FAULTS["done, closed"], When("POST")) as proxy:
        put(znuny, ticket.number, url=through(znuny, proxy))
    assert sum(line.startswith("POST") for line in proxy.lines()) == 1
    assert len(znuny.articles(ticket)) == 2


def test_other_routes(znuny: Znuny) -> None:
    """Other routes and methods that the administrator chose are set as Znuny shows them, and all works; what is too large is told."""
    ticket = znuny.ticket(CUSTOMER)
    routes = {"search": "POST /Find", "get": "POST /Show/:TicketID", "update": "PATCH /Ticket/:TicketID"}
    url = service(znuny, {"TicketSearch": routes["search"], "TicketGet": routes["get"], "TicketUpdate": routes["update"]})
    put(znuny, ticket.number, url=url, routes=routes)
    assert [finding.what for finding in desk(znuny, url=url, routes=routes).check() if finding.mend] == []
    with pytest.raises(Failed) as failed:
        desk(znuny, url=url, routes=routes).put(delivery(ticket.number, data=b"0" * LARGEST))
    assert failed.value.message == "127.0.0.1 answers 413: what was sent is too large for it"


# ---- doctor


def found(one: ZnunyDesk) -> dict[str, Finding]:
    """What `check` finds."""
    return {finding.what: finding for finding in one.check()}


def test_doctor_finds_all_well(znuny: Znuny, authority: Authority) -> None:
    """By TLS: address, certificate, login, what is read, and what can't be told; and nothing was written."""
    ticket = znuny.ticket(CUSTOMER)
    before = written(znuny)
    with http_proxy(znuny.port, tls=authority.server()) as proxy:
        findings = found(desk(znuny, url=through(znuny, proxy, "https"), ca_file=str(authority.ca)))
    assert list(findings) == ["address", "certificate", "login", "reading", "writing"]
    assert not [finding for finding in findings.values() if finding.mend]
    assert ticket.number in findings["reading"].found
    assert written(znuny) == before


@pytest.mark.parametrize(
    ("user", "values", "last", "mend"),
    [
        ("sheetgen", {"password": "guessed wrong"}, "login", "correct user or the password"),
        ("outsider", {}, "reading", "`ro`"),
        ("sheetgen", {"routes": {"search": "GET /Nowhere"}}, "login", "routes.search"),
        ("sheetgen", {"routes": {"get": "GET /Nowhere/:TicketID"}}, "reading", "routes.get"),
        ("sheetgen", {"routes": {"update": "POST /Nowhere"}}, "writing", "routes.update"),
        ("sheetgen", {"routes": {"update": "POST /Ticket"}}, "writing", "routes.update"),
    ],
)
def test_doctor_finds_what_is_wrong(znuny: Znuny, user: str, values: Mapping[str, Any], last: str, mend: str) -> None:
    """The first thing that is wrong is the last that is told, with what mends it."""
    znuny.ticket(CUSTOMER)
    findings = found(desk(znuny, user, **values))
    assert list(findings)[-1] == last
    assert mend in findings[last].mend
    assert [what for what, finding in findings.items() if finding.mend] == [last]


def test_doctor_and_a_wrong_certificate(znuny: Znuny, authority: Authority) -> None:
    """It is told, and no login is sent."""
    with http_proxy(znuny.port, tls=authority.server(Kind.WRONG_NAME)) as proxy:
        findings = found(desk(znuny, url=through(znuny, proxy, "https"), ca_file=str(authority.ca)))
    assert list(findings) == ["address"]
    assert "another" in findings["address"].found
    assert proxy.seen == []
