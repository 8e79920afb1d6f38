"""What was mailed or drafted for a ticket before: e-mail can't be asked, so the messages kept below the output folder are."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path

from sheetgen.desk.issued import Issued, claimed, is_ours
from sheetgen.desk.message import DRAFT, MOST_BYTES, PUBLIC, attachments


def sheets_kept(out: Path, ticket: str, *, drafts: bool) -> tuple[Issued, ...]:
    """The sheets for this ticket in the messages below `out`, in the order in which they were written. `drafts`: those never sent, too."""
    paths = (path for path in out.glob("*/*/*.eml") if ticket in path.parent.name)
    return tuple(issued for path in sorted(paths, key=_written) for issued in _sheets(path, ticket, drafts=drafts))


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _sheets(path: Path, ticket: str, *, drafts: bool) -> Iterator[Issued]:
    try:
        small = path.is_file() and path.stat().st_size <= MOST_BYTES
        message = path.read_bytes() if small else b""
    except OSError:
        return
    head = email.message_from_bytes(message.partition(b"\r\n\r\n")[0], policy=email.policy.compat32)
    if head[DRAFT] is not None and not drafts:
        return
    for file in attachments(message):
        if is_ours(file.name) and (claim := claimed(file.data)) and claim.request.ticket == ticket:
            yield Issued(file.name, file.data, claim, head[PUBLIC] == "yes", str(path))
