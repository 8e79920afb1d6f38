"""The sheet as JSON: for machines, with no language in it."""

from __future__ import annotations

import json

from sheetgen.documents import Job
from sheetgen.sheet import to_data


def make(job: Job) -> bytes:
    """JSON in UTF-8, indented, in the order of the sheet, with a line feed at its end."""
    return (json.dumps(to_data(job.sheet), ensure_ascii=False, indent=2) + "\n").encode()
