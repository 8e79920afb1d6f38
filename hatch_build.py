"""Compile the message catalogues, and put templates and data into a real wheel (an editable one finds them in the checkout)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)
"""In place of the minute of the build, which Babel would write into the header."""


def compile_catalogues(root: Path) -> None:
    """A .mo beside each .po; renamed into its place, since others may be reading the old one."""
    for po in sorted(root.glob("data/locale/*/LC_MESSAGES/*.po")):
        new = po.with_suffix(".mo.new")
        with po.open("rb") as source, new.open("wb") as target:
            catalogue = read_po(source, locale=po.parts[-3])
            catalogue.creation_date = catalogue.revision_date = _NO_DAY
            write_mo(target, catalogue)
        new.replace(po.with_suffix(".mo"))


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
