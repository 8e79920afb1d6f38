"""What the public page says around recipes, and that a recipe with a patch is the recipe that is laid out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sheetgen.documents.lettering import flat
from sheetgen.recipes.load import Kept, load_recipe
from sheetgen.recipes.names import names
from sheetgen.recipes.recipe import Proof
from sheetgen.site.prepared import cut, prepare_recipe
from sheetgen.site.recipes import all_recipes, chooser, recipe_page
from sheetgen.slots import Lang
from tests.documents.jobs import ISSUED, LANGUAGES, platform
from tests.site.sites import PLANTED, built

RELAY, PROVIDER = PLANTED
PROOFS: dict[Proof, tuple[str, str]] = {
    "delivered": ("durch Zustellung geprüft am 20.11.2026", "tested by delivery on 2026-11-20"),
    "syntax-checked": ("auf Syntaxfehler geprüft am 20.11.2026, nicht ausgeführt", "checked for syntax errors on 2026-11-20, not run"),
    "documented": (
        "nach Herstellerdokumentation vom 20.11.2026, nicht von uns ausgeführt",
        "according to the maker’s documentation of 2026-11-20, not run by us",
    ),
    "unchecked": ("nicht geprüft", "not checked"),
}


def proven(kept: Kept, lang: Lang) -> list[str]:
    """How a recipe is known to be right, as the chooser and its page say it."""
    (choice,) = chooser([kept], lang).choices
    page = recipe_page(kept, platform("hamburg-cloud"), lang, ("customer",))
    assert page.proofs == choice.proofs
    return [flat(line, {}) for line in choice.proofs]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("proof", PROOFS)
def test_the_proof_and_its_day_are_said(proof: Proof, lang: Lang) -> None:
    """In full words for each kind; for both directions at once where they are known alike, else for each."""
    words = PROOFS[proof][LANGUAGES.index(lang)]
    other = PROOFS["documented"][LANGUAGES.index(lang)]
    sending = replace(RELAY.recipe, sending=replace(RELAY.recipe.sending, proof=proof))
    both = {"de": "Versand und Empfang", "en": "Sending and receiving"}[lang]
    each = {"de": ("Versand", "Empfang"), "en": ("Sending", "Receiving")}[lang]
    wanted = [f"{both}: {words}"] if proof == "documented" else [f"{each[0]}: {words}", f"{each[1]}: {other}"]
    assert proven(replace(RELAY, recipe=sending), lang) == wanted
    alone = replace(sending, receiving=None, no_receiving=PROVIDER.recipe.no_receiving)
    assert proven(replace(RELAY, recipe=alone), lang) == [f"{each[0]}: {words}"]


def test_all_recipes_are_there_to_choose_from() -> None:
    """In the order of the products' names, but the provider last; each is the shipped one."""
    kept = all_recipes(ISSUED)
    assert {one.name: one for one in kept} == {name: load_recipe(name, ISSUED) for name in names()}
    products = [str(one.recipe.product).casefold() for one in kept if one.name != "provider"]
    assert products == sorted(products)
    assert [one.name for one in kept].index("provider") == len(kept) - 1 if "provider" in names() else True
    for lang in LANGUAGES:
        page = built().pages[f"{lang}/index.html"].decode()
        for choice in chooser(kept, lang).choices:
            assert f'href="{choice.path}"' in page
            assert f"{lang}/{choice.path}" in built().pages


@pytest.mark.parametrize(("kept", "slots"), [(RELAY, ("domain", "customer")), (PROVIDER, ("customer",))])
def test_only_names_that_stand_in_a_recipe_are_asked_for(kept: Kept, slots: tuple[str, ...]) -> None:
    """The other is a hidden field, so that it goes along to pages that have it; the sentence without script names what stands open."""
    _, _, page = built(planted=True).pages[f"de/anleitungen/{kept.name}.html"].decode().partition("<body")
    for slot, name in (("domain", "ihre-domain"), ("customer", "domain-ihres-geschaeftspartners")):
        assert (f'<input id="{slot}" name="{slot}" type="hidden">' in page) == (slot not in slots)
        assert (name in page) == (slot in slots)


def test_a_recipe_is_open_with_a_patch_for_each_case() -> None:
    """Of any layouts of the four cases the open one is the tokens', and each patch makes its own."""
    laid_out = {
        (False, False): "<p>a</p>\n<pre>slot.domain\nslot.customer</pre>\n",
        (True, False): "<p>a</p>\n<pre>slot.domain\n.slot.domain\nslot.customer</pre>\n",
        (False, True): "<p>b</p>\n<pre>slot.domain\nslot.customer\n.slot.customer</pre>\n",
        (True, True): "<pre>all</pre>",
    }
    prepared = prepare_recipe(lambda asked: laid_out[asked.domain.subdomains, asked.customers[0].subdomains])
    assert prepared.slots == ("domain", "customer")
    assert prepared.patches["/"] == ()
    for (domain, customer), wanted in laid_out.items():
        tokens = list(prepared.tokens)
        for start, end, new in reversed(prepared.patches[f"{'*' * domain}/{'*' * customer}"]):
            tokens[start:end] = new
        assert tuple(tokens) == cut(wanted)
