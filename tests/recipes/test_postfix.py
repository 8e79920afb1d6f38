"""The Postfix recipe, run: what is printed, pasted into Debian's configuration, delivers to the right certificate and to no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.documents.jobs import domain
from tests.recipes.printed import ALL, ENFORCED, HALVES, printed, to
from tests.recipes.proof import record
from tests.rigs.partner import NewPartner, Outcome

KINDS = {
    "wrong-name": ("not verified", "sending: wrong name"),
    "unknown-authority": ("not verified", "sending: unknown authority"),
    "expired": ("has expired", "sending: expired"),
    "no-starttls": ("not offered", "sending: no STARTTLS"),
}
"""What the log says of each, and the case of the table."""


@pytest.fixture(scope="module")
def outcomes(new_partner: NewPartner) -> Iterator[Mapping[str, Outcome]]:
    """What becomes of a message to each kind of server, once the recipe was pasted."""
    with new_partner("postfix") as partner:
        partner.type(printed("postfix", *ALL))
        yield partner.send(*to(*ENFORCED, "control"))


def test_it_delivers_to_the_right_certificate(outcomes: Mapping[str, Outcome], request: pytest.FixtureRequest) -> None:
    """Over TLS, verified by chain and name; and a domain that no rule names still goes in plain text, so what waits waits by the rule."""
    assert outcomes["right.example"].status == "sent"
    assert "Verified TLS connection" in outcomes["right.example"].why
    assert outcomes["control.example"].status == "sent"
    assert "TLS connection" not in outcomes["control.example"].why
    record(request, "postfix", "sending: the right certificate", "sending: a domain in no rule")


@pytest.mark.parametrize("kind", KINDS)
def test_it_delivers_to_no_other(kind: str, outcomes: Mapping[str, Outcome], request: pytest.FixtureRequest) -> None:
    """Another name, an unknown authority, an expired certificate, no STARTTLS: the message waits, and the log says why."""
    outcome = outcomes[f"{kind}.example"]
    assert outcome.status == "deferred"
    assert KINDS[kind][0] in outcome.why
    record(request, "postfix", KINDS[kind][1])


def test_what_is_there_stays(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """A table of one's own with a rule and its place in main.cf keep both; pasted twice, nothing stands twice."""
    with new_partner("postfix") as partner:
        partner.type(
            "cd /etc/postfix; printf 'control.example encrypt\\n' > tls_policy; postmap hash:/etc/postfix/tls_policy\n"
            "printf 'other.example may\\n' > own; postmap hash:/etc/postfix/own\n"
            "postconf -e 'smtp_tls_policy_maps=hash:/etc/postfix/own, hash:/etc/postfix/tls_policy'\n"
        )
        for _ in range(2):
            partner.type(printed("postfix", *map(domain, to("right", "wrong-name"))))
        maps = partner.rig.run("postconf", "-h", "smtp_tls_policy_maps").decode().strip()
        assert maps == "hash:/etc/postfix/own, hash:/etc/postfix/tls_policy"
        assert partner.read("/etc/postfix/tls_policy").splitlines() == [
            "control.example encrypt",
            "right.example secure match=.hamburg-cloud.de",
            "wrong-name.example secure match=.hamburg-cloud.de",
        ]
        became = partner.send(*to("right", "wrong-name", "control"))
    assert {name: one.status for name, one in became.items()} == {
        "right.example": "sent",
        "wrong-name.example": "deferred",
        "control.example": "deferred",
    }
    record(request, "postfix", "sending: a table that was there")


def test_subdomains_have_their_rule(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """With subdomains, mail to them is held to it too; without, it is not."""
    with new_partner("postfix") as partner:
        partner.type(printed("postfix", domain("wrong-name.example", subdomains=True), domain("expired.example")))
        became = partner.send("sub.wrong-name.example", "sub.expired.example", "wrong-name.example")
    assert [one.status for one in became.values()] == ["deferred", "sent", "deferred"]
    record(request, "postfix", "sending: subdomains")


def test_several_names_and_an_oldest_version(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """A certificate with several names, and an oldest version of TLS: Postfix takes the rule, and it holds."""
    text = printed("postfix", domain("right.example"), domain("wrong-name.example"), facts="example")
    assert "match=.mail.nordlicht.example:mx.nordlicht.example protocols=>=TLSv1.2" in text
    with new_partner("postfix") as partner:
        partner.type(text.replace("match=.mail.nordlicht.example", "match=.hamburg-cloud.de"))
        became = partner.send(*to("right", "wrong-name"))
    assert [one.status for one in became.values()] == ["sent", "deferred"]
    record(request, "postfix", "sending: two names in the certificate, TLSv1.2 or later")


def test_undo_restores_every_byte(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """Both halves pasted and undone: each file of /etc/postfix is as it was, with mode and owner; also where a table was there before."""
    with new_partner("postfix") as partner:
        for own in ("", "printf 'a.example may\\n' > /etc/postfix/tls_policy; postmap hash:/etc/postfix/tls_policy\n"):
            partner.type(own)
            before = partner.digest()
            for half in HALVES:
                partner.type(printed("postfix", *ALL, half=half))
            assert partner.digest() != before
            for half in reversed(HALVES):
                partner.type(printed("postfix", *ALL, half=half, part="undo"))
            assert partner.digest() == before
            assert "before-tls" not in partner.rig.run("ls", "/etc/postfix").decode()
        assert partner.read("/etc/postfix/tls_policy") == "a.example may\n"
        assert partner.send(*to("wrong-name"))["wrong-name.example"].status == "sent"
    record(request, "postfix", "undo, both halves")


def test_plain_text_from_the_domain_is_deferred(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """From the customer domain without TLS: 450; with TLS, from other senders, and from one's own networks: taken."""
    with new_partner("postfix") as partner:
        assert partner.hand_in("a@kunde.example", tls=False) == 250
        partner.type(printed("postfix", domain("kunde.example"), half="receiving"))
        assert partner.hand_in("a@kunde.example", tls=False) == 450
        assert partner.hand_in("a@sub.kunde.example", tls=False) == 450
        assert partner.hand_in("a@kunde.example", tls=True) == 250
        assert partner.hand_in("a@other.example", tls=False) == 250
        assert partner.hand_in("a@kunde.example", tls=False, client="127.0.0.1") == 250
    record(request, "postfix", "receiving: plain text from the domain", "receiving: TLS, other senders, own networks")


MISTAKES = {
    "planted: match left out": (" match=.hamburg-cloud.de", "", "right.example", "deferred"),
    "planted: policy misspelt": (" secure ", " secur ", "right.example", "deferred"),
    "planted: policy too weak": (" secure match=.hamburg-cloud.de", " may", "wrong-name.example", "sent"),
    "planted: table not named": ('*) postconf -e "smtp_tls_policy_maps', '*) : "smtp_tls_policy_maps', "wrong-name.example", "sent"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_rig_finds_a_mistake(mistake: str, new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """A recipe with a planted mistake delivers otherwise than this file's first tests claim: they would fail."""
    old, new, name, status = MISTAKES[mistake]
    text = printed("postfix", *ALL)
    assert old in text
    with new_partner("postfix") as partner:
        partner.type(text.replace(old, new))
        assert partner.send(name)[name].status == status
    record(request, "postfix", mistake)


TRANSPORT = """printf 'wrong-name.example smtp:mx02.hamburg-cloud.de\\n' > t
postmap hash:t
postconf -e transport_maps=hash:/etc/postfix/t"""
IN_THE_WAY = {"planted: transport map in the way": TRANSPORT, "planted: relay in the way": "postconf -e relayhost=mx02.hamburg-cloud.de"}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_what_stands_in_the_way_is_found(what: str, new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """With a transport entry or a relay the rule is looked up by another name, and does not hold: the recipe says so."""
    with new_partner("postfix") as partner:
        partner.type(f"cd /etc/postfix\n{IN_THE_WAY[what]}\n{printed('postfix', domain('wrong-name.example'))}")
        assert partner.send("wrong-name.example")["wrong-name.example"].status == "sent"
    record(request, "postfix", what)


def test_without_an_authority_nothing_is_sent(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """Where no authority is trusted at all, the recipe's last step is what makes the right one verified."""
    with new_partner("postfix") as partner:
        partner.type("postconf -e smtp_tls_CApath=")
        partner.type(printed("postfix", domain("right.example")).replace("postconf -e smtp_tls_CAfile", ": smtp_tls_CAfile"))
        assert partner.send("right.example")["right.example"].status == "deferred"
        partner.type(printed("postfix", domain("right.example")))
        partner.type("postsuper -d ALL 2>/dev/null")
        assert partner.send("right.example")["right.example"].status == "sent"
    record(request, "postfix", "planted: no authority trusted")
