"""Where a run is published: tables and picture in docs/, each between two marks in its page."""

from __future__ import annotations

import re
from pathlib import Path

from bench.measure import ROOT
from bench.plot import plot
from bench.results import Results
from bench.scale import figures
from bench.table import report

DOCS = ROOT / "docs"
_BETWEEN = re.compile(r"(<!-- written by make bench WRITE=1 -->\n).*?(<!-- to here -->\n)", re.DOTALL)


def publish(results: Results, docs: Path = DOCS) -> tuple[Path, ...]:
    """Write what docs/ shows of a run; the paths."""
    picture = docs / "bench.svg"
    picture.write_text(plot(results), "utf-8")
    return picture, _put(docs / "bench.md", report(results)), _put(docs / "scale.md", figures(results))


def _put(page: Path, text: str) -> Path:
    page.write_text(put(page.read_text("utf-8"), text), "utf-8")
    return page


def put(page: str, text: str) -> str:
    """A page with the text between its marks. Raises ValueError for a page that has none, or several."""
    done, count = _BETWEEN.subn(lambda found: f"{found[1]}\n{text}\n{found[2]}", page)
    if count != 1:
        raise ValueError(f"marks for what is written: {count}")
    return done
