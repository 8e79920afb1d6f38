"""The Makefile and the scripts it calls, with stand-ins for Python, pip, apt and sheetgen itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.places import CHECKOUT

PROJECT = ("Makefile", "setup", "requirements.txt", "requirements-test.txt", "pyproject.toml", "hatch_build.py")

# Writes its arguments down, each closed by a NUL, so that blanks and newlines in them are seen as they are.
SHEETGEN = '#!/bin/sh\nprintf "%s\\0" "$@" > "$CALLED/sheetgen"\necho output/sheet.pdf\n'

# Stands for python3 and for an environment's python: `-m venv` makes an environment around a copy of itself.
PYTHON = """#!/bin/sh
echo "$*" >> "$CALLED/python"
case $1,$2 in
  -m,venv) mkdir -p "$3/bin" && touch "$3/pyvenv.cfg" && cp "$0" "$3/bin/python" && cp "$CALLED/stub-sheetgen" "$3/bin/sheetgen" ;;
  -m,pip) [ ! -e "$CALLED/no-network" ] ;;
esac
"""


@dataclass(frozen=True)
class Stand:
    """A copy of the project's set-up, with an environment of stand-ins that is ready."""

    root: Path

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make there, with no input."""
        return self.run("make", *arguments, **environment)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command there, with no input."""
        env = os.environ | {"CALLED": str(self.root), "PYTHON": str(self.root / "stub-python")} | environment
        return subprocess.run(command, cwd=self.root, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def called(self, program: str) -> list[str]:
        """What a stand-in was called with, since the last time this was asked."""
        log = self.root / program
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def arguments(self) -> list[str]:
        """What sheetgen was called with."""
        return (self.root / "sheetgen").read_text().split("\0")[:-1]


def program(path: Path, text: str) -> None:
    """A script that can be called."""
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    """A project in a folder with a blank in its name, set up by stand-ins."""
    root = tmp_path / "a project"
    root.mkdir()
    for name in PROJECT:
        source = CHECKOUT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    program(root / "stub-sheetgen", SHEETGEN)
    program(root / "stub-python", PYTHON)
    here = Stand(root)
    assert here.make(".venv/.ready").returncode == 0
    here.called("python")
    return here


HOSTILE = [
    "$(id)",
    "x; id",
    "$(shell touch pwned)",
    "$(touch pwned)",
    "$(error no)",
    "${HOME}",
    "$HOME $$HOME",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "x & touch pwned",
    "x | touch pwned",
    "> pwned",
    "--help",
    "-o",
    "two\nlines",
    "x\n\ttouch pwned",
    "a#b",
    "back\\slash",
    "x\\",
    "*",
    "~",
    "bücher.example",
    "a=b",
    "%",
]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("where", ["argument", "environment"])
def test_what_is_typed_is_data(stand: Stand, typed: str, where: str) -> None:
    """Domain, customer and ticket reach sheetgen character by character, and nothing in them is run."""
    values = {"DOMAIN": typed, "CUSTOMER": typed, "TICKET": typed}
    before = {path.name for path in stand.root.iterdir()}
    done = stand.make("sheet", *(f"{k}={v}" for k, v in values.items())) if where == "argument" else stand.make("sheet", **values)
    assert (done.returncode, done.stdout) == (0, "output/sheet.pdf\n"), done.stderr
    assert stand.arguments() == ["render", f"--customer={typed}", f"--ticket={typed}", "--", typed]
    assert {path.name for path in stand.root.iterdir()} - before <= {"sheetgen", "python"}


def test_customer_and_ticket_may_be_left_out(stand: Stand) -> None:
    """With a domain alone sheetgen is called with that domain alone."""
    assert stand.make("sheet", "DOMAIN=firma.de").returncode == 0
    assert stand.arguments() == ["render", "--", "firma.de"]


def test_no_domain_says_what_to_type(tmp_path: Path) -> None:
    """Without a domain nothing is set up, and the complaint is the line to type."""
    shutil.copy(CHECKOUT / "Makefile", tmp_path)
    done = Stand(tmp_path).make("sheet")
    assert done.returncode == 2
    assert "make sheet DOMAIN=firma.de" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]


def test_make_alone_lists_every_target(stand: Stand) -> None:
    """`make` shows help: each target with a description, and every target that a person calls has one."""
    shown = stand.make().stdout
    for target in ("help", "sheet", "test", "bench", "lint", "generated", "catalogues", "test-all", "wheel", "pins", "clean"):
        assert f"  make {target} " in shown


def test_a_second_run_starts_at_once(stand: Stand) -> None:
    """Once set up, no Python, pip or apt is called before sheetgen is."""
    assert stand.make("sheet", "DOMAIN=firma.de").returncode == 0
    assert stand.called("python") == []


VENV = "-m venv .venv"
PINS = "-m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt"
EDITABLE = "-m pip install -q --disable-pip-version-check --no-index --no-build-isolation --no-deps -e ."


@pytest.mark.parametrize(
    ("changed", "calls"),
    [("requirements.txt", [VENV, PINS, EDITABLE]), ("pyproject.toml", [EDITABLE]), ("hatch_build.py", [EDITABLE])],
)
def test_what_changed_is_made_anew(stand: Stand, changed: str, calls: list[str]) -> None:
    """Changed pins make the environment anew, by hashes; a changed project is installed again, from no index."""
    newer = (stand.root / ".venv" / ".ready").stat().st_mtime + 5
    os.utime(stand.root / changed, (newer, newer))
    (stand.root / ".venv" / "old").touch()
    assert stand.make("sheet", "DOMAIN=firma.de").returncode == 0
    assert [line for line in stand.called("python") if not line.startswith("-c") and line != "-"] == calls
    assert (stand.root / ".venv" / "old").exists() == (VENV not in calls)


def test_half_an_environment_is_removed(stand: Stand) -> None:
    """A set-up that breaks off leaves nothing that the next one would take for an environment."""
    shutil.rmtree(stand.root / ".venv")
    (stand.root / "no-network").touch()
    assert stand.make("sheet", "DOMAIN=firma.de").returncode == 2
    assert not (stand.root / "sheetgen").exists()
    assert {path.name for path in (stand.root / ".venv").iterdir()} == {"bin", "pyvenv.cfg"}
    (stand.root / ".venv" / "half").touch()
    (stand.root / "no-network").unlink()
    assert stand.make("sheet", "DOMAIN=firma.de").returncode == 0
    assert not (stand.root / ".venv" / "half").exists()


def test_a_folder_that_is_no_environment_stays(stand: Stand) -> None:
    """VENV that names a folder with other things in it removes nothing."""
    (stand.root / "letters").mkdir()
    (stand.root / "letters" / "mine").touch()
    done = stand.make("sheet", "DOMAIN=firma.de", "VENV=letters")
    assert done.returncode == 2
    assert "it stays as it is" in done.stderr
    assert (stand.root / "letters" / "mine").exists()


def test_a_changed_catalogue_is_compiled_without_pip(stand: Stand) -> None:
    """A .po newer than its .mo, or with none, is compiled in one call; then all is fresh."""
    folder = stand.root / "data" / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name in ("sheet.po", "problems.po", "problems.mo"):
        (folder / name).touch()
    assert stand.make("sheet", "DOMAIN=firma.de").returncode == 0
    assert stand.called("python") == ["hatch_build.py"]
    for name in ("sheet.mo", "problems.mo"):
        (folder / name).touch()
    assert stand.make("sheet", "DOMAIN=firma.de").returncode == 0
    assert stand.called("python") == []


def outside(stand: Stand, user: str) -> dict[str, str]:
    """A machine of stand-ins on which every package is missing and the caller is that user."""
    tools = stand.root / "tools"
    tools.mkdir()
    program(tools / "python3", "#!/bin/sh\ncase $2 in *version_info*) exit 0;; *ensurepip*|*libpango-*|*atomic*) exit 1;; esac\n")
    program(tools / "id", f"#!/bin/sh\necho {user}\n")
    program(tools / "apt-get", '#!/bin/sh\necho "$*" >> "$CALLED/apt-get"\n')
    for name in ("sh", "make"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    return {"PATH": str(tools), "PYTHON": "python3"}


@pytest.mark.parametrize("target", ["sheet", "test"])
def test_without_root_one_line_is_printed(stand: Stand, target: str) -> None:
    """Anyone but root gets one line for apt, with all that the target needs, and an error; nothing is installed."""
    shutil.rmtree(stand.root / ".venv")
    done = stand.make(target, "DOMAIN=firma.de", **outside(stand, "1000"))
    tools = " libatomic1 chromium poppler-utils default-jre-headless npm" if target == "test" else ""
    line = f"apt-get update && apt-get install -y --no-install-recommends python3-venv libpango-1.0-0{tools}"
    assert done.returncode == 2
    assert [text for text in done.stderr.splitlines() if "apt-get" in text] == [line]
    assert stand.called("apt-get") == []


def test_root_gets_what_is_missing(stand: Stand) -> None:
    """As root the missing packages are installed, after apt's lists are fetched."""
    environment = outside(stand, "0")
    assert stand.run("sh", "setup/native.sh", "python3", **environment).returncode == 0
    update, install = stand.called("apt-get")
    assert update.startswith("update")
    assert install.startswith("install -y --no-install-recommends python3-venv libpango-1.0-0")


def test_another_python_gets_its_own_package(stand: Stand) -> None:
    """PYTHON=python3.12 without ensurepip asks for python3.12-venv."""
    environment = outside(stand, "1000")
    (stand.root / "tools" / "python3.12").symlink_to("python3")
    assert "python3.12-venv" in stand.run("sh", "setup/native.sh", "python3.12", **environment).stderr


def test_an_old_python_is_refused(stand: Stand) -> None:
    """A Python below 3.11, or none, is named, and the line says how to name another."""
    for name, text in {"old": "#!/bin/sh\nexit 1\n", "none": None}.items():
        if text:
            program(stand.root / name, text)
        done = stand.run("sh", "setup/native.sh", f"./{name}")
        assert done.returncode == 1
        assert f'"./{name}" is none; name another: make … PYTHON=python3.12' in done.stderr


def test_clean_leaves_sheets(stand: Stand) -> None:
    """`make clean` removes what was made and keeps output/."""
    (stand.root / "output").mkdir()
    (stand.root / "output" / "sheet.pdf").touch()
    (stand.root / "build").mkdir()
    assert stand.make("clean").returncode == 0
    assert not (stand.root / "build").exists()
    assert not (stand.root / ".venv").exists()
    assert (stand.root / "output" / "sheet.pdf").exists()
