"""`sheetgen facts`: check, show, schema."""

from __future__ import annotations

import json
from pathlib import Path

from tests.calls import Run

DATA = Path(__file__).parents[2] / "data"


def test_check_passes_the_shipped_files_with_their_warnings(run_here: Run) -> None:
    """Both shipped files hold; what is not known in them is a warning."""
    for name in ("hamburg-cloud.yaml", "example.yaml"):
        done = run_here("facts", "check", str(DATA / name))
        assert done.returncode == 0
        assert f"{name}: holds, SHA-256 " in done.stdout


def test_strict_check(run_here: Run) -> None:
    """The example passes --strict on the day it was made for; the file with unknown dates never does."""
    assert run_here("facts", "check", str(DATA / "example.yaml"), "--strict").returncode == 0
    assert run_here("facts", "check", str(DATA / "hamburg-cloud.yaml"), "--strict").returncode == 2


def test_check_tells_all_complaints_with_their_places(run_here: Run, tmp_path: Path) -> None:
    """Each complaint is a line `file:line:column: …`, in the order of the file."""
    text = (DATA / "hamburg-cloud.yaml").read_text("utf-8")
    bad = text.replace("phone:", "phnoe:").replace("country: DE", "country: ZZ").replace("mx[01-03]", "mx[03-01]")
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    done = run_here("facts", "check", "bad.yaml")
    places = [line.split(": ")[0] for line in done.stderr.splitlines()]
    lines = [int(place.split(":")[1]) for place in places]
    assert done.returncode == 2
    assert len(lines) >= 4
    assert lines == sorted(lines)


def test_show_prints_hosts_one_by_one(run_here: Run) -> None:
    """`facts show` lists what the file says, ranges spelled out."""
    shown = run_here("facts", "show").stdout
    assert "mx.hosts[2]: mx02.hamburg-cloud.de\n" in shown
    assert "contact.phone: +49 40 63705 808\n" in shown


def test_schema_is_the_one_that_is_kept(run_here: Run) -> None:
    """`facts schema` prints the file under data/schema/."""
    assert json.loads(run_here("facts", "schema").stdout) == json.loads((DATA / "schema" / "facts.schema.json").read_text("utf-8"))


def test_a_missing_file_is_one_line(run_here: Run) -> None:
    """A path that leads nowhere is a complaint about that path."""
    done = run_here("facts", "check", "nowhere.yaml")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert done.stderr.startswith("nowhere.yaml: ")
