"""Verified TLS to a desk, and what is wrong with a certificate in words."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path

from sheetgen.errors import Failed, Place, Problem, Refused, printable
from sheetgen.reading import read_file

MOST_BYTES = 4 << 20
"""Of a ca_file: some twenty times what all CAs of a system take."""

_RENEW = "its administrator must renew it; nothing was sent"
_NAME = "write the name that the certificate is for, or have it renewed; nothing was sent"
_OWN_CA = "if it is your own CA's, name that CA's certificate as ca_file in the settings; nothing was sent"
_VERIFY_CODES: Mapping[int, tuple[str, str]] = {
    9: ("its certificate is not valid yet", "look at this machine's clock; nothing was sent"),
    10: ("its certificate has expired", _RENEW),
    18: ("its certificate is signed by itself", _OWN_CA),
    19: ("its certificate is from a CA that this machine does not know", _OWN_CA),
    20: ("its certificate is from a CA that this machine does not know", _OWN_CA),
    21: ("its certificate is from a CA that this machine does not know", _OWN_CA),
    62: ("its certificate is for another name", _NAME),
    64: ("its certificate is for another address", _NAME),
}
"""By X509_V_ERR_… of OpenSSL's x509_vfy.h."""


def client_context(ca_file: str | None) -> ssl.SSLContext:
    """Certificate and host name verified always, TLS 1.2 or later. `ca_file`: trust this CA alone. Raises Refused where it is none."""
    if ca_file is None:
        return ssl.create_default_context()
    text = read_file(Path(ca_file), MOST_BYTES).decode("ascii", "ignore")  # not by `cafile=`, which waits for a pipe
    try:
        if text:  # an empty one would mean the system's CAs
            return ssl.create_default_context(cadata=text)
    except ssl.SSLError:
        pass
    message, hint = "this file holds no certificate in PEM", "name a file of CA certificates in PEM as ca_file in the settings"
    raise Refused([Problem("desks.ca-file", "refusal", message, Place(ca_file), hint)])


def not_verified(error: ssl.SSLError, host: str) -> Failed:
    """What a handshake that failed says, and what to do."""
    name = printable(host)
    if isinstance(error, ssl.SSLCertVerificationError):
        words, hint = _VERIFY_CODES.get(error.verify_code, (f"its certificate can't be verified: {error.verify_message}", _RENEW))
        return Failed(f"{name} can't be trusted: {words}", hint)
    reason = printable((error.reason or str(error)).replace("_", " ").lower())
    return Failed(f"no TLS with {name}: {reason}", "check address and port; nothing was sent")
