"""A site comes into its folder so that a web server serves no half of it, and others' files stay as they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from sheetgen.errors import Failed, Problem, Refused
from sheetgen.site.build import Site
from sheetgen.site.publish import LIST, publish

ONE = Site({"assets/a-1.css": b"one"}, {"de/index.html": b"<a-1>", "index.html": b"home"})
TWO = Site({"assets/a-2.css": b"two"}, {"de/index.html": b"<a-2>", "index.html": b"home"})
THREE = Site({"assets/a-3.css": b"three"}, {"de/index.html": b"<a-3>", "index.html": b"home"})


def held(folder: Path) -> dict[str, bytes]:
    """All files but the list."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != LIST}


def test_all_is_there_for_everybody_to_read(tmp_path: Path) -> None:
    """Folders 0755 and files 0644, whatever the umask; the pages' paths are handed back."""
    mask = os.umask(0o077)
    try:
        paths = publish(tmp_path / "site", ONE)
    finally:
        os.umask(mask)
    assert paths == (tmp_path / "site/de/index.html", tmp_path / "site/index.html")
    assert held(tmp_path / "site") == {**ONE.assets, **ONE.pages}
    for path in (tmp_path / "site", *(tmp_path / "site").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644)


def test_the_next_build_takes_the_place(tmp_path: Path) -> None:
    """What is new comes, a page that there is no more goes at once, what is the same is not touched."""
    publish(tmp_path, Site(ONE.assets, {**ONE.pages, "sitemap.xml": b"old"}))
    before = (tmp_path / "index.html").stat()
    publish(tmp_path, TWO)
    assert held(tmp_path) == {**ONE.assets, **TWO.assets, **TWO.pages}
    assert (tmp_path / "index.html").stat().st_mtime_ns == before.st_mtime_ns


def test_assets_outlive_one_publish(tmp_path: Path) -> None:
    """An open page finds its scripts after the next publish, and after the same one again; the one after that deletes them."""
    for site, assets in (
        (ONE, ONE.assets),
        (TWO, {**ONE.assets, **TWO.assets}),
        (TWO, {**ONE.assets, **TWO.assets}),
        (THREE, {**TWO.assets, **THREE.assets}),
        (TWO, {**TWO.assets, **THREE.assets}),
    ):
        publish(tmp_path, site)
        assert held(tmp_path) == {**assets, **site.pages}


def test_a_killed_publish_leaves_nothing_that_nobody_owns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended between its asset and its pages, it has harmed neither the site nor the assets kept; later publishes delete what it wrote."""

    def killed(self: Path, target: Path) -> Path:
        if target.suffix == ".html":
            raise KeyboardInterrupt
        return rename(self, target)

    publish(tmp_path, ONE)
    rename = Path.rename
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            publish(tmp_path, TWO)
    assert held(tmp_path) == {**TWO.assets, **ONE.assets, **ONE.pages}
    told: list[Path] = []
    publish(tmp_path, THREE, told.extend)
    assert told == []  # whichever of the two sites a page is of
    assert held(tmp_path) == {**ONE.assets, **TWO.assets, **THREE.assets, **THREE.pages}
    publish(tmp_path, ONE)
    assert held(tmp_path) == {**ONE.assets, **THREE.assets, **ONE.pages}


def test_others_files_stay(tmp_path: Path) -> None:
    """A file that sheetgen has not made is neither changed nor deleted: one in the way stops the run before anything is written."""
    (tmp_path / "robots.txt").write_text("theirs")
    publish(tmp_path, ONE)
    publish(tmp_path, TWO)
    assert (tmp_path / "robots.txt").read_text() == "theirs"
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("by hand")
    with pytest.raises(Failed, match="sheetgen has not made it"):
        publish(other, ONE)
    assert held(other) == {"index.html": b"by hand"}


def test_a_page_that_somebody_changed_is_told_before_it_is_written(tmp_path: Path) -> None:
    """What is told can end the run, and then stands there still; else it is written anew. What only sheetgen has written is not told of."""
    told: list[Path] = []
    for site in (ONE, TWO, TWO):
        publish(tmp_path, site, told.extend)
    assert told == []
    (tmp_path / "de" / "index.html").write_text("by hand")
    (tmp_path / "index.html").unlink()

    def stop(paths: Sequence[Path]) -> None:
        raise Refused([Problem(str(path), "refusal") for path in paths])

    with pytest.raises(Refused, match=r"de/index\.html$"):
        publish(tmp_path, TWO, stop)
    assert held(tmp_path) == {**ONE.assets, **TWO.assets, "de/index.html": b"by hand"}
    publish(tmp_path, THREE, told.extend)
    assert told == [tmp_path / "de" / "index.html"]
    assert held(tmp_path) == {**TWO.assets, **THREE.assets, **THREE.pages}


def test_an_old_file_that_somebody_changed_stays(tmp_path: Path) -> None:
    """It is theirs by then."""
    publish(tmp_path, ONE)
    (tmp_path / "assets" / "a-1.css").write_text("changed")
    publish(tmp_path, TWO)
    publish(tmp_path, THREE)
    assert (tmp_path / "assets" / "a-1.css").read_text() == "changed"


@pytest.mark.parametrize(
    "content",
    [
        "no JSON",
        "[]",
        '{"published": 1}',
        '{"published": {"../x": "y"}}',
        '{"kept": {"../x": "y"}}',
        '{"published": {"/etc/x": "y"}}',
        '{"published": {"a": 1}}',
        '{"others": {}}',
    ],
)
def test_a_list_that_is_none_owns_nothing(tmp_path: Path, content: str) -> None:
    """A damaged or foreign list leads to no deletion, least of all outside the folder."""
    (tmp_path / "x").write_text("outside")
    publish(tmp_path / "site", ONE)
    (tmp_path / "site" / LIST).write_text(content)
    with pytest.raises(Failed, match="sheetgen has not made it"):
        publish(tmp_path / "site", TWO)
    assert (tmp_path / "x").read_text() == "outside"
    assert held(tmp_path / "site") == {**ONE.assets, **ONE.pages}


def test_assets_come_before_the_pages_that_name_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each rename, every page that is there names assets that are there; old ones go last."""
    publish(tmp_path, ONE)
    seen: list[str] = []
    rename = Path.rename

    def watched(self: Path, target: Path) -> Path:
        done = rename(self, target)
        page = (tmp_path / "de" / "index.html").read_text()
        assert (tmp_path / "assets" / f"{page.strip('<>')}.css").exists()
        seen.append(target.name)
        return done

    monkeypatch.setattr(Path, "rename", watched)
    publish(tmp_path, TWO)
    assert seen.index("a-2.css") < seen.index("index.html")


def test_a_link_in_the_way_is_refused(tmp_path: Path) -> None:
    """A page is never written through a link."""
    (tmp_path / "site").mkdir()
    (tmp_path / "target").write_text("kept")
    (tmp_path / "site" / "index.html").symlink_to(tmp_path / "target")
    with pytest.raises(Failed, match="is no regular file"):
        publish(tmp_path / "site", ONE)
    assert (tmp_path / "target").read_text() == "kept"
