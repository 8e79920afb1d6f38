"""The fact file's JSON Schema: fresh, closed, and never stricter or laxer than the loader where it speaks."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sheetgen.facts.schema import facts_schema, schema_text
from sheetgen.yamlfile import read_yaml
from tests.facts.files import DATA, EXAMPLE, SHIPPED, problems
from tests.facts.test_load import DAMAGE

KEPT = DATA / "schema" / "facts.schema.json"
VALIDATOR = Draft202012Validator(facts_schema())


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema of an object within a schema."""
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for inner in node.values():
            yield from objects(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from objects(inner)


def test_kept_schema_is_fresh() -> None:
    """data/schema/ holds what the types say, letter for letter."""
    assert KEPT.read_text(encoding="utf-8") == schema_text()


def test_schema_is_one() -> None:
    """It is a valid schema of 2020-12, named by a URN, closed everywhere, without null and with a description on every key."""
    schema = facts_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:sheetgen:facts:1"
    found = list(objects(schema))
    assert len(found) == 15
    assert all(node["additionalProperties"] is False for node in found)
    assert all(prop["description"] for node in found for prop in node["properties"].values())
    assert '"null"' not in json.dumps(schema)


@pytest.mark.parametrize("text", [SHIPPED, EXAMPLE], ids=["shipped", "example"])
def test_shipped_files_are_valid_and_name_it(text: str) -> None:
    """Both files validate, and their first line leads editors to the kept schema."""
    assert not list(VALIDATOR.iter_errors(read_yaml(text.encode(), "f").data))
    first = text.splitlines()[0]
    assert first == "# yaml-language-server: $schema=schema/facts.schema.json"
    assert (DATA / first.partition("=")[2]).resolve() == KEPT.resolve()


@pytest.mark.parametrize("name", [name for name in DAMAGE if DAMAGE[name][1].startswith("facts.")])
def test_what_the_schema_refuses_the_loader_refuses(name: str, tmp_path: Path) -> None:
    """For each damage of a fact file's form: what the editor marks, the command refuses."""
    content, _ = DAMAGE[name]
    assert isinstance(content, str)
    refused = any(p.severity == "refusal" for p in problems(tmp_path, content))
    assert refused or VALIDATOR.is_valid(read_yaml(content.encode(), "f").data)


def paths(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path below a node."""
    inner: Any = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from paths(value, (*path, key))


DATA_OF_EXAMPLE: dict[str, Any] = dict(read_yaml(EXAMPLE.encode(), "f").data)
VALUES = st.sampled_from(
    ["x", "", "unknown", "2026-11-02", "yes", "DE", "*.a.example", "a@b.example", [], ["x"], {}, {"de": "x"}, {"de": "x", "en": "y"}]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(sorted(paths(DATA_OF_EXAMPLE), key=str)), value=VALUES, drop=st.booleans())
def test_schema_and_loader_agree_on_form(path: tuple[Any, ...], value: Any, drop: bool, tmp_path: Path) -> None:  # noqa: FBT001 - drawn
    """Any value of the example dropped or replaced: what the schema refuses, the loader refuses."""
    data = copy.deepcopy(DATA_OF_EXAMPLE)
    within: Any = data
    for step in path[:-1]:
        within = within[step]
    if drop:
        del within[path[-1]]
    else:
        within[path[-1]] = value
    refused = any(p.severity == "refusal" for p in problems(tmp_path, yaml.safe_dump(data, allow_unicode=True)))
    assert refused or VALIDATOR.is_valid(data)
