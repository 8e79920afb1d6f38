"""A rig leaves nothing behind, and a machine that can't hold one says why."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places import CHECKOUT
from tests.rigs import rig
from tests.rigs.fixtures import cannot
from tests.rigs.rig import UnavailableError, make_root
from tests.rigs.secret_service import SecretService

HOLD = """
import sys, time
from tests.rigs.rig import running
with running("secret_service") as rig:
    print(rig.pid, rig.out, flush=True)
    sys.stdin.read()
"""


def test_servers_end_with_a_killed_process(secret_service: SecretService) -> None:
    """Even SIGKILL to the process of the tests ends them; another's live on."""
    with subprocess.Popen([sys.executable, "-c", HOLD], cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        pid, out = holder.stdout.readline().split()
        assert Path("/proc", pid).exists()
        holder.send_signal(signal.SIGKILL)
    end = time.monotonic() + 20
    while Path("/proc", pid).exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    subprocess.run(["rm", "-r", out], check=True)
    assert secret_service.rig.run("true") == b""


def test_who_is_not_root_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is root."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(UnavailableError, match="need root"):
        make_root("desk", print)


def test_a_machine_without_apt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is the tool that is missing."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UnavailableError, match="no apt-get here"):
        make_root("desk", print)


@pytest.mark.usefixtures("secret_service")
def test_an_archive_out_of_reach_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A root that can't be downloaded is a reason, not a crash."""
    monkeypatch.setattr(rig, "ROOTS", tmp_path / ".cache" / "roots")
    monkeypatch.setattr(rig, "CHECKOUT", tmp_path)
    monkeypatch.setenv("APT_CONFIG", str(tmp_path / "apt.conf"))
    (tmp_path / "apt.conf").write_text(
        'Acquire::http::Proxy "http://127.0.0.1:9/"; Acquire::https::Proxy "http://127.0.0.1:9/"; Acquire::Retries "0";'
    )
    said: list[str] = []
    with pytest.raises(UnavailableError, match="bookworm can't be reached"):
        make_root("secret_service", said.append)
    assert said == ["unpacking Debian's packages for real servers into .cache/roots/secret_service"]


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_where_rigs_have_to_run_their_absence_is_a_fault(monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]) -> None:
    """CI=true fails where others skip, for the same reason."""
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no namespaces"):
        cannot("no namespaces")
