"""Sheets for one ticket -> the one message that carries them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sheetgen.blocks import Plain
from sheetgen.catalogue import Catalogue
from sheetgen.desk import Attachment, Delivery
from sheetgen.desk.issued import Issued
from sheetgen.documents import FORMATS, Document, Job
from sheetgen.documents.mail import alternative
from sheetgen.facts.known import Source
from sheetgen.prepare import jobs
from sheetgen.render import Plan, render
from sheetgen.request import Request
from sheetgen.sheet import shown_name
from sheetgen.slots import Lang, SheetLang
from sheetgen.terms import Message, OnDay, Terms

MOST_IN_SUBJECT = 3
BETWEEN = "\n\n* * *\n\n"
"""Between two sheets of a text, on a line of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of a message: its number, and the one that it replaces."""

    request: Request
    number: str
    replaces: Issued | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """A message, and the documents of each of its parts, to be kept."""

    delivery: Delivery
    documents: tuple[tuple[Request, tuple[Document, ...]], ...]


def compose(source: Source, parts: Sequence[Part], plan: Plan, *, ticket: str, public: bool) -> Composed:
    """The texts in each single language of the plan, a PDF for each domain in each of its languages. Raises as `render` does."""
    languages = single(plan.languages)
    texts = [job for part in parts for job in jobs(source.loaded, part.request, replace(plan, languages=languages))]
    pdfs = [(part.request, render(source, part.request, replace(plan, formats=("pdf",)))) for part in parts]
    lead = tuple((lang, line) for lang in languages for line in _replaced(parts, lang))
    attachments = tuple(Attachment(d.name, d.kind.media_type, d.data) for _, documents in pdfs for d in documents)
    delivery = Delivery(
        ticket=ticket,
        public=public,
        subject=_subject(parts, languages[0]),
        text=_text(lead, texts),
        html=alternative(texts, lead),
        attachments=attachments,
        numbers=tuple(part.number for part in parts),
        issued=plan.issued.isoformat(),
        languages=languages,
    )
    return Composed(delivery, tuple(pdfs))


def single(languages: Sequence[SheetLang]) -> tuple[Lang, ...]:
    """The languages one by one, German before English where both stand in one sheet."""
    each: list[Lang] = []
    for lang in languages:
        each += ("de", "en") if lang == "de-en" else (lang,)
    return tuple(dict.fromkeys(each))


def _subject(parts: Sequence[Part], lang: Lang) -> str:
    names = [shown_name(part.request.domain) for part in parts]
    more = [f"+ {len(names) - MOST_IN_SUBJECT}"] if len(names) > MOST_IN_SUBJECT else []
    title = Catalogue(lang, lang).text((Message("title"),))
    return f"{title}: {', '.join([*names[:MOST_IN_SUBJECT], *more])}"


def _text(lead: Sequence[tuple[Lang, str]], texts: Sequence[Job]) -> str:
    first = "".join(f"{line}\n" for _, line in lead)
    sheets = BETWEEN.join(FORMATS["txt"].make(job).decode().rstrip("\n") for job in texts)
    return f"{first}\n{sheets}\n" if first else f"{sheets}\n"


def _replaced(parts: Sequence[Part], lang: Lang) -> Iterator[str]:
    catalogue = Catalogue(lang, lang)
    for part in parts:
        if part.replaces:
            claim = part.replaces.claim
            held: dict[str, Terms] = {
                "number": (Plain(claim.number),),
                "day": (OnDay(claim.issued),),
                "domain": (Plain(f"@{shown_name(part.request.domain)}"),),
            }
            yield catalogue.text((Message("mail.replaces", held),))
