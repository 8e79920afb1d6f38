"""`sheetgen recipe`: what to configure on one kind of mail server, to be pasted or piped."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

import click
from click.shell_completion import CompletionItem

from sheetgen.cli import output
from sheetgen.cli.asked import judge, read_names
from sheetgen.cli.options import (
    DOUBTS,
    Reader,
    accept_option,
    customer_option,
    date_option,
    facts_option,
    facts_path,
    read_issued,
    read_recipes,
    read_settings,
    read_strict,
    strict_option,
    whence,
    words_from,
)
from sheetgen.cli.report import say, settle
from sheetgen.errors import Place, Problem, Refused, printable
from sheetgen.facts.known import Source
from sheetgen.recipes.names import names
from sheetgen.request import without_customer
from sheetgen.slots import Lang

if TYPE_CHECKING:
    from sheetgen.recipes.code import HalfName
    from sheetgen.recipes.filling import Filling
    from sheetgen.recipes.load import Kept
    from sheetgen.recipes.recipe import Half, Proof, Recipe

LANGUAGES: tuple[Lang, ...] = ("de", "en")
HALVES: tuple[Literal["sending", "receiving"], ...] = ("sending", "receiving")
WIDTH = 78
_KNOWN: Mapping[Proof, str] = {
    "delivered": "delivered on {day}",
    "syntax-checked": "syntax-checked on {day} (not run by us)",
    "documented": "documented as of {day} (not run by us)",
    "unchecked": "unchecked",
}


@click.command(short_help="print what to configure on one kind of mail server, to be pasted")
@click.argument("name", required=False, shell_complete=lambda _c, _p, typed: [CompletionItem(n) for n in names() if n.startswith(typed)])
@click.argument("domain", required=False)
@customer_option
@click.option(
    "--half",
    metavar="sending|receiving",
    shell_complete=words_from(HALVES),
    help="Which direction; sending if not given.",
)
@click.option("--undo", is_flag=True, help="What restores the state before, in place of the steps.")
@click.option("--lang", metavar="de|en", shell_complete=words_from(LANGUAGES), help="The comments' language; German if not given.")
@click.option("--list", "listing", is_flag=True, help="Which recipes there are, and how each is known to be right.")
@click.option("--which", is_flag=True, help="How to find which product one has.")
@accept_option(DOUBTS)
@facts_option
@strict_option
@date_option
def recipe(
    *,
    name: str | None,
    domain: str | None,
    customers: tuple[str, ...],
    half: str | None,
    undo: bool,
    lang: str | None,
    listing: bool,
    which: bool,
    accepted: tuple[str, ...],
    facts: str | None,
    strict: bool | None,
    issued: str | None,
) -> None:
    """Print the code for the product NAME of the partner DOMAIN, with the names filled in.

    What it says stands in comments: before the code what to mind, after it how to check it and what can go wrong.

    \b
    Examples:
      sheetgen recipe postfix firma.de --customer kunde.de
      sheetgen recipe postfix firma.de --customer kunde.de --undo
      sheetgen recipe --list
      sheetgen recipe --which
    """
    reader = Reader()
    settings = read_settings(reader)
    today = read_issued(reader, issued)
    languages = reader.choices([lang] if lang else [], LANGUAGES, "--lang") or LANGUAGES[:1]
    halves = reader.choices([half] if half else [], HALVES, "--half") or HALVES[:1]
    if listing or which:
        reader.problems += _beside_list(listing=listing, which=which, name=name)
        settle(reader.problems, accept=frozenset(), strict=False)
        for line in _listed(today) if listing else _which(today, languages[0]):
            output.line(line)
        return
    if name is None:
        hint = "type one, for example postfix; sheetgen recipe --list shows which there are"
        reader.problems.append(Problem("recipe.none", "refusal", "no recipe was named", Place("NAME"), hint))
    accept = frozenset(reader.choices(accepted, DOUBTS, "--accept"))
    strictly = read_strict(reader, strict, settings)
    part: tuple[HalfName, bool] = (halves[0], undo)
    if name is not None and undo and domain is None and not customers and (kept := _same_for_all(name, halves[0], today)):
        settle([*reader.problems, *kept.problems], accept=accept, strict=strictly)
        _print(kept, part, None, languages[0])
        return
    wanted = read_recipes(reader, [name] if name is not None else [], today, "NAME")
    if wanted and not customers:
        reader.problems.append(without_customer(Place("NAME")))
    asked_names = read_names(reader, (domain,) if domain is not None else (), customers)
    source = Source(facts_path(facts, settings), today)
    asked = judge(reader, asked_names, source, accept=accept, strict=strictly)
    if len(asked.domains) != 1:
        one = Problem("recipe.one-domain", "refusal", "a recipe is for one partner", Place("DOMAIN"), "type one domain")
        raise Refused([one])
    from sheetgen.recipes.filling import fill_with

    say(f"facts {printable(str(source.path))}, SHA-256 {source.sha256[:16]}")
    _print(_load(wanted[0], today), part, fill_with(source.loaded.platform, asked.domains[0], asked.customers), languages[0])


def _beside_list(*, listing: bool, which: bool, name: str | None) -> Iterator[Problem]:
    """What was typed beside --list or --which, which are about all recipes."""
    if listing and which:
        yield Problem("recipe.two-lists", "refusal", "--list and --which are two lists", Place("--which"), "ask for one of them")
    if name is not None:
        option = "--list" if listing else "--which"
        message = f"{option} shows all recipes, and “{printable(name)}” was typed as well"
        yield Problem("recipe.list-of-one", "refusal", message, Place("NAME"), f"leave out {printable(name)}, or {option}")


def _same_for_all(name: str, half: HalfName, today: date) -> Kept | None:
    """The recipe, if what undoes it is the same whatever the names and the facts."""
    from sheetgen.recipes.code import half_of
    from sheetgen.recipes.filling import is_filled

    kept = _load(name, today) if name in names() else None
    chosen = half_of(kept.recipe, half) if kept else None
    return kept if chosen and chosen.undo and not any(map(is_filled, chosen.undo)) else None


def _print(kept: Kept, part: tuple[HalfName, bool], filling: Filling | None, lang: Lang) -> None:
    """A half, or what undoes it; raises Refused where the recipe has none."""
    from sheetgen.catalogue import Catalogue
    from sheetgen.recipe_script import RecipeScript
    from sheetgen.recipes.code import half_of
    from sheetgen.recipes.filling import NOTHING

    half, undo = part
    chosen = half_of(kept.recipe, half)
    if chosen is None:
        why = kept.recipe.no_receiving.in_lang("en") if kept.recipe.no_receiving else ""
        raise Refused([Problem("recipe.no-half", "refusal", f"{kept.name} has no receiving half: {why}", Place(whence("half", "--half")))])
    if undo and not chosen.undo:
        raise Refused([Problem("recipe.no-undo", "refusal", f"{kept.name} has no steps that undo it", Place("--undo"))])
    made = RecipeScript(kept, half, filling or NOTHING, Catalogue(lang, lang))
    output.document((made.undo() if undo else made.text()).encode())


def _listed(today: date) -> Iterator[str]:
    """A line for each: name, product with versions, and how each half is known."""
    kept = [_load(name, today) for name in names()]
    wide = max(len(one.name) for one in kept)
    for one in kept:
        recipe = one.recipe
        versions = ", ".join(str(v.version) for v in recipe.versions)
        receiving = f"receiving {known(recipe, recipe.receiving)}" if recipe.receiving else "no receiving half"
        named = f"{recipe.product} {versions}".strip()
        yield f"{one.name:{wide}}  {named}: sending {known(recipe, recipe.sending)}, {receiving}"


def known(recipe: Recipe, half: Half) -> str:
    """How a half is known to be right, in a few words; what was not run by us says so."""
    return _KNOWN[half.proof].format(day=recipe.observed)


def _which(today: date, lang: Lang) -> Iterator[str]:
    """For each product how one finds that it is this one."""
    for name in names():
        one = _load(name, today)
        text = one.recipe.recognise.in_lang(lang).replace("`", "")
        yield from textwrap.wrap(f"{name}: {text}", WIDTH, subsequent_indent="  ", break_on_hyphens=False)


def _load(name: str, today: date) -> Kept:
    from sheetgen.recipes.load import load_recipe

    return load_recipe(name, today)
