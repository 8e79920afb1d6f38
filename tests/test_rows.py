"""The rows of a sheet: eight always, further ones where the fact file has them, each with its words and its data."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args

import pytest

from sheetgen.blocks import Host, Literally, Mail, Phone, Plain, Slot
from sheetgen.catalogue import Catalogue
from sheetgen.documents.lettering import flat
from sheetgen.domain import Domain
from sheetgen.facts.platform import Location, Platform, Words
from sheetgen.facts.scalars import CertificateName, Country, HostPattern, Line
from sheetgen.rows import EIGHT, Row, RowKey, platform_rows
from tests.documents.jobs import FACTS, LANGUAGES, platform

FIRMA = Domain("firma.de", "firma.de")


def rows(facts: Platform) -> dict[str, Row]:
    """A platform's rows by key; of several further ones the last."""
    return {row.key: row for row in platform_rows(facts, FIRMA, "firma.de")}


def said(row: Row, lang: Any = "de") -> list[str]:
    """The lines of a row's value in words."""
    return [flat(Catalogue(lang, lang).pieces(line), {"domain": "firma.de"}) for line in row.lines]


def words(text: str) -> Words:
    """The same in both languages."""
    return Words(de=Line(text), en=Line(text))


@pytest.mark.parametrize("facts", FACTS)
def test_the_eight_come_first(facts: str) -> None:
    """In the order of the source page, whatever else the file holds."""
    assert tuple(row.key for row in platform_rows(platform(facts), FIRMA, "firma.de"))[:8] == EIGHT


def test_the_shipped_file_has_eight_rows_and_the_example_has_all() -> None:
    """No row without a fact; every kind of row is shown by the example."""
    assert len(platform_rows(platform("hamburg-cloud"), FIRMA, "firma.de")) == 8
    assert set(rows(platform("example"))) == set(get_args(RowKey))


def without(part: Any, fact: str) -> Any:
    """The same without one fact."""
    return replace(part, **{fact: None})


OPTIONAL = {
    "peer": {"peer", "retries"},
    "outgoing": {"outgoing"},
    "test_address": {"test_address"},
    "change_notice": {"change_notice"},
}


@pytest.mark.parametrize("fact", OPTIONAL)
def test_a_row_goes_with_its_fact(fact: str) -> None:
    """Without the fact exactly its rows are gone."""
    whole = platform("example")
    assert set(rows(whole)) - set(rows(without(whole, fact))) == OPTIONAL[fact]


@pytest.mark.parametrize("fact", ["minimum", "dane", "mta_sts"])
def test_a_row_goes_with_its_fact_of_encryption(fact: str) -> None:
    """So with the facts of encryption."""
    whole = platform("example")
    assert set(rows(whole)) - set(rows(replace(whole, encryption=without(whole.encryption, fact)))) == {fact}


def test_every_host_stands_by_itself() -> None:
    """Hosts are printed one by one, never as a range, each a name that can be copied."""
    row = rows(platform("hamburg-cloud"))["mx"]
    assert row.names
    assert row.lines == tuple((Host(f"mx0{n}.hamburg-cloud.de"),) for n in (1, 2, 3))
    assert row.data["hosts"] == ["mx01.hamburg-cloud.de", "mx02.hamburg-cloud.de", "mx03.hamburg-cloud.de"]


def test_the_contact_is_linked_and_printed_as_written() -> None:
    """The mail address and the number are pieces of their own; the number keeps its grouping and knows its E.164 form."""
    line = rows(platform("hamburg-cloud"))["contact"].lines[1]
    assert line == (Mail("service@hamburg-cloud.de"), Plain(" "), Phone("+49 40 63705 808", "+494063705808"))


def test_a_wildcard_is_called_so() -> None:
    """One wildcard, one plain name, several names: each has its words."""
    facts = platform("hamburg-cloud")

    def certificate(*names: str) -> str:
        held = replace(facts.certificate, names=tuple(CertificateName(name) for name in names))
        return said(rows(replace(facts, certificate=held))["certificate"])[0]

    assert certificate("*.hamburg-cloud.de") == "Wildcard-Zertifikat *.hamburg-cloud.de"
    assert certificate("mx.hamburg-cloud.de") == "Zertifikat mx.hamburg-cloud.de"
    assert certificate("a.hamburg-cloud.de", "b.hamburg-cloud.de") == "Zertifikat mit den Namen"


def test_an_authority_of_its_own_is_not_called_trusted() -> None:
    """The row says which kind of authority it is, and asks nobody to leave out one that partners must enter to trust it."""
    facts = platform("hamburg-cloud")
    private = rows(replace(facts, certificate=replace(facts.certificate, trust="private")))["certificate"]
    assert said(private)[1:] == [
        "einer Zertifizierungsstelle (CA), der nicht allgemein vertraut wird,",
        "z.\u00a0Zt. Comodo CA (Stand nicht bekannt).",
    ]
    assert said(private, "en")[1:] == ["from a CA that is not publicly trusted,", "currently Comodo CA (date not known)."]


def storage(*places: tuple[str, str], outside: Any = "no", centres: Words | None = None) -> list[str]:
    """What the row of data storage says in German and English."""
    facts = platform("hamburg-cloud")
    held = tuple(Location(city=words(city), country=Country(country)) for city, country in places)
    row = rows(replace(facts, data_storage=replace(facts.data_storage, outside_eu=outside, locations=held, data_centres=centres)))[
        "data_storage"
    ]
    return [said(row, lang)[0] for lang in LANGUAGES]


def test_places_are_joined_as_each_language_joins() -> None:
    """One, two or three places, countries by their names in CLDR."""
    assert storage(("Hamburg", "DE")) == ["Nein. Speicherung in Hamburg, Deutschland", "No. Stored in Hamburg, Germany"]
    assert storage(("Kiel", "DE"), ("Zürich", "CH"), outside="yes") == [
        "Ja. Speicherung in Kiel (Deutschland) und Zürich (Schweiz)",
        "Yes. Stored in Kiel (Germany) and Zürich (Switzerland)",
    ]
    assert storage(("Kiel", "DE"), ("Oslo", "NO"), ("Wien", "AT"), outside="yes", centres=words("X")) == [
        "Ja. Speicherung in Kiel (Deutschland), Oslo (Norwegen) und Wien (Österreich), in X",
        "Yes. Stored in Kiel (Germany), Oslo (Norway), and Wien (Austria), in X",
    ]


@pytest.mark.parametrize(
    ("verification", "holds"),
    [
        ("none", "prüfen das Zertifikat Ihrer Server nicht"),
        ("ca", "den Namen prüfen wir nicht"),
        ("ca_and_name", "auf den Namen des MX-Hosts"),
        ("dane", "TLSA"),
    ],
)
def test_each_demand_has_its_words(verification: Any, holds: str) -> None:
    """What is demanded of the partner's certificate is said in words."""
    facts = platform("example")
    assert facts.peer
    (line,) = said(rows(replace(facts, peer=replace(facts.peer, verification=verification)))["peer"])
    assert holds in line


def test_the_domain_in_both_forms_and_with_its_flag() -> None:
    """A plain name once; an international one as people read it, then as machines do; subdomains only where they are meant."""

    def lines(name: Domain, shown: str) -> tuple[Any, ...]:
        return {row.key: row for row in platform_rows(platform("example"), name, shown)}["domain"].lines

    assert lines(FIRMA, "firma.de") == ((Slot("domain", "@"),),)
    assert lines(Domain("xn--mller-kva.de", "müller.de"), "müller.de") == ((Host("müller.de", "@"),), (Slot("domain", "@"),))
    assert len(lines(Domain("firma.de", "firma.de", subdomains=True), "firma.de")) == 2


def test_networks_are_copied_literally() -> None:
    """Outgoing hosts are names, networks are literal."""
    kinds = [type(line[0]) for line in rows(platform("example"))["outgoing"].lines]
    assert kinds == [Host] * 4 + [Literally] * 2


def test_every_printed_part_of_the_file_is_in_some_row() -> None:
    """All sections of the fact file give rows, but for those that stand elsewhere on the page or are not printed."""
    elsewhere = {"schema", "languages", "provider", "service", "authenticity", "brand"}
    whole = platform("example")
    held = str([row.data for row in platform_rows(whole, FIRMA, "firma.de")])
    assert elsewhere < {field.name for field in fields(whole)}
    assert [name for name in ("Nordlicht Service Desk", "48 h", "out04.mail.nordlicht.example", "50 MB") if name not in held] == []


def test_a_range_gives_each_host() -> None:
    """Ten hosts are ten lines, with their leading zeros."""
    facts = platform("hamburg-cloud")
    many = replace(facts, mx=replace(facts.mx, hosts=(HostPattern("mx[08-17].hamburg-cloud.de"),)))
    assert said(rows(many)["mx"]) == [f"mx{n:02}.hamburg-cloud.de" for n in range(8, 18)]
