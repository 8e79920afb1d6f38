"""A rig from the test process: its root is made if need be, its servers are started, and they end with us."""

from __future__ import annotations

import email
import email.policy
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.places import CHECKOUT

HERE = Path(__file__).parent
ROOTS = CHECKOUT / ".cache" / "roots"
CANNOT = 77

PACKAGES: Mapping[str, str] = {
    "desk": "request-tracker5 rt5-standalone rt5-db-sqlite rt5-clients postfix sasl2-bin libsasl2-modules",
    # otrs2 is Znuny; it needs librest-client-perl and doesn't say so
    "znuny": "otrs2 postgresql-15 starman libplack-perl libcgi-emulate-psgi-perl librest-client-perl libdbd-pg-perl",
    "secret_service": "dbus-daemon gnome-keyring libsecret-tools",
    "partner": "sendmail-bin sendmail-cf make sasl2-bin libsasl2-modules + opensmtpd + exim4-daemon-light + postfix nsd openssl mawk",
}
"""What each root holds; `inside/NAME.py` starts its servers. `NAME@trixie` is the same from Debian 13."""

OWN_NETWORK = frozenset({"partner"})
"""Rigs that need port 25, port 53 and addresses of their own."""


class UnavailableError(Exception):
    """There can't be a rig on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Rig:
    """Running servers."""

    pid: int
    ready: Mapping[str, Any]
    """What they told when they were up."""
    out: Path
    """The folder of this machine that the servers see as /out."""

    def run(self, *command: str, stdin: bytes = b"") -> bytes:
        """What a program of the root prints, run among its servers; raises CalledProcessError."""
        into = ("nsenter", "-t", str(self.pid), "-n", "-m", "-p", "-i", "-u", "--", "chroot", self.ready["root"])
        return subprocess.run([*into, *command], input=stdin, capture_output=True, check=True).stdout

    def sent(self) -> list[EmailMessage]:
        """The mails that its desk sent, oldest first."""
        paths = sorted(path for path in (self.out / "sent").iterdir() if not path.name.startswith("."))
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]


def make_root(name: str, say: Callable[[str], None]) -> None:
    """Make a root that is missing. Raises UnavailableError."""
    if os.geteuid() != 0:
        raise UnavailableError("real servers need root: they change their user, and each gets a root of its own")
    for tool in ("apt-get", "dpkg-deb", "unshare", "nsenter"):
        if not shutil.which(tool):
            raise UnavailableError(f"real servers come from Debian's packages, and there is no {tool} here")
    if (tried := subprocess.run(["unshare", "-m", "-p", "-i", "-u", "-f", "true"], capture_output=True, text=True, check=False)).returncode:
        raise UnavailableError(f"this machine permits no namespaces: {tried.stderr.strip()}")
    if not (ROOTS / name / ".stamp").exists():
        say(f"unpacking Debian's packages for real servers into {(ROOTS / name).relative_to(CHECKOUT)}")
    made = subprocess.run([HERE / "mkroot.sh", ROOTS, name, *PACKAGES[_kind(name)].split()], capture_output=True, text=True, check=False)
    if made.returncode == CANNOT:
        raise UnavailableError(made.stderr.strip().splitlines()[-1])
    assert made.returncode == 0, made.stderr


def _kind(name: str) -> str:
    """A root's name without its release."""
    return name.partition("@")[0]


@contextmanager
def running(name: str, **environment: str) -> Iterator[Rig]:
    """The servers of a root, up. Their end is the end of their standard input, which comes even if this process is killed."""
    out = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    out.chmod(0o755)
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "RIG_NETWORK": "--net" if _kind(name) in OWN_NETWORK else "", **environment}
    command = (HERE / "ns.sh", ROOTS, name, out, sys.executable, "-m", f"tests.rigs.inside.{_kind(name)}")
    with (out / "rig.log").open("w") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, f"the rig {name} did not come up: {(out / 'rig.log').read_text()}"
        # unshare waits for its child, which is the first process of the namespaces
        child = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text())
        yield Rig(child, json.loads(line), out)
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        shutil.rmtree(out)
