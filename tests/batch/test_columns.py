"""What columns may be called."""

from __future__ import annotations

import pytest

from sheetgen.batch.columns import column_of, nearest, none_of_ours


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("domain", "domain"),
        ("DOMÄNE", "domain"),
        ("Domaene", "domain"),
        ("Doma\u0308ne", "domain"),  # as macOS writes it
        (" E-Mail-Domain ", "domain"),
        ("Empfängerdomain", "domain"),
        ("'customer'", "customer"),
        ("Kunde", "customer"),
        ("Kundendomain", "customer"),
        ("Ticket-Nr.", "ticket"),
        ("ticketnummer", "ticket"),
        ("Ticket #", "ticket"),
        ("Sprache", "language"),
        ("Language", "language"),
        ("gültig ab", "effective"),
        ("gueltig_ab", "effective"),
        ("Gültig-Ab", "effective"),
        ("GÜLTIG\u00a0AB", "effective"),
        ("ab", "effective"),
        ("effective", "effective"),
        ("", None),
        ("Kundenname", None),
        ("firma.de", None),
    ],
)
def test_names(name: str, column: str | None) -> None:
    """Both languages; case, blanks, hyphens, dots and quotes don't count, an umlaut may be written with an e."""
    assert column_of(name) == column


@pytest.mark.parametrize(
    ("name", "near"), [("Kudne", "Kunde"), ("Domian", "domain"), ("gültig", "gültig ab"), ("Bemerkung", None), ("", None)]
)
def test_near_misses(name: str, near: str | None) -> None:
    """A slip of the keyboard is told from a column of somebody else's."""
    assert nearest(name) == near


def test_what_is_said_of_others() -> None:
    """Each is named, up to ten, with what was probably meant, else with what there is."""
    assert none_of_ours(["Kudne"]) == ("“Kudne” is none of a list's columns", "write “Kunde” in place of “Kudne”")
    assert none_of_ours(["x\x1b", ""])[0] == "“x\\u{1b}”, one without a name are none of a list's columns"
    message, hint = none_of_ours([f"x{i}" for i in range(12)])
    assert " and 2 more are none" in message
    assert hint == "there are domain, customer, ticket, language, effective"
