"""`sheetgen recipe`, and recipes in sheets."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sheetgen.recipes.load import load_recipe
from sheetgen.recipes.names import names
from tests.calls import Run
from tests.documents.jobs import ISSUED

ASK = ("--customer", "kunde.de")


def test_the_code_stands_alone(run_here: Run) -> None:
    """All that is not code is a comment, so that what is printed can be piped into a shell: sh takes it."""
    done = run_here("recipe", "postfix", "firma.de", *ASK)
    assert done.returncode == 0
    assert "kunde.de secure match=.hamburg-cloud.de" in done.stdout
    assert subprocess.run(["sh", "-n"], input=done.stdout, text=True, check=False).returncode == 0
    assert done.stdout.startswith("# Postfix: ")


def test_comments_speak_the_language_that_is_asked_for(run_here: Run) -> None:
    """German unless told otherwise; the code is the same."""
    german, english = (run_here("recipe", "postfix", "firma.de", *ASK, "--lang", lang).stdout.splitlines() for lang in ("de", "en"))
    assert [line for line in german if not line.startswith("#")] == [line for line in english if not line.startswith("#")]
    assert "# Postfix: sending" in english
    assert run_here("recipe", "postfix", "firma.de", *ASK).stdout.splitlines() == german


def test_undo_is_printed_too(run_here: Run) -> None:
    """What restores the state before, in place of the steps."""
    done = run_here("recipe", "postfix", "firma.de", *ASK, "--undo")
    assert done.returncode == 0
    assert "secure match" not in done.stdout
    assert "mv " in done.stdout


def test_what_names_change_nothing_about_asks_for_none(run_here: Run) -> None:
    """Postfix's undo is the same for all partners, Exchange's is not."""
    done = run_here("recipe", "postfix", "--undo")
    assert done.returncode == 0
    assert done.stdout == run_here("recipe", "postfix", "firma.de", *ASK, "--undo").stdout
    for arguments in (("postfix",), ("exchange-server", "--undo")):
        assert "NAME: a recipe names the domains that mail is sent to" in run_here("recipe", *arguments).stderr


def test_where_nothing_was_set_it_says_why_nothing_is_undone(run_here: Run) -> None:
    """The shipped facts lack the networks that Exchange's receiving half needs."""
    done = run_here("recipe", "exchange-server", "firma.de", *ASK, "--half", "receiving", "--undo", "--lang", "en")
    assert done.returncode == 0
    said = done.stdout.partition("\n\n")[2].replace("\n# ", " ")
    assert said == (
        "# There is nothing to undo here. A step is left out here: the networks that the platform sends from are not stated.\n"
    ), said


def test_all_are_listed_and_told_apart(run_here: Run) -> None:
    """--list and --which have a line for each recipe."""
    for option in ("--list", "--which"):
        lines = run_here("recipe", option).stdout.splitlines()
        assert {line.split()[0].rstrip(":") for line in lines if not line.startswith(" ")} == set(names())


def test_what_was_not_run_says_so_wherever_it_is_shown(run_here: Run) -> None:
    """The list and the printed code name the day of the documentation, in each language; what was run says so."""
    listed = {line.split()[0]: line for line in run_here("recipe", "--list").stdout.splitlines()}
    assert listed["exchange-online"].count("documented as of 2026-08-21 (not run by us)") == 2
    assert listed["postfix"].count(f"delivered on {load_recipe('postfix', ISSUED).recipe.observed}") == 2
    assert "not run" not in listed["postfix"]
    for half in ("sending", "receiving"):
        german, english = (
            run_here("recipe", "exchange-server", "firma.de", *ASK, "--half", half, "--lang", lang).stdout for lang in ("de", "en")
        )
        assert "# Nach Herstellerdokumentation vom 21.08.2026, nicht von uns ausgeführt." in german
        assert "# According to the maker’s documentation of 2026-08-21, not run by us." in english


BAD = {
    "none": ((), ["NAME: no recipe was named", "DOMAIN: no domain was given"]),
    "misspelt": (("postfx", "firma", *ASK), ["NAME: “postfx” is no recipe; did you mean postfix?", "“firma” is a single word"]),
    "no customer": (("postfix", "firma.de"), ["NAME: a recipe names the domains that mail is sent to", "add --customer"]),
    "language": (("postfix", "firma.de", *ASK, "--lang", "fr", "--half", "both"), ["--lang: “fr”", "--half: “both”"]),
    "a list of one": (("postfix", "--list"), ["NAME: --list shows all recipes, and “postfix” was typed as well; leave out postfix"]),
    "which of one": (("postfix", "firma.de", "--which"), ["NAME: --which shows all recipes, and “postfix” was typed as well"]),
    "two lists": (("--list", "--which"), ["--which: --list and --which are two lists; ask for one of them"]),
    "several": (("postfix", "firma.de, partner.de", *ASK), ["a recipe is for one partner"]),
}


@pytest.mark.parametrize("what", BAD)
def test_a_wrong_call_is_told_whole(what: str, run_here: Run) -> None:
    """Exit 2, nothing printed, and all that is wrong in one run."""
    arguments, said = BAD[what]
    done = run_here("recipe", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert [one for one in said if one not in done.stderr] == []


def test_a_sheet_brings_recipes_along(run_here: Run, tmp_path: Path) -> None:
    """`render --recipe` puts them into every format, and what was made verifies as current and shows its request."""
    done = run_here(
        "render",
        "firma.de",
        *ASK,
        "--recipe",
        "postfix",
        "--lang",
        "de",
        "--format",
        "pdf",
        "--format",
        "html",
        "--format",
        "txt",
        "--format",
        "json",
    )
    assert done.returncode == 0, done.stderr
    paths = done.stdout.splitlines()
    assert len(paths) == 4
    text = next(tmp_path / path for path in paths if path.endswith(".txt")).read_text("utf-8")
    assert "kunde.de secure match=.hamburg-cloud.de" in text.splitlines()
    verified = run_here("verify", *paths)
    assert verified.returncode == 0, verified.stdout


def test_a_recipe_in_a_sheet_needs_a_customer(run_here: Run) -> None:
    """Without the domain that mail is sent to there is nothing to configure: exit 2, and no file."""
    done = run_here("render", "firma.de", "--recipe", "postfix", "--recipe", "eximm")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--recipe: a recipe names the domains" in done.stderr
    assert "“eximm” is no recipe" in done.stderr
