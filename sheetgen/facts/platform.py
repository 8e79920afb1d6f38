"""The fact file's types: what a platform says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from sheetgen.blocks import Lang
from sheetgen.facts.scalars import (
    CertificateName,
    Colour,
    Country,
    Day,
    FileName,
    HostPattern,
    HttpsUrl,
    Line,
    MailAddress,
    Network,
    Phone,
    Seen,
)

YesNo = Literal["yes", "no"]


class Facts:
    """Base of what stands in the fact file: pydantic refuses unknown keys in it."""

    __slots__ = ()
    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Facts):
    """The same said in each language, each time as if written first."""

    de: Line
    en: Line

    def in_lang(self, lang: Lang) -> str:
        """The text in that language."""
        return self.de if lang == "de" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Facts):
    """What a volatile fact carries beside its value: last observed, and when to look again."""

    observed: Seen
    review: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Facts):
    name: Line
    email: MailAddress
    phone: Phone
    hours: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer(Dated):
    name: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Facts):
    names: tuple[CertificateName, ...]
    trust: Literal["public", "private"]
    issuer: Issuer

    @property
    def postfix_match(self) -> str:
        """The value of Postfix's `match=`: `.hamburg-cloud.de` for a wildcard, names joined by colons otherwise."""
        return ":".join(n.removeprefix("*") for n in self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed(Facts):
    provided: YesNo
    text: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption(Facts):
    protocol: Literal["TLS"]
    unless_agreed: Literal["opportunistic", "mandatory"]  # both directions, for domains that are not entered (RFC 7435)
    minimum: Literal["TLSv1.2", "TLSv1.3"] | None = None
    dane: YesNo | None = None  # TLSA records at the MX hosts (RFC 7672)
    mta_sts: Literal["none", "testing", "enforce"] | None = None  # RFC 8461


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Facts):
    city: Words
    country: Country


@dataclass(frozen=True, slots=True, kw_only=True)
class DataStorage(Facts):
    outside_eu: YesNo
    locations: tuple[Location, ...]
    data_centres: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MxHosts(Dated):
    hosts: tuple[HostPattern, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(h for pattern in self.hosts for h in pattern.hosts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing(Dated):
    hosts: tuple[HostPattern, ...] = ()
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer(Dated):
    """What the platform demands of the partner's MX once the domain is entered."""

    verification: Literal["none", "ca", "ca_and_name", "dane"]  # not known: leave `peer` out; the sheet then shows an open point
    retries_for: Line | None = None  # "48 h": how long mail waits before it goes back to its sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticity(Facts):
    canonical_url: HttpsUrl | None = None
    never_asks_for: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand(Facts):
    primary: Colour
    accent: Colour | None = None
    logo: FileName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRow(Facts):
    label: Words
    value: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Facts):
    """The fact file. The first block is the eight rows of the source page; what follows is printed only where it stands."""

    schema: Literal["sheetgen-facts-1"]
    languages: tuple[Lang, ...]
    provider: Line
    service: Line
    contact: Contact
    certificate: Certificate
    managed_services: Managed
    encryption: Encryption
    data_storage: DataStorage
    mail_routing: Literal["mx"]
    mx: MxHosts

    peer: Peer | None = None
    outgoing: Outgoing | None = None
    authenticity: Authenticity = field(default_factory=Authenticity)
    test_address: MailAddress | None = None
    change_notice: Words | None = None
    brand: Brand | None = None
    further_rows: tuple[FurtherRow, ...] = ()
