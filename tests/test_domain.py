"""What people type as a domain: each row of the table that the module promises, and what holds for every text."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetgen.domain import LONGEST_TYPED, Domain, Typed, parse_domains
from sheetgen.errors import Place
from sheetgen.pasted import parse_pasted

HERE = Place("DOMAIN[1]")
OWN = frozenset({"hamburg-cloud.de", "mx.city.de"})
LABEL = "a" * 63
FIRMA = Domain("firma.de", "firma.de")
BOTH = Domain("firma.de", "firma.de", subdomains=True)

REFUSED = [
    ("", "domain.empty"),
    (" \t\n ", "domain.empty"),
    (",;", "domain.empty"),
    ("...", "domain.empty"),
    ("@", "domain.empty"),
    ("info@", "domain.empty"),
    ("*.", "domain.empty"),
    ("firma.de " * 2000, "domain.too-much-text"),
    ("1.2.3.4", "domain.ip-address"),
    ("1.2.3.4:25", "domain.ip-address"),
    ("1.2.3.0/24", "domain.ip-address"),
    ("[::1]", "domain.ip-address"),
    ("2001:db8::1", "domain.ip-address"),
    ("postmaster@[192.0.2.1]", "domain.ip-address"),
    ("0x7f.1", "domain.ip-address"),
    ("[192.0.2.1]:25", "domain.ip-address"),
    ("[192.0.2.0/24]", "domain.ip-address"),
    ("[IPv6:2001:db8::1]", "domain.ip-address"),
    ("[2001:db8::1]:25", "domain.ip-address"),
    ("[fe80::1%eth0]", "domain.ip-address"),
    ("https://www.firma.de/x", "domain.url"),
    ("www.firma.de/x", "domain.url"),
    (r"\\firma.de\x", "domain.url"),
    ("mailto:info@firma.de", "domain.url"),
    ('"firma.de"', "domain.quoted"),
    ("„firma.de“", "domain.quoted"),
    ("<info@firma.de>", "domain.quoted"),
    ("[firma.de]", "domain.quoted"),
    ("[firma.de", "domain.quoted"),
    ("[firma.de]:25", "domain.quoted"),
    ("[cafe.de]", "domain.quoted"),
    ("firma.de:25", "domain.port"),
    ("*firma.de", "domain.wildcard"),
    ("firma.*", "domain.wildcard"),
    ("*.*.firma.de", "domain.wildcard"),
    ("fir\u200bma.de", "domain.invisible-character"),
    ("fir\xadma.de", "domain.invisible-character"),
    ("fir\x00ma.de", "domain.invisible-character"),
    ("\ufefffirma.de", "domain.invisible-character"),
    ("ﬁrma.de", "domain.compatibility-character"),
    ("firma_x.de", "domain.underscore"),
    ("$(id).de", "domain.character"),
    ("a@b@firma.de", "domain.character"),
    ("firma..de", "domain.empty-label"),
    ("..firma.de", "domain.empty-label"),
    ("firma.de..", "domain.empty-label"),
    ("-firma.de", "domain.hyphen"),
    (f"{LABEL}a.de", "domain.label-too-long"),
    (".".join([LABEL] * 4) + ".de", "domain.name-too-long"),
    ("xn--a.de", "domain.a-label"),
    ("אa.de", "domain.bidi"),
    ("localhost", "domain.special-use"),
    ("firma.local", "domain.special-use"),
    ("firma.test", "domain.special-use"),
    ("firma.invalid", "domain.special-use"),
    ("a.localhost", "domain.special-use"),
    ("firma", "domain.single-label"),
    ("firma.nope", "domain.unknown-top-level"),
    ("de", "domain.public-suffix"),
    ("co.uk", "domain.public-suffix"),
    ("公司.cn", "domain.public-suffix"),
    ("hamburg-cloud.de", "domain.own"),
    ("mx01.Hamburg-Cloud.de", "domain.own"),
    ("info@hamburg-cloud.de", "domain.own"),
    ("*.city.de", "domain.own"),
]
REMARKED = [
    ("firma.example", "domain.reserved"),
    ("www.example.com", "domain.reserved"),
    ("аpple.de", "domain.mixed-script"),
    ("gmx.de", "domain.freemail"),
    ("t-online.de", "domain.freemail"),
    ("GMail.com", "domain.freemail"),
    ("mail.gmx.de", "domain.freemail"),
    ("*.gmx.de", "domain.freemail"),
    ("com.de", "domain.private-suffix"),
    ("github.io", "domain.private-suffix"),
    ("rub.de", "domain.private-suffix"),
    ("ruhr-uni-bochum.de", "domain.private-suffix"),
    ("in-berlin.de", "domain.private-suffix"),
    ("info@firma.de", "domain.local-part"),
    ("*@firma.de", "domain.local-part"),
]


def judge(text: str) -> Typed:
    """Parse as the command line does, with the platform's own names."""
    return parse_domains(text, place=HERE, own=OWN)


def codes(typed: Typed) -> list[str]:
    """Return what was complained about, in order."""
    return [problem.code for problem in typed.problems]


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("@firma.de", [FIRMA]),
        ("FIRMA.DE", [FIRMA]),
        ("firma.de.", [FIRMA]),
        ("@Firma.de.", [FIRMA]),
        ("firma。de", [FIRMA]),
        ("firma.de｡", [FIRMA]),
        ("ｆｉｒｍａ．ｄｅ", [FIRMA]),
        ("straße.de", [Domain("xn--strae-oqa.de", "straße.de")]),
        ("Müller.DE", [Domain("xn--mller-kva.de", "müller.de")]),
        ("xn--mller-kva.de", [Domain("xn--mller-kva.de", "müller.de")]),
        ("XN--MLLER-KVA.DE", [Domain("xn--mller-kva.de", "müller.de")]),
        ("παράδειγμα.gr", [Domain("xn--hxajbheg2az3al.gr", "παράδειγμα.gr")]),
        ("ひとつ屋根の下2.jp", [Domain("xn--2-u9tlzr9756bt3uc0v.jp", "ひとつ屋根の下2.jp")]),
        ("*.firma.de", [BOTH]),
        (".firma.de", [BOTH]),
        ("@*.firma.de", [BOTH]),
        ("@.firma.de", [BOTH]),
        ("mail.firma.de", [Domain("mail.firma.de", "mail.firma.de")]),
        ("firma.de, firma.com; firma.at", [FIRMA, Domain("firma.com", "firma.com"), Domain("firma.at", "firma.at")]),
        ("firma.de\r\nfirma.com\tfirma.de", [FIRMA, Domain("firma.com", "firma.com")]),
        ("firma.de，firma.com；firma.at", [FIRMA, Domain("firma.com", "firma.com"), Domain("firma.at", "firma.at")]),
        ("firma.de @FIRMA.de firma.de.", [FIRMA]),
        ("müller.de;xn--mller-kva.de", [Domain("xn--mller-kva.de", "müller.de")]),
        ("firma.de *.firma.de", [FIRMA, BOTH]),
        ("city.de", [Domain("city.de", "city.de")]),
    ],
)
def test_what_is_taken(text: str, domains: list[Domain]) -> None:
    """Notations of one name mean that name, each once, without a complaint; nothing is shortened; subdomains are a flag."""
    assert judge(text) == Typed(tuple(domains), ())


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_refused_and_why(text: str, code: str) -> None:
    """Each kind of wrong name is one refusal with its own code and the place, and gives no domain."""
    typed = judge(text)
    assert typed.domains == ()
    assert [(p.code, p.severity, p.place) for p in typed.problems] == [(code, "refusal", HERE)]


@pytest.mark.parametrize(("text", "code"), REMARKED)
def test_what_is_doubted_or_remarked(text: str, code: str) -> None:
    """Such a name is taken, and said to be one to think about."""
    typed = judge(text)
    assert len(typed.domains) == 1
    assert codes(typed) == [code]
    assert typed.problems[0].severity != "refusal"


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("https://www.firma.de/x", "suggest", "firma.de"),
        ("http://user:pw@mail.firma.co.uk:8080/x", "suggest", "firma.co.uk"),
        ("https://www.müller.de/", "suggest", "müller.de"),
        ("https://rub.de/", "suggest", "rub.de"),
        ("mailto:info@firma.de?subject=x", "suggest", "firma.de"),
        ("https://192.0.2.1/", "suggest", "firma.example"),
        ("<info@mail.firma.de>", "suggest", "mail.firma.de"),
        ("[firma.de]", "suggest", "firma.de"),
        ("[mail.firma.de]:25", "suggest", "mail.firma.de"),
        ("mail.firma.de:25", "suggest", "mail.firma.de"),
        ("a.*.firma.de", "suggest", "*.firma.de"),
        ("ﬁrma.de", "plain", "firma.de"),
        ("fir\xadma.de", "characters", "U+00AD SOFT HYPHEN"),
        ("аpple.de", "ascii", "xn--pple-43d.de"),
        ("mail.gmx.de", "name", "gmx.de"),
        ("info@firma.de", "name", "firma.de"),
        ("info@xn--mller-kva.de", "name", "müller.de"),
        ("a\x1b[0m\u202e.de", "typed", r"a\u{1b}[0m\u{202e}.de"),
    ],
)
def test_what_a_complaint_says(text: str, part: str, expected: str) -> None:
    """A complaint holds what to type instead: the registrable name for a web host only; characters by name; nothing unescaped."""
    assert judge(text).problems[0].parts[part] == expected


def test_every_bad_name_of_a_text_is_reported_and_the_good_ones_are_kept() -> None:
    """Each of several names is judged, whatever the others are, in the order of the text; the same complaint comes once."""
    typed = judge("firma_x.de, firma.de; gmx.de\nco.uk firma_x.de GMX.de info@firma.com")
    assert [d.ascii for d in typed.domains] == ["firma.de", "gmx.de", "firma.com"]
    assert codes(typed) == ["domain.underscore", "domain.freemail", "domain.public-suffix", "domain.local-part"]


def test_huge_text_is_one_complaint() -> None:
    """Ten megabytes are refused by their length alone, and only their beginning is repeated."""
    typed = judge("a" * 10_000_000)
    assert codes(typed) == ["domain.too-much-text"]
    assert len(typed.problems[0].parts["typed"]) < 400


def test_text_at_the_limit_is_still_judged() -> None:
    """What is as long as permitted is parsed, one character more is not."""
    text = "firma.de" + " " * (LONGEST_TYPED - 8)
    assert judge(text).domains == (FIRMA,)
    assert codes(judge(text + " ")) == ["domain.too-much-text"]


@pytest.mark.parametrize("text", ["firma.de", "FIRMA_x.de", "localhost", "info@gmx.de", "https://www.firma.de/x"])
def test_a_plain_name_imports_nothing_heavy(text: str) -> None:
    """An ASCII name, taken or refused, needs no IDNA tables and nothing that lays out or translates."""
    program = f"import sys, sheetgen.domain as d, sheetgen.errors as e; d.parse_domains({text!r}, place=e.Place('x')); print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert not {"idna", "fontTools", "pydantic", "babel", "jinja2", "weasyprint", "yaml", "click"} & set(modules)
    assert "sheetgen.domain" in modules


WORDS = [
    "firma",
    "FIRMA",
    "müller",
    "straße",
    "de",
    "com",
    "co.uk",
    "xn--",
    "xn--mller-kva",
    "@",
    "*",
    ".",
    ":",
    "/",
    "25",
    "1",
    "-",
    "_",
    "[",
    '"',
    "。",
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.characters(), max_size=8).map("".join) | st.text(max_size=30)
LETTERS = st.text("abcdefgäöüßéñøσδжфиא漢字かなㄅ한0123456789-", min_size=1, max_size=30)
NAMES = st.builds("{}.{}".format, LETTERS, st.sampled_from(["de", "com", "co.uk", "рф", "example", "firma.de"]))


@settings(deadline=None, max_examples=400)
@given(TEXTS | NAMES)
def test_whatever_is_taken_is_safe_and_idempotent(text: str) -> None:
    """Any text gives domains or problems; a domain is safe as a file name, and both its forms, typed again, give the same domain."""
    typed = judge(text)
    assert typed.domains or typed.problems
    for domain in typed.domains:
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain.ascii)
        assert len(domain.ascii) <= 253
        for form in (domain.ascii, domain.unicode):
            again = judge(f"*.{form}" if domain.subdomains else form)
            assert again.domains == (domain,)
            assert set(codes(again)) <= set(codes(typed))


@settings(deadline=None, max_examples=200)
@given(st.lists(NAMES, max_size=4))
def test_names_are_judged_one_by_one(names: list[str]) -> None:
    """A text of several names gives the domains that its names give by themselves, each once."""
    alone = [domain for name in names for domain in judge(name).domains]
    assert judge("; ".join(names)).domains == tuple(dict.fromkeys(alone))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_complaints_are_printable(text: str) -> None:
    """No part of a complaint carries a control or format character to a terminal."""
    for problem in judge(text).problems + parse_pasted(text, place=HERE).problems:
        assert all(value.isprintable() for part, value in problem.parts.items() if part != "typed")
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", problem.parts["typed"])
