"""Built sites for tests, and how a browser meets them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sheetgen.site.build import Options, Site, build
from tests.documents.jobs import loaded


@cache
def built(facts: str = "hamburg-cloud", *, integrity: bool = True) -> Site:
    """The site of a shipped fact file, without a date."""
    return build(loaded(facts), Options(integrity=integrity))


def laid(site: Site, folder: Path) -> Path:
    """Its files in a folder."""
    for name, data in {**site.assets, **site.pages}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
