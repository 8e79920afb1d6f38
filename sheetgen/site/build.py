"""A platform's facts -> all files of its public site. Pure but for the templates that it reads; the same input gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from markupsafe import Markup, escape

from sheetgen.blocks import Lang, Letterhead, Plain
from sheetgen.catalogue import Catalogue
from sheetgen.documents import FORMATS, Job, templates
from sheetgen.documents.colours import brand_style
from sheetgen.facts.load import Loaded
from sheetgen.render import Plan, jobs
from sheetgen.request import Request, own_domains
from sheetgen.resources import folder
from sheetgen.site import facts
from sheetgen.site.assets import POLICY, Asset, Linked, asset
from sheetgen.site.content import open_names, site_page
from sheetgen.site.names import script as names_script
from sheetgen.site.prepared import OPEN, Prepared, prepare
from sheetgen.site.words import words
from sheetgen.terms import Message, Terms

LANGUAGES: tuple[Lang, ...] = ("de", "en")
FACES = (("Sheet Sans", 400, "sans-400"), ("Sheet Sans", 600, "sans-600"), ("Sheet Mono", 500, "mono-500"), ("Sheet Mono", 600, "mono-600"))
_DAY = date(2000, 1, 1)
"""For what needs a day and prints none."""
_SLOT = re.compile(r'<span class="([a-z]+)" translate="no">(@?)slot\.(domain|customer)</span>')


@dataclass(frozen=True, slots=True)
class Site:
    """The files by their paths from the root: assets first, then what names them."""

    assets: Mapping[str, bytes]
    pages: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Options:
    """`issued` is the day that the page bears, if it bears one. `integrity` is off for pages opened from a folder, without a server."""

    issued: date | None = None
    templates: Path | None = None
    integrity: bool = True


def build(loaded: Loaded, options: Options) -> Site:
    """All files. Raises Failed and Refused as the formats do."""
    maker = _Maker(loaded, options)
    return maker.site()


class _Maker:
    def __init__(self, loaded: Loaded, options: Options) -> None:
        self.loaded, self.options = loaded, options
        self.fonts = [asset(f"{name}.woff2", (folder("templates") / "fonts" / f"{name}.woff2").read_bytes()) for _, _, name in FACES]
        self.style = asset("site.css", self._css().encode())
        self.domains = asset("domains.js", (folder("templates") / "site" / "domains.js").read_bytes())
        self.names = asset("names.js", names_script().encode())
        self.script = asset("site.js", (folder("templates") / "site" / "site.js").read_bytes())

    def site(self) -> Site:
        """Pages of each language, the two that need none, and what programs read."""
        pages: dict[str, bytes] = {}
        assets = [*self.fonts, self.style, self.script, self.domains, self.names]
        for lang in LANGUAGES:
            page, sheet = self._page(lang)
            pages[f"{lang}/index.html"] = page
            assets.append(sheet)
        pages |= {"404.html": self._plain(missing=True), "index.html": self._plain(missing=False)}
        pages |= {facts.NAME: facts.facts_text(self.loaded.platform).encode(), facts.SCHEMA_NAME: facts.schema_text().encode()}
        if self.address:
            pages["sitemap.xml"] = _sitemap(self.address)
        return Site({one.path: one.data for one in assets}, pages)

    @property
    def address(self) -> str:
        """Where the page is published, with a stroke at its end; empty where the facts don't say."""
        url = self.loaded.platform.authenticity.canonical_url
        return f"{str(url).rstrip('/')}/" if url else ""

    def _plain(self, *, missing: bool) -> bytes:
        """The page that leads to both languages, and the one for an address that there isn't: it can be met below any path."""
        both = tuple(site_page(self.loaded.platform, lang, None) for lang in LANGUAGES)
        job = self._job(OPEN, "de")
        root = self.address if missing else ""
        page = templates.render(
            job,
            "screen",
            "site-plain.html",
            missing=missing,
            both=both,
            letterhead=job.page.blocks[0],
            policy=POLICY,
            style=self._linked(self.style, root),
            address=self.address,
            root=root,
        )
        return page.encode()

    def _css(self) -> str:
        faces = "".join(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: optional; src: url({font.name}) }}\n'
            for (family, weight, _), font in zip(FACES, self.fonts, strict=True)
        )
        sheets = (templates.style_sheet(name, self.options.templates) for name in ("screen.css", "site.css"))
        return "".join((faces, brand_style(self.loaded.platform), *sheets))

    def _linked(self, one: Asset, up: str = "../") -> Linked:
        return Linked(f"{up}{one.path}", one.integrity if self.options.integrity else "")

    def _job(self, request: Request, lang: Lang) -> Job:
        """The sheet of a request without a date and without a number, which the visitor's browser could not know."""
        (job,) = jobs(self.loaded, request, Plan(_DAY, (lang,), (), self.options.templates))
        blocks = tuple(replace(block, meta=()) if isinstance(block, Letterhead) else block for block in job.page.blocks)
        return replace(job, page=replace(job.page, blocks=blocks))

    def _page(self, lang: Lang) -> tuple[bytes, Asset]:
        html = prepare(lambda request: templates.render(self._job(request, lang), "screen", "site-sheet.html", colour=""))
        text = prepare(lambda request: FORMATS["txt"].make(self._job(request, lang)).decode())
        names = open_names(lang)
        job = self._job(OPEN, lang)
        site = site_page(self.loaded.platform, lang, self.options.issued)
        sheet = asset(f"sheet-{lang}.js", _script(html, text, lang).encode())
        later = [self._linked(one) for one in (self.domains, self.names, sheet)]
        page = templates.render(
            job,
            "screen",
            "site.html",
            site=site,
            letterhead=job.page.blocks[0],
            policy=POLICY,
            style=self._linked(self.style),
            script=self._linked(self.script),
            address=self.address,
            sheet=Markup(_opened("".join(html.tokens), names)),  # noqa: S704 - made by a template
            text="".join(text.tokens).replace("slot.domain", names["domain"]),
            colour="",
            script_words=json.dumps(_script_words(lang, names), ensure_ascii=False),
            later=json.dumps([{"src": one.path, "integrity": one.integrity} for one in later]),
            own_domains=json.dumps(sorted(own_domains(self.loaded.platform))),
        )
        return page.encode(), sheet


def _script_words(lang: Lang, names: Mapping[str, str]) -> Mapping[str, object]:
    """What the script says."""
    say = Catalogue(lang, lang).text
    mark: dict[str, Terms] = {"name": (Plain("{name}"),)}
    return {
        "open": names,
        "title": say((Message("site.title"),)),
        "filled": say((Message("site.form.filled", mark),)),
        "one": say((Message("site.form.one"),)),
        "copied": say((Message("site.take.copied"),)),
    }


def _script(html: Prepared, text: Prepared, lang: Lang) -> str:
    data = {kind: {"tokens": one.tokens, "domain": one.domain, "customer": one.customer} for kind, one in (("html", html), ("text", text))}
    written = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (words(lang), data))
    return "sheetgen.words = {};\nsheetgen.sheet = {};\n".format(*written)


def _sitemap(address: str) -> bytes:
    """sitemaps.org, 0.9; without dates, since no build date gets in."""
    urls = "".join(f"<url><loc>{escape(address)}{lang}/</loc></url>\n" for lang in LANGUAGES)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n".encode()


def _opened(html: str, names: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: f'<span class="{found[1]} empty" translate="no">{found[2]}{names[found[3]]}</span>', html)
