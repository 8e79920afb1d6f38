"""A recipe's sections: both directions in their order, what is for this case, its code as it is printed, how it is known to be right."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sheetgen.bilingual import bilingual
from sheetgen.blocks import Code, Host, Link, Literally, Page, Pair, Section
from sheetgen.catalogue import Catalogue
from sheetgen.documents import FORMATS
from sheetgen.documents.lettering import flat
from sheetgen.page import localise
from sheetgen.recipe_sections import recipe_sections
from sheetgen.recipes.code import script
from sheetgen.recipes.filling import fill_with
from sheetgen.recipes.load import Kept, load_recipe, read_recipe
from sheetgen.recipes.names import names
from sheetgen.sheet import Sheet, make_sheet
from sheetgen.slots import Lang
from tests.documents.jobs import ISSUED, REQUESTS, platform
from tests.documents.reading import codes
from tests.golden import Golden
from tests.test_page import of

BOTH: tuple[Lang, ...] = ("de", "en")


def say(text: str) -> dict[str, str]:
    """The same in both languages."""
    return {"de": text, "en": text}


HALF: dict[str, Any] = {
    "proof": "delivered",
    "on_failure": "deferred",
    "steps": [
        {"say": say("Set `smtp_tls` for «customer»."), "code": "relay «customer»\nEOF\n", "where": "/etc/relay"},
        {"say": say("For subdomains."), "code": "sub\n", "only_with": ["subdomains"]},
        {"say": say("Hosts."), "code": "from «outgoing»\n", "needs": ["outgoing_hosts"]},
    ],
}
RECIPE: dict[str, Any] = {
    "schema": "sheetgen-recipe-1",
    "product": "Relay",
    "versions": [{"version": "1.0"}],
    "recognise": say("It says so."),
    "observed": "2026-11-20",
    "review": "2027-05-20",
    "sources": [{"title": "Manual", "url": "https://relay.example/manual", "observed": "2026-11-20"}],
    "sending": {**HALF, "checks": "fixed_name"},
    "receiving": HALF,
}


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    """`kept(**changes)`: the recipe above with other members."""

    def read(**changes: Any) -> Kept:
        path = tmp_path / "relay.yaml"
        path.write_text(json.dumps({key: value for key, value in (RECIPE | changes).items() if value is not None}), "utf-8")
        return read_recipe(path, ISSUED)

    return read


def sheet(*recipes: Kept, request: str = "planned", facts: str = "hamburg-cloud") -> Sheet:
    """A sheet with these recipes."""
    asked = replace(REQUESTS[request], recipes=tuple(one.name for one in recipes))
    return make_sheet(platform(facts), asked, ISSUED, None, recipes)


def sections(made: Sheet, lang: Lang = "en") -> tuple[Section, ...]:
    """Its recipes' sections."""
    return recipe_sections(made, Catalogue(lang, lang))


def said(section: Section) -> list[str]:
    """The lines that say what it is and how it is known to be right."""
    return [flat(line, {}) for line in section.aside]


def test_sending_comes_first_and_receiving_goes_on(kept: Any) -> None:
    """Two sections; the second belongs to the first, and the sources stand at its end."""
    first, second = sections(sheet(kept()))
    assert [flat(one.heading, {}) for one in (first, second)] == ["Relay: sending", "Relay: receiving"]
    assert [one.continues for one in (first, second)] == [False, True]
    assert [len(of(Link, one)) for one in (first, second)] == [0, 1]


def test_without_receiving_it_says_why(kept: Any) -> None:
    """One section, and the reason in it."""
    (only,) = sections(sheet(kept(receiving=None, no_receiving=say("It can't."))))
    assert "It can't." in [flat(one.pieces, {}) for one in of(type(paragraph(only)), only)]


def paragraph(section: Section) -> Any:
    """The first paragraph of the first step."""
    (steps, *_) = section.blocks
    return steps.steps[0].blocks[0]  # type: ignore[union-attr]


def test_a_step_is_for_its_case(kept: Any) -> None:
    """What is for other cases is left out, what the facts lack is said with the reason, and the numbers go on without a gap."""
    first, _ = sections(sheet(kept()))
    (steps, *_) = first.blocks
    assert [step.number for step in steps.steps] == [1, 2]  # type: ignore[union-attr]
    assert [[flat(line, {}) for line in code.lines] for code in codes(first)] == [["relay kunde.example", "EOF"]]
    assert flat(steps.steps[1].blocks[0].pieces, {}).startswith("A step is left out here: the hosts")  # type: ignore[union-attr]
    known, _ = sections(sheet(kept(), request="active", facts="example"))
    assert len([*codes(known)]) == 3


def test_code_and_names_are_pieces_of_their_own(kept: Any) -> None:
    """Between backticks as it stands, a name of the request as a name."""
    pieces = paragraph(sections(sheet(kept()))[0]).pieces
    assert [piece for piece in pieces if not flat((piece,), {}).isspace()][1::2] == [Literally("smtp_tls"), Host("kunde.example")]


@pytest.mark.parametrize("lang", BOTH)
def test_the_code_is_that_of_the_command(lang: Lang) -> None:
    """Line by line what `sheetgen recipe` prints beside its comments."""
    postfix = load_recipe("postfix", ISSUED)
    made = sheet(postfix)
    filling = fill_with(made.platform, made.request.domain, made.request.customers)
    (steps, *_) = sections(made, lang)[0].blocks
    printed = script(postfix.recipe, ("sending", "steps"), filling, lang, lambda _: "").splitlines()
    code = [flat(line, {}) for block in codes(steps) for line in block.lines]
    assert code == [line for line in printed if line and not line.startswith("# ")]


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        ("delivered", ("Run by us: mail was delivered", "Run by us: only mail")),
        ("syntax-checked", ("Checked by us for syntax errors, not run.",) * 2),
        ("documented", ("According to the maker’s documentation of 2026-11-20, not run by us.",) * 2),
        ("unchecked", ("Not checked.",) * 2),
    ],
)
def test_what_was_not_run_says_so(kept: Any, proof: str, words: tuple[str, str]) -> None:
    """In each half, with the day."""
    halves = {"sending": {**RECIPE["sending"], "proof": proof}, "receiving": {**HALF, "proof": proof}}
    for section, begins in zip(sections(sheet(kept(**halves))), words, strict=True):
        assert [line for line in said(section) if line.startswith(begins)] != []


NOT_RUN = {
    "syntax-checked": {"de": "nicht ausgeführt", "en": "not run"},
    "documented": {"de": "nicht von uns ausgeführt", "en": "not run by us"},
    "unchecked": {"de": "Nicht geprüft", "en": "Not checked"},
}


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("name", names())
def test_each_shipped_one_is_filled_and_says_what_it_is(name: str, lang: Lang) -> None:
    """For both platforms: no slot is left open, what is copied names the domain, and each half that was not run says so."""
    kept = load_recipe(name, ISSUED)
    halves = (kept.recipe.sending, kept.recipe.receiving)
    for facts, request in (("hamburg-cloud", "planned"), ("example", "active")):
        first, *more = sections(sheet(kept, request=request, facts=facts), lang)
        assert any("kunde.example" in flat(line, {}) for code in codes(first) for line in code.lines)
        for half, section in zip(halves, (first, *more), strict=False):
            assert not set(repr(section)) & set("«»")
            wanted = NOT_RUN.get(half.proof if half else "", {lang: ""})[lang]
            assert any(wanted in line for line in said(section))


def test_in_both_languages_code_and_sources_stand_once(kept: Any) -> None:
    """Prose is a pair; code, files and addresses are one for both."""
    made = sheet(kept())
    german, english = (localise(made, Catalogue(lang, "de-en")) for lang in BOTH)
    page: Page = bilingual(german, english)
    ours = [block for block in page.blocks if isinstance(block, Section) and block.role == "recipe"]
    assert [one.continues for one in ours] == [False, True]
    assert [code for one in ours for code in codes(one)] == [code for block in english.blocks for code in codes(block)]
    assert [of(Code | Link, pair) for pair in of(Pair, page)] == [[]] * len(of(Pair, page))  # type: ignore[arg-type]
    assert len([link for link in of(Link, page) if link.url == "https://relay.example/manual"]) == 1


@pytest.mark.parametrize("lang", ["de", "en", "de-en"])
def test_the_text_is_as_it_was_read(lang: str, golden: Golden) -> None:
    """A sheet with a recipe in each language: the recipe's part of the text."""
    from tests.documents.cases import CASES

    whole = FORMATS["txt"].make(CASES["recipe"].job(lang)).decode()  # type: ignore[arg-type]
    golden(f"text_recipe_{lang}.txt", whole[whole.index("POSTFIX: ") :])
