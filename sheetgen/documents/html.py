"""The sheet as one self-contained HTML file without a script."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup

from sheetgen import __version__
from sheetgen.documents import Job, templates
from sheetgen.documents.colours import brand_style
from sheetgen.resources import folder

FACES = (("Sheet Sans", 400, "sans-400"), ("Sheet Sans", 600, "sans-600"), ("Sheet Mono", 500, "mono-500"), ("Sheet Mono", 600, "mono-600"))


def make(job: Job) -> bytes:
    """UTF-8 HTML; its policy permits its own style, by hash, and the fonts inside it."""
    css, _ = templates.read("screen.css", job.templates)
    style = "".join(("\n", *map(_face, FACES), brand_style(job.sheet.platform), css))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"
    return templates.render(job, on_paper=False, policy=policy, style=Markup(_inside_style(style)), version=__version__).encode()


def _face(face: tuple[str, int, str]) -> str:
    family, weight, name = face
    font = base64.b64encode((folder("templates") / "fonts" / f"{name}.woff2").read_bytes()).decode()
    source = f'url(data:font/woff2;base64,{font}) format("woff2")'
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; src: {source} }}\n'


def _inside_style(css: str) -> str:
    """A style sheet that ends its element early would turn the rest into HTML."""
    if "</" in css or "<!--" in css:
        raise ValueError("a style sheet can't hold the end of an element")
    return css
