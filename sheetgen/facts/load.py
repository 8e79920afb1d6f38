"""A fact file -> Platform, checked. The only place that imports pydantic for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sheetgen.errors import Problem, Refused
from sheetgen.facts.platform import Platform
from sheetgen.yamlfile import read_file, read_yaml


@dataclass(frozen=True, slots=True)
class Loaded:
    """A fact file that holds: what it says, where it lies, the digest of its bytes, and the warnings."""

    platform: Platform
    path: Path
    sha256: str
    problems: tuple[Problem, ...]


def load_facts(path: Path, today: date) -> Loaded:
    """Raises Refused with every problem of the file, sorted by place."""
    import pydantic

    file = read_yaml(read_file(path), str(path))
    try:
        platform: Platform = pydantic.TypeAdapter(Platform).validate_python(file.data)
    except pydantic.ValidationError as error:
        raise Refused(Problem(f"facts.{e['type']}", "refusal", e["msg"], file.place(e["loc"])) for e in error.errors()) from None
    return Loaded(platform, path, file.sha256, ())
