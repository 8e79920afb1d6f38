"""Fact files to damage, and what is then said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sheetgen.errors import Problem, Refused
from sheetgen.facts.load import load_facts
from tests.places import CHECKOUT

DATA = CHECKOUT / "data"
SHIPPED = (DATA / "hamburg-cloud.yaml").read_text(encoding="utf-8")
EXAMPLE = (DATA / "example.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 24)


def changed(text: str, old: str, new: str) -> str:
    """A text with something in it replaced that is surely there."""
    assert old in text
    return text.replace(old, new)


def problems(folder: Path, content: str | bytes, today: date = TODAY) -> Sequence[Problem]:
    """All that is said of a fact file of that content, the example's logo beside it."""
    file = folder / "facts.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "nordlicht.svg").write_bytes((DATA / "nordlicht.svg").read_bytes())
    try:
        return load_facts(file, today).problems
    except Refused as refused:
        return refused.problems


def said(folder: Path, content: str | bytes, today: date = TODAY) -> list[str]:
    """The refusals among them as `line:column: message; hint`."""
    return [
        f"{p.place.line}:{p.place.column}: {p.message}; {p.hint}"
        for p in problems(folder, content, today)
        if p.place and p.severity == "refusal"
    ]
