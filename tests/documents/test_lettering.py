"""How names and words are set: what may break where, and what fits."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.blocks import Host, Link, Literally, Mail, Phone, Plain, Slot
from sheetgen.documents.lettering import Medium, flat, functions
from sheetgen.slots import Values

VALUES: Values = {"domain": "firma.de", "issued": "24.11.2026"}
LABELS = st.lists(st.text("abcxyzäßλ0-<&'", min_size=1, max_size=63), min_size=1, max_size=8)


def test_pieces_as_bare_text() -> None:
    """Each kind of piece gives the characters that it is printed with, an open slot those of its value."""
    pieces = (
        *(Plain("a "), Host("b.example", "*."), Plain(" "), Mail("c@d.example"), Plain(" "), Phone("+49 30 1", "+49301")),
        *(Plain(" "), Link("https://e.example/"), Plain(" "), Literally("f = 1"), Plain(" "), Slot("domain", "@"), Slot("issued")),
    )
    assert flat(pieces, VALUES) == "a *.b.example c@d.example +49 30 1 https://e.example/ f = 1 @firma.de24.11.2026"


@pytest.mark.parametrize("medium", ["paper", "screen"])
@given(labels=LABELS)
def test_a_name_loses_nothing(medium: Medium, labels: list[str]) -> None:
    """However a name is set, its text is the name: nothing is added where it may break, and nothing is markup."""
    run = functions(VALUES, medium)[0]["run"]
    for style in ("big", "d", "f"):
        assert re.sub(r"</?span( class=\"l\")?>|<wbr>", "", run(".".join(labels), style)) == escape(".".join(labels))


def test_a_name_may_break_after_its_dots_where_it_has_to() -> None:
    """A name that fits everywhere is one run; a longer one is its labels, each whole, the dot at its end."""
    on_screen, on_paper = (functions(VALUES, medium)[0]["run"] for medium in ("screen", "paper"))
    assert on_screen("mx01.hamburg-cloud.de", "d") == "mx01.hamburg-cloud.de"
    assert on_paper("mx1.mail.nordlicht.example", "d") == "mx1.mail.nordlicht.example"
    labels = ("mx1.", "mail.", "nordlicht.", "example")
    assert on_screen("mx1.mail.nordlicht.example", "d") == "<wbr>".join(f'<span class="l">{label}</span>' for label in labels)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("@firma.de", "k1"),
        ("@müller-büromöbel-straße.de", "k2"),
        ("@sehr-langer-firmenname-mit-bindestrichen.de", "k3"),
        ("@" + "w" * 63 + ".de", "k4"),
    ],
)
def test_the_title_takes_the_first_size_that_fits(name: str, size: str) -> None:
    """27, 20 or 14 points, by the widths of the letters; what fits in none is set small."""
    assert functions(VALUES, "paper")[0]["size"]((Host(name),)) == size


@pytest.mark.parametrize(
    ("name", "style", "is_set"),
    [
        ("firma.de", "d", "d"),
        ("firma.de", "big", "big"),
        ("firma.de", "f", "f"),
        ("f" * 46 + ".de", "f", "d"),
        ("straße.de", "d", "f"),
        ("ß" * 41 + ".de", "d", "f w"),
    ],
)
def test_mono_for_machines_sans_for_what_mono_lacks(name: str, style: str, is_set: str) -> None:
    """Names that machines read and long ones are set in mono, U-labels in sans; only the widest labels of those may break."""
    assert functions(VALUES, "paper")[0]["name_class"](name, style) == is_set


@pytest.mark.parametrize(
    ("words", "tidy"),
    [
        ("eine E-Mail an", 'eine <span class="nb">E-Mail</span> an'),
        ("MX-Host, Ersatz-MX", '<span class="nb">MX-Host</span>, <span class="nb">Ersatz-MX</span>'),
        ("Ende-zu-Ende-Verschlüsselung", "Ende-zu-Ende-Verschlüsselung"),
        ("a - b", "a - b"),
        ("<E-Mail>", '&lt;<span class="nb">E-Mail</span>&gt;'),
        ("-E-Mail-", "-E-Mail-"),
    ],
)
def test_short_words_with_a_hyphen_stay_whole(words: str, tidy: str) -> None:
    """A line never breaks in a word with a hyphen of at most 14 letters; longer ones may; all is escaped."""
    assert functions(VALUES, "screen")[1]["tidy"](words) == tidy


@pytest.mark.parametrize(
    ("address", "half", "lines"),
    [
        ("https://www.nordlicht.example/tls-kommunikation/", False, ["https://www.nordlicht.example/tls-kommunikation/"]),
        ("https://www.nordlicht.example/tls-kommunikation/", True, ["https://www.nordlicht.example/", "tls-kommunikation/"]),
        (f"{'s' * 60}@nordlicht.example", False, [f"{'s' * 60}@", "nordlicht.example"]),
        (f"https://a.example/{'s' * 80}/", True, ["https://a.example/", f"{'s' * 80}/"]),
    ],
)
def test_a_long_address_is_parted_after_a_dot_or_stroke(address: str, half: bool, lines: list[str]) -> None:  # noqa: FBT001
    """On paper an address that no line holds is parted where a reader would part it, never after a hyphen; on screens it stays one."""
    on_paper, on_screen = (functions(VALUES, medium)[0]["address_lines"] for medium in ("paper", "screen"))
    assert on_paper(address, half) == lines
    assert on_screen(address, half) == [address]


def test_a_name_in_brackets_is_set_as_a_name() -> None:
    """The readable form after an A-label is whole where it fits, else broken after its dots alone; other brackets are words."""
    tidy = functions(VALUES, "paper")[1]["tidy"]
    assert tidy(" (müller-büro.de), usw.") == ' <span class="f" translate="no">(müller-büro.de)</span>, usw.'
    label = "ü" * 38
    whole = f'<span class="l">({label}.</span><wbr><span class="l">{label}.</span><wbr><span class="l">example)</span>'
    assert tidy(f"({label}.{label}.example)") == f'<span class="f" translate="no">{whole}</span>'
    assert tidy("der Server (Exchange: X) und (E-Mail)") == 'der Server (Exchange: X) und (<span class="nb">E-Mail</span>)'
