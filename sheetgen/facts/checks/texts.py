"""Checks on what stands in the fact file as text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from sheetgen import glyphs
from sheetgen.facts.checks.base import Finding, Subject, walk
from sheetgen.facts.platform import Words
from sheetgen.facts.scalars import Line

_EIGHT: Mapping[str, tuple[str, ...]] = {
    "contact": ("Technischer Ansprechpartner", "Technischer AP", "Ansprechpartner", "Technical contact", "Contact"),
    "certificate": ("Verwendetes Zertifikat", "Zertifikat", "Certificate in use", "Certificate"),
    "managed_services": ("Managed Services", "Managed Service"),
    "encryption": ("Verschlüsselung", "Encryption"),
    "the requested domain": ("Domain", "Domain, die wir zwingend mit TLS ansprechen", "Domain we deliver to over TLS only"),
    "data_storage": (
        "Datenspeicherung außerhalb der EU",
        "Datenspeicherung außerhalb EU",
        "Datenspeicherung",
        "Data stored outside the EU",
        "Data storage outside the EU",
        "Data storage",
    ),
    "mail_routing": ("Mail-Routing", "Mail Routing", "Routing"),
    "mx": (
        "Hostnamen der empfangenden Server",
        "Hostnamen",
        "Hostname",
        "MX",
        "MX-Hosts",
        "Host names of the receiving servers",
        "Host names",
        "MX hosts",
    ),
}


def _bare(label: str) -> str:
    return "".join(c for c in label.casefold() if c.isalnum())


_BY_LABEL = {_bare(label): fact for fact, labels in _EIGHT.items() for label in labels}


def row_repeats(subject: Subject) -> Iterator[Finding]:
    """A further row has no label of one of the eight rows: two truths for one thing would drift apart."""
    for number, row in enumerate(subject.platform.further_rows):
        for lang, label in (("de", row.label.de), ("en", row.label.en)):
            if fact := _BY_LABEL.get(_bare(label)):
                path = ("further_rows", number, "label", lang)
                yield Finding(path, f'"{label}" repeats a row that every sheet has', f"say it under {fact}, or give this row another label")


def row_twice(subject: Subject) -> Iterator[Finding]:
    """No two further rows have one label."""
    for lang in ("de", "en"):
        seen: set[str] = set()
        for number, row in enumerate(subject.platform.further_rows):
            label = row.label.de if lang == "de" else row.label.en
            if _bare(label) in seen:
                yield Finding(
                    ("further_rows", number, "label", lang),
                    f'"{label}" is the label of another further row',
                    "make them one row, or name them apart",
                )
            seen.add(_bare(label))


_NAME = re.compile(r"(?<![\w@/.-])(\*\.)?[a-z0-9-]*(\[[0-9]+-[0-9]+\][a-z0-9-]*)?(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*", re.IGNORECASE)


def host_in_text(subject: Subject) -> Iterator[Finding]:
    """No text names a host that is a fact, or that the certificate covers: texts carry no date, so it would age unseen.

    Mail addresses and web addresses may stand in texts; they name services, not servers.
    """
    platform = subject.platform
    certificate, outgoing = platform.certificate.names, platform.outgoing.hosts if platform.outgoing else ()
    facts = {*certificate, *platform.mx.hosts, *platform.mx.names, *outgoing, *(h for pattern in outgoing for h in pattern.hosts)}
    for path, words in walk(platform):
        if not isinstance(words, Words):
            continue
        for lang, text in (("de", words.de), ("en", words.en)):
            for found in _NAME.finditer(text):
                name = found[0].lower()
                if name in facts or any(known.covers(name) for known in certificate):
                    message = f"this text names {found[0]}, and a text bears no date: it would age unseen"
                    yield Finding((*path, lang), message, "leave the name to mx, certificate or outgoing, and say the rest")


def no_glyph(subject: Subject) -> Iterator[Finding]:
    """The fonts of the sheet have every character of every text."""
    for path, text in walk(subject.platform):
        if isinstance(text, Line):
            for character in glyphs.missing(text):
                name = unicodedata.name(character, "no name")
                yield Finding(path, f"no font of the sheet has {character} U+{ord(character):04X} ({name})", "write it in other characters")


def languages(subject: Subject) -> Iterator[Finding]:
    """A sheet exists in both languages."""
    named = tuple(subject.platform.languages)
    if sorted(named) != ["de", "en"]:
        yield Finding(("languages",), "languages does not name each of the two once", "write languages: [de, en]")
