"""The canary: the private parts of WeasyPrint and pydyf that engine.py and finisher.py lean on are as they were."""

from __future__ import annotations

import ctypes
import gc
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import pydyf
import pytest
from weasyprint import HTML
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER
from weasyprint.pdf import fonts, tags
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

from sheetgen.documents import engine
from sheetgen.documents.fonts import Shipped, face_style

BODY = """<style>html { font: 10px "Sheet Sans" } @page { size: 100px 200px; margin: 20px; @bottom-left { content: "foot" } }
body { margin: 0 } svg { display: block; width: 4px; height: 2px }</style>
<svg viewBox="0 0 4 2"><title>d</title><path d="M0 0h4v2z"/></svg><p>ab <b>cd</b></p><p><a href="mailto:a@b.example">e</a>"""


@dataclass(frozen=True, slots=True)
class Untouched:
    """A small document as WeasyPrint hands it to a finisher: its own object, the PDF, the lines, the structure elements."""

    document: Any
    pdf: Any
    lines: list[engine.Lines]
    elements: Mapping[int, Any]

    def held(self, reference: bytes) -> Any:
        """What a reference refers to."""
        return self.pdf.objects[int(reference.split()[0])]

    def of(self, key: str, value: str) -> list[Any]:
        """The dictionaries of the PDF that have this entry."""
        return [thing for thing in self.pdf.objects if isinstance(thing, dict) and thing.get(key) == value]

    @property
    def page(self) -> Any:
        """The only page."""
        (reference,) = self.pdf.page_references
        return self.held(reference)


@cache
def untouched() -> Untouched:
    """The document, made once."""
    found: list[tuple[Any, Any]] = []
    elements: dict[int, Any] = {}
    html = f"<html lang=de><title>t</title><style>{face_style()}</style><body>{BODY}"
    with engine.strict(), engine.tagged(lambda element, _: elements.update({element.number: element})) as lines:
        document = HTML(string=html, url_fetcher=Shipped()).render(pdf_variant="pdf/a-2a")
        document.write_pdf(pdf_variant="pdf/a-2a", finisher=lambda *both: found.append(both))
    return Untouched(*found[0], lines, elements)


def operations(draw: Callable[[Any], object]) -> list[Any]:
    """What pydyf puts into a stream."""
    stream = pydyf.Stream()
    draw(stream)
    return list(stream.stream)


def parent_tree() -> tuple[int, list[Any]]:
    """The first entry of the tree that finds the owners of marked content."""
    root = untouched().held(untouched().pdf.catalog["StructTreeRoot"])
    number, owners, *_ = untouched().held(root["ParentTree"])["Nums"]
    return number, owners


def in_the_tree(reference: bytes) -> bool:
    """Whether an element hangs in the structure tree."""
    todo = list(untouched().held(untouched().pdf.catalog["StructTreeRoot"])["K"])
    while todo:
        kid = todo.pop()
        if kid == reference:
            return True
        todo += untouched().held(kid).get("K", []) if isinstance(kid, bytes) else []
    return False


PRIVATE: Mapping[str, Callable[[], bool]] = {
    "engine.py and finisher.py were written for WeasyPrint 70.0; read its changes, then what else fails here": (
        lambda: version("weasyprint") == "70.0"
    ),
    "finisher.py was written for pydyf 0.13.0; its objects may have changed": lambda: version("pydyf") == "0.13.0",
    "WeasyPrint no longer logs to `weasyprint`, so engine.strict misses what it warns of": lambda: LOGGER.name == "weasyprint",
    "weasyprint.pdf.tags._build_box_tree no longer takes box, parent, pdf, page, nums, annotations, tags": (
        lambda: (
            list(inspect.signature(tags._build_box_tree).parameters)  # noqa: SLF001
            == ["box", "parent", "pdf", "page_number", "nums", "annotations", "tags"]
        )
    ),
    "weasyprint.pdf.tags._build_box_tree no longer yields elements": lambda: inspect.isgeneratorfunction(tags._build_box_tree),  # noqa: SLF001
    "weasyprint.pdf.tags._build_box_tree is no longer called by that name of its module, so engine.tagged is never asked": (
        lambda: "_build_box_tree" in tags.add_tags.__code__.co_names and "_build_box_tree" in tags._build_box_tree.__code__.co_names  # noqa: SLF001
    ),
    "a positioned box no longer stands in its placeholder's _box": lambda: "_box" in inspect.getsource(AbsolutePlaceholder.__init__),
    "a box no longer tells its HTML element, its children, its text and its Pango layout, or a stream's tags no longer find its content": (
        lambda: [[text for _, text in lines.runs] for lines in untouched().lines] == [["ab ", "cd"], ["e"]]
    ),
    "the content of a run of letters is no longer numbered by its mcid": (
        lambda: [number for lines in untouched().lines for number, _ in lines.runs] == [0, 1, 2]
    ),
    "a font no longer counts what it lacks in `missing`, or is tagged by something else than `hash`": (
        lambda: {"missing", "hash"} <= set(fonts.Font.__init__.__code__.co_names)
    ),
    "a font no longer keeps the text of its glyphs in `to_unicode`": lambda: all(
        font.blank for font in engine.fonts(untouched().document)[:1]
    ),
    "fonts of a PDF are no longer named by their hash": lambda: "pdf_fonts[font.hash]" in inspect.getsource(fonts.build_fonts_dictionary),
    "a font's name is no longer `/ABCDEF+Name` in bytes": (
        lambda: (
            {
                thing[key][:8]
                for thing in untouched().pdf.objects
                if isinstance(thing, dict)
                for key in ("BaseFont", "FontName")
                if key in thing
            }
            == {f"/{font.tag}+".encode() for font in engine.fonts(untouched().document)}
        )
    ),
    "an object of a PDF no longer stands under its number": (
        lambda: all(thing.number == place for place, thing in enumerate(untouched().pdf.objects))
    ),
    "the structure tree no longer hangs on the catalog's StructTreeRoot by references in K": (
        lambda: untouched().held(untouched().held(untouched().pdf.catalog["StructTreeRoot"])["K"][0])["S"] == "/Document"
    ),
    "an element of the tree is no longer a dictionary with S, K and Pg, its kids references or numbers": (
        lambda: all(
            {"S", "K", "Pg"} <= element.keys() and all(isinstance(kid, (bytes, int)) for kid in element["K"])
            for element in untouched().elements.values()
        )
    ),
    "a header cell has no attributes any more to which Scope can be added": (
        lambda: "element['A'] = pydyf.Dictionary({'O': '/Table'})" in inspect.getsource(tags._build_box_tree)  # noqa: SLF001
    ),
    "a figure's box is no longer in CSS pixels from the top: take finisher._bounding_box_in_points out or change it": (
        lambda: [list(figure["A"]["BBox"]) for figure in untouched().of("S", "/Figure")] == [[20, 20, 24, 22]]
    ),
    "a page no longer lists its owners of content in the ParentTree under StructParents": (
        lambda: parent_tree()[0] == untouched().page["StructParents"] and len(parent_tree()[1]) == 5
    ),
    "text in the margins has an owner in the tree now: see whether finisher._margins_are_artifacts is still right": (
        lambda: [in_the_tree(owner) for owner in parent_tree()[1]] == [True, True, True, True, False]
    ),
    "a page's content is no longer one stream, a list of operations": (
        lambda: untouched().held(untouched().page["Contents"]).stream.count(b"BDC") == 5
    ),
    "a page's size is no longer its MediaBox in points": lambda: list(untouched().page["MediaBox"]) == [0, 0, 75, 150],
    "pydyf no longer writes marked content as a tag, its properties and BDC, and ends it by EMC": (
        lambda: (
            operations(lambda stream: (stream.begin_marked_content("P", pydyf.Dictionary({"MCID": 0})), stream.end_marked_content()))
            == ["/P", {"MCID": 0}, b"BDC", b"EMC"]
        )
    ),
    "pydyf no longer sets a font by one operation, `/ABCDEF 9 Tf`": (
        lambda: operations(lambda stream: stream.set_font_size("ABCDEF", 9)) == [b"/ABCDEF 9 Tf"]
    ),
    "pydyf no longer shows text by one operation, `[<0001>] TJ`": (
        lambda: operations(lambda stream: stream.show_text("<0001>")) == [b"[<0001>] TJ"]
    ),
    "weasyprint.pdf.stream.Stream no longer draws text through pydyf's set_font_size": (
        lambda: "set_font_size" in inspect.getsource(Stream.set_font_size)
    ),
    "a layout's list of font features is no longer held twice, and its features by a cache: then engine must not let go of it": (
        lambda: (
            "            attr_list = pango.pango_attr_list_new()\n" in inspect.getsource(Layout.setup)
            and "font_features.setdefault(" in inspect.getsource(Layout.setup)
        )
    ),
    "a link's Contents is no longer its address as a pydyf.String": (
        lambda: [link["Contents"].string for link in untouched().of("Subtype", "/Link")] == ["mailto:a@b.example"]
    ),
}


@pytest.mark.parametrize("changed", PRIVATE)
def test_the_private_parts_are_as_they_were(changed: str) -> None:
    """Each private part that we lean on is still there; the test's name says which is not."""
    assert PRIVATE[changed](), changed


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="this libc does not tell what it has given out")
def test_laying_out_leaves_nothing_behind() -> None:
    """What libc has given out to libraries does not grow from one layout to the next; each of their thousand lines once left 200 bytes."""

    class Given(ctypes.Structure):
        _fields_ = tuple((name, ctypes.c_size_t) for name in (*"abcdefg", "given_out", *"hi"))

    told = ctypes.CDLL(None).mallinfo2
    told.restype = Given
    words = "".join(f"<p>a{i}" for i in range(500))
    html = f"<html lang=de><title>t</title><style>{face_style()} html {{ font-variant-numeric: lining-nums }}</style><body>{words}"
    fonts, taken = FontConfiguration(), []
    for _ in range(4):
        with engine.strict():
            HTML(string=html, url_fetcher=Shipped()).render(font_config=fonts)
        gc.collect()
        taken.append(told().given_out)
    assert taken[-1] - taken[1] < 40_000
