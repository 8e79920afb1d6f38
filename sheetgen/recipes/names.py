"""Which recipes there are."""

from __future__ import annotations

from sheetgen.resources import folder


def names() -> tuple[str, ...]:
    """All, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in (folder("data") / "recipes").glob("*.yaml")))
