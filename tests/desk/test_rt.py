"""The desk kind `rt`, against a real Request Tracker 5."""

from __future__ import annotations

import dataclasses
import json
from base64 import b64encode

import pytest

from sheetgen.desk import Attachment, Delivery, Receipt, Recipient
from sheetgen.desk.config import Config
from sheetgen.desk.proof import deliver
from sheetgen.desk.rt import KIND, RtDesk
from sheetgen.desk.secret import Secret
from tests.desk.rts import NAME, PDF, REQUESTOR, TEXT, delivery, desk, failed, granted, put, through, without
from tests.rigs.faults import FAULTS
from tests.rigs.proxy import When, http_proxy
from tests.rigs.rt import API, Rt

# ---- what is put


def test_a_comment_arrives_and_is_proven(rt: Rt) -> None:
    """Internal: a comment with the text and the subject as they were, and the file; RT mails nothing."""
    ticket = rt.ticket(REQUESTOR)
    before = len(rt.sent(ticket))
    assert put(desk(rt), ticket).said == "Comments added"
    assert rt.history(ticket)[-1] == "Comment"
    assert rt.files(ticket) == [(NAME, PDF)]
    assert TEXT in {part.content.decode() for part in rt.attachments(ticket) if part.type == "text/plain"}
    assert len(rt.sent(ticket)) == before
    (held,) = desk(rt).look(str(ticket)).held
    assert (held.name, held.size, held.public, desk(rt).fetch(held)) == (NAME, len(PDF), False, PDF)


def test_a_reply_is_mailed_to_those_who_were_told(rt: Rt) -> None:
    """Public: who RT mails the file to is who `look` named, neither more nor fewer; the text is whole, and the subject has the marker."""
    ticket = rt.ticket(REQUESTOR, cc=["info@kunde.example"], queue="Customers")
    one = desk(rt)
    named = {recipient.address for recipient in one.look(str(ticket)).recipients}
    assert put(one, ticket, public=True).said == "Correspondence added"
    assert rt.history(ticket)[-2:] == ["Correspond", "Status"]
    mails = [mail for mail in rt.sent(ticket) if NAME in [part.get_filename() for part in mail.walk()]]
    reached = {address.addr_spec for mail in mails for field in ("To", "Cc") for address in getattr(mail[field], "addresses", ())}
    staff = {"engineer@platform.example"}
    assert reached - staff == named == {REQUESTOR, "info@kunde.example", "management@kunde.example"}
    for mail in mails:
        assert mail["Subject"] == f"[desk.example #{ticket}] Datenblatt für @firma.de"
        assert PDF in [part.get_payload(decode=True) for part in mail.walk()]


def test_several_files_and_one_message(rt: Rt) -> None:
    """All files of a delivery are on one transaction."""
    ticket = rt.ticket()
    files = [Attachment(f"{name}.pdf", "application/pdf", PDF + name.encode()) for name in ("a", "b")]
    one = desk(rt)
    deliver(one, delivery(ticket, *files), one.look(str(ticket)))
    assert rt.files(ticket) == [(file.name, file.data) for file in files]
    assert rt.history(ticket).count("Comment") == 1


@pytest.mark.parametrize(
    ("user", "public", "word", "right"),
    [
        ("onlooker", False, "comment", "CommentOnTicket"),
        ("onlooker", True, "reply", "ReplyToTicket"),
        ("commenter", True, "reply", "ReplyToTicket"),
    ],
)
def test_no_right_to_write(rt: Rt, user: str, word: str, right: str, *, public: bool) -> None:
    """It is told before anything is sent, with the right that is missing."""
    ticket = rt.ticket()
    with http_proxy(rt.port) as proxy:
        said = failed(put, desk(rt, user, url=through(proxy)), ticket, public=public)
    no_right = f"127.0.0.1: this login has no right to {word} on ticket {ticket}; nothing was sent"
    assert said.message == f"{no_right}; ticket {ticket} holds nothing new"
    assert right in said.hint
    assert not [line for line in proxy.lines() if line.startswith("POST")]


def test_comments_that_cannot_be_seen(rt: Rt) -> None:
    """Who may comment and not see comments is told that it can't be proven, and which right is missing: it is no success."""
    ticket = rt.ticket()
    with without(rt, "commenter", "ShowTicketComments"):
        said = failed(put, desk(rt, "commenter"), ticket)
    assert said.message.startswith("127.0.0.1 says “Comments added”, but this login has no right to see that")
    assert "ShowTicketComments" in said.hint
    assert rt.files(ticket) == [(NAME, PDF)]


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ("RT's file dropped", f"{NAME} is not among its new files; ticket {{}} holds nothing new"),
        ("file shorter", f"{NAME} has {len(PDF) - 1} bytes there, and {len(PDF)} were sent"),
        ("file altered", f"the bytes of {NAME} are others than were sent"),
    ],
)
def test_a_success_without_the_file(rt: Rt, fault: str, complaint: str) -> None:
    """RT answers 201 "Comments added", and the file is missing, shorter or another: no success."""
    ticket = rt.ticket()
    with http_proxy(rt.port, FAULTS[fault], When("POST")) as proxy:
        said = failed(put, desk(rt, url=through(proxy)), ticket)
    assert proxy.answers[-1].line.split()[1] == "200"
    assert [answer.line.split()[1] for answer in proxy.answers].count("201") == 1
    assert said.message.startswith(f"the desk answered “Comments added”, but {complaint.format(ticket)}")


LIMITED = """my ($setting, $id) = @ARGV; use MIME::Base64; use MIME::Entity; local $/;
RT->Config->Set(MaxAttachmentSize => 20000); RT->Config->Set($setting => 1);
my $ticket = RT::Ticket->new($su); $ticket->Load($id);
my $mime = MIME::Entity->build(Type => 'multipart/mixed'); $mime->attach(Data => 'anbei');
$mime->attach(Type => 'application/pdf', Filename => 'NAME', Encoding => 'base64', Data => decode_base64(<STDIN>));
my ($ok, $said) = $ticket->Comment(MIMEObj => $mime); die $said unless $ok; print $said;""".replace("NAME", NAME)


class LimitedDesk(RtDesk):
    """Puts by RT's own code with a limit set, not by its web server: that reads its settings once, when it starts."""

    def __init__(self, rt: Rt, setting: str) -> None:
        """A limit of 20,000 bytes, and what RT does with what is longer."""
        super().__init__(Config("help", {"url": rt.url}, timeout=20, secret=Secret(rt.tokens["sheetgen"])))
        self.rt, self.setting = rt, setting

    def put(self, delivery: Delivery) -> Receipt:
        """A comment as RT makes it."""
        return Receipt(self.rt.perl(LIMITED, self.setting, delivery.ticket, stdin=b64encode(delivery.attachments[0].data)))


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ("TruncateLongAttachments", f"the bytes of {NAME} are others than were sent"),
        ("DropLongAttachments", f"{NAME} is not among its new files"),
    ],
)
def test_a_limit_of_rt_that_it_does_not_tell(rt: Rt, setting: str, complaint: str) -> None:
    """Of a file over `MaxAttachmentSize` RT keeps the beginning under the size of the whole, or a note in its place: no success."""
    ticket = rt.ticket()
    said = failed(put, LimitedDesk(rt, setting), ticket)
    assert said.message.startswith("the desk answered “Comments added”, but ")
    assert complaint in said.message
    assert "limit on the size" in said.hint


def test_a_lost_answer_is_looked_after(rt: Rt) -> None:
    """The answer to the upload is lost, the ticket holds the file: that is a success, and it was sent once."""
    ticket = rt.ticket()
    for fault in ("done, closed", "head cut"):
        with http_proxy(rt.port, FAULTS[fault], When("POST")) as proxy:
            assert "but the ticket holds all" in put(desk(rt, url=through(proxy)), ticket).said
        assert sum(line.startswith("POST") for line in proxy.lines()) == 1
    assert [name for name, _ in rt.files(ticket)] == [NAME, NAME]


@pytest.mark.parametrize("path", ["/ticket/{}", "/ticket/{}/attachments", "/queue/", "/users", "/attachment/"])
@pytest.mark.parametrize("fault", ["200, other JSON", "200, HTML", "500, empty"])
def test_answers_that_are_no_rts(rt: Rt, path: str, fault: str) -> None:
    """Each is a failure with something to do next, whichever address it comes from."""
    ticket = rt.ticket(REQUESTOR)
    with http_proxy(rt.port, FAULTS[fault], When("GET", API + path.format(ticket))) as proxy:
        failed(put, desk(rt, url=through(proxy)), ticket)


# ---- what a look tells


def test_what_a_look_tells(rt: Rt) -> None:
    """Subject, status, and who gets what is public: requestors and Cc of the ticket, and its queue's Cc; not the staff's."""
    ticket = rt.ticket(REQUESTOR, "a/b@kunde.example", cc=["info@kunde.example"], queue="Customers", subject="Größe & mehr")
    seen = desk(rt).look(str(ticket))
    assert (seen.number, seen.subject, seen.state, seen.held) == (str(ticket), "Größe & mehr", "new", ())
    assert [(recipient.role, recipient.address) for recipient in seen.recipients] == [
        ("requestor", REQUESTOR),
        ("requestor", "a/b@kunde.example"),
        ("Cc", "info@kunde.example"),
        ("Cc of the queue", "management@kunde.example"),
    ]


WATCH = """my $ticket = RT::Ticket->new($su); $ticket->Load($ARGV[0]); my $id = $ARGV[0];
my $group = RT::Group->new($su); $group->CreateUserDefinedGroup(Name => "Kunden $id");
my $numbered = RT::User->new($su); $numbered->Create(Name => "99$id", EmailAddress => "n$id\\@kunde.example", RealName => 'Max Muster');
my $gone = RT::User->new($su); $gone->Create(Name => "gone$id", EmailAddress => "gone$id\\@kunde.example");
$gone->SetDisabled(1);
for ($group, $numbered, $gone) {
my ($ok, $why) = $ticket->AddWatcher(Type => 'Cc', PrincipalId => $_->PrincipalId); die $why unless $ok }"""


def test_groups_and_users_of_other_names(rt: Rt) -> None:
    """A group, a user whose name is digits and a disabled one are told; the last has no address, since RT mails nothing there."""
    ticket = rt.ticket()
    rt.perl(WATCH, str(ticket))
    group, numbered, gone = desk(rt).look(str(ticket)).recipients
    assert (numbered, gone) == (Recipient("Cc", "Max Muster", f"n{ticket}@kunde.example"), Recipient("Cc", f"gone{ticket}"))
    assert group.name.startswith("group ")
    with granted(rt, "sheetgen", "SeeGroup"):
        assert desk(rt).look(str(ticket)).recipients[0] == Recipient("Cc", f"group Kunden {ticket}")


def test_a_queue_that_cannot_be_seen(rt: Rt) -> None:
    """That its Cc are unknown is told as a recipient without an address, so that nothing public goes out unawares."""
    ticket = rt.ticket(REQUESTOR, queue="Customers")
    with without(rt, "commenter", "SeeQueue"):
        last = desk(rt, "commenter").look(str(ticket)).recipients[-1]
    assert (last.role, last.address) == ("Cc of the queue", "")
    assert last.name.startswith("unknown: ")


def test_more_files_than_a_page(rt: Rt) -> None:
    """All 205 of them are told, each once; RT gives a hundred at most, and says nothing of a next page."""
    ticket = rt.ticket()
    files = [Attachment(f"{number}.pdf", "application/pdf", b"%PDF") for number in range(205)]
    one = desk(rt)
    one.put(delivery(ticket, *files))
    held = one.look(str(ticket)).held
    assert sorted(file.name for file in held) == sorted(file.name for file in files)
    assert len({file.key for file in held}) == 205
    deliver(one, delivery(ticket), one.look(str(ticket)))


@pytest.mark.parametrize(("action", "public"), [("correspond", True), ("comment", False)])
def test_which_files_are_public(rt: Rt, action: str, *, public: bool) -> None:
    """What came by correspondence, ours or by mail, the requestors have; what came by a comment they haven't."""
    ticket = rt.ticket(REQUESTOR)
    one = desk(rt)
    put(one, ticket, public=public)
    put(one, ticket, public=not public)
    rt.feed(with_note(f"[desk.example #{ticket}] Re"), action=action)
    assert [(held.name, held.public) for held in one.look(str(ticket)).held] == [(NAME, public), (NAME, not public), ("notiz.txt", public)]


def test_a_file_that_opened_its_ticket_is_public(rt: Rt) -> None:
    """It came from the requestor."""
    rt.feed(with_note("Neu, mit einer Notiz"))
    newest = rt.ask("GET", "/tickets", query={"query": "Subject = 'Neu, mit einer Notiz'"}).json()["items"][0]["id"]
    assert [held.public for held in desk(rt).look(str(newest)).held] == [True]


def test_whose_files_are_public_after_many_transactions(rt: Rt) -> None:
    """A history of more than a page is read to its end."""
    ticket = rt.ticket(REQUESTOR)
    rt.perl(
        'my $ticket = RT::Ticket->new($su); $ticket->Load($ARGV[0]); for (1 .. 105) { $ticket->SetSubject("TLS $_") }',
        str(ticket),
    )
    one = desk(rt)
    put(one, ticket, public=True)
    assert [held.public for held in one.look(str(ticket)).held] == [True]


def with_note(subject: str) -> bytes:
    """A requestor's mail in HTML with one file."""
    return (
        f"From: {REQUESTOR}\nTo: desk@desk.example\nSubject: {subject}\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Hallo\n"
        '--x\nContent-Type: text/plain; name="notiz.txt"\nContent-Disposition: attachment; filename="notiz.txt"\n\nHallo\n--x--\n'
    ).encode()


def test_texts_are_no_files(rt: Rt) -> None:
    """Of a mail in text and HTML with a file, the file alone is held."""
    ticket = rt.ticket()
    rt.feed(with_note(f"[desk.example #{ticket}] Re"))
    one = desk(rt)
    (held,) = one.look(str(ticket)).held
    assert (held.name, one.fetch(held).strip()) == ("notiz.txt", b"Hallo")


def test_an_unknown_ticket(rt: Rt) -> None:
    """It is told, whatever else the login may see."""
    for user in ("sheetgen", "outsider"):
        assert failed(desk(rt, user).look, "999999").message == "127.0.0.1 has no ticket 999999"
    assert "nothing new" not in failed(desk(rt).put, delivery(999999)).message


def test_no_right_to_see(rt: Rt) -> None:
    """RT tells it apart from an unknown ticket, and so do we."""
    ticket = rt.ticket()
    said = failed(desk(rt, "outsider").look, str(ticket))
    assert said.message == f"127.0.0.1: this login has no right to see ticket {ticket}"


def test_a_merged_ticket(rt: Rt) -> None:
    """It is told into which; RT itself would put the sheet there without a word, so nothing is put."""
    gone, main = rt.ticket(), rt.ticket()
    merged = rt.ask("PUT", f"/ticket/{gone}", json.dumps({"MergeInto": main}).encode(), headers={"Content-Type": "application/json"})
    assert merged.status == 200
    for call in (lambda: desk(rt).look(str(gone)), lambda: desk(rt).put(delivery(gone))):
        said = failed(call)
        assert (said.message, said.hint) == (f"ticket {gone} was merged into {main}", f"use --ticket {main}")
    assert rt.files(main) == []


def test_a_deleted_ticket(rt: Rt) -> None:
    """It can still be read in RT, and nothing is put there."""
    ticket = rt.ticket()
    rt.perl(
        "my $ticket = RT::Ticket->new($su); $ticket->Load($ARGV[0]); my ($ok, $why) = $ticket->Delete; die $why unless $ok", str(ticket)
    )
    assert failed(desk(rt).put, delivery(ticket)).message == f"ticket {ticket} was deleted"


def test_a_file_that_cannot_be_seen(rt: Rt) -> None:
    """It is told by its name, safely."""
    ticket = rt.ticket()
    put(desk(rt), ticket)
    (held,) = desk(rt).look(str(ticket)).held
    said = failed(desk(rt, "outsider").fetch, dataclasses.replace(held, name="x\x1b.pdf"))
    assert said.message == "127.0.0.1: this login has no right to see the file x\\u{1b}.pdf"


@pytest.mark.parametrize(("ticket", "fits"), [("1", True), ("4711", True), ("0", False), ("007", False), ("1a", False), ("٤", False)])
def test_which_tickets_fit(ticket: str, fits: object) -> None:
    """RT's tickets are numbers without zeros before them."""
    assert bool(KIND.ticket.fullmatch(ticket)) is fits


# ---- the token


def test_a_token_that_was_revoked(rt: Rt) -> None:
    """It is told in a sentence, without the token."""
    said = failed(desk(rt, "revoked").look, "1")
    assert said.message == "127.0.0.1 answers 401: the token is wrong, has expired or was revoked"


def test_the_token_is_in_one_header_alone(rt: Rt) -> None:
    """Not in an address, not in a body, whatever is asked."""
    ticket = rt.ticket()
    with http_proxy(rt.port) as proxy:
        one = desk(rt, url=through(proxy))
        put(one, ticket)
        list(one.check())
    token = rt.tokens["sheetgen"].encode()
    assert len(proxy.seen) > 10
    for request in proxy.seen:
        assert [line.split(b":")[0] for line in request.head.split(b"\r\n") if token in line] == [b"Authorization"]
        assert token not in request.body
