"""The JSON Schema (2020-12) of a sheet as JSON: closed, and built from the fact file's schema where a value is a fact."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from sheetgen.facts.schema import facts_schema
from sheetgen.rows import EIGHT, RowKey
from sheetgen.sheet import SCHEMA, OpenPoint

_HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:sheetgen:sheet:1",
    "title": "sheetgen sheet",
    "description": "One data sheet, holding what is printed and nothing else.",
}
_NAME = {  # RFC 1123, section 2.1; RFC 5890 for A-labels
    "type": "string",
    "maxLength": 253,
    "pattern": r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$",
    "description": "A name in lower-case A-labels.",
}
_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_TICKET = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", "description": "The Service Desk's ticket."}
_RECIPE = {"type": "string", "pattern": "^[a-z-]+$", "description": "The recipe's name."}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "The SHA-256 of the recipe's file."}


def sheet_schema() -> dict[str, Any]:
    """The schema that every JSON document of a sheet keeps."""
    facts = facts_schema()
    platform, kinds = facts["properties"], facts["$defs"]
    words = {"$ref": "#/$defs/Words"}
    genuine = kinds["Authenticity"]["properties"]
    sheet = _closed(
        {
            "schema": {"const": SCHEMA, "description": "The format of this document."},
            "number": {
                "type": "string",
                "pattern": "^[0-9a-f]{8}$",
                "description": "Begins the SHA-256 of this document without `number` and `issued`, with sorted keys and no blanks.",
            },
            "issued": {**_DAY, "description": "The issue date; of several sheets the one with the latest holds."},
            "platform": _closed({name: platform[name] for name in ("provider", "service")}),
            "request": _request(),
            "directions": {"prefixItems": [_direction(1, "platform"), _direction(2, "partner")], **_exactly(2)},
            "open_points": {
                "type": "array",
                "items": {"enum": list(get_args(OpenPoint))},
                "uniqueItems": True,
                "description": "What the sheet cannot answer.",
            },
            "rows": _rows(kinds),
            "canonical_url": genuine["canonical_url"],
            "never_asks_for": words,
            "recipes": {"type": "array", "items": _closed({"name": _RECIPE, "sha256": _DIGEST}), "description": "What it brings along."},
        },
        optional=("canonical_url", "never_asks_for", "recipes"),
    )
    shared = {"Domain": _domain(), "Location": kinds["Location"], "Words": kinds["Words"]}
    return {**_HEAD, **sheet, "$defs": shared}


def schema_text() -> str:
    """The schema as it is kept in data/schema/."""
    return json.dumps(sheet_schema(), indent=2, ensure_ascii=False) + "\n"


def _closed(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


def _exactly(length: int) -> dict[str, Any]:
    return {"type": "array", "items": False, "minItems": length, "maxItems": length}


def _domain() -> dict[str, Any]:
    shown = {"type": "string", "description": "The form for people; A-labels where the sheet can't show its script."}
    return _closed(
        {"ascii": _NAME, "shown": shown, "subdomains": {"type": "boolean", "description": "Whether its subdomains are included."}}
    )


def _request() -> dict[str, Any]:
    domain = {"$ref": "#/$defs/Domain"}
    properties = {
        "domain": {**domain, "description": "The partner's domain, which the platform sends to over TLS only."},
        "customers": {
            "type": "array",
            "items": domain,
            "uniqueItems": True,
            "description": "The platform's domains that the partner writes to.",
        },
        "ticket": _TICKET,
        "effective": {**_DAY, "description": "From when on, or since when, the platform enforces TLS."},
    }
    return _closed(properties, optional=("ticket", "effective"))


def _direction(number: int, sender: str) -> dict[str, Any]:
    to = {"type": "array", "items": {"$ref": "#/$defs/Domain"}}
    return _closed(
        {"number": {"const": number}, "from": {"const": sender}, "to": to, "tls": {"const": "mandatory"}, "set_up_by": {"const": sender}}
    )


def _rows(kinds: Mapping[str, Any]) -> dict[str, Any]:
    """The eight in their order, then further ones."""
    values = _values(kinds)
    row = {key: _closed({"key": {"const": key}, "value": values[key]}) for key in get_args(RowKey)}
    further = [row[key] for key in row if key not in EIGHT]
    return {"type": "array", "prefixItems": [row[key] for key in EIGHT], "items": {"oneOf": further}, "minItems": len(EIGHT)}


def _values(kinds: Mapping[str, Any]) -> dict[RowKey, Any]:
    """What each row holds; dates of review stay in the fact file."""

    def of(kind: str, *names: str, **more: Any) -> dict[str, Any]:
        whole = kinds[kind]
        properties = {name: whole["properties"][name] for name in names} | more
        return _closed(properties, optional=tuple(name for name in names if name not in whole["required"]))

    words, encryption = {"$ref": "#/$defs/Words"}, kinds["Encryption"]["properties"]
    names = {"type": "array", "items": _NAME}
    return {
        "contact": of("Contact", "name", "email", "phone", "hours"),
        "certificate": of("Certificate", "names", "trust", issuer=of("Issuer", "name", "observed")),
        "managed_services": of("Managed", "provided", "text"),
        "encryption": of("Encryption", "protocol", "unless_agreed"),
        "domain": {"$ref": "#/$defs/Domain"},
        "data_storage": of("DataStorage", "outside_eu", "locations", "data_centres"),
        "mail_routing": {"const": "mx"},
        "mx": of("MxHosts", "observed", hosts={**names, "minItems": 1}),
        "peer": of("Peer", "verification", "observed"),
        "retries": kinds["Peer"]["properties"]["retries_for"],
        "outgoing": _closed({"hosts": names, **of("Outgoing", "networks", "observed")["properties"]}),
        "minimum": encryption["minimum"],
        "dane": encryption["dane"],
        "mta_sts": encryption["mta_sts"],
        "test_address": {**kinds["Contact"]["properties"]["email"], "description": "An address that answers a test message."},
        "change_notice": words,
        "further": of("FurtherRow", "label", "value"),
    }
