"""The platform's facts as JSON beside the page, so that a partner can watch for changes; and the schema of that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sheetgen.documents.schema import sheet_schema
from sheetgen.facts.platform import Platform
from sheetgen.sheet import make_sheet, to_data
from sheetgen.site.prepared import OPEN

NAME = "facts.json"
SCHEMA_NAME = "facts.schema.json"
SCHEMA = "sheetgen-site-1"
_NO_FACT = "domain"
"""The row that comes with a request."""
_GENUINE = ("canonical_url", "never_asks_for")


def facts_text(platform: Platform) -> str:
    """What the sheet says of the platform, whoever it is for."""
    sheet = to_data(make_sheet(platform, OPEN, date.min))
    rows = [row for row in sheet["rows"] if row["key"] != _NO_FACT]
    genuine = {key: sheet[key] for key in _GENUINE if key in sheet}
    return _text({"$schema": SCHEMA_NAME, "schema": SCHEMA, "platform": sheet["platform"], "rows": rows, **genuine})


def schema_text() -> str:
    """Its JSON Schema (2020-12), made of the sheet's."""
    sheet = sheet_schema()
    held = sheet["properties"]
    first = [row for row in held["rows"]["prefixItems"] if row["properties"]["key"]["const"] != _NO_FACT]
    properties = {
        "$schema": {"const": SCHEMA_NAME},
        "schema": {"const": SCHEMA, "description": "The format of this document."},
        "platform": held["platform"],
        "rows": {**held["rows"], "prefixItems": first, "minItems": len(first)},
        **{key: held[key] for key in _GENUINE},
    }
    shared = {name: kind for name, kind in sheet["$defs"].items() if name != "Domain"}
    return _text(
        {
            "$schema": sheet["$schema"],
            "$id": "urn:sheetgen:site:1",
            "title": "sheetgen site",
            "description": "A mail platform's facts, holding what its public page says and nothing else.",
            "type": "object",
            "properties": properties,
            "required": [name for name in properties if name not in _GENUINE],
            "additionalProperties": False,
            "$defs": shared,
        }
    )


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
