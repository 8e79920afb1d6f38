"""What the settings file and the environment may say, what they may not, and where each complaint points."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen import settings
from sheetgen.errors import Problem, Refused
from sheetgen.settings import Settings, issue_date, load_settings

EVERYTHING = """\
# all there is
facts = "facts.yaml"
out = "/srv/Ä b&c's"
languages = ["de", "en"]
formats = [
  "pdf",
  "txt",
]
templates = "~/templates"
strict = true

[desks.zammad]
url = "https://desk.example"
accept = "is the desk's own affair"
"""


def complaints(call: Callable[[], object]) -> list[tuple[str, str, str, str]]:
    """Call it and return what it refuses: code, place, message, hint."""
    with pytest.raises(Refused) as refused:
        call()
    assert all(p.severity == "refusal" for p in refused.value.problems)
    return [(p.code, str(p.place), p.message, p.hint) for p in refused.value.problems]


def refused(path: Path, text: str | bytes) -> list[tuple[str, str, str, str]]:
    """Write a settings file and return what is refused in it; the place without the file's name."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found = complaints(lambda: load_settings({"SHEETGEN_SETTINGS": str(path)}))
    assert all(place.startswith(str(path)) for _, place, _, _ in found)
    return [(code, place.removeprefix(str(path)), message, hint) for code, place, message, hint in found]


def test_reads_everything(tmp_path: Path) -> None:
    """Every setting is taken; relative paths begin in the file's folder, `~/` in the home folder; desks stay as they are."""
    path = tmp_path / "settings.toml"
    path.write_text(EVERYTHING, "utf-8")
    assert load_settings({"SHEETGEN_SETTINGS": str(path), "HOME": "/home/ann"}) == Settings(
        path=path,
        facts=str(tmp_path / "facts.yaml"),
        out="/srv/Ä b&c's",
        languages=("de", "en"),
        formats=("pdf", "txt"),
        templates="/home/ann/templates",
        strict=True,
        desks={"zammad": {"url": "https://desk.example", "accept": "is the desk's own affair"}},
    )


@pytest.mark.parametrize("text", [b"\xef\xbb\xbfstrict = false\r\n", b'out = "x"\r\nstrict = false'])
def test_takes_what_editors_of_windows_write(tmp_path: Path, text: bytes) -> None:
    """A byte order mark and CRLF are no fault."""
    (tmp_path / "s.toml").write_bytes(text)
    assert load_settings({"SHEETGEN_SETTINGS": str(tmp_path / "s.toml")}).strict is False


def test_looks_in_three_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`SHEETGEN_SETTINGS` goes before `XDG_CONFIG_HOME` (if absolute), that before `~/.config`; no empty one counts."""
    named, config, home = tmp_path / "named.toml", tmp_path / "config", tmp_path / "home"
    for number, path in enumerate((named, config / "sheetgen" / "settings.toml", home / ".config" / "sheetgen" / "settings.toml")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'formats = ["{number}"]')
    monkeypatch.chdir(tmp_path)
    everywhere = {"SHEETGEN_SETTINGS": "named.toml", "XDG_CONFIG_HOME": str(config), "HOME": str(home)}

    def found(**others: str) -> tuple[str, ...]:
        return load_settings({**everywhere, **others}).formats

    assert found() == ("0",)
    assert found(SHEETGEN_SETTINGS="") == ("1",)
    assert found(SHEETGEN_SETTINGS="", XDG_CONFIG_HOME="") == ("2",)
    assert found(SHEETGEN_SETTINGS="", XDG_CONFIG_HOME="config") == ("2",)
    assert load_settings(everywhere).path == named


@pytest.mark.parametrize(
    "environ", [{}, {"HOME": ""}, {"HOME": "/nonexistent"}, {"HOME": "/dev/null"}, {"XDG_CONFIG_HOME": "/nonexistent"}]
)
def test_needs_no_file_and_no_home(environ: dict[str, str]) -> None:
    """Without a file, and without a home folder, nothing is set and nothing is said."""
    assert load_settings(environ) == Settings()


def test_a_home_that_is_closed_is_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In another user's home folder, which may not be entered, no settings are looked for; an own file that can't be read is refused."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0o755)
    Path("closed").mkdir(mode=0o700)
    Path("own/.config/sheetgen").mkdir(parents=True)
    Path("own/.config/sheetgen/settings.toml").touch(mode=0)
    Path("closed").chmod(0)
    # an absolute path leads through folders that only root may enter, so both are named from here
    monkeypatch.setattr(Path, "absolute", lambda self: self)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        assert load_settings({"HOME": "closed"}) == Settings()
        assert [found[:3] for found in complaints(lambda: load_settings({"HOME": "own"}))] == [
            ("settings.unreadable", "own/.config/sheetgen/settings.toml", "can't be read: Permission denied")
        ]
    finally:
        if root:
            os.seteuid(0)
        Path("closed").chmod(0o700)


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    """A file that `SHEETGEN_SETTINGS` names and that isn't there is refused, where a default one would be passed over."""
    missing = str(tmp_path / "missing.toml")
    ((code, place, message, hint),) = complaints(lambda: load_settings({"SHEETGEN_SETTINGS": missing}))
    assert (code, place, message) == ("settings.missing", missing, "can't be read: No such file or directory")
    assert "SHEETGEN_SETTINGS" in hint


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_reads_only_files(tmp_path: Path, make: Callable[[Path], object]) -> None:
    """A folder, a pipe and a device are refused at once."""
    make(tmp_path / "s.toml")
    ((code, _, message, _),) = complaints(lambda: load_settings({"SHEETGEN_SETTINGS": str(tmp_path / "s.toml")}))
    assert (code, message) == ("settings.unreadable", "is not a regular file")


def test_tells_all_problems_at_once_with_their_lines(tmp_path: Path) -> None:
    """Unknown keys, wrong kinds and what has no place here are told together, in the order of the file, each with its place."""
    text = """
    langages = ["de"] # facts = 1
"facts" = \"\"\"
out = 3
\"\"\"
out = [
  "x",
]
strict.is = "no"
languages = "de"
formats = []
accept = ["mixed"]

[templates]
customer = "not of this level"

[[desks]]
yes = true
[[desks]]
[customer]
[quux]
"""
    assert [(code, place, message) for code, place, message, _ in refused(tmp_path / "s.toml", text)] == [
        ("settings.unknown", ":2:5", "langages is not a setting"),
        ("settings.kind", ":3:1", "facts is not a path"),
        ("settings.kind", ":6:1", "out is not a path"),
        ("settings.kind", ":9:1", "strict is neither true nor false"),
        ("settings.kind", ":10:1", "languages is not a list of names"),
        ("settings.kind", ":11:1", "formats is not a list of names"),
        ("settings.never", ":12:1", "accept has no place in the settings: a doubt is accepted where it comes up"),
        ("settings.kind", ":14:1", "templates is not a path"),
        ("settings.kind", ":17:1", "desks is not a table"),
        ("settings.never", ":20:1", "customer has no place in the settings: it belongs to one call"),
        ("settings.unknown", ":21:1", "quux is not a setting"),
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("langages = 1", "did you mean languages?"),
        ("Format = 1", "did you mean formats?"),
        ("quux = 1", "known are desks, facts, formats, languages, out, strict, templates"),
        ('languages = "de"', 'write such as ["de", "en"] or ["pdf"]'),
        ('languages = ["de", 1]', 'write such as ["de", "en"] or ["pdf"]'),
        ('strict = "yes"', "write true or false, without quotes"),
        ("strict = 1", "write true or false, without quotes"),
        ("out = 2026-11-24", 'write a text, such as "sheets"'),
        ('out = ""', 'write a text, such as "sheets"'),
        ('out = "a\\u0000b"', 'write a text, such as "sheets"'),
        ('out = "~/sheets"', "write the whole path"),
        ("desks = 1", "write [desks.NAME] and its keys below"),
        ("yes = true", "type --yes on the command line"),
        ("accept = 1", "type --accept on the command line"),
        ("Customer = 1", "type --customer on the command line"),
        ("customers = 1", "type --customer on the command line"),
        ("ticket = 1", "type --ticket on the command line"),
    ],
)
def test_says_what_to_write_instead(tmp_path: Path, text: str, hint: str) -> None:
    """Each complaint says what to write instead, or where it belongs."""
    ((_, place, _, found),) = refused(tmp_path / "s.toml", text)
    assert (place, found) == (":1:1", hint)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("out = \n", ":1:7"),
        ('out = "x"\nstrict = maybe\n', ":2:10"),
        ('out = "x"\nout = "y"\n', ":2:10"),
        ('out = "x"\nfacts = """\n', ":3"),
        (b'out = "x"\nfacts = "\xc3\xa4 \xe4"', ":2:12"),
        (b"\xff\xfeo\0u\0t\0", ":1:1"),
        ("strict = " + "[" * 30_000, ""),
        ("strict = " + "1" * 30_000, ""),
        ("#" * 70_000, ""),
    ],
)
def test_says_where_it_is_no_toml(tmp_path: Path, text: str | bytes, place: str) -> None:
    """What is no TOML, no UTF-8, or a bomb, is refused with one complaint, and with line and column where there are any."""
    ((code, found, message, hint),) = refused(tmp_path / "s.toml", text)
    assert code in {"settings.syntax", "settings.unreadable"}
    assert found == place
    assert "(at" not in message
    assert message.isprintable()
    assert hint


LINES = st.sampled_from(
    [*EVERYTHING.splitlines(), "langages = 1", "[out]", "[[desks]]", "strict.x = 1", 'yes = """', "facts = {", "'ticket' = 1"]
)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.lists(LINES, max_size=8).map("\n".join))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever stands in the file, there are settings, or printable complaints that point into it; never another error."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", newline="")
    problems: tuple[Problem, ...] = ()
    try:
        assert load_settings({"SHEETGEN_SETTINGS": str(path), "HOME": "/home/ann"}).path == path
    except Refused as error:
        problems = tuple(error.problems)
    for problem in problems:
        assert problem.message.isprintable()
        assert problem.place
        assert 1 <= problem.place.line <= text.count("\n") + 1


def test_paths_hold_under_any_locale(tmp_path: Path) -> None:
    """A path with umlauts in the file leads to the same folder where the locale knows only ASCII."""
    (tmp_path / "s.toml").write_text('out = "Ä"', "utf-8")
    program = "import os; from sheetgen.settings import load_settings; os.mkdir(load_settings(os.environ).out)"
    environ = {"SHEETGEN_SETTINGS": str(tmp_path / "s.toml"), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    subprocess.run([sys.executable, "-c", program], env=environ, cwd=Path(__file__).parents[1], check=True)
    assert (tmp_path / "Ä").is_dir()


def test_parses_no_toml_where_there_is_no_file() -> None:
    """Without a settings file its parser isn't loaded: most people start without it."""
    program = "import sys; from sheetgen.settings import load_settings; load_settings({}); sys.exit('tomllib' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[1], check=True)


class LateEvening(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> LateEvening:
        """Tell half past eleven, UTC."""
        return cls(2026, 11, 24, 23, 30, tzinfo=UTC).astimezone(tz)


def test_today_is_that_of_the_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `SOURCE_DATE_EPOCH` it is today's date where the user is."""
    monkeypatch.setattr(settings, "datetime", LateEvening)
    try:
        for zone, day in (("XXX-1", 25), ("XXX1", 24)):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert issue_date({}) == date(2026, 11, day)
            assert issue_date({"SOURCE_DATE_EPOCH": "1795563000"}) == date(2026, 11, 24)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("epoch", "day"), [("0", date(1970, 1, 1)), ("1795478399", date(2026, 11, 23)), ("99999999999", date(5138, 11, 16))]
)
def test_source_date_epoch(epoch: str, day: date) -> None:
    """`SOURCE_DATE_EPOCH` is the date of that second in UTC."""
    assert issue_date({"SOURCE_DATE_EPOCH": epoch}) == day


@pytest.mark.parametrize("epoch", ["", " 1", "1\n", "-1", "+1", "1.5", "1e3", "0x10", "1_000", "٣", "2026-11-24", "\x1b[31m", "9" * 5000])
def test_refuses_a_malformed_epoch(epoch: str) -> None:
    """Anything but up to 11 ASCII digits is refused, printably, with what to write instead."""
    ((code, place, message, hint),) = complaints(lambda: issue_date({"SOURCE_DATE_EPOCH": epoch}))
    assert (code, place) == ("date.epoch", "SOURCE_DATE_EPOCH")
    assert message.isprintable()
    assert "unset it" in hint
