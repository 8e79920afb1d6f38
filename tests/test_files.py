"""What `write_set` writes, keeps and refuses. When things fail: test_files_failing.py, _disks, _together."""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetgen import files
from sheetgen.errors import Failed
from sheetgen.files import part, write_set
from tests.sets import new, tree

HTML, TEXT = "tls-kommunikation_firma.de_de.html", "tls-kommunikation_firma.de_de.txt"
FOLDER = ("firma.de", "+_T-1")


def undated(_: bytes) -> None:
    """Tells no date."""


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Set a umask for a while."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize("mask", [0, 0o022, 0o077, 0o177])
@pytest.mark.parametrize(("private", "folder_mode", "file_mode"), [(True, 0o700, 0o600), (False, 0o755, 0o644)])
def test_writes_all_with_its_own_modes(tmp_path: Path, mask: int, private: bool, folder_mode: int, file_mode: int) -> None:  # noqa: FBT001
    """A set is written into folders that did not exist; its modes are the same whatever the umask; its paths come back in order."""
    out = tmp_path / "made" / "out"
    with umask(mask):
        paths = write_set(out, FOLDER, [new(TEXT, b"text"), new(HTML, b"")], private=private)
    assert paths == (out / "firma.de" / "+_T-1" / TEXT, out / "firma.de" / "+_T-1" / HTML)
    assert [path.read_bytes() for path in paths] == [b"text", b""]
    modes = {name: stat.S_IMODE(mode) for name, (mode, _) in tree(tmp_path).items()}
    assert modes.pop(f"made/out/firma.de/+_T-1/{TEXT}") == modes.pop(f"made/out/firma.de/+_T-1/{HTML}") == file_mode
    assert set(modes.values()) == {folder_mode}
    assert len(modes) == 4


def test_leaves_what_is_there_alone(tmp_path: Path) -> None:
    """Folders that exist keep their mode, and a file with the same bytes keeps everything; its path is returned all the same."""
    (tmp_path / "firma.de").mkdir(mode=0o750)
    (same,) = write_set(tmp_path, ("firma.de",), [new(TEXT, b"same")])
    same.chmod(0o440)
    before = same.stat()
    assert write_set(tmp_path, ("firma.de",), [new(TEXT, b"same"), new(HTML, b"more")]) == (same, same.with_name(HTML))
    assert same.stat() == before
    assert stat.S_IMODE((tmp_path / "firma.de").stat().st_mode) == 0o750
    assert len(tree(tmp_path)) == 3


def test_keeps_older_sheets_by_their_issue_date(tmp_path: Path) -> None:
    """A replaced sheet stays beside, named by the date that it bears; a second of that day gets `_2`, and none is kept twice."""
    kept = "tls-kommunikation_firma.de_de_2026-11-24{}.html"
    versions = [b"2026-11-24 a", b"2026-11-24 b", b"2026-11-24 c", b"2026-11-24 a", b"2026-11-24 d"]
    for data in versions:
        write_set(tmp_path, (), [new(HTML, data)])
    assert {name: data for name, (_, data) in tree(tmp_path).items()} == {
        HTML: b"2026-11-24 d",
        kept.format(""): b"2026-11-24 a",
        kept.format("_2"): b"2026-11-24 b",
        kept.format("_3"): b"2026-11-24 c",
    }


@pytest.mark.parametrize(("modified", "day"), [(1_700_000_000, "2023-11-14"), (0, "1970-01-01"), (-5, "1970-01-01"), (2**36, "4147-08-20")])
def test_keeps_undated_sheets_by_their_modification(tmp_path: Path, modified: int, day: str) -> None:
    """Where a sheet tells no date, the day on which it was last changed (UTC) stands in its name; no such time breaks the run."""
    (path,) = write_set(tmp_path, (), [new("x.json", b"old", undated)])
    os.utime(path, (modified, modified))
    recorded = path.stat().st_mtime
    write_set(tmp_path, (), [new("x.json", b"new", undated)])
    names = set(tree(tmp_path)) - {"x.json"}
    assert len(names) == 1
    if recorded == modified:  # not every file system can record every time
        assert names == {f"x_{day}.json"}


def test_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    """A folder, a link or a file of the same set under the name that an older sheet would get is passed over."""
    write_set(tmp_path, (), [new("x.txt", b"2026-01-01")])
    (tmp_path / "x_2026-01-01.txt").mkdir()
    (tmp_path / "x_2026-01-01_2.txt").symlink_to("x.txt")
    write_set(tmp_path, (), [new("x.txt", b"new"), new("x_2026-01-01_3.txt", b"of this set")])
    assert (tmp_path / "x_2026-01-01_4.txt").read_bytes() == b"2026-01-01"
    assert (tmp_path / "x_2026-01-01_3.txt").read_bytes() == b"of this set"
    assert (tmp_path / "x.txt").read_bytes() == b"new"


def test_never_reads_a_huge_file(tmp_path: Path) -> None:
    """A file larger than any sheet is kept, but not read: its date is that of its last change."""

    def never(_: bytes) -> NoReturn:
        pytest.fail("it was read")

    huge = tmp_path / "x.pdf"
    with huge.open("wb") as file:
        file.truncate(2**33)
    os.utime(huge, (0, 0))
    write_set(tmp_path, (), [new("x.pdf", b"new", never)])
    assert (tmp_path / "x_1970-01-01.pdf").stat().st_size == 2**33
    assert huge.read_bytes() == b"new"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 2), st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=8))
def test_loses_no_version(versions: list[tuple[int, str, str]]) -> None:
    """Whatever sets follow each other, the last stands under its names and every earlier version is still there."""
    with tempfile.TemporaryDirectory() as folder:
        written: dict[str, set[bytes]] = {"a.txt": set(), "b.pdf": set()}
        for day, first, second in versions:
            last = {"a.txt": f"2026-11-0{day} {first}".encode(), "b.pdf": f"2026-11-0{day} {second}".encode()}
            write_set(Path(folder), (), [new(name, data) for name, data in last.items()])
            for name, data in last.items():
                written[name].add(data)
        there = {name: data for name, (_, data) in tree(Path(folder)).items()}
        assert {name: there[name] for name in last} == last
        for name, all_of_it in written.items():
            assert {data for other, data in there.items() if other[0] == name[0]} == all_of_it
        kept = [(name[0], data) for name, data in there.items() if name not in last]
        assert len(set(kept)) == len(kept)


BAD_NAMES = ["", ".", "..", ".x", "a/b", "/a", "straße.txt", "a\nb", "a\0b", "a\x7f", "a\u202eb", "x" * 201]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_refuses_names_that_no_caller_may_make(tmp_path: Path, name: str) -> None:
    """Names of folders and files are short printable ASCII without a slash and with no dot in front; else nothing is touched."""
    with pytest.raises(ValueError, match="not a name"):
        write_set(tmp_path / "out", (name,), [new("x.txt", b"")])
    with pytest.raises(ValueError, match="not a name"):
        write_set(tmp_path / "out", (), [new("x.txt", b""), new(name, b"")])
    with pytest.raises(ValueError, match="twice"):
        write_set(tmp_path / "out", (), [new("x.txt", b""), new("x.txt", b"")])
    assert not tree(tmp_path)


def make_socket(path: Path) -> None:
    """Leave a socket's name behind."""
    with socket.socket(socket.AF_UNIX) as it:
        before = Path.cwd()
        os.chdir(path.parent)  # its path may have no more than 107 bytes
        it.bind(path.name)
        os.chdir(before)


def make_device(path: Path) -> None:
    """Make another null device."""
    if os.geteuid() != 0:
        pytest.skip("only root makes devices")
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))


OBSTACLES: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a symbolic link": lambda path: path.symlink_to("other.txt"),
    "a pipe": os.mkfifo,
    "a socket": make_socket,
    "a device": make_device,
}


@pytest.mark.parametrize("kind", OBSTACLES)
def test_refuses_what_is_no_file(tmp_path: Path, kind: str) -> None:
    """Where a folder, a link, a pipe, a socket or a device has a file's name, one line says so and nothing is written."""
    (tmp_path / "other.txt").write_bytes(b"other")
    OBSTACLES[kind](tmp_path / "x.txt")
    before = tree(tmp_path)
    with pytest.raises(Failed) as failed:
        write_set(tmp_path, (), [new("a.txt", b"a"), new("x.txt", b"x")])
    assert failed.value.message == f"can't write {tmp_path / 'x.txt'}: {kind} has this name"
    assert failed.value.hint
    assert tree(tmp_path) == before


@pytest.mark.parametrize(("kind", "make"), [("a symbolic link", lambda path: path.symlink_to("elsewhere")), ("a file", Path.touch)])
def test_follows_no_link_below_out(tmp_path: Path, kind: str, make: Callable[[Path], object]) -> None:
    """A link (or a file) in the place of a folder below `out` is refused, also when it leads to a folder; nothing is written there."""
    (tmp_path / "elsewhere").mkdir()
    make(tmp_path / "firma.de")
    before = tree(tmp_path)
    for folder in (("firma.de",), FOLDER):
        with pytest.raises(Failed, match=f"firma.de: it is {kind}, not a folder"):
            write_set(tmp_path, folder, [new("x.txt", b"x")])
    assert tree(tmp_path) == before


def test_takes_out_as_the_user_named_it(tmp_path: Path) -> None:
    """`out` may be a link, relative, and hold blanks, umlauts and `&`; the paths that come back begin as it was named."""
    out = tmp_path / "Ä b&c's"
    out.mkdir()
    (tmp_path / "link").symlink_to(out)
    (path,) = write_set(tmp_path / "link", ("firma.de",), [new("x.txt", b"x")])
    assert path == tmp_path / "link" / "firma.de" / "x.txt"
    assert (out / "firma.de" / "x.txt").read_bytes() == b"x"


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("file", "file: a part of this path is not a folder"),
        ("file/below", "file/below: a part of this path is not a folder"),
        ("nowhere", "nowhere: it is a symbolic link that leads nowhere"),
        ("nowhere/below", "nowhere is a symbolic link that leads nowhere"),
        ("circle", "circle: it is a symbolic link, or leads through too many"),
        ("n" * 256, "the path is too long"),
        ("/".join(["n" * 250] * 17), "the path is too long"),
        ("\x1b[31m\u202e", r"\u{1b}[31m\u{202e}/x.txt: a folder has this name"),
    ],
)
def test_says_why_out_does_not_serve(tmp_path: Path, out: str, words: str) -> None:
    """An `out` that is no folder, leads nowhere or is too long gives one printable line with path and reason, and makes nothing."""
    (tmp_path / "file").touch()
    (tmp_path / "nowhere").symlink_to("missing")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "\x1b[31m\u202e" / "x.txt").mkdir(parents=True)
    before = tree(tmp_path)
    with pytest.raises(Failed) as failed:
        write_set(tmp_path / out, (), [new("x.txt", b"x")])
    assert words in failed.value.message
    assert failed.value.message.isprintable()
    assert tree(tmp_path) == before


@pytest.mark.parametrize("out", ["/proc/sheets", "/proc/sheets/below", "/proc"])
def test_says_at_once_where_no_folder_can_be_made(out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place that is there and takes no folder, as /proc, is said to be so after one try."""
    monkeypatch.setattr(files, "_TRIES", 1)
    with pytest.raises(Failed, match=r"^can't write /proc/(sheets|firma\.de): no folder can be made there$") as failed:
        write_set(Path(out), ("firma.de",), [new("x.txt", b"x")])
    assert failed.value.hint == "name another folder with --out"


@given(st.text(max_size=150))
def test_part_is_short_and_tells_texts_apart(text: str) -> None:
    """Up to 100 bytes a part is the text itself; a longer one keeps its first 80 and differs wherever the text does."""
    size = len(text.encode())
    if size <= 100:
        assert part(text) == text
    else:
        assert len(part(text).encode()) <= 89
        assert text.startswith(part(text)[:-9])
        assert part(text) != part(text + "x")


def test_part_as_the_design_has_it() -> None:
    """80 bytes, `~`, and the first 8 hex digits of the SHA-256 of the whole."""
    assert part("a" * 100) == "a" * 100
    assert part("a" * 101) == "a" * 80 + "~9d079339"
