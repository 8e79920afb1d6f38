"""A sheet's recipes -> the sections that follow it, each half of a recipe one, in one language. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sheetgen.blocks import Block, Code, Host, Link, Literally, Names, Paragraph, Part, Piece, Pieces, Plain, Section, Steps
from sheetgen.blocks import Step as NumberedStep
from sheetgen.catalogue import Catalogue
from sheetgen.recipes.code import PARTS, HalfName, PartName, code_lines, letter_lines
from sheetgen.recipes.filling import NOTHING, Filling, applies, fill_with, lacks
from sheetgen.recipes.load import Kept
from sheetgen.recipes.recipe import Checks, Failure, Half, Need, Proof, Say, Step
from sheetgen.recipes.slots import in_prose
from sheetgen.sheet import Sheet
from sheetgen.terms import Listed, Message, OnDay, Terms

_CODE = re.compile("`([^`]*)`")
_HEADINGS: Mapping[PartName, str] = {
    "check": "recipe.check",
    "fails": "recipe.fails",
    "undo": "recipe.undo",
    "limits": "recipe.limits",
}
"""What stands below a half's steps, in this order."""
_HALF: Mapping[HalfName, str] = {"sending": "recipe.sending", "receiving": "recipe.receiving"}
_PROOF: Mapping[Proof, str] = {
    "delivered": "recipe.proof.delivered",
    "syntax-checked": "recipe.proof.syntax-checked",
    "documented": "recipe.proof.documented",
    "unchecked": "recipe.proof.unchecked",
}
_CHECKS: Mapping[Checks, str] = {
    "none": "recipe.checks.none",
    "mx_host": "recipe.checks.mx_host",
    "fixed_name": "recipe.checks.fixed_name",
    "unknown": "recipe.checks.unknown",
}
_FAILURE: Mapping[tuple[HalfName, Failure], str] = {
    ("sending", "deferred"): "recipe.failure.sending.deferred",
    ("sending", "returned"): "recipe.failure.sending.returned",
    ("sending", "refused"): "recipe.failure.sending.refused",
    ("sending", "unsaid"): "recipe.failure.sending.unsaid",
    ("sending", "unknown"): "recipe.failure.sending.unknown",
    ("receiving", "deferred"): "recipe.failure.receiving.deferred",
    ("receiving", "returned"): "recipe.failure.receiving.returned",
    ("receiving", "refused"): "recipe.failure.receiving.refused",
    ("receiving", "unsaid"): "recipe.failure.receiving.unsaid",
    ("receiving", "unknown"): "recipe.failure.receiving.unknown",
}
_LACKS: Mapping[Need, str] = {
    "certificate_for_all_mx": "recipe.lacks.certificate_for_all_mx",
    "outgoing_hosts": "recipe.lacks.outgoing_hosts",
    "outgoing_networks": "recipe.lacks.outgoing_networks",
    "minimum": "recipe.lacks.minimum",
    "private_authority": "recipe.lacks.private_authority",
    "subdomains": "recipe.lacks.subdomains",
    "several_customers": "recipe.lacks.several_customers",
}


def recipe_sections(sheet: Sheet, catalogue: Catalogue) -> tuple[Section, ...]:
    """Sending, then receiving, of each recipe of the sheet."""
    request = sheet.request
    filling = fill_with(sheet.platform, request.domain, request.customers) if sheet.recipes else None
    return tuple(section for kept in sheet.recipes if filling for section in _Writer(kept, filling, catalogue).sections())


def reason(step: Step, filling: Filling, catalogue: Catalogue) -> str:
    """Why a step is left out: what the facts lack."""
    return " ".join(catalogue.text((Message(_LACKS[need]),)) for need in lacks(step, filling))


def about(kept: Kept, name: HalfName, half: Half, catalogue: Catalogue) -> Iterator[str]:
    """The same in plain text: what it is for, and how it is known to be right."""
    writer = _Writer(kept, NOTHING, catalogue)
    for pieces in (writer.say(_HALF[name]), *writer.about(name, half)):
        yield "".join(piece.text for piece in pieces if isinstance(piece, Plain))


def heading(part: PartName, catalogue: Catalogue) -> str:
    """What stands above a part, in plain text."""
    return catalogue.text((Message(_HEADINGS[part]),))


def recognised(kept: Kept, catalogue: Catalogue) -> Paragraph:
    """How one finds that it is this product."""
    return _Writer(kept, NOTHING, catalogue).prose(kept.recipe.recognise)


@dataclass(frozen=True, slots=True)
class _Writer:
    kept: Kept
    filling: Filling
    catalogue: Catalogue

    def say(self, message: str, **parts: Terms) -> Pieces:
        return self.catalogue.pieces((Message(message, {"product": (Plain(str(self.kept.recipe.product)),), **parts}),))

    def sections(self) -> Iterator[Section]:
        recipe = self.kept.recipe
        more: tuple[Block, ...] = (self._sources(),) if recipe.sources else ()
        if recipe.no_receiving:
            more = (Part(self.say("recipe.no-receiving"), (self.prose(recipe.no_receiving),)), *more)
        if recipe.receiving is None:
            yield self._half("sending", recipe.sending, more)
            return
        yield self._half("sending", recipe.sending, ())
        yield replace(self._half("receiving", recipe.receiving, more), continues=True)

    def _half(self, name: HalfName, half: Half, more: tuple[Block, ...]) -> Section:
        parts = tuple((_HEADINGS[part], tuple(self._step(step) for step in PARTS[part](half))) for part in _HEADINGS)
        steps = tuple(blocks for step in half.steps if (blocks := self._step(step)))
        numbered = Steps(tuple(NumberedStep(i, (), blocks) for i, blocks in enumerate(steps, 1)))
        under = (Part(self.say(heading), tuple(block for blocks in of for block in blocks)) for heading, of in parts if any(of))
        return Section(
            "recipe",
            self.say(_HALF[name]),
            (numbered, *under, *more),
            aside=tuple(self.about(name, half)),
            broken=self.say("recipe.broken"),
        )

    def about(self, name: HalfName, half: Half) -> Iterator[Pieces]:
        recipe = self.kept.recipe
        day: Terms = (OnDay(recipe.observed.day or date.min),)
        if recipe.versions:
            versions = tuple((Plain(f"{v.version} ({v.system})" if v.system else str(v.version)),) for v in recipe.versions)
            yield self.say("recipe.versions", versions=(Listed(versions),))
        taken = name == "receiving" and half.proof == "delivered"
        yield self.say("recipe.proof.taken" if taken else _PROOF[half.proof], day=day)
        if half.checks:
            yield self.say(_CHECKS[half.checks])
        yield self.say(_FAILURE[name, half.on_failure])
        yield self.say("recipe.name", name=(Plain(self.kept.name),), day=day)

    def _step(self, step: Step) -> tuple[Block, ...]:
        if not applies(step, self.filling):
            return ()
        if lacks(step, self.filling):
            return (Paragraph((Plain(reason(step, self.filling, self.catalogue)),)),)
        return (self.prose(step.say), *self._copied(step))

    def _copied(self, step: Step) -> Iterator[Block]:
        """What is copied as it stands: the code is one in all languages, a letter is not."""
        where: Pieces = (Literally(str(step.where)),) if step.where else ()
        if step.code:
            yield Code(tuple((Literally(line),) for line in code_lines(step.code, self.filling)), where)
        elif where:
            yield Paragraph(where)
        if step.letter:
            lang = self.catalogue.lang
            yield Code(tuple((Plain(line),) for line in letter_lines(step.letter, self.filling, lang)), lang=lang)

    def prose(self, said: Say) -> Paragraph:
        return Paragraph(tuple(self._pieces(in_prose(said.in_lang(self.catalogue.lang), self.filling.values))))

    def _pieces(self, text: str) -> Iterator[Piece]:
        """Code between backticks as it stands, the request's and the platform's names as names."""
        names = sorted({v.name for values in self.filling.values.values() for v in values if "." in v.name}, key=len, reverse=True)
        name = re.compile("(?<![a-z0-9.-])(" + "|".join(map(re.escape, names)) + ")(?![a-z0-9-]|[.][a-z0-9])") if names else None
        for i, part in enumerate(_CODE.split(text)):
            if i % 2:
                yield Literally(part)
                continue
            for k, words in enumerate(name.split(part) if name else [part]):
                if words:
                    yield Host(words) if k % 2 else Plain(words)

    def _sources(self) -> Part:
        sources = self.kept.recipe.sources
        names = ((Plain(f"{one.title}: "), Link(str(one.url)), *self.say("recipe.read", day=(OnDay(one.observed.day),))) for one in sources)
        return Part(self.say("recipe.sources"), (Names(tuple(names)),))
