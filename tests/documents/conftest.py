"""What the tests of the formats share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sheetgen.documents import Job
from tests.documents.jobs import make_job


@pytest.fixture(scope="session")
def job() -> Callable[..., Job]:
    """`job(request, facts=…, lang=…, templates=…)`: all that one document is made of (tests.documents.jobs)."""
    return make_job
