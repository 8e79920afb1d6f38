"""The Sendmail recipe, run: what is printed, pasted into Debian's configuration, delivers to the right certificate and to no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest

from tests.documents.jobs import domain
from tests.recipes.orders import first_look, wrongly_undone
from tests.recipes.printed import ALL, ENFORCED, HALVES, printed, to
from tests.recipes.proof import record
from tests.rigs.partner import NewPartner, Outcome, Partner

KINDS = {
    "wrong-name": ("certificate is not valid for", "sending: wrong name"),
    "unknown-authority": ("authentication failed", "sending: unknown authority"),
    "expired": ("authentication failed", "sending: expired"),
    "no-starttls": ("does not support STARTTLS", "sending: no STARTTLS"),
    "old-version": ("TLS handshake failed", "sending: TLS 1.1"),
    "forged": ("is no host of the platform", "sending: a forged answer of DNS"),
}
"""What the log says of each, and the case of the table."""
OWN = """cd /etc/mail
echo 'TLS_Rcpt:sub.control.example ENCR:112' >> access
echo 'Connect:198.51.100.201 RELAY' >> access
cat > own.m4 <<'EOF'
include(`/etc/mail/sasl/sasl.m4')dnl
DAEMON_OPTIONS(`Family=inet, Name=MSP-out, Port=submission, M=Ea, Addr=192.0.2.25')dnl
EOF
printf 'pwcheck_method: auxprop\\nauxprop_plugin: sasldb\\nmech_list: PLAIN\\n' > sasl/Sendmail.conf.2
printf geheim | saslpasswd2 -p -c -u mail.firma.test anna
sed -i '/^MAILER_DEFINITIONS/e cat own.m4' sendmail.mc
make -C /etc/mail access.db sendmail.cf
echo own.example | tee tls-only-domains > tls-only-senders
"""
"""An administrator's own lines: a rule for another domain, a client that may relay, a user who logs in for sending; files with the
recipe's names."""
STARTTLS = """cd /etc/mail
sed -i '/^MAILER_DEFINITIONS/i include(`/etc/mail/tls/starttls.m4'"'"')dnl' sendmail.mc
"""
"""What Debian has for those who take mail over TLS; where it is missing the recipe's second half brings it."""
FORMS = {"Debian 12": ("", OWN), "Debian 13, STARTTLS": ("@trixie", STARTTLS + OWN)}
WAYS = ("program", "loopback", "login")
RULED = (*ALL, domain("old-version.example"), domain("forged.example", subdomains=True))


class Story(NamedTuple):
    """What became of all that one server did, from Debian's configuration on and back to it."""

    became: Mapping[str, Mapping[str, Outcome]]
    handed_in: Mapping[str, int]
    digests: tuple[str, str, str, str]
    """Of /etc/mail: before, with both halves, once the first was to be undone before the second, and once both were undone."""
    left: str
    """The files of /etc/mail, at the end."""
    undone: Outcome


@pytest.fixture(scope="module", params=FORMS)
def story(request: pytest.FixtureRequest, new_partner: NewPartner) -> Iterator[Story]:
    """Each half pasted twice, mail sent and handed in, and all of it undone."""
    release, own = FORMS[request.param]
    with new_partner("sendmail", release) as partner:
        partner.type(own)
        before = partner.digest()
        for half, domains in zip(HALVES, (RULED, (domain("right.example"), domain("expired.example", subdomains=True))), strict=True):
            for _ in range(2):
                partner.type(printed("sendmail", *domains, half=half))
        names = (*to(*ENFORCED, "forged", "control", "old-version"), "sub.control.example", "sub.expired.example", "sub.forged.example")
        became = {way: partner.send(*names, by=way) for way in WAYS}
        handed_in = {
            "plain": partner.hand_in("a@right.example", tls=False),
            "below": partner.hand_in("a@sub.right.example", tls=False),
            "below, included": partner.hand_in("a@sub.expired.example", tls=False),
            "TLS": partner.hand_in("a@right.example", tls=True),
            "other": partner.hand_in("a@control.example", tls=False),
            "bounce": partner.hand_in("", tls=False),
            "own": partner.hand_in("a@right.example", tls=False, client="127.0.0.1"),
            "relayed": partner.hand_in("a@right.example", tls=False, client="198.51.100.201"),
            "stranger": partner.hand_in("a@firma.test", tls=True, to="a@right.example"),
            "friend": partner.hand_in("a@right.example", tls=False, to="postmaster@firma.test"),
        }
        changed = partner.digest()
        partner.type(printed("sendmail", *RULED, part="undo").replace("service sendmail reload", ":"))
        early = partner.digest()
        for half in reversed(HALVES):
            partner.type(printed("sendmail", *RULED, half=half, part="undo"))
        digests = before, changed, early, partner.digest()
        left = partner.rig.run("find", "/etc/mail").decode()
        undone = partner.send("wrong-name.example")["wrong-name.example"]
        yield Story(became, handed_in, digests, left, undone)


@pytest.mark.parametrize("way", WAYS)
def test_it_delivers_to_the_right_certificate(way: str, story: Story, request: pytest.FixtureRequest) -> None:
    """Over TLS, verified; a domain in no rule still goes in plain text, and an administrator's own rule in access holds as before."""
    became = story.became[way]
    assert (became["right.example"].status, became["right.example"].arrived) == ("sent", "TLSv1.3")
    assert "verify=OK" in became["right.example"].why
    assert (became["control.example"].status, became["control.example"].arrived) == ("sent", "")
    assert became["sub.control.example"].status == "deferred"
    assert [became[f"sub.{kind}.example"].status for kind in ("expired", "forged")] == ["sent", "deferred"]
    record(request, "sendmail", "sending: subdomains")
    record(request, "sendmail", "sending: the right certificate", "sending: a domain in no rule", "sending: an access map that was there")
    if way == "login":
        record(request, "sendmail", "sending: authenticated senders")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_it_delivers_to_no_other(way: str, kind: str, story: Story, request: pytest.FixtureRequest) -> None:
    """Another name, an unknown authority, an expired certificate, no STARTTLS, somebody else's host: it waits, and the log says why."""
    outcome = story.became[way][f"{kind}.example"]
    assert (outcome.status, outcome.arrived) == ("deferred", None)
    assert KINDS[kind][0] in outcome.why
    record(request, "sendmail", KINDS[kind][1])


def test_plain_text_from_the_domain_is_deferred(story: Story, request: pytest.FixtureRequest) -> None:
    """From the customer domain without TLS: 450; with TLS, from others, from who may relay, and to whom access calls a friend: taken.

    To elsewhere nothing is taken from a stranger: who sends by logging in sends by that alone.
    """
    assert story.handed_in == {
        "plain": 450,
        "below": 250,
        "below, included": 450,
        "TLS": 250,
        "other": 250,
        "bounce": 250,
        "own": 250,
        "relayed": 250,
        "stranger": 550,
        "friend": 250,
    }
    record(request, "sendmail", "receiving: plain text from the domain", "receiving: TLS, other senders, own networks")


def test_undo_restores_every_byte(story: Story, request: pytest.FixtureRequest) -> None:
    """Each file of /etc/mail is as it was, and mail goes as before; in the wrong order the block does nothing."""
    before, changed, early, after = story.digests
    assert before == after != changed == early
    assert "m4/tls-only" not in story.left
    assert "before-tls" not in story.left
    assert story.undone.status == "sent"
    record(request, "sendmail", "undo, both halves", "undo: files of the same names")


@pytest.fixture(scope="module")
def spare(new_partner: NewPartner) -> Iterator[Partner]:
    """A server for recipes with mistakes, each undone after its test."""
    with new_partner("sendmail") as partner:
        yield partner


def test_the_half_that_was_set_last_is_undone_first(spare: Partner, request: pytest.FixtureRequest) -> None:
    """Sending set after receiving: the undo of receiving does nothing before that of sending."""
    before, both, early, after = wrongly_undone(spare, "sendmail", "service sendmail reload")
    assert before == after != both == early
    record(request, "sendmail", "undo: receiving before sending, which was set last")


ACCESS = """sed -i '/^MAILER_DEFINITIONS/i FEATURE(`check_cert_altnames'"'"')dnl' sendmail.mc
echo 'TLS_Rcpt:forged.example VERIFY+CN:*.hamburg-cloud.de' >> access
: > tls-only-domains
make -C /etc/mail access.db sendmail.cf
"""
MISTAKES = {
    "planted: verification misspelt": ("TEMP+VERIFY", "TEMP+VERIFI", "unknown-authority.example", "sent"),
    "planted: any host's name taken": ("R$-.hamburg-cloud.de", "R$+", "forged.example", "sent"),
    "planted: domain misspelt": ("wrong-name.example\n", "wrong-nam.example\n", "wrong-name.example", "sent"),
    "planted: rule not included": ('sed -i "\\$a include', ': "', "wrong-name.example", "sent"),
    "planted: TLS_Rcpt with CN in its stead": ("service sendmail", f"{ACCESS}service sendmail", "forged.example", "sent"),
    "planted: smarthost in the way": (
        "make -C",
        "sed -i '/^MAILER_DEFINITIONS/i define(`SMART_HOST'\"'\"', `mail.elsewhere.example'\"'\"')dnl' sendmail.mc\nmake -C",
        "right.example",
        "deferred",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_rig_finds_a_mistake(mistake: str, spare: Partner, request: pytest.FixtureRequest) -> None:
    """A recipe with a planted mistake delivers otherwise than this file's first tests claim: they would fail."""
    old, new, name, status = MISTAKES[mistake]
    text = printed("sendmail", *RULED)
    assert old in text
    try:
        spare.type(text.replace(old, new))
        assert spare.send(name)[name].status == status
        if "smarthost" in mistake:
            assert "host mail.elsewhere.example" in first_look(spare, "sendmail", domain(name))
    finally:
        spare.type(printed("sendmail", *RULED, part="undo"))
    record(request, "sendmail", mistake)


QUEUED = """for n in 1 2 3 4 5; do
  case $n in [24]) to=wrong-name ;; *) to=right ;; esac
  head -c "${n}000" /dev/zero | tr '\\0' '\\n' | sendmail -Am -odq -f a@firma.test q$n@$to.example
done
sendmail -Am -q -v
"""
"""Five messages in one run of the queue, the shortest first."""


@pytest.mark.parametrize(("kept", "taken"), [(False, "12345"), (True, "124")])
def test_one_run_of_the_queue_delivers_all(kept: bool, taken: str, spare: Partner, request: pytest.FixtureRequest) -> None:  # noqa: FBT001
    """Alternating with another host: were several connections kept open, the names of its certificate would be held against the right."""
    text = printed("sendmail", domain("right.example"))
    try:
        spare.type(text.replace("define(`confMCI_CACHE_SIZE', `1')dnl\n", "") if kept else text)
        spare.type("rm -rf /var/spool/mqueue/*")
        before = len(spare.taken())
        spare.type(QUEUED)
        assert "".join(str(one["to"])[3] for one in spare.taken()[before:]) == taken
    finally:
        spare.type(printed("sendmail", *RULED, part="undo"))
    record(request, "sendmail", "planted: connections kept open" if kept else "sending: one run of the queue")
