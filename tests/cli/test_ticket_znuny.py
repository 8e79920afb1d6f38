"""`sheetgen ticket` with a real Znuny: on the ticket and read back, or found out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.calls import Run
from tests.rigs.certs import Authority
from tests.rigs.faults import FAULTS
from tests.rigs.proxy import When, http_proxy
from tests.rigs.znuny import Znuny

SHEET = "tls-kommunikation_firma.de_de.pdf"

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ticket(run_here: Run, znuny: Znuny, authority: Authority, tmp_path: Path) -> Call:
    """`ticket(port, number, *arguments, user=)` -> the finished command; Znuny stands behind a proxy's port."""

    def call(port: int, number: str, *arguments: str, user: str = "sheetgen") -> subprocess.CompletedProcess[str]:
        address = f"https://localhost:{port}{znuny.base}"
        lines = ("[desks.help]", 'kind = "znuny"', f'url = "{address}"', f'ca_file = "{authority.ca}"', f'user = "{user}"')
        (tmp_path / "settings.toml").write_text("\n".join(lines))
        env = {"SHEETGEN_SETTINGS": str(tmp_path / "settings.toml"), "SHEETGEN_HELP_TOKEN": znuny.password}
        words = ("ticket", "firma.de", "--customer", "kunde.de", "--ticket", number, "--desk", "help", "--lang", "de")
        return run_here(*words, *arguments, env=env)

    return call


def test_the_sheet_is_on_the_ticket_once(ticket: Call, znuny: Znuny, authority: Authority, tmp_path: Path) -> None:
    """By the number that agents see, with its marker's brackets; read back; and the same again does nothing."""
    number = znuny.ticket("post@kunde.de")
    with http_proxy(znuny.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, f"[Ticket#{number.number}]")
        assert done.returncode == 0, done.stderr
        assert "read back and the same" in done.stderr
        assert ticket(proxy.port, number.number).returncode == 0
    assert znuny.files(number) == [(SHEET, (tmp_path / done.stdout.strip()).read_bytes())]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Znuny's file dropped", f"{SHEET} is not among its new files"),
        ("file altered", "are others than were sent"),
        ("500, empty", "answers 500"),
        ("request read, closed", "hung up"),
    ],
)
def test_what_goes_wrong_is_one_clear_line(name: str, words: str, ticket: Call, znuny: Znuny, authority: Authority) -> None:
    """Znuny says success and dropped or changed the file, or says nothing: exit 1, and what the ticket holds now."""
    number = znuny.ticket("post@kunde.de")
    with http_proxy(znuny.port, FAULTS[name], When("POST", f"{znuny.base}/TicketUpdate"), tls=authority.server()) as proxy:
        done = ticket(proxy.port, number.number)
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1, done.stderr
    assert words in last
    assert "holds nothing new" in last or f"new on ticket {number.number}" in last
    assert znuny.password not in done.stderr


@pytest.mark.parametrize("user", ["onlooker", "outsider", "nobody"])
def test_a_login_without_the_right(user: str, ticket: Call, znuny: Znuny, authority: Authority) -> None:
    """An agent who may not write, may not see, or is none: one line, and whom to ask; the ticket stays as it is."""
    number = znuny.ticket("post@kunde.de")
    with http_proxy(znuny.port, tls=authority.server()) as proxy:
        done = ticket(proxy.port, number.number, user=user)
    assert (done.returncode, znuny.files(number)) == (1, [])
    assert "; " in done.stderr.splitlines()[-1]
