"""The partner's mail servers as Debian's packages leave them, with the answers to their questions that make an internet site."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.rigs.inside.servers import ROOT, put, run, start, syslog

PARTNER = "192.0.2.25"
"""Where it listens, besides loopback."""

POSTFIX = f"""myhostname = mail.firma.test
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
EXIM = f"""dc_eximconfig_configtype='internet'
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
"""What the packages' questions write, with addresses of this world; and Postfix's log, which else goes to the syslog."""


def certificate() -> str:
    """The partner's own certificate, with key and chain. Nobody verifies it."""
    return Path(os.environ["RIG_TLS"], "good.pem").read_text()


def postfix() -> None:
    """Debian's Postfix, running."""
    shipped = ROOT / "usr/share/postfix"
    put("/etc/postfix/main.cf", (shipped / "main.cf.debian").read_text() + (shipped / "main.cf.tls").read_text())
    run("postconf", "-e", *POSTFIX.splitlines())
    put("/etc/postfix/master.cf", (shipped / "master.cf.dist").read_text())
    shutil.copy(shipped / "dynamicmaps.cf", ROOT / "etc/postfix/dynamicmaps.cf")
    put("/etc/ssl/certs/ssl-cert-snakeoil.pem", certificate())
    put("/etc/ssl/private/ssl-cert-snakeoil.key", certificate())
    run("postalias", "/etc/aliases")
    run("sh", "-c", "mkdir -p /var/spool/postfix /var/lib/postfix && chown postfix /var/lib/postfix")
    run("ln", "-sf", "mawk", "/usr/bin/awk")
    if "configure-instance" in (ROOT / "lib/systemd/system/postfix@.service").read_text():
        run("/usr/lib/postfix/configure-instance.sh", "-")  # as Debian 12's unit does; Debian 13's Postfix does it itself
    run("postfix", "start")
    threading.Thread(target=_age, args=(ROOT / "etc/postfix/main.cf",), daemon=True).start()


def _age(file: Path) -> None:
    """Make a file old as soon as it is new: all of Postfix's programs wait until main.cf is 2 s old, lest it be half written."""
    while True:
        time.sleep(0.01)
        if file.exists() and file.stat().st_mtime > time.time() - 60:
            os.utime(file, times=(time.time() - 3600,) * 2)


def exim() -> None:
    """Debian's Exim, running; a certificate and TLS for what it takes, as its README says."""
    put("/etc/exim4/update-exim4.conf.conf", EXIM)
    put("/etc/exim4/exim4.conf.localmacros", "MAIN_TLS_ENABLE = yes\n")
    for name in ("exim.crt", "exim.key"):
        put(f"/etc/exim4/{name}", certificate(), 0o640)
        run("chgrp", "Debian-exim", f"/etc/exim4/{name}")
    run("mkdir", "-p", "/var/lib/exim4", "/var/log/exim4", "/var/spool/exim4", "/run/exim4")
    run("chown", "Debian-exim:", "/var/log/exim4", "/var/spool/exim4", "/run/exim4")
    run("update-exim4.conf")
    start("exim", "/usr/sbin/exim4", "-bdf", "-q30m", "-oP", "/run/exim4/exim.pid")


def sendmail() -> None:
    """Debian's Sendmail, set up by the package's own program; then told to listen at PARTNER, as its README says."""
    program = "/usr/libexec/sendmail/sendmail"
    for link in ("sendmail", "sendmail-mta", "sendmail-msp"):
        run("ln", "-sf", program, f"/usr/sbin/{link}")
    run("ln", "-sf", "../libexec/sendmail/makemap", "/usr/sbin/makemap")
    run("chgrp", "smmsp", program)
    run("chmod", "2755", program)
    syslog()
    # a group of RFC 7919: to find a prime takes a minute
    run("openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048", "-out", "/etc/mail/tls/sendmail-common.prm")
    run("sh", "-c", "/usr/share/sendmail/update_sendmail >/out/update_sendmail.log 2>&1 || true")
    too = f"DAEMON_OPTIONS(`Family=inet, Name=MTA-out, Port=smtp, Addr={PARTNER}')dnl"
    run("sed", "-i", f"/^DAEMON_OPTIONS.*Name=MTA-v4/a {too}", "/etc/mail/sendmail.mc")
    run("make", "-C", "/etc/mail", "sendmail.cf")
    run("sed", "-i", "s/^GreetPause:\t.*/GreetPause:\t0/", "/etc/mail/access")  # strangers wait 5 s for the greeting
    run("make", "-C", "/etc/mail", "access.db")
    put("/etc/mail/local-host-names", "localhost\nmail.firma.test\nfirma.test\n")
    for what in ("auth", "account", "password", "session"):
        put(f"/etc/pam.d/common-{what}", f"{what} required pam_permit.so\n")  # its start script is another user for a moment
    # its start script gives the server two seconds to come up; here its log is awaited
    run("sed", "-i", "s/sleep 2;/sleep 0.1;/", "/etc/init.d/sendmail")
    run("service", "sendmail", "start")


def opensmtpd() -> None:
    """Debian's OpenSMTPD, listening at PARTNER as well."""
    run("ln", "-sf", "mawk", "/usr/bin/awk")
    run("ln", "-sf", "smtpctl", "/usr/sbin/sendmail")
    run("chgrp", "opensmtpq", "/usr/sbin/smtpctl")
    run("chmod", "2755", "/usr/sbin/smtpctl")
    config = ROOT / "etc/smtpd.conf"
    put("/etc/smtpd.conf", config.read_text().replace("listen on localhost\n", f"listen on localhost\nlisten on {PARTNER}\n"))
    syslog()
    run("sed", "-i", "s/--stop /--stop --retry 9 /", "/etc/init.d/opensmtpd")  # Debian's unit waits for the end before it starts anew
    run("service", "opensmtpd", "start")


SERVERS: Mapping[str, Callable[[], None]] = {"postfix": postfix, "exim": exim, "sendmail": sendmail, "opensmtpd": opensmtpd}
"""A name in RIG_PARTNER -> what starts it."""
