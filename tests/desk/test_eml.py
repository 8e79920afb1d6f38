"""The desk that every mail program is: its draft, and that draft in real desks."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from sheetgen.desk import Finding, Ticket
from sheetgen.desk.config import Config, read_config
from sheetgen.desk.eml import KIND, EmlDesk
from sheetgen.desk.kinds import kinds
from sheetgen.errors import Refused
from sheetgen.settings import Settings, load_settings
from tests.desk.mails import ARRIVED, DELIVERY, HARD
from tests.rigs.rt import Rt
from tests.rigs.znuny import Znuny


def written(folder: Path, text: str) -> Settings:
    """The settings with this table of the desk `draft`."""
    (folder / "settings.toml").write_text(f'[desks.draft]\nkind = "eml"\n{text}', encoding="utf-8")
    return load_settings({"SHEETGEN_SETTINGS": str(folder / "settings.toml")})


def test_without_settings_there_is_a_draft() -> None:
    """One file, named as the first attachment is, to be opened and sent; the ticket is its number and no more."""
    config, kind = read_config(Settings(), "eml", kinds(), {})
    desk = kind.open(config)
    receipt = desk.put(DELIVERY)
    (file,) = receipt.files
    draft = email.message_from_bytes(file.data, policy=email.policy.default)
    assert (file.name, draft["X-Unsent"]) == ("tls-kommunikation_firma.de_de-en.eml", "1")
    assert (desk.reads, desk.sends, desk.look("4711")) == (False, False, Ticket("4711"))
    assert receipt.said.startswith("a draft: open it")


def test_doctor_has_nothing_to_ask() -> None:
    """It says that this desk is built in."""
    (finding,) = EmlDesk(Config("eml")).check()
    assert finding == Finding("drafts", "built in: nothing is sent, so there is no address, certificate or login")


def test_addresses_come_from_the_settings(tmp_path: Path) -> None:
    """One address or a list."""
    text = 'from = "sheets@platform.example"\nto = ["a@desk.example", "b@desk.example"]\npublic_to = "desk@desk.example"\n'
    config, _ = read_config(written(tmp_path, text), "draft", {"eml": lambda: KIND}, {})
    draft = email.message_from_bytes(EmlDesk(config).put(DELIVERY).files[0].data, policy=email.policy.default)
    assert isinstance(draft, EmailMessage)
    assert (draft["From"], draft["To"]) == ("sheets@platform.example", "a@desk.example, b@desk.example")


@pytest.mark.parametrize(
    "line", ["to = []", 'to = ["nobody"]', "to = 5", 'from = ["a@desk.example"]', 'to = "a@desk.example\\r\\nBcc: b@c.de"']
)
def test_what_is_no_address_is_refused(tmp_path: Path, line: str) -> None:
    """With its place in the settings."""
    with pytest.raises(Refused) as caught:
        read_config(written(tmp_path, line), "draft", {"eml": lambda: KIND}, {})
    (problem,) = caught.value.problems
    assert problem.code == "desks.value"
    assert problem.place is not None
    assert problem.place.line == 3


@pytest.mark.parametrize(("action", "kind"), [("correspond", "Correspond"), ("comment", "Comment")])
def test_a_draft_arrives_in_rt(rt: Rt, action: str, kind: str) -> None:
    """Through rt-mailgate on the ticket that its marker names: names and bytes right, the longest and an international domain, too."""
    ticket = rt.ticket("post@kunde.example")
    config = Config("draft", {"from": "sheets@platform.example", "to": "desk@desk.example"}, marker="[desk.example #{ticket}]")
    draft = EmlDesk(config).put(replace(HARD, ticket=str(ticket))).files[0].data
    rt.feed(draft, action=action)
    assert kind in rt.history(ticket)
    assert dict(rt.files(ticket)) == ARRIVED


def test_a_draft_arrives_in_znuny(znuny: Znuny) -> None:
    """By its PostMaster on the ticket that its marker names: names and bytes right, the longest and international domains, too."""
    ticket = znuny.ticket("post@kunde.example")
    config = Config("draft", {"from": "sheets@platform.example", "to": "desk@desk.example"}, marker="[Ticket#{ticket}]")
    znuny.feed(EmlDesk(config).put(replace(HARD, ticket=ticket.number)).files[0].data)
    assert dict(znuny.files(ticket)) == ARRIVED
    assert HARD.subject in znuny.articles(ticket)[-1]["Subject"]
