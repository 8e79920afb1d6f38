"""All measurements of one run, and as JSON: so that tables and plot can be made anew without measuring."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.lists import Case, Listed, Lists
from bench.measure import Usage


@dataclass(frozen=True, slots=True)
class Results:
    """Milliseconds a PDF within one process by engine, whole processes by row of `ALONE`, and lists."""

    machine: str
    warm: Mapping[str, Sequence[float]]
    alone: Mapping[str, Sequence[Usage]]
    lists: Lists

    def milliseconds(self, name: str) -> list[float]:
        """Of a row of `ALONE`, round for round."""
        return [usage.milliseconds for usage in self.alone[name]]


def machine(today: date) -> str:
    """Date, versions, and the kind of machine."""
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    model = found[1].strip() if found else platform.machine()
    load, *_ = os.getloadavg()
    packages = ", ".join(f"{name} {version(name.lower())}" for name in ("WeasyPrint", "Typst", "pikepdf"))
    cores = f"{os.cpu_count()} cores ({model}), load {load:.1f} before the run"
    return f"{today.isoformat()}; Python {platform.python_version()}, {packages}; Linux, {cores}."


def dumped(results: Results) -> str:
    """As JSON."""
    return json.dumps(asdict(results))


def loaded(text: str) -> Results:
    """From JSON."""
    told = json.loads(text)
    cases = [
        Listed(**{**one, "case": Case(**one["case"]), "usages": [Usage(**usage) for usage in one["usages"]]})
        for one in told["lists"]["cases"]
    ]
    alone = {name: [Usage(**usage) for usage in usages] for name, usages in told["alone"].items()}
    return Results(told["machine"], told["warm"], alone, Lists(cases, told["lists"]["typst"]))
