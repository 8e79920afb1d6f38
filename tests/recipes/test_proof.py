"""docs/recipes.md shows what is proven."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sheetgen.recipes.names import names
from tests.recipes.proof import PAGE, PROOFS, page


def test_the_page_is_fresh(pytestconfig: pytest.Config) -> None:
    """The page is what the table of proofs makes of it."""
    if pytestconfig.getoption("--rewrite-golden"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page(), "pytest --rewrite-golden tests/recipes/test_proof.py"


def test_each_proof_has_its_test() -> None:
    """Each case of the table is recorded by a test, and each recipe in it is one that there is."""
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    recorded = set(re.findall(r'"((?:sending|receiving|undo|planted)[^"]*)"', tests))
    assert {row.case for row in PROOFS} <= recorded
    assert {row.recipe for row in PROOFS} <= set(names())
