"""Whom a desk's client trusts: the certificate of the name it asked for, by the system's CAs or the one of the settings."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest
import trustme

from sheetgen.errors import Failed, Problem, Refused
from tests.desk.wires import client, saying, told
from tests.rigs.certs import Authority, Kind
from tests.rigs.proxy import http_proxy


@pytest.mark.parametrize(
    ("kind", "words", "hint"),
    [
        (Kind.WRONG_NAME, "its certificate is for another name", "write the name that the certificate is for"),
        (Kind.UNKNOWN_CA, "its certificate is from a CA that this machine does not know", "ca_file"),
        (Kind.EXPIRED, "its certificate has expired", "renew"),
    ],
)
def test_a_bad_certificate(server: int, authority: Authority, kind: Kind, words: str, hint: str) -> None:
    """It is told what is wrong with it, and nothing was sent: not tried again either."""
    with http_proxy(server, tls=authority.server(kind)) as proxy, pytest.raises(Failed) as failed:
        client(proxy.port, authority.ca).get("/")
    assert re.fullmatch(rf"localhost can't be trusted: {words} \| .*{hint}.*nothing was sent", told(failed.value))
    assert (proxy.connections, proxy.seen) == (1, [])


def test_an_address_is_verified_too(server: int, authority: Authority) -> None:
    """A certificate for another address than the one that was asked is refused."""
    with http_proxy(server, tls=authority.server(Kind.WRONG_NAME)) as proxy, pytest.raises(Failed, match="is for another address"):
        client(proxy.port, authority.ca, host="127.0.0.1").get("/")


def test_a_certificate_signed_by_itself(server: int, tmp_path: Path) -> None:
    """It is told so, and `ca_file` makes it good only if it is named there."""
    ca = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    ca.cert_pem.write_to_path(str(tmp_path / "cert.pem"))
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with http_proxy(server, tls=context) as proxy, pytest.raises(Failed) as failed:
        client(proxy.port).get("/")
    assert "its certificate is signed by itself" in told(failed.value)


def test_an_own_authority(server: int, authority: Authority) -> None:
    """With `ca_file` its certificates are good; without, they aren't."""
    with http_proxy(server, tls=authority.server()) as proxy:
        assert client(proxy.port, authority.ca, timeout=20).get("/").status == 200
        with pytest.raises(Failed, match="CA that this machine does not know"):
            client(proxy.port).get("/")


def test_a_ca_file_that_is_none(tmp_path: Path) -> None:
    """It is the settings that are wrong: refused, with the file's path; a pipe is not waited for, an empty file not the system's CAs."""
    broken = "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n"
    wrong = {"text": "no certificate", "empty": "", "other": "äöü", "cut": broken, "more": trustme.CA().cert_pem.bytes().decode() + broken}
    for name, content in wrong.items():
        (tmp_path / name).write_text(content)
        (problem,) = refusal(tmp_path / name)
        assert problem.message == "this file holds no certificate in PEM"
        assert "ca_file" in problem.hint
    os.mkfifo(tmp_path / "pipe")
    for path, part in ((tmp_path / "missing", "no such file"), (tmp_path / "pipe", "a pipe"), (Path("/dev/null"), "a device")):
        (problem,) = refusal(path)
        assert part in problem.message


def refusal(ca_file: Path) -> Sequence[Problem]:
    """What is said of a ca_file, at its place."""
    with pytest.raises(Refused) as refused:
        client(1, ca_file)
    assert [str(problem.place) for problem in refused.value.problems] == [str(ca_file)]
    return refused.value.problems


def test_a_ca_file_with_comments(server: int, authority: Authority, tmp_path: Path) -> None:
    """As bundles have them, in whatever letters: the certificates count."""
    (tmp_path / "ca.pem").write_text(f"\ufeff# Über uns: Zertifizierungsstelle\n{authority.ca.read_text()}", encoding="utf-8")
    with http_proxy(server, tls=authority.server()) as proxy:
        assert client(proxy.port, tmp_path / "ca.pem", timeout=20).get("/").status == 200


def test_plain_http_behind_https() -> None:
    """A port that answers a TLS handshake in plain HTTP is told as such."""
    with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port, pytest.raises(Failed) as failed:
        client(port, timeout=20).get("/")
    assert told(failed.value).startswith("no TLS with localhost: ")


# ---- what the environment says


def test_the_environment_changes_nothing(server: int, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Proxies of the environment hear nothing, and its bundles neither replace nor add to the CAs."""
    with http_proxy(server) as other, http_proxy(server, tls=authority.server()) as proxy, http_proxy(server) as plain:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{other.port}")
            monkeypatch.setenv(name.lower(), f"http://127.0.0.1:{other.port}")
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.setenv(name, str(authority.ca))
        with pytest.raises(Failed, match="CA that this machine does not know"):
            client(proxy.port).get("/")
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.setenv(name, str(tmp_path / "missing.pem"))
        assert client(proxy.port, authority.ca, timeout=20).get("/").status == 200
        assert client(plain.port, scheme="http", timeout=20).get("/").status == 200
        assert (other.connections, other.seen) == (0, [])
