"""What `sheetgen recipe` prints for the servers of the rig."""

from __future__ import annotations

from sheetgen.domain import Domain
from sheetgen.recipes.code import HalfName, PartName, script
from sheetgen.recipes.filling import fill_with
from sheetgen.recipes.load import load_recipe
from tests.documents.jobs import ISSUED, domain, loaded

ENFORCED = ("right", "wrong-name", "unknown-authority", "expired", "no-starttls")
"""The kinds of servers of the platform that a recipe is pasted for; `control` stands in none."""
HALVES: tuple[HalfName, ...] = ("sending", "receiving")


def printed(name: str, *customers: Domain, half: HalfName = "sending", part: PartName = "steps", facts: str = "hamburg-cloud") -> str:
    """A recipe's code with its comments."""
    recipe = load_recipe(name, ISSUED).recipe
    return script(recipe, (half, part), fill_with(loaded(facts).platform, domain("firma.test"), customers), "de", lambda _: "")


def to(*kinds: str) -> tuple[str, ...]:
    """The domains whose servers are of those kinds."""
    return tuple(f"{kind}.example" for kind in kinds)


ALL = tuple(map(domain, to(*ENFORCED)))
