"""What a recipe says before it changes anything, and undo in the wrong order."""

from __future__ import annotations

from sheetgen.domain import Domain
from tests.documents.jobs import domain
from tests.recipes.printed import HALVES, printed
from tests.rigs.partner import Partner


def wrongly_undone(partner: Partner, recipe: str, reload: str) -> tuple[str, str, str, str]:
    """Receiving set, then sending, and undone in the order of setting, which must do nothing; then rightly.

    What is returned are the digests before, with both halves, after the wrong undo and after the right ones.
    """
    customer = domain("right.example")
    before = partner.digest()
    for half in reversed(HALVES):
        partner.type(printed(recipe, customer, half=half))
    both = partner.digest()
    partner.type(printed(recipe, customer, half="receiving", part="undo").replace(reload, ": "))
    early = partner.digest()
    for half in HALVES:
        partner.type(printed(recipe, customer, half=half, part="undo"))
    return before, both, early, partner.digest()


def first_look(partner: Partner, recipe: str, customer: Domain) -> str:
    """What the first block of a recipe shows, which is typed in before anything is changed."""
    block = printed(recipe, customer).split("\n\n")[0]
    return partner.rig.run("sh", stdin=block.encode()).decode()
