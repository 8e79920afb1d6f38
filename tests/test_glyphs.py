"""The shipped fonts: what they have, how wide they set a title, and whether the files are fresh."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from sheetgen import glyphs
from tests.places import CHECKOUT
from tests.setup.scripts import script

fonts: Any = script("fonts")
FACES = ["sans-400", "sans-600", "mono-500", "mono-600"]


def opened(path: Path) -> Any:
    """A font file, read."""
    return TTFont(io.BytesIO(path.read_bytes()))


def shipped(face: str) -> Any:
    """A web font, read."""
    return opened(CHECKOUT / "templates" / "fonts" / f"{face}.woff2")


def test_coverage_is_fresh() -> None:
    """data/fonts.json says what the pinned font packages have."""
    assert (CHECKOUT / "data" / "fonts.json").read_text(encoding="utf-8") == fonts.coverage()


def test_missing_names_each_character_once_in_order() -> None:
    """What the sans faces lack is named; German, typographic quotes and blanks are there."""
    assert glyphs.missing("Größte Nachricht – „ẞ“ \u00a0") == ""
    assert glyphs.missing("日a☃日") == "日☃"


def test_missing_agrees_with_the_faces() -> None:
    """For every character of the first plane: missing if and only if one of the two sans faces has no glyph."""
    both = set.intersection(*(set(opened(fonts.FACES[face]).getBestCmap()) for face in FACES[:2])) | {0x20, 0xA0}
    plane = [chr(point) for point in range(0x20, 0x10000) if not 0xD800 <= point < 0xE000]
    assert glyphs.missing("".join(plane)) == "".join(c for c in plane if ord(c) not in both)


def test_width_is_that_of_semibold() -> None:
    """A title's width is the sum of its advances in SemiBold, in millimetres."""
    font = opened(fonts.FACES["sans-600"])
    advances = [font["hmtx"][font.getBestCmap()[ord(c)]][0] for c in "@firma.de"]
    expected = sum(advances) / font["head"].unitsPerEm * 27 * 25.4 / 72
    assert glyphs.width("@firma.de", 27) == pytest.approx(expected)
    assert glyphs.width("日", 72) == pytest.approx(25.4)


@pytest.mark.parametrize("face", FACES)
def test_web_font_is_fresh(face: str) -> None:
    """Each web font is what setup/fonts.py makes of the pinned package, byte for byte."""
    assert (CHECKOUT / "templates" / "fonts" / f"{face}.woff2").read_bytes() == fonts.woff2(face)


@pytest.mark.parametrize("face", FACES)
def test_web_font_bears_no_reserved_name(face: str) -> None:
    """A changed font bears our name, not the reserved one, and keeps its copyright (OFL 1.1, conditions 2 and 3)."""
    names = {record.nameID: record.toUnicode() for record in shipped(face)["name"].names}
    assert names[1] == f"Sheet {face[:4].title()}"
    assert not [text for number, text in names.items() if number not in (0, 13, 14) and ("Plex" in text or "Fira" in text)]
    assert names[0]


@pytest.mark.parametrize("face", FACES)
def test_web_font_has_what_a_sheet_needs(face: str) -> None:
    """Letters with German's umlauts, digits, the arrow of the two directions, typographic quotes."""
    assert {ord(c) for c in "aZäöüÄÖÜß09@.→–„“”*[]"} <= set(shipped(face).getBestCmap())


def test_web_font_bytes_do_not_depend_on_the_day() -> None:
    """The time of its last change is the original's."""
    original = opened(fonts.FACES["mono-500"])
    again: Any = TTFont(io.BytesIO(fonts.woff2("mono-500")))
    assert again["head"].modified == original["head"].modified


def test_licences_are_shipped() -> None:
    """Both families' licences lie beside the fonts."""
    text = (CHECKOUT / "templates" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert text == fonts.licences()
    assert "The Mozilla Foundation" in text
    assert "IBM Corp." in text
