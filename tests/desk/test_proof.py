"""A delivery is done when the ticket has been read back, and not before."""

from __future__ import annotations

import pytest

from sheetgen.desk import Attachment, Delivery, Receipt, Unanswered
from sheetgen.desk.proof import deliver
from sheetgen.errors import Failed
from tests.desk.memory import Bend, MemoryDesk

PDF = Attachment("tls-kommunikation_firma.de_de-en.pdf", "application/pdf", b"%PDF-1.7 " + bytes(range(256)))
OLD = Attachment(PDF.name, PDF.media_type, b"%PDF-1.7 of last week")
DELIVERY = Delivery(
    "4711", public=False, subject="TLS", text="t", html="<p>t</p>", attachments=(PDF,), numbers=("1a2b3c4d",), issued="2026-11-24"
)
LOST = Unanswered("desk.example hung up before it had answered", "run it again")


def delivered(desk: MemoryDesk) -> Receipt:
    """The receipt of one delivery."""
    return deliver(desk, DELIVERY, desk.look("4711"))


def failure(desk: MemoryDesk) -> Failed:
    """How one delivery failed."""
    with pytest.raises(Failed) as caught:
        delivered(desk)
    return caught.value


def test_what_arrived_whole_is_done() -> None:
    """One file, the same bytes: the desk's own word is the receipt. An older file of the same name is no obstacle."""
    assert delivered(MemoryDesk(files=[OLD])).said == "comment added"


@pytest.mark.parametrize(
    ("bend", "words"),
    [
        (lambda _: (), "is not among its new files; ticket 4711 holds nothing new"),
        (lambda a: (Attachment(a.name, a.media_type, a.data[:-1]),), "has 264 bytes there, and 265 were sent"),
        (lambda a: (Attachment(a.name, a.media_type, a.data[:-1] + b"x"),), "the bytes of tls-kommunikation_firma.de_de-en.pdf are others"),
        (lambda a: (Attachment("ATT00001", a.media_type, a.data),), "new on ticket 4711: ATT00001 (265 bytes)"),
    ],
)
def test_success_without_the_file_is_a_failure(bend: Bend, words: str) -> None:
    """A desk that says “added” and dropped, cut, changed or renamed the file is found out, and what it holds now is said."""
    failed = failure(MemoryDesk(bend=bend, files=[OLD]))
    assert "the desk answered “comment added”, but" in failed.message
    assert words in failed.message
    assert failed.hint


def test_a_lost_answer_is_no_failure_if_the_file_is_there() -> None:
    """The ticket itself tells: nothing is sent a second time."""
    desk = MemoryDesk(fails=LOST)
    assert "the ticket holds all" in delivered(desk).said
    assert len(desk.deliveries) == 1


def test_a_lost_answer_without_the_file_is_a_failure() -> None:
    """Nothing arrived, and it says so; it is not tried again by itself."""
    desk = MemoryDesk(fails=LOST, bend=lambda _: ())
    assert "hung up before it had answered; ticket 4711 holds nothing new" in failure(desk).message
    assert len(desk.deliveries) == 1


def test_a_desk_that_is_gone_leaves_the_outcome_open() -> None:
    """What can't be told is said to be open, with what to do next."""
    failed = failure(MemoryDesk(fails=LOST, blind=Failed("desk.example port 443 refuses connections")))
    assert "whether ticket 4711 holds it can't be told: desk.example port 443 refuses connections" in failed.message
    assert "run the same command again" in failed.hint


def test_what_cannot_be_read_back_is_not_done() -> None:
    """An answer of success is not believed where the ticket can't be seen afterwards."""
    assert "can't be read back: time-out" in failure(MemoryDesk(blind=Failed("time-out"))).message


def test_a_refusal_says_what_the_desk_holds_now() -> None:
    """After an error the ticket is looked at once more: half of it may have arrived."""
    failed = failure(MemoryDesk(fails=Failed("desk.example answers 500", "run it again later")))
    assert failed.message == f"desk.example answers 500; new on ticket 4711: {PDF.name} (265 bytes)"
    assert failed.hint == "run it again later"


def test_mail_is_believed() -> None:
    """What can't be read is not looked at: its receipt says what was done, and its failure is its own."""
    assert delivered(MemoryDesk(reads=False, bend=lambda _: ())).said == "comment added"
    assert failure(MemoryDesk(reads=False, fails=LOST)) is LOST
