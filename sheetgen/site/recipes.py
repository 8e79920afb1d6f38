"""What the public page says around recipes: where each stands, how to choose among them, and how each is known to be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sheetgen.blocks import Paragraph, Pieces, Plain
from sheetgen.catalogue import Catalogue
from sheetgen.errors import Problem, Refused
from sheetgen.facts.platform import Platform
from sheetgen.recipe_sections import recognised
from sheetgen.recipes.load import Kept, read_recipe
from sheetgen.recipes.names import names
from sheetgen.recipes.recipe import Proof, Recipe
from sheetgen.resources import folder
from sheetgen.site.content import Field, Form, open_names, site_page
from sheetgen.slots import Lang
from sheetgen.terms import Message, OnDay, Terms

FOLDERS: Mapping[Lang, str] = {"de": "anleitungen", "en": "recipes"}
_LAST = "provider"
"""For those who have none of the products; it stands behind them."""
_EXAMPLE = "*.kunde.de"
_PROOF: Mapping[Proof, str] = {
    "delivered": "site.recipe.proof.delivered",
    "syntax-checked": "site.recipe.proof.syntax-checked",
    "documented": "site.recipe.proof.documented",
    "unchecked": "site.recipe.proof.unchecked",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One recipe among all: its page as seen from the first page, how one finds that it is one's own, how it is known to be right."""

    path: str
    product: Pieces
    recognised: Paragraph
    proofs: tuple[Pieces, ...]


@dataclass(frozen=True, slots=True)
class Chooser:
    """The part of the first page that leads to the recipes."""

    heading: Pieces
    text: Pieces
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RecipePage:
    """A recipe's page in one language, but for the recipe."""

    product: Pieces
    purpose: Pieces
    name: Pieces
    lead: Pieces
    home: Pieces
    recognised: Paragraph
    proofs: tuple[Pieces, ...]
    form: Form


def all_recipes(today: date) -> tuple[Kept, ...]:
    """Those there are, by their products; files that have not changed are not read again. Raises Refused with all that is wrong."""
    kept: list[Kept] = []
    problems: list[Problem] = []
    for name in names():
        path = folder("data") / "recipes" / f"{name}.yaml"
        try:
            kept.append(_read(path, path.stat().st_mtime_ns, today))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return tuple(sorted(kept, key=lambda one: (one.name == _LAST, str(one.recipe.product).casefold())))


@cache
def _read(path: Path, changed: int, today: date) -> Kept:
    del changed
    return read_recipe(path, today)


def path_of(name: str, lang: Lang) -> str:
    """Where a recipe's page stands, from the root of the site."""
    return f"{lang}/{FOLDERS[lang]}/{name}.html"


def chooser(recipes: Iterable[Kept], lang: Lang) -> Chooser:
    """All recipes, to choose one's own."""
    catalogue = Catalogue(lang, lang)
    choices = tuple(
        Choice(
            path_of(kept.name, lang).removeprefix(f"{lang}/"),
            (Plain(str(kept.recipe.product)),),
            recognised(kept, catalogue),
            tuple(_proofs(kept.recipe, catalogue)),
        )
        for kept in recipes
    )
    heading, text = (catalogue.pieces((Message(one),)) for one in ("site.recipes", "site.recipes.text"))
    return Chooser(heading, text, choices)


def recipe_page(kept: Kept, platform: Platform, lang: Lang, slots: Sequence[str]) -> RecipePage:
    """The page of one recipe whose code and words have these slots."""
    catalogue = Catalogue(lang, lang)
    product: Terms = (Plain(str(kept.recipe.product)),)
    service: Mapping[str, Terms] = {"service": (Plain(platform.service),)}
    purpose = Message("site.recipe.purpose", service)
    return RecipePage(
        product=catalogue.pieces(product),
        purpose=catalogue.pieces((purpose,)),
        name=catalogue.pieces((*product, Plain(": "), purpose)),
        lead=catalogue.pieces((Message("site.recipe.lead"),)),
        home=catalogue.pieces((Message("site.title"), Plain(" "), Message("site.with", service))),
        recognised=recognised(kept, catalogue),
        proofs=tuple(_proofs(kept.recipe, catalogue)),
        form=_form(platform, catalogue, slots),
    )


def _proofs(recipe: Recipe, catalogue: Catalogue) -> Iterator[Pieces]:
    """A line for each half, one where both are known alike."""
    day: Terms = (OnDay(recipe.observed.day or date.min),)
    sending = Message(_PROOF[recipe.sending.proof], {"day": day})
    receiving = Message(_PROOF[recipe.receiving.proof], {"day": day}) if recipe.receiving else None
    if sending == receiving:
        yield catalogue.pieces((Message("site.recipe.both", {"proof": (sending,)}),))
        return
    yield catalogue.pieces((Message("site.recipe.sending", {"proof": (sending,)}),))
    if receiving:
        yield catalogue.pieces((Message("site.recipe.receiving", {"proof": (receiving,)}),))


def _form(platform: Platform, catalogue: Catalogue, slots: Sequence[str]) -> Form:
    """The first page's form; a name that stands nowhere in the recipe is not asked for."""
    form = site_page(platform, catalogue.lang, None).form
    opened: dict[str, Terms] = {f"open_{slot}": (Plain(name),) for slot, name in open_names(catalogue.lang).items()}
    without_script = Message("site.recipe.without-script-both" if "domain" in slots else "site.recipe.without-script", opened)
    hints = {
        "domain": catalogue.pieces((Message("site.recipe.domain-hint"),)),
        "customer": catalogue.pieces((Message("site.recipe.customer-hint", {"example": (Plain(_EXAMPLE),)}),)),
    }
    return Form(
        catalogue.pieces((Message("site.recipe.form"),)),
        tuple(Field(field.name, field.label, hints[field.name], hidden=field.name not in slots) for field in form.fields),
        form.note if "domain" in slots else catalogue.pieces((Message("site.recipe.note"),)),
        form.clear,
        catalogue.pieces((without_script,)),
    )
