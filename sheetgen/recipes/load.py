"""Recipe files -> recipes, each complaint with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.facts.complaints import complaint
from sheetgen.reading import read_file
from sheetgen.recipes.names import names
from sheetgen.recipes.recipe import Recipe
from sheetgen.resources import folder
from sheetgen.yamlfile import YamlFile, read_yaml


@dataclass(frozen=True, slots=True)
class Kept:
    """A recipe, the name that it is called by, the digest of its file, and the warnings of its dates."""

    name: str
    recipe: Recipe
    sha256: str
    problems: tuple[Problem, ...] = ()


def find(typed: str, place: Place) -> Problem | None:
    """What is wrong with a name that was typed; None where there is such a recipe."""
    if typed in names():
        return None
    near = difflib.get_close_matches(typed.lower(), names(), n=1)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(names())}; sheetgen recipe --which tells which is yours"
    return Problem("recipe.unknown", "refusal", f"“{printable(typed)}” is no recipe", place, hint)


def load_recipe(name: str, today: date) -> Kept:
    """The shipped recipe of that name."""
    return read_recipe(folder("data") / "recipes" / f"{name}.yaml", today)


def read_recipe(path: Path, today: date) -> Kept:
    """Raises Refused with every problem of the file."""
    from pydantic import TypeAdapter, ValidationError

    file = read_yaml(read_file(path), str(path))
    try:
        recipe = TypeAdapter(Recipe).validate_python(file.data)
    except ValidationError as error:
        raise Refused(sorted((complaint(e, file, Recipe) for e in error.errors(include_url=False)), key=_order)) from error
    if wrong := tuple(_contradictions(recipe, file)):
        raise Refused(wrong)
    return Kept(path.stem, recipe, file.sha256, tuple(_dates(path.stem, recipe, file, today)))


def _order(problem: Problem) -> tuple[Place, str]:
    return problem.place or Place(""), problem.code


def _contradictions(recipe: Recipe, file: YamlFile) -> Iterator[Problem]:
    """What no type can say."""
    if (recipe.receiving is None) == (recipe.no_receiving is None):
        hint = "write receiving, or no_receiving with the reason"
        yield Problem("recipe.receiving", "refusal", "the receiving half stands twice or not at all", file.place(()), hint)
    if recipe.sending.checks is None:
        hint = "write checks: none, mx_host or fixed_name"
        yield Problem("recipe.checks", "refusal", "sending does not say which name it checks", file.place(("sending",)), hint)
    proofs = {half.proof for half in (recipe.sending, recipe.receiving) if half}
    if proofs & {"delivered", "syntax-checked"} and not recipe.versions:
        hint = "write versions: those that were run"
        yield Problem("recipe.versions", "refusal", "what was run has a version", file.place(()), hint)
    if proofs - {"unchecked"} and not recipe.sources:
        yield Problem("recipe.sources", "refusal", "what is known has a source", file.place(()), "write sources")


def _dates(name: str, recipe: Recipe, file: YamlFile, today: date) -> Iterator[Problem]:
    """Recipes age as facts do."""
    if recipe.observed.day and recipe.observed.day > today:
        message = f"recipe {name}: {recipe.observed} lies in the future"
        yield Problem("recipe.observed", "warning", message, file.place(("observed",)), "write the day on which somebody looked")
    if recipe.review is None or recipe.review.day < today:
        when = f"was to be looked at again on {recipe.review}" if recipe.review else "has no day to look again"
        hint = "look, then write a new observed and a new review"
        yield Problem("recipe.review", "warning", f"recipe {name} {when}", file.place(("review",)), hint)
