"""Makes templates/fonts/*.woff2 and data/fonts.json from the two font packages: `python setup/fonts.py`."""
# ruff: noqa: INP001 -- a program, in no package

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import fontpkg_fira_sans
import fontpkg_ibm_plex_mono
from fontTools import subset as untyped
from fontTools.ttLib import TTFont

subset: Any = untyped
ROOT = Path(__file__).parent.parent
SANS = Path(fontpkg_fira_sans.__file__).parent
MONO = Path(fontpkg_ibm_plex_mono.__file__).parent
FACES = {
    "sans-400": SANS / "files/FiraSans-Regular.ttf",
    "sans-600": SANS / "files/FiraSans-SemiBold.ttf",
    "mono-500": MONO / "files/IBMPlexMono-Medium.ttf",
    "mono-600": MONO / "files/IBMPlexMono-SemiBold.ttf",
}
_FEATURES = ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl", "case"]
_PUNCTUATION = [0x2002, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x20AC, 0x2190, 0x2192]
_CHARACTERS = {
    # Latin of all European languages, Greek and Cyrillic, since a domain may be written in them
    "sans": [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), *range(0x370, 0x460), 0x1E9E, *_PUNCTUATION],
    "mono": [*range(0x20, 0x7F), *range(0xA0, 0x100), *_PUNCTUATION],
}
_COPYRIGHT_AND_LICENCE = {0, 13, 14}
_NAMES = {1, 3, 4, 6, 16}
_STYLE = 2


def _rename(font: TTFont, family: str) -> None:
    """The OFL reserves "Plex" for unmodified files; so both families bear names of ours."""
    for record in list(font["name"].names):
        if record.nameID in _NAMES:
            record.string = family.replace(" ", "") if record.nameID == 6 else family
        elif record.nameID not in _COPYRIGHT_AND_LICENCE | {_STYLE}:
            font["name"].names.remove(record)


def woff2(face: str) -> bytes:
    """The web font of a face of FACES: the characters that a sheet needs, renamed; the same bytes each time."""
    options = subset.Options(flavor="woff2", layout_features=_FEATURES, hinting=False)
    font = subset.load_font(io.BytesIO(FACES[face].read_bytes()), options)
    options.drop_tables += ["meta"]
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS[face[:4]])
    subsetter.subset(font)
    _rename(font, f"Sheet {face[:4].title()}")
    written = io.BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue()


def _ranges(points: Iterable[int]) -> str:
    """Code points -> `20-7e a0 …`, hexadecimal."""
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return " ".join(f"{low:x}" if low == high else f"{low:x}-{high:x}" for low, high in runs)


def coverage() -> str:
    """data/fonts.json: the code points of both faces of each family, and how wide SemiBold sets each, in units of the em."""
    fonts: dict[str, Any] = {face: TTFont(io.BytesIO(path.read_bytes())) for face, path in FACES.items()}
    points = {face: set(font.getBestCmap()) for face, font in fonts.items()}
    bold = fonts["sans-600"]
    by_width: dict[int, list[int]] = defaultdict(list)
    for point, glyph in bold.getBestCmap().items():
        by_width[bold["hmtx"][glyph][0]].append(point)
    facts = {
        "sans": _ranges(points["sans-400"] & points["sans-600"]),
        "mono": _ranges(points["mono-500"] & points["mono-600"]),
        "em": bold["head"].unitsPerEm,
        "widths": {str(width): _ranges(by_width[width]) for width in sorted(by_width)},
    }
    return json.dumps(facts, indent=1) + "\n"


def licences() -> str:
    """templates/fonts/OFL.txt: both families' copyright and licence, with what was changed."""
    changed = "Sheet Sans and Sheet Mono are subsets of Fira Sans and IBM Plex Mono, renamed, under the licences below.\n"
    return "\n\n".join([changed, *(f"{folder.joinpath('LICENSE').read_text(encoding='utf-8').strip()}\n" for folder in (SANS, MONO))])


def main() -> None:
    """Write all of it."""
    fonts = ROOT / "templates" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        (fonts / f"{face}.woff2").write_bytes(woff2(face))
    (fonts / "OFL.txt").write_text(licences(), encoding="utf-8")
    (ROOT / "data" / "fonts.json").write_text(coverage(), encoding="utf-8")


if __name__ == "__main__":
    main()
