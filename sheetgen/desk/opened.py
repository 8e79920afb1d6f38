"""A desk of the settings, ready to be asked. Nothing is sent until it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sheetgen.desk import Desk
from sheetgen.desk.config import Kind, chosen, read_config
from sheetgen.desk.kinds import kinds
from sheetgen.desk.secret import Secret
from sheetgen.settings import Settings


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk by its name in the settings."""

    name: str
    kind: Kind
    desk: Desk
    secret: Secret


def open_desk(settings: Settings, typed: str | None, environ: Mapping[str, str], tell: Callable[[str], None]) -> Opened:
    """The desk that is meant. Raises Refused with all that is wrong with its settings, and Failed for another package's kind."""
    name = chosen(settings, typed)
    config, kind = read_config(settings, name, kinds(), environ, tell)
    return Opened(name, kind, kind.open(config), config.secret)
