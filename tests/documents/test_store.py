"""The store of prepared pages: what it holds is whole, its user's alone and fresh, or is not there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetgen.documents import store as module
from sheetgen.documents.store import Entry, Store, key_of, place
from sheetgen.documents.witnesses import of_file

KEY = key_of("a", "b")
ENTRY = Entry({"kind": "text"}, b"\x00constant\nbytes")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty one, whose folder is not there yet."""
    return Store(tmp_path / "cache" / "sheetgen")


def the_file(store: Store) -> Path:
    """The only entry's."""
    assert store.folder
    (path,) = store.folder.iterdir()
    return path


def test_what_is_put_is_got_again(store: Store) -> None:
    """Head and body, whatever bytes; of another key nothing; the folder and the file are for their user alone."""
    store.put(KEY, ENTRY, [])
    found = store.get(KEY)
    assert found
    assert (found.head["kind"], found.body) == ("text", ENTRY.body)
    assert store.get(key_of("a b")) is None
    assert store.folder
    assert (stat.S_IMODE(store.folder.stat().st_mode), stat.S_IMODE(the_file(store).stat().st_mode)) == (0o700, 0o600)


def test_parts_of_a_key_are_apart() -> None:
    """No two lists of parts share a key because they run together."""
    assert len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("a", "b", "c")}) == 4


@pytest.mark.parametrize("at", [0, 25, 90, 100, 130, -1])
def test_a_damaged_entry_is_not_there(store: Store, at: int) -> None:
    """One bit, wherever it is."""
    store.put(KEY, ENTRY, [])
    data = bytearray(the_file(store).read_bytes())
    data[at] ^= 1
    the_file(store).write_bytes(data)
    assert store.get(KEY) is None


@pytest.mark.parametrize("length", [0, 1, 60, 100])
def test_a_cut_entry_is_not_there(store: Store, length: int) -> None:
    """Wherever it was cut off."""
    store.put(KEY, ENTRY, [])
    os.truncate(the_file(store), length)
    assert store.get(KEY) is None


def test_an_entry_under_another_s_name_is_not_there(store: Store) -> None:
    """Copied, or restored in a muddle: whole, and yet not what was asked for."""
    store.put(KEY, ENTRY, [])
    other = key_of("c")
    assert store.folder
    (store.folder / other).write_bytes(the_file(store).read_bytes())
    (store.folder / other).chmod(0o600)
    assert store.get(other) is None
    assert store.get(KEY)


def test_an_entry_ends_with_what_shaped_it(store: Store, tmp_path: Path) -> None:
    """A file that was changed, or is gone, ends every entry that it shaped."""
    witness = tmp_path / "witness"
    witness.write_text("a")
    store.put(KEY, ENTRY, [of_file(witness)])
    assert store.get(KEY)
    os.utime(witness, ns=(1, 1))
    assert store.get(KEY) is None
    store.put(KEY, ENTRY, [of_file(witness)])
    assert store.get(KEY)
    witness.unlink()
    assert store.get(KEY) is None


def _others_may_write(store: Store, _: Path) -> None:
    assert store.folder
    store.folder.chmod(0o770)


def _others_may_read_the_entry(store: Store, _: Path) -> None:
    the_file(store).chmod(0o644)


def _linked_folder(store: Store, tmp_path: Path) -> None:
    assert store.folder
    store.folder.rename(tmp_path / "elsewhere")
    store.folder.symlink_to(tmp_path / "elsewhere")


def _linked_entry(store: Store, tmp_path: Path) -> None:
    the_file(store).rename(tmp_path / "entry")
    assert store.folder
    (store.folder / KEY).symlink_to(tmp_path / "entry")


def _pipe(store: Store, _: Path) -> None:
    the_file(store).unlink()
    assert store.folder
    os.mkfifo(store.folder / KEY, 0o600)


@pytest.mark.parametrize("spoilt", [_others_may_write, _others_may_read_the_entry, _linked_folder, _linked_entry, _pipe])
def test_what_may_be_others_is_not_taken(store: Store, tmp_path: Path, spoilt: Callable[[Store, Path], None]) -> None:
    """A folder or file that others may write, read or have put there holds nothing; nobody waits, and nothing is raised."""
    store.put(KEY, ENTRY, [])
    spoilt(store, tmp_path)
    assert store.get(KEY) is None
    store.put(KEY, ENTRY, [])


def test_a_file_in_the_folder_s_place_is_left_alone(tmp_path: Path) -> None:
    """Nothing is kept, nothing is raised."""
    (tmp_path / "file").write_text("mine")
    store = Store(tmp_path / "file" / "sheetgen")
    store.put(KEY, ENTRY, [])
    assert store.get(KEY) is None
    assert (tmp_path / "file").read_text() == "mine"


def test_the_oldest_go_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over its bound the store lets go of what was used least lately."""
    keys = [key_of(str(i)) for i in range(4)]
    store.put(keys[0], Entry({}, bytes(1000)), [])
    monkeypatch.setattr(module, "MOST_BYTES", int(3.5 * the_file(store).stat().st_size))
    for i, key in enumerate(keys[1:3], 1):
        store.put(key, Entry({}, bytes(1000)), [])
        assert store.folder
        os.utime(store.folder / key, ns=(i, i))
    assert store.get(keys[1])
    store.put(keys[3], Entry({}, bytes(1000)), [])
    assert [bool(store.get(key)) for key in keys] == [True, True, False, True]


def test_clear_takes_entries_alone(store: Store) -> None:
    """What a killed run left goes too; what is none of ours stays."""
    store.put(KEY, ENTRY, [])
    assert store.folder
    (store.folder / f"{'0' * 32}.part").write_bytes(b"")
    (store.folder / "mine.txt").write_text("mine")
    assert store.held()[0] == 2
    assert store.clear() == 2
    assert [path.name for path in store.folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/sheetgen")),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, Path("/h/.cache/sheetgen")),
        ({"HOME": "/h"}, Path("/h/.cache/sheetgen")),
        ({"HOME": ""}, None),
        ({}, None),
    ],
)
def test_where_it_is(environ: dict[str, str], folder: Path | None) -> None:
    """As the XDG specification says: a relative path is as none."""
    assert place(environ) == folder


def test_without_a_folder_nothing_is_kept() -> None:
    """And nothing is raised."""
    nowhere = Store(None)
    nowhere.put(KEY, ENTRY, [])
    assert nowhere.get(KEY) is None
    assert (nowhere.held(), nowhere.clear()) == ((0, 0), 0)


def _a_file(store: Store, _: Path) -> None:
    assert store.folder
    the_file(store).unlink()
    store.folder.rmdir()
    store.folder.write_text("mine")


def _below_a_file(_: Store, tmp_path: Path) -> None:
    (tmp_path / "cache").rename(tmp_path / "elsewhere")
    (tmp_path / "cache").write_text("mine")


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (_others_may_write, "others may read or write it (mode 770)"),
        (_linked_folder, "it is a symbolic link"),
        (_a_file, "it is not a folder"),
        (_below_a_file, "Not a directory"),
    ],
)
def test_why_a_folder_is_not_used_is_told(store: Store, tmp_path: Path, spoilt: Callable[[Store, Path], None], why: str) -> None:
    """With what mends it; of a folder that is used, or not there yet, nothing is told."""
    assert store.hindrance() == ("", "")
    store.put(KEY, ENTRY, [])
    assert store.hindrance() == ("", "")
    spoilt(store, tmp_path)
    assert store.get(KEY) is None
    assert store.hindrance()[0] == why
    assert str(tmp_path) in store.hindrance()[1]


def test_another_user_s_folder_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its mode may be right."""
    store.put(KEY, ENTRY, [])
    monkeypatch.setattr("sheetgen.documents.store.os.geteuid", lambda: os.getuid() + 1)
    assert store.get(KEY) is None
    assert store.hindrance()[0] == "it belongs to another user"
