"""What `sheetgen ticket` does once its call is read: look, doubt, make, ask, put, prove, keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from sheetgen.cli import output
from sheetgen.cli.asked import both_forms
from sheetgen.cli.report import say, settle
from sheetgen.desk import Ticket, doubts
from sheetgen.desk.compose import Composed, Part, compose
from sheetgen.desk.issued import Issued, replaced, same, sheets_among
from sheetgen.desk.message import kept_files
from sheetgen.desk.opened import Opened
from sheetgen.desk.proof import deliver
from sheetgen.documents.names import file_name, folder
from sheetgen.errors import Failed, printable
from sheetgen.facts.load import Loaded
from sheetgen.files import NewFile, write_set
from sheetgen.render import Plan
from sheetgen.request import Request
from sheetgen.sheet import make_sheet
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

    def kept(self, request: Request) -> Path:
        """Where the message of a desk that can't be read is kept, if this request's sheet is its first."""
        name = file_name(request, self.plan.languages[0], "pdf")
        return self.out.joinpath(*folder(request), name).with_suffix(".eml")


def attach(call: Call, loaded: Loaded, requests: tuple[Request, ...]) -> None:
    """Look, doubt, make, ask, put, prove, keep: in this order, so that what fails leaves nothing behind."""
    desk = call.opened.desk
    before = desk.look(call.number)
    _say_ticket(before)
    issued = _issued(call, before, requests)
    found = list(doubts.after_looking(before, issued, requests, public=call.public, reads=desk.reads or not desk.sends))
    settle(found, accept=call.accept, strict=False)
    parts = _to_put(call, loaded, requests, issued)
    if not parts:
        _print_kept(call, requests)
        return
    composed = compose(loaded, parts, call.plan, ticket=call.number, public=call.public)
    if call.public and desk.sends:
        _ask(call, before, parts)
    receipt = deliver(desk, composed.delivery, before)
    _say_done(call, composed, receipt.said)
    _keep(call, composed, receipt.files)


def _say_ticket(ticket: Ticket) -> None:
    if ticket.subject or ticket.state:
        say(f"ticket {printable(ticket.number)} “{printable(ticket.subject)}”, {printable(ticket.state)}")


def _issued(call: Call, before: Ticket, requests: Sequence[Request]) -> tuple[Issued, ...]:
    """The sheets on the ticket; of a desk that can't be read, those in the messages that were kept."""
    if call.opened.desk.reads:
        return sheets_among(before.held, call.opened.desk.fetch)
    return tuple(issued for request in requests for issued in sheets_among(*kept_files(call.kept(request))))


def _to_put(call: Call, loaded: Loaded, requests: Sequence[Request], issued: Sequence[Issued]) -> tuple[Part, ...]:
    """The sheets that the ticket does not hold yet, each with the one that it replaces."""
    parts: list[Part] = []
    for request in requests:
        number = make_sheet(loaded.platform, request, call.plan.issued).number
        there = [one for lang in call.plan.languages if (one := same(issued, number, lang))]
        whole = len(there) == len(call.plan.languages) and all(
            verify(one.data, loaded, call.plan.templates).word == "current" for one in there
        )
        if whole and not call.again:
            day = there[-1].claim.issued
            where = f"ticket {call.number} already holds" if call.opened.desk.reads else "there is already a message with"
            what = f"this sheet for {both_forms(request.domain)}: number {number}, of {day}"
            say(f"{where} {what}; --again puts it there anyway")
        else:
            parts.append(Part(request, number, replaced(issued, request, number)))
    return tuple(parts)


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


def _keep(call: Call, composed: Composed, files: tuple[NewFile, ...]) -> None:
    """What was put there, in the folders of the sheets; a message beside the first."""
    for i, (request, documents) in enumerate(composed.documents):
        new = [NewFile(document.name, document.data, document.kind.issued) for document in documents]
        try:
            paths = write_set(call.out, folder(request), [*new, *(files if i == 0 else ())])
        except Failed as failed:
            done = "it is on the ticket, but no copy could be kept: " if call.opened.desk.sends else ""
            raise Failed(f"{done}{failed.message}", failed.hint) from failed
        for path in paths:
            output.line(str(path))


def _print_kept(call: Call, requests: Sequence[Request]) -> None:
    if not call.opened.desk.reads:
        for path in filter(Path.exists, map(call.kept, requests)):
            output.line(str(path))
