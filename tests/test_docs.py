"""What README and docs/ show is true: their commands run, their links lead somewhere, their table names files that there are."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sheetgen.cli import COMMANDS
from sheetgen.desk.config import read_config
from sheetgen.desk.kinds import kinds
from sheetgen.facts.known import given
from sheetgen.render import Plan, render
from sheetgen.settings import Settings, load_settings
from tests.calls import Run
from tests.documents.jobs import ISSUED, REQUESTS, loaded
from tests.outdated.issued import issue
from tests.places import CHECKOUT

PAGES = sorted([CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", *(CHECKOUT / "docs").glob("*.md")])


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every command line of sheetgen's that a page shows, each once."""
    lines = (line.partition("  #")[0].strip() for page in PAGES for block in blocks(page, "sh") for line in block.splitlines())
    return sorted({line for line in lines if line.startswith("sheetgen ") and "--templates" not in line})  # see test_theme.py


def test_there_are_commands_to_try() -> None:
    """The pages show each command there is: otherwise the next test would pass for nothing."""
    assert {line.split()[1] for line in commands()} == set(COMMANDS)


@pytest.mark.parametrize("line", commands())
def test_each_command_runs(line: str, run_here: Run, tmp_path: Path) -> None:
    """A command that a page shows does what it says: exit 0, but for a strict check, which may refuse."""
    (tmp_path / "data").symlink_to(CHECKOUT / "data")
    (tmp_path / "my-platform.yaml").write_bytes((CHECKOUT / "data" / "hamburg-cloud.yaml").read_bytes())
    if line.split()[1] in {"show", "verify"}:
        for document in render(given(loaded("hamburg-cloud"), ISSUED), REQUESTS["plain"], Plan(ISSUED, ("de",), ("pdf", "txt"))):
            (tmp_path / f"sheet{Path(document.name).suffix}").write_bytes(document.data)
    (tmp_path / "partners.csv").write_text("domain;customer\nfirma.de;kunde.de\n", encoding="utf-8")
    if line.split()[1] == "outdated":
        issue(tmp_path / "output", REQUESTS["plain"], formats=("pdf", "txt"))
    (tmp_path / "settings.toml").write_text('[desks.help]\nkind = "eml"\n')  # in place of a real one, which tests/desk has
    _, *words = shlex.split(line)
    env = {"SHEETGEN_SETTINGS": str(tmp_path / "settings.toml")}
    if words[0] == "preview":  # on any free port, and until it is told to end
        command = [sys.executable, "-m", "sheetgen", *words, "--port", "0"]
        with subprocess.Popen(
            command, cwd=tmp_path, env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as serving:
            assert serving.stdout
            assert serving.stdout.readline().startswith(b"http://127.0.0.1:")
            serving.send_signal(signal.SIGINT)
            assert serving.wait(30) == 0
        return
    done = run_here(*words, env=env)
    assert done.returncode in ({0, 2} if "--strict" in line else {0}), done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_leads_to_a_file(page: Path) -> None:
    """A relative link leads to a file of the checkout, from where the page lies."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_each_row_names_at_most_three_places_that_there_are() -> None:
    """`Where to change what` sends a newcomer to no more than three files, and none that isn't there."""
    table = (CHECKOUT / "README.md").read_text("utf-8").partition("## Where to change what")[2]
    rows = [row.split("|")[2] for row in table.splitlines() if row.startswith("|")][2:]
    for row in rows:
        places = [place for place in re.findall(r"`([^`]+)`", row) if "/" in place]
        assert 1 <= len(places) <= 3, row
        assert all(list(CHECKOUT.glob(place.rstrip("/"))) for place in places), row


def test_the_settings_that_are_shown_are_taken(tmp_path: Path) -> None:
    """The example of docs/settings.md is a settings file, and shows every key."""
    (example,) = blocks(CHECKOUT / "docs" / "settings.md", "toml")
    settings_of(tmp_path, example)
    assert set(tomllib.loads(example)) == {"facts", "out", "languages", "formats", "templates", "strict", "desks"}


def settings_of(folder: Path, example: str) -> Settings:
    """The settings that an example makes. Raises Refused."""
    path = folder / "settings.toml"
    path.write_text(example, encoding="utf-8")
    return load_settings({"SHEETGEN_SETTINGS": str(path), "HOME": str(folder)})


@pytest.mark.parametrize("page", ["desks.md", "rt.md", "znuny.md", "settings.md"])
def test_the_desks_that_are_shown_are_taken(page: str, tmp_path: Path) -> None:
    """Each `[desks.NAME]` of a page is one that its kind takes, with a token from the environment."""
    for example in blocks(CHECKOUT / "docs" / page, "toml"):
        if "[desks." in example and "[project" not in example and 'kind = "folder"' not in example:
            settings = settings_of(tmp_path, example)
            for name in settings.desks:
                environ = {f"SHEETGEN_{name.upper()}_TOKEN": "1-2-abc", "HOME": str(tmp_path)}
                config, _ = read_config(settings, name, kinds(), environ)
                assert config.name == name


def test_nothing_names_a_registry_or_a_machine() -> None:
    """What is committed holds no address of a package registry and no path of a machine."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True).stdout.decode().split("\0")
    foreign = re.compile(r"p[y]pi\.org|python[h]osted|registry\.[n]pmjs|deb\.[d]ebian\.org|(?<![\w.])/(?:wor[k]|roo[t])/")
    texts = (path for name in listed if name and (path := CHECKOUT / name).suffix not in {".woff2", ".png"} and path.is_file())
    assert [path.name for path in texts if foreign.search(path.read_text("utf-8", "replace"))] == []
