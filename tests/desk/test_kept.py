"""What e-mail can't be asked, the kept messages tell: which sheets were mailed for a ticket, and which were only drafted."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sheetgen.desk import Attachment
from sheetgen.desk.config import Config
from sheetgen.desk.kept import sheets_kept
from sheetgen.desk.message import make_message
from tests.desk.mails import DELIVERY
from tests.documents.jobs import REQUESTS
from tests.sheets import handed_out

TICKET = REQUESTS["planned"].ticket or ""
SHEET = Attachment("tls-kommunikation_firma.de_de.pdf", "application/pdf", b"")


def keep(path: Path, *requests: str, public: bool = False, draft: bool = False, at: int = 1) -> None:
    """A message with the German sheets of these requests."""
    files = tuple(replace(SHEET, data=handed_out("pdf", request)) for request in requests)
    delivery = replace(DELIVERY, attachments=files, public=public)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make_message(delivery, Config("mail"), datetime(2026, 11, 24, tzinfo=UTC), draft=draft))
    os.utime(path, (at, at))


def test_all_messages_for_a_ticket_are_found(tmp_path: Path) -> None:
    """In whichever folder they lie, in the order in which they were written; another ticket's and a plain edition's don't count."""
    keep(tmp_path / "b.de" / f"{TICKET}_kunde.de" / "x.eml", "planned", at=2)
    keep(tmp_path / "a.de" / f"+_{TICKET}" / "x.eml", "planned", public=True, at=1)
    keep(tmp_path / "a.de" / "4712" / "x.eml", "planned")
    keep(tmp_path / "a.de" / f"{TICKET}_y" / "of-another.eml", "plain")
    keep(tmp_path / "a.de" / "x.eml", "planned")
    found = sheets_kept(tmp_path, TICKET, drafts=False)
    assert [(Path(one.message).parts[-3], one.public) for one in found] == [("a.de", True), ("b.de", False)]


def test_a_draft_was_not_sent(tmp_path: Path) -> None:
    """Where mail is sent, what was only drafted does not count; where drafts are made, it does."""
    keep(tmp_path / "a.de" / TICKET / "x.eml", "planned", draft=True)
    assert sheets_kept(tmp_path, TICKET, drafts=False) == ()
    assert len(sheets_kept(tmp_path, TICKET, drafts=True)) == 1


def test_what_is_no_message_holds_nothing(tmp_path: Path) -> None:
    """Another's file, a folder, a link that leads nowhere, a damaged message: none stops the run."""
    folder = tmp_path / "a.de" / TICKET
    folder.mkdir(parents=True)
    (folder / "a.eml").write_bytes(b"\xff\x00no message")
    (folder / "b.eml").mkdir()
    (folder / "c.eml").symlink_to("nowhere")
    os.mkfifo(folder / "d.eml")
    keep(folder / "e.eml", "planned")
    (folder / "e.eml").write_bytes((folder / "e.eml").read_bytes()[:5000])
    assert sheets_kept(tmp_path, TICKET, drafts=True) == ()
    assert sheets_kept(tmp_path / "none", TICKET, drafts=True) == ()
