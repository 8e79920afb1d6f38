"""A partner's server as Debian sets it up, the platform's servers that it sends to, and DNS: a world in a network of its own."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from pathlib import Path

from tests.rigs.inside.mail_servers import PARTNER, SERVERS
from tests.rigs.inside.servers import put, run, serve, start, wait
from tests.rigs.inside.sinks import SINKS, serve_sinks

ZONE = "$TTL 60\n. IN SOA ns.test. h.test. 1 3600 600 86400 60\n. IN NS ns.test.\nns.test. IN A 127.0.0.1\n"
NSD = """server:
  ip-address: 127.0.0.1@53
  zonesdir: /rig
  database: ""
  pidfile: ""
  username: ""
  chroot: ""
  xfrdfile: /rig/xfrd.state
  zonelistfile: /rig/zone.list
  server-count: 1
remote-control:
  control-enable: no
zone:
  name: .
  zonefile: zone
"""
_SIOCSIFADDR, _SIOCGIFFLAGS, _SIOCSIFFLAGS, _UP = 0x8916, 0x8913, 0x8914, 1


def addresses() -> None:
    """Loopback up, with all of them on it; without iproute2."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        flags = struct.unpack("16sh22x", fcntl.ioctl(sock, _SIOCGIFFLAGS, struct.pack("16sh22x", b"lo", 0)))[1]
        fcntl.ioctl(sock, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | _UP))
        for number, address in enumerate((PARTNER, *(sink.address for sink in SINKS)), 1):
            request = struct.pack("16sHH4s8x", f"lo:{number}".encode(), socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(sock, _SIOCSIFADDR, request)


def listens(address: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as sock:
        return sock.connect_ex((address, port)) == 0


def names() -> None:
    """NSD with the whole world in one zone: a name that is not in it does not exist, and at once."""
    records = [f"mail.firma.test. IN A {PARTNER}\nfirma.test. IN MX 10 mail.firma.test.\n"]
    records += [
        f"{sink.kind}.example. IN MX 10 {host}.\nsub.{sink.kind}.example. IN MX 10 {host}.\n{host}. IN A {sink.address}\n"
        for sink, host in zip(SINKS, os.environ["RIG_HOSTS"].split(), strict=True)
    ]
    put("/rig/zone", ZONE + "".join(records))
    put("/rig/nsd.conf", NSD)
    put("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    put("/etc/nsswitch.conf", "hosts: files dns\npasswd: files\ngroup: files\n")
    start("nsd", "/usr/sbin/nsd", "-d", "-c", "/rig/nsd.conf")
    wait("NSD", lambda: listens("127.0.0.1", 53))


def trust() -> None:
    """The world's authority is what the partner's system trusts: in Debian's file, and in its folder."""
    authority = Path(os.environ["RIG_TLS"], "ca.pem").read_text()
    put("/etc/ssl/certs/ca-certificates.crt", authority)
    put("/etc/ssl/certs/world.pem", authority)
    run("openssl", "rehash", "/etc/ssl/certs")


def main() -> None:
    """All three."""
    addresses()
    names()
    trust()
    serve_sinks()
    put("/etc/mailname", "firma.test\n")
    put("/etc/aliases", "postmaster: root\n")
    put("/etc/hosts", f"127.0.0.1 localhost\n{PARTNER} mail.firma.test mail\n")
    run("hostname", "mail.firma.test")
    SERVERS[os.environ["RIG_PARTNER"]]()
    for address in ("127.0.0.1", PARTNER):
        wait(f"the partner's server at {address}", lambda address=address: listens(address, 25))  # type: ignore[misc]
    serve({"partner": PARTNER})


if __name__ == "__main__":
    os.umask(0o022)
    main()
