"""What is measured: each engine is started once, then makes a PDF of each input. Started alone, it imports nothing of the others.

engines.py NAME FOLDER FILE...: a PDF of each of these inputs beside it; prints the milliseconds that they took, without the start.
"""
# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Suffix = Literal["domain", "html", "json", "slots"]
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
    return folder / f"{number:05}.{engine.suffix}"


def _filled(folder: Path) -> Make:
    from bench.sheets import PLAN, request
    from sheetgen.documents.store import Store
    from sheetgen.facts.known import Source
    from sheetgen.render import render
    from sheetgen.resources import shipped_facts

    source = Source(shipped_facts(), PLAN.issued, Store(folder / "store"))

    def make(domain: str) -> bytes:
        (document,) = render(source, request(domain), PLAN)
        return document.data

    return make


def _laid_out(folder: Path) -> Make:
    from bench.sheets import PLAN, Facts, request
    from sheetgen.facts.known import given
    from sheetgen.render import render

    del folder
    loaded = Facts.read().loaded

    def make(domain: str) -> bytes:
        (document,) = render(given(loaded, PLAN.issued), request(domain), PLAN)
        return document.data

    return make


def _pikepdf(folder: Path) -> Make:
    from bench.changed import Finished

    return Finished.read(folder).changed


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
    "filled": Engine("sheetgen, filled in", "domain", _filled),
    "pikepdf": Engine("pikepdf, the same change", "slots", _pikepdf),
    "typst": Engine("Typst, from the finished words", "json", _typst),
    "typst-behind": Engine("Typst behind sheetgen’s page", "domain", _typst_behind_the_page),
    "weasyprint": Engine("WeasyPrint alone, from its HTML and CSS", "html", _weasyprint),
    "laid-out": Engine("sheetgen, laid out", "domain", _laid_out),
}


if __name__ == "__main__":
    chosen = ENGINES[sys.argv[1]]
    made, inputs = chosen.start(Path(sys.argv[2])), [Path(name) for name in sys.argv[3:]]
    begin = time.perf_counter()
    for asked in inputs:
        asked.with_suffix(".pdf").write_bytes(made(asked.read_text("utf-8")))
    print((time.perf_counter() - begin) * 1000)
