"""`sheetgen facts`: check, show and describe fact files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import click

from sheetgen.cli import output
from sheetgen.cli.options import Reader, date_option, facts_path, read_issued, read_settings, read_strict, strict_option
from sheetgen.cli.report import settle
from sheetgen.errors import printable


@click.group(short_help="check, show and describe fact files")
def facts() -> None:
    """Check, show and describe fact files.

    \b
    Examples:
      sheetgen facts check my-platform.yaml --strict
      sheetgen facts show
      sheetgen facts schema > facts.schema.json
    """


def _file_argument(command: Any) -> Any:
    return click.argument("file", required=False, envvar="SHEETGEN_FACTS", type=click.Path(readable=False))(command)


def _load(file: str | None, issued: str | None, *, strict: bool | None) -> Any:
    from sheetgen.facts.load import load_facts

    reader = Reader()
    settings = read_settings(reader)
    day = read_issued(reader, issued)
    loaded = reader.attempt(lambda: load_facts(facts_path(file, settings), day))
    strictly = read_strict(reader, strict, settings)
    settle([*reader.problems, *(loaded.problems if loaded else ())], accept=frozenset(), strict=strictly)
    return loaded


@facts.command(short_help="tell all that is wrong or doubtful in a file")
@_file_argument
@strict_option
@date_option
def check(*, file: str | None, strict: bool | None, issued: str | None) -> None:
    """Tell all that is wrong or doubtful in FILE; exit 2 if anything is refused.

    \b
    Example:
      sheetgen facts check my-platform.yaml --strict
    """
    loaded = _load(file, issued, strict=strict)
    output.line(f"{printable(str(loaded.path))}: holds, SHA-256 {loaded.sha256}")


@facts.command(short_help="print what a file says, a fact a line")
@_file_argument
@strict_option
@date_option
def show(*, file: str | None, strict: bool | None, issued: str | None) -> None:
    """Print what FILE says, a fact a line, host names one by one.

    \b
    Example:
      sheetgen facts show my-platform.yaml
    """
    loaded = _load(file, issued, strict=strict)
    for name, value in _lines("", loaded.platform):
        output.line(f"{name}: {printable(value)}")


def _lines(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        for field in fields(value):
            yield from _lines(f"{name}.{field.name}".lstrip("."), getattr(value, field.name))
    elif isinstance(value, tuple):
        members = [host for member in value for host in getattr(member, "hosts", (member,))]  # ranges spelled out
        for i, member in enumerate(members, 1):
            yield from _lines(f"{name}[{i}]", member)
    elif value is not None:
        yield name, str(value)


@facts.command(short_help="print the JSON Schema of fact files")
def schema() -> None:
    """Print the JSON Schema of fact files, for editors and other programs.

    \b
    Example:
      sheetgen facts schema > facts.schema.json
    """
    from sheetgen.facts.schema import schema_text

    output.line(schema_text().rstrip("\n"))
