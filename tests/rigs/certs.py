"""The certificates that a client has to tell apart, by PyPI's trustme."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import trustme

NAMES = ("localhost", "127.0.0.1")
ELSEWHERE = "mail.elsewhere.example"
"""The name that the certificate for another name is for; its common name, too, as public authorities have it."""


class Kind(StrEnum):
    """What is right or wrong with a certificate of a server on 127.0.0.1, localhost."""

    GOOD = "good"
    WRONG_NAME = "wrong_name"
    UNKNOWN_CA = "unknown_ca"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Authority:
    """A folder with `ca.pem`, and for each kind `KIND.pem`: key, certificate and chain."""

    folder: Path

    @property
    def ca(self) -> Path:
        """The authority's certificate: what a client is to trust."""
        return self.folder / "ca.pem"

    def server(self, kind: Kind = Kind.GOOD) -> ssl.SSLContext:
        """What a server shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{kind}.pem")
        return context

    def client(self) -> ssl.SSLContext:
        """What a client that trusts the authority, and no other, asks for."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.ca)
        return context


def authority(folder: Path, names: Sequence[str] = NAMES) -> Authority:
    """Issue them into a folder, for these names."""
    ca, stranger = trustme.CA(), trustme.CA()
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)
    certificates = {
        Kind.GOOD: ca.issue_cert(*names),
        Kind.WRONG_NAME: ca.issue_cert(ELSEWHERE, common_name=ELSEWHERE),
        Kind.UNKNOWN_CA: stranger.issue_cert(*names),
        Kind.EXPIRED: ca.issue_cert(*names, not_before=now - 90 * day, not_after=now - day),
    }
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    for kind, certificate in certificates.items():
        certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / f"{kind}.pem"))
    return Authority(folder)
