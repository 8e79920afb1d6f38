"""How names and words are set: what may break where, and what fits. The functions and filters that templates call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from markupsafe import Markup

from sheetgen.blocks import Both, Host, Link, Literally, Mail, Phone, Pieces, Plain, Slot
from sheetgen.documents import marks, setting
from sheetgen.documents.listing import says_broken, set_code
from sheetgen.documents.sandbox import Functions
from sheetgen.slots import Values

Medium = Literal["paper", "screen", "mail"]
Run = Callable[[str, int], Markup]

_ROW_COLUMNS = 70
"""Characters of a row of names on one line, counting three for each gap."""
_ADDRESS_COLUMNS: Mapping[Medium, tuple[int, int]] = {"paper": (64, 34), "screen": (1 << 16, 1 << 16), "mail": (32, 32)}
"""The same for an address: in the content column, and in half of it. On a screen a line ends where it has to, and the link stays one."""
_WHOLE_CODE = 30
"""Characters of code amid words that fit on a line wherever they stand."""

_ADDRESS_BREAKS = re.compile(r"(?<=[./@])(?=[^/])")
_IN_BRACKETS = re.compile(r"(\([^\s()]+\.\w[^\s()]*\))")
"""A name's readable form after its A-label; both patterns find what stands at the odd places of a split."""
_KEEP = re.compile(r"(?<![\w-])(?=[\w-]{3,14}(?![\w-]))(\w+(?:-\w+)+)(?![\w-])")
"""Short words with a hyphen (E-Mail, MX-Host): a line never breaks inside them."""


def functions(values: Values, medium: Medium) -> tuple[Functions, Functions]:
    """The functions and the filters of a document whose slots hold these values."""
    columns = setting.WHOLE_COLUMNS[medium]

    def run(name: str, columns: int) -> Markup:
        marked = "1" if medium == "mail" else ""
        text = marks.call("run", name, str(columns), marked) if marks.is_marked(name) else setting.run(name, columns, marked=bool(marked))
        return Markup(text)  # noqa: S704 - escaped there

    def text(pieces: Pieces) -> str:
        return flat(pieces, values)

    return (
        {
            "run": lambda name, style: run(name, columns[style]),
            "name_class": _name_class,
            "address_lines": lambda address, half: _address_lines(address, _ADDRESS_COLUMNS[medium][half]),
            "code_parts": lambda code: code.split(" ") if len(code) > _WHOLE_CODE else [code],
            "listing": lambda lines: set_code([text(line) for line in lines]) if medium == "paper" else None,
            "says_broken": lambda page, section: medium == "paper" and says_broken(page, section, text),
            "size": lambda pieces: _size(text(pieces)),
            "flat": text,
            "on_one_line": lambda names: len(names) > 1 and sum(len(text(name)) + 3 for name in names) - 3 <= _ROW_COLUMNS,
        },
        {"kind": lambda thing: type(thing).__name__, "tidy": lambda text: _tidy(text, columns["f"], run)},
    )


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
            case Both():
                words.append(f"{flat(piece.de, values).rstrip()} / {flat(piece.en, values)}")
    return "".join(words)


def _name_class(name: str, style: str) -> str:
    return marks.call("class", name, style) if marks.is_marked(name) else setting.name_class(name, style)


def _size(name: str) -> str:
    return marks.call("size", name) if marks.is_marked(name) else setting.title_size(name)


def _address_lines(address: str, columns: int) -> list[str]:
    """Parts that fit a line. A link can hold no element (PDF/UA-1, 7.18.5), so a long one is several, parted after a dot or stroke."""
    lines = [""]
    for part in _ADDRESS_BREAKS.split(address):
        if lines[-1] and len(lines[-1] + part) > columns:
            lines.append("")
        lines[-1] += part
    return lines


def _tidy(text: str, columns: int, run: Run) -> Markup:
    parts = enumerate(_IN_BRACKETS.split(text))
    return Markup().join(_bracketed(part, columns, run) if i % 2 else _kept(part) for i, part in parts)


def _bracketed(name: str, columns: int, run: Run) -> Markup:
    kind = setting.name_class(name, "f")
    return Markup('<span class="{}" translate="no">{}</span>').format(kind, run(name, 0 if kind == "f w" else columns))


def _kept(words: str) -> Markup:
    parts = enumerate(_KEEP.split(words))
    return Markup().join(Markup('<span class="nb">{}</span>').format(part) if i % 2 else part for i, part in parts)
