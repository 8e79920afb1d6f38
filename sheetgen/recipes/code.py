"""A recipe's code as one text, to be pasted or piped: prose stands in it as comments."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from sheetgen.recipes.filling import Filling, applies, lacks
from sheetgen.recipes.recipe import Half, Passage, Recipe, Step
from sheetgen.recipes.slots import filled, in_prose
from sheetgen.slots import Lang

HalfName = Literal["sending", "receiving"]
PartName = Literal["limits", "steps", "check", "fails", "undo"]
WIDTH = 78

PARTS: Mapping[PartName, Callable[[Half], tuple[Step, ...]]] = {
    "limits": lambda half: half.limits,
    "steps": lambda half: half.steps,
    "check": lambda half: half.check,
    "fails": lambda half: tuple(Step(say=said) for said in half.fails),
    "undo": lambda half: half.undo,
}


def half_of(recipe: Recipe, name: HalfName) -> Half | None:
    """That direction of a recipe; None where it has no such half."""
    return recipe.sending if name == "sending" else recipe.receiving


def script(recipe: Recipe, part: tuple[HalfName, PartName], filling: Filling, lang: Lang, why: Callable[[Step], str]) -> str:
    """The part's steps, each its comment and its code; `why` says for a step what it lacks. Empty where there is no such half."""
    half = half_of(recipe, part[0])
    steps = PARTS[part[1]](half) if half else ()
    return "\n".join("\n".join(_step(step, recipe.comment, filling, lang, why)) + "\n" for step in steps if applies(step, filling))


def in_comments(text: str, sign: str) -> Iterator[str]:
    """The lines of what script() gives, none of which runs: code becomes a comment, too, indented."""
    for line in text.splitlines():
        yield line if line.startswith(f"{sign} ") else f"{sign}     {line}".rstrip()


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
