"""Checks on host names, certificate names and networks."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from sheetgen.facts.checks.base import Finding, Subject
from sheetgen.facts.scalars import HostPattern
from sheetgen.yamlfile import YamlPath

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# RFC 6890: this host, private, shared, loopback, link-local, multicast and reserved; the same in IPv6
_NOT_PUBLIC_4 = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
)
_NOT_PUBLIC_6 = ("::/8", "fc00::/7", "fe80::/10", "ff00::/8")
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, _NOT_PUBLIC_4 + _NOT_PUBLIC_6))
_WIDEST = {4: 8, 6: 16}


def host_not_covered(subject: Subject) -> Iterator[Finding]:
    """Each MX host is covered by a name of the certificate; a wildcard stands for one label (RFC 9525)."""
    names = subject.platform.certificate.names
    for number, pattern in enumerate(subject.platform.mx.hosts):
        bare = [host for host in pattern.hosts if not any(name.covers(host) for name in names)]
        if bare:
            hint = "add the name that its certificate bears to certificate.names, or mend the host name"
            yield Finding(("mx", "hosts", number), f"no name of the certificate ({', '.join(names)}) covers {', '.join(bare)}", hint)


def name_covers_no_host(subject: Subject) -> Iterator[Finding]:
    """Each name of the certificate covers an MX host: partners match by these names, so none may be there in vain."""
    hosts = subject.platform.mx.names
    for number, name in enumerate(subject.platform.certificate.names):
        if not any(name.covers(host) for host in hosts):
            hint = (
                "a wildcard stands for exactly one label; delete the name, or mend it"
                if name.startswith("*")
                else "delete the name, or mend it"
            )
            yield Finding(("certificate", "names", number), f"{name} covers none of the MX hosts", hint)


def _repeated(path: YamlPath, members: Iterable[tuple[str, ...]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, names in enumerate(members):
        again = sorted(seen.intersection(names))
        seen.update(names)
        if again:
            yield Finding((*path, number), f"{', '.join(again)} stands in {'.'.join(map(str, path))} twice", "keep one of the two")


def host_twice(subject: Subject) -> Iterator[Finding]:
    """No host is listed twice, ranges included."""
    yield from _repeated(("mx", "hosts"), (pattern.hosts for pattern in subject.platform.mx.hosts))
    outgoing: tuple[HostPattern, ...] = subject.platform.outgoing.hosts if subject.platform.outgoing else ()
    yield from _repeated(("outgoing", "hosts"), (pattern.hosts for pattern in outgoing))


def certificate_name_twice(subject: Subject) -> Iterator[Finding]:
    """No name of the certificate is listed twice."""
    yield from _repeated(("certificate", "names"), ((str(name),) for name in subject.platform.certificate.names))


def _networks(subject: Subject) -> list[_Network]:
    return [ipaddress.ip_network(network) for network in subject.platform.outgoing.networks] if subject.platform.outgoing else []


def network_twice(subject: Subject) -> Iterator[Finding]:
    """No network of senders lies in another that is listed."""
    networks = _networks(subject)
    for number, network in enumerate(networks):
        for other in networks[:number]:
            if network.version == other.version and network.overlaps(other):
                yield Finding(("outgoing", "networks", number), f"{network} overlaps {other}", "keep the one that is true")


def network_not_public(subject: Subject) -> Iterator[Finding]:
    """Partners see mail come from public networks of some bounded size (RFC 6890)."""
    for number, network in enumerate(_networks(subject)):
        path = ("outgoing", "networks", number)
        if network.prefixlen < _WIDEST[network.version]:
            yield Finding(path, f"{network} is far too wide", "write the networks of the sending servers alone")
        elif any(network.version == other.version and network.overlaps(other) for other in _NOT_PUBLIC):
            yield Finding(
                path,
                f"no partner sees mail come from {network}: it is not public",
                "write the address that the mail leaves your network with",
            )


def outgoing_empty(subject: Subject) -> Iterator[Finding]:
    """Who says where mail comes from names hosts or networks."""
    outgoing = subject.platform.outgoing
    if outgoing and not (outgoing.hosts or outgoing.networks):
        yield Finding(("outgoing",), "outgoing names neither hosts nor networks", "add one of them, or delete outgoing")


def url_elsewhere(subject: Subject) -> Iterator[Finding]:
    """The canonical address lies under the contact's domain: another one is what a forger would name."""
    url = subject.platform.authenticity.canonical_url
    contact = subject.platform.contact.email.rpartition("@")[2]
    if url and url.host.split(".")[-2:] != contact.split(".")[-2:]:
        yield Finding(
            ("authenticity", "canonical_url"),
            f"{url.host} lies under another domain than the contact's, {contact}",
            "is this address yours?",
        )
