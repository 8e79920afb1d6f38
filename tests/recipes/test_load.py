"""Recipe files: what is wrong in one is told with its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sheetgen.cli.report import in_words
from sheetgen.errors import Refused
from sheetgen.reading import read_file
from sheetgen.recipes.load import load_recipe, read_recipe
from sheetgen.recipes.names import names
from sheetgen.recipes.schema import recipe_schema, schema_text
from sheetgen.yamlfile import read_yaml
from tests.places import CHECKOUT

TODAY = date(2026, 11, 28)
GOOD = """\
schema: sheetgen-recipe-1
product: Examplemail
versions: [{version: "1"}]
recognise: {de: Am Namen., en: By its name.}
observed: 2026-11-25
review: 2027-05-25
sources: [{title: Manual, url: https://www.product.example/tls/, observed: 2026-11-25}]
sending:
  proof: documented
  checks: fixed_name
  on_failure: deferred
  steps:
    - say: {de: Eintragen., en: Enter it.}
      code: |
        tls «customer» required
no_receiving: {de: Geht nicht., en: It can not.}
"""


def complaints(tmp_path: Path, text: str) -> list[str]:
    """What is said of a recipe file, without its folder."""
    path = tmp_path / "product.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        read_recipe(path, TODAY)
    return [in_words(problem).removeprefix(f"{tmp_path}/") for problem in refused.value.problems]


def test_a_good_one_is_taken(tmp_path: Path) -> None:
    """What the types ask for is enough."""
    (tmp_path / "product.yaml").write_text(GOOD, "utf-8")
    kept = read_recipe(tmp_path / "product.yaml", TODAY)
    assert (kept.name, kept.recipe.product, kept.problems) == ("product", "Examplemail", ())


FAULTS = {
    "slot": ("«customer» required", "«client» required", "product.yaml:14:7: «client» is no slot"),
    "typographic": ("tls «customer» required", "tls «customer» „required”", "is typographic, and no program takes it"),
    "letter": ("code: |\n        tls «customer» required", f"letter: [{{de: {'x' * 73}, en: x}}]", "has 73 characters; write at most 72"),
    "key": ("on_failure", "on_fail", '"on_fail" is no key of sending; did you mean "on_failure"?'),
    "choice": ("proof: documented", "proof: tested", '"tested" is no value of sending.proof'),
    "language": (", en: Enter it.}", "}", "say it in English too"),
    "half": ("no_receiving: {de: Geht nicht., en: It can not.}\n", "", "the receiving half stands twice or not at all"),
    "checks": ("  checks: fixed_name\n", "", "sending does not say which name it checks"),
    "backtick": ("Eintragen.", "Ein`tragen.", "a backtick has no partner"),
    "source": ("https://www", "http://www", "is no web address"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told(fault: str, tmp_path: Path) -> None:
    """File, line, what is wrong, and what to write instead."""
    old, new, said = FAULTS[fault]
    assert old in GOOD
    assert any(said in line and line.startswith("product.yaml:") for line in complaints(tmp_path, GOOD.replace(old, new)))


def test_what_was_run_names_its_version(tmp_path: Path) -> None:
    """`delivered` without a version says nothing."""
    text = GOOD.replace("proof: documented", "proof: delivered").replace('versions: [{version: "1"}]\n', "")
    assert any("what was run has a version" in line for line in complaints(tmp_path, text))


def test_recipes_age(tmp_path: Path) -> None:
    """After its review date a recipe warns, as facts do."""
    path = tmp_path / "product.yaml"
    path.write_text(GOOD, "utf-8")
    (warning,) = read_recipe(path, date(2027, 6, 1)).problems
    assert (warning.severity, warning.code) == ("warning", "recipe.review")


@pytest.mark.parametrize("name", names())
def test_shipped_ones_hold(name: str) -> None:
    """Each shipped recipe is taken without a complaint, and keeps the schema."""
    assert load_recipe(name, TODAY).problems == ()
    path = CHECKOUT / "data" / "recipes" / f"{name}.yaml"
    assert list(Draft202012Validator(recipe_schema()).iter_errors(dict(read_yaml(read_file(path), str(path)).data))) == []


def test_the_schema_is_fresh() -> None:
    """data/schema/ holds what the types say."""
    assert (CHECKOUT / "data" / "schema" / "recipe.schema.json").read_text("utf-8") == schema_text()
    assert json.loads(schema_text())["additionalProperties"] is False
