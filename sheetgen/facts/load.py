"""A fact file -> Platform, checked. The only place that imports pydantic to do so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

from sheetgen.blocks import Logo
from sheetgen.errors import Place, Problem, Refused
from sheetgen.facts import checks
from sheetgen.facts.checks.base import Broken, Subject
from sheetgen.facts.complaints import At, complaint, meant
from sheetgen.facts.platform import Platform
from sheetgen.logo import MOST_BYTES, read_logo
from sheetgen.reading import read_file
from sheetgen.yamlfile import YamlFile, YamlPath, read_yaml


@dataclass(frozen=True, slots=True)
class Loaded:
    """A fact file that holds: what it says, where it lies, the digest of its bytes, and the warnings."""

    platform: Platform
    path: Path
    sha256: str
    problems: tuple[Problem, ...]
    logo: Logo | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that it was read from: the fact file, and the logo's."""
        name = self.platform.brand.logo if self.platform.brand else None
        return (self.path, self.path.parent / name) if name else (self.path,)


def load_facts(path: Path, today: date) -> Loaded:
    """Raises Refused with every problem of the file, warnings too, sorted by place."""
    file = read_yaml(read_file(path), str(path))
    platform, broken = _build(file)
    found = [*broken, *checks.run(Subject(platform, today, path.parent), file)]
    problems = tuple(sorted(found, key=lambda problem: (problem.place or Place(""), problem.code)))
    if any(problem.severity == "refusal" for problem in problems):
        raise Refused(problems)
    return Loaded(platform, path, file.sha256, problems, _logo(platform, path.parent))


def _logo(platform: Platform, folder: Path) -> Logo | None:
    name = platform.brand.logo if platform.brand else None
    return read_logo(read_file(folder / name, MOST_BYTES), name) if name else None


def _build(file: YamlFile) -> tuple[Platform, list[Problem]]:
    """The facts, and what is wrong with their form; what is wrong stands in them as Broken, so that the rest can still be checked."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Platform).validate_python(file.data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    unknown: set[YamlPath] = {e["loc"] for e in errors if e["type"] == "unexpected_keyword_argument"}
    misspelt = {(*path[:-1], meant(At(Platform, path))) for path in unknown}
    broken = {e["loc"][0] for e in errors if e["loc"] not in unknown}
    kinds = get_type_hints(Platform, include_extras=True)
    sections: dict[str, Any] = {
        name: Broken() if name in broken else TypeAdapter(kinds[name]).validate_python(_without(file.data[name], unknown, (name,)))
        for name in (field.name for field in fields(Platform))
        if name in file.data or name in broken
    }
    return Platform(**sections), [complaint(e, file) for e in errors if not _follows(e, misspelt)]


def _follows(error: Mapping[str, Any], misspelt: set[YamlPath]) -> bool:
    """Whether another complaint says it better: of the misspelt key that is missed, or of a list's only members."""
    return error["loc"] in misspelt if error["type"] == "missing" else error["type"] == "too_short" and bool(error["input"])


def _without(value: Any, unknown: set[YamlPath], path: YamlPath) -> Any:
    """A part of the file without its unknown keys."""
    if isinstance(value, dict):
        return {k: _without(v, unknown, (*path, k)) for k, v in value.items() if (*path, k) not in unknown}
    if isinstance(value, list):
        return [_without(v, unknown, (*path, n)) for n, v in enumerate(value)]
    return value
