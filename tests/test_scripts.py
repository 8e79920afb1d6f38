"""Scripts: look-alikes are told from names that are merely not Latin."""

from __future__ import annotations

import pytest

from sheetgen.scripts import mixes_scripts


@pytest.mark.parametrize(
    "label",
    [
        "firma",
        "straße",
        "český",
        "παράδειγμα",
        "почта24",
        "ひとつ屋根の下2",
        "スーパー",
        "漢字ㄅ",
        "한국漢字",
        "ل٧",
        "नाम-१",
        "a\u0301b",
        "123",
        "3-4",
    ],
)
def test_one_script_is_no_mixture(label: str) -> None:
    """Digits, hyphens and combining marks are neutral; what Japanese, Korean and Chinese write with counts as one script."""
    assert not mixes_scripts(label)


@pytest.mark.parametrize("label", ["аpple", "pаypal", "gοοgle", "firma漢", "deutsche一bank", "ひらбука", "ㄅひ", "한ひ", "ألفa"])
def test_two_scripts_are_a_mixture(label: str) -> None:
    """Cyrillic or Greek among Latin letters, Latin beside ideographs, Bopomofo beside kana: each is mixed."""
    assert mixes_scripts(label)
