"""What `sheetgen recipe` prints: the steps' code and none besides, what to mind before it, how to check after it."""

from __future__ import annotations

import re

import pytest

from sheetgen.catalogue import Catalogue
from sheetgen.recipe_script import RecipeScript
from sheetgen.recipes.code import PARTS, PartName, half_of, script
from sheetgen.recipes.filling import Filling, applies, fill_with, lacks
from sheetgen.recipes.load import load_recipe
from sheetgen.recipes.names import names
from sheetgen.recipes.slots import in_prose
from sheetgen.slots import Lang
from tests.documents.jobs import ISSUED, LANGUAGES, domain, platform
from tests.recipes.printed import HALVES

IN_ORDER: tuple[PartName, ...] = ("limits", "steps", "check", "fails")
FILLINGS: dict[str, Filling] = {
    f"{facts}{'*' * subdomains}": fill_with(platform(facts), domain("firma.de"), (domain("kunde.example", subdomains=subdomains),))
    for facts in ("hamburg-cloud", "example")
    for subdomains in (False, True)
}


def words(text: str, sign: str) -> str:
    """Without comment signs and the breaks of lines."""
    return " ".join(re.sub(rf"(?m)^{sign}", "", text).split())


def run(text: str, sign: str) -> list[str]:
    """The lines that are no comments."""
    return [line for line in text.splitlines() if line.strip() and line.split()[0] != sign]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_all_that_applies_is_said_and_the_steps_alone_are_run(name: str, lang: Lang) -> None:
    """Every sentence for the case is there, the limits' before the steps, checks' and failures' after them; no line of theirs runs."""
    kept = load_recipe(name, ISSUED)
    sign = kept.recipe.comment
    for half_name in HALVES:
        if (half := half_of(kept.recipe, half_name)) is None:
            continue
        for filling in FILLINGS.values():
            text = RecipeScript(kept, half_name, filling, Catalogue(lang, lang)).text()
            steps = script(kept.recipe, (half_name, "steps"), filling, lang, lambda _: "")
            assert run(text, sign) == run(steps, sign)
            said, at = words(text, sign), 0
            for step in (step for part in IN_ORDER for step in PARTS[part](half)):
                if applies(step, filling) and not lacks(step, filling):
                    at = said.index(words(in_prose(step.say.in_lang(lang), filling.values).replace("`", ""), sign), at) + 1


def test_a_checks_code_stands_in_comments() -> None:
    """Below its sentence, indented, so that who pipes the whole text runs the steps alone."""
    text = RecipeScript(load_recipe("postfix", ISSUED), "sending", FILLINGS["hamburg-cloud"], Catalogue("en", "en")).text()
    before, _, after = text.partition("postfix reload\n")
    assert "\n\n# Please note:\n" in before
    assert "#     postqueue -p\n" in after
    assert run(after.partition("\n\n")[2], "#") == []


def test_undoing_says_nothing_of_it() -> None:
    """What to mind and to check is about the steps."""
    made = RecipeScript(load_recipe("postfix", ISSUED), "sending", FILLINGS["hamburg-cloud"], Catalogue("en", "en"))
    assert "# Please note:" not in made.undo()
    assert "postqueue" not in made.undo()
