"""What holds for every command: start-up, consoles, signals, pipes, paths."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sheetgen import __version__
from sheetgen.documents import FORMATS
from tests.calls import Run
from tests.documents.jobs import make_job

HEAVY = ("weasyprint", "jinja2", "babel", "pydantic", "fontTools", "idna")
TELL_MODULES = "import atexit, sys; atexit.register(lambda: open('modules', 'w').write('\\n'.join(sys.modules)))"


def _imported(tmp_path: Path, *arguments: str) -> set[str]:
    """The top-level modules that a call has loaded at its end."""
    code = f"{TELL_MODULES}\nfrom sheetgen.cli import main\nmain({list(arguments)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False, capture_output=True)
    return {name.partition(".")[0] for name in (tmp_path / "modules").read_text().splitlines()}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["render", "--help"], ["render", "localhost"], ["render", "gmx"], ["show", "o"]]
)
def test_little_is_imported_for_little(tmp_path: Path, arguments: list[str]) -> None:
    """Help, version, a refused domain and what a sheet says it is load neither WeasyPrint nor Jinja2, Babel or pydantic."""
    (tmp_path / "o").write_bytes(FORMATS["json"].make(make_job("planned")))
    assert not _imported(tmp_path, *arguments) & set(HEAVY)


def test_a_text_sheet_loads_no_layout_engine(tmp_path: Path) -> None:
    """Plain text needs neither WeasyPrint nor Jinja2."""
    loaded = _imported(tmp_path, "render", "firma.de", "--format", "txt", "--out", "o", "--no-cache")
    assert "pydantic" in loaded
    assert not loaded & {"weasyprint", "jinja2", "fontTools"}


def test_a_list_loads_no_cluster(tmp_path: Path) -> None:
    """What --dask needs is loaded where it is asked for alone."""
    (tmp_path / "list").write_text("firma.de\n")
    loaded = _imported(tmp_path, "render", "--from", "list", "--format", "txt", "--out", "o")
    assert list((tmp_path / "o").glob("report_*"))
    assert not loaded & {"distributed", "dask", "tornado"}


def test_version(run: Run) -> None:
    """--version prints name and version alone."""
    assert run("--version").stdout.split() == ["sheetgen,", "version", __version__]


@pytest.mark.parametrize(
    "command",
    [
        ("preview",),
        ("site",),
        ("ticket",),
        (),
        ("render",),
        ("show",),
        ("verify",),
        ("outdated",),
        ("facts",),
        ("facts", "check"),
        ("facts", "show"),
        ("facts", "schema"),
        ("doctor",),
    ],
)
def test_help_shows_an_example(run: Run, command: tuple[str, ...]) -> None:
    """Each command's help has an example on a line of its own, as one would type it."""
    done = run(*command, "--help")
    assert done.returncode == 0
    lines = done.stdout.partition("Example")[2].splitlines()
    assert [line for line in lines if line.startswith(f"    sheetgen {' '.join(command)}")]


def test_help_puts_themes_and_tests_last(run: Run) -> None:
    """--templates and --date come after what one needs each day."""
    text = run("render", "--help").stdout
    order = [
        text.index(f"  --{name}") for name in ("customer", "ticket", "effective", "lang", "format", "out", "facts", "templates", "date")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    """Each shell gets its completion script."""
    done = run(env={"_SHEETGEN_COMPLETE": f"{shell}_source"})
    assert "_SHEETGEN_COMPLETE" in done.stdout


def test_completion_of_values(run: Run) -> None:
    """After --format, `h` becomes html."""
    done = run(env={"_SHEETGEN_COMPLETE": "bash_complete", "COMP_WORDS": "sheetgen render --format h", "COMP_CWORD": "3"})
    assert done.stdout.strip() == "plain,html"


@pytest.mark.parametrize(
    "console",
    [{"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"}],
    ids=["C", "cp1252", "ascii"],
)
@pytest.mark.parametrize("domain", ["straße.de", "日本語.jp", "аpple.de", "x\u200by.de"])
def test_any_console_will_do(run: Run, console: dict[str, str], domain: str) -> None:
    """What a console can't show is escaped; nothing ends in an encoding error."""
    done = run("render", domain, "--format", "txt", env=console)
    assert done.returncode in {0, 2}
    assert "Error" not in done.stderr


def test_hostile_text_is_shown_escaped(run: Run) -> None:
    """An escape sequence or a direction mark that was typed never reaches the terminal as such."""
    done = run("render", "\x1b[31mfirma.de\u202e", "--ticket", "\x1b]0;x\x07", "--customer", "\x9b2J")
    assert done.returncode == 2
    assert not set(done.stderr) & {"\x1b", "\u202e", "\x07", "\x9b"}


def test_paths_with_blanks_umlauts_and_ampersands(run: Run, tmp_path: Path) -> None:
    """Facts are read from, and sheets written to, whatever path the user has."""
    odd = tmp_path / "Ä b&c's"
    odd.mkdir()
    facts = odd / "fäcts & co.yaml"
    facts.write_bytes((Path(__file__).parents[2] / "data" / "hamburg-cloud.yaml").read_bytes())
    done = run("render", "firma.de", "--facts", str(facts), "--out", str(odd / "ö ut"), cwd=odd)
    assert done.returncode == 0, done.stderr
    assert all(Path(line).is_file() for line in done.stdout.splitlines())


def test_no_home_folder_is_needed(run: Run) -> None:
    """Without a home, or with one that can't be, sheets are made all the same."""
    done = run("render", "firma.de", "--format", "txt", "--format", "pdf", env={"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent"})
    assert (done.returncode, done.stdout.count("\n")) == (0, 4), done.stderr


def test_a_closed_pipe_is_one_line(tmp_path: Path) -> None:
    """When the reader of stdout has gone, that is said in one line, exit 1, and there is no traceback."""
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "sheetgen", "render", "firma.de", "--format", "txt", "--lang", "de", "--out", "-"]
    done = subprocess.run(command, cwd=tmp_path, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("sheetgen: whoever read the output has closed it")
    assert "Traceback" not in done.stderr


def test_a_full_device_is_one_line(tmp_path: Path) -> None:
    """A full device as stdout is told in one line, exit 1."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "sheetgen", "render", "firma.de", "--format", "txt", "--lang", "de", "--out", "-"]
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, number: signal.Signals, status: int) -> None:
    """Ctrl-C and SIGTERM in mid-run: the right exit status, no traceback, and no file, whole or half."""
    code = (
        "import sheetgen.render\n"
        "def wait(*_):\n"
        "    print(flush=True)\n"
        "    import signal\n"
        "    signal.pause()\n"
        "sheetgen.render.Filler.fill = wait\n"
        "from sheetgen.cli import main\n"
        "main(['render', 'firma.de', '--format', 'json', '--format', 'txt', '--out', 'o'])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert not (tmp_path / "o").exists()


def test_misuse_is_told_in_a_line(run: Run) -> None:
    """An unknown option or command exits with 2 and says where help is."""
    for arguments in (("render", "--custommer", "x"), ("rendre",), ("facts", "chekc")):
        done = run(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("sheetgen: ")


def _mounted(folder: Path, *options: str) -> None:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("a file system can be mounted by root alone")


@pytest.mark.parametrize(("options", "reason"), [(("size=32k",), "no space"), (("ro",), "read-only")])
def test_a_disk_that_takes_nothing_is_one_line(run: Run, tmp_path: Path, options: tuple[str, ...], reason: str) -> None:
    """A full disk and a read-only one: exit 1, one line that says which, no traceback, and nothing left on it."""
    disk = tmp_path / "disk"
    _mounted(disk, *options)
    try:
        done = run("render", "firma.de", "--out", str(disk / "sheets"))
        left = [path for path in disk.rglob("*") if path.is_file()]
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert (done.returncode, done.stdout, left) == (1, "", [])
    assert reason in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_help_puts_each_example_on_a_line(run: Run) -> None:
    """An example can be copied: it stands alone on its line."""
    lines = run("render", "--help").stdout.splitlines()
    assert "    sheetgen render firma.de" in lines
    assert "\\b" not in "".join(lines)


@pytest.mark.parametrize("command", [(), ("facts",)])
def test_no_command_shows_the_help(run: Run, command: tuple[str, ...]) -> None:
    """Who types nothing is shown what there is, on stderr and with exit 2, as it is laid out."""
    done = run(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: sheetgen")
    assert len(done.stderr.splitlines()) > 10


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["facts", "show"]])
def test_a_full_device_is_told_by_every_command(tmp_path: Path, arguments: list[str]) -> None:
    """Not only documents: help, too, that nobody could read is told in one line."""
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "sheetgen", *arguments]
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("sheetgen: the output can't be written: No space left")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_stream_is_as_good_as_none(tmp_path: Path, closed: int) -> None:
    """A job without stdin, stdout or stderr makes its sheets all the same, and no file gets what was meant for a stream."""
    command = f"exec '{sys.executable}' -m sheetgen render firma.de --from - --format txt --lang de {closed}>&-"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    sheet = tmp_path / "output" / "firma.de" / "tls-kommunikation_firma.de_de.txt"
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert sheet.read_text("utf-8").startswith("Hamburg-Cloud Smart Mail\nDatenblatt vom ")


def test_an_interrupt_while_python_loads_is_one_line(tmp_path: Path) -> None:
    """Ctrl-C before the command has begun: exit 130 and a line, no traceback of an import."""
    (tmp_path / "click.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    code = "import sys; sys.path.insert(0, '.'); import sheetgen.cli"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "sheetgen: interrupted; nothing was written\n")


def test_arguments_are_read_as_utf8_in_the_c_locale(run: Run) -> None:
    """Under LC_ALL=C without UTF-8 mode an umlaut that was typed is still that umlaut."""
    console = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    done = run("render", "straße.de", "--format", "txt", env=console)
    assert done.stdout.splitlines()[0] == "output/xn--strae-oqa.de/tls-kommunikation_xn--strae-oqa.de_de.txt"
