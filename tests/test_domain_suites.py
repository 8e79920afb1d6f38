"""Names from public test suites, where their folder lies beside the checkout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sheetgen.domain import Typed
from tests.test_domain import judge

CONFORMANCE = Path(__file__).parents[2] / "shared" / "conformance"


def lines(name: str) -> list[list[str]]:
    """Read a list of names, where the folder of public test suites is there."""
    if not CONFORMANCE.is_dir():
        pytest.skip("the public test suites are not beside this checkout")
    return [line.split("\t") for line in (CONFORMANCE / name).read_text("utf-8").split("\n") if line]


def stops(typed: Typed) -> bool:
    """Tell whether a call with this text would stop."""
    return any(problem.severity != "warning" for problem in typed.problems)


def test_public_suites_accepted() -> None:
    """Each valid name of the public suites is taken, doubts waived, under exactly its A-label."""
    for text, ascii_name in lines("idna-accept.tsv"):
        typed = judge(text)
        assert [d.ascii for d in typed.domains] == [ascii_name], text
        assert "refusal" not in {p.severity for p in typed.problems}, text


@pytest.mark.parametrize("name", ["idna-refuse.txt", "no-registrable-name-refuse.txt"])
def test_public_suites_refused(name: str) -> None:
    """Each invalid name, each public suffix and odd number of the public suites stops the call."""
    for (text,) in lines(name):
        assert stops(judge(text)), text


def test_public_suites_dropped_characters() -> None:
    """Each name out of which UTS 46 would drop characters is refused, and every one of them is named."""
    for text, characters in lines("idna-dropped-refuse.tsv"):
        (problem,) = judge(text).problems
        assert problem.severity == "refusal", text
        assert set(re.findall(r"U\+[0-9A-F]+", problem.parts["characters"])) == set(characters.split()), text


def test_public_suites_either() -> None:
    """Names in wide letters and the like are refused, or taken under exactly their A-label."""
    for text, ascii_name in lines("idna-either.tsv"):
        typed = judge(text)
        assert typed.domains == () or [d.ascii for d in typed.domains] == [ascii_name], text
