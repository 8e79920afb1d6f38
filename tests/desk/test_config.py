"""`[desks.NAME]` of the settings: what is taken, and what is said of what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sheetgen.desk.config import MARKER, TIMEOUT, Config, chosen, read_config
from sheetgen.desk.kinds import kinds
from sheetgen.errors import Problem, Refused
from sheetgen.settings import Settings, load_settings

ENV = {"SHEETGEN_HELP_TOKEN": "1-2-abc", "HOME": "/home/max"}


def settings(folder: Path, text: str) -> Settings:
    """The settings of a file with this text, in this folder."""
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return load_settings({"SHEETGEN_SETTINGS": str(folder / "settings.toml")})


def config(folder: Path, text: str, name: str = "help", environ: dict[str, str] | None = None) -> Config:
    """The desk of that name."""
    return read_config(settings(folder, text), name, kinds(), ENV if environ is None else environ)[0]


def refused(folder: Path, text: str, name: str = "help", environ: dict[str, str] | None = None) -> tuple[Problem, ...]:
    """All complaints about the desk of that name."""
    with pytest.raises(Refused) as caught:
        config(folder, text, name, environ)
    return tuple(caught.value.problems)


def test_what_a_table_says_is_taken(tmp_path: Path) -> None:
    """Marker, time-out, the kind's own keys and the secret all arrive; a path starts at the settings' folder."""
    text = (
        '[desks.help]\nkind = "rt"\nurl = "https://desk.example/rt"\nmarker = "[desk.example #{ticket}]"\ntimeout = 5\nca_file = "ca.pem"\n'
    )
    found = config(tmp_path, text)
    assert (found.name, found.marker, found.timeout) == ("help", "[desk.example #{ticket}]", 5.0)
    assert found.values == {"url": "https://desk.example/rt", "ca_file": str(tmp_path / "ca.pem")}
    assert found.secret.value == ENV["SHEETGEN_HELP_TOKEN"]


def test_the_built_in_desk_needs_no_settings() -> None:
    """Without a settings file there is `eml`, with the plain marker and half a minute."""
    found, _ = read_config(Settings(), "eml", kinds(), {})
    assert (found.marker, found.timeout, found.values) == (MARKER, TIMEOUT, {})
    assert MARKER.format(ticket="4711") == "[#4711]"


@pytest.mark.parametrize(
    ("text", "typed", "name"),
    [
        ("", None, "eml"),
        ('[desks.help]\nkind = "rt"\n', None, "eml"),
        ('[desks.help]\nkind = "rt"\ndefault = true\n', None, "help"),
        ('[desks.help]\nkind = "rt"\ndefault = true\n', "eml", "eml"),
        ('[desks.help]\nkind = "rt"\n', "help", "help"),
    ],
)
def test_which_desk_is_meant(tmp_path: Path, text: str, typed: str | None, name: str) -> None:
    """The one typed, else the default of the settings, else the built-in one: never one that happens to be there."""
    assert chosen(settings(tmp_path, text), typed) == name


@pytest.mark.parametrize(
    ("text", "typed", "code", "hint"),
    [
        ('[desks.help]\nkind = "rt"\n', "hlep", "desks.unknown", "did you mean help?"),
        ("[desks.a]\ndefault = true\n[desks.b]\ndefault = true\n", None, "desks.default", "leave one `default = true`"),
        ('[desks.a]\ndefault = "true"\n', None, "desks.value", "write true or false, without quotes"),
        ('[desks.a]\ndefault = "true"\n[desks.b]\nkind = "eml"\n', "b", "desks.value", "write true or false, without quotes"),
        ('[desks]\nkind = "rt"\n', None, "desks.kind", "write [desks.NAME] and its keys below"),
        ("[desks]\nhelp = 5\n", "eml", "desks.kind", "write [desks.NAME] and its keys below"),
    ],
)
def test_a_desk_that_cannot_be_meant(tmp_path: Path, text: str, typed: str | None, code: str, hint: str) -> None:
    """A misspelt name and two defaults are refused; so is what no table or no default can be, whichever desk is meant."""
    with pytest.raises(Refused) as caught:
        chosen(settings(tmp_path, text), typed)
    assert [(problem.code, problem.hint) for problem in caught.value.problems] == [(code, hint)]
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert code == "desks.unknown" or (problem.place.source, problem.place.line > 1) == (f"{tmp_path}/settings.toml", True)


@pytest.mark.parametrize(
    ("names", "message"), [(("a", "b"), "a and b are both the default"), (("a", "b", "c"), "a, b and c are all the default")]
)
def test_more_than_one_default(tmp_path: Path, names: tuple[str, ...], message: str) -> None:
    """All of them are named, and a desk that is typed is none the worse."""
    found = settings(tmp_path, "".join(f"[desks.{name}]\ndefault = true\n" for name in names))
    with pytest.raises(Refused) as caught:
        chosen(found, None)
    assert [problem.message for problem in caught.value.problems] == [message]
    assert chosen(found, "b") == "b"


@pytest.mark.parametrize(
    ("line", "code", "part"),
    [
        ('url = "http://desk.example"', "desks.value", "is no https address"),
        ('url = "https://max:secret@desk.example"', "desks.value", "without a login in it"),
        ('url = "https://desk.example/?x=1"', "desks.value", "is no https address"),
        ('url = "https://desk.example/\\u0009"', "desks.value", "is no https address"),
        ("url = 5", "desks.value", "is no https address"),
        ("timeout = 0", "desks.value", "is no number of seconds"),
        ("timeout = true", "desks.value", "is no number of seconds"),
        ("timeout = 1e9", "desks.value", "is no number of seconds"),
        ("timeout = nan", "desks.value", "is no number of seconds"),
        ('marker = "[desk]"', "desks.value", "is no marker"),
        ('marker = "{ticket}{ticket}"', "desks.value", "is no marker"),
        ('marker = "[ü #{ticket}]"', "desks.value", "is no marker"),
        ('marker = "[#{ticket}]\\r\\nBcc: x@y.example"', "desks.value", "is no marker"),
        ('token = "1-2-abc"', "desks.secret", "a secret has no place in the settings"),
        ('api_password = "abc"', "desks.secret", "a secret has no place in the settings"),
        ('ulr = "https://desk.example"', "desks.unknown", "did you mean url?"),
        ('ca_file = ""', "desks.value", "is not a path; write a file's in quotes"),
        ('token_file = ""', "desks.value", "is not a path; write a file's in quotes"),
        ('url = "https://tische.köln"', "desks.value", "its xn-- name"),
        ('default = "true"', "desks.value", "is neither true nor false"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(tmp_path: Path, line: str, code: str, part: str) -> None:
    """Each wrong value gets one complaint with file, line and what to write instead; a secret that stands there is not repeated."""
    given = "" if line.startswith("url") else 'url = "https://desk.example"\n'
    (problem,) = refused(tmp_path, f'facts = "f.yaml"\n\n[desks.help]\nkind = "rt"\n{given}{line}\n')
    assert problem.code == code
    assert part in f"{problem.message}; {problem.hint}"
    assert str(problem.place) == f"{tmp_path}/settings.toml:{5 + bool(given)}:1"
    assert "abc" not in f"{problem.message}{problem.hint}"
    assert "secret@" not in f"{problem.message}{problem.hint}"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """A table with three faults gets three complaints in one run."""
    codes = [problem.code for problem in refused(tmp_path, '[desks.help]\nkind = "rt"\ntimeout = "x"\nulr = "y"\n')]
    assert codes == ["desks.value", "desks.unknown", "desks.missing"]


@pytest.mark.parametrize(
    ("text", "name", "part"),
    [
        ('[desks.help]\nkind = "tr"\n', "help", "did you mean rt?"),
        ("[desks.help]\ntimeout = 5\n", "help", "says no kind"),
        ('[desks.Help]\nkind = "eml"\n', "Help", "no name for a desk"),
        ('[desks.help]\nkind = ["rt"]\n', "help", "desks.help.kind is not a text"),
        ('[desks.help]\nkind = "RT"\n', "help", "did you mean rt?"),
        ('[desks.help]\nkind = "Request Tracker"\n', "help", "there is "),
    ],
)
def test_a_table_that_is_no_desk(tmp_path: Path, text: str, name: str, part: str) -> None:
    """A kind or a name that can't be is told, with what there is."""
    problems = refused(tmp_path, text, name)
    assert any(part in f"{problem.message}; {problem.hint}" for problem in problems)
    assert all(problem.place and problem.place.line for problem in problems)


def test_plain_http_goes_to_this_machine_alone(tmp_path: Path) -> None:
    """A token over plain http may only go to loopback."""
    for host in ("127.0.0.1:8080", "localhost", "[::1]:80", "127.9.9.9"):
        assert config(tmp_path, f'[desks.help]\nkind = "rt"\nurl = "http://{host}/rt"\n')
    for host in ("127.0.0.1.desk.example", "localhost.desk.example", "10.0.0.1", "[::2]", "0x7f.1"):
        assert refused(tmp_path, f'[desks.help]\nkind = "rt"\nurl = "http://{host}/rt"\n')


def test_without_a_secret_the_ways_to_give_one_are_named(tmp_path: Path) -> None:
    """A desk that needs a token and has none says where it may stand."""
    (problem,) = refused(tmp_path, '[desks.help]\nkind = "rt"\nurl = "https://desk.example"\n', environ={})
    assert problem.code == "desks.secret-missing"
    assert str(problem.place) == "SHEETGEN_HELP_TOKEN"
    assert "token_file" in problem.hint
