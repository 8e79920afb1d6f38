"""A recipe's code as one text, to be pasted or piped: prose stands in it as comments."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from sheetgen.blocks import Lang
from sheetgen.recipes.filling import Filling, applies, lacks
from sheetgen.recipes.recipe import Half, Passage, Recipe, Step
from sheetgen.recipes.slots import filled, in_prose

HalfName = Literal["sending", "receiving"]
PartName = Literal["steps", "check", "undo"]
WIDTH = 78

PARTS: Mapping[PartName, Callable[[Half], tuple[Step, ...]]] = {
    "steps": lambda half: half.steps,
    "check": lambda half: half.check,
    "undo": lambda half: half.undo,
}


def script(recipe: Recipe, part: tuple[HalfName, PartName], filling: Filling, lang: Lang, why: Callable[[Step], str]) -> str:
    """The part's steps, each its comment and its code; `why` says for a step what it lacks. Empty where there is no such half."""
    half = recipe.sending if part[0] == "sending" else recipe.receiving
    steps = PARTS[part[1]](half) if half else ()
    return "\n".join("\n".join(_step(step, recipe.comment, filling, lang, why)) + "\n" for step in steps if applies(step, filling))


def _step(step: Step, sign: str, filling: Filling, lang: Lang, why: Callable[[Step], str]) -> Iterator[str]:
    missing = bool(lacks(step, filling))
    said = why(step) if missing else in_prose(step.say.in_lang(lang), filling.values).replace("`", "")
    yield from textwrap.wrap(
        said, WIDTH, initial_indent=f"{sign} ", subsequent_indent=f"{sign} ", break_long_words=False, break_on_hyphens=False
    )
    if step.where and not missing:
        yield f"{sign} {step.where}:"
    if not missing:
        yield from code_lines(step.code or "", filling)
        yield from letter_lines(step.letter, filling, lang)


def code_lines(code: str, filling: Filling) -> Iterator[str]:
    """Code with its slots filled, a line each."""
    for line in code.splitlines():
        yield from filled(line, filling.values)


def letter_lines(letter: Sequence[Passage], filling: Filling, lang: Lang) -> Iterator[str]:
    """A letter in one language: the passages that are for this case, a line each."""
    for i, passage in enumerate(passage for passage in letter if applies(passage, filling)):
        if i:
            yield ""
        yield from code_lines(passage.in_lang(lang), filling)
