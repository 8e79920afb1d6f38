"""`sheetgen site`: the public page, as a folder of static files."""

from __future__ import annotations

from pathlib import Path

import click

from sheetgen.cli import output
from sheetgen.cli.options import (
    Reader,
    date_option,
    facts_option,
    facts_path,
    read_issued,
    read_out,
    read_settings,
    read_strict,
    read_templates,
    strict_option,
    templates_option,
)
from sheetgen.cli.report import say, settle
from sheetgen.errors import Place, Problem, printable
from sheetgen.resources import shipped_facts


@click.command(short_help="build the public page, which each visitor's browser fills in")
@click.option("--out", metavar="DIR", default="site", type=click.Path(readable=False), help="Where to; site/ if not given.")
@click.option(
    "--local",
    is_flag=True,
    help="To be opened from a folder, without a server: without Subresource Integrity, which browsers refuse there.",
)
@facts_option
@strict_option
@templates_option
@date_option
def site(*, out: str, local: bool, facts: str | None, strict: bool | None, templates: str | None, issued: str | None) -> None:
    """Build the page in German and English: its subject, the facts, the sheet for the visitor's own domain, and a page for each recipe.

    \b
    Examples:
      sheetgen site
      sheetgen site --out /srv/www/tls --date 2026-11-24
    """
    reader = Reader()
    settings = read_settings(reader)
    today = read_issued(reader, issued)
    own = read_templates(reader, settings.templates if templates is None else templates)
    if out == "-":
        hint = "name a folder, for example site"
        reader.problems.append(
            Problem("argument.out", "refusal", "a site is many files, and none of it goes to stdout", Place("--out"), hint)
        )
    else:
        read_out(reader, out, settings, "name a folder")
    strictly = read_strict(reader, strict, settings)
    source = facts_path(facts, settings)
    if source == shipped_facts():  # known to hold: loading it would take a second
        settle(reader.problems, accept=frozenset(), strict=strictly)
    from sheetgen.facts.load import load_facts
    from sheetgen.site.recipes import all_recipes

    recipes = reader.attempt(lambda: all_recipes(today))
    loaded = reader.attempt(lambda: load_facts(source, today))
    aged = [problem for one in (loaded, *(recipes or ())) if one for problem in one.problems]
    settle([*reader.problems, *aged], accept=frozenset(), strict=strictly)
    if loaded is None or recipes is None:
        raise AssertionError("facts or recipes that are not there are a refusal, which settle has raised")
    from sheetgen.site.build import Options, build
    from sheetgen.site.publish import publish

    say(f"facts {printable(str(loaded.path))}, SHA-256 {loaded.sha256[:16]}")
    made = Options(today if issued is not None else None, own, integrity=not local)
    built = build(loaded, recipes, made, lambda path: say(f"making {path}"))
    for path in publish(Path(out), built, lambda changed: settle([*map(_changed, changed)], accept=frozenset(), strict=strictly)):
        output.line(str(path))


def _changed(path: Path) -> Problem:
    message = "this was changed since sheetgen wrote it, and is to be written anew"
    hint = "what is to stay belongs into facts or a theme; --strict stops before it is lost"
    return Problem("site.changed", "warning", message, Place(str(path)), hint)
