"""Many calls at once, on a store that holds nothing yet: each makes its own sheets, as if it were alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sheetgen.documents.store import Store
from sheetgen.facts.known import Source
from sheetgen.render import Plan, render
from sheetgen.request import Request
from tests.calls import Run
from tests.documents.jobs import ISSUED, domain
from tests.places import CHECKOUT

NAMES = [f"firma-{letter}.de" for letter in "abcdefghijklmnopqrst"]


def test_twenty_calls_at_once_make_what_each_makes_alone(run: Run, tmp_path: Path) -> None:
    """Twenty processes, each for another domain: each sheet names its own alone, byte for byte; the store ends as one call leaves it."""

    def call(name: str) -> int:
        return run("render", name, "--lang", "de", "--format", "pdf", "--format", "txt", env={"XDG_CACHE_HOME": str(tmp_path)}).returncode

    with ThreadPoolExecutor(len(NAMES)) as calls:
        assert set(calls.map(call, NAMES)) == {0}
    alone, plan = Source(CHECKOUT / "data" / "hamburg-cloud.yaml", ISSUED), Plan(ISSUED, ("de",), ("pdf", "txt"))
    for name in NAMES:
        for document in render(alone, Request(domain(name)), plan):
            made = (tmp_path / "output" / name / document.name).read_bytes()
            assert made == document.data
            assert [other for other in NAMES if other.encode() in made] == [name]
    kept = Store(tmp_path / "sheetgen")
    assert kept.held()[0] == 3
    assert kept.folder
    assert not list(kept.folder.glob("*.part"))
