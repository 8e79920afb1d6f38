"""The table of typed domains, held against Python; tests/site/test_domains_script.py holds the page's script against it."""

from __future__ import annotations

from sheetgen.domain import SEVERITIES, parse_domains
from tests.site.domain_cases import CASES, outcome
from tests.test_domain import HERE


def test_each_case_comes_out_as_the_table_says() -> None:
    """Domains and codes, in order, of some six hundred texts."""
    found = [outcome(parse_domains(case.typed, place=HERE, own=case.own)) for case in CASES]
    wrong = [(case, it) for case, it in zip(CASES, found, strict=True) if it != (case.domains, case.codes)]
    assert wrong == []


def test_the_table_holds_each_code_and_no_text_twice() -> None:
    """No complaint goes untried; `domain.found` is that of pasted lines, which `parse_pasted` finds."""
    assert {code for case in CASES for code in case.codes} == set(SEVERITIES) - {"domain.found"}
    assert len({(case.typed, case.own) for case in CASES}) == len(CASES)
