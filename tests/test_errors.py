"""What is shown of foreign text, of places and of complaints."""

from __future__ import annotations

import pickle
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.errors import LONGEST_SHOWN, Failed, Place, Problem, Refused, SheetgenError, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("straße.de", "straße.de"),
        ("日本語.jp — „x“", "日本語.jp — „x“"),
        ("a\x1b[31mb", r"a\u{1b}[31mb"),
        ("two\nlines\r\tand\0", r"two\u{a}lines\u{d}\u{9}and\u{0}"),
        ("\x9b2J", r"\u{9b}2J"),
        ("kunde\u202eed.example", r"kunde\u{202e}ed.example"),
        ("\u2066\u200b\u200d\ufeff\u00ad", r"\u{2066}\u{200b}\u{200d}\u{feff}\u{ad}"),
        ("\u034f\u115f\u1160\u17b4\u17b5", r"\u{34f}\u{115f}\u{1160}\u{17b4}\u{17b5}"),
        ("\u180b\u180f\u3164\ufe00\ufe0f\uffa0", r"\u{180b}\u{180f}\u{3164}\u{fe00}\u{fe0f}\u{ffa0}"),
        ("\U000e0000\U000e0100\U000e01ef\U000e0fff", r"\u{e0000}\u{e0100}\u{e01ef}\u{e0fff}"),
        ("\u2028\u2029", r"\u{2028}\u{2029}"),
        ("\ud800 \udcff", r"\u{d800} \u{dcff}"),
        ("\ue000\U000f0000\uffff\U000e0041", r"\u{e000}\u{f0000}\u{ffff}\u{e0041}"),
        ("", ""),
    ],
)
def test_printable_as_examples(text: str, shown: str) -> None:
    """Letters of all scripts stay; what moves the cursor, turns the line, hides or has no meaning is shown by its number."""
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_printable_is_safe(text: str) -> None:
    """Nothing that controls a terminal or the direction of writing comes through, and it can be written as UTF-8, in one line."""
    shown = printable(text)
    assert not [c for c in shown if unicodedata.category(c)[0] == "C" or c in "\u2028\u2029"]
    assert len(shown.encode().splitlines()) <= 1
    assert len(shown.splitlines()) <= 1


@given(st.text(st.characters(), max_size=LONGEST_SHOWN))
def test_printable_says_all_of_a_short_text(text: str) -> None:
    """What is escaped can be told from its number: nothing is dropped or exchanged."""
    shown = printable(text)
    if "\\u{" not in text:
        assert re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), shown) == text


def test_printable_cuts_long_texts() -> None:
    """Of a long text the beginning is shown, with its length; up to 300 characters nothing is cut."""
    assert printable("x" * 300) == "x" * 300
    assert printable("x" * 301) == "x" * 300 + "… (301 characters)"
    assert printable("\0" * 10**6) == r"\u{0}" * 300 + "… (1000000 characters)"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("facts.yaml", 3, 7), "facts.yaml:3:7"),
        (Place("facts.yaml", 3), "facts.yaml:3"),
        (Place("facts.yaml"), "facts.yaml"),
        (Place("DOMAIN[2]"), "DOMAIN[2]"),
        (Place("a\nb\x1b.yaml", 1, 1), r"a\u{a}b\u{1b}.yaml:1:1"),
    ],
)
def test_place_reads_as_compilers_write_it(place: Place, shown: str) -> None:
    """`file:line:column`, the numbers only where they are known, the file's name made safe."""
    assert str(place) == shown


def test_places_sort_as_the_file_reads() -> None:
    """Places sort by line and column as numbers, the whole file first."""
    places = [Place("a", 10, 1), Place("a", 2, 11), Place("b"), Place("a", 2, 3), Place("a")]
    assert [str(place) for place in sorted(places)] == ["a", "a:2:3", "a:2:11", "a:10:1", "b"]


def test_refused_carries_every_problem() -> None:
    """All problems of a call, in their order, from any iterable; as text, their places and codes."""
    problems = [Problem("domain.syntax", "refusal", place=Place("DOMAIN[1]")), Problem("facts.stale", "warning")]
    refused = Refused(problem for problem in problems)
    assert refused.problems == tuple(problems)
    assert str(refused) == "DOMAIN[1]: domain.syntax; facts.stale"


@pytest.mark.parametrize(
    "error",
    [
        Failed("no space is left", "free some"),
        Failed("no font"),
        Refused([Problem("a.b", "doubt", "m", Place("x", 1), "h", {"name": "x"})]),
    ],
)
def test_errors_come_whole_out_of_another_process(error: SheetgenError) -> None:
    """What a worker process raises arrives with all it says."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)


def test_failed_is_its_message() -> None:
    """As text it is the message alone; the hint is empty unless given."""
    assert (str(Failed("message", "hint")), Failed("message", "hint").hint, Failed("message").hint) == ("message", "hint", "")
