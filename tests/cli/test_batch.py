"""`sheetgen render --from` as its users meet it: what becomes of good and bad rows, and of a run that was ended."""

from __future__ import annotations

import errno
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sheetgen.batch import work
from sheetgen.documents import Document
from sheetgen.facts.known import Source
from sheetgen.render import Plan, render
from sheetgen.request import Request
from tests.calls import Run

TABLE = """\
Domain;Kunde;Ticket;Sprache;gültig ab
firma.de;kunde.de;4711;de;01.12.2026
*.firma.at;;;de, en;
müller.de;"kunde.de; straße.de";;Englisch;
"""


def report(out: Path) -> list[dict[str, Any]]:
    """The lines of the one report in a folder, which holds no journal any more."""
    assert not list(out.glob("journal_*"))
    (path,) = out.glob("report_*.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def contents(out: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def names(out: Path) -> list[str]:
    """All sheets below a folder."""
    return [name for name in contents(out) if not name.startswith("report_")]


def test_a_table_is_as_many_calls(run_here: Run, tmp_path: Path) -> None:
    """Each row has the bytes that a call of its own gives it: what a row does not say the options say."""
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    done = run_here("render", "--from", "list.csv", "--ticket", "1", "--out", "many", "--format", "txt", "--format", "json")
    assert done.returncode == 0, done.stderr
    options = ("--format", "txt", "--format", "json", "--out", "single")
    for call in (
        ("firma.de", "--customer", "kunde.de", "--ticket", "4711", "--lang", "de", "--effective", "2026-12-01"),
        ("*.firma.at", "--ticket", "1"),
        ("müller.de", "--customer", "kunde.de", "--customer", "straße.de", "--ticket", "1", "--lang", "en"),
    ):
        assert run_here("render", *call, *options).returncode == 0
    single = contents(tmp_path / "single")
    assert {name: data for name, data in contents(tmp_path / "many").items() if name in names(tmp_path / "many")} == single
    assert sorted(done.stdout.splitlines()) == sorted(f"many/{name}" for name in single)
    *_, last, summary = report(tmp_path / "many")
    assert summary == {"summary": {"made": 3}}
    assert last["customers"] == [{"domain": "kunde.de", "subdomains": False}, {"domain": "xn--strae-oqa.de", "subdomains": False}]


BAD = "domain,ticket\nfirma.de,1\nfir ma_.de,2\nfirma.at,a b\nfirma.ch\n"


def test_a_bad_row_stops_all(run_here: Run, tmp_path: Path) -> None:
    """All bad rows are told with their lines, together with what else is wrong with the call; nothing is written."""
    (tmp_path / "list.csv").write_text(BAD, encoding="utf-8")
    done = run_here("render", "--from", "list.csv", "--format", "word")
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()][:4] == ["list.csv:3", "list.csv:3", "list.csv:4", "list.csv:5"]
    assert "--format: " in done.stderr
    assert "3 of 4 rows are refused, and nothing was made" in done.stderr
    assert not (tmp_path / "output").exists()


def test_who_keeps_going_gets_the_rest(run_here: Run, tmp_path: Path) -> None:
    """The good rows are made, exit 1; the report has every row, in the order of the list, with what is wrong with the bad ones."""
    (tmp_path / "list.csv").write_text(BAD, encoding="utf-8")
    done = run_here("render", "--from", "list.csv", "--keep-going", "--format", "json")
    assert done.returncode == 1
    assert names(tmp_path / "output") == ["firma.de/1/tls-kommunikation_firma.de.json"]
    head, *rows, summary = report(tmp_path / "output")
    assert head["issued"] == "2026-11-24"
    assert [(row["at"], row["status"]) for row in rows] == [
        ("list.csv:2", "made"),
        *((f"list.csv:{line}", "refused") for line in (3, 4, 5)),
    ]
    assert all(why in done.stderr for row in rows for why in row.get("why", ()))
    assert summary == {"summary": {"made": 1, "refused": 3}}


def test_what_another_run_left_is_named(run_here: Run, tmp_path: Path) -> None:
    """A journal that no list takes up any more is told of, and left alone."""
    (tmp_path / "list.txt").write_text("firma.de\n", encoding="utf-8")
    (tmp_path / "output").mkdir()
    left = tmp_path / "output" / "journal_0123456789abcdef.jsonl"
    left.write_text("{}\n", encoding="utf-8")
    done = run_here("render", "--from", "list.txt", "--format", "json")
    assert "an unfinished run of another list lies in output: journal_0123456789abcdef.jsonl" in done.stderr
    assert left.read_text("utf-8") == "{}\n"


def test_nothing_good_is_nothing_made(run_here: Run, tmp_path: Path) -> None:
    """Where every row is bad, keeping going makes no file, and no report of nothing."""
    (tmp_path / "list.txt").write_text("localhost\n", encoding="utf-8")
    assert run_here("render", "--from", "list.txt", "--keep-going").returncode == 2
    assert not (tmp_path / "output").exists()


def test_a_column_that_is_none_of_ours_is_about_all_rows(run_here: Run, tmp_path: Path) -> None:
    """It may be a slip for one that would change every sheet: not even who keeps going gets them, until the doubt is waived."""
    (tmp_path / "list.csv").write_text("domain;Kudne\nfirma.de;kunde.de\n", encoding="utf-8")
    call = ("render", "--from", "list.csv", "--format", "json")
    done = run_here(*call, "--keep-going")
    assert done.returncode == 2
    assert "--accept list.column" in done.stderr
    assert not (tmp_path / "output").exists()
    assert run_here(*call, "--accept", "list.column").returncode == 0


def test_a_table_without_its_header(run_here: Run, tmp_path: Path) -> None:
    """Its second column may hold customers, for whom no sheet must be made: a doubt, once. Commas and blanks part a list."""
    (tmp_path / "table.txt").write_text("firma.de;kunde.de\nfirma.at\tkunde.at\n", encoding="utf-8")
    done = run_here("render", "--from", "table.txt", "--keep-going")
    assert (done.returncode, done.stderr.count("--accept list.no-header")) == (2, 1)
    (tmp_path / "list.txt").write_text("firma.de, firma.at firma.ch\n", encoding="utf-8")
    assert len(run_here("render", "--from", "list.txt", "--format", "json").stdout.splitlines()) == 3


def test_what_another_row_says(run_here: Run, tmp_path: Path) -> None:
    """The same row again is made once and told; another day for the same sheet is refused; a name in both columns is a doubt."""
    (tmp_path / "same.csv").write_text("domain;Sprache\nfirma.de;de\nfirma.de;de\nfirma.de;en\n", encoding="utf-8")
    done = run_here("render", "--from", "same.csv", "--format", "txt")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    assert "same.csv:3: warning: this row says the same as same.csv:2" in done.stderr
    (tmp_path / "twice.csv").write_text("domain;ab\nfirma.de;2026-12-01\nfirma.de;2026-12-02\n", encoding="utf-8")
    assert "twice.csv:3: twice.csv:2 asks for the sheet of firma.de, too" in run_here("render", "--from", "twice.csv").stderr
    (tmp_path / "swapped.csv").write_text("domain;customer\nfirma.de;kunde.de\nkunde.de;firma.de\n", encoding="utf-8")
    done = run_here("render", "--from", "swapped.csv")
    assert (done.returncode, done.stderr.count("--accept request.swapped")) == (2, 2)
    assert run_here("render", "--from", "swapped.csv", "--accept", "request.swapped", "--format", "json").returncode == 0


TICKET = """\
Betreff: [RT #4711] TLS
Guten Tag,

bitte tragen Sie @firma.at und firma.de ein,
nicht intern.internal.
Viele
Grüße
"""


def test_a_ticket_text_is_listed_back(run_here: Run, tmp_path: Path) -> None:
    """Its domains are printed and nothing is made; of lines in which nothing looks like a name nothing is said but how many they are."""
    (tmp_path / "ticket.txt").write_text(TICKET, encoding="utf-8")
    done = run_here("render", "--from", "ticket.txt")
    assert (done.returncode, done.stdout) == (2, "firma.at\nfirma.de\n")
    places = [line.partition(": ")[0] for line in done.stderr.splitlines()]
    assert places == ["ticket.txt:4", "ticket.txt:5", "--from"]
    assert "nothing was made (4 lines name none)" in done.stderr
    assert not (tmp_path / "output").exists()


def test_a_word_in_a_plain_list_is_a_mistyped_name(run_here: Run, tmp_path: Path) -> None:
    """Where the list turns out to be no prose it is told with its line, and all complaints in the order of the lines."""
    (tmp_path / "list.txt").write_text("firma.internal\nfirma.de\nfirmade\nfir_ma.de\nfirma.at\n", encoding="utf-8")
    done = run_here("render", "--from", "list.txt")
    told = done.stderr.splitlines()
    assert [line.partition(": ")[0] for line in told[:3]] == ["list.txt:1", "list.txt:3", "list.txt:4"]
    assert (done.returncode, told[3].partition(";")[0]) == (2, "3 of 5 rows are refused, and nothing was made")


@pytest.mark.parametrize("options", [(), ("--keep-going",)])
def test_doubts_about_all_rows_are_told_when_they_are_met(run_here: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    """In the order of the lines, each once, and they stop the run nevertheless."""
    rows = ('{"domain": "firma.de"}', '{"domain": "firma.at", "Kudne": 1}', '{"domain": "localhost"}', '{"domain": "firma.ch", "Kudne": 1}')
    (tmp_path / "list.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = run_here("render", "--from", "list.jsonl", *options)
    doubt, refused, summary = done.stderr.splitlines()
    assert (doubt[:18], refused[:14], "nothing " in summary) == ("list.jsonl:2:24: “", "list.jsonl:3: ", True)
    assert done.returncode == 2
    assert not (tmp_path / "output").exists()


def test_of_a_file_that_is_no_list_one_thing_is_said(run_here: Run, tmp_path: Path) -> None:
    """That no row of it is left goes without saying."""
    (tmp_path / "list.xlsx").write_bytes(b"PK\3\4")
    done = run_here("render", "--from", "list.xlsx")
    assert (done.returncode, [line.partition(": ")[0] for line in done.stderr.splitlines()]) == (2, ["list.xlsx"])


def test_one_document_of_a_list_goes_to_stdout(run_here: Run, tmp_path: Path) -> None:
    """A list of one may, a list of two may not."""
    (tmp_path / "one.txt").write_text("firma.de\n", encoding="utf-8")
    call = ("--lang", "de", "--format", "txt", "--out", "-")
    done = run_here("render", "--from", "one.txt", *call)
    assert done.stdout == run_here("render", "firma.de", *call).stdout
    assert "no customer given for the only sheet: it shows" in done.stderr
    assert run_here("render", "firma.at", "--from", "one.txt", *call).returncode == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--jobs", "2"),
        ("--keep-going",),
        *(("--from", "one.txt", *more) for more in (("--jobs", "0"), ("--jobs", "x"), ("--from", "one.txt"))),
    ],
)
def test_options_that_can_not_be_heeded_are_refused(run_here: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    """What goes with a list alone, what is no number of processes, and a second list, in place of which one alone would be made."""
    (tmp_path / "one.txt").write_text("firma.de\n", encoding="utf-8")
    done = run_here("render", *(() if "--from" in options else ("firma.de",)), *options)
    assert done.returncode == 2
    assert not (tmp_path / "output").exists()


def test_a_sheet_that_fails(run_here: Run, tmp_path: Path) -> None:
    """It ends the run, which goes on from there once the cause is gone; who keeps going gets the rest and is told of it."""
    (tmp_path / "list.txt").write_text("firma.de\nfirma.at\nfirma.ch\n", encoding="utf-8")
    (tmp_path / "output").mkdir()
    obstacle = tmp_path / "output" / "firma.at"
    obstacle.write_text("in the way", encoding="utf-8")
    call = ("render", "--from", "list.txt", "--format", "json")
    done = run_here(*call)
    assert done.returncode == 1
    assert "list.txt:2: can't write to output/firma.at" in done.stderr
    assert "1 of 3 rows are done, and the same command goes on from there" in done.stderr
    obstacle.unlink()
    done = run_here(*call)
    assert done.stdout.splitlines() == [f"output/{name}/tls-kommunikation_{name}.json" for name in ("firma.at", "firma.ch")]
    assert report(tmp_path / "output")[-1] == {"summary": {"made": 3}}
    (tmp_path / "output" / "firma.at" / "tls-kommunikation_firma.at.json").unlink()
    obstacle.rmdir()
    obstacle.write_text("in the way", encoding="utf-8")
    assert run_here(*call, "--keep-going").returncode == 1
    assert report(tmp_path / "output")[-1] == {"summary": {"failed": 1, "made": 2}}


def started(tmp_path: Path, rows: int, **streams: Any) -> subprocess.Popen[str]:
    """A run of two processes over so many rows."""
    (tmp_path / "list.txt").write_text("".join(f"firma{i}.de\n" for i in range(rows)), encoding="utf-8")
    command = [sys.executable, "-m", "sheetgen", "render", "--from", "list.txt", "--jobs", "2", "--format", "json", "--date", "2026-11-24"]
    return subprocess.Popen(command, cwd=tmp_path, text=True, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams})


def well_begun(process: subprocess.Popen[str]) -> None:
    """Wait until others than the first process have made sheets."""
    assert process.stdout is not None
    for _ in range(40):
        process.stdout.readline()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_ends_a_run_is_told_how_it_goes_on(run_here: Run, tmp_path: Path, number: int, status: int) -> None:
    """Ctrl-C reaches the whole group of processes; the journal stands, and the same command makes what is left, and that alone."""
    process = started(tmp_path, 3000, start_new_session=True)
    well_begun(process)
    os.killpg(process.pid, number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == status, told
    assert "of 3000 rows are done, and the same command goes on from there" in told
    assert "Traceback" not in told
    (journal,) = (tmp_path / "output").glob("journal_*")
    before = len(journal.read_bytes().splitlines()) - 1
    assert 0 < before < 3000
    done = run_here("render", "--from", "list.txt", "--format", "json", "--jobs", "1", "--date", "2026-11-24")
    assert len(done.stdout.splitlines()) == 3000 - before
    assert report(tmp_path / "output")[-1] == {"summary": {"made": 3000}}


def test_no_process_outlives_a_killed_run(tmp_path: Path) -> None:
    """Where the run is killed, the processes that made its sheets end by themselves."""
    process = started(tmp_path, 3000)
    well_begun(process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    assert len(children) == 2
    process.kill()
    process.communicate(timeout=60)
    until = time.monotonic() + 30
    while any(_runs(child) for child in children) and time.monotonic() < until:
        os.sched_yield()
    assert not any(_runs(child) for child in children)


def _runs(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_progress_on_a_terminal_and_elsewhere(tmp_path: Path) -> None:
    """A terminal shows a bar with rate and time left, in place; elsewhere it is a line for each tenth."""
    ours, theirs = pty.openpty()
    process = started(tmp_path, 200, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:  # the terminal is closed
            break
        if not block:
            break
        shown += block
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert b"200/200" in shown
    assert b" a second" in shown
    assert shown.count(b"rows, ") == 0
    process = started(tmp_path, 200, stdout=subprocess.DEVNULL)
    _, told = process.communicate(timeout=60)
    assert [line.split(" rows, ")[0] for line in told.splitlines() if "s left" in line] == [
        f"sheetgen: {n} of 200" for n in range(20, 200, 20)
    ]


def test_a_full_disk_ends_even_who_keeps_going(run_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next sheet would meet it as well: nothing is noted as failed, and the same command goes on once there is room."""
    (tmp_path / "list.txt").write_text("firma.de\nfirma.at\nfirma.ch\n", encoding="utf-8")
    call = ("render", "--from", "list.txt", "--format", "json", "--keep-going")
    rename = os.rename

    def full(old: str, new: str, **more: int) -> None:
        if "firma.at" in new:
            raise OSError(errno.ENOSPC, "no space")
        rename(old, new, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", full)
        done = run_here(*call)
    assert done.returncode == 1
    assert "list.txt:2: can't write output/firma.at/tls-kommunikation_firma.at.json: no space is left there" in done.stderr
    assert "1 of 3 rows are done, and the same command goes on from there" in done.stderr
    assert run_here(*call).returncode == 0
    assert report(tmp_path / "output")[-1] == {"summary": {"made": 3}}


def test_a_defect_of_ours_keeps_no_other_sheet_from_being_made(run_here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told with its row and is no traceback; who keeps going gets the rest."""
    (tmp_path / "list.txt").write_text("firma.de\nfirma.at\n", encoding="utf-8")
    broken_pages: dict[str, Document] = {}

    def broken(source: Source, request: Request, plan: Plan) -> tuple[Document, ...]:
        return render(source, request, plan) if request.domain.ascii == "firma.at" else (broken_pages["customer"],)

    monkeypatch.setattr(work, "render", broken)
    done = run_here("render", "--from", "list.txt", "--format", "json", "--keep-going")
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert "list.txt:1: sheetgen has a defect here: KeyError: 'customer'; report it with the domain" in done.stderr
