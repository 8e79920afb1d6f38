"""A partner's mail server as a test sees it: what is typed there, what is sent, and what became of it."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.rigs.rig import Rig


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: `sent` or `deferred`, and the server's words."""

    status: str
    why: str


@dataclass(frozen=True, slots=True)
class Server:
    """How a kind of server is spoken to, and how its log reads; `{to}` and `{host}` stand for what is looked for."""

    folder: str
    log: str
    submit: tuple[str, ...]
    outcome: str
    host: str
    reason: str
    words: Mapping[str, str]
    """Its words for what becomes of a message."""


SERVERS: Mapping[str, Server] = {
    "postfix": Server(
        "/etc/postfix",
        "/var/log/partner.log",
        ("sendmail", "-f"),
        r"to=<{to}>.*? status=(?P<status>\w+) (?P<why>.*)$",
        r"to=<{to}>, relay=(?P<host>[^\[,]+)",
        r"(?:verification failed for|\w+ TLS connection established to) {host}.*",
        {"sent": "sent", "deferred": "deferred", "bounced": "returned"},
    ),
    "exim": Server(
        "/etc/exim4",
        "/var/log/exim4/mainlog",
        ("exim4", "-odb", "-i", "-f"),
        r" (?P<status>=>|==|\*\*) {to} (?P<why>.*)$",
        r" (?:=>|==|\*\*) {to} .*H=(?P<host>\S+)",
        r"H={host} .*(?:TLS|CV=).*",
        {"=>": "sent", "==": "deferred", "**": "returned"},
    ),
}


@dataclass(frozen=True, slots=True)
class Partner:
    """A running server with Debian's configuration; `platform`: the kinds of servers that it can send to, as `KIND.example`."""

    rig: Rig
    server: Server

    @property
    def platform(self) -> Mapping[str, str]:
        """Kinds of servers and their addresses."""
        kinds: Mapping[str, str] = self.rig.ready["platform"]
        return kinds

    def type(self, script: str) -> None:
        """Paste it into root's shell, which ends at the first thing that goes wrong."""
        done = self._shell(script)
        assert done.returncode == 0, done.stderr.decode()

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
        """Of all that lies in the server's folder of /etc: names, modes, owners and content."""
        each = 'stat -c "%n %a %U %G %F" "$f"; [ -d "$f" ] || sha256sum "$f"'
        listed = f"cd {self.server.folder} && find . | sort | while read -r f; do {each}; done"
        return hashlib.sha256(self.rig.run("sh", "-c", listed)).hexdigest()

    def send(self, *domains: str) -> Mapping[str, Outcome]:
        """Send a message to each, and wait for what becomes of them."""
        seen = len(self.read(self.server.log))
        for domain in domains:
            self.rig.run(*self.server.submit, "a@firma.test", f"x@{domain}", stdin=b"From: a@firma.test\nSubject: test\n\ntest\n")
        return {domain: self._outcome(f"x@{domain}", seen) for domain in domains}

    def _outcome(self, to: str, seen: int) -> Outcome:
        def search(pattern: str, **names: str) -> re.Match[str] | None:
            held = pattern.format(**{name: re.escape(value) for name, value in names.items()})
            return re.search(held, self.read(self.server.log)[seen:], re.MULTILINE)

        found = self._until(lambda: search(self.server.outcome, to=to))
        host = search(self.server.host, to=to)
        reason = search(self.server.reason, host=host["host"]) if host else None
        return Outcome(self.server.words[found["status"]], f"{found['why']} {reason[0] if reason else ''}")

    @staticmethod
    def _until(condition: Callable[[], re.Match[str] | None], seconds: float = 30) -> re.Match[str]:
        end = time.monotonic() + seconds
        while (found := condition()) is None:
            assert time.monotonic() < end, "nothing became of it"
            time.sleep(0.02)
        return found

    def hand_in(self, sender: str, *, tls: bool, client: str = "198.51.100.1") -> int:
        """What the server answers to a message from that sender, by a client at that address: 250, or the code of its refusal."""
        program = (
            "import smtplib,ssl\n"
            f"s=smtplib.SMTP('{self.rig.ready['partner']}',25,'out.hamburg-cloud.de',20,('{client}',0))\n"
            f"c=ssl.create_default_context();c.check_hostname=False;c.verify_mode=ssl.CERT_NONE\n"
            f"{tls!r} and s.starttls(context=c)\n"
            f"s.ehlo_or_helo_if_needed();a=s.mail('{sender}')[0];b=s.rcpt('root@firma.test')[0] if a==250 else a\n"
            "print(b)\n"
        )
        into = ("nsenter", "-t", str(self.rig.pid), "-n", "--", sys.executable, "-c", program)
        return int(subprocess.run(into, capture_output=True, text=True, check=True).stdout)
