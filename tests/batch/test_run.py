"""Tasks over processes: what they take and give can be pickled, in the order of the list."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from sheetgen.batch.run import CHUNK, run
from sheetgen.batch.work import Task, documents
from sheetgen.domain import Domain
from sheetgen.facts.known import Source, given
from sheetgen.facts.load import load_facts
from sheetgen.render import Plan
from sheetgen.request import Request
from sheetgen.resources import shipped_facts
from tests.documents.jobs import ISSUED, REQUESTS

PLAN = Plan(ISSUED, ("de",), ("txt", "json"))


def task(number: int) -> Task:
    """One of many."""
    name = f"firma{number}.de"
    return Task(Request(Domain(name, name)), PLAN)


@pytest.mark.parametrize("name", ["planned", "idn"])
def test_the_unit_of_work_can_be_sent_away(name: str) -> None:
    """A source that has been read, and a task, make the same documents behind a pickle; so do the documents come back."""
    source, one = given(load_facts(shipped_facts(), ISSUED), ISSUED), Task(REQUESTS[name], Plan(ISSUED, ("en",), ("pdf", "html")))
    here = documents(source, one)  # with pages that it has prepared by now
    assert pickle.loads(pickle.dumps(documents(*pickle.loads(pickle.dumps((source, one)))))) == here


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_the_list(tmp_path: Path, jobs: int) -> None:
    """However many make them; what has no task passes through in its place."""
    many = 5 * CHUNK + 3
    pairs = [(i, None if i % 7 == 0 else task(i)) for i in range(many)]
    done = list(run(Source(shipped_facts(), ISSUED), tmp_path, pairs, jobs))
    assert [i for i, _ in done] == list(range(many))
    for i, made in done:
        assert (made is None) == (i % 7 == 0)
        if made:
            place = tmp_path / f"firma{i}.de" / f"tls-kommunikation_firma{i}.de"
            assert made.paths == (f"{place}_de.txt", f"{place}.json")
            assert f"firma{i}.de".encode() in Path(made.paths[0]).read_bytes()
