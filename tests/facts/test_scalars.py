"""The kinds of value: what is of a kind, what is not, and what to write instead."""

from __future__ import annotations

import pytest
from babel import Locale

from sheetgen.facts import scalars
from sheetgen.facts.countries import ASSIGNED, EU
from sheetgen.facts.scalars import Scalar, Unfit

GOOD: dict[type[Scalar], list[str]] = {
    scalars.Line: ["x", "Größte Nachricht", "a" * 500],
    scalars.Day: ["2026-11-02", "2028-02-29"],
    scalars.Seen: ["unknown", "2026-11-02"],
    scalars.Hours: ["1 h", "48 h", "999 h"],
    scalars.HostPattern: [
        "mx.firma.example",
        "mx[01-03].firma.example",
        "mx[0-63].firma.example",
        "[8-10]mx.firma.example",
        "xn--bcher-kva.example",
    ],
    scalars.CertificateName: ["*.firma.example", "mx.firma.example"],
    scalars.MailAddress: ["service@firma.example", "a.b+c@mail.firma.example"],
    scalars.Phone: ["+49 40 63705 808", "+1 555 0100 23"],
    scalars.Country: ["DE", "CH"],
    scalars.Colour: ["#0b4f6c"],
    scalars.HttpsUrl: ["https://www.firma.example", "https://www.firma.example/tls/a_b.html"],
    scalars.Network: ["192.0.2.0/28", "2001:db8:25::/64"],
    scalars.FileName: ["logo.svg"],
}

BAD = [
    (scalars.Line, "a\nb", "no single line of text", "on one line"),
    (scalars.Line, " a", "no single line of text", "no blank at either end"),
    (scalars.Line, "a" * 501, "no single line of text", "at most 500 characters (these are 501)"),
    (scalars.Line, "Ma\u0308il", "two characters", 'write "M\u00e4il"'),
    (scalars.Day, "24.11.2026", "no day", "write 2026-11-24"),
    (scalars.Day, "2. 1. 2027", "no day", "write 2027-01-02"),
    (scalars.Day, "2026-02-30", "no day of the calendar", "write it like 2026-11-02"),
    (scalars.Day, "٢٠٢٦-١١-٠٢", "no day", "write it like 2026-11-02"),
    (scalars.Seen, "Unknown", "no day", "write unknown"),
    (scalars.Seen, "1.9.2026", "no day", "write 2026-09-01"),
    (scalars.Seen, "2026-13-01", "no day of the calendar", "write it like"),
    (scalars.Hours, "2 Tage", "no time in whole hours", "write it in hours: 48 h"),
    (scalars.Hours, "5 days", "no time in whole hours", "write it in hours: 120 h"),
    (scalars.Hours, "48h", "no time in whole hours", "write it in hours: 48 h"),
    (scalars.Hours, "48", "no time in whole hours", "write it in hours, like 48 h"),
    (scalars.Hours, "0 h", "no time in whole hours", "write it in hours, like 48 h"),
    (scalars.Hours, "1000 h", "no time in whole hours", "write it in hours, like 48 h"),
    (scalars.Hours, "1.5 h", "no time in whole hours", "write it in hours, like 48 h"),
    (scalars.HostPattern, "MX[01-03].Firma.example", "no host name", 'write "mx[01-03].firma.example"'),
    (scalars.HostPattern, "mx[03-01].firma.example", "runs backwards", 'write it like "mx[01-03]'),
    (scalars.HostPattern, "mx[1-65].firma.example", "more than 64", "write it like"),
    (scalars.HostPattern, "mx[1-03].firma.example", "two widths", "write it like"),
    (scalars.HostPattern, "mx[01-3].firma.example", "two widths", "write it like"),
    (scalars.HostPattern, "mx[01-03].eu[1-2].firma.example", "no host name", "write it like"),
    (scalars.HostPattern, "-mx.firma.example", "no host name", "write it like"),
    (scalars.HostPattern, "localhost", "no host name", "write it like"),
    (scalars.HostPattern, "192.0.2.1", "no host name", "write it like"),
    (scalars.HostPattern, "a" * 64 + ".example", "no host name", "write it like"),
    (scalars.CertificateName, "*.*.firma.example", "no name of a certificate", "write it like"),
    (scalars.CertificateName, "*.de", "no name of a certificate", "write it like"),
    (scalars.CertificateName, ".firma.example", "no name of a certificate", "write it like"),
    (scalars.MailAddress, "service@Firma.Example", "no mail address", "write service@firma.example"),
    (scalars.MailAddress, "mailto:service@firma.example", "no mail address", "write service@firma.example"),
    (scalars.MailAddress, "a..b@firma.example", "no mail address", "write it like"),
    (scalars.MailAddress, "a" * 65 + "@firma.example", "too long", "at most 64 characters"),
    (scalars.Phone, "+494063705808", "no phone number", "write it like +49"),
    (scalars.Phone, "0049 40 63705 808", "no phone number", "write +49 40 63705 808"),
    (scalars.Phone, "+49 (0)40 63705-808", "no phone number", "write +49 40 63705 808"),
    (scalars.Phone, "+49 110", "5 digits", "7 to 15 digits"),
    (scalars.Country, "de", "no code", "write DE"),
    (scalars.Country, "UK", "no country", "write GB"),
    (scalars.Country, "EU", "no country", "assigned code"),
    (scalars.Country, "XK", "no country", "assigned code"),
    (scalars.Country, "Germany", "no code", "write DE"),
    (scalars.Colour, "#ABC", "no colour", 'write "#aabbcc"'),
    (scalars.Colour, "red", "no colour", 'write it like "#0b4f6c"'),
    (scalars.HttpsUrl, "http://www.firma.example/", "no web address", "write https://www.firma.example/"),
    (scalars.HttpsUrl, "www.firma.example", "no web address", "write https://www.firma.example"),
    (scalars.HttpsUrl, "https://www.firma.example/?a=b", "no web address", "write https://www.firma.example/"),
    (scalars.HttpsUrl, "https://u@www.firma.example/", "no web address", "write it like"),
    (scalars.HttpsUrl, "https://www.firma.example:8443/", "no web address", "write it like"),
    (scalars.HttpsUrl, "javascript:alert(1)", "no web address", "write it like"),
    (scalars.Network, "192.0.2.1/28", "canonical", "write 192.0.2.0/28"),
    (scalars.Network, "2001:DB8:25::/64", "canonical", "write 2001:db8:25::/64"),
    (scalars.Network, "192.0.2.1", "canonical", "write 192.0.2.1/32"),
    (scalars.Network, "192.0.2.0/33", "canonical", "write address and length"),
    (scalars.FileName, "../logo.svg", "no name of an SVG", "write it like logo.svg"),
    (scalars.FileName, "logo.png", "no name of an SVG", "write it like logo.svg"),
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in GOOD.items() for text in texts])
def test_good_values_are_taken_as_they_are(kind: type[Scalar], text: str) -> None:
    """A value of its kind stays the text that it was."""
    assert kind.parse(text) == text


@pytest.mark.parametrize(("kind", "text", "message", "hint"), BAD)
def test_bad_values_say_what_to_write(kind: type[Scalar], text: str, message: str, hint: str) -> None:
    """A value of another kind is refused with what is wrong, and with what to write instead."""
    with pytest.raises(Unfit) as caught:
        kind.parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("kind", GOOD)
def test_examples_are_good(kind: type[Scalar]) -> None:
    """The example that a hint shows would be taken."""
    assert kind.parse(kind.example) == kind.example


def test_what_is_suggested_would_be_taken() -> None:
    """A suggestion that would be refused in its turn is not made."""
    with pytest.raises(Unfit) as caught:
        scalars.HostPattern.parse("MX[03-01].firma.example")
    assert caught.value.hint == 'write it like "mx[01-03].platform.example"'


def test_ranges_of_hosts() -> None:
    """A range gives its hosts one by one; leading zeros keep their width."""
    assert scalars.HostPattern("mx[08-11].a.example").hosts == tuple(f"mx{n}.a.example" for n in ("08", "09", "10", "11"))
    assert scalars.HostPattern("mx[9-10].a.example").hosts == ("mx9.a.example", "mx10.a.example")
    assert scalars.HostPattern("mx.a.example").hosts == ("mx.a.example",)


def test_wildcards_cover_one_label() -> None:
    """RFC 9525, section 6.3: a wildcard stands for exactly one label, so never for the bare domain."""
    covers = scalars.CertificateName("*.a.example").covers
    assert [covers(name) for name in ("mx.a.example", "a.example", "mx.eu.a.example", "mx.b.example")] == [True, False, False, False]
    assert scalars.CertificateName("mx.a.example").covers("mx.a.example")


def test_long_values_end_soon() -> None:
    """No pattern takes time that grows with more than the text."""
    for kind in GOOD:
        for text in ("a" * 100_000, "a." * 50_000, "1 " * 50_000, "a-" * 50_000, "https://" + "a." * 50_000, "+49" + " 1" * 50_000):
            with pytest.raises(Unfit):
                kind.parse(text + "!\n")


def test_countries_are_those_of_cldr() -> None:
    """The assigned codes are CLDR's regions of two letters, without those that ISO 3166-1 only reserves or leaves to users."""
    regions = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()}
    not_assigned = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
    assert regions - not_assigned == ASSIGNED


def test_members_of_the_eu() -> None:
    """27 member states and 7 of their regions; no country that only looks like one."""
    assert len(EU) == 34
    assert EU <= ASSIGNED
    assert not EU & {"GB", "CH", "NO", "IS", "LI", "GL", "FO", "NC", "PF"}
