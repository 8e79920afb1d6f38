"""One delivery, and the proof of it: what the ticket holds afterwards, read back and compared name by name, byte by byte."""

from __future__ import annotations

from collections.abc import Sequence

from sheetgen.desk import Attachment, Delivery, Desk, Held, Receipt, Ticket, Unanswered
from sheetgen.errors import Failed, printable

MOST_NAMED = 10
_LOOK = "look at the ticket, then run the same command again: it puts nothing on a ticket twice"


def deliver(desk: Desk, delivery: Delivery, before: Ticket) -> Receipt:
    """Put it on its ticket, and read it back where the desk can be read. Raises Failed, which says what the ticket holds now.

    `before`: the ticket as it was. An answer of success proves nothing: RT and Znuny gave it and dropped the file.
    """
    try:
        receipt = desk.put(delivery)
    except Unanswered as lost:
        if not desk.reads:
            raise
        return _proven_after_all(desk, delivery, before, lost)
    except Failed as failed:
        if not desk.reads:
            raise
        raise Failed(f"{failed.message}; {_holds_now(desk, before)}", failed.hint) from failed
    if desk.reads:
        _prove(desk, delivery, before, receipt.said)
    return receipt


def _proven_after_all(desk: Desk, delivery: Delivery, before: Ticket, lost: Unanswered) -> Receipt:
    """The answer is lost, and the ticket itself tells."""
    try:
        after = desk.look(delivery.ticket)
        missing = _missing(desk, delivery.attachments, _new(before, after))
    except Failed as unseen:
        message = f"{lost.message}; whether ticket {delivery.ticket} holds it can't be told: {unseen.message}"
        raise Failed(message, _LOOK) from lost
    if missing:
        raise Failed(f"{lost.message}; {_listed(before, after)}", lost.hint) from lost
    return Receipt(f"its answer was lost ({lost.message}), but the ticket holds all")


def _prove(desk: Desk, delivery: Delivery, before: Ticket, said: str) -> None:
    answered = f"the desk answered “{said}”"
    try:
        after = desk.look(delivery.ticket)
        missing = _missing(desk, delivery.attachments, _new(before, after))
    except Failed as unseen:
        raise Failed(f"{answered}, but ticket {delivery.ticket} can't be read back: {unseen.message}", _LOOK) from unseen
    if missing:
        hint = "attach it by hand, and ask the desk's administrator whether there is a limit on the size of files"
        raise Failed(f"{answered}, but {'; '.join(missing)}; {_listed(before, after)}", hint)


def _new(before: Ticket, after: Ticket) -> tuple[Held, ...]:
    known = {held.key for held in before.held}
    return tuple(held for held in after.held if held.key not in known)


def _missing(desk: Desk, attachments: Sequence[Attachment], new: Sequence[Held]) -> tuple[str, ...]:
    """What is wrong with each file that did not arrive as it was sent."""
    return tuple(fault for attachment in attachments if (fault := _fault(desk, attachment, new)))


def _fault(desk: Desk, sent: Attachment, new: Sequence[Held]) -> str:
    named = [held for held in new if held.name == sent.name]
    if not named:
        return f"{sent.name} is not among its new files"
    if all(held.size not in {None, len(sent.data)} for held in named):
        return f"{sent.name} has {named[0].size} bytes there, and {len(sent.data)} were sent"
    if not any(desk.fetch(held) == sent.data for held in named):
        return f"the bytes of {sent.name} are others than were sent"
    return ""


def _holds_now(desk: Desk, before: Ticket) -> str:
    try:
        return _listed(before, desk.look(before.number))
    except Failed as unseen:
        return f"what the ticket holds now can't be told: {unseen.message}"


def _listed(before: Ticket, after: Ticket) -> str:
    new = _new(before, after)
    if not new:
        return f"ticket {printable(after.number)} holds nothing new"
    names = ", ".join(f"{printable(held.name)} ({held.size} bytes)" for held in new[:MOST_NAMED])
    return f"new on ticket {printable(after.number)}: {names}{' and more' if len(new) > MOST_NAMED else ''}"
