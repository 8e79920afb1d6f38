"""The fact file's JSON Schema (2020-12), from its types."""

from __future__ import annotations

import ast
import functools
import inspect
import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from sheetgen.facts import platform

_HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:sheetgen:facts:1",
    "title": "sheetgen fact file",
}


def facts_schema() -> dict[str, Any]:
    """The fact file's."""
    return closed_schema(platform.Platform, (platform,), _HEAD)


def closed_schema(root: type, modules: tuple[ModuleType, ...], head: Mapping[str, str]) -> dict[str, Any]:
    """A file's schema: no key but those of the types, which stand in the modules, and no null, since what is not known is left out."""
    from pydantic import TypeAdapter
    from pydantic.json_schema import GenerateJsonSchema

    class Generator(GenerateJsonSchema):
        def nullable_schema(self, schema: Any) -> Any:
            return self.generate_inner(schema["schema"])

        def default_schema(self, schema: Any) -> Any:
            return self.generate_inner(schema["schema"])

        def field_title_should_be_set(self, schema: Any) -> bool:
            del schema
            return False

    schema = TypeAdapter(root).json_schema(schema_generator=Generator)
    texts = _texts(modules)
    for name, definition in {**schema["$defs"], root.__name__: schema}.items():
        for key, described in definition["properties"].items():
            described["description"] = texts[name][key]
    return {**schema, **head}


def schema_text() -> str:
    """The schema as it is printed and kept in data/schema/."""
    return json.dumps(facts_schema(), indent=2, ensure_ascii=False) + "\n"


@functools.cache
def _texts(modules: tuple[ModuleType, ...]) -> dict[str, dict[str, str]]:
    """The text under each attribute of each type, inherited ones too."""
    texts: dict[str, dict[str, str]] = {}
    for node in (node for module in modules for node in ast.parse(inspect.getsource(module)).body):
        if isinstance(node, ast.ClassDef):
            inherited = {k: v for base in node.bases if isinstance(base, ast.Name) for k, v in texts.get(base.id, {}).items()}
            texts[node.name] = inherited | _attributes(node)
    return texts


def _attributes(node: ast.ClassDef) -> dict[str, str]:
    return {
        here.target.id: str(below.value.value)
        for here, below in zip(node.body, node.body[1:], strict=False)
        if isinstance(here, ast.AnnAssign) and isinstance(here.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
    }
