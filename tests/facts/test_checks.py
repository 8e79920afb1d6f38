"""Rules between facts: each breach is told with its code, its place, and what to write instead."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from sheetgen.errors import Problem
from sheetgen.facts.checks import CHECKS
from tests.facts.files import EXAMPLE, SHIPPED, TODAY, changed, problems

BREACHES = [
    (
        "facts.languages",
        changed(SHIPPED, "[de, en]", "[de]"),
        "5:1: languages does not name each of the two once; write languages: [de, en]",
    ),
    (
        "facts.host-not-covered",
        changed(EXAMPLE, '"mx[1-2].mail.nord', 'mx.mail.nordlicht.example, "mx[1-2].eu.mail.nord'),
        (
            "52:38: no name of the certificate (*.mail.nordlicht.example, mx.nordlicht.example) covers mx1.eu.mail.nordlicht.example, "
            "mx2.eu.mail.nordlicht.example; add the name that its certificate bears to certificate.names, or mend the host name"
        ),
    ),
    (
        "facts.certificate-covers-no-host",
        changed(SHIPPED, '["*.hamburg-cloud.de"]', '["*.hamburg-cloud.de", mail.hamburg-cloud.de]'),
        "15:33: mail.hamburg-cloud.de covers none of the MX hosts; delete the name, or mend it",
    ),
    (
        "facts.host-twice",
        changed(EXAMPLE, '["mx[1-2].', '["mx[2-3].mail.nordlicht.example", "mx[1-2].'),
        "52:45: mx2.mail.nordlicht.example stands in mx.hosts twice; keep one of the two",
    ),
    (
        "facts.host-twice",
        changed(EXAMPLE, '["out[01-04].', '[out03.mail.nordlicht.example, "out[01-04].'),
        "63:41: out03.mail.nordlicht.example stands in outgoing.hosts twice; keep one of the two",
    ),
    (
        "facts.certificate-name-twice",
        changed(SHIPPED, '["*.hamburg-cloud.de"]', '["*.hamburg-cloud.de", "*.hamburg-cloud.de"]'),
        "15:33: *.hamburg-cloud.de stands in certificate.names twice; keep one of the two",
    ),
    (
        "facts.outgoing-empty",
        changed(changed(EXAMPLE, '["out[01-04].mail.nordlicht.example"]', "[]"), '[192.0.2.0/28, "2001:db8:25::/64"]', "[]"),
        "62:1: outgoing names neither hosts nor networks; add one of them, or delete outgoing",
    ),
    (
        "facts.network-twice",
        changed(EXAMPLE, "[192.0.2.0/28", "[192.0.2.8/29, 192.0.2.0/28"),
        "64:28: 192.0.2.0/28 overlaps 192.0.2.8/29; keep the one that is true",
    ),
    (
        "facts.network-not-public",
        changed(EXAMPLE, "192.0.2.0/28", "10.1.0.0/16"),
        "64:14: no partner sees mail come from 10.1.0.0/16: it is not public; write the address that the mail leaves your network with",
    ),
    (
        "facts.network-not-public",
        changed(EXAMPLE, "2001:db8:25::/64", "2000::/3"),
        "64:28: 2000::/3 is far too wide; write the networks of the sending servers alone",
    ),
    (
        "facts.url-elsewhere",
        changed(EXAMPLE, "www.nordlicht.example", "www.nordlicht-mail.example"),
        "69:3: www.nordlicht-mail.example lies under another domain than the contact's, nordlicht.example; is this address yours?",
    ),
    (
        "facts.managed-text",
        changed(SHIPPED, "provided: yes", "provided: no"),
        "23:3: provided says no, and text says what is provided; leave it out, or write provided: yes",
    ),
    (
        "facts.outside-eu",
        changed(EXAMPLE, "country: DK", "country: CH"),
        "39:3: outside_eu says no, and there is a location in CH, outside the EU; write outside_eu: yes, or mend the country",
    ),
    (
        "facts.outside-eu",
        changed(SHIPPED, "outside_eu: no", "outside_eu: yes"),
        "32:3: outside_eu says yes, and every location is in the EU; write outside_eu: no, or add the location outside",
    ),
    (
        "facts.dane-one-way",
        changed(changed(EXAMPLE, "verification: ca_and_name ", "verification: dane "), "dane: yes", "dane: no"),
        (
            "57:3: partners are verified by DANE, and the platform's own hosts are not said to have it; "
            "add dane: yes to encryption if there are TLSA records"
        ),
    ),
    (
        "facts.mta-sts-private",
        changed(EXAMPLE, "trust: public", "trust: private"),
        (
            "36:3: an enforced MTA-STS policy and a private certificate contradict each other: senders would deliver nothing (RFC 8461); "
            "write what is so: certificate.trust: public, or another mta_sts"
        ),
    ),
    (
        "facts.never-observed",
        changed(EXAMPLE, "    observed: 2026-11-02\n    review: 2027-02-01", "    observed: unknown"),
        "22:5: it is not known when certificate.issuer was last observed; look at it, and write the day of that look",
    ),
    (
        "facts.observed-in-future",
        changed(EXAMPLE, "    observed: 2026-11-02", "    observed: 2026-11-25"),
        "22:5: 2026-11-25 lies in the future; write the day on which somebody looked, 2026-11-24 at the latest",
    ),
    (
        "facts.review-before-observed",
        changed(EXAMPLE, "  observed: 2026-11-02\n  review: 2027-05-01", "  observed: 2026-11-24\n  review: 2026-11-24"),
        "60:3: the review on 2026-11-24 does not come after the look on 2026-11-24; write a later day",
    ),
    (
        "facts.review-passed",
        changed(EXAMPLE, "review: 2027-05-01", "review: 2026-11-23"),
        "60:3: peer was to be looked at again on 2026-11-23; look, then write a new observed and a new review",
    ),
    (
        "facts.no-review",
        changed(EXAMPLE, "  review: 2027-05-01\n", ""),
        '56:1: peer has no day to look again; add "review:" with a day some months ahead',
    ),
    (
        "facts.issuer-renamed",
        changed(EXAMPLE, "Polarstern Public CA R3", "COMODO RSA Secure Server CA"),
        (
            '21:5: Comodo CA has been called Sectigo since 2018-11-01; is "COMODO RSA Secure Server CA" still its name? '
            "Look at the certificate, and write its name and the day of that look"
        ),
    ),
    (
        "facts.row-repeats",
        changed(EXAMPLE, "Größte Nachricht", "Zertifikat"),
        '85:13: "Zertifikat" repeats a row that every sheet has; say it under certificate, or give this row another label',
    ),
    (
        "facts.row-repeats",
        changed(EXAMPLE, "en: Largest message", "en: Host names of the receiving servers"),
        '85:35: "Host names of the receiving servers" repeats a row that every sheet has; say it under mx, or give this row another label',
    ),
    (
        "facts.row-twice",
        changed(EXAMPLE, "en: TLS-RPT reports", "en: largest message"),
        '87:41: "largest message" is the label of another further row; make them one row, or name them apart',
    ),
    (
        "facts.host-in-text",
        changed(EXAMPLE, "de: 50 MB, en: 50 MB", "de: 50 MB an mx1.mail.nordlicht.example., en: 50 MB"),
        (
            "86:13: this text names mx1.mail.nordlicht.example, and a text bears no date: it would age unseen; "
            "leave the name to mx, certificate or outgoing, and say the rest"
        ),
    ),
    (
        "facts.host-in-text",
        changed(SHIPPED, "Smart Mail from", '"Smart Mail with *.Hamburg-Cloud.de"  #'),
        (
            "25:5: this text names *.Hamburg-Cloud.de, and a text bears no date: it would age unseen; "
            "leave the name to mx, certificate or outgoing, and say the rest"
        ),
    ),
    (
        "facts.no-glyph",
        changed(EXAMPLE, "de: 50 MB", "de: 50 MB ☃"),
        "86:13: no font of the sheet has ☃ U+2603 (SNOWMAN); write it in other characters",
    ),
    (
        "facts.contrast-too-low",
        changed(EXAMPLE, "#0b4f6c", "#ffcc00"),
        "80:3: text in #ffcc00 on white has a contrast of 1.51 to 1, and 4.5 is wanted; write a darker colour",
    ),
    (
        "facts.contrast-too-low",
        changed(EXAMPLE, "#0b4f6c", "#777777"),
        "80:3: text in #777777 on white has a contrast of 4.47 to 1, and 4.5 is wanted; write a darker colour",
    ),
    (
        "facts.contrast-low",
        changed(EXAMPLE, "#7d4407", "#767676"),
        "81:3: text in #767676 on white has a contrast of 4.54 to 1, and 7 is wanted; write a darker colour",
    ),
    (
        "facts.logo",
        changed(EXAMPLE, "nordlicht.svg", "suedlicht.svg"),
        "82:3: suedlicht.svg: there is no such file; check the path",
    ),
]
EXPECTED_OF_SHIPPED = {"facts.issuer-renamed", "facts.never-observed"}


def shown(problem: Problem) -> str:
    """`line:column: message; hint`."""
    assert problem.place
    return f"{problem.place.line}:{problem.place.column}: {problem.message}; {problem.hint}"


@pytest.mark.parametrize(("code", "text", "line"), BREACHES, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(BREACHES)])
def test_breach_is_told(code: str, text: str, line: str, tmp_path: Path) -> None:
    """One breach of one rule gives one complaint, in these words, and no other."""
    expected = EXPECTED_OF_SHIPPED if "Hamburg-Cloud" in text else set()
    found = [p for p in problems(tmp_path, text) if p.code not in expected]
    assert [(p.code, shown(p)) for p in found] == [(code, line)]
    assert found[0].severity == {check.code: check.severity for check in CHECKS}[code]


def test_every_rule_is_breached_once() -> None:
    """The table above has a breach of each rule, and each rule has a code of its own."""
    assert {code for code, _, _ in BREACHES} == {check.code for check in CHECKS}
    assert len({check.code for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 11, 1), {"facts.observed-in-future"}),
        (date(2026, 11, 2), set()),
        (date(2027, 2, 1), set()),
        (date(2027, 2, 2), {"facts.review-passed"}),
    ],
)
def test_days_count_at_their_edges(today: date, codes: set[str], tmp_path: Path) -> None:
    """Observed today is not the future, and a review is passed only after its day."""
    assert {p.code for p in problems(tmp_path, EXAMPLE, today)} == codes


def test_name_that_will_change_is_not_yet_told(tmp_path: Path) -> None:
    """Before the day of the new name, the old one is right."""
    codes = {p.code for p in problems(tmp_path, SHIPPED, date(2018, 10, 31))}
    assert codes == {"facts.never-observed"}


@pytest.mark.parametrize(
    "text",
    [
        "Meldungen an tls-reports@mx.nordlicht.example",
        "Siehe https://mx.nordlicht.example/hilfe",
        "Nordlicht.example",
        "nicht eu.mail.nordlicht.example.org",
        "z.B. 24.11.2026",
    ],
)
def test_addresses_may_stand_in_texts(text: str, tmp_path: Path) -> None:
    """Mail addresses, web addresses and names that are no server of the platform's may stand in a text."""
    assert problems(tmp_path, changed(EXAMPLE, "de: 50 MB", f'de: "{text}"')) == ()


@pytest.mark.parametrize(
    "name", ["relay.nordlicht.example", "mx[1-2].mail.nordlicht.example", "old.mail.nordlicht.example", "MX.Nordlicht.example"]
)
def test_servers_may_not_stand_in_texts(name: str, tmp_path: Path) -> None:
    """A sending host, a range, a host of yesterday that the certificate still covers, whatever the case: none stands in a text."""
    text = changed(EXAMPLE, '["out[01-04].mail.nordlicht.example"]', "[relay.nordlicht.example]")
    assert [p.code for p in problems(tmp_path, changed(text, "en: 50 MB", f'en: "50 MB ({name})"'))] == ["facts.host-in-text"]


def test_labels_are_compared_without_case_and_signs(tmp_path: Path) -> None:
    """Neither case nor hyphen nor colon makes another label of one of the eight."""
    for label in ("mail routing", "HOSTNAMEN:", "Mail-Routing", "Technischer Ansprechpartner", "Data stored outside the EU"):
        text = changed(EXAMPLE, "en: Largest message", f'en: "{label}"')
        assert [p.code for p in problems(tmp_path, text)] == ["facts.row-repeats"], label


def test_regions_in_the_eu_count_as_such(tmp_path: Path) -> None:
    """La Réunion is in the EU (TFEU, article 349), Greenland is not."""
    assert problems(tmp_path, changed(EXAMPLE, "country: DK", "country: RE")) == ()
    assert [p.code for p in problems(tmp_path, changed(EXAMPLE, "country: DK", "country: GL"))] == ["facts.outside-eu"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n",
        b"<svg></svg>",
        b'<html><svg xmlns="http://www.w3.org/2000/svg"/></html>',
        b'<!DOCTYPE svg [<!ENTITY a "a">]><svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"></svg> x',
        b"<!---->" * 5000,
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b" " * (64 << 10) + b"</svg>",
    ],
)
def test_logo_that_is_no_svg_is_refused(content: bytes, tmp_path: Path) -> None:
    """Another format, another root, a DOCTYPE, more than 64 KiB: no logo, and said soon."""
    (tmp_path / "logo.svg").write_bytes(content)
    assert [p.code for p in problems(tmp_path, changed(EXAMPLE, "nordlicht.svg", "logo.svg"))] == ["facts.logo"]


def test_logo_with_declaration_and_comments_is_taken(tmp_path: Path) -> None:
    """What drawing programs write before the root is no fault."""
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- one --><!-- two -->\n'
    (tmp_path / "logo.svg").write_bytes(head + b"<svg viewBox='0 0 1 1' xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>\n")
    assert problems(tmp_path, changed(EXAMPLE, "nordlicht.svg", "logo.svg")) == ()


@pytest.mark.timeout(5)
def test_logo_that_is_no_file_is_refused(tmp_path: Path) -> None:
    """A pipe in the logo's place is refused, not waited for."""
    os.mkfifo(tmp_path / "logo.svg")
    found = problems(tmp_path, changed(EXAMPLE, "nordlicht.svg", "logo.svg"))
    assert [shown(p) for p in found] == ["82:3: logo.svg: this is a pipe (FIFO); name a regular file"]


def test_mx_and_outgoing_may_share_a_host(tmp_path: Path) -> None:
    """A small platform sends from the hosts that it receives on."""
    assert problems(tmp_path, changed(EXAMPLE, '["out[01-04].mail.nordlicht.example"]', "[mx.nordlicht.example]"), TODAY) == ()
