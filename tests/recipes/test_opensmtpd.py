"""The OpenSMTPD recipe, run: what is printed, pasted into Debian's configuration, delivers to the right certificate only, whoever sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest

from tests.documents.jobs import domain
from tests.recipes.printed import ALL, ENFORCED, printed, to
from tests.recipes.proof import record
from tests.rigs.partner import NewPartner, Outcome, Partner

KINDS = {
    "wrong-name": ("198.51.100.2", "(?:certificate check failed|not present in server certificate)", "sending: wrong name"),
    "unknown-authority": ("198.51.100.3", "certificate (?:check|verification) failed", "sending: unknown authority"),
    "expired": ("198.51.100.4", "certificate (?:check|verification) failed", "sending: expired"),
    "old-version": ("198.51.100.7", "", "sending: TLS 1.1"),
    "no-starttls": ("198.51.100.5", "TLS required but not supported", "sending: no STARTTLS"),
}
"""Where each listens, what the log says of it, and the case of the table."""
OWN = """cd /etc
openssl ecparam -name prime256v1 -genkey -noout -out own.key
openssl req -x509 -new -key own.key -out own.pem -subj /CN=mail.firma.test -days 3 2>/dev/null
chmod 600 own.key
printf 'anna %s\\n' "$(smtpctl encrypt geheim)" > own.creds
sed -i '/^listen on 192/d; /^match/d' smtpd.conf
cat >> smtpd.conf <<'EOF'
pki own cert "/etc/own.pem"
pki own key "/etc/own.key"
table creds file:/etc/own.creds
listen on 192.0.2.25 tls pki own
listen on 192.0.2.25 port 587 tls-require pki own auth <creds>
match for local action "local"
match from any for domain "firma.test" action "local"
match auth from any for any action "relay"
match from src "198.51.100.201" for any action "relay"
match from local for any action "relay"
match from any for any action "local"
EOF
echo own.example > smtpd-tls-only
service opensmtpd restart
"""
"""An administrator's own lines: a certificate, his domain, authenticated senders, an inner network, a mailbox for all the rest; a file
whose name is that of the recipe."""
RULED = (*ALL, domain("old-version.example"), domain("forged.example"), domain("second-name.example", subdomains=True))
RELEASES = {"Debian 12": "", "Debian 13": "@trixie"}
WAYS = {"Debian 12": ("program", "loopback", "network"), "Debian 13": ("program", "loopback", "network", "login")}
"""Debian 12's has no authenticated senders: it wants TLS for them, and has none that works."""


class Story(NamedTuple):
    """What became of all that one server did, from the configuration of before on and back to it."""

    release: str
    became: Mapping[str, Mapping[str, Outcome]]
    log: str
    digests: tuple[str, str, str]
    """Of smtpd.conf: before, with the recipe, once it was undone."""
    lines: tuple[str, ...]
    """The lines that the recipe has put in."""
    left: str
    own: str
    """The file of the recipe's name, once it was undone."""
    undone: Outcome
    handed_in: Mapping[str, object]
    """What is answered with a match line on TLS: before and with TLS."""


def ask(partner: Partner, *, tls: bool) -> object:
    """What it answers to a message for its own domain; what went wrong where there is no answer."""
    try:
        return partner.hand_in("a@right.example", tls=tls)
    except AssertionError as error:
        return re.findall(r"(?m)^ssl\.SSLError: \[SSL: (\w+)\]", str(error))


@pytest.fixture(scope="module", params=RELEASES)
def story(request: pytest.FixtureRequest, new_partner: NewPartner) -> Iterator[Story]:
    """The recipe pasted twice, mail sent in each way, and all of it undone; then a match line on TLS."""
    with new_partner("opensmtpd", RELEASES[request.param]) as partner:
        partner.type(OWN)
        before = partner.digest()
        for _ in range(2):
            partner.type(printed("opensmtpd", *RULED))
        names = (*to(*ENFORCED, "forged", "control", "old-version"), "sub.control.example", "sub.second-name.example")
        submitted = [partner.submit(*names, by=way) for way in WAYS[request.param]]
        became = {one.by: partner.became(one) for one in submitted}
        log = partner.read(partner.server.log)
        changed, lines = partner.digest(), tuple(line for line in partner.read("/etc/smtpd.conf").splitlines() if "tls_only" in line)
        partner.type(printed("opensmtpd", *RULED, part="undo"))
        after, left, own = partner.digest(), partner.rig.run("ls", "/etc").decode(), partner.read("/etc/smtpd-tls-only")
        undone = partner.send("newest-but-one.example")["newest-but-one.example"]
        partner.type("cd /etc; sed -i '0,/^match/s/^match/match !tls from any mail-from \"@x.example\" reject\\n&/' smtpd.conf")
        partner.type("smtpd -n && service opensmtpd restart")
        answers = {"plain": ask(partner, tls=False), "TLS": ask(partner, tls=True)}
        yield Story(request.param, became, log, (before, changed, after), lines, left, own, undone, answers)


def test_it_delivers_to_the_right_certificate(story: Story, request: pytest.FixtureRequest) -> None:
    """Whoever sends: over TLS, to an encrypting relay by rule; a domain in no rule still goes in plain text."""
    for became in story.became.values():
        assert (became["right.example"].status, became["right.example"].arrived) == ("sent", "TLSv1.3")
        assert (became["control.example"].status, became["control.example"].arrived) == ("sent", "")
        assert became["sub.control.example"].status == "sent"
    assert "address=smtp+tls://198.51.100.1:25" in story.log
    assert "address=smtp+tls://198.51.100.6:25" not in story.log
    record(request, "opensmtpd", "sending: the right certificate", "sending: a domain in no rule")
    if story.release == "Debian 13":
        record(request, "opensmtpd", "sending: authenticated senders")


@pytest.mark.parametrize("kind", KINDS)
def test_it_delivers_to_no_other(kind: str, story: Story, request: pytest.FixtureRequest) -> None:
    """Whoever sends: another name, an unknown authority, an expired certificate, no STARTTLS: the message waits, and the log says why."""
    address, why, case = KINDS[kind]
    assert {(became[f"{kind}.example"].status, became[f"{kind}.example"].arrived) for became in story.became.values()} == {
        ("deferred", None)
    }
    sessions = re.findall(rf"(\w{{16}}) mta connecting address=smtp\+tls://{re.escape(address)}:25 ", story.log)
    assert sessions
    assert all(re.search(rf"{session} mta error reason=.*{why}", story.log) for session in sessions)
    record(request, "opensmtpd", case)


def test_the_name_is_that_of_the_mx_host(story: Story, request: pytest.FixtureRequest) -> None:
    """A forged answer of DNS passes: its host has a certificate that is right for it. The recipe says `mx_host`."""
    assert {became["forged.example"].arrived for became in story.became.values()} == {"TLSv1.3"}
    record(request, "opensmtpd", "sending: a forged answer of DNS")


def test_subdomains_have_their_rule(story: Story, request: pytest.FixtureRequest) -> None:
    """With subdomains, mail to them is held to it too; without, it is not."""
    assert {became["sub.second-name.example"].status for became in story.became.values()} == {"sent"}
    assert "address=smtp+tls://198.51.100.9:25" in story.log
    assert "address=smtp://198.51.100.9:25" not in story.log
    record(request, "opensmtpd", "sending: subdomains")


def test_it_opens_no_relay(story: Story, request: pytest.FixtureRequest) -> None:
    """Each line that hands over to a relay has its line for the domains, with the same senders; one that anybody may use has none."""
    assert story.lines == (
        "table tls_only file:/etc/smtpd-tls-only",
        'action "tls_only" relay tls',
        'match auth from any for domain <tls_only> action "tls_only"',
        'match from src "198.51.100.201" for domain <tls_only> action "tls_only"',
        'match from local for domain <tls_only> action "tls_only"',
    )
    record(request, "opensmtpd", "sending: who may send")


def test_undo_restores_every_byte(story: Story, request: pytest.FixtureRequest) -> None:
    """smtpd.conf is as it was, and mail goes as before."""
    before, changed, after = story.digests
    assert before == after != changed
    assert story.own == "own.example\n"
    assert "before-tls" not in story.left
    assert story.undone.status == "sent"
    record(request, "opensmtpd", "undo", "undo: a file of the same name")


def test_it_cannot_demand_tls_of_a_sender(story: Story, request: pytest.FixtureRequest) -> None:
    """A match line on TLS stops all mail, with TLS too; Debian 12's takes no TLS from anybody. So there is no receiving half."""
    with_tls = {"Debian 12": ["TLSV1_ALERT_INTERNAL_ERROR"], "Debian 13": 451}[story.release]
    assert story.handed_in == {"plain": 451, "TLS": with_tls}
    record(request, "opensmtpd", {"Debian 12": "receiving: TLS", "Debian 13": "receiving: a match line on TLS"}[story.release])


@pytest.fixture(scope="module")
def spare(new_partner: NewPartner) -> Iterator[Partner]:
    """A server for recipes with mistakes, each undone after its test."""
    with new_partner("opensmtpd") as partner:
        partner.type(OWN)
        yield partner


MISTAKES = {
    "planted: no-verify": ("relay tls", "relay tls no-verify", "wrong-name.example", "program"),
    "planted: relay without tls": ("relay tls", "relay", "no-starttls.example", "program"),
    "planted: domain misspelt": ("expired.example\n", "expird.example\n", "expired.example", "program"),
    "planted: senders of this machine alone": ("&& / for any /", "&& /from local for any /", "unknown-authority.example", "network"),
    "planted: line after the one it is for": ("print line", "late = line", "expired.example", "program"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_rig_finds_a_mistake(mistake: str, spare: Partner, request: pytest.FixtureRequest) -> None:
    """A recipe with a planted mistake delivers otherwise than this file's first tests claim: they would fail."""
    old, new, name, way = MISTAKES[mistake]
    text = printed("opensmtpd", *RULED)
    assert old in text
    if "late" in new:
        text = text.replace("{ print }", "{ print; if (late) print late; late = 0 }")
    try:
        spare.type(text.replace(old, new))
        assert spare.send(name, by=way)[name].status == "sent"
    finally:
        spare.type(printed("opensmtpd", *RULED, part="undo"))
    record(request, "opensmtpd", mistake)
