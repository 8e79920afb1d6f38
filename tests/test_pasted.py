"""Lines pasted from tickets: the domains in them are found and listed back."""

from __future__ import annotations

import pytest

from sheetgen.errors import Place
from sheetgen.pasted import parse_pasted

HERE = Place("-", 1)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('"Max" <max@firma.de>; firma.com', "firma.de, firma.com"),
        ('"Muster, Max (firma.at)" <max@firma.de>', "firma.de"),
        ("Max Muster <max@firma.de>, Eva <eva@müller.de>", "firma.de, müller.de"),
        ("max@firma.de<mailto:max@firma.de>", "firma.de"),
        ("Bitte TLS für firma.de und @firma.com (neu: firma.at)!", "firma.de, firma.com, firma.at"),
    ],
)
def test_domains_are_found_and_listed_back(line: str, found: str) -> None:
    """Display names and words are passed over; a warning lists what was taken."""
    typed = parse_pasted(line, place=HERE)
    assert ", ".join(d.unicode for d in typed.domains) == found
    assert {p.severity for p in typed.problems} == {"warning"}
    assert (typed.problems[-1].code, typed.problems[-1].parts["found"]) == ("domain.found", found)


@pytest.mark.parametrize("line", ["firma.de", " firma.de, firma.com;", "*.firma.de @firma.com.", "firma。de"])
def test_a_line_of_names_alone_needs_no_list(line: str) -> None:
    """Where nothing was passed over, nothing is listed back."""
    assert parse_pasted(line, place=HERE).problems == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "domain.empty"),
        ("firma", "domain.single-label"),
        ("Siehe https://www.firma.de/x", "domain.url"),
        ("Max <max@firma_x.de>", "domain.underscore"),
        ("a" * 20_000, "domain.too-much-text"),
    ],
)
def test_what_is_wrong_stays_wrong(line: str, code: str) -> None:
    """A line without a good name is refused like any other text."""
    typed = parse_pasted(line, place=HERE)
    assert typed.domains == ()
    codes = [p.code for p in typed.problems]
    assert code in codes
    assert "domain.found" not in codes


def test_the_platforms_own_names_are_refused_in_it_too() -> None:
    """`own` reaches the judge."""
    typed = parse_pasted("Desk <desk@hamburg-cloud.de>; firma.de", place=HERE, own=frozenset({"hamburg-cloud.de"}))
    assert [d.ascii for d in typed.domains] == ["firma.de"]
    assert "domain.own" in [p.code for p in typed.problems]
