"""YAML as events: what is taken, what is refused, and where."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.errors import Place, Refused
from sheetgen.reading import LIMIT, read_file
from sheetgen.yamlfile import read_yaml
from tests.places import CONFORMANCE


def refusal(content: str | bytes) -> tuple[str, int, int]:
    """Code, line and column of what is said of a content."""
    with pytest.raises(Refused) as caught:
        read_yaml(content.encode() if isinstance(content, str) else content, "f.yaml")
    (problem,) = caught.value.problems
    assert problem.place
    assert problem.message
    assert problem.hint
    return problem.code, problem.place.line, problem.place.column


def file_refusal(path: Path, limit: int = LIMIT) -> str:
    """The code of what is said of a file."""
    with pytest.raises(Refused) as caught:
        read_file(path, limit)
    (problem,) = caught.value.problems
    assert problem.place == Place(str(path))
    return problem.code


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of PyYAML's two parsers: a platform without a wheel has the pure one alone."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader")
    return str(request.param)


@pytest.mark.usefixtures("parser")
def test_every_scalar_stays_text() -> None:
    """No value is guessed: Norway, numbers, dates and truth are what was typed."""
    values = ["NO", "+494063705808", "2026-02-30", "no", "1e3", "0x1f", "12:30:45", "1_000"]
    read = read_yaml(("a: [" + ", ".join(values) + "]\n").encode(), "f.yaml")
    assert read.data == {"a": values}


@pytest.mark.usefixtures("parser")
def test_places_of_keys_and_items() -> None:
    """Each key and each item has the line and column where it begins, the root where its first key does."""
    read = read_yaml(b"# c\na: b\nc:\n  - d: e\n  - f\ng: [h, {i: j}]\n", "f.yaml")
    places = {path: (place.line, place.column) for path, place in read.places.items()}
    assert places == {
        (): (2, 1), ("a",): (2, 1), ("c",): (3, 1), ("c", 0): (4, 5), ("c", 0, "d"): (4, 5), ("c", 1): (5, 5),
        ("g",): (6, 1), ("g", 0): (6, 5), ("g", 1): (6, 8), ("g", 1, "i"): (6, 9),
    }  # fmt: skip
    assert read.place(("c", 0, "x", "y")) == Place("f.yaml", 4, 5)


@pytest.mark.usefixtures("parser")
def test_bom_and_crlf_are_taken() -> None:
    """What Windows editors write is the same file, but for its digest."""
    plain, windows = read_yaml(b"a: b\nc: d\n", "f.yaml"), read_yaml(b"\xef\xbb\xbfa: b\r\nc: d\r\n", "f.yaml")
    assert windows.data == plain.data
    assert windows.places == plain.places
    assert windows.sha256 != plain.sha256


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "content",
    [
        "a: >-\n  x #y\n  z#\n# c\nb: c\n",
        "a: |\n  x\n\n   #c\n\nb: [a, #b\n  c]\n",
        "a: 'x\n\n  y'\n",
        "a: [b,\n  c] # d\n",
        "a: x # y\n",
        "a: x#y\n",
        'a: "#" # "\n',
        "---\na: b\n...\n",
        "? a\n: b\n",
        "{a: b,\nc: d}\n",
        "a:\n- b\n- c: 'd\n   e'\n",
    ],
)
def test_good_yaml_is_taken(content: str) -> None:
    """The checks beyond the parser's do not refuse what YAML 1.2 allows."""
    assert read_yaml(content.encode(), "f.yaml").data


REFUSED = [
    ("", "yaml.root", 1, 1),
    ("# nothing\n", "yaml.root", 1, 1),
    ("- a\n- b\n", "yaml.root", 1, 1),
    ("\n\nword\n", "yaml.root", 3, 1),
    ("a: b\na: c\n", "yaml.duplicate", 2, 1),
    ("x: {a: b, a: c}\n", "yaml.duplicate", 1, 11),
    ("a: b\n---\na: b\n", "yaml.documents", 2, 1),
    ("a: &x b\n", "yaml.alias", 1, 4),
    ("a: *x\n", "yaml.alias", 1, 4),
    ("a: !!python/name:os.system b\n", "yaml.tag", 1, 4),
    ("a: !x b\n", "yaml.tag", 1, 4),
    ("x: {<<: {a: b}}\n", "yaml.merge", 1, 5),
    ("%YAML 1.2\n---\na: b\n", "yaml.directive", 1, 1),
    ("a: " + "[" * 600, "yaml.depth", 1, 23),
    ("- " * 5000 + "x", "yaml.depth", 1, 41),
    ("a: ~\n", "yaml.null", 1, 4),
    ("a: null\n", "yaml.null", 1, 4),
    ('"": b\n', "yaml.key", 1, 1),
    ("[a]: b\n", "yaml.key", 1, 1),
    ('a: "b"#c\n', "yaml.comment", 1, 7),
    ("a: [b]#c\n", "yaml.comment", 1, 7),
    ("a: [b,#c\n  d]\n", "yaml.comment", 1, 7),
    ("a: [-]\n", "yaml.syntax", 1, 5),
    ("a: [b,\nc]\n", "yaml.indentation", 2, 1),
    ('a: "b\n\tc"\n', "yaml.indentation", 2, 1),
    ('a: "b\nc"\n', "yaml.indentation", 2, 1),
    ("a: b\n\u202e", "yaml.character", 2, 1),
    ("# \u200b\n", "yaml.character", 1, 3),
    ("a: \ufeffb\n", "yaml.character", 1, 4),
    ("\ufeff\ufeffa: b\n", "yaml.character", 1, 1),
    ("a: b\x1b[31m\n", "yaml.character", 1, 5),
    ("a: b\rc: d\n", "yaml.character", 1, 5),
    ('a: "b\\u202ec"\n', "yaml.character", 1, 4),
    ('a: "b\\x00c"\n', "yaml.character", 1, 4),
    ('a: "b\\tc"\n', "yaml.character", 1, 4),
    (b"a: b\nc: \xe4\n", "yaml.encoding", 2, 4),
    (b"\xff\xfea\0", "yaml.encoding", 1, 1),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("content", "code", "line", "column"), REFUSED)
def test_refused_with_its_place(content: str | bytes, code: str, line: int, column: int) -> None:
    """What a fact file does without, and what YAML 1.2 forbids though the parser takes it, is refused where it stands."""
    assert refusal(content) == (code, line, column)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a:\n\tb: c\n", 2),
        ("a: b: c\n", 1),
        ("a: b\n c: d\n", 2),
        ('a: "b\n', 2),
        ("a: [b\n", 2),
        ("a: {b: c\n", 2),
        ("a: b\n- c\n", 2),
        ("a: *\n", 1),
        ("a: %b\n", 1),
        ('a: "\\q"\n', 1),
        ('a: "\\U00110000"\n', 1),
    ],
)
def test_syntax_is_refused_on_its_line(content: str, line: int) -> None:
    """What is no YAML at all is refused on the line where it breaks, escapes beyond Unicode too."""
    code, where, _ = refusal(content)
    assert (code, where) == ("yaml.syntax", line)


@pytest.mark.usefixtures("parser")
def test_lone_surrogate_is_refused() -> None:
    """An escape for half a character is refused, whichever parser sees it."""
    assert refusal('a: "\\ud800"\n')[1] == 1


def test_words_are_ours() -> None:
    """A fault of syntax is told in the words of people who write fact files."""
    with pytest.raises(Refused) as caught:
        read_yaml(b"a:\n\tb: c\n", "f.yaml")
    assert caught.value.problems[0].message == "a tab stands here as indentation"


def test_bomb_is_refused_before_it_grows() -> None:
    """Nested aliases end at the first anchor."""
    bomb = "a: &a [x,x,x]\n" + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert refusal(bomb) == ("yaml.alias", 1, 4)


def test_too_large_is_refused() -> None:
    """One byte over the limit is refused unread, at the limit it is read."""
    assert refusal(b"#" * (LIMIT + 1))[0] == "file.too-large"
    assert refusal(b"#" * LIMIT)[0] == "yaml.root"


@pytest.mark.parametrize(("member", "line"), [("k{}: b\n", 1001), ("- a\n", 1001)])
def test_too_many_members_are_refused(member: str, line: int) -> None:
    """A file of no more bytes than the limit, but of countless keys or items, is refused long before its end."""
    code, where, _ = refusal("".join(member.format(n) for n in range(100_000)))
    assert (code, where) == ("yaml.too-many", line)


@given(st.binary(max_size=80) | st.text(alphabet="ab:-[]{}#&*!|>'\"%@`\n\t \\?,~\ufeff", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused_on_a_line(content: bytes) -> None:
    """Whatever the bytes: data and a place for each key, or a refusal with a line; never another exception."""
    try:
        read = read_yaml(content, "f.yaml")
    except Refused as refused:
        assert all(p.place and p.place.line >= 1 for p in refused.problems)  # noqa: PT017 - either outcome is good
    else:
        assert all((key,) in read.places for key in read.data)


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the conformance data lie beside the checkout only")
@pytest.mark.parametrize("name", [f"{n:03}.yaml" for n in range(1, 95)])
def test_conformance(name: str) -> None:
    """What yaml-test-suite calls an error is refused with its line; the rest of it needs no more than the fact file's types (069)."""
    content = (CONFORMANCE / "yaml-bad" / name).read_bytes()
    if name == "069.yaml":
        assert read_yaml(content, name).data == {"empty block scalar": ""}
    else:
        assert refusal(content)[1] >= 1


def test_file_is_read(tmp_path: Path) -> None:
    """A regular file's bytes come back, through a link too."""
    (tmp_path / "f.yaml").write_bytes(b"a: b\r\n")
    (tmp_path / "link").symlink_to("f.yaml")
    assert read_file(tmp_path / "link") == b"a: b\r\n"


@pytest.mark.timeout(5)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    """A pipe nobody writes to, a device, a folder, a socket: refused, not waited for."""
    os.mkfifo(tmp_path / "pipe")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "socket"))
    listener.close()
    odd = [tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "socket"]
    assert [file_refusal(path) for path in odd] == ["file.kind"] * 4


@pytest.mark.timeout(5)
def test_pipe_swapped_in_after_the_look_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was a file when looked at and is a pipe when opened is refused, not waited for."""
    (tmp_path / "f").touch()
    regular = (tmp_path / "f").stat()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(Path, "stat", lambda _: regular)
    assert file_refusal(tmp_path / "pipe") == "file.kind"


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """No such file, a file taken for a folder, a name too long, a null character, a circle of links: each a clear refusal."""
    (tmp_path / "f").write_bytes(b"")
    (tmp_path / "circle").symlink_to("circle")
    assert file_refusal(tmp_path / "none") == "file.missing"
    assert file_refusal(tmp_path / "f" / "g") == "file.missing"
    assert file_refusal(tmp_path / ("x" * 300)) == "file.missing"
    assert file_refusal(tmp_path / "a\0b") == "file.missing"
    assert file_refusal(tmp_path / "circle") == "file.unreadable"


def test_what_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without the right to read it, or on a failing disk, is a refusal, not an OSError."""
    (tmp_path / "f").touch()
    for number in (errno.EACCES, errno.EIO):

        def fails(*_: object, number: int = number) -> int:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(os, "open", fails)
            assert file_refusal(tmp_path / "f") == "file.unreadable"


def test_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """The limit is the caller's; a file that never ends stops at it."""
    (tmp_path / "f").write_bytes(b"12345")
    assert read_file(tmp_path / "f", 5) == b"12345"
    assert file_refusal(tmp_path / "f", 4) == "file.too-large"
