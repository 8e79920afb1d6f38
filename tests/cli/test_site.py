"""`sheetgen site`: how it is called. What it builds is shown in tests/site."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calls import Run


@pytest.mark.parametrize(
    ("out", "complaint"), [("-", "none of it goes to stdout; name a folder"), ("", "is no folder's name"), ("a\nb", "is no")]
)
def test_what_is_no_folder_is_refused(out: str, complaint: str, run_here: Run, tmp_path: Path) -> None:
    """One line that says what to name instead, exit 2, and nothing is made."""
    done = run_here("site", "--out", out)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("--out: ")
    assert complaint in line
    assert list(tmp_path.iterdir()) == []


def test_a_page_changed_by_hand_is_told(run_here: Run, tmp_path: Path) -> None:
    """With --strict that stops the run with the page as it is; without, the page is named and written anew. Unchanged, nothing is said."""
    facts = Path(__file__).parent.parent.parent / "data" / "example.yaml"
    call = ("site", "--out", "www", "--facts", str(facts), "--date", "2026-12-24")  # nothing shipped is older than it may be, or younger
    assert "warning" not in run_here(*call).stderr
    page = tmp_path / "www" / "de" / "index.html"
    made = page.read_bytes()
    page.write_text("by hand", "utf-8")
    done = run_here(*call, "--strict")
    assert (done.returncode, page.read_text("utf-8")) == (2, "by hand")
    assert "www/de/index.html: this was changed since sheetgen wrote it" in done.stderr
    done = run_here(*call)
    assert (done.returncode, page.read_bytes()) == (0, made)
    assert "www/de/index.html: warning: this was changed since sheetgen wrote it, and is to be written anew" in done.stderr
