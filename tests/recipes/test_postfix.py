"""The Postfix recipe, run: what is printed, pasted into Debian's configuration, delivers to the right certificate and to no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest

from sheetgen.recipes.code import HalfName
from tests.documents.jobs import domain
from tests.recipes.orders import first_look, wrongly_undone
from tests.recipes.printed import ALL, ENFORCED, HALVES, printed, to
from tests.recipes.proof import record
from tests.rigs.partner import NewPartner, Outcome, Partner

KINDS = {
    "wrong-name": ("not verified", "sending: wrong name"),
    "unknown-authority": ("not verified", "sending: unknown authority"),
    "expired": ("has expired", "sending: expired"),
    "no-starttls": ("not offered", "sending: no STARTTLS"),
    "forged": ("not verified", "sending: a forged answer of DNS"),
}
"""What the log says of each, and the case of the table."""
OWN = """cd /etc/postfix
printf 'wrong-name.example may\\nsub.control.example encrypt' > tls_policy
printf 'bad.example REJECT\\nx@kunde.example REJECT\\n' > bad
echo 'own.example may' | tee tls_only > tls_only_partners
echo 'own.example OK' | tee tls_only_senders > tls_only_senders_old
postmap hash:/etc/postfix/bad hash:/etc/postfix/tls_only_partners hash:/etc/postfix/tls_only_senders_old
cat >> main.cf <<'EOF'
smtp_tls_policy_maps =
    hash:/etc/postfix/tls_only_partners,
    texthash:/etc/postfix/tls_policy,
    inline:{ { expired.example = none }, { sub.no-starttls.example = encrypt } }
smtpd_restriction_classes = suspicious
suspicious =
    check_sender_access inline:{ { worse.example = REJECT } }
smtpd_sender_restrictions =
    check_sender_access hash:/etc/postfix/tls_only_senders_old,
    check_sender_access hash:/etc/postfix/bad,
    suspicious
EOF
cat >> master.cf <<'EOF'
submission inet n - n - - smtpd
    -o smtpd_tls_security_level=encrypt
    -o smtpd_sasl_auth_enable=yes
    -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
EOF
printf 'pwcheck_method: auxprop\\nauxprop_plugin: sasldb\\nmech_list: PLAIN\\n' > sasl/smtpd.conf
printf geheim | saslpasswd2 -p -c -u mail.firma.test anna
chown postfix /etc/sasldb2
postfix reload
"""
"""An administrator's own lines: tables over several lines, one without a newline at its end, that have weaker rules for the same domains; a
class of restrictions, and restrictions for senders in his own network, too; a user who logs in for sending;
files with the recipe's names, or names that begin so."""
WAYS = ("program", "loopback", "login")
RULED = (*ALL, domain("forged.example"))


class Story(NamedTuple):
    """What became of all that one server did, from the configuration of before on and back to it."""

    became: Mapping[str, Mapping[str, Outcome]]
    handed_in: Mapping[str, int]
    digests: tuple[str, str, str, str, str]
    """Of /etc/postfix: before, with both halves, once the first was to be undone before the second, once both were undone, and so again."""
    undone: Outcome


@pytest.fixture(scope="module", params=["", "@trixie"], ids=["Debian 12", "Debian 13"])
def story(request: pytest.FixtureRequest, new_partner: NewPartner) -> Iterator[Story]:
    """Each half pasted twice, mail sent and handed in, and all of it undone, twice."""
    with new_partner("postfix", request.param) as partner:
        partner.type(OWN)
        before = partner.digest()
        for half, domains in zip(HALVES, (RULED, (domain("kunde.example"),)), strict=True):
            for _ in range(2):
                partner.type(printed("postfix", *domains, half=half))
        names = (*to(*ENFORCED, "forged", "control"), "sub.control.example", "sub.no-starttls.example")
        became = {way: partner.send(*names, by=way) for way in WAYS}
        handed_in = {
            "plain": partner.hand_in("a@kunde.example", tls=False),
            "below": partner.hand_in("a@sub.kunde.example", tls=False),
            "TLS": partner.hand_in("a@kunde.example", tls=True),
            "other": partner.hand_in("a@other.example", tls=False),
            "bounce": partner.hand_in("", tls=False),
            "own": partner.hand_in("a@kunde.example", tls=False, client="127.0.0.1"),
            "stranger": partner.hand_in("a@firma.test", tls=True, to="a@right.example"),
            "bad": partner.hand_in("a@bad.example", tls=True),
            "bad, own": partner.hand_in("a@bad.example", tls=False, client="127.0.0.1"),
            "bad, in the table": partner.hand_in("x@kunde.example", tls=True),
            "bad, in the table, own": partner.hand_in("x@kunde.example", tls=False, client="127.0.0.1"),
            "worse, own": partner.hand_in("a@worse.example", tls=False, client="127.0.0.1"),
        }
        changed = partner.digest()
        partner.type(printed("postfix", *RULED, part="undo").replace("postfix reload", ":"))
        early = partner.digest()
        undo_all(partner)
        after = partner.digest()
        for half in reversed(HALVES):
            partner.type(printed("postfix", *RULED, half=half))
        undo_all(partner, HALVES)
        again = partner.digest()
        undone = partner.send("unknown-authority.example")["unknown-authority.example"]
        yield Story(became, handed_in, (before, changed, early, after, again), undone)


def undo_all(partner: Partner, halves: tuple[HalfName, ...] = HALVES[::-1]) -> None:
    """Undo both halves, the one that was set last first."""
    for half in halves:
        partner.type(printed("postfix", *RULED, half=half, part="undo"))


def test_it_delivers_to_the_right_certificate(story: Story, request: pytest.FixtureRequest) -> None:
    """Over TLS, verified by chain and name; and a domain that no rule names still goes in plain text, so what waits waits by the rule."""
    for became in story.became.values():
        assert (became["right.example"].status, became["right.example"].arrived) == ("sent", "TLSv1.3")
        assert "Verified TLS connection" in became["right.example"].why
        assert (became["control.example"].status, became["control.example"].arrived) == ("sent", "")
    record(request, "postfix", "sending: the right certificate", "sending: a domain in no rule", "sending: authenticated senders")


@pytest.mark.parametrize("kind", KINDS)
def test_it_delivers_to_no_other(kind: str, story: Story, request: pytest.FixtureRequest) -> None:
    """Another name, an unknown authority, an expired certificate, no STARTTLS, somebody else's host: it waits, and the log says why."""
    for became in story.became.values():
        assert (became[f"{kind}.example"].status, became[f"{kind}.example"].arrived) == ("deferred", None)
        assert KINDS[kind][0] in became[f"{kind}.example"].why
    record(request, "postfix", KINDS[kind][1])


def test_what_is_there_stays(story: Story, request: pytest.FixtureRequest) -> None:
    """Tables of one's own hold for their domains as before, though one had a weaker rule for a domain of the recipe."""
    for became in story.became.values():
        assert [became[f"sub.{kind}.example"].status for kind in ("control", "no-starttls")] == ["deferred"] * 2
    record(request, "postfix", "sending: tables that were there, with weaker rules for the same domains")


def test_plain_text_from_the_domain_is_deferred(story: Story, request: pytest.FixtureRequest) -> None:
    """From the customer domain without TLS: 450; with TLS, from others, from one's own networks: taken. Own restrictions hold as before.

    To elsewhere nothing is taken from a stranger: who sends by logging in sends by that alone.
    But in own networks not for a sender of the table: the recipe's limits say so.
    """
    assert story.handed_in == {
        "plain": 450,
        "below": 450,
        "TLS": 250,
        "other": 250,
        "bounce": 250,
        "own": 250,
        "stranger": 454,
        "bad": 554,
        "bad, own": 554,
        "bad, in the table": 554,
        "bad, in the table, own": 250,
        "worse, own": 554,
    }
    record(request, "postfix", "receiving: plain text from the domain", "receiving: TLS, other senders, own networks")
    record(
        request,
        "postfix",
        "receiving: restrictions and classes that were there",
        "receiving: the same, a sender of the table in own networks",
    )


def test_undo_restores_every_byte(story: Story, request: pytest.FixtureRequest) -> None:
    """Each file of /etc/postfix is as it was, with mode and owner, also the second time; in the wrong order the block does nothing."""
    before, changed, early, after, again = story.digests
    assert before == after == again != changed == early
    assert story.undone.status == "sent"
    record(request, "postfix", "undo, both halves", "undo: files of the same names")


@pytest.fixture(scope="module")
def spare(new_partner: NewPartner) -> Iterator[Partner]:
    """Debian's configuration, for recipes that are undone after each test."""
    with new_partner("postfix") as partner:
        yield partner


@pytest.fixture
def fresh(spare: Partner) -> Iterator[Partner]:
    """The same, as it was."""
    before = spare.digest()
    spare.type("cp -a /etc/postfix/main.cf /tmp/main.cf")
    yield spare
    spare.type(printed("postfix", *ALL, part="undo"))
    spare.type("cd /etc/postfix; mv /tmp/main.cf main.cf; rm -f t t.db; postfix reload; postsuper -d ALL 2>/dev/null")
    assert spare.digest() == before


def test_the_half_that_was_set_last_is_undone_first(spare: Partner, request: pytest.FixtureRequest) -> None:
    """Sending set after receiving: the undo of receiving does nothing before that of sending."""
    before, both, early, after = wrongly_undone(spare, "postfix", "postfix reload")
    assert before == after != both == early
    record(request, "postfix", "undo: receiving before sending, which was set last")


def test_subdomains_have_their_rule(fresh: Partner, request: pytest.FixtureRequest) -> None:
    """With subdomains, mail to them is held to it too; without, it is not."""
    fresh.type(printed("postfix", domain("wrong-name.example", subdomains=True), domain("expired.example")))
    became = fresh.send("sub.wrong-name.example", "sub.expired.example", "wrong-name.example")
    assert [one.status for one in became.values()] == ["deferred", "sent", "deferred"]
    record(request, "postfix", "sending: subdomains")


def test_several_names_and_an_oldest_version(fresh: Partner, request: pytest.FixtureRequest) -> None:
    """A certificate with several names, and an oldest version of TLS: the rule holds, and one of before for the same domain gives way."""
    text = printed("postfix", domain("right.example"), domain("wrong-name.example"), facts="example")
    assert "match=.mail.nordlicht.example:mx.nordlicht.example protocols=>=TLSv1.2" in text
    fresh.type(text)
    assert fresh.send("right.example")["right.example"].status == "deferred"
    fresh.type(text.replace("match=.mail.nordlicht.example", "match=.hamburg-cloud.de"))
    fresh.type("postsuper -d ALL 2>/dev/null")
    became = fresh.send(*to("right", "wrong-name"))
    assert [one.status for one in became.values()] == ["sent", "deferred"]
    record(request, "postfix", "sending: two names in the certificate, TLSv1.2 or later", "sending: the same domain again, by new facts")


MISTAKES = {
    "planted: match left out": (" match=.hamburg-cloud.de", "", "right.example", "deferred"),
    "planted: policy misspelt": (" secure ", " secur ", "right.example", "deferred"),
    "planted: policy too weak": (" secure match=.hamburg-cloud.de", " may", "wrong-name.example", "sent"),
    "planted: table not named": ('*) postconf -e "smtp_tls_policy_maps', '*) : "smtp_tls_policy_maps', "wrong-name.example", "sent"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_rig_finds_a_mistake(mistake: str, fresh: Partner, request: pytest.FixtureRequest) -> None:
    """A recipe with a planted mistake delivers otherwise than this file's first tests claim: they would fail."""
    old, new, name, status = MISTAKES[mistake]
    text = printed("postfix", *ALL)
    assert old in text
    fresh.type(text.replace(old, new))
    assert fresh.send(name)[name].status == status
    record(request, "postfix", mistake)


TRANSPORT = """printf 'wrong-name.example smtp:mx02.hamburg-cloud.de\\n' > t
postmap hash:t
postconf -e transport_maps=hash:/etc/postfix/t"""
IN_THE_WAY = {"planted: transport map in the way": TRANSPORT, "planted: relay in the way": "postconf -e relayhost=mx02.hamburg-cloud.de"}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_what_stands_in_the_way_is_found(what: str, fresh: Partner, request: pytest.FixtureRequest) -> None:
    """With a transport entry or a relay the rule is looked up by another name, and does not hold: the recipe's first step shows it."""
    fresh.type(f"cd /etc/postfix\n{IN_THE_WAY[what]}\n{printed('postfix', domain('wrong-name.example'))}")
    assert fresh.send("wrong-name.example")["wrong-name.example"].status == "sent"
    shown = [line for line in first_look(fresh, "postfix", domain("right.example")).splitlines() if not line.endswith(" =")]
    assert shown == [IN_THE_WAY[what].rpartition("postconf -e ")[2].replace("=", " = ")]
    record(request, "postfix", what)


def test_without_an_authority_nothing_is_sent(fresh: Partner, request: pytest.FixtureRequest) -> None:
    """Where no authority is trusted at all, the recipe's last step is what makes the right one verified."""
    fresh.type("postconf -e smtp_tls_CApath=")
    fresh.type(printed("postfix", domain("right.example")).replace("postconf -e smtp_tls_CAfile", ": smtp_tls_CAfile"))
    assert fresh.send("right.example")["right.example"].status == "deferred"
    fresh.type(printed("postfix", domain("right.example")))
    fresh.type("postsuper -d ALL 2>/dev/null")
    assert fresh.send("right.example")["right.example"].status == "sent"
    record(request, "postfix", "planted: no authority trusted")
