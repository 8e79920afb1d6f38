"""What the bench makes of its measurements: goals, tables, the picture, and what docs/ shows of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.__main__ import main
from bench.goals import goals
from bench.pages import publish, put
from bench.plot import plot
from bench.results import dumped, loaded
from bench.scale import figures
from bench.table import report
from tests.bench.runs import run
from tests.places import CHECKOUT

DOCS = CHECKOUT / "docs"
SVG = "{http://www.w3.org/2000/svg}"


def test_goals_are_met_or_not() -> None:
    """Each promise of the issue is held against the run: a run within all of them meets each, a slow and swelling one none."""
    assert [(goal.most, goal.reached, goal.met) for goal in goals(run())] == [
        ("1/30", "1/80", True),
        ("1/15", "1/16", True),
        ("1/15", "1/27", True),
        ("1.5 ×", "1.20 ×", True),
        ("3 s", "1.8 s", True),
        ("10 MB", "3.8 MB", True),
        ("10 MB", "3.8 MB", True),
    ]
    assert not any(goal.met for goal in goals(run(worse=4, grows=0.002)))


def test_tables_say_what_was_measured() -> None:
    """A row for each engine, process and list: time, ratio, memory."""
    lines = report(run()).splitlines()
    assert "| sheetgen, filled in | 0.250 (0.250 to 0.250) | 0.013 | 80.0 |" in lines
    assert "| `python -c pass` | nothing | 20.0 (20.0 to 20.0) | 0.200 | 40 |" in lines
    assert "| 10,000 rows, a PDF each | 2 | 5.10 | 0.510 (0.510 to 0.510) | 1.02 | 39.2 | 64.0 |" in lines


def test_what_many_cost_is_computed_from_what_one_costs() -> None:
    """The start falls out; judging comes first; then more processes share the work, until the one that leads them can't keep up."""
    lines = figures(run()).splitlines()
    assert "| the German PDF | 100 and 10,000 rows | 1.00 | 0.10 | 0.05 | 1.00 | 0.50 | 1 | 2 | 48 | 34 |" in lines
    assert "| 1,000,000 | the German PDF | 8.33 min | 106 s | 100 s | 100 s | 49.2 GB | 3,000,000 |" in lines
    assert "| 1,000,000 | the German PDF, each laid out | 33.5 h | 4.2 h | 63.6 min | 16.5 min | 49.2 GB | 3,000,000 |" in lines
    assert "| 100,000,000 | six files | 3.47 days | 11.6 h | 3.95 h | 2.78 h | 29.5 TB | 800,000,000 |" in lines


def test_measurements_are_kept_whole() -> None:
    """What is read back makes the same tables and the same picture."""
    again = loaded(dumped(run()))
    assert (report(again), plot(again), figures(again)) == (report(run()), plot(run()), figures(run()))


def test_the_picture_holds_its_figures_as_text() -> None:
    """Well-formed XML with a title; every text within its frame; a longer bar for what takes longer."""
    picture = ET.fromstring(plot(run()))
    texts = list(picture.iter(f"{SVG}text"))
    words = {text.text for text in texts}
    assert {"0.25 ms", "20 ms", "1.8 s", "10,000", "--jobs 2: 0.51 ms"} <= words
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])
    assert all(0 <= float(text.attrib["x"]) <= width and 0 <= float(text.attrib["y"]) <= height for text in texts)
    assert picture.findtext(f"{SVG}title")
    bars = [float(bar.attrib["width"]) for bar in picture.iter(f"{SVG}rect")][:6]
    assert bars == sorted(bars)


def test_pages_get_tables_between_their_marks(tmp_path: Path) -> None:
    """What is written anew is what stands between the marks, and nothing else of the page; a page without them is refused."""
    for name in ("bench.md", "scale.md"):
        (tmp_path / name).write_text((DOCS / name).read_text("utf-8"), "utf-8")
    publish(run(), tmp_path)
    page = (tmp_path / "bench.md").read_text("utf-8")
    assert report(run()) in page
    assert put((DOCS / "bench.md").read_text("utf-8"), report(run())) == page
    before = (DOCS / "bench.md").read_text("utf-8").partition("<!-- written")[0]
    assert page.startswith(before)
    with pytest.raises(ValueError, match="marks"):
        put("# A page\n", "a table")


def test_docs_show_one_run_of_this_bench() -> None:
    """The tables of both pages have the rows that this bench has, from the same run; the picture shows the same figures."""
    pages = [(DOCS / name).read_text("utf-8") for name in ("bench.md", "scale.md")]
    machines = {found for page in pages for found in re.findall(r"^\d{4}-\d\d-\d\d; Python .*$", page, re.MULTILINE)}
    assert len(machines) == 1
    for page, made in zip(pages, (report(run()), figures(run())), strict=True):
        names = [line.split("|")[1] for line in made.splitlines() if line.startswith("| ")]
        shown = page.partition("<!-- written")[2].partition("<!-- to here")[0]
        assert [line.split("|")[1] for line in shown.splitlines() if line.startswith("| ")] == names
    filled = re.search(r"^\| sheetgen, filled in \| ([\d.]+) ", pages[0], re.MULTILINE)
    assert filled
    assert f">{float(filled[1]):.2f} ms<" in (DOCS / "bench.svg").read_text("utf-8")


def test_what_the_readme_claims_was_reached() -> None:
    """Each figure of README's is a goal of the bench, and the run that docs/bench.md shows has reached it."""
    page = (DOCS / "bench.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.endswith("| yes |")]
    reached = Counter((row[0].partition(" beside")[0].partition(" than")[0].partition(", ")[0], row[1]) for row in rows)
    readme = (CHECKOUT / "README.md").read_text("utf-8").replace("\n", " ")
    claimed = re.search(
        r"a PDF at least (\d+) times .* of a list of (\d+), .* at least (\d+) times; .* in at most (\S+) times .* "
        r"and ([\d,]+) rows in at most (\d+) MB more memory",
        readme,
    )
    assert claimed
    part, rows_of_list, listed, times, length, more = claimed.groups()
    goals = {
        "a filled PDF": f"1/{part}",
        f"a PDF of {rows_of_list} domains as a whole process": f"1/{listed}",
        "a process making six files": f"{times} ×",
        f"more memory for {length} rows": f"{more} MB",
    }
    assert [reached[goal] for goal in goals.items()] == [1, 2, 1, 2]  # lists by one process, and by two


def test_the_shortest_run_measures_all(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One round of everything, with the shortest lists: the tables on stdout, measurements and picture in build/."""
    pytest.importorskip("typst", reason="Typst is not installed: make bench gets it")
    monkeypatch.setattr("bench.__main__.KEPT", tmp_path / "bench.json")
    assert main(["--processes", "1", "--sheets", "1", "--lists", "1", "--longest", "100"]) == 0
    printed = capfd.readouterr().out
    assert [line.split("|")[1] for line in printed.splitlines() if line.startswith("| ")][:3] == [
        " goal ",
        " --- ",
        " a filled PDF beside Typst’s, both in-process ",
    ]
    assert printed == report(loaded((tmp_path / "bench.json").read_text("utf-8")))
    assert (tmp_path / "bench.svg").read_text("utf-8").startswith("<svg")
