"""What a style sheet for browsers can't do, and what it can."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sheetgen.documents.styles import fault_of
from sheetgen.errors import Refused
from sheetgen.resources import folder
from sheetgen.site.build import Options, build
from tests.documents.jobs import loaded

FETCHING = [
    "a { background: url(http://evil.example/x.png) }",
    "a { background: URL( 'x.png' ) }",
    r"a { background: u\72 l(//evil.example/x) }",
    r"a { background: \000075rl(//evil.example/x) }",
    "a { --x: url(data:image/png,x) }",
    "@import 'http://evil.example/x.css';",
    r"@\69mport 'x.css';",
    "a { background: image-set('http://evil.example/x.png' 1x) }",
    "a { background: -webkit-image-set('x.png' 1x) }",
    'a { content: "/*\n} b { background: url(//evil.example/x) } /* */',
    'a { content: "\\"/*" } b { background: url(//evil.example/x) }',
]
HARMLESS = [
    "/* no url( here, no @import, and no brace { */",
    """a::after { content: "url(x) { /* " } b::after { content: '@import }' }""",
    r"a\{b { color: red }",
    ".curly(1) { --imported: 1; width: calc(1px + (2px)) }",
    "@media print { a { color: red } }",
]
BRACES = {
    "a { color: red }\nb { color: red\nc { color: red }": (2, "never closed"),
    "a { color: red }\n}\nb { color: red }": (2, "closes nothing"),
}


@pytest.mark.parametrize("css", FETCHING)
def test_what_asks_for_another_file_is_a_fault(css: str) -> None:
    """However it is written, and with its line."""
    found = fault_of(f"\n/* one\n */ {css}")
    assert found
    assert "nothing is fetched" in found.message
    assert found.line == 3 + css.count("\n", 0, css.find("url("))


@pytest.mark.parametrize("css", HARMLESS)
def test_what_only_looks_so_is_none(css: str) -> None:
    """In comments, strings and escaped names."""
    assert fault_of(css) is None


@pytest.mark.parametrize("css", BRACES)
def test_an_open_brace_has_its_line(css: str) -> None:
    """One that is never closed takes the rules behind it away, and one too many ends a rule that was meant to hold."""
    line, said = BRACES[css]
    found = fault_of(css)
    assert found
    assert (found.line, said in found.message) == (line, True)


@pytest.mark.parametrize("name", ["screen.css", "site.css", "site-recipe.css"])
def test_a_theme_that_asks_for_a_file_stops_the_site(name: str, tmp_path: Path) -> None:
    """With the file and the line, before anything is published."""
    shipped = (folder("templates") / name).read_text("utf-8")
    (tmp_path / name).write_text(f"{shipped}a {{ background: url(http://evil.example/x.png) }}\n", "utf-8")
    with pytest.raises(Refused) as refused:
        build(loaded("hamburg-cloud"), (), Options(date(2026, 11, 24), tmp_path))
    (problem,) = refused.value.problems
    assert str(problem.place) == f"{tmp_path / name}:{shipped.count(chr(10)) + 1}"
    assert problem.message == "url( asks for another file, and nothing is fetched"
