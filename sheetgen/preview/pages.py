"""What stands at which address. A page is made when it is asked for, once for each state of the files behind it."""

from __future__ import annotations

import json
import threading
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, unquote

from markupsafe import Markup

from sheetgen import messages
from sheetgen.documents import FORMATS, FormatName, templates
from sheetgen.errors import Failed, Place, Problem, Refused, Severity, printable
from sheetgen.facts.known import given
from sheetgen.facts.load import Loaded, load_facts
from sheetgen.po import compile_po, line_of
from sheetgen.preview.complaint import InWords, complaint_page
from sheetgen.recipes.names import names
from sheetgen.render import LANGUAGES, Plan, render
from sheetgen.request import Request, arguments, own_domains, read_day, read_domains, read_ticket
from sheetgen.resources import folder
from sheetgen.site.build import Builder, Options
from sheetgen.site.recipes import all_recipes, path_of
from sheetgen.slots import Lang

SITE, SHEET, TOLD = "site/", "sheet/", "/told"
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_OWN = {"": "preview.html", "preview.css": "preview.css", "preview.js": "preview.js"}
_RECIPES = "<!-- recipes -->"
"""Where the list of what can be shown has the recipes' pages."""
_HEADINGS: Mapping[Lang, str] = {"de": "Recipes, Deutsch", "en": "Recipes, English"}
_REFUSED, _MISSING, _FAILED = 422, 404, 500
_WORST_FIRST: tuple[Severity, ...] = ("refusal", "doubt", "warning")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the pages are made of: a fact file, a theme if there is one, a day if it is not to be today."""

    facts: Path
    templates: Path | None = None
    issued: date | None = None

    @property
    def day(self) -> date:
        """For what is made now."""
        return self.issued or date.today()  # noqa: DTZ011 - the agent's day, as in `render`


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser gets, and what there is to say of it. `ours`: it is a page of the preview, and no part of the site or sheet."""

    status: int
    media_type: str
    body: bytes
    ours: bool = False
    problems: tuple[Problem, ...] = ()


class Pages:
    """One state of the files after the other, for one thread at a time: the others wait."""

    def __init__(self, inputs: Inputs, in_words: InWords) -> None:
        """Read the facts."""
        self.inputs, self._any_in_words = inputs, in_words
        self._alone = threading.Lock()
        self._assets: dict[str, bytes] = {}
        self._catalogues: dict[Path, Refused] = {}
        self.renew(())

    def renew(self, changed: Iterable[Path]) -> None:
        """Forget what was made, compile the catalogues among the changed files, and read the facts."""
        with self._alone:
            self._made: dict[str, Answer] = {}
            for po in {*(path for path in changed if path.suffix == ".po"), *self._catalogues}:
                self._catalogues.pop(po, None)
                try:
                    compile_po(po)
                except Refused as refused:
                    self._catalogues[po] = refused
            messages.forget()
            self._loaded = self._load()

    @property
    def problems(self) -> Sequence[Problem]:
        """What there is to say of the files: why they are refused, or the warnings."""
        return self._loaded.problems

    def answer(self, target: str) -> Answer:
        """What stands at `/site/de/index.html`, `/sheet/de.pdf?domain=firma.de` and so on, complaints included.

        Below `/told`, at the same addresses, what there is to say of it: a list of severities and words.
        """
        with self._alone:
            return self._kept(target)

    def _kept(self, target: str) -> Answer:
        if target not in self._made:
            self._made[target] = self._answer(target)
        return self._made[target]

    def warm(self) -> None:
        """Make in a thread of its own, which ends with the process, what takes seconds the first time: the tables of names, then a PDF."""
        targets = ("/site/de/index.html", "/sheet/de.pdf?domain=firma.de")
        threading.Thread(target=lambda: [self.answer(target) for target in targets], daemon=True).start()

    def _answer(self, target: str) -> Answer:
        try:
            return self._there(target)
        except Refused as refused:
            return self._complaint(_REFUSED, "This can’t be shown yet", refused.problems)
        except Failed as failed:
            problem = Problem("preview.failed", "refusal", failed.message, hint=failed.hint)
        except messages.Unsayable as unsayable:
            problem = _unsaid(unsayable)
        except Exception as error:  # noqa: BLE001 - shipped templates and catalogues are being written: whatever is wrong with them
            problem = _defect(error, self.inputs.templates)
        return self._complaint(_FAILED, "This can’t be made", (problem,))

    def _there(self, target: str) -> Answer:
        if target.startswith(TOLD):
            return self._told(self._kept(target.removeprefix(TOLD)))
        path, _, asked = target.partition("?")
        path = unquote(path).removeprefix("/")
        if path in _OWN:
            text = (folder("templates") / "preview" / _OWN[path]).read_text("utf-8")
            return replace(_file(_OWN[path], text.replace(_RECIPES, _recipes()).encode()), ours=True)
        if path.startswith(SITE):
            return self._site(path.removeprefix(SITE))
        if path.startswith(SHEET):
            return self._sheet(path.removeprefix(SHEET), parse_qs(asked))
        return self._complaint(_MISSING, "There is nothing at this address", ())

    def _complaint(self, status: int, heading: str, problems: Iterable[Problem]) -> Answer:
        told = tuple(problems)
        return Answer(status, MEDIA_TYPES[".html"], complaint_page(heading, told, self._in_words), ours=True, problems=told)

    def _told(self, shown: Answer) -> Answer:
        """Of the files and of what is shown, the worst first, each once."""
        problems = sorted((*shown.problems, *self._loaded.problems), key=lambda problem: _WORST_FIRST.index(problem.severity))
        lines = dict.fromkeys((problem.severity, self._in_words(problem)) for problem in problems)
        return Answer(200, MEDIA_TYPES[".json"], json.dumps(list(lines)).encode(), ours=True)

    def _in_words(self, problem: Problem) -> str:
        """Of a problem that a catalogue has no right words for, what is wrong with the catalogue."""
        try:
            return self._any_in_words(problem)
        except messages.Unsayable as unsayable:
            return self._any_in_words(_unsaid(unsayable))

    # ---- what it is made of

    def _load(self) -> Loaded | Refused:
        refused = [*self._catalogues.values(), *self._no_theme()]
        try:
            loaded = load_facts(self.inputs.facts, self.inputs.day)
        except Refused as one:
            refused.append(one)
        return Refused([problem for one in refused for problem in one.problems]) if refused else loaded

    def _no_theme(self) -> Iterator[Refused]:
        theme = self.inputs.templates
        if theme and not theme.is_dir():
            hint = "make it again, or start the preview without --templates"
            yield Refused([Problem("preview.no-theme", "refusal", "this folder is gone", Place(str(theme)), hint)])

    def _facts(self) -> Loaded:
        if isinstance(self._loaded, Refused):
            raise Refused(self._loaded.problems)
        return self._loaded

    def _site(self, path: str) -> Answer:
        if path in self._assets:
            return _file(path, self._assets[path])
        options = Options(self.inputs.issued, self.inputs.templates, address=f"/{SITE}")
        builder = Builder(self._facts(), all_recipes(self.inputs.day), options)
        makers = builder.pages
        path = f"{path}index.html" if f"/{path}".endswith("/") else path
        name, status = (path, 200) if path in makers else ("404.html", _MISSING)
        page = makers[name]()
        self._assets |= {one.path: one.data for one in page.assets}  # older ones stay: a page that shows them may still be open
        return _file(name, page.data, status)

    def _sheet(self, path: str, asked: Mapping[str, list[str]]) -> Answer:
        lang, _, kind = path.partition(".")
        if lang not in LANGUAGES or kind not in FORMATS:
            return self._complaint(_MISSING, "There is nothing at this address", ())
        loaded = self._facts()
        plan = Plan(self.inputs.day, (lang,), (cast("FormatName", kind),), self.inputs.templates)
        request, doubts = _request(asked, own_domains(loaded.platform))
        (document,) = render(given(loaded, self.inputs.day), request, plan)
        return replace(_file(document.name, document.data), problems=doubts)


def _recipes() -> Markup:
    """The recipes' pages in each language, to choose from."""
    option = Markup('<option value="{}{}">{}</option>')
    groups = (
        (heading, Markup().join(option.format(SITE, path_of(name, lang), name) for name in names())) for lang, heading in _HEADINGS.items()
    )
    return Markup("\n").join(Markup('<optgroup label="{}">{}</optgroup>').format(*group) for group in groups)


def _file(name: str, data: bytes, status: int = 200) -> Answer:
    return Answer(status, MEDIA_TYPES[Path(name).suffix], data)


def _request(asked: Mapping[str, list[str]], own: frozenset[str]) -> tuple[Request, tuple[Problem, ...]]:
    """What the fields of the preview say, and the doubts about it. Raises Refused with all that is wrong with them."""
    domains = read_domains(arguments("domain", asked.get("domain", ())), arguments("customer", asked.get("customer", ())), own)
    ticket, of_ticket = read_ticket(asked["ticket"][0], Place("ticket")) if "ticket" in asked else (None, ())
    effective, of_day = read_day(asked["effective"][0], Place("effective")) if "effective" in asked else (None, ())
    problems = (*domains.problems, *of_ticket, *of_day)
    if len(domains.domains) != 1 and not any(problem.severity == "refusal" for problem in problems):
        hint = "type the partner's, for example firma.de"
        problems = (*problems, Problem("preview.one-domain", "refusal", "a sheet is for one domain", hint=hint))
    if any(problem.severity == "refusal" for problem in problems):
        raise Refused(problems)
    return Request(domains.domains[0], domains.customers, ticket, effective), problems


def _unsaid(unsayable: messages.Unsayable) -> Problem:
    place = Place(str(unsayable.po), line_of(unsayable.po, unsayable.message_id))
    return Problem("preview.unsayable", "refusal", str(unsayable), place, "mend the message, or what asks for it")


def _defect(error: Exception, own: Path | None) -> Problem:
    """Where in which template; or, where none was at work, in which line of ours."""
    problem = templates.fault(error, own)
    if problem.place and problem.place.line:
        return problem
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return Problem(
        "preview.defect", "refusal", f"{type(error).__name__}: {printable(str(error))}", Place(frame.filename, frame.lineno or 0)
    )
