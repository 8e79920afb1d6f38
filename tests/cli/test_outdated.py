"""`sheetgen outdated`: a line a sheet, how many of how many, the facts that have changed; --reissue prints the paths it made."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sheetgen.request import Request
from tests.calls import Run
from tests.documents.jobs import REQUESTS, domain
from tests.outdated.issued import CA, CA_CHANGE, issue
from tests.places import CHECKOUT
from tests.sheets import changed

TODAY = {"SHEETGEN_DATE": "2026-11-30"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with three sheets in six files each, and beside it facts whose CA has changed."""
    changed(tmp_path, "hamburg-cloud", CA)
    for request in (REQUESTS["plain"], REQUESTS["planned"], Request(domain("zuletzt.de"))):
        issue(tmp_path / "output", request, ("de", "en"), ("pdf", "html", "txt"))
    return tmp_path / "output"


def test_as_many_processes_as_are_named(run: Run, tmp_path: Path) -> None:
    """One or three: the same lines in the same order, and progress on stderr where nobody watches; no number is refused."""
    for number in range(120):
        issue(tmp_path / "output", f"firma{number}.de", formats=("txt", "json"))
    changed(tmp_path, "hamburg-cloud", CA)
    done = {jobs: run("outdated", "output", "--facts", "facts.yaml", "--jobs", jobs) for jobs in ("1", "3", "0")}
    assert [result.returncode for result in done.values()] == [1, 1, 2]
    lines = done["1"].stdout.splitlines()
    assert (len(lines), done["3"].stdout.splitlines()) == (120, sorted(lines))
    assert sorted(lines) == lines
    assert all("12 of 120 folders, " in done[jobs].stderr for jobs in ("1", "3"))


def told(stderr: str) -> list[str]:
    """What was said besides the facts' own warnings."""
    return [line.removeprefix("sheetgen: ") for line in stderr.splitlines() if line.startswith("sheetgen: ")][1:]


def test_what_the_engineer_sees(run_here: Run, output: Path) -> None:
    """A line for each request's folder with the fact, old -> new; counted over all; the command that is proposed makes them anew."""
    done = run_here("outdated", "output/zuletzt.de")
    assert (done.stdout, told(done.stderr)) == ("", ["0 of 1 sheet is outdated"])
    done = run_here("outdated", "output", "--facts", "facts.yaml", env=TODAY)
    folders = ["firma.de", "firma.de/4711_kunde.example", "zuletzt.de"]
    assert done.stdout.splitlines() == [f"outdated output/{folder}: {CA_CHANGE}" for folder in folders]
    *lines, proposed = told(done.stderr)
    assert lines == ["3 of 3 sheets are outdated", f"{CA_CHANGE} in 3 sheets"]
    assert done.returncode == 1
    command = proposed.removeprefix("to make them anew: ")
    before = sorted(path.relative_to(output.parent) for path in output.rglob("*.*") if path.is_file())
    done = run_here(*shlex.split(command)[1:], env=TODAY)
    assert sorted(done.stdout.splitlines()) == [str(path) for path in before]
    assert told(done.stderr) == ["3 of 3 sheets were outdated; 3 made anew", f"{CA_CHANGE} in 3 sheets"]
    assert done.returncode == 0
    done = run_here("outdated", "output", "--facts", "facts.yaml", env=TODAY)
    assert (done.returncode, done.stdout, told(done.stderr)) == (0, "", ["0 of 3 sheets are outdated"])


@pytest.mark.parametrize("folder", [".", "firma.de", "firma.de/4711_kunde.example", "../output"])
def test_wherever_one_stands(folder: str, run_here: Run, output: Path) -> None:
    """From within the output folder, of one domain or one edition: what is made is written where it lay, and is named as it was."""
    done = run_here("outdated", folder, "--reissue", "--facts", "../facts.yaml", cwd=output, env=TODAY)
    assert done.returncode == 0, done.stderr
    paths = done.stdout.splitlines()
    assert len(paths) == {".": 18, "firma.de": 12, "../output": 18}.get(folder, 6)
    assert all((output / path).is_file() and Path(path).is_relative_to(folder) for path in paths)
    assert len(list(output.rglob("*_2026-11-24.*"))) == len(paths)


def test_what_was_altered_is_left_with_the_command_that_makes_it(run_here: Run, output: Path) -> None:
    """Its line says where it was altered; with --reissue that it is left, and how it is made anew; and the status stays 1."""
    run_here("outdated", "output", "--reissue", "--facts", "facts.yaml", env=TODAY)
    text = output / "zuletzt.de" / "tls-kommunikation_zuletzt.de_en.txt"
    altered = text.read_bytes().replace(b"63705", b"63706")
    text.write_bytes(altered)
    done = run_here("outdated", "output", "--facts", "facts.yaml", env=TODAY)
    assert done.returncode == 1
    assert done.stdout.startswith(f"altered {text.relative_to(output.parent)}: line ")
    done = run_here("outdated", "output", "--reissue", "--facts", "facts.yaml", env=TODAY)
    assert (done.returncode, done.stdout, text.read_bytes()) == (1, "", altered)
    line, total = told(done.stderr)
    assert total == "0 of 3 sheets were outdated; 1 altered"
    command = line.partition("; it is left as it is; to make it anew: ")[2]
    assert run_here(*shlex.split(command)[1:], env=TODAY).stdout == f"{text.relative_to(output.parent)}\n"
    assert run_here("outdated", "output", "--facts", "facts.yaml", env=TODAY).returncode == 0


def test_what_cannot_be_told_is_told_so(run_here: Run, output: Path) -> None:
    """Files named as sheets that are none, or can't be read: a line each, exit 2; nothing is written to them. Links are counted."""
    folder = output / "zuletzt.de"
    for name, content in (("pdf", b""), ("html", b"<p>hello")):
        (folder / f"tls-kommunikation_zuletzt.de_de-en.{name}").write_bytes(content)
    (output / "link.de").symlink_to(folder)
    done = run_here("outdated", "output", "--reissue", env=TODAY)
    assert (done.returncode, done.stdout) == (2, "")
    words = [line.split()[0] for line in told(done.stderr)[:2]]
    assert words == ["foreign", "unreadable"]
    assert told(done.stderr)[2:] == ["0 of 3 sheets were outdated; 1 foreign, 1 unreadable", "1 symbolic link was passed over"]


def test_another_platform_is_asked_for(run_here: Run, output: Path) -> None:
    """With another platform's facts nothing is replaced: a line a folder says why, and what to add if it is meant."""
    (output.parent / "example.yaml").write_bytes((CHECKOUT / "data" / "example.yaml").read_bytes())
    done = run_here("outdated", "output", "--reissue", "--facts", "example.yaml", env=TODAY)
    assert (done.returncode, done.stdout) == (1, "")
    why = "it is a sheet of Hamburg-Cloud Smart Mail, and these are the facts of Nordlicht Mail; name that platform's facts with --facts"
    folders = ["firma.de", "firma.de/4711_kunde.example", "zuletzt.de"]
    meant = "if it is meant, add --accept sheet.other-platform"
    assert told(done.stderr)[:3] == [f"left as it is: output/{folder}: {why}; {meant}" for folder in folders]
    assert told(done.stderr)[3] == "3 of 3 sheets were outdated; 0 made anew"
    assert list(output.rglob("*_2026-11-24.*")) == []


def test_a_theme_can_be_named(run_here: Run, tmp_path: Path) -> None:
    """Sheets with a theme are current with it, and are made anew with it."""
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "screen.css").write_text("main { color: #123456 }", encoding="utf-8")
    theme = ("--templates", "theme")
    changed(tmp_path, "hamburg-cloud", CA)
    run_here("render", "firma.de", "--format", "html", *theme)
    assert run_here("outdated", "output", *theme).returncode == 0
    done = run_here("outdated", "output", "--facts", "facts.yaml", "--reissue", *theme, env=TODAY)
    assert len(done.stdout.splitlines()) == 2
    assert all(b"#123456" in (tmp_path / path).read_bytes() for path in done.stdout.splitlines())


def test_nothing_that_a_sheet_claims_comes_into_the_store(run_here: Run, tmp_path: Path) -> None:
    """A sheet of earlier facts is re-made of those at hand under the digest that it names; the earlier ones still make it as it was."""
    earlier = (CHECKOUT / "data" / "example.yaml").read_text("utf-8")
    colour = next(line for line in earlier.splitlines() if "primary:" in line)
    (tmp_path / "nordlicht.svg").write_bytes((CHECKOUT / "data" / "nordlicht.svg").read_bytes())
    facts = tmp_path / "facts.yaml"
    command = ("render", "firma.de", "--format", "html", "--lang", "en", "--facts", "facts.yaml")
    facts.write_text(earlier, encoding="utf-8")
    (sheet,) = run_here(*command, "--no-cache").stdout.splitlines()
    facts.write_text(earlier.replace(colour, re.sub(r'"#[0-9a-f]{6}"', '"#5a1f3c"', colour)), encoding="utf-8")
    assert "its colour or logo perhaps" in run_here("outdated", "output", "--facts", "facts.yaml").stdout
    facts.write_text(earlier, encoding="utf-8")
    assert run_here(*command, "--out", "-").stdout == (tmp_path / sheet).read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [("nowhere",), ("facts.yaml",), ("empty",), ("output", "--facts", "nowhere"), ("output", "--strict"), ("output", "--accept", "x")],
)
def test_what_is_refused(arguments: tuple[str, ...], run_here: Run, output: Path) -> None:
    """No folder, one without sheets, facts that are refused, warnings with --strict: exit 2, and nothing is done."""
    (output.parent / "empty" / "firma.de").mkdir(parents=True)
    done = run_here("outdated", *arguments, "--reissue", env=TODAY)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert list(output.rglob("*_2026-11-24.*")) == []
