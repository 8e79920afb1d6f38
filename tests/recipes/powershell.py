"""PowerShell as its grammar reads it: which cmdlets are called, with which parameters; and what a table of cmdlets says against that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import tree_sitter_pwsh
import yaml
from tree_sitter import Language, Node, Parser

from tests.places import CHECKOUT

TABLE = CHECKOUT / "tests" / "recipes" / "cmdlets.yaml"
_PARSER = Parser(Language(tree_sitter_pwsh.language()))


class NoPowerShellError(ValueError):
    """What the grammar does not take, with its line."""


class Call(NamedTuple):
    """One call of a cmdlet, with its parameters (those of a splatted table too), what has no parameter, and the head of its pipeline."""

    line: int
    name: str
    given: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    fed_by: str


def calls(code: str) -> tuple[Call, ...]:
    """All calls, in the order in which they stand. Raises NoPowerShellError."""
    root = _PARSER.parse(code.encode()).root_node
    if broken := next((node for node in _all(root) if node.is_error or node.is_missing), None):
        raise NoPowerShellError(f"line {_line(broken)}: {_text(broken)[:40] or broken.type!r}")
    return tuple(_calls(root))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _text(node: Node) -> str:
    return (node.text or b"").decode()


def _line(node: Node) -> int:
    return node.start_point[0] + 1


def _calls(root: Node) -> Iterator[Call]:
    tables: dict[str, tuple[tuple[str, str], ...]] = {}
    for node in _all(root):
        if node.type == "assignment_expression":
            target, _, value = node.children
            tables["@" + _text(target).removeprefix("$")] = tuple(_entries(value))
        if node.type == "pipeline_chain":
            commands = [child for child in node.children if child.type == "command"]
            for command in commands:
                yield _call(command, tables, _text(commands[0].children[0]))


def _entries(value: Node) -> Iterator[tuple[str, str]]:
    """A table's keys, with what is assigned to them."""
    for node in _all(value):
        if node.type == "hash_entry":
            key, *_, assigned = (child for child in node.children if child.is_named)
            yield _text(key), _text(assigned)


def _call(command: Node, tables: Mapping[str, tuple[tuple[str, str], ...]], head: str) -> Call:
    name, *rest = (child for child in command.children if child.is_named)
    given: list[tuple[str, str]] = []
    words: list[str] = []
    waiting = False
    for element in (part for node in rest for part in node.children if part.is_named and part.type != "command_argument_sep"):
        text = _text(element)
        if element.type == "command_parameter":
            given.append((text.removeprefix("-"), ""))
        elif waiting:
            given[-1] = (given[-1][0], text)
        elif text.startswith("@") and element.type == "unary_expression":
            given += tables.get(text, ((text, ""),))
        elif element.type == "bareword_argument_list":
            words += [_text(word) for word in element.children if word.is_named]
        waiting = element.type == "command_parameter"
    return Call(_line(command), _text(name), tuple(given), tuple(words), head if head != _text(name) else "")


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.load(TABLE.read_text("utf-8"), Loader=yaml.BaseLoader)
    return table


def faults(code: str, product: str) -> tuple[str, ...]:
    """What is wrong with code for a product: syntax, and what the table does not know; none where all is right."""
    try:
        found = calls(code)
    except NoPowerShellError as error:
        return (f"no PowerShell: {error}",)
    return tuple(fault for call in found for fault in _faults(call, product))


def _faults(call: Call, product: str) -> Iterator[str]:
    cmdlet = _table()["cmdlets"].get(call.name)
    if cmdlet is None or cmdlet["product"] not in (product, "powershell"):
        yield f"line {call.line}: {product} has no {call.name}"
        return
    for parameter, value in call.given:
        if parameter not in cmdlet["parameters"]:
            yield f"line {call.line}: {call.name} has no -{parameter}"
            continue
        kind = cmdlet["parameters"][parameter]
        wanted = _table()["values"].get(kind) or _table()["values"][product].get(kind)
        if kind == "Boolean" or (wanted and not value.startswith("$")):
            for one in (word.strip(" '\"") for word in value.split(",")):
                if one not in wanted:
                    yield f"line {call.line}: {call.name} -{parameter} takes no {one}"
    if call.name == "Format-List" and call.fed_by:
        yield from (f"line {call.line}: {call.fed_by} shows no {word}" for word in call.words if word not in _shown(call.fed_by))


def _shown(getter: str) -> frozenset[str]:
    """The properties of what a Get- cmdlet gives."""
    noun = getter.removeprefix("Get-")
    cmdlets = _table()["cmdlets"]
    taken = (cmdlets.get(f"{verb}-{noun}", {}).get("parameters", {}) for verb in ("New", "Set"))
    return frozenset((*(name for names in taken for name in names), *_table()["properties"].get(noun, ())))
