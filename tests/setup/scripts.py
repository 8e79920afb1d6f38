"""The scripts of `setup/` as modules, since that folder is no package."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from tests.places import CHECKOUT


def script(name: str) -> ModuleType:
    """`setup/<name>.py`, loaded."""
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / "setup" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
