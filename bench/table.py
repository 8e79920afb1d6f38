"""The measurements as tables in Markdown, under a line that says on what they were taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from bench.alone import ALONE, TYPSTS
from bench.engines import ENGINES
from bench.goals import goals
from bench.lists import Listed
from bench.measure import figure, ratio
from bench.results import Results

Row = Sequence[str]
_ENDS = {"made": "", "killed": "a PDF each, gone on where it was killed half-way", "refused": "read and judged, and refused for its last"}


def report(results: Results) -> str:
    """All tables: what was promised and reached, PDFs within one process, whole processes, lists."""
    return "\n".join((f"{results.machine}\n", _goals(results), _warm(results), _alone(results), _lists(results)))


def _goals(results: Results) -> str:
    rows = [(goal.what, goal.most, goal.reached, "yes" if goal.met else "**no**") for goal in goals(results)]
    return table(("goal", "at most", "is", "reached"), rows)


def _warm(results: Results) -> str:
    rounds, peer = len(results.warm["typst"]), results.warm["typst"]
    head = ("a PDF within one process", f"ms (median of {rounds})", "× Typst", "Typst ÷ it")
    rows = []
    for name, engine in ENGINES.items():
        times = ratio(results.warm[name], peer)
        rows.append((engine.label, spread(results.warm[name]), _number(times), _number(1 / times)))
    return table(head, rows)


def _alone(results: Results) -> str:
    rounds, peer = len(results.alone[TYPSTS]), results.milliseconds(TYPSTS)
    head = ("a whole process", "makes", f"ms (median of {rounds})", "× Typst’s two PDFs", "peak, MiB")
    rows = []
    for name, row in ALONE.items():
        times, peak = results.milliseconds(name), max(usage.peak_mib for usage in results.alone[name])
        rows.append((row.label, row.makes, spread(times), _number(ratio(times, peer)), f"{peak:.0f}"))
    return table(head, rows)


def _lists(results: Results) -> str:
    head = ("a list as a whole process", "`--jobs`", "s", "ms a domain", "ms of processor a domain", "Typst’s PDF ÷ it", "peak, MiB")
    return table(head, [_list(one, results.lists.typst) for one in results.lists.cases])


def _list(one: Listed, typst: Sequence[float]) -> Row:
    case = one.case
    makes = "six files each" if case.six else "a PDF each"
    what = f"{case.rows:,} rows, {_ENDS[case.ends] or makes}"
    seconds = median(usage.milliseconds for usage in one.usages) / 1000
    beside = "" if case.six or case.ends != "made" else _number(1 / ratio(one.a_sheet(), typst))
    peak = median(usage.peak_mib for usage in one.usages)
    cpu = median(one.a_sheet("cpu"))
    return what, str(case.jobs), f"{seconds:.2f}", spread(one.a_sheet()), _number(cpu), beside, f"{peak:.1f}"


def table(head: Row, rows: Iterable[Row]) -> str:
    """A table whose columns, but for the first, hold figures at the right; those with words too at the left."""
    body = list(rows)
    figures = [any(row[i][:1].isdigit() for row in body) for i in range(len(head))]
    line = ["---:" if is_figure and i else "---" for i, is_figure in enumerate(figures)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, line, *body))


def spread(taken: Sequence[float]) -> str:
    """The median, and the middle half."""
    times = figure(taken)
    digits = _digits(times.median)
    return f"{times.median:.{digits}f} ({times.low:.{digits}f} to {times.high:.{digits}f})"


def _number(value: float) -> str:
    return f"{value:.{_digits(value)}f}"


def _digits(value: float) -> int:
    """So many that there are three that count."""
    return 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
