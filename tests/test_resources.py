"""Where templates and data are found: in a checkout and in a wheel."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from sheetgen import resources


def loaded(package: Path) -> dict[str, Any]:
    """Load a copy of the module from a package of another place."""
    package.mkdir(parents=True, exist_ok=True)
    copy = package / "resources.py"
    copy.write_bytes(Path(resources.__file__).read_bytes())
    return runpy.run_path(str(copy))


def test_shipped_files_are_there() -> None:
    """Both folders and the fact file are found, wherever the tests run."""
    assert resources.folder("templates").is_dir()
    assert resources.folder("data").is_dir()
    assert resources.shipped_facts() == resources.folder("data") / "hamburg-cloud.yaml"
    assert resources.shipped_facts().is_file()


def test_in_a_checkout_they_lie_one_folder_up(tmp_path: Path) -> None:
    """Where the package holds no templates, the folders beside the package are meant."""
    (tmp_path / "templates").mkdir()
    module = loaded(tmp_path / "sheetgen")
    assert module["folder"]("templates") == tmp_path / "templates"
    assert module["shipped_facts"]() == tmp_path / "data" / "hamburg-cloud.yaml"


def test_in_a_wheel_they_lie_beside_the_modules(tmp_path: Path) -> None:
    """Where the package holds them itself, those are meant, whatever lies beside the package."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "sheetgen" / "templates").mkdir(parents=True)
    module = loaded(tmp_path / "sheetgen")
    assert module["folder"]("templates") == tmp_path / "sheetgen" / "templates"
    assert module["shipped_facts"]() == tmp_path / "sheetgen" / "data" / "hamburg-cloud.yaml"
