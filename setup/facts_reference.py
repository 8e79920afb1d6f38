"""Writes docs/facts.md and data/schema/facts.schema.json from the fact file's types: `python setup/facts_reference.py`."""
# ruff: noqa: INP001 -- a program, in no package

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sheetgen.facts.checks import CHECKS
from sheetgen.facts.schema import facts_schema, schema_text
from sheetgen.yamlfile import read_yaml

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "facts.md"
SCHEMA = ROOT / "data" / "schema" / "facts.schema.json"

_HEAD = """\
# The fact file

What a mail platform says of itself, in YAML. `sheetgen facts check FILE` reads it and names every fault with its line and column;
`sheetgen facts schema` prints its JSON Schema, which editors take from the first line of the file:

    # yaml-language-server: $schema=schema/facts.schema.json

- Every value is text, whatever it looks like: `no`, `+49 30 23125 123` and `2026-11-02` need no quotes. A value that begins with one of
  `* & ! # @ % [ {` or holds `: ` or ` #` stands in quotes.
- What is not known is left out, key and all. Only `observed` has a word for it: `unknown`.
- A text has both languages, each as if written first: `{de: Kopenhagen, en: Copenhagen}`. It names no server: texts carry no date.
- Refused: anchors, aliases, tags, merge keys, second documents, keys that stand twice, invisible characters, more than 1 MiB, more than
  1000 keys and items.

This page is made by `setup/facts_reference.py` from `sheetgen/facts/platform.py`; the examples are those of `data/example.yaml`.
"""


def reference() -> str:
    """The page: a table for each type, the rules between facts, two whole files."""
    schema = facts_schema()
    examples: dict[tuple[str, str], str] = {}
    data = ROOT / "data"
    _collect(schema, "Platform", read_yaml((data / "example.yaml").read_bytes(), "example.yaml").data, examples)
    parts = [_HEAD]
    parts += [_table(name, definition, examples) for name, definition in _types(schema)]
    parts += [_rules()]
    parts += [_block("The shipped file", data / "hamburg-cloud.yaml"), _block("Every fact there is", data / "example.yaml")]
    return "\n".join(parts)


def _types(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The types in the order in which the file first has them, the file itself first."""
    waiting, done = ["Platform"], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in done:
            continue
        done.add(name)
        definition = _definition(schema, name)
        yield name, definition
        waiting += [found for prop in definition["properties"].values() if (found := _reference(prop))]


def _definition(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema if name == "Platform" else schema["$defs"][name]
    return found


def _reference(prop: dict[str, Any]) -> str:
    return str(prop.get("$ref", prop.get("items", {}).get("$ref", ""))).removeprefix("#/$defs/")


def _collect(schema: dict[str, Any], name: str, value: Mapping[str, Any], examples: dict[tuple[str, str], str]) -> None:
    for key, inner in value.items():
        prop = _definition(schema, name)["properties"][key]
        members = inner if isinstance(inner, list) else [inner]
        if below := _reference(prop):
            for member in members:
                _collect(schema, below, member, examples)
        else:
            examples.setdefault((name, key), ", ".join(members))


def _kind(prop: dict[str, Any]) -> str:
    if below := _reference(prop):
        return f"[{below}](#{below.lower()})"
    if choices := prop.get("enum", [prop["const"]] if "const" in prop else []):
        return " or ".join(f"`{choice}`" for choice in choices)
    return str(prop["title"])


def _row(key: str, prop: dict[str, Any], required: str, example: str) -> str:
    is_list = "items" in prop
    kind = f"list: {_kind(prop['items'])}" if is_list else _kind(prop)
    cells = (f"`{key}`", kind, required, prop["description"], f"`{example}`" if example else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(name: str, definition: dict[str, Any], examples: dict[tuple[str, str], str]) -> str:
    heading = "## The file itself" if name == "Platform" else f"## {name}"
    rows = [
        _row(key, prop, "yes" if key in definition.get("required", ()) else "", examples.get((name, key), ""))
        for key, prop in definition["properties"].items()
    ]
    head = ["| key | kind | required | meaning | example |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([heading, "", definition["description"], "", *head, *rows, ""])


def _rules() -> str:
    rows = [f"| `{check.code}` | {check.severity} | {(check.find.__doc__ or '').splitlines()[0]} |" for check in CHECKS]
    said = "A refusal stops every command; a warning is printed, and stops a command that runs with `--strict`."
    return "\n".join(["## Rules between facts", "", said, "", "| code | severity | rule |", "| --- | --- | --- |", *rows, ""])


def _block(heading: str, file: Path) -> str:
    return f"## {heading}\n\n`data/{file.name}`:\n\n```yaml\n{file.read_text(encoding='utf-8')}```\n"


def main() -> None:
    """Write both."""
    for path, text in ((REFERENCE, reference()), (SCHEMA, schema_text())):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
