"""Checks that what is said in two places agrees: managed services, storage and countries, DANE, MTA-STS and certificate."""

from __future__ import annotations

from collections.abc import Iterator

from sheetgen.facts.checks.base import Finding, Subject
from sheetgen.facts.countries import EU


def managed_text(subject: Subject) -> Iterator[Finding]:
    """Where no managed services are provided, no text says what is provided."""
    managed = subject.platform.managed_services
    if managed.provided == "no" and managed.text:
        message = "provided says no, and text says what is provided"
        yield Finding(("managed_services", "text"), message, "leave it out, or write provided: yes")


def outside_eu(subject: Subject) -> Iterator[Finding]:
    """What is said of storage outside the EU agrees with the countries."""
    storage = subject.platform.data_storage
    outside = [location.country for location in storage.locations if location.country not in EU]
    path = ("data_storage", "outside_eu")
    if storage.outside_eu == "no" and outside:
        yield Finding(
            path,
            f"outside_eu says no, and there is a location in {', '.join(outside)}, outside the EU",
            "write outside_eu: yes, or mend the country",
        )
    if storage.outside_eu == "yes" and not outside:
        yield Finding(path, "outside_eu says yes, and every location is in the EU", "write outside_eu: no, or add the location outside")


def dane_one_way(subject: Subject) -> Iterator[Finding]:
    """Who verifies partners by DANE has TLSA records too."""
    peer, encryption = subject.platform.peer, subject.platform.encryption
    if peer and peer.verification == "dane" and encryption.dane != "yes":
        message = "partners are verified by DANE, and the platform's own hosts are not said to have it"
        yield Finding(("peer", "verification"), message, "add dane: yes to encryption if there are TLSA records")


def mta_sts_private(subject: Subject) -> Iterator[Finding]:
    """An enforced MTA-STS policy wants a certificate that others' systems trust (RFC 8461, section 4.2)."""
    platform = subject.platform
    if platform.encryption.mta_sts == "enforce" and platform.certificate.trust == "private":
        message = "an enforced MTA-STS policy and a private certificate contradict each other: senders would deliver nothing (RFC 8461)"
        yield Finding(("encryption", "mta_sts"), message, "write what is so: certificate.trust: public, or another mta_sts")
