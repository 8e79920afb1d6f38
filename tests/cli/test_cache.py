"""`sheetgen cache`, and `--no-cache`."""

from __future__ import annotations

from pathlib import Path

from tests.calls import Run

TEXT = ("render", "firma.de", "--lang", "de", "--format", "txt")


def test_what_is_kept_is_told_and_taken_away(run: Run, tmp_path: Path) -> None:
    """`info` counts the entries of the folder that it names; `clear` takes them away."""
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    run(*TEXT, env=env)
    assert run("cache", "info", env=env).stdout.startswith(f"{tmp_path}/cache/sheetgen: 2 entries, ")
    assert "2 entries taken away" in run("cache", "clear", env=env).stderr
    assert run("cache", "info", env=env).stdout.startswith(f"{tmp_path}/cache/sheetgen: 0 entries, 0 of ")


def test_nothing_is_kept_where_it_is_not_wanted(run: Run, tmp_path: Path) -> None:
    """`--no-cache` neither reads the store nor writes it; the sheet is the same."""
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    without = run(*TEXT, "--out", "-", "--no-cache", env=env)
    assert not (tmp_path / "cache").exists()
    assert run(*TEXT, "--out", "-", env=env).stdout == without.stdout


def test_a_store_that_cannot_be_is_no_fault(run: Run, tmp_path: Path) -> None:
    """A folder that is a file, or belongs to nobody: the same sheet, and no word about it."""
    (tmp_path / "file").write_text("mine")
    usual, hindered = run(*TEXT, "--out", "-"), run(*TEXT, "--out", "-", env={"XDG_CACHE_HOME": str(tmp_path / "file")})
    assert (hindered.returncode, hindered.stdout, hindered.stderr) == (0, usual.stdout, usual.stderr)
    assert (tmp_path / "file").read_text() == "mine"


def test_without_a_home_there_is_none(run: Run) -> None:
    """Told in one line, with what to set."""
    done = run("cache", "info", env={"HOME": "", "XDG_CACHE_HOME": ""})
    assert done.returncode == 1
    assert "neither XDG_CACHE_HOME nor HOME" in done.stderr


def test_why_a_store_is_not_used_is_told(run_here: Run, tmp_path: Path) -> None:
    """`info` says in one line that it is not used, why, and what mends it; `doctor` says so, too."""
    folder = tmp_path / "cache" / "sheetgen"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    why = "others may read or write it (mode 777)"
    told = run_here("cache", "info", env=env)
    assert (told.returncode, told.stdout) == (0, f"{folder} is not used: {why}; to mend it: chmod 700 {folder}\n")
    looked = run_here("doctor", env=env)
    assert looked.returncode == 1
    assert f"{folder}, not used: {why}" in looked.stdout
    folder.chmod(0o700)
    assert run_here("cache", "info", env=env).stdout.startswith(f"{folder}: 0 entries, ")
    assert str(folder) in run_here("doctor", env=env).stdout
