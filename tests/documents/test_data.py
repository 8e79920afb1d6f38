"""The sheet as JSON: what it holds, what it does not, and the number that names it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.documents import FORMATS, schema
from sheetgen.domain import Domain
from sheetgen.facts.platform import Platform
from sheetgen.facts.scalars import Day, HostPattern, Line, MailAddress, Seen
from sheetgen.request import Request
from sheetgen.sheet import make_sheet
from tests.documents.jobs import FACTS, ISSUED, REQUESTS, domain, make_job, platform
from tests.places import CHECKOUT

STORED = CHECKOUT / "data" / "schema" / "sheet.schema.json"


@cache
def validator() -> jsonschema.Draft202012Validator:
    """The published schema, ready to judge."""
    return jsonschema.Draft202012Validator(json.loads(STORED.read_text("utf-8")), format_checker=jsonschema.FormatChecker())


def made(request: Request | str = "planned", facts: Platform | str = "example", issued: date = ISSUED) -> dict[str, Any]:
    """The JSON of a sheet, read again."""
    document: dict[str, Any] = json.loads(FORMATS["json"].make(make_job(request, facts=facts, issued=issued)))
    return document


def test_the_schema_is_fresh() -> None:
    """The schema in data/schema/ is the one that the types give."""
    assert STORED.read_text("utf-8") == schema.schema_text()


def test_the_schema_is_one() -> None:
    """It is a JSON Schema of 2020-12, and every object in it is closed."""
    whole = schema.sheet_schema()
    jsonschema.Draft202012Validator.check_schema(whole)
    assert [path for path, part in objects(whole, "") if part.get("additionalProperties") is not False] == []


def objects(part: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of an object within a schema, with its path."""
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield path, part
        for key, value in part.items():
            yield from objects(value, f"{path}/{key}")
    elif isinstance(part, list):
        for value in part:
            yield from objects(value, path)


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("request_name", REQUESTS)
def test_every_sheet_keeps_the_schema(request_name: str, facts: str) -> None:
    """The published schema accepts the JSON of every request and fact file."""
    assert [f"{error.json_path}: {error.message}" for error in validator().iter_errors(made(request_name, facts))] == []


SPOILT: dict[str, dict[str, Any]] = {
    "a key of its own": {"reviewed": "2026-01-01"},
    "another format": {"schema": "sheetgen-sheet-2"},
    "a number in capitals": {"number": "ABCDEF12"},
    "a day that is none": {"issued": "2026-02-30"},
    "seven rows": {"rows": made()["rows"][:7]},
    "rows in another order": {"rows": [*reversed(made()["rows"][:8])]},
    "a row twice in place of another": {"rows": [made()["rows"][0], *made()["rows"][:7]]},
    "one direction": {"directions": made()["directions"][:1]},
    "an open point that is none": {"open_points": ["weather"]},
    "a name in capitals": {"request": {"domain": {"ascii": "Firma.de", "shown": "firma.de", "subdomains": False}, "customers": []}},
    "a review date": {"rows": [*made()["rows"][:7], {"key": "mx", "value": {**made()["rows"][7]["value"], "review": "2027-02-01"}}]},
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_schema_refuses(what: str) -> None:
    """Each of these is no sheet, and the schema says so."""
    assert list(validator().iter_errors(made())) == []
    assert list(validator().iter_errors({**made(), **SPOILT[what]})) != []


def test_it_holds_nothing_that_is_not_printed() -> None:
    """No review date, no brand, no logo and no path, digest or version of the fact file is in the data."""
    held = json.dumps(made(), ensure_ascii=False)
    facts = platform("example")
    unprinted = [str(facts.certificate.issuer.review), "review", "brand", "logo", str(facts.schema), ".yaml", "sha256", "languages"]
    assert facts.brand is not None
    unprinted += [str(facts.brand.primary), str(facts.brand.logo)]
    assert [word for word in unprinted if word in held] == []


def texts(thing: Any) -> Iterator[str]:
    """Every string value in data, keys left out."""
    if isinstance(thing, dict):
        for value in thing.values():
            yield from texts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from texts(value)
    elif isinstance(thing, str):
        yield thing


def test_what_it_holds_is_printed() -> None:
    """Each text, name, address and number in the data stands on the German or the English sheet, code words aside."""
    printed = "".join(
        "".join(FORMATS["txt"].make(make_job("planned", facts="example", lang=lang)).decode().split()) for lang in ("de", "en")
    )
    code_words = {
        "sheetgen-sheet-1", "platform", "partner", "mandatory", "public", "yes", "no", "opportunistic", "mx", "ca_and_name", "DE", "DK",
    }  # fmt: skip
    keys = {row["key"] for row in made()["rows"]}
    held = set(texts(made())) - code_words - keys
    assert [text for text in held if "".join(text.split()) not in printed] == []


# ---- the number


def number(request: Request | str = "planned", facts: Platform | str = "example", issued: date = ISSUED) -> str:
    """The number of a sheet."""
    return make_job(request, facts=facts, issued=issued).sheet.number


def test_the_number_is_the_digest_that_it_is_said_to_be() -> None:
    """It can be computed from the document alone: SHA-256 of it without number and issue date, keys sorted, no blanks, UTF-8."""
    document = made()
    shown = document.pop("number")
    del document["issued"]
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert shown == hashlib.sha256(canonical).hexdigest()[:8]


@given(st.dates(min_value=ISSUED, max_value=date(2099, 12, 31)))
def test_the_date_alone_does_not_change_the_number(day: date) -> None:
    """The same facts and the same request on another day have the same number."""
    assert number(issued=day) == number()


def places(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every single value in the fact file's types, and the way to it."""
    if is_dataclass(thing) and not isinstance(thing, str):
        for field in fields(thing):
            yield from places(getattr(thing, field.name), (*path, field.name))
    elif isinstance(thing, tuple):
        for i, part in enumerate(thing):
            yield from places(part, (*path, i))
    elif thing is not None:
        yield path, thing


def changed(thing: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The same with another value at that place."""
    if not path:
        return value
    first, *rest = path
    if isinstance(first, int):
        return (*thing[:first], changed(thing[first], tuple(rest), value), *thing[first + 1 :])
    return replace(thing, **{first: changed(getattr(thing, first), tuple(rest), value)})


def another(value: Any) -> Any:
    """A different value of the same kind; code words change to what no other has, since nothing checks them here."""
    kinds: dict[type, Any] = {
        Line: Line("anders"),
        Seen: Seen("2026-11-03"),
        Day: Day("2029-01-01"),
        HostPattern: HostPattern("mx9.mail.nordlicht.example"),
        MailAddress: MailAddress("anders@nordlicht.example"),
    }
    return kinds.get(type(value)) or other_word(value)


def other_word(value: Any) -> Any:
    """A code word's other value, or a text with its last character changed."""
    words = {"yes": "no", "no": "yes", "public": "private", "opportunistic": "mandatory", "enforce": "testing", "ca_and_name": "dane"}
    words |= {"TLSv1.2": "TLSv1.3", "DE": "FR", "DK": "FR"}
    text = str(value)
    return type(value)(words.get(text, text[:-1] + ("5" if text[-1].isdigit() else "f")))


UNPRINTED = {"schema", "languages", "review", "brand"}
PLACES = {"/".join(map(str, path)): path for path, _ in places(platform("example"))}


@pytest.mark.parametrize("place", [place for place in PLACES if not UNPRINTED & set(place.split("/"))])
def test_each_printed_fact_changes_the_number(place: str) -> None:
    """Whichever printed fact is another, the sheet has another number."""
    before = platform("example")
    path = PLACES[place]
    value = dict(places(before))[path]
    assert number(facts=changed(before, path, another(value))) != number(), f"{place}: {value} -> {another(value)}"


@pytest.mark.parametrize("place", [place for place in PLACES if {"review", "brand"} & set(place.split("/"))])
def test_what_is_not_printed_does_not_change_the_number(place: str) -> None:
    """Review dates and the brand are no facts of the sheet."""
    before = platform("example")
    value = dict(places(before))[PLACES[place]]
    assert number(facts=changed(before, PLACES[place], another(value))) == number()


@given(
    st.builds(
        Request,
        st.sampled_from([domain("firma.de"), domain("firma.de", subdomains=True), domain("müller.example")]),
        st.sampled_from(
            [(), (domain("kunde.example"),), (domain("kunde.example", subdomains=True),), (domain("a.example"), domain("b.example"))]
        ),
        st.sampled_from([None, "4711", "4712"]),
        st.sampled_from([None, ISSUED, ISSUED + timedelta(days=7)]),
    ),
    st.builds(Request, st.just(domain("firma.de"))),
)
def test_each_part_of_the_request_changes_the_number(one: Request, other: Request) -> None:
    """Two requests that differ in domain, subdomains, customers, ticket or day have different numbers."""
    assert (number(one) == number(other)) == (one == other)


def test_no_language_in_it() -> None:
    """The German and the English job give the same JSON."""
    assert FORMATS["json"].make(make_job("planned", lang="de")) == FORMATS["json"].make(make_job("planned", lang="en"))


def test_people_can_read_it() -> None:
    """It is UTF-8 with real umlauts, indented, in the order of the sheet, and ends with a line feed."""
    text = FORMATS["json"].make(make_job(Request(domain("müller.example")))).decode()
    assert '  "schema": "sheetgen-sheet-1",' in text
    assert "müller.example" in text
    assert text.endswith("}\n")
    assert list(json.loads(text)) == ["schema", "number", "issued", "platform", "request", "directions", "open_points", "rows"]


def test_the_issue_date_is_read_back() -> None:
    """The date that an older sheet was issued on stands where the writer of files looks for it."""
    assert FORMATS["json"].issued(FORMATS["json"].make(make_job())) == ISSUED


def test_a_name_that_cannot_be_shown_is_an_a_label() -> None:
    """What no shipped font can show stands in the data as it stands on the sheet."""
    request = Request(Domain("xn--wgv71a119e.jp", "日本語.jp"))
    assert json.loads(FORMATS["json"].make(make_job(request)))["request"]["domain"]["shown"] == "xn--wgv71a119e.jp"
    assert make_sheet(platform("example"), request, ISSUED).request.domain.unicode == "日本語.jp"
