"""A run with round figures, as the bench would have measured it."""

from __future__ import annotations

from bench.alone import ALONE
from bench.engines import ENGINES
from bench.lists import Case, Listed, Lists, cases
from bench.measure import Usage
from bench.results import Results

WARM = {"filled": 0.25, "pikepdf": 4.0, "typst": 20.0, "typst-behind": 22.0, "weasyprint": 180.0, "laid-out": 240.0}
WHOLE = {"nothing": 20.0, "six": 120.0, "typst-two": 100.0, "first": 1800.0}


def run(*, worse: float = 1, grows: float = 0.0004) -> Results:
    """All that is ours takes `worse` times as long; a row takes `grows` MiB."""
    ours = {"filled", "laid-out", "six", "first"}
    warm = {name: [WARM[name] * (worse if name in ours else 1)] * 3 for name in ENGINES}
    alone = {name: [Usage(WHOLE.get(name, 500.0) * (worse if name in ours else 1), 90, 90, 40)] * 3 for name in ALONE}
    return Results("a machine", warm, alone, Lists([_listed(case, worse, grows) for case in cases(10_000)], [20.0] * 3))


def _listed(case: Case, worse: float, grows: float) -> Listed:
    files = 6 if case.six else 1
    taken = 100 + case.rows * (0.05 if case.ends == "refused" else worse * files / case.jobs)
    usage = Usage(taken, taken * case.jobs, 100 + case.rows * 0.1, 30 * case.jobs + case.rows * grows)
    left = case.rows // (2 if case.ends == "killed" else 1)
    return Listed(case, [usage] * 3, [left] * 3, case.rows * files + 1, case.rows * 2, 4096 + case.rows * files * 49_152)
