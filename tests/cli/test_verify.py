"""`sheetgen verify`: a line a file, the exit status, and hostile files in bounded memory and time."""

from __future__ import annotations

import re
import resource
import zlib
from collections.abc import Callable
from pathlib import Path

from sheetgen.documents.carried import NAMESPACE
from sheetgen.documents.dissect import dissect
from tests.calls import Run
from tests.sheets import handed_out, with_raw

NOT_WHO = "sheetgen: this tells what a sheet says, not who sent it"


def _words(output: str) -> list[str]:
    return [line.partition(" ")[0] for line in output.splitlines()]


def test_a_line_a_file_and_the_highest_status(run_here: Run, tmp_path: Path) -> None:
    """Each file gets its word, in order; the exit status is the highest; that nobody knows who sent them is said once."""
    text = handed_out("txt")
    files = {"good": text, "bad": text.replace(b"Smart Mail", b"Smart Mall", 1), "other": b"hello", "none": b""}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    expected = {("good",): 0, ("good", "bad"): 1, ("bad", "good", "other"): 2, ("none", "missing", "."): 2}
    words = {"good": "current", "bad": "altered", "other": "foreign"}
    for names, status in expected.items():
        done = run_here("verify", *names)
        assert (done.returncode, _words(done.stdout)) == (status, [words.get(name, "unreadable") for name in names])
        assert done.stderr.splitlines().count(NOT_WHO) == 1
        assert done.stderr.splitlines()[-1] == NOT_WHO


def test_the_facts_can_be_named(run_here: Run, tmp_path: Path) -> None:
    """A sheet of another platform is held against that one's facts."""
    (tmp_path / "s").write_bytes(handed_out("txt", facts="example"))
    example = Path(__file__).parents[2] / "data" / "example.yaml"
    assert run_here("verify", "s", "--facts", str(example)).stdout == "current s: says what today's facts say\n"
    assert run_here("verify", "s").stdout.startswith("outdated s: ")


def test_a_theme_can_be_named(run_here: Run, tmp_path: Path) -> None:
    """A sheet with a theme is current with that theme, and without it altered, with its words as made."""
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "screen.css").write_text("main { color: #123456 }", encoding="utf-8")
    command = ("render", "firma.de", "--format", "html", "--lang", "en", "--out", "-", "--templates", "theme")
    (tmp_path / "s").write_text(run_here(*command).stdout, encoding="utf-8")
    assert _words(run_here("verify", "s", "--templates", "theme").stdout) == ["current"]
    done = run_here("verify", "s")
    assert _words(done.stdout) == ["altered"]
    assert "its words are as made" in done.stdout


def test_nothing_is_verified_against_facts_that_are_refused(run_here: Run, tmp_path: Path) -> None:
    """No facts, a folder that is none: exit 2 and no word."""
    (tmp_path / "s").write_bytes(handed_out("txt"))
    for option in ("--facts", "--templates"):
        done = run_here("verify", "s", option, "nowhere")
        assert (done.returncode, done.stdout) == (2, "")


def test_a_hostile_name_of_a_file_is_shown_escaped(run_here: Run, tmp_path: Path) -> None:
    """What a terminal would obey in a file's name is escaped."""
    (tmp_path / "a\x1b[2J\nb").write_bytes(handed_out("txt"))
    done = run_here("verify", "a\x1b[2J\nb")
    assert done.stdout == "current a\\u{1b}[2J\\u{a}b: says what today's facts say\n"


# ---- hostile files


def _packet() -> bytes:
    pdf = handed_out("pdf")
    return pdf[pdf.index(b"<?xpacket begin") : pdf.index(b"<?xpacket end")] + b'<?xpacket end="r"?>'


def _zeros() -> bytes:
    """1 GiB of zeros in 1 MiB."""
    deflate = zlib.compressobj(9)
    start = deflate.flush(zlib.Z_FULL_FLUSH)
    return start + (deflate.compress(bytes(1 << 24)) + deflate.flush(zlib.Z_FULL_FLUSH)) * 64


def _bomb() -> bytes:
    pdf = handed_out("pdf")
    streams = dissect(pdf).streams
    return with_raw(pdf, max(dissect(pdf).pages[0], key=lambda number: len(streams[number][1])), _zeros())


def _objects() -> bytes:
    return b"%PDF-1.7" + b"".join(b"\n%d 0 obj\n<<>>\nendobj" % n for n in range(1_000_000)) + b"\n" + _packet() + b"\n%%EOF"


def _entities() -> bytes:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(10))
    inside = f'<!DOCTYPE r [<!ENTITY e0 "a">{entities}]><r xmlns:s="{NAMESPACE}"><s:data>&e10;</s:data></r>'
    return f'%PDF-1.7\n<?xpacket begin=""?>{inside}<?xpacket end="r"?>\n%%EOF'.encode()


def _outside() -> bytes:
    inside = f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r xmlns:s="{NAMESPACE}"><s:data>&e;</s:data></r>'
    return f'%PDF-1.7\n<?xpacket begin=""?>{inside}<?xpacket end="r"?>\n%%EOF'.encode()


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "1 GiB of zeros": (_bomb, "altered", "page 1: “"),
    "a million objects": (_objects, "altered", "written anew by another program"),
    "entities": (_entities, "foreign", "entities"),
    "a file's entity": (_outside, "foreign", "entities"),
    "a domain that is none": (
        lambda: handed_out("pdf").replace(b'"ascii":"firma.de"', b'"ascii":"../../x"'),
        "foreign",
        "no sheet is ever made",
    ),
    "a later claim": (lambda: handed_out("pdf") + _packet().replace(b'"ticket":"4711"', b'"ticket":"&#27;[2J"'), "foreign", "no XML"),
    "huge": (lambda: handed_out("pdf") + bytes(32 << 20), "unreadable", "larger than"),
    "lines without end": (lambda: b"\n" * (31 << 20), "foreign", "no line of it"),
    "tags without end": (lambda: handed_out("html") + b"<style><" * (3 << 20), "altered", "line "),
    "packets without end": (lambda: b"%PDF-1.7" + b"<?xpacket begin" * (1 << 20) + NAMESPACE.encode(), "unreadable", "cut off"),
}


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


def test_hostile_files_get_one_line_each(run: Run, tmp_path: Path) -> None:
    """Within 1 GiB of addresses and 20 s of CPU for all of them together, each gets its word and one line."""
    for name, (content, _, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(content())
    done = run("verify", *HOSTILE, preexec_fn=_limited)
    assert done.returncode == 2, done.stderr
    lines = dict(re.findall(r"^(\w+ [^:\n]*): (.*)$", done.stdout, re.MULTILINE))
    assert list(lines) == [f"{word} {name}" for name, (_, word, _) in HOSTILE.items()]
    assert [name for name, (_, word, reason) in HOSTILE.items() if reason not in lines[f"{word} {name}"]] == []
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == len(HOSTILE)
