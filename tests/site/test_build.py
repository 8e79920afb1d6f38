"""A built site holds what everybody may see, names its own files alone, and is the same each time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from sheetgen.site.assets import POLICY
from sheetgen.site.facts import schema_text
from tests.documents.jobs import FACTS
from tests.places import CHECKOUT
from tests.site.sites import built, laid

MOST_BYTES = 60_000


def pages(facts: str = "hamburg-cloud") -> list[str]:
    """The paths of a site's pages, recipes included."""
    return [name for name in built(facts).pages if name.endswith(".html")]


@pytest.mark.parametrize("facts", FACTS)
def test_each_page_is_small(facts: str) -> None:
    """What a page needs before anything is typed, fonts apart, is under 60 kB; what it loads then, under 180: gzipped, under 19 and 65."""
    site = built(facts)
    for name in pages(facts):
        page = site.pages[name]
        above = r"(?:https://[^\"]*/|(?:\.\./)*)"
        texts = ('(?:href|src)="', "src&#34;: &#34;")
        named, later = (re.findall(f"{before}{above}(assets/[a-z0-9.-]+)", page.decode()) for before in texts)
        assert (len(named), len(later)) == (2, 3 if "/" in name else 0), name
        for files, most, most_packed in (
            ([page, *(site.assets[one] for one in named)], MOST_BYTES, 19_000),
            ([site.assets[one] for one in later], 180_000, 65_000),
        ):
            assert sum(map(len, files)) < most, name
            assert sum(len(gzip.compress(data)) for data in files) < most_packed, name


def test_each_page_has_the_policy_and_nothing_inline() -> None:
    """The policy stands before all else; no style, script or handler stands in the page itself."""
    for page in pages():
        html = built().pages[page].decode()
        assert html.index("Content-Security-Policy") < html.index("<title>"), page
        assert POLICY.replace("'", "&#39;") in html, page
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)|javascript:", html), page


@pytest.mark.parametrize("facts", FACTS)
def test_assets_bear_their_digests(facts: str) -> None:
    """A name changes with the bytes, each named asset is there, and the page says its digest."""
    site = built(facts)
    for name, data in site.assets.items():
        assert hashlib.sha256(data).hexdigest()[:12] in name
    for page in pages(facts):
        for address, digest in re.findall(r'(?:href|src)="([^"]*assets/[^"]+)" integrity="sha384-([^"]+)"', site.pages[page].decode()):
            data = site.assets[address[address.index("assets/") :]]
            assert base64.b64encode(hashlib.sha384(data).digest()).decode() == digest
    css = next(data for name, data in site.assets.items() if name.endswith(".css")).decode()
    assert {f"assets/{name}" for name in re.findall(r"url\(([^)]+)\)", css)} <= set(site.assets)


def test_no_request_goes_elsewhere() -> None:
    """Without an address in the facts no page names any host at all but in links; with one, its own alone."""
    everything = b"".join(data for name, data in {**built().assets, **built().pages}.items() if name.endswith((".html", ".css", ".xml")))
    everything = re.sub(rb'<a class="[^"]*" href="https://[^"]+" translate="no">[^<]*</a>', b"", everything)
    assert set(re.findall(rb"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", everything)) <= {b"http://www.w3.org"}
    assert b"https://www.nordlicht.example/" in built("example").pages["sitemap.xml"]
    assert "sitemap.xml" not in built().pages


def test_nothing_private_gets_in() -> None:
    """No path, no digest of a fact file, no note of it or of a recipe and no date of review; no date of a build either."""
    recipes = "".join(path.read_text("utf-8") for path in (CHECKOUT / "tests" / "site" / "recipes").iterdir())
    for facts in FACTS:
        source = (CHECKOUT / "data" / f"{facts}.yaml").read_text("utf-8")
        files = {**built(facts, planted=True).assets, **built(facts, planted=True).pages}
        text = b"\n".join(data for name, data in files.items() if name != "facts.schema.json").decode("utf-8", "replace")
        assert str(CHECKOUT) not in text
        assert hashlib.sha256(source.encode()).hexdigest() not in text
        for review in re.findall(r"review: (\S+)", source + recipes):
            assert review not in text or f"observed: {review}" in source
        for note in re.findall(r"#\s*(.{20,})", source + recipes):
            assert note not in text
        assert not re.search(r"2026-11-24|24\.11\.2026", text)


@pytest.mark.parametrize("facts", FACTS)
def test_the_facts_keep_their_schema(facts: str) -> None:
    """facts.json is as the schema beside it says, and has nothing of a request."""
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(built(facts).pages["facts.json"])
    jsonschema.Draft202012Validator(schema).validate(data)
    assert "slot" not in built(facts).pages["facts.json"].decode()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**data, "request": {}})


def test_another_process_builds_the_same_bytes(tmp_path: Path) -> None:
    """The same input gives the same bytes, whatever the order of sets in a process."""
    words = (sys.executable, "-m", "sheetgen", "site", "--out", str(tmp_path), "--facts", str(CHECKOUT / "data" / "hamburg-cloud.yaml"))
    subprocess.run(words, check=True, capture_output=True, env={"PYTHONHASHSEED": "7", "PATH": "", "HOME": str(tmp_path)}, cwd=CHECKOUT)
    for name, data in {**built().assets, **built().pages}.items():
        assert (tmp_path / name).read_bytes() == data, name


def test_pages_are_valid(nu: Callable[..., list[str]], tmp_path: Path) -> None:
    """The Nu checker has nothing to say, but that `self` is no folder to it: test_site_browser.py shows that the policy lets assets in."""
    paths = [path for facts in FACTS for path in laid(built(facts, planted=True), tmp_path / facts).rglob("*.html")]
    assert [line for line in nu(*paths) if "violates Content Security Policy" not in line] == []
