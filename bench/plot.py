"""The measurements as a picture: an SVG that reads well on light and dark pages, its text as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from statistics import median

from bench.alone import FIRST, SIX, TYPSTS
from bench.engines import ENGINES
from bench.goals import FILLED_PART, FIRST_SECONDS, LIST_PART, SIX_TIMES
from bench.lists import JOBS, Case
from bench.results import Results

WIDTH, LEFT, RIGHT = 840, 300, 776
_BEHIND = "\t"
_STYLE = """
text { font: 13px "Fira Sans", system-ui, sans-serif; fill: #16202a }
.title { font-weight: 600; font-size: 15px } .value { font-weight: 600 }
.soft, .tick { fill: #5b6774; font-size: 12px } .goal-word { fill: #b4470f; font-size: 12px; font-weight: 400 }
.ours { fill: #1d5fa6 } .peer { fill: #9aa5b1 } .grid { stroke: #d5dbe1 }
.goal { stroke: #b4470f; stroke-width: 2 } .beyond { stroke: #b4470f; stroke-dasharray: 2 4; stroke-width: 1.5 }
.line { fill: none; stroke: #1d5fa6; stroke-width: 2 } .second { stroke-dasharray: 6 4 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6ebf0 } .soft, .tick { fill: #a3afbb } .ours { fill: #6fb1f5 } .peer { fill: #6c7783 } .grid { stroke: #37414b }
  .goal, .beyond { stroke: #f2955c } .goal-word { fill: #f2955c } .line { stroke: #6fb1f5 }
}
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value in milliseconds, and the most that it is to be."""

    label: str
    value: float
    is_ours: bool
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic scale on the page, from `low` at `start` to `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        share = log10(value / self.low) / log10(self.high / self.low)
        return self.start + min(max(share, 0), 1) * (self.end - self.start)

    @property
    def powers(self) -> list[float]:
        """The powers of ten on it."""
        return [10**i for i in range(round(log10(self.low)), round(log10(self.high)) + 1)]


def plot(results: Results) -> str:
    """Three parts, one below the other."""
    parts = (
        _bars("A German PDF within one process", _warm(results), Axis(0.1, 1000, LEFT, RIGHT), 34),
        _bars("A whole process, from the command to its end", _alone(results), Axis(10, 10_000, LEFT, RIGHT), 34 + 6 * 26 + 84),
        _lines(results, 34 + 10 * 26 + 168),
    )
    height = 34 + 10 * 26 + 168 + 224
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">'
    title = "<title>How long a sheet takes: within one process, as a whole process, and in a list</title>"
    return "\n".join((head, title, f"<style>{_STYLE}</style>", *(line for part in parts for line in part), "</svg>", ""))


def _warm(results: Results) -> list[Bar]:
    typst = median(results.warm["typst"])
    goals = {"filled": typst / FILLED_PART}
    return [
        Bar(engine.label, median(results.warm[name]), name in {"filled", "laid-out"}, goals.get(name)) for name, engine in ENGINES.items()
    ]


def _alone(results: Results) -> list[Bar]:
    typst = median(results.milliseconds(TYPSTS))
    labels = {
        "nothing": "python -c pass",
        TYPSTS: "Typst, two PDFs",
        SIX: "sheetgen, six files, pages in the store",
        FIRST: "sheetgen, six files, the first run ever",
    }
    goals = {SIX: typst * SIX_TIMES, FIRST: FIRST_SECONDS * 1000.0}
    return [Bar(label, median(results.milliseconds(name)), name in goals, goals.get(name)) for name, label in labels.items()]


def _bars(title: str, bars: Sequence[Bar], axis: Axis, top: float) -> Iterator[str]:
    """Rows of 26; the scale is logarithmic and says so."""
    bottom = top + 14 + len(bars) * 26
    yield _text(4, top, title, "title")
    yield _text(RIGHT, top, "milliseconds, logarithmic", "soft", "end")
    for power in axis.powers:
        yield f'<path class="grid" d="M{axis.at(power):.1f} {top + 12}V{bottom}"/>'
        yield _text(axis.at(power), bottom + 16, f"{power:,g}", "tick", "middle")
    for i, bar in enumerate(bars):
        y, end = top + 18 + i * 26, axis.at(bar.value)
        yield _text(LEFT - 10, y + 13, bar.label, "", "end")
        yield f'<rect class="{"ours" if bar.is_ours else "peer"}" x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="18" rx="2"/>'
        beside = end
        if bar.goal:
            beside = max(end, axis.at(bar.goal))
            yield f'<path class="goal" d="M{axis.at(bar.goal):.1f} {y - 2}v22"/>'
        yield _text(beside + 7, y + 13, _said(bar.value) + (f"{_BEHIND}goal: {_said(bar.goal)}" if bar.goal else ""), "value")


def _lines(results: Results, top: float) -> Iterator[str]:
    """What a domain costs by the length of its list; nothing but the title where lists of one length were measured."""
    points = {
        jobs: [(one.case.rows, median(one.a_sheet())) for one in results.lists.cases if one.case.jobs == jobs and _is_plain(one.case)]
        for jobs in JOBS
    }
    every = [value for line in points.values() for _, value in line]
    yield _text(4, top, "A domain of a list, as a whole process with a German PDF each", "title")
    yield _text(RIGHT, top, "milliseconds a domain, by rows", "soft", "end")
    if len(points[1]) < 2:
        return
    goal = median(results.lists.typst) / LIST_PART
    most = max(*every, goal) * 1.1
    left, bottom, height = 60.0, top + 196, 176
    lengths = [rows for rows, _ in points[1]]
    axis = Axis(lengths[0], lengths[-1], left, 640)

    def y(value: float) -> float:
        return bottom - value / most * height

    for step in _steps(most):
        yield f'<path class="grid" d="M{left} {y(step):.1f}H640"/>'
        yield _text(left - 8, y(step) + 4, f"{step:g}", "tick", "end")
    for rows in lengths:
        yield _text(axis.at(rows), bottom + 18, f"{rows:,}", "tick", "middle")
    yield f'<path class="beyond" d="M{left} {y(goal):.1f}H640"/>'
    yield _text(636, y(goal) - 6, f"goal: 1/{LIST_PART} of Typst’s PDF", "goal-word", "end")
    free = 0.0
    for jobs, line in points.items():
        kind = "line" if jobs == 1 else "line second"
        yield f'<path class="{kind}" d="M{"L".join(f"{axis.at(rows):.1f} {y(value):.1f}" for rows, value in line)}"/>'
        for rows, value in line:
            yield f'<circle class="ours" cx="{axis.at(rows):.1f}" cy="{y(value):.1f}" r="3.5"/>'
    for value, jobs in sorted(((line[-1][1], jobs) for jobs, line in points.items()), reverse=True):
        free = max(y(value) + 4, free)
        yield _text(650, free, f"--jobs {jobs}: {_said(value)}", "value")
        free += 16


def _is_plain(case: Case) -> bool:
    return not case.six and case.ends == "made"


def _steps(most: float) -> Iterable[float]:
    """Round values from nothing to the most, about five."""
    step = next(size for size in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if most / size <= 6)
    return [round(i * step, 3) for i in range(int(most / step) + 1)]


def _said(milliseconds: float) -> str:
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.{2 if milliseconds < 10 else 0}f} ms"


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    """What stands behind a bar is its value, and, smaller, its goal."""
    said, behind, goal = words.partition(_BEHIND)
    more = f'<tspan class="goal-word" dx="8">{escape(goal, quote=False)}</tspan>' if behind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(said, quote=False)}{more}</text>'
