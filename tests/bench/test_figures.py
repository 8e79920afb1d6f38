"""What the bench makes of its measurements: medians, ratios and the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench.engines import ENGINES
from bench.measure import Figure, Usage, figure, in_turn, process, python, ratio
from bench.table import Measured, table
from sheetgen.errors import Failed
from tests.places import CHECKOUT


def test_one_slow_run_moves_no_figure() -> None:
    """The figure is the median with the middle half around it, so that what else the machine does at times does not count."""
    assert figure([3.0, 1.0, 5.0, 2.0, 4.0]) == Figure(3.0, 2.0, 4.0)
    assert figure([3.0, 1.0, 5000.0, 2.0, 4.0]) == Figure(3.0, 2.0, 4.0)
    assert figure([7.0]) == Figure(7.0, 7.0, 7.0)


def test_a_ratio_compares_rounds() -> None:
    """Each run is compared with the one of its own round: rounds that are all twice as slow give the same ratio."""
    assert ratio({"ours": [10.0, 20.0, 40.0], "peer": [1.0, 2.0, 4.0]}, "peer", "ours") == 0.1


def test_nobody_always_follows_the_same() -> None:
    """The order turns: in as many rounds as there are engines each comes first once, and all come each time."""
    rounds = [in_turn(tuple("abc"), number) for number in range(3)]
    assert rounds == [("a", "b", "c"), ("b", "c", "a"), ("c", "a", "b")]


def test_the_table_says_what_was_measured() -> None:
    """A row an engine: time, ratio and memory, and nothing where nothing was measured."""
    cold = {"sheetgen": [Usage(2000, 90), Usage(2200, 91)], "typst": [Usage(100, 40), Usage(110, 41)], "nothing": [Usage(20, 15)] * 2}
    measured = Measured(cold, {"sheetgen": [200.0, 210.0], "typst": [10.0, 21.0]}, {"sheetgen": 120, "typst": 80})
    *_, ours, typst, nothing = table(measured, {"sheetgen": "ours", "typst": "Typst", "nothing": "nothing"}).splitlines()
    assert ours == "| ours | 2100 (2050 to 2150) | 1.00 | 205 (202 to 208) | 1.00 | 91 | 120 |"
    assert typst == "| Typst | 105 (102 to 108) | 0.050 | 15.5 (12.8 to 18.2) | 0.075 | 41 | 80 |"
    assert nothing == "| nothing | 20.0 (20.0 to 20.0) | 0.010 |  |  |  |  |"


PEAKS = """
import sys, pathlib
from bench.measure import process, python
for size in (0, 200 << 20):
    print(process(python("-c", f"x = bytearray({size})"), pathlib.Path(sys.argv[1])).peak_mib)
"""


def test_memory_is_the_process_s(tmp_path: Path) -> None:
    """A process that takes 200 MiB more than another shows it, if who measures is small: so nothing measured is imported there."""
    process(python("-c", PEAKS, str(tmp_path / "inner")), tmp_path / "out")
    small, large = map(float, (tmp_path / "out").read_text().split())
    assert 180 < large - small < 210  # a process that does nothing shows the peak of who started it
    heavy = "import sys, bench.__main__; print({'weasyprint', 'jinja2', 'pydantic', 'typst', 'babel'} & set(sys.modules))"
    process(python("-c", heavy), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "set()\n"


def test_a_process_that_fails_stops_the_bench(tmp_path: Path) -> None:
    """A failed run is no figure: what it said last is told."""
    with pytest.raises(Failed, match=r"failed: ValueError: no engine"):
        process(python("-c", "raise ValueError('no engine')"), tmp_path / "out")
    with pytest.raises(Failed, match=r"failed: it said nothing"):
        process(python("-c", "raise SystemExit(3)"), tmp_path / "out")


def test_no_setting_of_the_caller_s_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the environment for sheetgen does not reach what is measured."""
    monkeypatch.setenv("SHEETGEN_LANG", "en")
    process(python("-c", "import os; print([name for name in os.environ if name.startswith('SHEETGEN_')])"), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "['SHEETGEN_SETTINGS']\n"


def test_the_page_shows_a_run_of_this_bench() -> None:
    """docs/bench.md has a row for each engine there is, and none for one there isn't."""
    page = (CHECKOUT / "docs" / "bench.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| [\d.]+ \(", page, re.MULTILINE)
    assert rows == [*(engine.label for engine in ENGINES.values()), "Python, doing nothing"]
