"""Service Desks: systems that take documents on a ticket. What every kind of desk is, here; what each does, in its own module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sheetgen.errors import Failed
from sheetgen.files import NewFile


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that travels: its name is ASCII, its media type without parameters."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one ticket. `public`: the requestors get it; else the desk's staff alone. `subject` is without marker.

    `languages` are those of the text, in its order.
    """

    ticket: str
    public: bool
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    numbers: tuple[str, ...]
    issued: str
    languages: tuple[str, ...] = ("de", "en")


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a ticket holds. `key` is the desk's own name for it.

    `size` is in bytes; `public`, whether the requestors got it. Each is None where the desk doesn't tell.
    """

    key: str
    name: str
    size: int | None = None
    public: bool | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets what is public. `address` is empty where the desk names a group or a login without one."""

    role: str
    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as the desk shows it now. `state` is the desk's own word."""

    number: str
    subject: str = ""
    state: str = ""
    recipients: tuple[Recipient, ...] = ()
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a delivery: in the desk's words, and as files to keep beside the sheets."""

    said: str
    files: tuple[NewFile, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `doctor`: what was looked at, what was found, and what mends it (empty where nothing is wrong)."""

    what: str
    found: str
    mend: str = ""


class Unanswered(Failed):
    """A request went out, whole or in part, and no answer tells what became of it."""


class Desk(Protocol):
    """What a kind of desk does. All of it raises Failed, with what to do next in its hint."""

    reads: bool
    """Whether `look` and `fetch` can tell what a ticket holds: e-mail can't."""
    sends: bool
    """Whether `put` reaches anyone: a draft doesn't."""

    def look(self, ticket: str) -> Ticket:
        """The ticket, with the files that it holds. Changes nothing."""

    def fetch(self, held: Held) -> bytes:
        """The bytes of a file that a ticket holds."""

    def put(self, delivery: Delivery) -> Receipt:
        """Put one message on its ticket, whole or not at all. Never tries twice. Raises Unanswered where the outcome is open."""

    def check(self) -> Iterator[Finding]:
        """Address, certificate, login and rights, for `doctor`. Writes nothing."""


def in_turn(steps: Mapping[str, Callable[[], Iterable[Finding]]]) -> Iterator[Finding]:
    """What each step of a check finds, by its name; the first that fails is the last."""
    for what, step in steps.items():
        try:
            yield from step()
        except Failed as failed:
            yield Finding(what, failed.message, failed.hint)
            return
