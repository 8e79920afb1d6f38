"""A text sheet read back: what its printed lines say it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sheetgen.claim import (
    MOST_CUSTOMERS,
    MOST_DATA,
    Claim,
    NotASheetError,
    read_claimed_day,
    read_claimed_name,
    read_claimed_recipes,
    read_claimed_ticket,
)
from sheetgen.documents.breaking import WIDTH
from sheetgen.domain import Domain
from sheetgen.messages import message
from sheetgen.request import Request
from sheetgen.slots import Lang, SheetLang

_RULE = "=" * WIDTH
_LANGUAGES: tuple[SheetLang, ...] = ("de-en", "de", "en")
_STEP_2 = "2  "
_NAME = re.compile(r" *@(\S+)")
_GERMAN_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def read_printed(text: str) -> Claim:
    """The claim of a text. Raises NotASheetError where it has not the lines of a sheet."""
    lines = text.splitlines() if len(text) < MOST_DATA else []
    head = lines[: lines.index(_RULE)] if _RULE in lines else []
    lang = next((lang for lang in _LANGUAGES if _after(_label(lang, "meta.issued"), head) is not None), None)
    if lang is None or len(head) < 4:
        raise NotASheetError("foreign", "no line of it says that it is a data sheet")
    title = lines[len(head) + 1 : _end_of_title(lines, lang)]
    ticket = _after(_label(lang, "meta.ticket"), head)
    return Claim(
        platform=" ".join(head[: next(i for i, line in enumerate(head) if line.startswith(_label(lang, "meta.issued")))]),
        request=Request(
            _requested(head[-1], title, lang),
            _customers(lines, "en" if lang == "en" else "de"),
            None if ticket is None else read_claimed_ticket(ticket),
            _effective(title, lang),
            _recipes(lines, "en" if lang == "en" else "de"),
        ),
        issued=_day(_after(_label(lang, "meta.issued"), head) or ""),
        number=_after(_label(lang, "meta.number"), head) or "",
        language=lang,
    )


def _label(lang: SheetLang, message_id: str) -> str:
    if lang != "de-en":
        return message(lang, "sheet", message_id)
    german, english = message("de", "sheet", message_id), message("en", "sheet", message_id)
    return german if german == english else f"{german} / {english}"


def _after(label: str, lines: Sequence[str]) -> str | None:
    return next((line.removeprefix(f"{label} ").strip() for line in lines if line.startswith(f"{label} ")), None)


def _end_of_title(lines: Sequence[str], lang: SheetLang) -> int:
    heading = _label(lang, "todo").upper()
    return lines.index(heading) if heading in lines else len(lines)


def _recipes(lines: Sequence[str], lang: Lang) -> tuple[str, ...]:
    """Each half of a recipe names it once."""
    before, _, after = message(lang, "sheet", "recipe.name").partition("{name}")
    name = re.compile(f"{re.escape(before)}([a-z-]+){re.escape(after.partition('{')[0])}")
    return read_claimed_recipes(list(dict.fromkeys(found[1] for line in lines if (found := name.match(line)))))


def _requested(line: str, title: Sequence[str], lang: SheetLang) -> Domain:
    name = _NAME.fullmatch(line)
    if name is None:
        raise NotASheetError("foreign", "its heading names no domain")
    return read_claimed_name(name[1], subdomains=_label(lang, "subdomains") in title)


def _customers(lines: Sequence[str], lang: Lang) -> tuple[Domain, ...]:
    """The names of step 2, and what stands behind each."""
    start = next((i for i, line in enumerate(lines) if line.startswith(_STEP_2)), len(lines))
    found: list[tuple[str, list[str]]] = []
    for line in lines[start:]:
        if not line.strip():
            break
        if name := _NAME.fullmatch(line):
            found.append((name[1], []))
        elif found:
            found[-1][1].append(line.strip())
    if len(found) > MOST_CUSTOMERS:
        raise NotASheetError("foreign", f"it names more than {MOST_CUSTOMERS} customer domains")
    words = message(lang, "sheet", "subdomains")
    return tuple(read_claimed_name(name, subdomains=words in " ".join(behind)) for name, behind in found)


def _effective(title: Sequence[str], lang: SheetLang) -> date | None:
    found = (_after(_label(lang, f"status.{status}").upper(), title) for status in ("planned", "active"))
    return next((_day(day) for day in found if day is not None), None)


def _day(printed: str) -> date:
    german = _GERMAN_DAY.fullmatch(printed)
    return read_claimed_day(f"{german[3]}-{german[2]}-{german[1]}" if german else printed)
