"""Compile the message catalogues, and put templates and data into a real wheel (an editable one finds them in the checkout)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))  # whatever builds knows this file's path alone

from sheetgen.po import compile_po


def compile_catalogues(root: Path) -> None:
    """A .mo beside each .po."""
    for po in sorted(root.glob("data/locale/*/LC_MESSAGES/*.po")):
        compile_po(po)


def shipped(root: Path) -> dict[str, str]:
    """The files of `templates` and `data` with their places in the wheel, without what editors leave behind."""
    files = (file for name in ("templates", "data") for file in sorted((root / name).rglob("*")) if file.is_file())
    return {str(file): f"sheetgen/{file.relative_to(root)}" for file in files if not file.name.startswith(".") and file.name[-1] != "~"}


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """The catalogues compiled; in a wheel also `sheetgen/templates` and `sheetgen/data`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds."""
        root = Path(self.root)
        compile_catalogues(root)
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"] |= shipped(root)


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
