"""Where templates and data lie: in the wheel beside the modules, in a checkout one folder up."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).parent
_HOME = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent


def folder(name: Literal["templates", "data"]) -> Path:
    """The shipped folder of that name."""
    return _HOME / name


def shipped_facts() -> Path:
    """The fact file that is taken when nobody names another."""
    return folder("data") / "hamburg-cloud.yaml"
