"""The recipe for Haraka: what is printed is the section of tls.ini that its documentation describes."""

from __future__ import annotations

from sheetgen.recipes.load import load_recipe
from tests.documents.jobs import ISSUED, domain
from tests.recipes.printed import printed


def test_the_list_holds_each_domain_and_no_wildcard() -> None:
    """One section, a line for each domain; one with subdomains stands once, since the list knows no wildcard. All else is a comment."""
    code = printed("haraka", domain("kunde.example"), domain("zweite.example", subdomains=True))
    assert [line for line in code.splitlines() if line and not line.startswith(";")] == [
        "[outbound]",
        "force_tls_hosts[]=kunde.example",
        "force_tls_hosts[]=zweite.example",
    ]


def test_what_it_cannot_do_is_said() -> None:
    """It verifies the MX host's name alone, and has no receiving half: the recipe says both."""
    recipe = load_recipe("haraka", ISSUED).recipe
    assert (recipe.sending.checks, recipe.receiving) == ("mx_host", None)
    assert recipe.no_receiving
