"""From a request to documents by the store: what is imported, what is kept, and that nobody sees whether it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sheetgen import render as rendering
from sheetgen.documents import FORMAT_NAMES, Document
from sheetgen.documents.filled import Filler, Prepared
from sheetgen.documents.store import Entry, Seen, Store
from sheetgen.domain import Domain
from sheetgen.facts.known import Pages, Source
from sheetgen.render import Plan, render
from sheetgen.request import Request
from tests.documents.jobs import ISSUED, REQUESTS, domain
from tests.places import CHECKOUT

FACTS = CHECKOUT / "data" / "hamburg-cloud.yaml"
LOOK = """
import json, runpy, sys
sys.argv = ["sheetgen", *sys.argv[1:]]
try:
    runpy.run_module("sheetgen", run_name="__main__")
except SystemExit:
    pass
json.dump(sorted(sys.modules), sys.stdout)
"""


def made(request: Request, store: Store) -> tuple[Document, ...]:
    """Its documents in German, in all formats."""
    return render(Source(FACTS, ISSUED, store), request, Plan(ISSUED, ("de",), FORMAT_NAMES))


@pytest.mark.parametrize("request_name", ["planned", "active", "idn", "longest"])
def test_nobody_sees_whether_pages_were_kept(request_name: str, tmp_path: Path) -> None:
    """Without a store, with an empty one, and from it: the same bytes, whatever the request."""
    store = Store(tmp_path / "sheetgen")
    request = REQUESTS[request_name]
    alone = [document.data for document in made(request, Store(None))]
    assert [document.data for document in made(request, store)] == alone
    assert store.held()[0] >= len(FORMAT_NAMES)
    assert [document.data for document in made(request, store)] == alone


def _mixed_up(store: Store, keys: list[str]) -> None:
    """Each entry under the name of the next."""
    assert store.folder
    contents = [(store.folder / key).read_bytes() for key in keys]
    for key, content in zip(keys, contents[1:] + contents[:1], strict=True):
        (store.folder / key).write_bytes(content)


def _emptied(store: Store, keys: list[str]) -> None:
    """Whole entries that lack all that is needed."""
    for key in keys:
        store.put(key, Entry({}, b""), [])


@pytest.mark.parametrize("spoil", [_mixed_up, _emptied])
def test_what_is_not_what_was_asked_for_is_not_there(spoil: Callable[[Store, list[str]], None], tmp_path: Path) -> None:
    """Pages and facts that were put under each other's names, or lack what a page needs, are made anew: the same bytes."""
    store, plan = Store(tmp_path / "sheetgen"), Plan(ISSUED, ("de", "en"), ("txt", "json"))

    def sheets() -> list[bytes]:
        source = Source(FACTS, ISSUED, store)
        return [source.known.provider.encode(), *(document.data for document in render(source, REQUESTS["planned"], plan))]

    usual = sheets()
    assert store.folder
    keys = sorted(path.name for path in store.folder.iterdir())
    assert len(keys) == 4
    spoil(store, keys)
    assert sheets() == usual


def test_another_request_of_the_same_shape_is_filled_in(tmp_path: Path) -> None:
    """Other names, ticket and days: nothing is laid out, and each sheet names its own domain only."""
    store = Store(tmp_path / "sheetgen")
    made(REQUESTS["planned"], store)
    entries = store.held()
    other = Request(
        Domain("anders.example", "anders.example"), (Domain("wieder.example", "wieder.example"),), "4712", REQUESTS["planned"].effective
    )
    for document in made(other, store):
        assert b"firma.de" not in document.data
    assert store.held() == entries


def warm(arguments: list[str], home: Path) -> set[str]:
    """The modules of a second process of the same call."""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "PYTHONPATH": str(CHECKOUT)}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", LOOK, *arguments], env=environment, cwd=home, capture_output=True, text=True, check=True
        )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_second_call_imports_click_and_the_standard_library_alone(tmp_path: Path) -> None:
    """For plain names, in every format: no library that reads facts or lays out, and none of our modules that needs one."""
    formats = [word for name in FORMAT_NAMES for word in ("--format", name)]
    arguments = ["render", "firma.de", "--customer", "kunde.de", "--ticket", "4711", "--effective", "2027-01-01", *formats]
    modules = warm(arguments, tmp_path)
    ours, others = ({name for name in modules if (name.partition(".")[0] == "sheetgen") is is_ours} for is_ours in (True, False))
    known = {*sys.stdlib_module_names, "click", "_distutils_hack"}
    assert {name.partition(".")[0] for name in others} - known <= {"__main__"}
    assert not ours & {
        f"sheetgen.{name}" for name in ("page", "catalogue", "rows", "blocks", "facts.load", "facts.platform", "yamlfile", "prepare")
    }


def test_a_second_call_still_warns(tmp_path: Path) -> None:
    """What is kept of the facts keeps their warnings, and --strict refuses with them."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(CHECKOUT)}
    call = [sys.executable, "-m", "sheetgen", "render", "firma.de", "--format", "txt", "--date", "2026-11-24"]
    first, second, strict = (
        subprocess.run([*call, *more], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        for more in ([], [], ["--strict"])
    )
    assert "warning: " in first.stderr
    assert second.stderr == first.stderr
    assert strict.returncode == 2
    assert "is not known when mx was last observed" in strict.stderr


def test_in_one_process_nothing_is_looked_up_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that its Source has had is filled without the store; one that only its domain can have is looked up each time."""
    source, plan = Source(FACTS, ISSUED, Store(tmp_path / "sheetgen")), Plan(ISSUED, ("de",), FORMAT_NAMES)
    asked: list[str] = []
    get = Store.get

    def counted(store: Store, key: str, seen: Seen) -> Entry | None:
        asked.append(key)
        return get(store, key, seen)

    monkeypatch.setattr(Store, "get", counted)
    names = ("firma.de", "anders.example", "müller.de", "müller.de")
    counts = []
    for name in names:
        render(source, Request(domain(name)), plan)
        counts.append(len(asked))
    assert counts == [4, 4, 8, 12]


def test_pages_in_memory_are_bounded() -> None:
    """The one used least lately goes."""
    pages, made = Pages(most=2), list[str]()

    def page(key: str) -> Filler:
        made.append(key)
        return Filler(Prepared("text", "", key))

    for key in ("a", "b", "a", "c", "a", "b"):
        pages.get(key, partial(page, key))
    assert made == ["a", "b", "c", "b"]


def test_names_that_nobody_shares_push_nothing_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of pages that were made for one name a Source keeps a few; those that all names share are kept still."""
    monkeypatch.setattr(rendering, "_MOST_NAMED", 2)
    source, plan = Source(FACTS, ISSUED, Store(tmp_path / "sheetgen")), Plan(ISSUED, ("de",), ("txt",))
    for name in ("müller.de", "möller.de", "miller.de", "märz.de", "mai.de"):
        render(source, Request(domain(name)), plan)
    assert source.store.held()[0] == 3


def test_in_one_call_no_file_is_looked_at_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the files that shaped what the store holds each is asked once for its state, however many documents are made of it."""
    store = Store(tmp_path / "sheetgen")
    made(REQUESTS["planned"], store)
    looked: list[str] = []
    stat = os.stat

    def counted(path: str, **how: Any) -> os.stat_result:
        looked.append(path)
        return stat(path, **how)

    monkeypatch.setattr("sheetgen.documents.store.os.stat", counted)
    made(REQUESTS["planned"], store)
    assert str(CHECKOUT / "templates" / "paper.css") in looked
    assert len(looked) == len(set(looked))
