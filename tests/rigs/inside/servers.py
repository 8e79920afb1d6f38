"""What the rigs share: files and programs in the root, and waiting for what they start."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(os.environ["RIG_ROOT"])
STATE = Path(os.environ["RIG_STATE"])
OUT = ROOT / "out"
SENDMAIL = """#!/bin/sh
# what is not yet whole has another name
new=$(mktemp /out/sent/.XXXXXXXX); cat > "$new"; mv "$new" "/out/sent/$(date +%s%N)"
"""
PORTS = range(20000, 30000)
"""Below the ports that Linux gives to clients, so that no connection takes one between its choice and its use."""


def put(path: str, text: str, mode: int = 0o644) -> None:
    """Write a file of the root."""
    file = ROOT / path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(mode)
    os.utime(file, times=(time.time() - 3600,) * 2)  # Postfix's programs wait until a main.cf is 2 s old, lest it be half written


def run(*command: str, stdin: str = "") -> str:
    """What a program of the root prints; ends the rig with what it complained of if it fails."""
    done = subprocess.run(["chroot", str(ROOT), *command], input=stdin, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def catch_mail() -> None:
    """A /rig/sendmail that makes each mail a file of the host's folder `sent`."""
    put("/rig/sendmail", SENDMAIL, 0o755)
    (OUT / "sent").mkdir()
    (OUT / "sent").chmod(0o777)


def start(log: str, *command: str, stdin: str = "") -> None:
    """Start a server of the root; what it says goes to the host's folder."""
    with (OUT / f"{log}.log").open("w") as file:
        server = subprocess.Popen(["chroot", str(ROOT), *command], stdin=subprocess.PIPE, stdout=file, stderr=file, text=True)
    assert server.stdin is not None
    server.stdin.write(stdin)
    server.stdin.close()


def syslog() -> None:
    """A /dev/log, for servers that log nowhere else: what they say goes to syslog.log in the host's folder."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sock.bind(str(ROOT / "dev/log"))
    (ROOT / "dev/log").chmod(0o666)
    file = (OUT / "syslog.log").open("a", buffering=1)

    def collect() -> None:
        while True:
            file.write(sock.recv(65536).decode(errors="replace").rstrip("\0\n") + "\n")

    threading.Thread(target=collect, daemon=True).start()


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    for port in random.SystemRandom().sample(PORTS, 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    sys.exit("no free port was found")


def wait(what: str, condition: Callable[[], bool], seconds: float = 120) -> None:
    """Return once it holds; ends the rig, with the servers' logs, if it doesn't."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            logs = "\n".join(f"{path.name}: {path.read_text(errors='replace')[-2000:]}" for path in OUT.glob("*.log"))
            sys.exit(f"{what} did not come up in {seconds} s\n{logs}")
        time.sleep(0.02)


def wait_for_port(what: str, port: int) -> None:
    """Return once something listens on 127.0.0.1."""

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait(what, listens)


def serve(ready: Mapping[str, object]) -> None:
    """Tell the test process what there is, and live until it closes our standard input or dies."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # as the first process we are the parent of servers that go: let none stay as a zombie
    sys.stdout.write(json.dumps({"root": str(ROOT), **ready}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
