"""Loading a fact file: what holds, and what is said of what does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheetgen.errors import Refused
from sheetgen.facts.checks.base import walk
from sheetgen.facts.load import load_facts
from sheetgen.facts.platform import Facts
from sheetgen.yamlfile import read_yaml
from tests.facts.files import DATA, EXAMPLE, SHIPPED, TODAY, changed, problems, said
from tests.places import CONFORMANCE

SOURCE_PAGE = {
    "schema": "sheetgen-facts-1",
    "languages": ["de", "en"],
    "provider": "Hamburg-Cloud",
    "service": "Smart Mail",
    "contact": {"name": "Hamburg-Cloud Service Desk", "email": "service@hamburg-cloud.de", "phone": "+49 40 63705 808"},
    "certificate": {"names": ["*.hamburg-cloud.de"], "trust": "public", "issuer": {"name": "Comodo CA", "observed": "unknown"}},
    "managed_services": {"provided": "yes", "text": {"de": "Smart Mail aus der Hamburg-Cloud", "en": "Smart Mail from Hamburg-Cloud"}},
    "encryption": {"protocol": "TLS", "unless_agreed": "opportunistic"},
    "data_storage": {
        "outside_eu": "no",
        "locations": [{"city": {"de": "Hamburg", "en": "Hamburg"}, "country": "DE"}],
        "data_centres": {"de": "Rechenzentren der Hamburg-Cloud", "en": "Hamburg-Cloud data centres"},
    },
    "mail_routing": "mx",
    "mx": {"hosts": ["mx[01-03].hamburg-cloud.de"], "observed": "unknown"},
}


def test_shipped_file_holds_the_source_page() -> None:
    """The shipped file says what the source page says and not one fact more: no date that nobody gave."""
    assert read_yaml(SHIPPED.encode(), "f").data == SOURCE_PAGE


def test_shipped_file_loads_with_its_three_warnings() -> None:
    """It loads, and warns of the issuer's old name and of the two dates that nobody noted."""
    path = DATA / "hamburg-cloud.yaml"
    loaded = load_facts(path, TODAY)
    assert loaded.platform.mx.names == ("mx01.hamburg-cloud.de", "mx02.hamburg-cloud.de", "mx03.hamburg-cloud.de")
    assert loaded.platform.contact.phone.e164 == "+494063705808"
    assert loaded.path == path
    assert [p.code for p in loaded.problems] == ["facts.issuer-renamed", "facts.never-observed", "facts.never-observed"]
    assert {p.severity for p in loaded.problems} == {"warning"}


def test_example_holds_without_a_word() -> None:
    """The example has neither refusal nor warning before its first review."""
    assert load_facts(DATA / "example.yaml", TODAY).problems == ()


def _types(kind: Any) -> Iterator[Any]:
    for below in kind.__subclasses__():
        yield from (below, *_types(below))


def test_example_uses_every_fact() -> None:
    """Every attribute of every type of the fact file is given somewhere in the example."""
    given_: set[tuple[str, str]] = set()
    for _, value in walk(load_facts(DATA / "example.yaml", TODAY).platform):
        if is_dataclass(value):
            kind: Any = type(value)
            given_ |= {(kind.__name__, f.name) for f in fields(value) if getattr(value, f.name) not in (None, ())}
    every: dict[str, Any] = {kind.__name__: kind for kind in _types(Facts) if kind.__module__ == "sheetgen.facts.platform"}
    del every["Dated"]  # stands in the file only within others
    assert given_ == {(kind.__name__, f.name) for kind in every.values() for f in fields(kind)}


def test_all_complaints_come_at_once_sorted(tmp_path: Path) -> None:
    """Faults of form and breaches of rules in one file are told together, by line, the warnings among them."""
    text = changed(SHIPPED, "  phone:", "  phnoe:")
    text = changed(text, '"*.hamburg-cloud.de"', '"*.andere-cloud.de"')
    text = changed(text, "outside_eu: no", "outside_eu: nein")
    assert [(p.place.line, p.code) for p in problems(tmp_path, text) if p.place] == [
        (12, "facts.unknown-key"),
        (15, "facts.certificate-covers-no-host"),
        (18, "facts.issuer-renamed"),
        (19, "facts.never-observed"),
        (32, "facts.choice"),
        (43, "facts.host-not-covered"),
        (44, "facts.never-observed"),
    ]


def test_broken_part_does_not_hide_the_others(tmp_path: Path) -> None:
    """Where one section is of no use at all, rules between the others are still checked, and none between it and them."""
    text = changed(SHIPPED, "mx:                ", "mx: x\nmxx:        ")
    codes = [p.code for p in problems(tmp_path, changed(text, "country: DE", "country: CH"))]
    assert codes.count("facts.outside-eu") == 1
    assert "facts.host-not-covered" not in codes


def test_source_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A complaint names the file as the caller did."""
    monkeypatch.chdir(tmp_path)
    Path("facts.yaml").write_text("x: y\n", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        load_facts(Path("facts.yaml"), TODAY)
    assert {p.place.source for p in caught.value.problems if p.place} == {"facts.yaml"}


def test_foreign_text_is_shown_safely(tmp_path: Path) -> None:
    """A key with a line break in it reaches nobody's terminal as one."""
    (line,) = said(tmp_path, SHIPPED + '"a\\nb": c\n')
    assert line.startswith('45:1: "a\\u{a}b" is no key of a fact file; its keys are schema,')


DAMAGE: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "yaml.root"),
    "binary": (b"\xff\xfe\0a", "yaml.encoding"),
    "noise": (b"A" * 10_000_000, "file.too-large"),
    "double key": (SHIPPED + "schema: x\n", "yaml.duplicate"),
    "unknown key": (SHIPPED + "unknwon_key: 1\n", "facts.unknown-key"),
    "address": (changed(SHIPPED, "service@hamburg-cloud.de", "not an address"), "facts.mail-address"),
    "range": (changed(SHIPPED, "mx[01-03]", "mx[03-01]"), "facts.host-name"),
    "wide range": (changed(SHIPPED, "mx[01-03]", "mx[1-9999]"), "facts.host-name"),
    "tag": ('!!python/object/apply:os.system ["true"]', "yaml.tag"),
    "tab": ("a:\n\tb: 1\n", "yaml.syntax"),
    "list": ("- a\n- b\n", "yaml.root"),
    "deep": ("a: " + "[" * 600, "yaml.depth"),
    "30 February": (changed(EXAMPLE, "2027-05-01", "2027-02-30"), "facts.day"),
    "Norway": (changed(SHIPPED, "country: DE", "country: NO"), "facts.outside-eu"),
    "no English": (changed(SHIPPED, ", en: Hamburg}", "}"), "facts.missing"),
    "phone as a number": (changed(SHIPPED, "+49 40 63705 808", "+494063705808"), "facts.phone"),
    "bidi": (changed(SHIPPED, "service: Smart Mail", "service: Smart \u202eMail"), "yaml.character"),
    "escape": (changed(SHIPPED, "service: Smart Mail", "service: Smart \x1b[31mMail"), "yaml.character"),
    "merge": (SHIPPED + "x: {<<: {a: b}}\n", "yaml.merge"),
    "two documents": (SHIPPED + "---\na: b\n", "yaml.documents"),
    "bare star": (changed(SHIPPED, '["*.hamburg-cloud.de"]', "*.hamburg-cloud.de"), "yaml.syntax"),
    "null": (changed(SHIPPED, "provider: Hamburg-Cloud", "provider:"), "facts.empty"),
    "one text for two": (changed(SHIPPED, "{de: Hamburg, en: Hamburg}", "Hamburg"), "facts.kind"),
    "query": (changed(EXAMPLE, "/tls-kommunikation/", "/?a=b"), "facts.url"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_has_its_code(name: str, tmp_path: Path) -> None:
    """Each way to damage a fact file ends in the refusal with its own code, and in no other refusal."""
    content, code = DAMAGE[name]
    assert [p.code for p in problems(tmp_path, content) if p.severity == "refusal"] == [code]


@pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the conformance data lie beside the checkout only")
def test_bad_yaml_is_no_fact_file(tmp_path: Path) -> None:
    """Each of yaml-test-suite's errors is refused as a fact file, on a line."""
    for file in sorted((CONFORMANCE / "yaml-bad").glob("*.yaml")):
        refused = [p for p in problems(tmp_path, file.read_bytes()) if p.severity == "refusal"]
        assert refused, file.name
        assert all(p.place and p.place.line for p in refused), file.name


LINES = [n for n, line in enumerate(EXAMPLE.splitlines()) if line.strip() and not line.lstrip().startswith("#")]
KEYED = [n for n in LINES if ":" in EXAMPLE.splitlines()[n]]
at_each_example = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def refusals(folder: Path, content: str | bytes) -> list[str]:
    """Codes of the refusals of a content, each of which has a line."""
    found = [p for p in problems(folder, content) if p.severity == "refusal"]
    assert all(p.place and p.place.line >= 1 and p.message and p.hint for p in found)
    return [p.code for p in found]


@at_each_example
@given(number=st.sampled_from(KEYED), letter=st.sampled_from("xq_9"))
def test_misspelt_key_is_refused(number: int, letter: str, tmp_path: Path) -> None:
    """A letter too many in any key of the example is refused, and the key meant is named."""
    lines = EXAMPLE.splitlines(keepends=True)
    key, colon, rest = lines[number].partition(":")
    lines[number] = f"{key}{letter}{colon}{rest}"
    assert "facts.unknown-key" in refusals(tmp_path, "".join(lines))


REQUIRED = [n for n, line in enumerate(SHIPPED.splitlines()) if line[:1].isalpha() and line.split("#")[0].rstrip()[-1] != ":"]


@at_each_example
@given(number=st.sampled_from(REQUIRED))
def test_dropped_key_is_refused(number: int, tmp_path: Path) -> None:
    """The shipped file without any one of its single keys lacks that key."""
    lines = SHIPPED.splitlines(keepends=True)
    assert refusals(tmp_path, "".join(lines[:number] + lines[number + 1 :])) == ["facts.missing"]


VALUED = [n for n in KEYED if EXAMPLE.splitlines()[n].split(" #")[0].rstrip()[-1] != ":"]


@at_each_example
@given(number=st.sampled_from(VALUED), value=st.sampled_from(["[[a]]", "{a: b}", '""', "{}", "[{b: c}]"]))
def test_wrong_kind_is_refused(number: int, value: str, tmp_path: Path) -> None:
    """A list, a mapping or nothing in place of any value of the example is refused."""
    lines = EXAMPLE.splitlines(keepends=True)
    lines[number] = f"{lines[number].partition(':')[0]}: {value}\n"
    assert refusals(tmp_path, "".join(lines))


@at_each_example
@given(position=st.integers(0, len(SHIPPED)), inserted=st.binary(min_size=1, max_size=6))
def test_random_bytes_end_in_no_other_exception(position: int, inserted: bytes, tmp_path: Path) -> None:
    """Bytes inserted anywhere are taken (in a comment, in a text) or refused with a line."""
    content = SHIPPED.encode()
    refusals(tmp_path, content[:position] + inserted + content[position:])


def test_types_are_cheap() -> None:
    """The types alone import neither pydantic nor yaml: restoring and filling a prepared page need no more."""
    loaded = "[name for name in ('pydantic', 'pydantic_core', 'yaml') if name in sys.modules]"
    code = f"import sys, sheetgen.facts.platform, sheetgen.glyphs, sheetgen.yamlfile; print({loaded})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
