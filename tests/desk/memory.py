"""A desk in memory: no real one can be told to lie, to lose an answer, or to change a file on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sheetgen.desk import Attachment, Delivery, Finding, Held, Receipt, Ticket
from sheetgen.errors import Failed

Bend = Callable[[Attachment], tuple[Attachment, ...]]


@dataclass
class MemoryDesk:
    """`bend` says what arrives of each attachment; `fails` is raised once all has arrived, `blind` by each look after that."""

    bend: Bend = lambda attachment: (attachment,)
    fails: Failed | None = None
    blind: Failed | None = None
    reads: bool = True
    sends: bool = True
    files: list[Attachment] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)

    def look(self, ticket: str) -> Ticket:
        """What arrived until now."""
        if self.blind and self.deliveries:
            raise self.blind
        return Ticket(ticket, held=tuple(Held(str(i), file.name, len(file.data)) for i, file in enumerate(self.files)))

    def fetch(self, held: Held) -> bytes:
        """Its bytes."""
        return self.files[int(held.key)].data

    def put(self, delivery: Delivery) -> Receipt:
        """Takes it, bent."""
        self.deliveries.append(delivery)
        self.files += [bent for attachment in delivery.attachments for bent in self.bend(attachment)]
        if self.fails:
            raise self.fails
        return Receipt("comment added")

    def check(self) -> Iterator[Finding]:
        """Nothing to look at."""
        yield Finding("memory", "fine")
