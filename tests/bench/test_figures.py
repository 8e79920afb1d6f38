"""How the bench measures processes, and what figures come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.measure import Figure, figure, in_turn, process, python, ratio
from sheetgen.errors import Failed


def test_one_slow_run_moves_no_figure() -> None:
    """The figure is the median with the middle half around it, so that what else the machine does at times does not count."""
    assert figure([3.0, 1.0, 5.0, 2.0, 4.0]) == Figure(3.0, 2.0, 4.0)
    assert figure([3.0, 1.0, 5000.0, 2.0, 4.0]) == Figure(3.0, 2.0, 4.0)
    assert figure([7.0]) == Figure(7.0, 7.0, 7.0)


def test_a_ratio_compares_rounds() -> None:
    """Each run is compared with the one of its own round: rounds that are all twice as slow give the same ratio."""
    assert ratio([1.0, 2.0, 4.0], [10.0, 20.0, 40.0]) == 0.1


def test_nobody_always_follows_the_same() -> None:
    """The order turns: in as many rounds as there are engines each comes first once, and all come each time."""
    rounds = [in_turn(tuple("abc"), number) for number in range(3)]
    assert rounds == [("a", "b", "c"), ("b", "c", "a"), ("c", "a", "b")]


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
    assert 180 < large - small < 210
    heavy = "import sys, bench.__main__; print({'weasyprint', 'jinja2', 'pydantic', 'typst', 'babel'} & set(sys.modules))"
    process(python("-c", heavy), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "set()\n"


FORKS = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        held = bytearray(50 << 20)
        time.sleep(0.3)
        os._exit(0)
for _ in range(3):
    os.wait()
"""


def test_memory_is_that_of_all_processes_at_once(tmp_path: Path) -> None:
    """What several processes hold at the same time counts together, and their work with it; what the first does itself is told apart."""
    usage = process(python("-c", FORKS), tmp_path / "out")
    assert 150 < usage.peak_mib < 200
    busy = "import os, time\nif os.fork() == 0:\n while time.process_time() < 0.3: pass\n os._exit(0)\nos.wait()"
    usage = process(python("-c", busy), tmp_path / "out")
    assert usage.cpu > 300
    assert usage.own_cpu < 150


def test_a_process_that_fails_stops_the_bench(tmp_path: Path) -> None:
    """A failed run is no figure: what it said last is told."""
    with pytest.raises(Failed, match=r"failed: ValueError: no engine"):
        process(python("-c", "raise ValueError('no engine')"), tmp_path / "out")
    with pytest.raises(Failed, match=r"failed: it said nothing"):
        process(python("-c", "raise SystemExit(3)"), tmp_path / "out")


def test_no_setting_of_the_caller_s_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set for sheetgen or Python reaches nothing that is measured: modules are compiled, as they are for users."""
    monkeypatch.setenv("SHEETGEN_LANG", "en")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    names = "import os; print([name for name in os.environ if name.startswith(('SHEETGEN_', 'PYTHON'))])"
    process(python("-c", names), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "['SHEETGEN_SETTINGS']\n"
