"""The theme that docs/themes.md shows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.places import CHECKOUT


def shown_theme(folder: Path) -> Path:
    """The folder that the example's commands make in an empty one, those that use it left out."""
    shown = (CHECKOUT / "docs" / "themes.md").read_text("utf-8")
    (script,) = re.findall(r"^```sh\n(.*?)^```", shown, re.MULTILINE | re.DOTALL)
    lines = script.splitlines()
    assert len(lines) <= 10
    *making, render, _ = lines
    assert render == "sheetgen render firma.de --templates theme --format pdf"
    (folder / "templates").symlink_to(CHECKOUT / "templates")
    subprocess.run(["sh", "-eu", "-c", "\n".join(making)], cwd=folder, check=True)
    return folder / "theme"
