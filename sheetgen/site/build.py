"""A platform's facts -> all files of its public site. Pure but for the templates that it reads; the same input gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from markupsafe import Markup, escape

from sheetgen.blocks import Block, Pieces, Plain
from sheetgen.catalogue import Catalogue
from sheetgen.documents import FORMATS, Job, templates
from sheetgen.documents.colours import brand_style
from sheetgen.domain import Domain
from sheetgen.facts.load import Loaded
from sheetgen.prepare import jobs
from sheetgen.recipe_sections import recipe_sections
from sheetgen.recipes.load import Kept
from sheetgen.render import Plan
from sheetgen.request import Request, own_domains
from sheetgen.resources import folder
from sheetgen.sheet import make_sheet
from sheetgen.site import facts
from sheetgen.site.assets import POLICY, Asset, Linked, asset
from sheetgen.site.content import SitePage, open_names, site_page, undated
from sheetgen.site.names import script as names_script
from sheetgen.site.prepared import OPEN, prepare, prepare_recipe, unbroken
from sheetgen.site.recipes import chooser, path_of, recipe_page
from sheetgen.site.scripts import joined, recipe_script, sheet_script, spoken
from sheetgen.slots import Lang
from sheetgen.terms import Message

LANGUAGES: tuple[Lang, ...] = ("de", "en")
FACES = (("Sheet Sans", 400, "sans-400"), ("Sheet Sans", 600, "sans-600"), ("Sheet Mono", 500, "mono-500"), ("Sheet Mono", 600, "mono-600"))
_DAY = date(2000, 1, 1)
"""For what needs a day and prints none."""
_SLOT = re.compile(r'<span class="([a-z]+)" translate="no">(@?)slot\.(domain|customer)</span>|slot\.(domain|customer)')


@dataclass(frozen=True, slots=True)
class Site:
    """The files by their paths from the root: assets first, then what names them."""

    assets: Mapping[str, bytes]
    pages: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Options:
    """`issued` is the day that the page bears, if it bears one. `integrity` is off for pages opened from a folder, without a server.

    `address`: where it is published; if not given, where the facts say.
    """

    issued: date | None = None
    templates: Path | None = None
    integrity: bool = True
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or file for programs, and the assets that it names."""

    data: bytes
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """How a page names others: the way up to the root; from there the same page's file and address in each language."""

    up: str
    files: Mapping[Lang, str]
    addresses: Mapping[Lang, str]
    home: bool = False


HOME = Where("../", {lang: f"{lang}/index.html" for lang in LANGUAGES}, {lang: f"{lang}/" for lang in LANGUAGES}, home=True)


def build(loaded: Loaded, recipes: Sequence[Kept], options: Options, tell: Callable[[str], None] = lambda _: None) -> Site:
    """All files; `tell` gets `1 of 6, de/index.html` before that is made. Raises Failed and Refused as the formats do."""
    assets: dict[str, bytes] = {}
    pages: dict[str, bytes] = {}
    makers = Builder(loaded, recipes, options).pages
    for i, (path, make) in enumerate(makers.items(), 1):
        tell(f"{i} of {len(makers)}, {path}")
        page = make()
        pages[path] = page.data
        assets |= {one.path: one.data for one in page.assets}
    return Site(assets, pages)


class Builder:
    """Makes one page at a time, and what several name once."""

    def __init__(self, loaded: Loaded, recipes: Sequence[Kept], options: Options) -> None:
        """Nothing is made yet."""
        self.loaded, self.recipes, self.options = loaded, recipes, options
        self._opened_jobs: dict[Lang, Job] = {}

    @property
    def pages(self) -> Mapping[str, Callable[[], Page]]:
        """Pages of each language, the two that need none, and what programs read: paths from the root, and what makes each."""
        made: dict[str, Callable[[], Page]] = {f"{lang}/index.html": partial(self._page, lang) for lang in LANGUAGES}
        made |= {path_of(kept.name, lang): partial(self._recipe, kept, lang) for lang in LANGUAGES for kept in self.recipes}
        made |= {"404.html": partial(self._plain, missing=True), "index.html": partial(self._plain, missing=False)}
        made |= {facts.NAME: lambda: Page(facts.facts_text(self.loaded.platform).encode())}
        made |= {facts.SCHEMA_NAME: lambda: Page(facts.schema_text().encode())}
        return {**made, "sitemap.xml": lambda: Page(_sitemap(self.address, [kept.name for kept in self.recipes]))} if self.address else made

    @cached_property
    def fonts(self) -> tuple[Asset, ...]:
        """In the order of FACES."""
        return tuple(self._shipped(f"fonts/{name}.woff2") for _, _, name in FACES)

    @cached_property
    def style(self) -> Asset:
        """All of the pages' style."""
        return asset("site.css", self._css().encode())

    @cached_property
    def rules(self) -> tuple[Asset, Asset]:
        """The scripts that judge domains, and their tables."""
        return self._shipped("site/domains.js"), asset("names.js", names_script().encode())

    @cached_property
    def script(self) -> Asset:
        """What fills in the page."""
        return joined("site.js", ("places.js", "copied.js", "sheet.js", "site.js"))

    @cached_property
    def recipe_script(self) -> Asset:
        """What fills in a recipe's page."""
        return joined("recipe.js", ("places.js", "copied.js", "recipe.js", "site.js"))

    @staticmethod
    def _shipped(path: str) -> Asset:
        file = folder("templates") / path
        return asset(file.name, file.read_bytes())

    @property
    def address(self) -> str:
        """Where the page is published, with a stroke at its end; empty where nobody says."""
        url = self.options.address or self.loaded.platform.authenticity.canonical_url
        return f"{str(url).rstrip('/')}/" if url else ""

    def _plain(self, *, missing: bool) -> Page:
        """The page that leads to both languages, and the one for an address that there isn't: it can be met below any path."""
        script = self._shipped("site/choose.js")
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
            script=self._linked(script, root),
            address=self.address,
            root=root,
        )
        return Page(page.encode(), (*self.fonts, self.style, script))

    def _css(self) -> str:
        faces = "".join(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: optional; src: url({font.name}) }}\n'
            for (family, weight, _), font in zip(FACES, self.fonts, strict=True)
        )
        sheets = (templates.style_sheet(name, self.options.templates) for name in ("screen.css", "site.css", "site-recipe.css"))
        return "".join((faces, brand_style(self.loaded.platform), *sheets))

    def _linked(self, one: Asset, up: str = "../") -> Linked:
        return Linked(f"{up}{one.path}", one.integrity if self.options.integrity else "")

    def _job(self, request: Request, lang: Lang) -> Job:
        (job,) = jobs(self.loaded, request, Plan(_DAY, (lang,), (), self.options.templates))
        return replace(job, page=undated(job.page, lang))

    def _page(self, lang: Lang) -> Page:
        html = prepare(lambda request: templates.render(self._job(request, lang), "screen", "site-sheet.html", colour=""))
        text = prepare(lambda request: unbroken(self._job(request, lang)))
        names = open_names(lang)
        opened = Request(Domain(names["domain"], names["domain"]))
        site = site_page(self.loaded.platform, lang, self.options.issued)
        return self._filled_in(
            "site.html",
            (self.script, sheet_script(html, text, lang)),
            HOME,
            site,
            name=(*site.title, Plain(" "), *site.with_service),
            lead=site.lead,
            form=site.form,
            sheet=Markup(_opened("".join(html.tokens), names)),  # noqa: S704 - made by a template
            text=FORMATS["txt"].make(self._job(opened, lang)).decode(),
            recipes=chooser(self.recipes, lang),
        )

    def _recipe(self, kept: Kept, lang: Lang) -> Page:
        prepared = prepare_recipe(lambda request: self.steps(kept, request, lang))
        recipe = recipe_page(kept, self.loaded.platform, lang, prepared.slots)
        paths = {one: path_of(kept.name, one) for one in LANGUAGES}
        return self._filled_in(
            "site-recipe.html",
            (self.recipe_script, recipe_script(kept.name, prepared, lang)),
            Where("../../", paths, paths),
            site_page(self.loaded.platform, lang, self.options.issued),
            name=recipe.name,
            lead=recipe.lead,
            form=recipe.form,
            steps=Markup(_opened("".join(prepared.tokens), open_names(lang))),  # noqa: S704 - made by a template
            recipe=recipe,
        )

    def steps(self, kept: Kept, request: Request, lang: Lang) -> str:
        """A recipe's sections, with buttons that copy its code."""
        catalogue = Catalogue(lang, lang)
        blocks: tuple[Block, ...] = recipe_sections(make_sheet(self.loaded.platform, request, _DAY, recipes=(kept,)), catalogue)
        job = replace(self._opened_job(lang), page=replace(self._opened_job(lang).page, blocks=blocks))
        copying: Pieces = catalogue.pieces((Message("site.recipe.copy"),))
        return templates.render(job, "screen", "site-recipe-steps.html", colour="", copying=copying)

    def _opened_job(self, lang: Lang) -> Job:
        if lang not in self._opened_jobs:
            self._opened_jobs[lang] = self._job(OPEN, lang)
        return self._opened_jobs[lang]

    def _filled_in(self, template: str, scripts: tuple[Asset, Asset], where: Where, site: SitePage, **more: object) -> Page:
        """A page that the visitor's names fill in; `scripts`: its own, and what that needs once there are names."""
        job = self._opened_job(site.lang)
        first, prepared = scripts
        later = [self._linked(one, where.up) for one in (*self.rules, prepared)]
        page = templates.render(
            job,
            "screen",
            template,
            site=site,
            where=where,
            letterhead=job.page.blocks[0],
            policy=POLICY,
            style=self._linked(self.style, where.up),
            script=self._linked(first, where.up),
            address=self.address,
            colour="",
            script_words=json.dumps(spoken(site.lang), ensure_ascii=False),
            later=json.dumps([{"src": one.path, "integrity": one.integrity} for one in later]),
            own_domains=json.dumps(sorted(own_domains(self.loaded.platform))),
            **more,
        )
        return Page(page.encode(), (*self.fonts, self.style, first, *self.rules, prepared))


def _sitemap(address: str, recipes: Sequence[str]) -> bytes:
    """sitemaps.org, 0.9; without dates, since no build date gets in."""
    paths = (path for lang in LANGUAGES for path in (f"{lang}/", *(path_of(name, lang) for name in recipes)))
    urls = "".join(f"<url><loc>{escape(address)}{path}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n".encode()


def _opened(html: str, names: Mapping[str, str]) -> str:
    """The open slots' words in the stand-ins' places: in a name's element, or in one of their own."""

    def opened(found: re.Match[str]) -> str:
        if found[4]:
            return f'<span class="empty">{names[found[4]]}</span>'
        return f'<span class="{found[1]} empty" translate="no">{found[2]}{names[found[3]]}</span>'

    return _SLOT.sub(opened, html)
