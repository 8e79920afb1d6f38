"""The sheet as JSON: for machines, with no language in it."""

from __future__ import annotations

import json

from sheetgen.documents import Job
from sheetgen.shape import in_data
from sheetgen.sheet import to_data


def text(job: Job) -> str:
    """JSON, indented, in the order of the sheet, with a line feed at its end."""
    return in_data(json.dumps(to_data(job.sheet, job.values["number"]), ensure_ascii=False, indent=2) + "\n")
