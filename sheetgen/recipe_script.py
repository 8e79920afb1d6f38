"""A recipe -> the text that `sheetgen recipe` prints: its code can be run as it stands, all else are comments. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from sheetgen.catalogue import Catalogue
from sheetgen.recipe_sections import about, heading, reason
from sheetgen.recipes.code import WIDTH, HalfName, PartName, half_of, in_comments, script
from sheetgen.recipes.filling import Filling, applies
from sheetgen.recipes.load import Kept
from sheetgen.terms import Message


@dataclass(frozen=True, slots=True)
class RecipeScript:
    """One half of a recipe, filled in, in one language."""

    kept: Kept
    half: HalfName
    filling: Filling
    catalogue: Catalogue

    def text(self) -> str:
        """What it is, what to mind, its steps, how to check them and how they fail."""
        after = (*self._noted("check"), *self._noted("fails"))
        return _lines(*self._about(), *self._noted("limits"), "") + self._script("steps") + _lines(*after)

    def undo(self) -> str:
        """What it is, and what restores the state before, or why there is nothing to restore."""
        return _lines(*self._about(), "") + (self._script("undo") or _lines(*self._nothing()))

    @property
    def _sign(self) -> str:
        return self.kept.recipe.comment

    def _script(self, part: PartName) -> str:
        lang = self.catalogue.lang
        return script(self.kept.recipe, (self.half, part), self.filling, lang, lambda step: reason(step, self.filling, self.catalogue))

    def _about(self) -> Iterator[str]:
        if half := half_of(self.kept.recipe, self.half):
            for said in about(self.kept, self.half, half, self.catalogue):
                yield from self._comment(said)

    def _noted(self, part: PartName) -> Iterator[str]:
        if text := self._script(part):
            yield from ("", f"{self._sign} {heading(part, self.catalogue)}:", *in_comments(text, self._sign))

    def _nothing(self) -> Iterator[str]:
        half = half_of(self.kept.recipe, self.half)
        steps = half.steps if half else ()
        yield from self._comment(self.catalogue.text((Message("recipe.nothing-to-undo"),)))
        for why in dict.fromkeys(reason(step, self.filling, self.catalogue) for step in steps if applies(step, self.filling)):
            yield from self._comment(why)

    def _comment(self, said: str) -> list[str]:
        return textwrap.wrap(said, WIDTH, initial_indent=f"{self._sign} ", subsequent_indent=f"{self._sign} ")


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)
