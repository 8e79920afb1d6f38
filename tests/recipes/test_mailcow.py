"""The mailcow recipe: beneath mailcow is Postfix, and what is typed into mailcow's pages and files does there what the recipe says."""

from __future__ import annotations

import pytest

from sheetgen.domain import Domain
from sheetgen.recipes.code import HalfName, code_lines
from sheetgen.recipes.filling import applies, fill_with
from sheetgen.recipes.load import load_recipe
from tests.documents.jobs import ISSUED, domain, platform
from tests.recipes.printed import to
from tests.recipes.proof import record
from tests.rigs.partner import NewPartner

MAILCOWS = """postconf -e smtpd_delay_reject=yes plaintext_reject_code=550 \\
  parent_domain_matches_subdomains=debug_peer_list,fast_flush_domains,mynetworks,qmqpd_authorized_clients
"""
"""From its main.cf: what the recipe's lines depend on."""


def typed(half: HalfName, *customers: Domain) -> list[str]:
    """What is entered, a block for each step."""
    recipe = load_recipe("mailcow", ISSUED).recipe
    filling = fill_with(platform("hamburg-cloud"), domain("firma.de"), customers)
    steps = recipe.sending.steps if half == "sending" else recipe.receiving.steps if recipe.receiving else ()
    return ["\n".join(code_lines(step.code, filling)) for step in steps if step.code and applies(step, filling)]


def test_the_entries_are_a_policy_that_verifies(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """Destination, `secure` and parameters, joined as mailcow's query joins them: the right certificate is delivered to, and no other."""
    destinations, parameters = typed("sending", *map(domain, to("right", "wrong-name")))
    rules = "".join(f"{name} secure {parameters}\n" for name in destinations.splitlines())
    with new_partner("postfix") as partner:
        partner.type(f"cd /etc/postfix; cat > mailcow <<'EOF'\n{rules}EOF\npostmap hash:mailcow\n")
        partner.type("postconf -e smtp_tls_policy_maps=hash:/etc/postfix/mailcow; postfix reload")
        became = partner.send(*to("right", "wrong-name"))
    assert [one.status for one in became.values()] == ["sent", "deferred"]
    record(request, "mailcow", "sending: what is entered, in Debian's Postfix")


def test_the_lines_refuse_plain_text_from_the_domain(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """At the end of main.cf, where mailcow puts extra.cf: 550 to the domain, and to its subdomains where included; others are taken."""
    lines, _ = typed("receiving", domain("kunde.example"), domain("mandant.example", subdomains=True))
    with new_partner("postfix") as partner:
        partner.type(f"{MAILCOWS}cat >> /etc/postfix/main.cf <<'EOF'\n{lines}\nEOF\npostfix reload")
        refused = ("a@kunde.example", "a@mandant.example", "a@sub.mandant.example")
        assert [partner.hand_in(sender, tls=False) for sender in refused] == [550] * 3
        assert [partner.hand_in(sender, tls=True) for sender in refused] == [250] * 3
        assert [partner.hand_in(sender, tls=False) for sender in ("a@sub.kunde.example", "a@other.example")] == [250] * 2
        assert partner.hand_in("a@kunde.example", tls=False, client="127.0.0.1") == 250
    record(request, "mailcow", "receiving: what is entered, in Debian's Postfix")
