"""Folders as paths name them; how they are made and locked is shown by what is written to them (tests/test_files*.py)."""

from __future__ import annotations

import pytest

from sheetgen.folders import below


@pytest.mark.parametrize(("place", "path"), [("/", "/firma.de/a.pdf"), ("out", "out/firma.de/a.pdf"), ("/srv", "/srv/firma.de/a.pdf")])
def test_a_path_has_no_slash_too_many(place: str, path: str) -> None:
    """Of the root as well: two slashes at its beginning would be another place (POSIX, 4.13)."""
    assert below(place, "firma.de", "a.pdf") == path
