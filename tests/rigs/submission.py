"""The submission server as a test sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tests.rigs.rig import Rig

BUSY = "busy@desk.example"
"""Refused with 450."""
NOBODY = "nobody@desk.example"
"""Refused with 550."""
CORRESPOND = "desk@desk.example"
"""Goes into RT as correspondence."""
COMMENT = "desk-comment@desk.example"
"""Goes into RT as a comment."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A running Postfix. Its ports on 127.0.0.1: starttls, smtps, wrong_name, unknown_ca, expired, no_starttls."""

    rig: Rig
    ports: Mapping[str, int]
    user: str
    password: str
    limit: int
    """The largest message that it takes, in bytes."""

    @classmethod
    def of(cls, rig: Rig) -> Submission:
        """The one that runs in the rig `desk`."""
        return cls(rig, **rig.ready["submission"])

    def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Return once it holds; fails, with the server's log, if it doesn't."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, (self.rig.out / "postfix.log").read_text()[-2000:]
            time.sleep(0.02)

    def arrived(self, message_id: str) -> bytes:
        """The mail with this Message-ID, as it was put into the inbox; waits for it."""
        self.until(lambda: self.holds(message_id))
        return next(mail for mail in self._inbox() if of(mail, message_id))

    def holds(self, message_id: str) -> bool:
        """Whether such a mail lies in the inbox now."""
        return any(of(mail, message_id) for mail in self._inbox())

    def _inbox(self) -> Iterator[bytes]:
        return (path.read_bytes() for path in (self.rig.out / "inbox").glob("new/*"))


def of(mail: bytes, message_id: str) -> bool:
    """Whether a mail's bytes are the message's."""
    return f"\nMessage-ID: {message_id}\n".encode() in mail
