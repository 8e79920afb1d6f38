"""Znuny's settings, and its answers whatever they are."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.desk import Attachment, Delivery
from sheetgen.desk.config import Config, read_config
from sheetgen.desk.wire import Answer
from sheetgen.desk.znuny import KIND, ZnunyDesk
from sheetgen.desk.znuny_service import ROUTES, Service
from sheetgen.errors import Failed, Refused
from sheetgen.settings import Settings

FILENAME = "tls-kommunikation_firma.de_4711.pdf"
DELIVERY = Delivery(
    ticket="4711",
    public=False,
    subject="Datenblatt",
    text="Guten Tag",
    html="<p>",
    attachments=(Attachment(FILENAME, "application/pdf", b"%PDF"),),
    numbers=("A1-B2",),
    issued="2026-11-25",
)
GOOD = {"kind": "znuny", "url": "https://desk.example/znuny/nph-genericinterface.pl/Webservice/Sheets", "user": "sheetgen"}


def read(**more: Any) -> Config:
    """The settings, with a password."""
    settings = Settings(desks={"help": {**GOOD, **more}})
    return read_config(settings, "help", {"znuny": lambda: KIND}, {"SHEETGEN_HELP_TOKEN": "right password"})[0]


@pytest.mark.parametrize("routes", [{}, ROUTES, {"update": "PATCH /Ticket/:TicketID"}, {"search": "POST /a/b-c_d.e~f"}])
def test_settings(routes: Mapping[str, str]) -> None:
    """The routes that Znuny may have are taken, some or all."""
    assert read(routes=dict(routes)).values["routes"] == routes


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("routes", "POST /TicketUpdate"),
        ("routes", {"create": "POST /Ticket"}),
        ("routes", {"update": "GET /TicketUpdate"}),
        ("routes", {"update": "POST TicketUpdate"}),
        ("routes", {"update": "post /TicketUpdate"}),
        ("routes", {"update": 1}),
        ("routes", {"get": "GET /Ticket/:Password"}),
        ("routes", {"search": "GET /Ticket/:TicketID"}),
        ("routes", {"search": "GET /Ticket?UserLogin=a"}),
        ("routes", {"search": "GET /Ticket\r\nHost: other.example"}),
        ("user", ""),
        ("user", " sheetgen"),
        ("user", "sheet\ngen"),
        ("user", "größe"),
        ("url", "http://desk.example/"),
    ],
)
def test_settings_that_are_refused(key: str, value: Any) -> None:
    """Each has its complaint, with the key."""
    with pytest.raises(Refused) as refused:
        read(**{key: value})
    assert [problem.message.split()[0] for problem in refused.value.problems] == [f"desks.help.{key}"]


@pytest.mark.parametrize(("number", "fits"), [("2026112410000012", "fits"), ("10", "fits"), ("0", ""), ("00", ""), ("12a", ""), ("", "")])
def test_the_form_of_numbers(number: str, fits: str) -> None:
    """Digits; and not 0, for which Znuny finds all tickets."""
    assert bool(KIND.ticket.fullmatch(number)) is bool(fits)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["1", "4711"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["TicketID", "Error", "ErrorCode"]), inner, max_size=2),
    max_leaves=6,
)
FILE = {"FileID": "1", "Filename": FILENAME, "FilesizeRaw": "4", "Content": "JVBERg=="}
TICKET = {
    "TicketID": 1,
    "TicketNumber": "4711",
    "StateType": "open",
    "Article": [{"ArticleID": 2, "Attachment": [FILE]}],
    "CustomerUserID": "a",
}
LINE = {"HistoryType": "Merged", "Name": "%%4711%%1%%4712%%2"}
ANSWERS: Mapping[str, Any] = {
    "search": {"TicketID": ["1"]},
    "get": {"Ticket": [TICKET]},
    "history": {"TicketHistory": [{"History": [LINE]}]},
    "update": {"TicketNumber": "4711", "ArticleID": 3},
}


class Told(Service):
    """A mock, since no server answers with whatever comes to Hypothesis: each operation has its answer here."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        """What each operation answers."""
        super().__init__(read(url="http://localhost/"))
        self.answers = answers

    def answer(self, operation: str, **_data: Any) -> Mapping[str, Any]:
        """As if it had been asked."""
        return self._table(operation, Answer(200, self.answers[operation]))


def bent(value: Any, other: Any, at: st.DataObject) -> Any:
    """Data, with something else at one place in it."""
    keys = list(value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ())
    key = at.draw(st.sampled_from([None, *keys, *keys]))
    if key is None:
        return other
    copy = value.copy()
    copy[key] = bent(copy[key], other, at)
    return copy


def whole_run(answers: Mapping[str, Any]) -> None:
    """A look, a file and a delivery."""
    one = ZnunyDesk(read())
    one.service = Told(answers)
    seen = one.look("4711")
    assert seen.number == "4711"
    assert [one.fetch(held) for held in seen.held if held.name == FILENAME] in ([b"%PDF"], [])
    assert "4711" in one.put(DELIVERY).said


def test_answers_as_they_should_be() -> None:
    """The answers that are bent below are right as they stand."""
    whole_run(ANSWERS)
    with pytest.raises(Failed, match="merged into 4712"):
        whole_run({**ANSWERS, "get": {"Ticket": [{**TICKET, "StateType": "merged"}]}})


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        ("search", {"TicketID": ["1", "2"]}),
        ("search", {"TicketID": ["../1"]}),
        ("search", {"TicketID": []}),
        ("search", {"status": "ok"}),
        ("get", {"Ticket": [{**TICKET, "TicketNumber": "4712"}]}),
        ("get", {"Ticket": [{**TICKET, "TicketID": 2}]}),
        ("get", {"Ticket": [TICKET, TICKET]}),
        ("update", {"TicketNumber": "4712", "ArticleID": 3}),
        ("update", {}),
    ],
)
def test_answers_for_other_tickets(operation: str, answer: Any) -> None:
    """What is not the one ticket that was asked for is not taken for it."""
    with pytest.raises(Failed, match=r"does not answer .* as Znuny does") as failed:
        whole_run({**ANSWERS, operation: answer})
    assert f"routes.{operation}" in failed.value.hint


@given(JSON, st.sampled_from(sorted(ANSWERS)), st.sampled_from(["open", "merged"]), st.data())
def test_answers_that_are_bent(other: Any, operation: str, state: str, at: st.DataObject) -> None:
    """Whatever stands somewhere in an answer, it is taken as it is or ends with Failed, and with nothing else."""
    answers = {**ANSWERS, "get": {"Ticket": [{**TICKET, "StateType": state}]}}
    with suppress(Failed):
        whole_run({**answers, operation: bent(answers[operation], other, at)})
