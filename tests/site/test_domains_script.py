"""The page's script judges domains as Python does: the table, generated names, public suites; its tables, its words, its time."""

from __future__ import annotations

import gzip
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from sheetgen.domain import Domain, Typed, is_wide_or_narrow, parse_domains
from sheetgen.errors import is_shown
from sheetgen.idn import is_spelt_out
from sheetgen.request import Text, read_domains
from sheetgen.resources import folder
from sheetgen.site import names
from sheetgen.site.words import CODES, words
from sheetgen.slots import Lang
from tests.places import CONFORMANCE
from tests.site.domain_cases import CASES
from tests.test_domain import HERE, LETTERS, NAMES, OWN, TEXTS

Judged = Callable[..., list[dict[str, Any]]]

NAME = re.compile(r"(U\+[0-9A-F]{4,6}) [A-Z0-9 -]+")
CUT = re.compile(r"(, ?)?(U\+[0-9A-F]*)?… \(\d+ characters\)$")


def unnamed(text: str) -> str:
    """Leave out what characters are called, and the last of a list that was too long to print with its names."""
    return CUT.sub("", NAME.sub(r"\1", text))


def of_python(typed: Typed) -> dict[str, Any]:
    """Python's answer in the script's form."""
    return {
        "domains": [{"ascii": d.ascii, "unicode": d.unicode, "subdomains": d.subdomains} for d in typed.domains],
        "problems": [{"code": p.code, "severity": p.severity, "parts": dict(p.parts)} for p in typed.problems],
    }


def part(name: str, mine: str, theirs: str) -> bool:
    """Tell whether both say the same in one part; the script names few characters, so its list may be longer than what is printed."""
    if name != "characters":
        return mine == theirs
    return unnamed(theirs) == unnamed(mine) or ("… (" in mine and unnamed(theirs).startswith(unnamed(mine)))


def alike(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Compare Python's answer with the script's: domains, codes, severities, parts, all in order."""
    return (
        mine["domains"] == theirs["domains"]
        and [(p["code"], p["severity"], list(p["parts"])) for p in mine["problems"]]
        == [(p["code"], p["severity"], list(p["parts"])) for p in theirs["problems"]]
        and all(
            part(name, value, other["parts"][name])
            for one, other in zip(mine["problems"], theirs["problems"], strict=True)
            for name, value in one["parts"].items()
        )
    )


def differences(judged: Judged, texts: Iterable[str], own: frozenset[str] = OWN) -> list[tuple[str, Any, Any]]:
    """Texts of which the two say different things, and what they say."""
    asked = list(dict.fromkeys(texts))
    mine = [of_python(parse_domains(text, place=HERE, own=own)) for text in asked]
    return [(t, a, b) for t, a, b in zip(asked, mine, judged(asked, own), strict=True) if not alike(a, b)]


def test_each_case_comes_out_as_the_table_says(judged: Judged) -> None:
    """Domains and codes of the table that Python is held against, too."""
    wrong = []
    for own in {case.own for case in CASES}:
        cases = [case for case in CASES if case.own == own]
        for case, it in zip(cases, judged([case.typed for case in cases], own), strict=True):
            found = tuple((d["ascii"], d["unicode"], d["subdomains"]) for d in it["domains"]), tuple(p["code"] for p in it["problems"])
            if found != (case.domains, case.codes):
                wrong.append((case, found))
    assert wrong == []


def test_both_say_the_same_of_each_case(judged: Judged) -> None:
    """Severities and parts too, with the platform's domains and without."""
    texts = [case.typed for case in CASES]
    assert differences(judged, texts) == []
    assert differences(judged, texts, frozenset()) == []


# ---- generated names

SCRIPTS = [
    "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-",
    "äöüßàéèêñøåçœæþðıİŁłșțŽžẞ\u0308\u0301\u0323",
    "жфияёєіїўЖФИЯ",
    "αβγδσςΣΆάϊΐ\u0375",
    "ابتثجحخدعغفقكلمنهويىئءآأکگچپی٠١٢۰۱۲\u200c\u064b\u0651",
    "אבגדהוזחטיךכלםמןנ\u05b0\u05bc\u05f3\u05f4",
    "क\u094dषभारतऀ\u200c\u200d\u093cख",
    "ไทยน\u0e33\u0e31\u0e48",
    "漢字東京一二〇々かなカナー・ㄅㄆ한국어한",
    "ႠაᲐⴀᎠꭰԱաև𐐀𐐨𞤀𞤢",
    "ﬁ²ª①ⓐℌ𝔣ﷺㅎｱﾞ％＠．，",
    "\u00ad\u200b\u200e\u202e\u2060\ufeff\ufe0f\u034f\u180e\u115f",
    "👍❤☃→–—™©·’",
]
CHARACTERS = st.sampled_from(SCRIPTS).flatmap(st.sampled_from)
ENDINGS = st.sampled_from(["de", "com", "co.uk", "рф", "jp", "example", "gmx.de", "github.io", "امارات", "xn--p1ai", "nope", "x.ck"])
LABELS = st.one_of(
    LETTERS,
    *(st.text(alphabet, min_size=1, max_size=12) for alphabet in SCRIPTS),
    st.text(CHARACTERS, min_size=1, max_size=8),
    st.text(st.characters(categories=["L", "M", "Nd"]), min_size=1, max_size=6),
)
A_LABELS = st.one_of(
    LABELS.map(lambda label: "xn--" + label.encode("punycode", "ignore").decode("ascii", "ignore")),
    st.text("abcdefghijklmnopqrstuvwxyz0123456789-", max_size=20).map("xn--".__add__),
    st.text("abcxyz019-", max_size=58).map("XN--".__add__),
)
SOME_NAMES = st.builds(lambda labels, ending: ".".join([*labels, ending]), st.lists(LABELS | A_LABELS, min_size=1, max_size=3), ENDINGS)
WRAPPED = st.builds(
    lambda wrap, name: wrap.replace("N", name),
    st.sampled_from(
        [
            "https://www.N/x",
            "mailto:a@N?x",
            "<a@N>",
            "„N“",
            "N:25",
            "*.N",
            ".N",
            "*N",
            "a@N",
            "a@b@N",
            "N.",
            "N..",
            "http://u@N:1/",
            "x.N,N",
        ]
    ),
    SOME_NAMES,
)
SEPARATED = st.lists(SOME_NAMES | WRAPPED | NAMES, min_size=1, max_size=4).flatmap(
    lambda names: st.sampled_from([" ", ", ", ";", "\n", "，", "\u3000", "\x85", "\u2028", "。"]).map(lambda between: between.join(names))
)
WILD = st.text(st.characters(exclude_categories=[]), max_size=12)
EACH = [TEXTS, NAMES, SOME_NAMES, WRAPPED, SEPARATED, WILD, st.builds("{}.{}".format, WILD, ENDINGS)]


@pytest.mark.parametrize("kind", range(len(EACH)))
def test_both_say_the_same_of_generated_names(kind: int, judged: Judged) -> None:
    """Latin, many scripts, right to left, joiners, A-labels good and bad, separators, links, addresses, any characters."""
    texts: list[str] = []

    @settings(max_examples=700, suppress_health_check=list(HealthCheck))
    @given(EACH[kind])
    def gather(text: str) -> None:
        texts.append(text)

    gather()
    assert len(set(texts)) > 500
    assert differences(judged, texts) == []


# ---- each character there is


def edges() -> list[str]:
    """Characters at which a table changes its value, and those before them; and all that have another case or another form."""
    found = {chr(n) for n in range(sys.maxunicode) if chr(n).lower() != chr(n) or unicodedata.decomposition(chr(n))[:1] not in {"", "<"}}
    for table in re.findall(r'"((?:[0-9a-z]+[A-Z]+)+)"', names.script()):
        ends = list(accumulate(int(length, 36) for length in re.findall(r"[0-9a-z]+", table)))
        found |= {chr(n + back) for n in ends[:-1] for back in (-1, 0)}
    return sorted(found)


@pytest.mark.parametrize("form", ["{}.de", "a{}.de", "ب{}.com", "क\u094d{}\u200d.com"])
def test_both_say_the_same_at_the_edges_of_each_table(form: str, judged: Judged) -> None:
    """Alone in a label, behind a Latin letter, in a right-to-left label, before a joiner: no table is wrong by one character."""
    texts = [form.format(character) for character in edges()]
    assert len(texts) > 8_000
    assert differences(judged, texts) == []


WHOLE: dict[str, Callable[[str], bool]] = {
    "wide": is_wide_or_narrow,
    "hidden": lambda c: not is_shown(c),
    "speltOut": is_spelt_out,
    "mark": lambda c: unicodedata.category(c)[0] == "M",
}


@pytest.mark.parametrize("table", WHOLE)
def test_a_table_holds_each_character(table: str, scripts: Page) -> None:
    """Unpacked, a table says of every character there is what Python says; of marks, where a label may hold the character."""
    program = "table => Array.from({length: 0x110000}, (_, n) => +sheetgen.names[table](String.fromCodePoint(n))).join('')"
    theirs = scripts.evaluate(program, table)
    valid = scripts.evaluate(program, "valid")
    asked = [n for n in range(sys.maxunicode + 1) if table != "mark" or valid[n] == "1"]
    assert [hex(n) for n in asked if theirs[n] != str(int(WHOLE[table](chr(n))))] == []


def test_the_browser_composes_as_python_does(scripts: Page) -> None:
    """NFC of each decomposition is Python's, and NFKC of each character that the rules narrow or spell out, where Python knows it."""
    known = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) not in {"Cn", "Cs", "Co"}]
    apart = [(unicodedata.normalize("NFD", c), unicodedata.normalize("NFC", c)) for c in known if unicodedata.normalize("NFD", c) != c]
    spelt = [(c, unicodedata.normalize("NFKC", c)) for c in known if unicodedata.decomposition(c).startswith("<")]
    for form, pairs in (("NFC", apart), ("NFKC", spelt)):
        program = "([form, pairs]) => pairs.filter(([from, to]) => from.normalize(form) !== to)"
        assert scripts.evaluate(program, [form, pairs]) == []


@pytest.mark.parametrize("text", ["\U000105d2\u0307", "\U00016d67\U00016d67", "\U00011382\U000113c9", "a\U000105d2\u0307"])
def test_letters_younger_than_python_stay_apart(text: str, judged: Judged) -> None:
    """What Unicode 16 composes, a browser may compose and Python not yet: the page goes by the Python that built it."""
    assert differences(judged, [f"{text}.com"]) == []


def test_public_suites(judged: Judged) -> None:
    """Of each name of the public test suites beside the checkout both say the same."""
    if not CONFORMANCE.is_dir():
        pytest.skip("the public test suites are not beside this checkout")
    files = [*CONFORMANCE.glob("*refuse*"), *CONFORMANCE.glob("idna-[ae]*.tsv")]
    texts = [field for file in files for line in file.read_text("utf-8").split("\n") if line for field in line.split("\t")]
    assert len(texts) > 600
    assert differences(judged, texts) == []


# ---- what the page says


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_complaint_is_said_in_the_words_for_visitors(lang: Lang, scripts: Page, judged: Judged) -> None:
    """Whatever the table finds has its words, all parts are put in, and of a long one the beginning."""
    problems = [problem for it in judged([case.typed for case in CASES], OWN) for problem in it["problems"]]
    assert {problem["code"] for problem in problems} | {"request.same-domain"} == set(CODES)
    scripts.evaluate("words => { sheetgen.words = words }", dict(words(lang)))
    said = scripts.evaluate("problems => problems.map(({code, parts}) => sheetgen.domains.message(code, parts))", problems)
    for problem, text in zip(problems, said, strict=True):
        assert text == re.sub(r"… \(\d+ characters\)", "…", words(lang)[problem["code"]].format_map(problem["parts"]))
    assert any("…" in text for text in said)


SAME = [Domain(name, name, subdomains) for name in ("firma.de", "a.firma.de", "xfirma.de", "b.a.firma.de") for subdomains in (False, True)]


def test_two_names_of_one_domain_are_told(scripts: Page) -> None:
    """The script refuses the pairs that `sheetgen` refuses: equal ones, and one below another that includes its subdomains."""
    pairs = [(one, other) for one in SAME for other in SAME]
    sent = [[{"ascii": it.ascii, "subdomains": it.subdomains} for it in pair] for pair in pairs]
    theirs = scripts.evaluate("pairs => pairs.map(([one, other]) => sheetgen.domains.isSame(one, other))", sent)
    texts = [[Text(f"{'*.' if it.subdomains else ''}{it.ascii}", HERE) for it in pair] for pair in pairs]
    mine = [any(p.code == "request.same-domain" for p in read_domains([one], [other]).problems) for one, other in texts]
    assert theirs == mine


def test_a_character_often_pasted_has_its_name(judged: Judged) -> None:
    """The page names a soft hyphen as the command line does, and a rare character by its number."""
    said = [it["problems"][0]["parts"]["characters"] for it in judged(["fir\xadma.de", "fir☃ma.de"])]
    assert said == ["U+00AD SOFT HYPHEN", "U+2603"]


# ---- sizes and time


def test_the_scripts_stay_small() -> None:
    """20 KiB of rules; 150 kB of tables in ASCII, 50 when a web server packs them; and made twice they are the same."""
    tables = names.script().encode("ascii")
    assert len((folder("templates") / "site" / "domains.js").read_bytes()) < 20 * 1024
    assert len(tables) < 150_000
    assert len(gzip.compress(tables)) < 50_000
    names.tables.cache_clear()
    assert names.script().encode("ascii") == tables


LONG_NAME = ".".join(["ä" * 57] * 3 + ["ä" * 52, "de"])
MANY_NAMES = "".join(f"info@żółwik{n}.de " for n in range(1000))[:10_000]
LONG_WORD = "ä" * 10_000
MANY_PARTS = ".ä" * 500
HARD = [
    ":" * 10_000,
    "[1" * 5_000,
    "a@" * 5_000,
    "1." * 5_000,
    "a" + "(" * 9_000 + "a)",
    "*a" + "." * 9_000 + "a",
    "::%" + ":1" * 4_000 + "x",
]
"""The longest name there is, many names; and what a careless regular expression would chew on for seconds."""


@pytest.mark.parametrize("text", [LONG_NAME, MANY_NAMES, LONG_WORD, MANY_PARTS, *HARD])
def test_long_texts_are_judged_alike(text: str, judged: Judged) -> None:
    """What is long is answered, and as Python answers."""
    assert differences(judged, [text]) == []


def test_the_longest_name_is_one() -> None:
    """The long name above is a name of 253 characters that is taken, not one refused by its length."""
    assert [len(domain.ascii) for domain in parse_domains(LONG_NAME, place=HERE).domains] == [253]
