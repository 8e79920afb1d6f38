"""The reference of the fact file: fresh, complete, and its examples hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sheetgen.facts.checks import CHECKS
from sheetgen.facts.schema import facts_schema
from tests.facts.files import problems
from tests.places import CHECKOUT
from tests.setup.scripts import script

facts_reference: Any = script("facts_reference")
REFERENCE = (CHECKOUT / "docs" / "facts.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", REFERENCE, re.DOTALL | re.MULTILINE)


def test_reference_is_fresh() -> None:
    """docs/facts.md is what the types, the rules and the shipped files make."""
    assert facts_reference.reference() == REFERENCE


def test_reference_has_every_key_and_every_rule() -> None:
    """Each type has its table, each key its row, each rule its line."""
    schema = facts_schema()
    for definition in (schema, *schema["$defs"].values()):
        for key in definition["properties"]:
            assert f"\n| `{key}` | " in REFERENCE
    assert all(f"| `{check.code}` | {check.severity} | " in REFERENCE for check in CHECKS)


@pytest.mark.parametrize("number", range(2))
def test_examples_in_the_reference_hold(number: int, tmp_path: Path) -> None:
    """Every YAML block is a fact file without a refusal."""
    assert len(BLOCKS) == 2
    assert not [p for p in problems(tmp_path, BLOCKS[number]) if p.severity == "refusal"]
