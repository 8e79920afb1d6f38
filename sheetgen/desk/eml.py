"""The desk that every mail program is: a draft, to be looked at and sent by hand. Needs no settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sheetgen.desk import Delivery, Finding, Held, Receipt, Ticket
from sheetgen.desk.config import ADDRESS, Config, Kind
from sheetgen.desk.message import ADDRESSES, kept, make_message
from sheetgen.errors import Failed


class EmlDesk:
    """Makes drafts; sends nothing, and knows of a ticket its number alone."""

    reads = False
    sends = False

    def __init__(self, config: Config) -> None:
        """`config.values` may have `from`, `to` and `public_to`."""
        self.config = config

    def look(self, ticket: str) -> Ticket:
        """The ticket by its number."""
        return Ticket(ticket)

    def fetch(self, held: Held) -> bytes:
        """Never called with what `look` found."""
        raise Failed(f"a draft is no desk to read {held.name} from")

    def put(self, delivery: Delivery) -> Receipt:
        """The draft, as a file to be kept."""
        now = datetime.now(UTC).astimezone()
        message = make_message(delivery, self.config, now, draft=True)
        return Receipt("a draft: open it in your mail program, look at it, and send it", (kept(delivery, message),))

    def check(self) -> Iterator[Finding]:
        """Nothing can be wrong."""
        yield Finding("drafts", "built in: nothing is sent, so there is no address, certificate or login")


KIND = Kind(open=EmlDesk, keys={"from": ADDRESS, "to": ADDRESSES, "public_to": ADDRESSES})
