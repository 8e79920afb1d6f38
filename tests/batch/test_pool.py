"""Processes that make sheets, and what is said where one is killed."""

from __future__ import annotations

import os

import pytest

from sheetgen.batch.pool import processes
from sheetgen.errors import Failed


def test_a_killed_process_is_told() -> None:
    """Not waited for without end."""
    with pytest.raises(Failed, match="was killed"), processes(1, int) as pool:
        pool.submit(os._exit, 1).result()
