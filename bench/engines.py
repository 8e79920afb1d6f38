"""What is measured: each engine is started once, then makes a PDF of each input. Started alone, it imports nothing of the others.

engines.py NAME FOLDER NUMBER...: a PDF of each of these sheets; the last is kept in the folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sheetgen.documents import FORMATS

Suffix = Literal["domain", "html", "json"]
Make = Callable[[str], bytes]
TYPST_TEMPLATE = Path(__file__).parent / "sheet.typ"
TYPST_STANDARD: Final = "ua-1"


@dataclass(frozen=True, slots=True)
class Engine:
    """`label` names it in the table, `suffix` its input's file; `start` gets the folder of the inputs."""

    label: str
    suffix: Suffix
    start: Callable[[Path], Make]


def input_file(folder: Path, engine: Engine, number: int) -> Path:
    """Where the input for a sheet lies."""
    return folder / f"{number:04}.{engine.suffix}"


def _sheetgen(folder: Path) -> Make:
    from bench.sheets import Facts

    del folder
    facts = Facts.read()
    return lambda domain: FORMATS["pdf"].make(facts.job(domain))


def _weasyprint(folder: Path) -> Make:
    from weasyprint import HTML

    return lambda html: HTML(string=html, base_url=str(folder)).write_pdf() or b""


def _typst(folder: Path) -> Make:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder / "fonts")])
    compiler = typst.Compiler(str(TYPST_TEMPLATE), font_paths=fonts)

    def make(page: str) -> bytes:
        pdf = compiler.compile(format="pdf", pdf_standards=TYPST_STANDARD, sys_inputs={"page": page})
        if not isinstance(pdf, bytes):
            raise TypeError("a PDF is one file")
        return pdf

    return make


def _typst_behind_the_page(folder: Path) -> Make:
    from bench.content import content
    from bench.sheets import Facts

    facts, make = Facts.read(), _typst(folder)
    return lambda domain: make(content(facts.job(domain)))


ENGINES = {
    "sheetgen": Engine("sheetgen, from facts and domain", "domain", _sheetgen),
    "weasyprint": Engine("WeasyPrint alone, from its HTML and CSS", "html", _weasyprint),
    "typst": Engine("Typst alone, from the finished words", "json", _typst),
    "typst-behind": Engine("Typst behind sheetgen's page, from facts and domain", "domain", _typst_behind_the_page),
}


if __name__ == "__main__":
    chosen, where = ENGINES[sys.argv[1]], Path(sys.argv[2])
    made = chosen.start(where)
    for asked in sys.argv[3:]:
        (where / f"{sys.argv[1]}.pdf").write_bytes(made(input_file(where, chosen, int(asked)).read_text("utf-8")))
