"""The recipe file's JSON Schema (2020-12), from its types."""

from __future__ import annotations

import json
from typing import Any

from sheetgen.facts import platform
from sheetgen.facts.schema import closed_schema
from sheetgen.recipes import recipe

_HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:sheetgen:recipe:1",
    "title": "sheetgen recipe",
}


def recipe_schema() -> dict[str, Any]:
    """The closed schema: no key but those of the types."""
    return closed_schema(recipe.Recipe, (platform, recipe), _HEAD)


def schema_text() -> str:
    """The schema as it is kept in data/schema/."""
    return json.dumps(recipe_schema(), indent=2, ensure_ascii=False) + "\n"
