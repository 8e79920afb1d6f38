"""The suffix list: the same answers as the library that ships it, in a fiftieth of the time."""

from __future__ import annotations

from datetime import date

import pytest
from publicsuffixlist import PublicSuffixList

from sheetgen import suffixes
from sheetgen.suffixes import DEEPEST_RULE, Suffix, public_suffix, registrable, suffix_list_date

WHOLE = PublicSuffixList(accept_unknown=False)
ICANN = PublicSuffixList(accept_unknown=False, only_icann=True)
RULES = sorted(rule.lstrip("!").removeprefix("*.") for rule in WHOLE._publicsuffix if rule.isascii())  # noqa: SLF001 # it has no public way to list them
STRANGERS = ["nope", "firma.nope", "com.nope", "xn--zca.nope", "xn--!!!.de", "a.b.c.d.e.f.g.h.i.j.k.co.uk"]


def test_every_rule_and_names_below_it_read_as_the_library_reads_them() -> None:
    """Suffix, section and registrable name equal the library's for each rule of the list and three names below it."""
    names = [prefix + rule for rule in RULES for prefix in ("", "a.", "b.a.", "c.b.a.")]
    for name in names + STRANGERS:
        suffix = public_suffix(name)
        assert (suffix and suffix.name) == WHOLE.publicsuffix(name), name
        assert registrable(name) == WHOLE.privatesuffix(name), name
        if suffix:
            assert (suffix.section == "icann") == (suffix.name == ICANN.publicsuffix(name)), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("de", Suffix("de", "icann")),
        ("firma.co.uk", Suffix("co.uk", "icann")),
        ("a.b.kobe.jp", Suffix("b.kobe.jp", "icann")),
        ("kobe.jp", Suffix("kobe.jp", "icann")),
        ("city.kobe.jp", Suffix("kobe.jp", "icann")),
        ("com.de", Suffix("com.de", "private")),
        ("firma.github.io", Suffix("github.io", "private")),
        ("rub.de", Suffix("rub.de", "private")),
        ("xn--85x722f.xn--55qx5d.cn", Suffix("xn--55qx5d.cn", "icann")),
        ("firma.local", None),
    ],
)
def test_suffix_and_section(name: str, expected: Suffix | None) -> None:
    """Plain, wildcard (its parent too), exception, private and IDN rules each give their suffix with its section."""
    assert public_suffix(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mx01.hamburg-cloud.de", "hamburg-cloud.de"),
        ("hamburg-cloud.de", "hamburg-cloud.de"),
        ("www.firma.co.uk", "firma.co.uk"),
        ("mx1.nordlicht.example", "nordlicht.example"),
        ("nordlicht.example", "nordlicht.example"),
        ("example", None),
        ("co.uk", None),
        ("de", None),
        ("github.io", None),
        ("localhost", None),
        ("firma.nope", None),
    ],
)
def test_registrable(name: str, expected: str | None) -> None:
    """The suffix and one label more; under `.example`, which the list lacks, the last two labels."""
    assert registrable(name) == expected


def test_no_rule_is_deeper_than_what_is_looked_for() -> None:
    """A list with longer rules fails here, before it gives wrong answers."""
    assert max(rule.count(".") + 2 for rule in RULES) <= DEEPEST_RULE


def test_date_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """The date is the one in the list's VERSION line; a list without one gives None."""
    dated = suffix_list_date()
    assert dated is not None
    assert dated >= date(2024, 1, 1)
    monkeypatch.setattr(suffixes, "_content", lambda: b"// COMMIT: 0\nde\n")
    assert suffix_list_date() is None
