"""International names: UTS 46 and IDNA 2008, and what is refused though UTS 46 would map it."""

from __future__ import annotations

import pytest

from sheetgen.hostname import UnfitNameError
from sheetgen.idn import international_name


@pytest.mark.parametrize(
    ("typed", "ascii_name", "unicode_name"),
    [
        ("straße.de", "xn--strae-oqa.de", "straße.de"),
        ("Müller.DE", "xn--mller-kva.de", "müller.de"),
        ("mu\u0308ller.de", "xn--mller-kva.de", "müller.de"),
        ("XN--MLLER-KVA.de", "xn--mller-kva.de", "müller.de"),
        ("FAẞ.de", "xn--fa-hia.de", "faß.de"),
        ("παράδειγμα.gr", "xn--hxajbheg2az3al.gr", "παράδειγμα.gr"),
        ("น\u0e33.com", "xn--q3c4c3d.com", "น\u0e4d\u0e32.com"),
        ("क्\u200dष.com", "xn--11b2ezcw70k.com", "क्\u200dष.com"),
    ],
)
def test_both_forms(typed: str, ascii_name: str, unicode_name: str) -> None:
    """Upper case, decomposed letters, sharp s, Thai's sara am, a joiner in its context and an A-label give the forms of IDNA 2008."""
    assert international_name(typed) == (ascii_name, unicode_name)


@pytest.mark.parametrize(
    ("typed", "code", "character"),
    [
        ("fir\u200bma.de", "domain.invisible-character", "U+200B ZERO WIDTH SPACE"),
        ("fir\u00adma.de", "domain.invisible-character", "U+00AD SOFT HYPHEN"),
        ("fir\ufe0fma.de", "domain.invisible-character", "U+FE0F VARIATION SELECTOR-16"),
        ("firma\u202e.de", "domain.invisible-character", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("ü\x1b.de", "domain.invisible-character", "U+001B"),
        ("fir\u200dma.de", "domain.invisible-character", "U+200D ZERO WIDTH JOINER"),
        ("ﬁrma.de", "domain.compatibility-character", "U+FB01 LATIN SMALL LIGATURE FI"),
        ("firma².de", "domain.compatibility-character", "U+00B2 SUPERSCRIPT TWO"),
        ("𝔣irma.de", "domain.compatibility-character", "U+1D523 MATHEMATICAL FRAKTUR SMALL F"),
        ("fir☃ma.de", "domain.character", "U+2603 SNOWMAN"),
        ("ü$.de", "domain.character", "U+0024 DOLLAR SIGN"),
        ("firma\udcff.de", "domain.character", "U+DCFF"),
        ("·l.de", "domain.character", "U+00B7 MIDDLE DOT"),
    ],
)
def test_characters_are_refused_by_name(typed: str, code: str, character: str) -> None:
    """What nobody sees, what only looks ordinary, and what IDNA 2008 forbids is refused, and the complaint names it."""
    with pytest.raises(UnfitNameError) as unfit:
        international_name(typed)
    assert (unfit.value.code, unfit.value.parts["characters"]) == (code, character)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ü_x.de", "domain.underscore"),
        ("ü..de", "domain.empty-label"),
        ("ü.-x.de", "domain.hyphen"),
        ("ü-.de", "domain.hyphen"),
        ("ü" * 60 + ".de", "domain.label-too-long"),
        ("xn--" + "a" * 60 + ".de", "domain.label-too-long"),
        (".".join(["ü" * 38] * 6) + ".de", "domain.name-too-long"),
        ("ü" + "a." * 126 + "de", "domain.name-too-long"),
        ("u\u0308" * 900, "domain.name-too-long"),
        ("xn--99999999.de", "domain.a-label"),
        ("xn--.de", "domain.a-label"),
        ("xn--unicode-.de", "domain.a-label"),
        ("aא.de", "domain.bidi"),
    ],
)
def test_each_fault_has_its_code(typed: str, code: str) -> None:
    """Lengths count A-labels; hyphens, empty labels and broken A-labels are refused as such."""
    with pytest.raises(UnfitNameError) as unfit:
        international_name(typed)
    assert unfit.value.code == code


def test_one_right_to_left_label_rules_the_whole_name() -> None:
    """`1.de` may stand beside no Hebrew label (RFC 5893, section 2, rule 1), though each label by itself is fine."""
    assert international_name("אב.de").unicode == "אב.de"
    with pytest.raises(UnfitNameError) as unfit:
        international_name("1a.אב.de")
    assert unfit.value.code == "domain.bidi"
