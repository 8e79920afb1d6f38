"""Built sites for tests, and how a browser meets them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sheetgen.recipes.load import read_recipe
from sheetgen.site.build import Options, Site, build
from sheetgen.site.recipes import all_recipes
from tests.documents.jobs import ISSUED, loaded
from tests.places import CHECKOUT

_FOLDER = CHECKOUT / "tests" / "site" / "recipes"
PLANTED = tuple(read_recipe(_FOLDER / f"{name}.yaml", ISSUED) for name in ("relay", "provider"))
"""Recipes that have all that one can have; they stay as they are, whatever is shipped."""


@cache
def built(facts: str = "hamburg-cloud", *, integrity: bool = True, planted: bool = False) -> Site:
    """The site of a shipped fact file, without a date, with the shipped recipes or the planted ones."""
    return build(loaded(facts), PLANTED if planted else all_recipes(ISSUED), Options(integrity=integrity))


def laid(site: Site, folder: Path) -> Path:
    """Its files in a folder."""
    for name, data in {**site.assets, **site.pages}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
