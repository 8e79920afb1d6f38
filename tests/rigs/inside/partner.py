"""A partner's server as Debian sets it up, the platform that it sends to (six servers that differ in their certificate), and DNS.

The world is a network of its own. The platform's servers are a Postfix with an address for each kind of certificate, and discard what
they take. The partner's server is Debian's: main.cf and master.cf of the package, with what its questions ("Internet Site") add.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
from pathlib import Path

from tests.rigs.inside.servers import ROOT, put, run, serve, start, wait

PARTNER = "192.0.2.25"
PLATFORM = {
    "right": ("198.51.100.1", "good"),
    "wrong-name": ("198.51.100.2", "wrong_name"),
    "unknown-authority": ("198.51.100.3", "unknown_ca"),
    "expired": ("198.51.100.4", "expired"),
    "no-starttls": ("198.51.100.5", ""),
    "control": ("198.51.100.6", ""),
}
"""Each kind of server: its address, and its certificate; mail to `KIND.example` goes there, to the MX host `mx0N.hamburg-cloud.de`."""

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
PLATFORM_MAIN = """compatibility_level = 3.6
queue_directory = /var/spool/platform
data_directory = /var/lib/platform
maillog_file = /var/log/platform.log
myhostname = mx.hamburg-cloud.de
inet_protocols = ipv4
inet_interfaces = all
mydestination =
alias_maps =
mynetworks = 127.0.0.0/8
relay_domains = static:all
relay_transport = discard:taken
default_transport = discard:taken
smtpd_relay_restrictions = permit_auth_destination, reject
smtpd_peername_lookup = no
smtpd_tls_security_level = may
"""
PLATFORM_MASTER = """pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
QUESTIONS = f"""myhostname = mail.firma.test
alias_maps = hash:/etc/aliases
alias_database = hash:/etc/aliases
myorigin = /etc/mailname
mydestination = $myhostname, firma.test, localhost
relayhost =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1, {PARTNER}
inet_protocols = ipv4
maillog_file = /var/log/partner.log
smtp_tls_loglevel = 1
"""
QUESTIONS_EXIM = f"""dc_eximconfig_configtype='internet'
dc_other_hostnames='firma.test'
dc_local_interfaces='127.0.0.1 ; {PARTNER}'
dc_readhost=''
dc_relay_domains=''
dc_minimaldns='false'
dc_relay_nets=''
dc_smarthost=''
CFILEMODE='644'
dc_use_split_config='{os.environ.get("RIG_SPLIT", "false")}'
dc_hide_mailname='true'
dc_mailname_in_oh='true'
dc_localdelivery='mail_spool'
"""
"""What the package's questions write, with addresses of this world; and the log, which Debian's goes to a syslog that is not here."""

_SIOCSIFADDR, _SIOCGIFFLAGS, _SIOCSIFFLAGS, _UP = 0x8916, 0x8913, 0x8914, 1


def addresses() -> None:
    """Loopback up, with all of them on it; without iproute2."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        flags = struct.unpack("16sh22x", fcntl.ioctl(sock, _SIOCGIFFLAGS, struct.pack("16sh22x", b"lo", 0)))[1]
        fcntl.ioctl(sock, _SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags | _UP))
        for number, address in enumerate((PARTNER, *(address for address, _ in PLATFORM.values())), 1):
            request = struct.pack("16sHH4s8x", f"lo:{number}".encode(), socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(sock, _SIOCSIFADDR, request)


def listens(address: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as sock:
        return sock.connect_ex((address, port)) == 0


def names() -> None:
    """NSD with the whole world in one zone: a name that is not in it does not exist, and at once."""
    records = [
        f"{kind}.example. IN MX 10 mx0{n}.hamburg-cloud.de.\nsub.{kind}.example. IN MX 10 mx0{n}.hamburg-cloud.de.\n"
        f"mx0{n}.hamburg-cloud.de. IN A {address}\n"
        for n, (kind, (address, _)) in enumerate(PLATFORM.items(), 1)
    ]
    put("/rig/zone", ZONE + "".join(records))
    put("/rig/nsd.conf", NSD)
    put("/etc/resolv.conf", "nameserver 127.0.0.1\n")
    put("/etc/nsswitch.conf", "hosts: files dns\npasswd: files\ngroup: files\n")
    start("nsd", "/usr/sbin/nsd", "-d", "-c", "/rig/nsd.conf")
    wait("NSD", lambda: listens("127.0.0.1", 53))


def platform() -> None:
    """Its Postfix; who trusts the world's authority trusts /etc/ssl/certs, by file and by folder."""
    shutil.copytree(Path(os.environ["RIG_TLS"]), ROOT / "rig/tls", dirs_exist_ok=True)
    authority = (ROOT / "rig/tls/ca.pem").read_text()
    put("/etc/ssl/certs/ca-certificates.crt", authority)
    put("/etc/ssl/certs/world.pem", authority)
    run("openssl", "rehash", "/etc/ssl/certs")
    services = "".join(
        f"{address}:25 inet n - n - - smtpd -o "
        + (f"smtpd_tls_chain_files=/rig/tls/{certificate}.pem" if certificate else "smtpd_tls_security_level=none")
        + "\n"
        for address, certificate in PLATFORM.values()
    )
    put("/etc/postfix-platform/main.cf", PLATFORM_MAIN)
    put("/etc/postfix-platform/master.cf", services + PLATFORM_MASTER)
    run("sh", "-c", "mkdir -p /var/spool/platform /var/lib/platform && chown postfix /var/lib/platform")
    run("postfix", "-c", "/etc/postfix-platform", "start")


def exim() -> None:
    """Debian's Exim, as its questions leave it for an internet site; a certificate and TLS for what it takes, as its README says."""
    put("/etc/exim4/update-exim4.conf.conf", QUESTIONS_EXIM)
    put("/etc/exim4/exim4.conf.localmacros", "MAIN_TLS_ENABLE = yes\n")
    for suffix, name in (("crt", "good.pem"), ("key", "good.pem")):
        put(f"/etc/exim4/exim.{suffix}", (ROOT / "rig/tls" / name).read_text(), 0o640)
        run("chgrp", "Debian-exim", f"/etc/exim4/exim.{suffix}")
    run("mkdir", "-p", "/var/lib/exim4", "/var/log/exim4", "/var/spool/exim4", "/run/exim4")
    run("chown", "Debian-exim:", "/var/log/exim4", "/var/spool/exim4", "/run/exim4")
    run("update-exim4.conf")
    start("exim", "/usr/sbin/exim4", "-bdf", "-q30m", "-oP", "/run/exim4/exim.pid")


def postfix() -> None:
    """Debian's Postfix, running."""
    shipped = ROOT / "usr/share/postfix"
    put("/etc/postfix/main.cf", (shipped / "main.cf.debian").read_text() + (shipped / "main.cf.tls").read_text() + QUESTIONS)
    put("/etc/postfix/master.cf", (shipped / "master.cf.dist").read_text())
    shutil.copy(shipped / "dynamicmaps.cf", ROOT / "etc/postfix/dynamicmaps.cf")
    key = (ROOT / "rig/tls/good.pem").read_text()
    put("/etc/ssl/certs/ssl-cert-snakeoil.pem", key)
    put("/etc/ssl/private/ssl-cert-snakeoil.key", key)
    run("postalias", "/etc/aliases")
    run("sh", "-c", "mkdir -p /var/spool/postfix /var/lib/postfix && chown postfix /var/lib/postfix")
    run("ln", "-sf", "mawk", "/usr/bin/awk")
    run("/usr/lib/postfix/configure-instance.sh", "-")  # as the unit does: certificates and resolv.conf into the chroot
    run("postfix", "start")


def main() -> None:
    """All three."""
    addresses()
    names()
    platform()
    put("/etc/mailname", "firma.test\n")
    put("/etc/aliases", "")
    {"exim": exim, "postfix": postfix}[os.environ["RIG_PARTNER"]]()
    for address in (PARTNER, *(address for address, _ in PLATFORM.values())):
        wait(f"the server at {address}", lambda address=address: listens(address, 25))  # type: ignore[misc]
    serve({"partner": PARTNER, "platform": {kind: address for kind, (address, _) in PLATFORM.items()}})


if __name__ == "__main__":
    os.umask(0o022)
    main()
