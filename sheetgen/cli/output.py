"""What a command hands to whoever reads its stdout: bytes of a document, or lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from sheetgen.errors import Failed


def document(data: bytes) -> None:
    """Bytes to stdout. Raises Failed where it can't take them."""
    with _taken():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def line(text: str) -> None:
    """One line to stdout, at once. Raises Failed where it can't take it."""
    with _taken():
        click.echo(text)


@contextmanager
def _taken() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would complain once more when it ends
        if isinstance(error, BrokenPipeError):
            raise Failed("whoever read the output has closed it; what was written to files is whole") from error
        raise Failed(f"the output can't be written: {error.strerror}") from error
