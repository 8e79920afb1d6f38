"""Compile the message catalogues, and put templates and data into a real wheel (an editable one finds them in the checkout)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """A .mo beside each .po; in a wheel also `sheetgen/templates` and `sheetgen/data`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        root = Path(self.root)
        for po in sorted(root.glob("data/locale/*/LC_MESSAGES/*.po")):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale=po.parts[-3]))
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"] |= {str(root / name): f"sheetgen/{name}" for name in ("templates", "data")}
