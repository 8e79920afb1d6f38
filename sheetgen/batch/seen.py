"""What the rows so far asked for, so that none is made twice and no two domains are swapped; memory stays flat however long the list is."""

from __future__ import annotations

import sqlite3
from types import TracebackType
from typing import Any, Literal, Self

from sheetgen.batch.kept import no_room

Role = Literal["requested", "customer"]

_TABLES = """
CREATE TABLE sheets (place TEXT PRIMARY KEY, said TEXT, at TEXT) WITHOUT ROWID;
CREATE TABLE names (name TEXT, role TEXT, at TEXT, PRIMARY KEY (name, role)) WITHOUT ROWID;
"""


class Seen:
    """A database without a name, which is gone when it is closed (sqlite.org/inmemorydb.html, temporary databases).

    Its methods raise Failed where there is no room for it.
    """

    def __init__(self) -> None:
        """Empty."""
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_TABLES)
        self._database.execute("BEGIN")

    def sheet(self, place: str, said: str, at: str) -> tuple[str, str] | None:
        """What was said before of the sheet at that place, and where; else it is remembered."""
        if self._done("INSERT OR IGNORE INTO sheets VALUES (?, ?, ?)", place, said, at).rowcount:
            return None
        return self._done("SELECT said, at FROM sheets WHERE place = ?", place).fetchone()  # type: ignore[no-any-return]

    def name(self, name: str, role: Role, at: str) -> str | None:
        """Where that name stood in the other role, if it did; it is remembered in this one."""
        self._done("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", name, role, at)
        found = self._done("SELECT at FROM names WHERE name = ? AND role != ?", name, role).fetchone()
        return found[0] if found else None

    def _done(self, statement: str, *values: Any) -> sqlite3.Cursor:
        try:
            return self._database.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise no_room(str(error)) from error

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """It is gone."""
        self._database.close()
