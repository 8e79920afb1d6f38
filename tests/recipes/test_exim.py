"""The Exim recipe, run: what is printed, pasted into Debian's configuration in either form, delivers to the right certificate only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.documents.jobs import domain
from tests.recipes.printed import ALL, ENFORCED, HALVES, printed, to
from tests.recipes.proof import record
from tests.rigs.partner import NewPartner, Outcome

KINDS = {
    "wrong-name": ("certificate verification failed", "sending: wrong name"),
    "unknown-authority": ("certificate invalid", "sending: unknown authority"),
    "expired": ("certificate invalid", "sending: expired"),
    "no-starttls": ("did not offer TLS support", "sending: no STARTTLS"),
}
"""What the log says of each, and the case of the table."""


@pytest.fixture(scope="module", params=["false", "true"], ids=["one file", "many files"])
def outcomes(request: pytest.FixtureRequest, new_partner: NewPartner) -> Iterator[Mapping[str, Outcome]]:
    """What becomes of a message to each kind of server, once the recipe was pasted twice."""
    with new_partner("exim", RIG_SPLIT=request.param) as partner:
        for _ in range(2):
            partner.type(printed("exim", *ALL))
        yield partner.send(*to(*ENFORCED, "control"))


def test_it_delivers_to_the_right_certificate(outcomes: Mapping[str, Outcome], request: pytest.FixtureRequest) -> None:
    """Over TLS, verified by chain and name; and a domain that no rule names still goes in plain text, so what waits waits by the rule."""
    assert outcomes["right.example"].status == "sent"
    assert "T=remote_smtp_tls_only" in outcomes["right.example"].why
    assert "CV=yes" in outcomes["right.example"].why
    assert outcomes["control.example"].status == "sent"
    assert "X=TLS" not in outcomes["control.example"].why
    record(request, "exim", "sending: the right certificate", "sending: a domain in no rule")


@pytest.mark.parametrize("kind", KINDS)
def test_it_delivers_to_no_other(kind: str, outcomes: Mapping[str, Outcome], request: pytest.FixtureRequest) -> None:
    """Another name, an unknown authority, an expired certificate, no STARTTLS: the message waits, and the log says why."""
    outcome = outcomes[f"{kind}.example"]
    assert outcome.status == "deferred"
    assert KINDS[kind][0] in outcome.why
    record(request, "exim", KINDS[kind][1])


def test_subdomains_have_their_rule(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """With subdomains, mail to them is held to it too; without, it is not."""
    with new_partner("exim") as partner:
        partner.type(printed("exim", domain("wrong-name.example", subdomains=True), domain("expired.example")))
        became = partner.send("sub.wrong-name.example", "sub.expired.example", "wrong-name.example")
    assert [one.status for one in became.values()] == ["deferred", "sent", "deferred"]
    record(request, "exim", "sending: subdomains")


@pytest.mark.parametrize("split", ["false", "true"])
def test_undo_restores_every_byte(split: str, new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """Both halves pasted and undone: each file of /etc/exim4 is as it was, with mode and owner, and mail goes as before."""
    with new_partner("exim", RIG_SPLIT=split) as partner:
        before = partner.digest()
        for half in HALVES:
            partner.type(printed("exim", *ALL, half=half))
        assert partner.digest() != before
        for half in reversed(HALVES):
            partner.type(printed("exim", *ALL, half=half, part="undo"))
        assert partner.digest() == before
        assert partner.send(*to("wrong-name"))["wrong-name.example"].status == "sent"
    record(request, "exim", "undo, both halves")


@pytest.mark.parametrize("split", ["false", "true"])
def test_plain_text_from_the_domain_is_deferred(split: str, new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """From the customer domain without TLS: 451; with TLS, from other senders, and from this machine: taken."""
    with new_partner("exim", RIG_SPLIT=split) as partner:
        assert partner.hand_in("a@kunde.example", tls=False) == 250
        for _ in range(2):
            partner.type(printed("exim", domain("kunde.example"), half="receiving"))
        assert partner.hand_in("a@kunde.example", tls=False) == 451
        assert partner.hand_in("a@kunde.example", tls=True) == 250
        assert partner.hand_in("a@other.example", tls=False) == 250
    record(request, "exim", "receiving: plain text from the domain", "receiving: TLS, other senders")


MISTAKES = {
    "planted: hosts_require_tls left out": ("  hosts_require_tls = *\n", "", "no-starttls.example", "sent"),
    "planted: no name verified": ("tls_verify_cert_hostnames = *", "tls_verify_cert_hostnames = :", "wrong-name.example", "sent"),
    "planted: domain misspelt": ("wrong-name.example\n", "wrong-nam.example\n", "wrong-name.example", "sent"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_rig_finds_a_mistake(mistake: str, new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """A recipe with a planted mistake delivers otherwise than this file's first tests claim: they would fail."""
    old, new, name, status = MISTAKES[mistake]
    text = printed("exim", *ALL)
    assert old in text
    with new_partner("exim") as partner:
        partner.type(text.replace(old, new))
        assert partner.send(name)[name].status == status
    record(request, "exim", mistake)


def test_a_misspelt_option_is_told_at_once(new_partner: NewPartner, request: pytest.FixtureRequest) -> None:
    """What Exim does not know stops the paste, and Debian's tool leaves the configuration of before in force."""
    with new_partner("exim") as partner:
        text = printed("exim", *ALL).replace("tls_verify_certificates =", "tls_verify_certificate =")
        assert "tls_verify_certificate" in partner.fails(text)
        assert partner.send(*to("control"))["control.example"].status == "sent"
    record(request, "exim", "planted: option misspelt")
