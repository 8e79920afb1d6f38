"""The kinds of desks there are: our own, and those that other packages bring by the entry point `sheetgen.desks`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from sheetgen.desk.config import Kind
from sheetgen.errors import Failed, printable

GROUP = "sheetgen.desks"
OWN = ("eml", "smtp", "rt", "znuny")


def kinds() -> Mapping[str, Callable[[], Kind]]:
    """Each kind by its name; its module is loaded when it is called. A name of ours can't be taken by another package."""
    others = {point.name: partial(_loaded, point) for point in entry_points(group=GROUP)}
    return {**others, **{name: partial(_own, name) for name in OWN}}


def _own(name: str) -> Kind:
    kind: Kind = import_module(f"sheetgen.desk.{name}").KIND
    return kind


def _loaded(point: EntryPoint) -> Kind:
    """Raises Failed where another package's kind can't be had; whatever it raises is its own fault."""
    where = f"the desk kind {printable(point.name)} of the package {printable(point.dist.name if point.dist else point.value)}"
    try:
        kind = point.load()
    except Exception as error:
        raise Failed(
            f"{where} can't be loaded: {printable(f'{type(error).__name__}: {error}')}", "mend that package, or remove it"
        ) from error
    if not isinstance(kind, Kind):
        raise Failed(f"{where} is a {type(kind).__name__}", "its entry point must lead to a sheetgen.desk.config.Kind")
    return kind
