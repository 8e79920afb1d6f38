"""Lists as JSON Lines: keys, values, and the line and column of each complaint."""

from __future__ import annotations

import pytest

from sheetgen.batch.objects import MOST_FOREIGN
from sheetgen.batch.row import Row
from sheetgen.errors import Place, Problem
from tests.batch.lists import SOURCE, problem, read, told


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            '{"domain": "a.de", "customer": "k.de", "ticket": "4711", "language": "de", "effective": "2026-12-01"}',
            Row(Place(SOURCE, 1), "a.de", "k.de", "4711", "de", "2026-12-01"),
        ),
        ('{"Gültig ab":"24.11.2026","Kunde":["k.de","l.de"],"Domäne":" a.de ","Sprache":["de","en"]}', None),
        ('  {"domain":"a.de","customer":null,"ticket":"","language":[]}\t', Row(Place(SOURCE, 1), "a.de")),
        ('{"domain":"a.de","Ticket-Nr.":4711}', Row(Place(SOURCE, 1), "a.de", ticket="4711")),
        ('{"domain":"m\\u00fcller.de"}', Row(Place(SOURCE, 1), "müller.de")),
    ],
)
def test_what_is_read(line: str, row: Row | None) -> None:
    """Keys are columns; customers and languages may be lists; null and an empty text say nothing."""
    assert read(line) == [row or Row(Place(SOURCE, 1), "a.de", "k.de, l.de", "", "de, en", "24.11.2026")]


@pytest.mark.parametrize(
    ("line", "expected", "words"),
    [
        ('{"domain": "a.de"', "18 list.json", "does not end in this line"),
        ('{"domain": "a.de",', "19 list.json", "does not end in this line"),
        ('{"domain": "a.de}', "12 list.json", "this text has no end"),
        ('{"domain": a.de}', "12 list.json", "a value is wanted"),
        ("{'domain': 'a.de'}", "2 list.json", "a key is wanted"),
        ('{"domain" "a.de"}', "11 list.json", "a colon is wanted"),
        ('{"domain": "a.de" "ticket": "1"}', "19 list.json", "a comma or } is wanted"),
        ('{"domain": "a.de",}', "19 list.json", "a key is wanted"),
        ('{"domain": "a\\.de"}', "14 list.json", "no such escape"),
        ('{"domain": "a\tde"}', "14 list.json", "a tab"),
        ('{"domain": ["a.de" "b.de"]}', "20 list.json", "no JSON"),
        ('{"domain": "a.de"} {}', "20 list.json", "something follows"),
        ('"a.de"', "1 list.json", "no object"),
        ("a.de", "1 list.json", "no object"),
        ('["a.de"]', "1 list.json", "no object"),
        ('{"domain": ["a.de"]}', "12 list.value", "“domain” is no text"),
        ('{"domain": "a.de", "ticket": 4711.0}', "30 list.value", "“ticket” is no text"),
        ('{"domain": "a.de", "customer": 4711}', "32 list.value", "“customer” is no text"),
        ('{"domain": "a.de", "customer": ["k.de", null]}', "32 list.value", "“customer” is no text"),
        ('{"domain": "a.de", "language": false}', "32 list.value", "“language” is no text"),
        ('{"domain": ' + "9" * 50_000 + "}", "12 list.value", "no text"),
        ('{"domain": -Infinity}', "12 list.value", "no text"),
        ('{"domain": ' + "[" * 60_000, "12 list.value", "nested too deep"),
        ('{"domain": ' + '{"a":' * 12_000, "12 list.value", "nested too deep"),
        ('{"domain": "a\\u0000.de"}', "12 list.control", "U+0000"),
        ('{"domain": "a\\ud800.de"}', "12 list.control", "U+D800"),
        ('{"domain": "a\x7f.de"}', "14 list.control", "U+007F"),
        ('{"domain": "a.de", "Domäne": "b.de"}', "20 list.column-twice", "“Domäne”"),
        ('{"domain": "a.de", "domain": "a.de"}', "20 list.column-twice", "“domain”"),
        ('{"ticket": "4711"}', "list.no-domain", "no domain"),
        ("{}", "list.no-domain", "no domain"),
    ],
)
def test_lines_that_cannot_be_read(line: str, expected: str, words: str) -> None:
    """Each is told with line and column, and those around it are read."""
    content = f'{{"domain": "x.de"}}\n{line}\n{{"domain": "y.de"}}\n'
    where = f"2:{expected}" if expected[0].isdigit() else f"2 {expected}"
    assert told(content) == ["1 x.de", where, "3 y.de"]
    assert words in problem(content).message
    assert problem(content).hint


def test_keys_that_are_none_of_ours() -> None:
    """Each is a doubt, once in the list, with what was probably meant; its value may be anything."""
    content = '{"Kudne": {"a": [1]}, "domain": "a.de"}\n{"domain": "b.de", "Kudne": 1, "x": 2}\n'
    assert told(content) == ["1:2 list.column", "1 a.de", "2:32 list.column", "2 b.de"]
    doubts = [one for one in read(content) if isinstance(one, Problem)]
    assert {doubt.severity for doubt in doubts} == {"doubt"}
    assert "“Kunde”" in doubts[0].hint


def test_countless_keys_are_not_remembered() -> None:
    """After so many that are none of ours no more are told; the rows are read."""
    found = told("\n".join(f'{{"domain": "a.de", "key{i}": 1}}' for i in range(MOST_FOREIGN + 5)))
    assert sum(one.endswith("list.column") for one in found) == MOST_FOREIGN
    assert sum(one.endswith(" a.de") for one in found) == MOST_FOREIGN + 5
