"""What is kept while a list is read, and read again: in memory while it is little, else in a file without a name."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from types import TracebackType
from typing import BinaryIO, Self

from sheetgen.errors import Failed, printable

LITTLE = 1 << 18
"""Bytes: those of some 700 rows."""


class Kept:
    """Bytes in the order in which they were written."""

    def __init__(self) -> None:
        """None yet."""
        self._file: BinaryIO = BytesIO()
        self._size = 0

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """They are gone."""
        with suppress(OSError):  # what could not be written can't be so now
            self._file.close()

    def write(self, data: bytes) -> None:
        """Some more. Raises Failed where there is no room for them."""
        self._size += len(data)
        try:
            if self._size > LITTLE and isinstance(self._file, BytesIO):
                self._roll_over(self._file.getvalue())
            self._file.write(data)
        except OSError as error:
            raise no_room(error.strerror or str(error)) from error

    def _roll_over(self, begun: bytes) -> None:
        from tempfile import TemporaryFile  # 4 ms, which a short list must not pay

        self._file = TemporaryFile()  # noqa: SIM115 - it is as long-lived as what is kept
        self._file.write(begun)

    def beginning(self) -> BinaryIO:
        """The file at its beginning. Raises Failed."""
        try:
            self._file.seek(0)
        except OSError as error:
            raise no_room(error.strerror or str(error)) from error
        return self._file


def no_room(why: str) -> Failed:
    """That what was read can't be kept."""
    return Failed(f"the list could not be kept while it is read: {printable(why)}", "make room, or set TMPDIR to another folder")
