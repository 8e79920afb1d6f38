"""The partner's servers as Debian leaves them send to every server of the platform: what a recipe stops is stopped by the recipe."""

from __future__ import annotations

import re

import pytest

from sheetgen.recipes.load import load_recipe
from tests.documents.jobs import ISSUED
from tests.rigs.partner import SERVERS, NewPartner

BAD = ("wrong-name.example", "unknown-authority.example", "expired.example", "forged.example")
PLAIN = ("no-starttls.example", "control.example")
RELEASES = {"Debian 12": "", "Debian 13": "@trixie"}
PACKAGES = {"postfix": "postfix", "exim": "exim4-daemon-light", "sendmail": "sendmail-bin", "opensmtpd": "opensmtpd"}


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("server", SERVERS)
def test_without_a_recipe_all_is_sent(server: str, release: str, new_partner: NewPartner) -> None:
    """By its own program and over loopback: with TLS, whatever the certificate is, and without where there is none.

    From outside each takes mail, but for OpenSMTPD, as Debian configures it. Its version is the one that its recipe names.
    """
    with new_partner(server, RELEASES[release]) as partner:
        for by in ("program", "loopback"):
            became = partner.send("right.example", *BAD, *PLAIN, by=by)
            assert {one.status for one in became.values()} == {"sent"}
            assert {name for name, one in became.items() if one.arrived == ""} == set(PLAIN)
            assert {one.arrived for name, one in became.items() if name not in PLAIN} == {"TLSv1.3"}
            assert {taken["kind"] for taken in partner.taken()} == {name.removesuffix(".example") for name in became}
        assert partner.hand_in("a@right.example", tls=False) == (550 if server == "opensmtpd" else 250)
        (version,) = re.findall(rf"^{PACKAGES[server]}_(\d+\.\d+)[.-]", partner.read("/.packages"), re.MULTILINE)
    assert version in {named.version for named in load_recipe(server, ISSUED).recipe.versions if named.system == release}
