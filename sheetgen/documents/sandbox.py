"""Jinja for templates that others may write: a small part of the language, escaped always, with an end to what it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

Functions = Mapping[str, Callable[..., Any]]

MOST_STEPS = 100_000
"""Rounds of loops, calls of macros and includes in one rendering; a sheet with a hundred customers takes some five thousand."""
MOST_CHARACTERS = 32 << 20
"""Characters put together in one rendering, at all levels of macros; the same sheet takes some 400 000."""

_PERMITTED = frozenset(
    {
        *("Template", "Output", "TemplateData", "For", "If", "Macro", "Assign", "AssignBlock", "Import", "FromImport", "Include", "Scope"),
        *("Name", "Const", "Getattr", "Getitem", "Call", "Keyword", "Filter", "Test", "Compare", "Operand", "CondExpr"),
        *("And", "Or", "Not", "Add", "Sub", "Tuple"),
    }
)
_NAMES = {
    "Mul": "*",
    "Pow": "**",
    "Mod": "%",
    "Div": "/",
    "FloorDiv": "//",
    "Concat": "~ (+ joins text)",
    "ScopedEvalContextModifier": "autoescape, since escaping can't be switched off",
}
"""What people typed, for nodes whose names do not say it."""


def _text(value: object) -> str:
    """Only text and numbers have a text of their own; a list's would be as long as what it holds."""
    if isinstance(value, Undefined):
        return str(value)  # says what is undefined
    if not isinstance(value, str | int | float):
        raise SecurityError(f"this is a {type(value).__name__}, not text")
    return value if isinstance(value, str) else str(value)


class Sandbox(ImmutableSandboxedEnvironment):
    """Takes templates of for, if, set, macro, import and include, of `+`, and of the filters and functions handed in.

    Raises TemplateSyntaxError for all else, SecurityError where a rendering grows without end. One sandbox is for one rendering.
    """

    intercepted_binops = frozenset({"+"})

    def __init__(self, loader: BaseLoader, functions: Functions, filters: Functions, compiled: BytecodeCache | None = None) -> None:
        """Both are all that templates can call, beside macros; there are two filters more, `e` and `length`."""
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=loader,
            finalize=_text,
            bytecode_cache=compiled,
        )
        self.globals = dict(functions)
        self.filters = {"e": lambda value: escape(_text(value)), "length": len, **filters}
        self.tests = {name: self.tests[name] for name in ("defined", "undefined", "none", "in")}
        self._steps = self._characters = 0

    # ---- what a template may say

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if not _permitted(node):
                named = type(node).__name__
                raise TemplateSyntaxError(f"a template here can't use {_NAMES.get(named, named.lower())}", node.lineno, name, filename)
        for loop in tuple(tree.find_all(nodes.For)):
            loop.iter = _call("rounds", loop.iter)
        for macro in tuple(tree.find_all(nodes.Macro)):
            macro.body.insert(0, nodes.ExprStmt(_call("step", nodes.Const(None)), lineno=macro.lineno))
        for other in _taking_others(tree):
            other.template = _call("step", other.template)
        tree.set_environment(self)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """The fields of a block or piece, what a loop knows of itself, and another template's macros."""
        del value
        if is_dataclass(obj):
            return attr in {field.name for field in fields(obj)}
        return isinstance(obj, LoopContext | TemplateModule) and not attr.startswith("_")

    def wrap_str_format(self, value: Any) -> None:
        """Refuse a text's `format` as all its methods: Jinja's own would be let through unasked."""

    # ---- how much it may do

    def step(self, thing: Any) -> Any:
        """Count one step; hands back what it is given. Raises SecurityError after MOST_STEPS."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise SecurityError(f"it takes more than {MOST_STEPS} steps")
        return thing

    def rounds(self, things: Iterable[Any]) -> Iterator[Any]:
        """Count each thing that a loop goes through."""
        return map(self.step, things)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add numbers or join text: what is intercepted is `+` alone."""
        del context, operator
        if isinstance(left, str) and isinstance(right, str):
            return self._counted(left + right)
        if isinstance(left, int | float) and isinstance(right, int | float):
            return left + right
        raise SecurityError("+ is for two texts or two numbers")

    def concat(self, parts: Iterable[str]) -> str:
        """Put together what a template or macro writes. Raises SecurityError after MOST_CHARACTERS."""
        return "".join(map(self._counted, parts))

    def _counted(self, text: str) -> str:
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise SecurityError(f"it puts more than {MOST_CHARACTERS} characters together")
        return text


def _permitted(node: nodes.Node) -> bool:
    """A list may hold fixed values only, lest lists of lists grow; and a loop may not call itself."""
    if isinstance(node, nodes.Tuple) and node.ctx == "load":
        return all(isinstance(item, nodes.Const) for item in node.items)
    if isinstance(node, nodes.For) and node.recursive:
        return False
    return type(node).__name__ in _PERMITTED


def _taking_others(tree: nodes.Template) -> Iterator[Any]:
    for kind in (nodes.Include, nodes.Import, nodes.FromImport):
        yield from tree.find_all(kind)


def _call(method: str, argument: Any) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(method), [argument], [], None, None, lineno=argument.lineno)
