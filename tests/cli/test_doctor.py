"""`sheetgen doctor`."""

from __future__ import annotations

from pathlib import Path

from tests.calls import Run


def test_a_healthy_machine(run: Run) -> None:
    """Libraries, fonts, facts and the age of the suffix list are shown, and nothing is to be mended."""
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    for word in ("weasyprint", "fontpkg-fira-sans", "libharfbuzz-subset.so.0", "hamburg-cloud.yaml", "days old", "nothing to mend"):
        assert word in done.stdout


def test_an_old_suffix_list_is_to_be_mended(run: Run) -> None:
    """After a year without an update the list may lack a top level: exit 1, with the line that mends it."""
    done = run("doctor", "--date", "2030-01-01")
    assert done.returncode == 1
    assert "to mend it: make pins UPGRADE=1" in done.stdout


def test_refused_facts_are_shown_with_their_line(run: Run, tmp_path: Path) -> None:
    """A fact file that doesn't hold is named, with its complaints."""
    (tmp_path / "facts.yaml").write_text("schema: x\n", encoding="utf-8")
    done = run("doctor", "--facts", "facts.yaml")
    assert done.returncode == 1
    assert "facts.yaml:1:" in done.stdout


def test_a_bad_date_is_told(run: Run) -> None:
    """A date that is none is a complaint, not a traceback."""
    done = run("doctor", "--date", "yesterday")
    assert done.returncode == 2
    assert done.stderr.startswith("--date: ")
