"""What is outdated is made anew, in just its languages and formats, and what was issued is kept; what is not ours to replace is left."""

from __future__ import annotations

import fcntl
import os
import shlex
from pathlib import Path

import pytest

from sheetgen import folders
from sheetgen.facts.known import given
from sheetgen.outdated.reissue import OTHER_PLATFORM, How, again
from sheetgen.outdated.run import Result
from sheetgen.outdated.tally import Tally
from sheetgen.request import Request
from tests.calls import Run
from tests.documents.jobs import ISSUED, REQUESTS, domain, loaded
from tests.outdated.issued import CA, LATER, MX, QUICK, held, issue, words
from tests.sets import tree
from tests.sheets import changed


def codes(result: Result) -> dict[str, str]:
    """Why each file was left, by what its name ends with."""
    return {left.name.rpartition("_")[2]: left.why.code for left in result.reissued.left}


def status(*results: Result) -> int:
    """The exit status that these results make."""
    tally = Tally()
    for result in results:
        tally.add(result)
    return tally.status


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path: data for path, (mode, data) in tree(folder).items() if mode & 0o100000}


def test_made_as_render_makes_them(tmp_path: Path) -> None:
    """Each request, in several languages and formats: byte for byte what `render` makes today, and each issued file under its date."""
    facts = changed(tmp_path, "hamburg-cloud", CA, MX)
    for name in REQUESTS:
        issue(tmp_path / "out", REQUESTS[name], ("de", "de-en"))
        issue(tmp_path / "expected", REQUESTS[name], ("de", "de-en"), issued=LATER, facts=given(facts, LATER))
    recipe = Request(domain("recipe.de"), (domain("kunde.example"),), recipes=("postfix",))
    issue(tmp_path / "out", recipe, formats=("txt",))
    issue(tmp_path / "expected", recipe, formats=("txt",), issued=LATER, facts=given(facts, LATER))
    before = contents(tmp_path / "out")
    results = held(tmp_path / "out", facts, again=True)
    after = contents(tmp_path / "out")
    assert {path: after[path] for path in before} == contents(tmp_path / "expected")
    kept = {path: data for path, data in after.items() if path not in before}
    assert {path.replace("_2026-11-24.", "."): data for path, data in kept.items()} == before
    assert status(*results.values()) == 0
    assert {path for path, (mode, _) in tree(tmp_path / "out").items() if mode & 0o077} == set()


def test_what_is_current_stays(tmp_path: Path) -> None:
    """A second run makes nothing; of a folder with one outdated file just that is made."""
    facts = changed(tmp_path, "hamburg-cloud", CA)
    issue(tmp_path / "out", REQUESTS["planned"])
    held(tmp_path / "out", facts, again=True)
    before = tree(tmp_path / "out")
    (result,) = held(tmp_path / "out", facts, again=True).values()
    assert (result.reissued.made, tree(tmp_path / "out")) == ((), before)
    issue(tmp_path / "out", REQUESTS["planned"], ("en",), ("html",))
    (result,) = held(tmp_path / "out", facts, again=True).values()
    assert result.reissued.made == ("tls-kommunikation_firma.de_en.html",)
    assert {path: tree(tmp_path / "out")[path] for path in before} == before


def test_two_requests_in_one_folder(tmp_path: Path) -> None:
    """Day and recipes are in no folder's name: each file is made for what it says itself."""
    facts = changed(tmp_path, "hamburg-cloud", CA)
    issue(tmp_path / "out", Request(domain("firma.de"), effective=LATER), formats=("html",))
    folder = issue(tmp_path / "out", "firma.de", ("en",), ("html",))
    held(tmp_path / "out", facts, again=True)
    assert b"Aktiv seit" in (folder / "tls-kommunikation_firma.de_de.html").read_bytes()
    assert b"Active since" not in (folder / "tls-kommunikation_firma.de_en.html").read_bytes()


def test_what_was_altered_is_left(tmp_path: Path, run_here: Run) -> None:
    """It is not replaced, those beside it are; the command that is told makes it anew, and keeps it."""
    facts = changed(tmp_path, "hamburg-cloud", CA)
    request = Request(domain("firma.de", subdomains=True), (domain("kunde.example"), domain("küche.example")), "4711", ISSUED)
    folder = issue(tmp_path / "out", request, facts=given(facts, LATER))
    html = folder / "tls-kommunikation_firma.de_de.html"
    altered = html.read_bytes().replace(b"63705", b"63706")
    html.write_bytes(altered)
    issue(tmp_path / "out", request, ("en",))
    (result,) = held(tmp_path / "out", facts, again=True).values()
    assert (status(result), html.read_bytes()) == (1, altered)
    assert [name for name in result.reissued.made if "_de." in name] == []
    (one,) = (one for one in result.judged if one.verdict.word == "altered")
    assert one.claimed
    words_of_it = shlex.split(again(html.relative_to(tmp_path), one.claimed, ["--facts", "facts.yaml"]))
    done = run_here(*words_of_it[1:], env={"SHEETGEN_DATE": LATER.isoformat()})
    assert done.stdout == f"{html.relative_to(tmp_path)}\n", done.stderr
    assert altered in contents(folder).values()
    (result,) = held(tmp_path / "out", facts).values()
    assert words(result)["de.html"] == "current"


def test_a_pdf_that_was_stamped_is_left(tmp_path: Path) -> None:
    """Though its facts are outdated, too: whoever put something into it is asked before it is replaced."""
    folder = issue(tmp_path / "out", "firma.de", formats=("pdf", "txt"))
    pdf = folder / "tls-kommunikation_firma.de_de.pdf"
    stamped = pdf.read_bytes() + b"%stamp\n"
    pdf.write_bytes(stamped)
    (result,) = held(tmp_path / "out", changed(tmp_path, "hamburg-cloud", CA), again=True).values()
    assert words(result) == {"de.pdf": "altered", "de.txt": "outdated"}
    assert (result.reissued.made, pdf.read_bytes()) == (("tls-kommunikation_firma.de_de.txt",), stamped)


def test_what_does_not_lie_where_it_belongs_is_left(tmp_path: Path) -> None:
    """A copy in another folder or under another name: nothing is written there, nor where it belongs."""
    facts = changed(tmp_path, "hamburg-cloud", CA)
    folder = issue(tmp_path / "out", "firma.de", formats=("html", "txt"))
    folder.rename(tmp_path / "out" / "andere.de")
    folder = issue(tmp_path / "out", "firma.de", formats=("html",))
    (folder / "tls-kommunikation_firma.de_de.html").rename(folder / "tls-kommunikation_firma.de_en.html")
    before = tree(tmp_path / "out")
    results = held(tmp_path / "out", facts, again=True)
    assert {path: codes(result) for path, result in results.items()} == {
        "andere.de": {"de.html": "sheet.misplaced", "de.txt": "sheet.misplaced"},
        "firma.de": {"en.html": "sheet.misplaced"},
    }
    assert (tree(tmp_path / "out"), status(*results.values())) == (before, 1)


def test_another_platforms_sheets_are_left(tmp_path: Path) -> None:
    """Facts of another platform, named by mistake, replace nothing, unless that is meant: a provider may have another name."""
    issue(tmp_path / "out", REQUESTS["planned"], ("de", "en"))
    before = tree(tmp_path / "out")
    (result,) = held(tmp_path / "out", loaded("example"), again=True).values()
    assert set(codes(result).values()) == {OTHER_PLATFORM}
    assert tree(tmp_path / "out") == before
    (result,) = held(tmp_path / "out", loaded("example"), How(LATER, accept=frozenset({OTHER_PLATFORM})), again=True).values()
    assert len(result.reissued.made) == 5


def test_a_domain_that_has_become_the_platforms_own_is_left(tmp_path: Path) -> None:
    """What `render` refuses today is not made anew either."""
    issue(tmp_path / "out", "umzug.de", formats=("txt",))
    facts = changed(tmp_path, "hamburg-cloud", ("email: service@hamburg-cloud.de", "email: service@umzug.de"))
    (result,) = held(tmp_path / "out", facts, again=True).values()
    assert codes(result) == {"de.txt": "domain.own"}


def test_a_recipe_that_was_to_be_looked_at_again(tmp_path: Path) -> None:
    """Its date warns, and with --strict its sheets are left."""
    issue(tmp_path / "out", Request(domain("firma.de"), (domain("kunde.example"),), recipes=("postfix",)), formats=("txt",))
    facts, day = changed(tmp_path, "hamburg-cloud", CA), LATER.replace(year=2099)
    (result,) = held(tmp_path / "out", facts, How(day, strict=True), again=True).values()
    assert codes(result) == {"de.txt": "recipe.review"}
    (result,) = held(tmp_path / "out", facts, How(day), again=True).values()
    assert [warning.code for warning in result.reissued.warnings] == ["recipe.review"]
    assert len(result.reissued.made) == 1


def test_a_folder_that_fails_is_told_and_the_rest_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another run holds one of two folders: it is left as it is, and says why."""
    facts = changed(tmp_path, "hamburg-cloud", CA)
    folder, _ = (issue(tmp_path / "out", name, formats=QUICK) for name in ("a.de", "b.de"))
    monkeypatch.setattr(folders, "LOCK_SECONDS", 0)
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    before = tree(folder)
    results = held(tmp_path / "out", facts, again=True)
    os.close(lock)
    assert {left.why.message.rpartition(": ")[2] for left in results["a.de"].reissued.left} == {"another run holds it"}
    assert (tree(folder), len(results["b.de"].reissued.made)) == (before, 3)
    assert status(*results.values()) == 1
