"""The partner's servers as Debian leaves them send to every server of the platform: what a recipe stops is stopped by the recipe."""

from __future__ import annotations

import pytest

from tests.rigs.partner import SERVERS, NewPartner

BAD = ("wrong-name.example", "unknown-authority.example", "expired.example")
PLAIN = ("no-starttls.example", "control.example")


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("by_smtp", [False, True], ids=["locally", "by SMTP"])
def test_without_a_recipe_all_is_sent(server: str, by_smtp: bool, new_partner: NewPartner) -> None:  # noqa: FBT001
    """By its own program and over loopback: with TLS, whatever the certificate is, and without where there is none."""
    with new_partner(server) as partner:
        became = partner.send("right.example", *BAD, *PLAIN, by_smtp=by_smtp)
        assert {one.status for one in became.values()} == {"sent"}
        assert {name for name, one in became.items() if one.arrived == ""} == set(PLAIN)
        assert {one.arrived for name, one in became.items() if name not in PLAIN} == {"TLSv1.3"}
        assert {taken["kind"] for taken in partner.taken()} == {name.removesuffix(".example") for name in became}
        assert partner.hand_in("a@right.example", tls=False) in {250, 550}
