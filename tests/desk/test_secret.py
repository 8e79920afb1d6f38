"""Where a desk's secret may come from, and that it is never shown."""

from __future__ import annotations

import os
import re
import traceback
from pathlib import Path

import pytest

from sheetgen.desk.secret import Secret, read_secret, variable
from sheetgen.errors import Problem, Refused

TOKEN = "1-42-0123456789abcdef"


def refusal(token_file: Path | None = None, environ: dict[str, str] | None = None) -> Problem:
    """The one complaint about a secret."""
    with pytest.raises(Refused) as caught:
        read_secret("help-desk", str(token_file) if token_file else None, keyring=False, environ=environ or {})
    (problem,) = caught.value.problems
    return problem


def token_file(folder: Path, content: bytes = TOKEN.encode() + b"\n", mode: int = 0o600) -> Path:
    """A token file of that mode."""
    path = folder / "token"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_the_name_in_the_environment() -> None:
    """A desk's name becomes a name that every shell can export."""
    assert variable("help-desk") == "SHEETGEN_HELP_DESK_TOKEN"


def test_the_environment_comes_first(tmp_path: Path) -> None:
    """What is exported for this call beats the file; an empty one does not."""
    path = str(token_file(tmp_path))
    assert read_secret("help", path, keyring=False, environ={"SHEETGEN_HELP_TOKEN": "of-the-environment"}).value == "of-the-environment"
    assert read_secret("help", path, keyring=False, environ={"SHEETGEN_HELP_TOKEN": ""}).value == TOKEN


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_a_file_holds_one_line(tmp_path: Path, ending: bytes) -> None:
    """The line's end is no part of the token, however the editor wrote it."""
    assert read_secret("help", str(token_file(tmp_path, TOKEN.encode() + ending)), keyring=False, environ={}).value == TOKEN


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o666])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """A token that others could read is no secret any more: the hint says chmod and a new one."""
    problem = refusal(token_file(tmp_path, mode=mode))
    assert problem.code == "desks.secret-mode"
    assert "chmod 600" in problem.hint


def test_another_users_file_is_refused(tmp_path: Path) -> None:
    """A file that somebody else owns could be changed by them at any time."""
    path = token_file(tmp_path)
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, 65534, 65534)
    assert refusal(path).code == "desks.secret-mode"


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe would wait for ever, a link may lead anywhere, a folder holds no token."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "link").symlink_to(token_file(tmp_path))
    for path in (tmp_path / "pipe", tmp_path / "link", tmp_path, tmp_path / "missing"):
        assert refusal(path).code == "desks.secret-file"
    link = refusal(tmp_path / "link")
    assert (link.message, link.hint) == ("this token_file is a link", "name the file itself")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "nothing stands"),
        (b"\n", "nothing stands"),
        (b" x", "blanks around"),
        (b"x\t\n", "blanks around"),
        (b"a\nb", "more than one line"),
        (b"a\n\n", "more than one line"),
        (b"a\r\nX: y", "more than one line"),
        (b"q" * 4096 + b"\r\nX: y", "more than one line"),
        (b"t\xc3\xb6k", "not ASCII"),
        (b"a\x00b", "control character"),
        (b"q" * 4097, "longer than 4096"),
        (b"q" * 5000, "longer than 4096"),
        (b"\xef\xbb\xbftok", "byte order mark"),
        ("tok".encode("utf-16"), "byte order mark"),
    ],
)
def test_what_is_no_token_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    """One line of printable ASCII, or a header could be injected; it is said what is wrong, and what stood there is not repeated."""
    problem = refusal(token_file(tmp_path, content))
    assert problem.code == "desks.secret-form"
    assert why in problem.message
    assert problem.hint
    assert not re.search("[äöüqø]|tok$|X:", f"{problem.message}{problem.hint}")


def test_the_longest_token(tmp_path: Path) -> None:
    """4096 characters are taken, whole."""
    assert read_secret("help", str(token_file(tmp_path, b"q" * 4096 + b"\r\n")), keyring=False, environ={}).value == "q" * 4096


def test_the_same_holds_in_the_environment() -> None:
    """A line break in the variable is refused, too."""
    assert "more than one line" in refusal(environ={"SHEETGEN_HELP_DESK_TOKEN": "a\r\nX-Evil: 1"}).message
    assert "byte order mark" in refusal(environ={"SHEETGEN_HELP_DESK_TOKEN": "\ufefftok"}).message


def test_a_secret_is_never_shown() -> None:
    """Not by repr, str or format, not in a traceback, and not in a text that `hidden` went over."""
    secret = Secret(TOKEN)
    shown = [repr(secret), str(secret), f"{secret}", f"{[secret]}"]
    shown += traceback.format_exception(ValueError(secret))
    assert TOKEN not in "".join(shown)
    assert secret.hidden(f"Authorization: token {TOKEN}") == "Authorization: token …"
