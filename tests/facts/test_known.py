"""What is kept of a fact file: the same as what is read of it, on every day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.documents.store import Store
from sheetgen.domain import Domain
from sheetgen.errors import Failed, Problem, Refused
from sheetgen.facts.known import Source
from sheetgen.facts.load import load_facts
from sheetgen.render import Plan, render
from sheetgen.request import Request, own_domains
from tests.places import CHECKOUT

FILES = [CHECKOUT / "data" / name for name in ("hamburg-cloud.yaml", "example.yaml")]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One for all days, as a user has it."""
    return Store(tmp_path_factory.mktemp("cache") / "sheetgen")


def said(what: Callable[[], Sequence[Problem]]) -> tuple[bool, Sequence[Problem]]:
    """Whether it was refused, and the problems."""
    try:
        return False, what()
    except Refused as refused:
        return True, refused.problems


@given(file=st.sampled_from(FILES), days=st.lists(st.dates(date(2018, 1, 1), date(2029, 12, 31)), min_size=2, max_size=4))
def test_each_day_warns_as_the_file_does(store: Store, file: Path, days: list[date]) -> None:
    """Days before and after a review date come from one store, and each has its own warnings; days on which the file is refused, too."""
    for day in days:
        read = said(lambda day=day: load_facts(file, day).problems)  # type: ignore[misc]
        for _ in range(2):
            assert said(lambda day=day: Source(file, day, store).known.problems) == read  # type: ignore[misc]


def test_the_day_of_a_review_is_the_last_without_a_warning(tmp_path: Path) -> None:
    """At the very turn: kept on the day itself, and not taken for the day after."""
    store = Store(tmp_path / "sheetgen")
    loaded = load_facts(FILES[1], date(2026, 11, 24))
    review = loaded.platform.mx.review
    assert review
    assert review.day
    on, after = (Source(FILES[1], review.day + timedelta(days=n), store) for n in (0, 1))
    before = on.known.problems
    assert after.kept is None
    assert set(map(str, after.known.problems)) > set(map(str, before))
    assert on.known.own == own_domains(loaded.platform)


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    """Its digest is another."""
    store, file = Store(tmp_path / "sheetgen"), tmp_path / "facts.yaml"
    text = FILES[1].read_text("utf-8")
    file.write_text(text, "utf-8")
    (tmp_path / "nordlicht.svg").write_bytes((CHECKOUT / "data" / "nordlicht.svg").read_bytes())
    before = Source(file, date(2026, 11, 24), store).known
    file.write_text(text.replace(str(before.provider), "Anders"), "utf-8")
    assert Source(file, date(2026, 11, 24), store).known.provider == "Anders"


def test_what_changes_between_two_looks_makes_nothing(tmp_path: Path) -> None:
    """A file that was another when its digest was taken than when it was read would make sheets that no facts ever said."""
    store, file = Store(tmp_path / "sheetgen"), tmp_path / "facts.yaml"
    before = FILES[0].read_text("utf-8")
    file.write_text(before, "utf-8")
    source = Source(file, date(2026, 11, 24), store)
    assert source.sha256
    file.write_text(before.replace("Hamburg-Cloud", "Anders"), "utf-8")
    with pytest.raises(Failed, match="was changed while it was read"):
        render(source, Request(Domain("firma.de", "firma.de")), Plan(source.today, ("de",), ("txt",)))
    assert store.held() == (0, 0)
