"""A partner's mail server as a test sees it: what is typed there, what is sent, and what became of it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.rigs.certs import ELSEWHERE
from tests.rigs.rig import Rig

T = TypeVar("T")
HOSTS = " ".join((*(f"mx0{n}.hamburg-cloud.de" for n in range(1, 10)), ELSEWHERE))
"""The MX host of each kind of server, in the order of inside/sinks.py."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: `sent`, `deferred` or `returned`, the server's words, and what it came to the platform by."""

    status: str
    why: str
    arrived: str | None
    """The version of TLS, empty for plain text; None where no server of the platform took it."""


@dataclass(frozen=True, slots=True)
class Server:
    """How a kind of server is spoken to, and how its log reads; `{to}` and `{host}` stand for what is looked for."""

    folders: str
    """What its configuration lies in."""
    log: str
    submit: tuple[str, ...]
    outcome: str
    host: str
    reason: str
    words: Mapping[str, str]
    """Its words for what becomes of a message."""
    reload: tuple[str, str] = ("\0", "")
    """How it is told to reload, and what its log says once it has."""


SERVERS: Mapping[str, Server] = {
    "postfix": Server(
        "/etc/postfix",
        "/var/log/partner.log",
        ("sendmail", "-f"),
        r"to=<{to}>.*? status=(?P<status>\w+) (?P<why>.*)$",
        r"to=<{to}>, relay=(?P<host>[^\[,]+)",
        r"(?:verification failed for|\w+ TLS connection established to) {host}.*",
        {"sent": "sent", "deferred": "deferred", "bounced": "returned"},
        ("postfix reload", "reload -- version"),
    ),
    "exim": Server(
        "/etc/exim4",
        "/var/log/exim4/mainlog",
        ("exim4", "-odb", "-i", "-f"),
        r" (?P<status>=>|==|\*\*) {to} (?P<why>.*)$",
        r" (?:=>|==|\*\*) {to} .*H=(?P<host>\S+)",
        r"H={host} .*(?:TLS|CV=).*",
        {"=>": "sent", "==": "deferred", "**": "returned"},
        ("kill -HUP", "daemon started: "),
    ),
    "sendmail": Server(
        "/etc/mail",
        "/out/syslog.log",
        ("sendmail", "-f"),
        r"sm-mta\[\d+\]: \w+: to=<{to}>,.* stat=(?P<status>Sent|Deferred|User unknown|Service unavailable)(?P<why>.*)$",
        r"sm-mta\[\d+\]: \w+: to=<{to}>,.* relay=(?P<host>[^ \[,]+)\.? ",
        r"(?:relay={host}.* verify=.*|ruleset=tls_rcpt, arg1=.*{host}.*)",
        {"Sent": "sent", "Deferred": "deferred", "User unknown": "returned", "Service unavailable": "returned"},
        ("sendmail reload", "starting daemon"),
    ),
    "opensmtpd": Server(
        "/etc/smtpd.conf",
        "/out/syslog.log",
        ("sendmail", "-f"),
        r"mta delivery .*to=<{to}> .*result=\"(?P<status>\w+)\" (?P<why>.*)$",
        r"(?P<host>\w{{16}}) mta delivery .*to=<{to}>",
        r"{host} mta (?:error|tls|server-cert-check).*",
        {"Ok": "sent", "TempFail": "deferred", "PermFail": "returned"},
        ("opensmtpd restart", "starting"),
    ),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How a client comes to the server: from which address, to which address and port, and as whom."""

    client: str
    server: str = "192.0.2.25"
    port: int = 25
    login: tuple[str, str] | None = None


WAYS: Mapping[str, Way] = {
    "loopback": Way("127.0.0.1", "127.0.0.1"),
    "network": Way("198.51.100.201"),
    "login": Way("198.51.100.200", port=587, login=("anna", "geheim")),
}
"""How mail comes in but by the server's own program. The clients' addresses are on loopback, but no interface has them: Sendmail takes
those that have one for itself."""
ENCRYPT = "c=ssl.create_default_context();c.check_hostname=False;c.verify_mode=ssl.CERT_NONE;s.starttls(context=c)"


@dataclass(frozen=True, slots=True)
class Submitted:
    """Messages on their way, and how long the log and the list of what was taken had been before."""

    by: str
    domains: tuple[str, ...]
    seen: int
    taken: int


@dataclass(frozen=True, slots=True)
class Partner:
    """A running server with Debian's configuration. It can send to each kind of server of inside/sinks.py as `KIND.example`."""

    rig: Rig
    server: Server

    def type(self, script: str) -> None:
        """Paste it into root's shell, which ends at the first thing that goes wrong; return once it holds."""
        command, says = self.server.reload
        before = self.read(self.server.log).count(says)
        done = self._shell(script)
        assert done.returncode == 0, done.stderr.decode()
        if command in script:
            self._until(lambda: self.read(self.server.log).count(says) > before)
            self._until(self._greets)

    def fails(self, script: str) -> str:
        """Paste what has to fail; what was complained of."""
        done = self._shell(script)
        assert done.returncode != 0
        return done.stderr.decode()

    def _shell(self, script: str) -> subprocess.CompletedProcess[bytes]:
        into = ("nsenter", "-t", str(self.rig.pid), "-n", "-m", "-p", "-i", "-u", "--", "chroot", self.rig.ready["root"])
        return subprocess.run([*into, "sh", "-eu"], input=script.encode(), capture_output=True, check=False)

    def read(self, path: str) -> str:
        """A file of the server."""
        return self.rig.run("cat", path).decode()

    def digest(self) -> str:
        """Of all that its configuration lies in: names, modes, owners and content."""
        each = 'stat -c "%n %a %U %G %F" "$f"; [ -d "$f" ] || sha256sum "$f"'
        listed = f"find {self.server.folders} | sort | while read -r f; do {each}; done"
        return hashlib.sha256(self.rig.run("sh", "-c", listed)).hexdigest()

    def send(self, *domains: str, by: str = "program") -> Mapping[str, Outcome]:
        """Send a message to each, by one of WAYS, and wait for what becomes of them."""
        return self.became(self.submit(*domains, by=by))

    def submit(self, *domains: str, by: str = "program") -> Submitted:
        """Send a message to each, from `WAY@` to `WAY@`, and don't wait."""
        submitted = Submitted(by, domains, len(self.read(self.server.log)), len(self.taken()))
        text = "From: a@firma.test\nSubject: test\n\ntest\n"
        if way := WAYS.get(by):
            self._client(way, *(f"s.sendmail('a@firma.test','{by}@{domain}',{text!r})" for domain in domains))
        else:
            for domain in domains:
                self.rig.run(*self.server.submit, "a@firma.test", f"{by}@{domain}", stdin=text.encode())
        return submitted

    def became(self, submitted: Submitted) -> Mapping[str, Outcome]:
        """What has become of them, by their domains, once that is known of all."""
        return {domain: self._outcome(f"{submitted.by}@{domain}", submitted.seen, submitted.taken) for domain in submitted.domains}

    def taken(self) -> list[Mapping[str, Any]]:
        """What the platform's servers took, oldest first: each its `kind`, `tls`, `ehlo` and recipients `to`."""
        return [json.loads(line) for line in (self.rig.out / "taken.jsonl").read_text().splitlines()]

    def _outcome(self, to: str, seen: int, before: int) -> Outcome:
        def search(pattern: str, **names: str) -> Iterator[re.Match[str]]:
            held = pattern.format(**{name: re.escape(value) for name, value in names.items()})
            return re.finditer(held, self.read(self.server.log)[seen:], re.MULTILINE)

        found = self._until(lambda: next(search(self.server.outcome, to=to), None))
        hosts = [match["host"] for match in search(self.server.host, to=to)]
        reasons = [match[0] for host in hosts[:1] for match in search(self.server.reason, host=host)]
        arrived = next((str(taken["tls"]) for taken in self.taken()[before:] if to in taken["to"]), None)
        return Outcome(self.server.words[found["status"]], "; ".join((found["why"], *reasons)), arrived)

    @staticmethod
    def _until(condition: Callable[[], T | None], seconds: float = 30) -> T:
        end = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < end, "nothing became of it"
            time.sleep(0.02)
        return found

    def hand_in(self, sender: str, *, tls: bool, client: str = "198.51.100.200", to: str = "root@firma.test") -> int:
        """What the server answers to a message from that sender, by a client at that address: 250, or the code of its refusal."""
        ask = f"s.ehlo_or_helo_if_needed();a=s.mail('{sender}')[0];print(s.rcpt('{to}')[0] if a==250 else a)"
        return int(self._client(Way(client=client), *([ENCRYPT] if tls else []), ask))

    def _greets(self) -> bool:
        try:
            self._client(WAYS["loopback"], "s.quit()")
        except AssertionError:
            return False
        return True

    def _client(self, way: Way, *lines: str) -> str:
        """What a program prints that speaks to the server, `s` being the connection."""
        connect = f"s=smtplib.SMTP('{way.server}',{way.port},'out.hamburg-cloud.de',20,('{way.client}',0))"
        login = (ENCRYPT, f"s.login{way.login!r}") if way.login else ()
        into = (
            "nsenter",
            "-t",
            str(self.rig.pid),
            "-n",
            "--",
            sys.executable,
            "-c",
            "\n".join(("import smtplib,ssl", connect, *login, *lines)),
        )
        done = subprocess.run(into, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


NewPartner = Callable[..., AbstractContextManager[Partner]]
