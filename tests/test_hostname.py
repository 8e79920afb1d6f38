"""Plain names: letters, digits, hyphens, and which of them are none."""

from __future__ import annotations

import pytest

from sheetgen.hostname import Name, UnfitNameError, named, plain_name

LABEL = "a" * 63


@pytest.mark.parametrize("typed", ["firma.de", "FIRMA.de", f"{LABEL}.de", ".".join([LABEL] * 3 + ["a" * 61]), "3m.com", "a-b.de", "x"])
def test_letters_digits_and_hyphens_are_taken_in_lower_case(typed: str) -> None:
    """A label of 63 and a name of 253 characters still pass."""
    assert plain_name(typed) == Name(typed.lower(), typed.lower())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("fir\x00ma.de", "domain.invisible-character"),
        ("firma\x7f.de", "domain.invisible-character"),
        ("firma_x.de", "domain.underscore"),
        ("a..de", "domain.empty-label"),
        ("fir$ma.de", "domain.character"),
        (f"{LABEL}a.de", "domain.label-too-long"),
        (".".join([LABEL] * 3 + ["a" * 62]), "domain.name-too-long"),
        ("-firma.de", "domain.hyphen"),
        ("firma-.de", "domain.hyphen"),
        ("ab--c.de", "domain.hyphen"),
    ],
)
def test_each_fault_has_its_code(typed: str, code: str) -> None:
    """What breaks a rule is refused for that rule and no other."""
    with pytest.raises(UnfitNameError) as unfit:
        plain_name(typed)
    assert unfit.value.code == code


def test_characters_are_named_once_each_and_not_without_end() -> None:
    """Each character appears once, by number and name; a control character by number; after twelve an ellipsis."""
    assert named("\xad\x00\xad") == "U+00AD SOFT HYPHEN, U+0000"
    assert named("abcdefghijklm").count("LATIN") == 12
    assert named("abcdefghijklm").endswith(", …")
