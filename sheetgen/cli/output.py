"""The standard streams: what a command hands to whoever reads its stdout, and what happens where nobody can."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sheetgen.errors import Failed

if TYPE_CHECKING:
    from sheetgen.desk.secret import Secret

_CLOSED = "whoever read the output has closed it; what was written to files is whole"


_secrets: list[Secret] = []


def conceal(secret: Secret) -> None:
    """From now on an ellipsis stands for it in all that is said: a desk may show it in a ticket's subject."""
    _secrets.append(secret)


def without_secrets(text: str) -> str:
    """A text to be said."""
    for secret in _secrets:
        text = secret.hidden(text)
    return text


def prepare() -> None:
    """Make the standard streams usable whatever the console: a closed one is as good as none, and what it can't show is escaped."""
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        if getattr(sys, name) is None:
            os.dup2(os.open(os.devnull, os.O_RDWR), number)  # or the next file that is opened would get this number
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - a descriptor, for the whole run
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def document(data: bytes) -> None:
    """Bytes to stdout. Raises Failed where it can't take them."""
    with taken():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def line(text: str) -> None:
    """One line to stdout, at once. Raises Failed where it can't take it."""
    with taken():
        print(without_secrets(text), flush=True)  # noqa: T201 - click.echo does no more here, and asks each time whether this is a terminal


@contextmanager
def taken() -> Iterator[None]:
    """Raise Failed for what stdout does not take."""
    try:
        yield
    except OSError as error:
        _forget_stdout()
        if isinstance(error, BrokenPipeError):
            raise Failed(_CLOSED) from error
        raise Failed(f"the output can't be written: {error.strerror}") from error
    except SystemExit as leaving:
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":  # click put it there and left, since a pipe is closed
            _forget_stdout()
            raise Failed(_CLOSED) from leaving
        raise


def _forget_stdout() -> None:
    """Or Python would complain once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
