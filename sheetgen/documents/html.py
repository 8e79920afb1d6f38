"""The sheet as one self-contained HTML file without a script."""

from __future__ import annotations

import base64
import functools
import hashlib
import re

from markupsafe import Markup, escape

from sheetgen.documents import Job, templates
from sheetgen.documents.carried import properties
from sheetgen.documents.colours import brand_style
from sheetgen.errors import Place
from sheetgen.resources import folder
from sheetgen.shape import in_data

FACES = (("Sheet Sans", 400, "sans-400"), ("Sheet Sans", 600, "sans-600"), ("Sheet Mono", 500, "mono-500"), ("Sheet Mono", 600, "mono-600"))

_START = r'<!doctype html>\s*<html lang="[a-z-]+">\s*<head>\s*<meta charset="utf-8">\s*'


def text(job: Job) -> str:
    """HTML; its policy permits its own style, by hash, and the fonts inside it.

    Raises Refused where the caller's own templates do without the policy, or end the style element.
    """
    css = templates.style_sheet("screen.css", job.templates)
    style = "".join((*map(_face, FACES), brand_style(job.sheet.platform), css)).strip()  # the Nu checker hashes it so
    policy = _policy(style)
    inline = Markup(style)  # noqa: S704 - it does not end its element
    html = templates.render(job, "screen", policy=policy, style=inline, version=job.origin.version, colour="")
    start = re.match(_START + re.escape(f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'), html)
    if start is None:
        _, path = templates.read("sheet.html", job.templates)
        templates.refuse(Place(str(path)), "the sheet must begin with its content security policy", "begin it as the shipped one does")
    return in_data(html[: start.end()] + _carried(job) + html[start.end() :])


def _carried(job: Job) -> str:
    """What the sheet says it is, for `sheetgen verify`: no template can leave it out."""
    return "".join(f'\n<meta name="sheetgen.{name}" content="{escape(value)}">' for name, value in properties(job).items())


def _policy(style: str) -> str:
    """Nothing but this style and fonts that stand in it (CSP 3, 8.3: a hash permits one inline style)."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; form-action 'none'"


@functools.cache
def _face(face: tuple[str, int, str]) -> str:
    family, weight, name = face
    font = base64.b64encode((folder("templates") / "fonts" / f"{name}.woff2").read_bytes()).decode()
    source = f'url(data:font/woff2;base64,{font}) format("woff2")'
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; src: {source} }}\n'
