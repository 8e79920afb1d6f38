"""Lists as their readers take them."""

from __future__ import annotations

import io

from sheetgen.batch.listed import rows
from sheetgen.batch.row import Row
from sheetgen.errors import Place, Problem

SOURCE = "list"


def read(content: bytes | str) -> list[Row | Problem]:
    """All that a list holds."""
    return list(rows(io.BytesIO(content.encode() if isinstance(content, str) else content), SOURCE))


def told(content: bytes | str) -> list[str]:
    """The same in short: `2: firma.de` for a row's line and domain, `3:7 list.json` for a problem's place and code."""
    return [f"{where(one.place)} {one.code}" if isinstance(one, Problem) else f"{where(one.place)} {one.domain}" for one in read(content)]


def problem(content: bytes | str) -> Problem:
    """The only problem of a list."""
    (only,) = (one for one in read(content) if isinstance(one, Problem))
    return only


def where(place: Place | None) -> str:
    """Line and column of a place in the list."""
    assert place
    return str(place).removeprefix(SOURCE).removeprefix(":") or "file"
