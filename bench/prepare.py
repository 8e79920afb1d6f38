"""Writes what the engines start from, before the clock runs.

Domains, finished HTML with its CSS, finished words, the four faces; for pikepdf a finished PDF with the places and values of its slots.

prepare.py FOLDER COUNT
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bench.asked import ENGLISH, domain
from bench.content import content
from bench.finished import finished
from bench.sheets import Facts
from sheetgen.documents import pdf
from sheetgen.documents.fonts import Shipped, face_style

_FACE = re.compile(r'url\("(font:([^"]+))"\)')


def prepare(folder: Path, count: int) -> None:
    """The inputs of sheets 0 to `count` - 1, and the words of the first in English."""
    (folder / "fonts").mkdir()
    for source, name in _FACE.findall(face_style()):
        (folder / "fonts" / f"{name}.ttf").write_bytes(Shipped().fetch(source).read())
    faces = _FACE.sub(r'url("fonts/\2.ttf")', face_style())
    facts = Facts.read()
    values = finished(folder, facts)
    (folder / ENGLISH).write_text(content(facts.job(domain(0), "en")), "utf-8")
    for number in range(count):
        job = facts.job(domain(number))
        source = pdf.source(job, {})
        style = f"<style>{faces}{''.join(source.styles)}</style></head>"
        inputs = {"domain": domain(number), "html": source.html.replace("</head>", style), "json": content(job), "slots": values(number)}
        for suffix, text in inputs.items():
            (folder / f"{number:05}.{suffix}").write_text(text, "utf-8")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), int(sys.argv[2]))
