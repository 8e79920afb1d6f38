"""The workers of a Dask cluster make the documents; this process alone writes them, so no folder need be shared.

What a worker had begun when it died another makes. A worker on which anything differs that shapes documents makes none.
"""

from __future__ import annotations

import logging
import pickle
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sheetgen import __version__
from sheetgen.batch.alike import differences, installed
from sheetgen.batch.run import AHEAD, in_order
from sheetgen.batch.theme import LaidDown, carried
from sheetgen.batch.work import Made, Task, documents, written
from sheetgen.documents import Document
from sheetgen.errors import Failed, Refused, printable
from sheetgen.facts.known import Source, given

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
Documents = tuple[Document, ...] | Failed

PATIENCE = 10
"""Seconds within which a scheduler must answer."""
_QUIET = 60
"""Seconds after which it is told that there is no worker to wait for."""
NO_WORKER = "the cluster has no worker: waits for one"
_FEWEST = 64
"""Threads for which enough is under way at any rate: workers may join."""
CHUNK = 4
"""Sheets that are handed over at once: few, since those for which a cluster is worth its while take half a second each."""
_ALIKE = "let the same image, or the same requirements.txt, be installed everywhere"
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_CERTIFICATES = "name them in Dask's configuration: distributed.comm.tls.ca-file, and client.cert and client.key below it"
_GOES_ON = "run the same command again: it goes on where it stood"


class Cluster(NamedTuple):
    """The scheduler's address, the folder of the theme that all sheets have, and whom to tell what it does."""

    address: str
    templates: Path | None
    say: Callable[[str], None]


def run(
    cluster: Cluster, source: Source, out: Path, pairs: Iterable[tuple[T, Task | None]]
) -> Generator[tuple[T, Made | None], None, None]:
    """As batch.run's, by a cluster. Raises Failed where there is none, it is lost, or not alike; Refused for a theme."""
    address, templates, say = cluster
    theme = carried(templates) if templates else None
    with endings_kept() as heard, _connected(address) as client:
        order = pickle.dumps((installed(), pickle.dumps((source.loaded, source.today, theme))))
        threads = sum(client.nthreads().values())
        say(f"made by the cluster at {address}, which has room for {threads} at once" if threads else NO_WORKER)
        both = (((one, task), task) for one, task in pairs)
        ahead = AHEAD * max(threads, _FEWEST)
        for (one, task), made in in_order(both, lambda tasks: _Answer(client, say, order, tasks), ahead, CHUNK):
            yield one, None if task is None or made is None else written(out, task, made)
            heard()


@contextmanager
def endings_kept() -> Iterator[Callable[[], None]]:
    """What is to be called now and then, lest Ctrl-C be lost: Dask's objects swallow what is raised while they are collected."""
    usual = {number: answer for number in _ENDINGS if callable(answer := signal.getsignal(number))}
    came: list[signal.Signals] = []

    def hear(number: int, frame: FrameType | None) -> None:
        came.append(signal.Signals(number))
        usual[came[-1]](number, frame)

    for number in usual:
        signal.signal(number, hear)
    try:
        yield lambda: usual[came[-1]](came[-1], None) if came else None
    finally:
        for number, answer in usual.items():
            signal.signal(number, answer)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """A client whose scheduler and workers can do what is asked of them."""
    try:
        from distributed import Client
    except ImportError:
        raise Failed("--dask needs a library that is not installed", "pip install 'sheetgen[dask]'") from None
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong is told once, in our words
    if address.startswith("tls:"):
        _must_have_certificates()
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False, name="sheetgen")
    except OSError:
        raise Failed(f"no Dask scheduler answers at {address}", "look at the address, such as tcp://host:8786") from None
    with client:
        _must_be_alike(client)
        yield client


def _must_have_certificates() -> None:
    from distributed import Security

    try:
        found = Security().get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise Failed(f"Dask's certificates can't be used: {printable(str(error))}", _CERTIFICATES) from None
    if not found:
        raise Failed("Dask has no certificates for tls://", _CERTIFICATES)


def _must_be_alike(client: Client) -> None:
    try:
        client.run_on_scheduler(_version)
    except ImportError as error:
        raise Failed(f"the scheduler can't hand sheets over: {printable(str(error))}", _ALIKE) from None
    told = client.run(installed, on_error="return")
    wrong = [f"{name}: {why}" for name, there in sorted(told.items()) if (why := _unlike(there))]
    if wrong:
        raise Failed(f"{len(wrong)} of {len(told)} workers would make other sheets than this machine; {wrong[0]}", _ALIKE)


def _unlike(there: Mapping[str, str] | BaseException) -> str:
    return printable(f"{there!r}") if isinstance(there, BaseException) else differences(there, installed())


@contextmanager
def _explained() -> Iterator[None]:
    """What Dask raises, in our words."""
    from distributed import KilledWorker
    from distributed.client import ClosedClientError
    from distributed.comm.core import CommClosedError

    try:
        yield
    except KilledWorker:
        raise Failed("workers were killed again and again over the same sheets, perhaps for want of memory", _GOES_ON) from None
    except (CancelledError, ClosedClientError, CommClosedError):
        raise Failed("the Dask scheduler is gone", _GOES_ON) from None


class _Answer:
    """What becomes of tasks that were handed over."""

    def __init__(self, client: Client, say: Callable[[str], None], order: bytes, tasks: list[Task]) -> None:
        self._client, self._say = client, say
        with _explained():
            self._future: Future[list[Documents]] = client.submit(_make, order, pickle.dumps(tasks), pure=False)

    def result(self) -> list[Documents]:
        """Their documents. Raises Failed."""
        with _explained():
            return self._patiently()

    def _patiently(self) -> list[Documents]:
        while True:
            try:
                return self._future.result(timeout=_QUIET)
            except TimeoutError:
                if self._future.done():
                    raise
            if not self._client.nthreads():
                self._say(NO_WORKER)


# ---- on a worker

_one_at_a_time = Lock()
"""A worker may have several threads; prepared pages are one's at a time."""


def _version() -> str:
    return __version__


def _make(order: bytes, tasks: bytes) -> list[Documents]:
    """Raises Failed on a worker that came later and is not alike; Refused where a theme does what it may not."""
    with _one_at_a_time:
        source, theme = _ready(order)
        wanted: list[Task] = pickle.loads(tasks)  # noqa: S301 - whoever reaches a worker may run anything on it
        if theme is None:
            return [documents(source, task) for task in wanted]
        try:
            return [documents(source, Task(request, replace(plan, templates=theme.folder))) for request, plan in wanted]
        except Refused as refused:
            raise theme.as_named(refused) from None


@lru_cache(maxsize=4)
def _ready(order: bytes) -> tuple[Source, LaidDown | None]:
    """What tasks are made of, with the pages that earlier ones have prepared. It is read only where what is installed is alike."""
    wanted, given_there = pickle.loads(order)  # noqa: S301 - as above
    if why := differences(installed(), wanted):
        raise Failed(f"a worker joined that would make other sheets than this machine: {why}", _ALIKE)
    loaded, today, theme = pickle.loads(given_there)  # noqa: S301 - as above
    return given(loaded, today), LaidDown(theme) if theme else None
