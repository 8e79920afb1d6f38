"""Which rows a sheet has: the eight of Hamburg-Cloud's public page in their order, then further ones where the fact file has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sheetgen.blocks import Host, Literally, Mail, Phone, Plain, Slot
from sheetgen.domain import Domain
from sheetgen.facts.platform import Certificate, Dated, Location, Platform, Words
from sheetgen.terms import InCountry, InWords, Listed, Message, OnDay, Terms

RowKey = Literal[
    "contact",
    "certificate",
    "managed_services",
    "encryption",
    "domain",
    "data_storage",
    "mail_routing",
    "mx",
    "peer",
    "retries",
    "outgoing",
    "minimum",
    "dane",
    "mta_sts",
    "test_address",
    "change_notice",
    "further",
]
EIGHT: tuple[RowKey, ...] = ("contact", "certificate", "managed_services", "encryption", "domain", "data_storage", "mail_routing", "mx")


@dataclass(frozen=True, slots=True)
class Row:
    """A label and the lines of its value, in terms; `data` is the same as JSON holds it.

    `note` stands under the label. `names`: the lines are a list of names, each to be copied alone.
    """

    key: RowKey
    label: Terms
    lines: tuple[Terms, ...]
    data: Any
    note: Terms = ()
    names: bool = False


def platform_rows(platform: Platform, domain: Domain, shown: str) -> tuple[Row, ...]:
    """All rows of a sheet, in order. `shown` is the domain's form for people."""
    eight = (
        _contact(platform),
        _certificate(platform),
        _managed(platform),
        _encryption(platform),
        _domain(domain, shown),
        _storage(platform),
        Row("mail_routing", (Message("row.mail-routing"),), ((Plain("MX"),),), str(platform.mail_routing)),
        _mx(platform),
    )
    return (*eight, *(row for further in FURTHER for row in further(platform)))


# ---- the eight


def _contact(platform: Platform) -> Row:
    contact = platform.contact
    lines: list[Terms] = [(Plain(contact.name),), (Mail(contact.email), Plain(" "), Phone(contact.phone, contact.phone.e164))]
    data: dict[str, Any] = {"name": str(contact.name), "email": str(contact.email), "phone": str(contact.phone)}
    if contact.hours:
        lines.append((InWords(contact.hours),))
        data["hours"] = _both(contact.hours)
    return Row("contact", (Message("row.contact"),), tuple(lines), data)


def _certificate(platform: Platform) -> Row:
    certificate = platform.certificate
    issuer = certificate.issuer
    by = {"public": Message("certificate.public"), "private": Message("certificate.private")}[certificate.trust]
    as_of = Message("certificate.issuer", {"issuer": (Plain(issuer.name),), "as_of": (_as_of(issuer),)})
    issued: Terms = (as_of, Plain(" "), Message("certificate.do-not-pin")) if certificate.trust == "public" else (as_of,)
    lines = (*_certificate_names(certificate), (by,), issued)
    data = {
        "names": [str(name) for name in certificate.names],
        "trust": certificate.trust,
        "issuer": {"name": str(issuer.name), "observed": str(issuer.observed)},
    }
    return Row("certificate", (Message("row.certificate"),), lines, data)


def _certificate_names(certificate: Certificate) -> tuple[Terms, ...]:
    hosts = [Host(name.removeprefix("*."), "*." if name.startswith("*.") else "") for name in certificate.names]
    if len(hosts) == 1:
        parts: dict[str, Terms] = {"name": (hosts[0],)}
        return ((Message("certificate.wildcard", parts) if hosts[0].before else Message("certificate.one-name", parts),),)
    return ((Message("certificate.names"),), *((host,) for host in hosts))


def _managed(platform: Platform) -> Row:
    managed = platform.managed_services
    yes_no = Message("yes") if managed.provided == "yes" else Message("no")
    data: dict[str, Any] = {"provided": managed.provided}
    line: Terms = (yes_no,)
    if managed.text:
        line = (yes_no, Plain(", "), InWords(managed.text))
        data["text"] = _both(managed.text)
    return Row("managed_services", (Message("row.managed-services"),), (line,), data)


def _encryption(platform: Platform) -> Row:
    encryption = platform.encryption
    data = {"protocol": encryption.protocol, "unless_agreed": encryption.unless_agreed}
    return Row("encryption", (Message("row.encryption"),), ((Plain(encryption.protocol),),), data)


def _domain(domain: Domain, shown: str) -> Row:
    lines: list[Terms] = [(Slot("domain", "@"),)]
    if shown != domain.ascii:
        lines.insert(0, (Host(shown, "@"),))
    if domain.subdomains:
        lines.append((Message("subdomains"),))
    return Row("domain", (Message("row.domain"),), tuple(lines), {"ascii": domain.ascii, "shown": shown, "subdomains": domain.subdomains})


def _storage(platform: Platform) -> Row:
    storage = platform.data_storage
    several = len(storage.locations) > 1
    places = Listed(tuple(_location(place, several=several) for place in storage.locations))
    answer = Message("storage.no") if storage.outside_eu == "no" else Message("storage.yes")
    if storage.data_centres:
        stored = Message("storage.places-in", {"places": (places,), "centres": (InWords(storage.data_centres),)})
    else:
        stored = Message("storage.places", {"places": (places,)})
    data: dict[str, Any] = {
        "outside_eu": storage.outside_eu,
        "locations": [{"city": _both(place.city), "country": str(place.country)} for place in storage.locations],
    }
    if storage.data_centres:
        data["data_centres"] = _both(storage.data_centres)
    return Row("data_storage", (Message("row.data-storage"),), ((answer, Plain(" "), stored),), data)


def _location(place: Location, *, several: bool) -> Terms:
    parts: dict[str, Terms] = {"city": (InWords(place.city),), "country": (InCountry(place.country),)}
    return (Message("storage.one-of-several", parts) if several else Message("storage.only-one", parts),)


def _mx(platform: Platform) -> Row:
    mx = platform.mx
    hosts = tuple((Host(name),) for name in mx.names)
    note = (Message("currently", {"as_of": (_as_of(mx),)}),)
    return Row("mx", (Message("row.mx"),), hosts, {"hosts": list(mx.names), "observed": str(mx.observed)}, note, names=True)


# ---- further rows: a fact, its terms, its data; each yields nothing where the fact file is silent


def _peer(platform: Platform) -> Iterator[Row]:
    if peer := platform.peer:
        demand = {
            "none": Message("peer.none"),
            "ca": Message("peer.ca"),
            "ca_and_name": Message("peer.ca-and-name"),
            "dane": Message("peer.dane"),
        }[peer.verification]
        data = {"verification": peer.verification, "observed": str(peer.observed)}
        yield Row("peer", (Message("row.peer"),), ((demand,),), data, (_as_of(peer),))
        if peer.retries_for:
            line: Terms = (Message("peer.retries", {"time": (Plain(peer.retries_for),)}),)
            yield Row("retries", (Message("row.retries"),), (line,), str(peer.retries_for))


def _outgoing(platform: Platform) -> Iterator[Row]:
    if outgoing := platform.outgoing:
        hosts = [host for pattern in outgoing.hosts for host in pattern.hosts]
        lines: tuple[Terms, ...] = (*((Host(h),) for h in hosts), *((Literally(n),) for n in outgoing.networks))
        data = {"hosts": hosts, "networks": [str(n) for n in outgoing.networks], "observed": str(outgoing.observed)}
        yield Row("outgoing", (Message("row.outgoing"),), lines, data, (Message("currently", {"as_of": (_as_of(outgoing),)}),), names=True)


def _minimum(platform: Platform) -> Iterator[Row]:
    if version := platform.encryption.minimum:
        yield Row("minimum", (Message("row.minimum"),), ((Message("minimum.at-least", {"version": (Literally(version),)}),),), version)


def _dane(platform: Platform) -> Iterator[Row]:
    if dane := platform.encryption.dane:
        yield Row("dane", (Message("row.dane"),), ((Message("dane.yes") if dane == "yes" else Message("dane.no"),),), dane)


def _mta_sts(platform: Platform) -> Iterator[Row]:
    if mode := platform.encryption.mta_sts:
        line: Terms = (Message("mta-sts.none") if mode == "none" else Message("mta-sts.mode", {"mode": (Literally(mode),)}),)
        yield Row("mta_sts", (Message("row.mta-sts"),), (line,), mode)


def _test_address(platform: Platform) -> Iterator[Row]:
    if address := platform.test_address:
        yield Row("test_address", (Message("row.test-address"),), ((Mail(address),),), str(address))


def _change_notice(platform: Platform) -> Iterator[Row]:
    if notice := platform.change_notice:
        yield Row("change_notice", (Message("row.change-notice"),), ((InWords(notice),),), _both(notice))


def _further(platform: Platform) -> Iterator[Row]:
    for row in platform.further_rows:
        yield Row("further", (InWords(row.label),), ((InWords(row.value),),), {"label": _both(row.label), "value": _both(row.value)})


FURTHER: tuple[Callable[[Platform], Iterator[Row]], ...] = (
    _peer,
    _outgoing,
    _minimum,
    _dane,
    _mta_sts,
    _test_address,
    _change_notice,
    _further,
)

# ---- shared


def _as_of(fact: Dated) -> Message:
    return Message("as-of.unknown") if fact.observed.day is None else Message("as-of.day", {"day": (OnDay(fact.observed.day),)})


def _both(words: Words) -> dict[str, str]:
    return {"de": str(words.de), "en": str(words.en)}
