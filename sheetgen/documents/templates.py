"""Templates: found by exact name, run in Jinja's immutable sandbox with autoescaping that can't be switched off."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.environment import Environment
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from sheetgen.blocks import Host, Link, Literally, Mail, Phone, Pieces, Plain, Slot, Values
from sheetgen.documents import Job
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.glyphs import width
from sheetgen.resources import folder

MOST_BYTES = 1 << 20
_SIZES = (("k1", 27.0), ("k2", 20.0), ("k3", 14.0))
"""Type sizes of the name in the title, in points; what fits in none of them is set small and may break after its dots."""
_CONTENT_MM = 126.0
_NAME_COLUMNS = 64
"""Characters of a name that fit on one line of the content column, at a step's indent."""
_ROW_COLUMNS = 68
"""The same for a list of names on one line, counting three for each gap."""

_KEEP = re.compile(r"(?<![\w-])(?=[\w-]{3,14}(?![\w-]))\w+(?:-\w+)+(?![\w-])")
"""Short words with a hyphen (E-Mail, MX-Host): a line never breaks inside them."""


class _Environment(ImmutableSandboxedEnvironment):
    """Without what would let a template hand out text unescaped, or fill the memory in one expression."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not (isinstance(left, int | float) and isinstance(right, int | float)) or operator == "**":
            raise SecurityError(f"{operator} is for numbers here")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.EvalContextModifier):
            raise TemplateSyntaxError("autoescaping can't be switched", node.lineno, name, filename)
        return tree


class _Loader(BaseLoader):
    """Shipped templates by name, each replaced by the file of that name in the caller's folder."""

    def __init__(self, own: Path | None) -> None:
        self.own = own

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        del environment
        if not (folder("templates") / template).is_file():
            raise TemplateNotFound(template)
        text, path = read(template, self.own)
        return text, str(path), lambda: True


def read(name: str, own: Path | None) -> tuple[str, Path]:
    """A template's text and its path: the caller's own file where there is one, else the shipped one.

    Raises Refused where the own one leads out of its folder, is no file, is over 1 MiB or is not UTF-8.
    """
    shipped = folder("templates") / name
    if own is None or not (own / name).exists():
        return shipped.read_text("utf-8"), shipped
    path = (own / name).resolve()
    if own.resolve() not in path.parents or not path.is_file() or path.stat().st_size > MOST_BYTES:
        raise _refused(own / name, 0, "this is no template file of at most 1 MiB inside its folder", "put the file itself there")
    try:
        return path.read_text("utf-8"), own / name
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(own / name, 0, f"the template can't be read: {error}", "save it as UTF-8, readable for you") from error


def _refused(path: Path, line: int, message: str, hint: str) -> Refused:
    return Refused([Problem("templates.refused", "refusal", printable(message), Place(str(path), line), hint)])


def render(job: Job, *, on_paper: bool, **more: object) -> str:
    """The sheet as HTML. On paper a name that fits on a line is one run of glyphs; on a screen each label may move to the next line."""
    environment = _Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=_Loader(job.templates))
    for unescaping in ("safe", "attr", "xmlattr", "urlize", "tojson"):
        del environment.filters[unescaping]
    environment.filters |= {"kind": lambda thing: type(thing).__name__, "tidy": _tidy}
    environment.tests["ascii"] = str.isascii
    environment.globals |= {
        "run": _whole_or_labels if on_paper else _labels,
        "size": lambda pieces: _size(flat(pieces, job.values)),
        "flat": lambda pieces: flat(pieces, job.values),
        "on_one_line": lambda names: sum(len(flat(name, job.values)) + 3 for name in names) - 3 <= _ROW_COLUMNS,
    }
    context = {"page": job.page, "values": job.values, "issued": job.sheet.issued.isoformat(), **more}
    try:
        return environment.get_template("sheet.html").render(context) + "\n"
    except TemplateSyntaxError as error:
        where = Path(error.filename or "sheet.html")
        raise _refused(where, error.lineno, str(error.message), "mend the template") from error
    except (TemplateError, TypeError, ArithmeticError, AttributeError, LookupError) as error:
        if job.templates is None:
            raise
        raise _refused(job.templates, 0, f"the templates can't be run: {error}", "mend the template") from error


def flat(pieces: Pieces, values: Values) -> str:
    """Pieces as bare text, for a title or an attribute."""
    words = []
    for piece in pieces:
        match piece:
            case Plain(text=text) | Literally(text=text) | Mail(address=text) | Phone(printed=text) | Link(url=text):
                words.append(text)
            case Host():
                words.append(piece.before + piece.name)
            case Slot():
                words.append(piece.before + values[piece.name])
    return "".join(words)


def _size(name: str) -> str:
    return next((size for size, points in _SIZES if width(name, points) <= _CONTENT_MM), "k4")


def _labels(name: str) -> Markup:
    """Each label whole; a line may end after a dot."""
    first, *rest = name.split(".")
    labels = [*(f"{label}." for label in (first, *rest)[:-1]), (first, *rest)[-1]]
    return Markup("<wbr>").join(Markup('<span class="l">{}</span>').format(label) for label in labels)


def _whole_or_labels(name: str) -> Markup:
    return escape(name) if len(name) <= _NAME_COLUMNS else _labels(name)


def _tidy(text: str) -> Markup:
    return Markup(_KEEP.sub(lambda word: f'<span class="nb">{word[0]}</span>', str(escape(text))))
