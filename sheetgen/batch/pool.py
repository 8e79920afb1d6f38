"""Several processes that end with the one that began them."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, connection, get_context, parent_process

from sheetgen.errors import Failed, printable

_NO_MORE = frozenset({errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM})
"""What the system says where it has no descriptors, processes or memory for another one."""
_LOOKS = 0.1
"""Seconds after which a process that was told to end is told again."""


@contextmanager
def processes(jobs: int, begin: Callable[..., object], *given: object) -> Iterator[ProcessPoolExecutor]:
    """That many, each of which has done `begin(*given)`; on leaving, what is not begun is dropped. Raises Failed where one was killed."""
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        with ProcessPoolExecutor(jobs, context, partial(_ready, begin, *given)) as pool:
            try:
                yield pool
            except BrokenProcessPool:
                message = "a process that made sheets was killed, perhaps for want of memory"
                raise Failed(message, "run it again, perhaps with --jobs 1") from None
            except BaseException:
                _end_all()
                raise
            finally:
                pool.shutdown(cancel_futures=True)
    except OSError as error:
        if error.errno not in _NO_MORE:
            raise
        message = f"no process that makes sheets could be begun: {printable(error.strerror or str(error))}"
        raise Failed(message, "run it again with --jobs 1") from error


def _end_all() -> None:
    """Never amid a set, for the writer holds signals back; one that has just begun may not hear the first signal."""
    for process in active_children():
        while process.is_alive():
            process.terminate()
            process.join(_LOOKS)


def _ready(begin: Callable[..., object], *given: object) -> None:
    """Ctrl-C is its parent's to answer; when that has ended, so does it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # for the thread alone: else it would hear
    threading.Thread(target=_end_with_parent, daemon=True).start()  # what the writer holds back amid a set
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    begin(*given)


def _end_with_parent() -> None:
    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)
