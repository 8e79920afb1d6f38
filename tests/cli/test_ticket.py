"""`sheetgen ticket` as its users call it, with the desk that needs no settings: a draft."""

from __future__ import annotations

import email
import email.policy
import os
import pty
import re
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.calls import Run

CALL = ("ticket", "firma.de", "--customer", "kunde.de", "--ticket", "4711")
GERMAN = (*CALL, "--lang", "de")
"""A page instead of two, where the languages are not the claim."""
MAIL_DESK = """[desks.mail]
kind = "smtp"
url = "smtp://127.0.0.1:9"
from = "a@desk.example"
to = "b@desk.example"
public_to = "c@desk.example"
"""
FOLDER = "output/firma.de/4711_kunde.de"


def draft(folder: Path, path: str) -> EmailMessage:
    """A message that was written."""
    return email.message_from_bytes((folder / path).read_bytes(), policy=email.policy.default)


def test_a_draft_is_written_beside_the_sheet(run: Run, tmp_path: Path) -> None:
    """Without settings a draft and the bilingual PDF are made, and their paths printed; the PDF in the draft is the same."""
    done = run(*CALL)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{FOLDER}/tls-kommunikation_firma.de_de-en.{suffix}" for suffix in ("pdf", "eml")]
    message = draft(tmp_path, done.stdout.splitlines()[1])
    (attached,) = message.iter_attachments()
    assert (message["X-Unsent"], message["Subject"]) == ("1", "[#4711] TLS-Kommunikation: firma.de")
    assert attached.get_content() == (tmp_path / done.stdout.splitlines()[0]).read_bytes()


def test_the_text_is_german_then_english(run_here: Run, tmp_path: Path) -> None:
    """The body is the sheet in German, then in English; --lang changes text and PDF together."""
    run_here(*CALL)
    body = draft(tmp_path, f"{FOLDER}/tls-kommunikation_firma.de_de-en.eml").get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert 0 < text.index("TLS-KOMMUNIKATION MIT") < text.index("TLS COMMUNICATION WITH")
    done = run_here(*CALL, "--lang", "en", "--ticket", "4712")
    english = draft(tmp_path, done.stdout.splitlines()[1]).get_body(("plain",))
    assert english is not None
    assert "TLS-KOMMUNIKATION" not in english.get_content()
    assert done.stdout.splitlines()[0].endswith("_en.pdf")


def test_several_domains_travel_in_one_message(run_here: Run, tmp_path: Path) -> None:
    """One draft, a PDF for each domain in its own folder, all of them attached."""
    done = run_here("ticket", "firma.de", "töchter.de", "--customer", "kunde.de", "--ticket", "4711", "--lang", "de")
    paths = done.stdout.splitlines()
    assert [Path(path).name for path in paths] == [
        "tls-kommunikation_firma.de_de.pdf",
        "tls-kommunikation_firma.de_de.eml",
        "tls-kommunikation_xn--tchter-wxa.de_de.pdf",
    ]
    message = draft(tmp_path, paths[1])
    assert [part.get_filename() for part in message.iter_attachments()] == [Path(paths[0]).name, Path(paths[2]).name]
    assert message["Subject"] == "[#4711] TLS-Kommunikation: firma.de, töchter.de"


def test_what_is_there_does_not_travel_again(run_here: Run) -> None:
    """Of two domains, one of which has a draft, the other gets one of its own; after that both are there, and nothing is made."""
    run_here(*GERMAN)
    call = ("ticket", "firma.de", "partner.de", "--customer", "kunde.de", "--ticket", "4711", "--lang", "de")
    second = run_here(*call)
    there, *new = (Path(path).name for path in second.stdout.splitlines())
    assert there == "tls-kommunikation_firma.de_de.eml"
    assert new == [f"tls-kommunikation_partner.de_de.{suffix}" for suffix in ("pdf", "eml")]
    third = run_here(*call)
    assert [Path(path).name for path in third.stdout.splitlines()] == [f"tls-kommunikation_{d}.de_de.eml" for d in ("firma", "partner")]


def test_one_customers_sheet_never_travels_with_anothers(run_here: Run) -> None:
    """A ticket for which there is a draft with another customer's sheet takes none, though it would lie in another folder."""
    run_here(*GERMAN)
    other = run_here("ticket", "firma.de", "--customer", "andere.de", "--ticket", "4711", "--lang", "de")
    assert other.returncode == 2
    assert "--accept ticket.other-customer" in other.stderr


def test_a_sheet_that_travelled_with_others_is_known(run_here: Run) -> None:
    """The second sheet of a message is found in it, though the message lies beside the first."""
    first = run_here("ticket", "firma.de", "partner.de", "--customer", "kunde.de", "--ticket", "4711", "--lang", "de")
    again = run_here("ticket", "partner.de", "--customer", "kunde.de", "--ticket", "4711", "--lang", "de")
    assert "there is already a message with this sheet for @partner.de" in again.stderr
    assert again.stdout.strip() in first.stdout.splitlines()


def test_the_same_again_writes_nothing(run_here: Run, tmp_path: Path) -> None:
    """The same sheet on the same ticket: the draft that is there is named, and stays as it is. --again keeps it under its date."""
    run_here(*GERMAN)
    before = {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()}
    again = run_here(*GERMAN, "--date", "2026-11-25")
    assert again.stdout == f"{FOLDER}/tls-kommunikation_firma.de_de.eml\n"
    assert "there is already a message with this sheet for @firma.de" in again.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / FOLDER).iterdir()} == before
    run_here(*GERMAN, "--date", "2026-11-25", "--again")
    assert "tls-kommunikation_firma.de_de_2026-11-24.eml" in {path.name for path in (tmp_path / FOLDER).iterdir()}


def test_a_changed_sheet_says_first_what_it_replaces(run_here: Run, tmp_path: Path) -> None:
    """The first line of the text names the number and the date of the sheet before; HTML says it, too."""
    run_here(*CALL)
    done = run_here(*CALL, "--effective", "2026-12-01")
    message = draft(tmp_path, done.stdout.splitlines()[1])
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert re.match(r"Ersetzt das Datenblatt [0-9a-f]{8} vom 24\.11\.2026 für @firma\.de\.\r\nReplaces data sheet ", plain.get_content())
    assert "Ersetzt das Datenblatt" in html.get_content()


def test_all_bad_inputs_are_told_together(run_here: Run, tmp_path: Path) -> None:
    """One run tells every fault of its call, exit 2, and writes nothing."""
    done = run_here("ticket", "firma.d", "--desk", "hlp", "--ticket", "a b", "--customer", "a.de,b.de", "--lang", "fr", "--out", "-")
    assert done.returncode == 2
    for place in ("DOMAIN[1]", "--desk", "--ticket", "--customer", "--lang", "--out"):
        assert sum(line.startswith(f"{place}: ") for line in done.stderr.splitlines()) == 1, place
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("ticket", "firma.de"), "--ticket: no ticket was given"),
        (("ticket", "--ticket", "4711"), "DOMAIN: no domain was given"),
        (("ticket", "firma.de", "--ticket", "4711", "--public"), "--accept ticket.no-customer"),
        (("ticket", "firma.de", "--ticket", "CON"), "“CON” is no ticket id that a folder can be named by: Windows reserves it"),
        (("ticket", "firma.de", "--ticket", "1]\r\nBcc: x@y.example"), "is no ticket id"),
    ],
)
def test_what_is_missing_is_told(run_here: Run, arguments: tuple[str, ...], complaint: str) -> None:
    """No ticket, no domain, a public sheet without a customer, and an id that could do harm."""
    done = run_here(*arguments)
    assert done.returncode == 2
    assert complaint in done.stderr


def test_strict_refuses_stale_facts(run_here: Run, tmp_path: Path) -> None:
    """--strict turns a warning into a refusal here as everywhere: a stale sheet stops real mail."""
    assert run_here(*GERMAN, "--strict").returncode == 2
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_where_the_folder_is_not_ours(run_here: Run, tmp_path: Path) -> None:
    """What can't be kept is a failure, with nothing left behind."""
    (tmp_path / "output").write_text("a file")
    assert run_here(*GERMAN).returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_what_can_not_be_kept_is_not_sent(run_here: Run, tmp_path: Path) -> None:
    """Whether there is room for a copy is tried before anything is sent, and leaves nothing behind."""
    (tmp_path / "settings.toml").write_text(MAIL_DESK)
    env = {"SHEETGEN_SETTINGS": str(tmp_path / "settings.toml")}
    (tmp_path / "output").write_text("a file")
    unkept = run_here(*GERMAN, "--desk", "mail", env=env)
    assert "can't write" in unkept.stderr.splitlines()[-1]
    (tmp_path / "output").unlink()
    unsent = run_here(*GERMAN, "--desk", "mail", env=env)
    assert "127.0.0.1" in unsent.stderr.splitlines()[-1]
    assert (unkept.returncode, unsent.returncode) == (1, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["settings.toml"]


def test_a_secret_can_not_be_an_argument(run_here: Run) -> None:
    """No option takes a token or password."""
    words = re.findall(r"--[a-z-]+", run_here("ticket", "--help").stdout)
    assert not {word for word in words if re.search("token|password|secret|user", word)}


def test_the_question_needs_a_terminal(run_here: Run, tmp_path: Path) -> None:
    """--public without a terminal is refused with --yes as the way out, before anything is sent."""
    (tmp_path / "settings.toml").write_text(MAIL_DESK)
    env = {"SHEETGEN_SETTINGS": str(tmp_path / "settings.toml")}
    done = run_here(*GERMAN, "--desk", "mail", "--public", env=env)
    assert done.returncode == 2
    assert "--public: there is no terminal to ask on; add --yes" in done.stderr


def test_a_no_sends_nothing(tmp_path: Path, own_world: Path) -> None:
    """On a terminal it asks, and without a yes nothing is sent, exit 1."""
    del own_world
    (tmp_path / "settings.toml").write_text(MAIL_DESK)
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "sheetgen", *GERMAN, "--desk", "mail", "--public", "--accept", "ticket.recipients-unknown"]
    env = {**os.environ, "SHEETGEN_SETTINGS": str(tmp_path / "settings.toml"), "SHEETGEN_DATE": "2026-11-24", "TERM": "dumb"}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdin=follower, stdout=subprocess.PIPE, stderr=follower) as process:
        os.close(follower)
        os.write(leader, b"n\n")
        said = b""
        while b"as you said" not in said:
            said += os.read(leader, 4096)
        assert process.wait(60) == 1
    os.close(leader)
    assert b"public: " in said
    assert b"@firma.de, customer @kunde.de" in said
    assert not (tmp_path / "output").exists()
