"""Writes every file of the checkout that is made from others; with --check writes none, names the stale ones, and ends with 1 for them.

generated.py [--check]
"""
# ruff: noqa: INP001, T201 -- a program that prints

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import facts_reference
import licences

from sheetgen.documents import schema as sheet_schema
from sheetgen.facts.schema import schema_text
from sheetgen.recipes import schema as recipe_schema

ROOT = Path(__file__).parent.parent
GENERATED: dict[str, Callable[[], str]] = {
    "data/schema/facts.schema.json": schema_text,
    "data/schema/recipe.schema.json": recipe_schema.schema_text,
    "data/schema/sheet.schema.json": sheet_schema.schema_text,
    "docs/dependencies.md": licences.document,
    "docs/facts.md": facts_reference.reference,
}


def stale() -> dict[Path, str]:
    """The files that don't hold what they should, with what they should hold."""
    texts = {ROOT / name: make() for name, make in GENERATED.items()}
    return {path: text for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text}


if __name__ == "__main__":
    check = sys.argv[1:] == ["--check"]
    found = stale()
    for path, text in found.items():
        if check:
            print(f"{path.relative_to(ROOT)}: is stale; run make generated")
        else:
            path.write_text(text, "utf-8")
            print(path.relative_to(ROOT))
    sys.exit(check and bool(found))
