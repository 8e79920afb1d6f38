"""The fact file's types: what a platform says of itself. The texts under the attributes are the reference's and the schema's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from sheetgen.facts.scalars import (
    AtLeastOne,
    CertificateName,
    Colour,
    Country,
    Day,
    FileName,
    HostPattern,
    Hours,
    HttpsUrl,
    Line,
    MailAddress,
    Network,
    Phone,
    Seen,
)
from sheetgen.slots import Lang

YesNo = Literal["yes", "no"]


class Facts:
    """Base of what stands in the fact file: pydantic refuses unknown keys in it."""

    __slots__ = ()
    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Facts):
    """The same said in each language, each time as if written first."""

    de: Line
    """German."""
    en: Line
    """English."""

    def in_lang(self, lang: Lang) -> str:
        """The text in that language."""
        return self.de if lang == "de" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Facts):
    """What a fact that ages carries beside its value."""

    observed: Seen
    """When it was last seen to be so; printed on the sheet. `unknown` where nobody noted the day."""
    review: Day | None = None
    """When to look again: after this day every run warns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Facts):
    """Whom the partner's postmaster asks (row 1)."""

    name: Line
    """The desk's or team's name."""
    email: MailAddress
    """Its mail address."""
    phone: Phone
    """Its phone number, grouped as it is to be printed."""
    hours: Words | None = None
    """When it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer(Dated):
    """Who issued the certificate."""

    name: Line
    """The certification authority's name, as the certificate bears it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Facts):
    """The certificate of the receiving servers (row 2)."""

    names: Annotated[tuple[CertificateName, ...], AtLeastOne()]
    """The names in it that cover the MX hosts: what partners match by. A name that begins with `*` stands in quotes."""
    trust: Literal["public", "private"]
    """Whether its authority is one that everybody's systems trust, or the platform's own."""
    issuer: Issuer
    """Who issued it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed(Facts):
    """Whether the mail service is a managed one (row 3)."""

    provided: YesNo
    """Yes or no."""
    text: Words | None = None
    """What is provided: a whole phrase, printed after the yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption(Facts):
    """How mail is encrypted on its way (row 4)."""

    protocol: Literal["TLS"]
    """The protocol of the row."""
    unless_agreed: Literal["opportunistic", "mandatory"]
    """What holds in both directions for domains that are not entered: TLS where the other side has it (RFC 7435), or always."""
    minimum: Literal["TLSv1.2", "TLSv1.3"] | None = None
    """The oldest version that the platform takes."""
    dane: YesNo | None = None
    """Whether there are TLSA records at all MX hosts (RFC 7672)."""
    mta_sts: Literal["none", "testing", "enforce"] | None = None
    """The mode of the platform's own MTA-STS policy (RFC 8461)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Facts):
    """A place where data are stored."""

    city: Words
    """The city's name."""
    country: Country
    """Its country's code; the sheet prints the country's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataStorage(Facts):
    """Where mail is stored (row 6)."""

    outside_eu: YesNo
    """Whether any of it is stored outside the European Union."""
    locations: Annotated[tuple[Location, ...], AtLeastOne()]
    """All places of storage."""
    data_centres: Words | None = None
    """Whose data centres: a phrase that follows "in"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MxHosts(Dated):
    """The receiving servers (row 8)."""

    hosts: Annotated[tuple[HostPattern, ...], AtLeastOne()]
    """Their host names, in the order of printing; a range gives several. Printed one by one."""

    @property
    def names(self) -> tuple[str, ...]:
        """Each host's name."""
        return tuple(h for pattern in self.hosts for h in pattern.hosts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing(Dated):
    """Where the platform's mail to partners comes from, if not from the MX hosts. At least one of the two lists."""

    hosts: tuple[HostPattern, ...] = ()
    """The sending servers' host names."""
    networks: tuple[Network, ...] = ()
    """Their networks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer(Dated):
    """What is demanded of the partner's MX hosts once the domain is entered. Left out, the sheet shows an open point."""

    verification: Literal["none", "ca", "ca_and_name", "dane"]
    """What of the partner's certificate is verified: nothing, its authority, authority and name, or its TLSA record."""
    retries_for: Hours | None = None
    """How long mail waits when TLS fails, before it goes back to its sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticity(Facts):
    """How a reader sees that the sheet is genuine."""

    canonical_url: HttpsUrl | None = None
    """Where the same facts are published."""
    never_asks_for: Words | None = None
    """What the platform promises never to ask for: a whole sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand(Facts):
    """How the sheet looks."""

    primary: Colour
    """The colour of headings and lines; text in it must be readable on white."""
    accent: Colour | None = None
    """The colour of what needs attention; likewise."""
    logo: FileName | None = None
    """An SVG file beside the fact file, at most 64 KiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherRow(Facts):
    """A row of the platform's own, after all others."""

    label: Words
    """What stands before the colon."""
    value: Words
    """What stands after it. Host names and the like are facts of their own, not text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Facts):
    """The fact file. The eight rows of the sheet come first; what follows `mx` is printed only where it stands."""

    schema: Literal["sheetgen-facts-1"]
    """The format of this file."""
    languages: tuple[Lang, ...]
    """The languages of its texts: both."""
    provider: Line
    """The company's name."""
    service: Line
    """The mail service's name."""
    contact: Contact
    """Row 1: whom to ask."""
    certificate: Certificate
    """Row 2: the certificate in use."""
    managed_services: Managed
    """Row 3: managed services."""
    encryption: Encryption
    """Row 4: encryption. Row 5, the domain, comes with the request."""
    data_storage: DataStorage
    """Row 6: data stored outside the EU."""
    mail_routing: Literal["mx"]
    """Row 7: how mail is routed."""
    mx: MxHosts
    """Row 8: the receiving servers."""

    peer: Peer | None = None
    """What is demanded of the partner's servers."""
    outgoing: Outgoing | None = None
    """Where mail to partners comes from."""
    authenticity: Authenticity = field(default_factory=Authenticity)
    """How to see that a sheet is genuine."""
    test_address: MailAddress | None = None
    """An address that answers a test message."""
    change_notice: Words | None = None
    """How changes are announced: a whole sentence."""
    brand: Brand | None = None
    """Colours and logo."""
    further_rows: tuple[FurtherRow, ...] = ()
    """Rows of the platform's own."""
