"""What `sheetgen ticket` does once its call is read: look, doubt, make, ask, put, prove, keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from sheetgen.cli import output
from sheetgen.cli.asked import both_forms
from sheetgen.cli.report import say, settle
from sheetgen.desk import Ticket, doubts
from sheetgen.desk.compose import Composed, Part, compose
from sheetgen.desk.issued import Issued, replaced, same, sheets_among
from sheetgen.desk.kept import sheets_kept
from sheetgen.desk.opened import Opened
from sheetgen.desk.proof import deliver
from sheetgen.documents.names import folder
from sheetgen.errors import Failed, printable
from sheetgen.facts.known import Source
from sheetgen.facts.load import Loaded
from sheetgen.files import NewFile, try_writing, write_set
from sheetgen.prepare import sheet_of
from sheetgen.render import Plan
from sheetgen.request import Request
from sheetgen.verify import verify


@dataclass(frozen=True, slots=True)
class Call:
    """The options of one call, read."""

    plan: Plan
    opened: Opened
    number: str
    public: bool
    again: bool
    yes: bool
    accept: frozenset[str]
    out: Path


def attach(call: Call, source: Source, requests: tuple[Request, ...]) -> None:
    """Look, doubt, make, ask, put, prove, keep: in this order, so that what fails leaves nothing behind."""
    desk = call.opened.desk
    output.conceal(call.opened.secret)
    before = desk.look(call.number)
    _say_ticket(before)
    issued = _issued(call, before)
    found = list(doubts.after_looking(before, issued, requests, public=call.public, reads=desk.reads or not desk.sends))
    settle(found, accept=call.accept, strict=False)
    parts = _to_put(call, source.loaded, requests, issued)
    if not parts:
        return
    composed = compose(source, parts, call.plan, ticket=call.number, public=call.public)
    room = 2 * sum(len(file.data) for file in composed.delivery.attachments)  # in a message they take a third more
    try_writing(call.out, folder(parts[0].request), room)
    if call.public and desk.sends:
        _ask(call, before, parts)
    with _interruption_told(call):
        receipt = deliver(desk, composed.delivery, before)
        paths = _keep(call, composed, receipt.files)
    _say_done(call, composed, receipt.said)
    for path in paths:
        output.line(str(path))


@contextmanager
def _interruption_told(call: Call) -> Iterator[None]:
    """Who ends the run while something is under way is told that it may have arrived."""
    desk = call.opened.desk
    again = "look at it before you run this again" if not desk.reads else "run this again: it puts nothing on a ticket twice"
    told = f"interrupted; it may be on ticket {call.number} by now: {again}"
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(told if desk.sends else "") from None
    except SystemExit:
        if desk.sends:
            say(told)
        raise


def _say_ticket(ticket: Ticket) -> None:
    if ticket.subject or ticket.state:
        say(f"ticket {printable(ticket.number)} “{printable(ticket.subject)}”, {printable(ticket.state)}")


def _issued(call: Call, before: Ticket) -> tuple[Issued, ...]:
    """The sheets on the ticket; of a desk that can't be read, those in the messages that were kept."""
    desk = call.opened.desk
    if desk.reads:
        return sheets_among(before.held, desk.fetch)
    return sheets_kept(call.out, call.number, drafts=not desk.sends)


def _to_put(call: Call, loaded: Loaded, requests: Sequence[Request], issued: Sequence[Issued]) -> tuple[Part, ...]:
    """The sheets that the ticket does not hold yet, each with the one that it replaces."""
    parts: list[Part] = []
    for request in requests:
        number = sheet_of(loaded, request, call.plan.issued).number
        there = [one for lang in call.plan.languages if (one := same(issued, request, number, lang, public=call.public))]
        whole = len(there) == len(call.plan.languages) and all(
            verify(one.data, loaded, call.plan.templates).word == "current" for one in there
        )
        if whole and not call.again:
            _say_already(call, request, there)
        else:
            parts.append(Part(request, number, replaced(issued, request, number)))
    return tuple(parts)


def _say_already(call: Call, request: Request, there: Sequence[Issued]) -> None:
    """That a sheet is there already; of a kept message, its path."""
    claim = there[-1].claim
    where = f"ticket {call.number} already holds" if call.opened.desk.reads else "there is already a message with"
    what = f"this sheet for {both_forms(request.domain)}: number {claim.number}, of {claim.issued}"
    say(f"{where} {what}; --again puts it there anyway")
    for path in dict.fromkeys(one.message for one in there if one.message):
        output.line(path)


def _ask(call: Call, ticket: Ticket, parts: Sequence[Part]) -> None:
    """Show who will receive it, with both domains, and go on only with a yes."""
    requested = ", ".join(both_forms(part.request.domain) for part in parts)
    customers = ", ".join(both_forms(customer) for customer in parts[0].request.customers) or "none"
    who = ", ".join(doubts.shown(recipient) for recipient in ticket.recipients) or "whoever the desk sends it to"
    say(f"public: {who} will receive the sheet for {requested}, customer {customers}")
    if not call.yes and not click.confirm("Send it?", err=True):
        raise Failed("nothing was put on the ticket, as you said")


def _say_done(call: Call, composed: Composed, said: str) -> None:
    files = composed.delivery.attachments
    size = sum(len(file.data) for file in files)
    what = f"{len(files)} file{'s' if len(files) > 1 else ''}, {size} bytes"
    if call.opened.desk.reads:
        audience = "public" if call.public else "internal"
        say(f"on ticket {call.number} ({call.opened.name}, {audience}): {what}, read back and the same; {said}")
    else:
        say(f"{said}; {what}")


def _keep(call: Call, composed: Composed, files: tuple[NewFile, ...]) -> tuple[Path, ...]:
    """What was put there, in the folders of the sheets; a message beside the first."""
    paths: list[Path] = []
    for i, (request, documents) in enumerate(composed.documents):
        new = [NewFile(document.name, document.data, document.kind.issued) for document in documents]
        try:
            paths += write_set(call.out, folder(request), [*new, *(files if i == 0 else ())])
        except Failed as failed:
            raise Failed(f"{_done_in_spite(call)}{failed.message}", failed.hint) from failed
    return tuple(paths)


def _done_in_spite(call: Call) -> str:
    """What was done before a copy could not be kept."""
    desk = call.opened.desk
    if desk.reads:
        return f"it is on ticket {call.number}, but no copy could be kept: "
    return "it was sent, and running this again would send it twice; but no copy could be kept: " if desk.sends else ""
