"""Writes what the engines start from, before the clock runs: domains, finished HTML with its CSS, finished words, and the four faces.

prepare.py FOLDER COUNT
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bench.asked import domain
from bench.content import content
from bench.sheets import Facts
from sheetgen.documents import pdf
from sheetgen.documents.fonts import Shipped, face_style

_FACE = re.compile(r'url\("(font:([^"]+))"\)')


def prepare(folder: Path, count: int) -> None:
    """The inputs of sheets 0 to `count` - 1."""
    (folder / "fonts").mkdir()
    for source, name in _FACE.findall(face_style()):
        (folder / "fonts" / f"{name}.ttf").write_bytes(Shipped().fetch(source).read())
    faces = _FACE.sub(r'url("fonts/\2.ttf")', face_style())
    facts = Facts.read()
    for number in range(count):
        job = facts.job(domain(number))
        source = pdf.source(job, {})
        style = f"<style>{faces}{''.join(source.styles)}</style></head>"
        for suffix, text in (("domain", domain(number)), ("html", source.html.replace("</head>", style)), ("json", content(job))):
            (folder / f"{number:04}.{suffix}").write_text(text, "utf-8")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), int(sys.argv[2]))
