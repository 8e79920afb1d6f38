"""Lists as CSV: headers, delimiters, cells, and the row that each complaint is about."""

from __future__ import annotations

import pytest

from sheetgen.batch.row import Row
from sheetgen.batch.table import MOST_LINES
from sheetgen.errors import Place
from tests.batch.lists import SOURCE, problem, read, told

WHOLE = Row(Place(SOURCE, 2), "a.de", "k.de, l.de", "4711", "de", "2026-12-01")


@pytest.mark.parametrize(
    "content",
    [
        "domain;customer;ticket;language;effective\na.de;k.de, l.de;4711;de;2026-12-01\n",
        'domain,customer,ticket,language,effective\na.de,"k.de, l.de",4711,de,2026-12-01\n',
        "Domäne\tKunde\tTicket-Nr.\tSprache\tgültig ab\r\na.de\tk.de, l.de\t4711\tde\t2026-12-01",
        "Kunde|Domain|ab|Sprache|Ticket\n k.de, l.de | a.de | 2026-12-01 |de|4711|||\n",
        '"domain", "customer", "ticket", "language", "effective"\n"a.de", "k.de, l.de", "4711", "de", "2026-12-01"\n',
        "domain;customer;ticket;language;effective;;\na.de;k.de, l.de;4711;de;2026-12-01;;\n",
    ],
)
def test_every_column(content: str) -> None:
    """Each delimiter, names in both languages, in any order; blanks around cells and empty cells behind the last don't count."""
    assert read(content) == [WHOLE]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("domain\na.de\n\nb.de\n", ["2 a.de", "4 b.de"]),
        ("\n# of today\ndomain\n#a.de\n", ["4 #a.de"]),  # comments stand above a header alone
        ("sep=|\nKunde|Domain\nk.de|a.de\n", ["3 a.de"]),
        ("SEP=:\nKunde:Domain\nk.de:a.de\n", ["3 a.de"]),
        ("sep=\t\n\nKunde\tDomain\nk.de\ta.de\n", ["4 a.de"]),
        ('Domain;Kunde\n;;\n ; \n""\na.de;\n', ["5 a.de"]),
        ('Domain;Kunde\na.de;"k.de\nl.de"\nb.de;"k.de"\n', ["2 a.de", "4 b.de"]),
        ('"Domain";"Kunde"\n"a""b";k.de\n', ['2 a"b']),
        ('"Domain\n";Kunde\na.de;k.de\n', ["3 a.de"]),
        ("Domain;Kunde\na.de;k.de;;;\n", ["2 a.de"]),
    ],
)
def test_what_is_read(content: str, expected: list[str]) -> None:
    """The row's line is that on which its record begins; rows without any cell are skipped."""
    assert told(content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Domain;Kunde\na.de\nb.de;k.de\n", ["2 list.cells", "3 b.de"]),
        ("Domain;Kunde\na.de,k.de\nb.de;k.de\n", ["2 list.cells", "3 b.de"]),
        ("Domain;Kunde\na.de;k.de;4711\nb.de;k.de\n", ["2 list.cells", "3 b.de"]),
        ('Domain;Kunde\na.de;"k.de\nb.de;k.de\n', ["2 list.quote", "3 b.de"]),
        ('Domain;Kunde\na.de;"k"x.de\nb.de;k.de\n', ["2 list.quote", "3 b.de"]),
        ('Domain;Kunde\na.de;"k.de\nb.de;"l.de"\nc.de;k.de', ["2 list.quote", "3 b.de", "4 c.de"]),
        ('Domain;Kunde\na.de;"k.de' + "\nb.de;k.de" * MOST_LINES * 2, ["2 list.quote", *(f"{i + 3} b.de" for i in range(MOST_LINES * 2))]),
        ('Domain;Kunde\na.de;"k.de\nl\x01.de"\nb.de;k.de\n', ["3:2 list.control", "4 b.de"]),
        ('Domain;Kunde\na.de;"k.de\n' + "x" * 70_000 + '"\nb.de;k.de\n', ["2 list.quote", "3 list.long-line", "4 b.de"]),
        ('Domain;Kunde\na.de;"' + f"{'x' * 30_000}\n" * 3 + '"', ["2 list.quote", "3 list.cells", "4 list.cells", "5 list.quote"]),
        ("Domain;Kunde\n;k.de\nb.de;k.de\n", ["2 list.no-domain", "3 b.de"]),
        (
            "Domain;Kunde\n#NV;k.de\n#n/a;k.de\na.de;#BEZUG!\nb.de;########\nc.de;#1\n",
            [*(f"{i} list.excel" for i in (2, 3, 4, 5)), "6 c.de"],
        ),
        ("Domain;Ticket\na.de;2,02611E+15\nb.de;2026\n", ["2 list.excel", "3 b.de"]),
    ],
)
def test_rows_that_cannot_be_read(content: str, expected: list[str]) -> None:
    """Each is told with its line, and those that follow are read."""
    assert told(content) == expected


@pytest.mark.parametrize(
    ("content", "expected", "words"),
    [
        ("Domain;Domäne\na.de;b.de\n", ["1 list.column-twice"], "“Domain” and “Domäne”"),
        ("Kunde;Ticket\na.de;1\n", ["1 list.no-domain-column"], "no column of domains"),
        ("Domian;Kunde\na.de;k.de\n", ["1 list.no-domain-column"], "no column of domains"),
        ("sep=;\nfirma.de;k.de\n", ["2 list.no-domain-column"], "no column of domains"),
        ("sep=;\n", ["1 list.no-domain-column"], "no column of domains"),
        ("Dom\0ain;Kunde\na.de;k.de\n", ["1:4 list.control"], "U+0000"),
    ],
)
def test_headers_that_end_it(content: str, expected: list[str], words: str) -> None:
    """Where it can't be told which cell is what, one complaint is the last."""
    assert told(content) == expected
    assert words in problem(content).message


def test_which_name_was_meant() -> None:
    """Of a header without the column of domains it is said which name is nearly one."""
    assert problem("Domian;Kunde\n").hint == "name it “domain” or “Domäne” in place of “Domian”"


def test_columns_that_are_none_of_ours() -> None:
    """They are one doubt, which names them all; once it is waived, their cells are passed over, formula errors in them, too."""
    content = "Bemerkung;Domain;Kudne;\n#NV;a.de;x;\n"
    doubt, row = read(content)
    assert doubt == problem(content)
    assert (problem(content).code, problem(content).severity, problem(content).place) == ("list.column", "doubt", Place(SOURCE, 1))
    assert "“Bemerkung”, “Kudne”" in problem(content).message
    assert row == Row(Place(SOURCE, 2), "a.de")


def test_a_table_of_many_columns_is_judged_at_once() -> None:
    """A header of thousands of foreign names is told by ten of them: no more are looked at or shown."""
    names = ";".join(f"x{i}" for i in range(9_000))
    assert told(f"{names};Domain\n")[0] == "1 list.column"
    assert len(problem(f"{names};Domain\n").message) < 1_000
