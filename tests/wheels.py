"""Distributions built of the project as it is committed, and what is done with them elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.places import CHECKOUT

PROJECT = (
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    ".gitignore",
    "sheetgen",
    "templates",
    "data",
    "setup",
)


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What a command prints; its complaint if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def offline() -> tuple[str, ...]:
    """What to put before a command so that it has no network, where the machine permits it."""
    unshare = ("unshare", "-rn")
    return unshare if subprocess.run([*unshare, "true"], check=False, capture_output=True).returncode == 0 else ()


def build(project: Path, kind: str) -> Path:
    """Build a distribution of the project; the file made."""
    target = project.parent / f"{project.name}-{kind}"
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target, cwd=project)
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is committed: no compiled catalogue, no bytecode."""
    copy = tmp_path_factory.mktemp("wheel") / "project"
    copy.mkdir()
    for name in PROJECT:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, copy)
    (copy / "templates" / ".sheet.html.swp").touch()
    (copy / "data" / "hamburg-cloud.yaml~").touch()
    return copy


@pytest.fixture(scope="session")
def wheel(project: Path) -> Path:
    """The wheel."""
    return build(project, "wheel")


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
