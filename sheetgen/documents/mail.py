"""The sheets as the HTML of a mail: one document that holds them one after the other, for mail programs and desks' sanitizers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from sheetgen.documents import Job, templates
from sheetgen.documents.colours import colours
from sheetgen.slots import Lang

_INLINE: Mapping[str, str] = {
    "l": "white-space:nowrap",
    "u": "white-space:nowrap",
    "nb": "white-space:nowrap",
    "wide": "width:100%",
    "r": "text-align:right",
    "top": "text-align:left;vertical-align:top",
    "open": "border:2px dashed;padding:2px 10px",
}
"""What has to hold where a mail program or a desk takes the style sheet away: rules by class."""

_CLASS = re.compile(r'class="([a-z0-9 -]+)"')
_VARIABLE = re.compile(r"var\(--([a-z-]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def alternative(jobs: Sequence[Job], lead: Sequence[tuple[Lang, str]] = ()) -> str:
    """One document of these pages, each in one language; the lines of `lead` stand before them. Raises Refused as `html.make` does."""
    first = jobs[0]
    articles = tuple(Markup(_inlined(templates.render(job, "mail", "article.html"))) for job in jobs)  # noqa: S704 - made by a template
    return templates.render(first, "mail", "mail.html", articles=articles, lead=tuple(lead), style=Markup(_style(first)))  # noqa: S704


def _style(job: Job) -> str:
    """The style sheet with the platform's colours in the places of its variables: Outlook and Gmail know none."""
    known = colours(job.sheet.platform)
    css = templates.style_sheet("mail.css", job.templates)
    return _VARIABLE.sub(lambda found: known.get(found[1], found[0]), _COMMENT.sub("", css)).strip()


def _inlined(html: str) -> str:
    def styled(found: re.Match[str]) -> str:
        rules = ";".join(_INLINE[name] for name in found[1].split() if name in _INLINE)
        return f'{found[0]} style="{rules}"' if rules else found[0]

    return _CLASS.sub(styled, html)
