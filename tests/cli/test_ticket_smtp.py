"""`sheetgen ticket` by e-mail: real Postfix, and real Request Tracker behind it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.calls import Run
from tests.rigs.certs import Authority
from tests.rigs.rt import Rt
from tests.rigs.submission import BUSY, COMMENT, CORRESPOND, NOBODY, Submission

SHEET = "tls-kommunikation_firma.de_de.pdf"

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def ticket(run_here: Run, submission: Submission, authority: Authority, tmp_path: Path) -> Call:
    """`ticket(number, *arguments, port=, to=, token=)` -> the finished command."""

    def call(number: int, *arguments: str, port: str = "starttls", to: str = COMMENT, token: str = "") -> subprocess.CompletedProcess[str]:
        scheme = "smtps" if port == "smtps" else "smtp"
        lines = (
            "[desks.mail]",
            'kind = "smtp"',
            f'url = "{scheme}://localhost:{submission.ports[port]}"',
            f'ca_file = "{authority.ca}"',
            'from = "service@platform.example"',
            f"to = {[*to.split()]!r}".replace("'", '"'),
            f'public_to = "{CORRESPOND}"',
            f'user = "{submission.user}"',
            'marker = "[desk.example #{ticket}]"',
            "timeout = 20",
            "default = true",
        )
        (tmp_path / "settings.toml").write_text("\n".join(lines))
        env = {"SHEETGEN_SETTINGS": str(tmp_path / "settings.toml"), "SHEETGEN_MAIL_TOKEN": token or submission.password}
        words = ("ticket", "firma.de", "--customer", "kunde.de", "--ticket", str(number), "--lang", "de")
        return run_here(*words, *arguments, env=env)

    return call


@pytest.mark.parametrize("port", ["starttls", "smtps"])
def test_it_comes_onto_the_ticket(port: str, ticket: Call, rt: Rt, submission: Submission, tmp_path: Path) -> None:
    """The mail finds its ticket by the marker, with the PDF as it is kept; the line claims no more than the server's word."""
    number = rt.ticket("post@kunde.de")
    done = ticket(number, port=port)
    assert done.returncode == 0, done.stderr
    submission.until(lambda: "Comment" in rt.history(number))
    pdf, eml = (tmp_path / path for path in done.stdout.splitlines())
    assert rt.files(number)[-1] == (SHEET, pdf.read_bytes())
    assert eml.suffix == ".eml"
    assert "250 2.0.0 Ok: queued as" in done.stderr
    assert "read back" not in done.stderr


def test_the_same_again_is_not_sent_again(ticket: Call, rt: Rt, submission: Submission) -> None:
    """The message that was kept tells; --again sends it."""
    number = rt.ticket("post@kunde.de")
    ticket(number)
    submission.until(lambda: "Comment" in rt.history(number))
    again = ticket(number)
    assert "there is already a message with this sheet" in again.stderr
    assert ticket(number, "--again").returncode == 0
    submission.until(lambda: rt.history(number).count("Comment") == 2)


def test_public_over_mail_is_a_doubt(ticket: Call, rt: Rt, submission: Submission) -> None:
    """Nobody can tell by mail who gets what is public: accepted and answered, it goes to the desk's public address."""
    number = rt.ticket("post@kunde.de")
    doubted = ticket(number, "--public", "--yes")
    assert doubted.returncode == 2
    assert "--accept ticket.recipients-unknown" in doubted.stderr
    assert ticket(number, "--public", "--yes", "--accept", "ticket.recipients-unknown").returncode == 0
    submission.until(lambda: "Correspond" in rt.history(number))


FAILING = {
    "wrong name": ({"port": "wrong_name"}, "is for another"),
    "unknown CA": ({"port": "unknown_ca"}, "a CA that this machine does not know"),
    "expired": ({"port": "expired"}, "has expired"),
    "no STARTTLS": ({"port": "no_starttls"}, "STARTTLS"),
    "wrong password": ({"token": "wrong"}, "535"),
    "refused": ({"to": f"{COMMENT} {NOBODY} {BUSY}"}, NOBODY),
}


@pytest.mark.parametrize("name", FAILING)
def test_what_goes_wrong_is_told_and_nothing_is_sent(name: str, ticket: Call, rt: Rt, submission: Submission, tmp_path: Path) -> None:
    """Exit 1, what went wrong and what to do next, no file kept, and no mail even to a recipient that was accepted."""
    number = rt.ticket("post@kunde.de")
    options, words = FAILING[name]
    done = ticket(number, **options)
    assert done.returncode == 1, done.stderr
    assert words in done.stderr.splitlines()[-1]
    assert "; " in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert submission.password not in done.stderr
    assert not (tmp_path / "output").exists()
    assert rt.files(number) == []


def test_refused_recipients_are_reported_one_by_one(ticket: Call) -> None:
    """Each with the server's own word."""
    done = ticket(1, to=f"{COMMENT} {NOBODY} {BUSY}")
    line = done.stderr.splitlines()[-1]
    assert f"{NOBODY}" in line
    assert f"{BUSY}" in line
    assert "550" in line
    assert "450" in line


def test_doctor_asks_it(run_here: Run, ticket: Call, submission: Submission, tmp_path: Path) -> None:
    """Address, certificate, login, size and addresses are told; a wrong password is found, and nothing is sent."""
    ticket(1, port="no_starttls")  # writes the settings
    settings = tmp_path / "settings.toml"
    settings.write_text(settings.read_text().replace(str(submission.ports["no_starttls"]), str(submission.ports["starttls"])))
    env = {"SHEETGEN_SETTINGS": str(settings), "SHEETGEN_MAIL_TOKEN": submission.password}
    fine = run_here("doctor", "--desk", "mail", env=env)
    assert (fine.returncode, fine.stdout.splitlines()[-1]) == (0, "nothing to mend"), fine.stdout
    wrong = run_here("doctor", "--desk", "mail", env={**env, "SHEETGEN_MAIL_TOKEN": "wrong"})
    assert wrong.returncode == 1
    assert "to mend it: " in wrong.stdout
