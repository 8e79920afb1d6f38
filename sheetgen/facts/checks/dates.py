"""Checks on facts that age: when they were observed, and when to look again."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sheetgen.errors import printable
from sheetgen.facts.checks.base import Finding, Subject, walk
from sheetgen.facts.platform import Dated, Platform
from sheetgen.resources import folder
from sheetgen.yamlfile import YamlPath


def _dated(subject: Subject) -> Iterator[tuple[YamlPath, Dated]]:
    return ((path, value) for path, value in walk(subject.platform) if isinstance(value, Dated))


def _name(path: YamlPath) -> str:
    return ".".join(map(str, path))


def holds_between(platform: Platform, today: date) -> tuple[date, date]:
    """From when on, and until when, this file's dates say what they say on this day; the second is not included."""
    facts = [fact for _, fact in _dated(Subject(platform, today, Path()))]
    days = [fact.observed.day for fact in facts] + [fact.review.day for fact in facts if fact.review]
    days += [date.fromisoformat(row["since"]) for row in _renamed()]
    turns = [turn for day in days if day and day < date.max for turn in (day, day + timedelta(days=1))]
    return max((turn for turn in turns if turn <= today), default=date.min), min((turn for turn in turns if turn > today), default=date.max)


def never_observed(subject: Subject) -> Iterator[Finding]:
    """It is known when each such fact was last observed."""
    for path, fact in _dated(subject):
        if not fact.observed.day:
            yield Finding(
                (*path, "observed"), f"it is not known when {_name(path)} was last observed", "look at it, and write the day of that look"
            )


def observed_in_future(subject: Subject) -> Iterator[Finding]:
    """Nothing was observed after the day of the run."""
    for path, fact in _dated(subject):
        if fact.observed.day and fact.observed.day > subject.today:
            yield Finding(
                (*path, "observed"),
                f"{fact.observed} lies in the future",
                f"write the day on which somebody looked, {subject.today} at the latest",
            )


def review_before_observed(subject: Subject) -> Iterator[Finding]:
    """The day to look again comes after the day of the last look."""
    for path, fact in _dated(subject):
        if fact.review and fact.observed.day and fact.review.day <= fact.observed.day:
            yield Finding(
                (*path, "review"), f"the review on {fact.review} does not come after the look on {fact.observed}", "write a later day"
            )


def review_passed(subject: Subject) -> Iterator[Finding]:
    """The day to look again has not passed."""
    for path, fact in _dated(subject):
        if fact.review and fact.review.day < subject.today:
            yield Finding(
                (*path, "review"),
                f"{_name(path)} was to be looked at again on {fact.review}",
                "look, then write a new observed and a new review",
            )


def no_review(subject: Subject) -> Iterator[Finding]:
    """There is a day to look again."""
    for path, fact in _dated(subject):
        if fact.observed.day and not fact.review:
            yield Finding(path, f"{_name(path)} has no day to look again", 'add "review:" with a day some months ahead')


@functools.cache
def _renamed() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads((folder("data") / "renamed-issuers.json").read_text(encoding="utf-8"))
    return rows


def issuer_renamed(subject: Subject) -> Iterator[Finding]:
    """The issuer's name is not one that was given up (data/renamed-issuers.json, which knows it by a word of it)."""
    name = subject.platform.certificate.issuer.name
    for row in _renamed():
        if date.fromisoformat(row["since"]) <= subject.today and re.search(rf"\b{re.escape(row['word'])}\b", name, re.IGNORECASE):
            message = f"{row['was']} has been called {row['now']} since {row['since']}"
            yield Finding(
                ("certificate", "issuer", "name"),
                message,
                f'is "{printable(name)}" still its name? Look at the certificate, and write its name and the day of that look',
            )
