"""Templates of one's own: they replace shipped ones file by file, and can do no harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import nodes

from sheetgen.documents import FORMATS, sandbox, templates
from sheetgen.errors import Refused
from sheetgen.resources import folder
from tests.documents.jobs import make_job


def rendered(own: Path, **files: str | bytes) -> str:
    """The plain sheet, as it is with these files; `sheet` stands for sheet.html."""
    for name, content in files.items():
        (own / f"{name}.html").write_bytes(content if isinstance(content, bytes) else content.encode())
    return templates.render(make_job(templates=own), "screen", policy="", style="", version="1")


def refusal(own: Path, **files: str | bytes) -> str:
    """The one complaint about these files: its place below their folder, what is wrong, and what to do."""
    with pytest.raises(Refused) as caught:
        rendered(own, **files)
    (problem,) = caught.value.problems
    assert problem.severity == "refusal"
    assert problem.hint
    assert len(problem.message.splitlines()) == 1
    return f"{problem.place}: {problem.message}".replace(f"{own}/", "")


SYNTAX = {
    "{{ 1 + }}": "sheet.html:1: the template can't be run: unexpected 'end of print statement'",
    "\n\n{% if page %}": "sheet.html:3: the template can't be run: Unexpected end of template",
    "{{ '\\x' }}": "sheet.html:1: the template can't be run",
    "\n{{ nobody }}": "sheet.html:2: the template can't be run: 'nobody' is undefined",
    "{{ page.nothing }}": "sheet.html:1: the template can't be run: 'sheetgen.blocks.Page object' has no attribute 'nothing'",
    "{{ page.title|shout }}": "sheet.html:1: the template can't be run: No filter named 'shout'",
    "{{ run(5, 'd') }}": "sheet.html:1: the template can't be run: object of type 'int' has no len()",
    "{{ values['nothing'] }}": "sheet.html:1: the template can't be run: 'dict object' has no attribute 'nothing'",
    "{{ 1" + "0" * 5000 + " }}": "sheet.html: the template can't be run: Exceeds the limit",
    "{% if page %}" * 25
    + "{% for b in page.blocks %}" * 25
    + "{% endfor %}" * 25
    + "{% endif %}" * 25: "sheet.html: the template can't be run: too many",
    "{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}": "the template can't be run: it calls itself without end",
    '{{ "\\ud800" }}': "the template can't be run: it writes half a character",
}


@pytest.mark.parametrize(("template", "complaint"), SYNTAX.items(), ids=range(len(SYNTAX)))
def test_what_is_wrong_is_told_with_its_place(template: str, complaint: str, tmp_path: Path) -> None:
    """Each fault of a template is one refusal that says which file and, where Python knows it, which line."""
    told = refusal(tmp_path, sheet=template)
    assert told.replace(str(tmp_path), "sheet.html").startswith(complaint) or complaint in told


@pytest.mark.parametrize(
    "template",
    [
        "{{ page.author|safe }}",
        "{{ page|attr('__class__') }}",
        "{{ {'a': page}|xmlattr }}",
        "{{ page.author|tojson }}",
        "{{ 'www.firma.de'|urlize }}",
        "{% for b in page.blocks|map('safe') %}{% endfor %}",
        "{% for b in page.blocks|select('string') %}{% endfor %}",
        "{{ 'x'|format(1) }}",
        "{{ ['x']|join('<script>') }}",
        "{% autoescape false %}{{ page.lang }}{% endautoescape %}",
        "{% filter upper %}x{% endfilter %}",
        "{% call(x) run('a', 'd') %}{% endcall %}",
        "{% with a = 1 %}{% endwith %}",
        "{% for b in page.blocks recursive %}{{ loop(page.blocks) }}{% endfor %}",
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ page.__class__ }}",
        "{{ page.__dataclass_fields__ }}",
        "{{ run.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ loop.__init__ }}{% for b in page.blocks %}{{ loop._iterable }}{% endfor %}",
        "{{ 'x'.upper() }}",
        "{{ '{0.__class__}'.format(page) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x'.join }}",
        "{{ values.update({'domain': 'evil.example'}) }}",
        "{{ values.keys() }}",
        "{{ 'a' * 10 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 2 ** 999999 }}",
        "{{ 9 * 9 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ 'a' + 1 }}",
        "{{ page.blocks + page.blocks }}",
        "{{ [page, page] }}",
        "{{ {'a': page} }}",
        "{% set a = ('x', 'y') %}{% set b = (a, a) %}",
        "{{ page }}",
        "{{ page.blocks }}",
        "{{ page|e }}",
        "{{ 'x'|upper }}",
        "{% for i in range(1000000000) %}{% endfor %}",
        "{% for i in range(3) %}{% endfor %}",
        "{{ lipsum(n=100000) }}",
        "{{ joiner(',') }}",
        "{{ cycler('a', 'b') }}",
        "{{ dict(a=1) }}",
        "{% set n = namespace(x='a') %}",
        "{% include '../LICENSE' %}",
        "{% include '/etc/hostname' %}",
        "{% include 'fonts/OFL.txt' %}",
        "{% include 'nothing.html' %}",
        "{% import '../sheetgen/__init__.py' as code %}",
        "{% extends 'sheet.html' %}",
        "{% block b %}{% endblock %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'sheet.html' %}",
        "{% import 'sheet.html' as me with context %}{{ me }}",
    ],
)
def test_attacks_are_refused(template: str, tmp_path: Path) -> None:
    """What would hand out text unescaped, reach into Python, read other files, or take all memory or time is one refusal."""
    assert refusal(tmp_path, sheet=f"<p>\n{template}").startswith("sheet.html:2: the template can't be run: ")


def test_growth_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loops in loops, text that doubles, and includes that branch stop at the limits of steps and characters."""
    monkeypatch.setattr(sandbox, "MOST_CHARACTERS", 1 << 20)
    loops = "{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}"
    assert "it takes more than 100000 steps" in refusal(tmp_path, sheet="{% set x = '" + "x" * 1000 + "' %}" + loops)
    assert "it puts more than 1048576 characters together" in refusal(tmp_path, sheet="{% set x = 'x' %}" + "{% set x = x + x %}" * 60)
    doubled = "{% set x %}{{ x }}{{ x }}{% endset %}" * 60
    assert "it puts more than 1048576 characters together" in refusal(tmp_path, sheet="{% set x = 'x' %}" + doubled)
    branching = "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}"
    assert "it takes more than 100000 steps" in refusal(tmp_path, sheet=branching)
    (tmp_path / "paper.css").write_text("")
    including = "{% for c in '" + "x" * 2000 + "' %}{% include 'blocks.html' %}{% endfor %}"
    assert "it takes more than 100000 steps" in refusal(tmp_path, sheet=including, blocks="{% include 'paper.css' %}" * 100)


def test_what_a_sheet_needs_is_far_from_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest of our sheets stays below a hundredth of the steps and a twentieth of the characters."""
    monkeypatch.setattr(sandbox, "MOST_STEPS", sandbox.MOST_STEPS // 100)
    monkeypatch.setattr(sandbox, "MOST_CHARACTERS", sandbox.MOST_CHARACTERS // 20)
    assert FORMATS["html"].make(make_job("five-customers", facts="example"))


HARMLESS = {
    "{% set x %}<b>{{ typed }}</b>{% endset %}{{ x }}": "<b>&lt;script&gt;&#34;&amp;</b>",
    "{{ typed }}": "&lt;script&gt;&#34;&amp;",
    "{{ typed|e|e }}": "&lt;script&gt;&#34;&amp;",
    "{{ typed|tidy }}": "&lt;script&gt;&#34;&amp;",
    "{{ run(typed, 'd') }}": "&lt;script&gt;&quot;&amp;",
    "{{ '<i>' + typed }}": "&lt;i&gt;&lt;script&gt;&#34;&amp;",
    "{{ ('<i>'|e) + typed }}": "&lt;i&gt;&lt;script&gt;&#34;&amp;",
    "{% macro m(x) %}<u>{{ x }}</u>{% endmacro %}{{ m(typed) }}": "<u>&lt;script&gt;&#34;&amp;</u>",
    "{{ '{{ 7 + 7 }}' }}": "{{ 7 + 7 }}",
    "{{ page.lang }}{{ 3 - 1 }}{{ 'de' if page.lang == 'de' else 'en' }}": "de2de",
}


@pytest.mark.parametrize(("template", "made"), HARMLESS.items())
def test_text_is_escaped_whatever_the_way(template: str, made: str, tmp_path: Path) -> None:
    """Text comes out escaped, once, through sets, filters, macros, `+` and our own functions."""
    assert rendered(tmp_path, sheet="{% set typed = '<script>\"&' %}" + template) == f"{made}\n"


def test_one_file_replaces_one(tmp_path: Path) -> None:
    """A macro file of one's own is used, and the sheet that imports it is the shipped one."""
    shipped = (folder("templates") / "blocks.html").read_text("utf-8")
    made = rendered(tmp_path, blocks=shipped.replace("<h2", '<h2 class="own"'))
    assert made.count('<h2 class="own"') == made.count("<h2") > 3
    assert made.startswith("<!doctype html>")


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """A file that an editor began with U+FEFF is read as if it had none."""
    assert rendered(tmp_path, sheet=b"\xef\xbb\xbfx") == "x\n"


@pytest.mark.parametrize("medium", ["paper", "screen"])
def test_style_sheets_are_replaced_too(medium: str, tmp_path: Path) -> None:
    """Both style sheets are looked up as the templates are."""
    (tmp_path / f"{medium}.css").write_text("p { color: red }")
    assert templates.read(f"{medium}.css", tmp_path) == ("p { color: red }", tmp_path / f"{medium}.css")
    other = {"paper": "screen", "screen": "paper"}[medium]
    assert templates.read(f"{other}.css", tmp_path)[1] == folder("templates") / f"{other}.css"


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """Neither a file nor a folder outside is read through a link; one that stays inside is followed."""
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "secret").write_text("secret")
    (own / "sheet.html").symlink_to("../secret")
    assert refusal(own) == "sheet.html: this is a link that leads out of its folder"
    (own / "sheet.html").unlink()
    (own / "sheet.html").symlink_to("/etc/hostname")
    assert refusal(own) == "sheet.html: this is a link that leads out of its folder"
    (own / "sheet.html").unlink()
    (own / "inside.txt").write_text("inside")
    (own / "sheet.html").symlink_to("inside.txt")
    assert rendered(own) == "inside\n"


def test_what_is_no_small_text_file_is_refused(tmp_path: Path) -> None:
    """A broken link, a folder, a pipe, 2 MiB and other encodings are each one refusal, at once."""
    sheet = tmp_path / "sheet.html"
    sheet.symlink_to("nothing")
    assert refusal(tmp_path).startswith("sheet.html: ")
    sheet.unlink()
    sheet.mkdir()
    assert "directory" in refusal(tmp_path) or "folder" in refusal(tmp_path)
    sheet.rmdir()
    os.mkfifo(sheet)
    assert refusal(tmp_path).startswith("sheet.html: this is")
    sheet.unlink()
    assert "larger than 1024 KiB" in refusal(tmp_path, sheet="x" * (2 << 20))
    assert refusal(tmp_path, sheet=b"\n\n\xff") == "sheet.html:3: this is not UTF-8"


def test_a_misspelt_file_is_told(tmp_path: Path) -> None:
    """A template that stands in for none is refused with the name that was meant; other files are left alone."""
    (tmp_path / "README.txt").write_text("not ours")
    assert rendered(tmp_path).startswith("<!doctype html>")
    (tmp_path / "sheets.html").write_text("")
    with pytest.raises(Refused) as caught:
        rendered(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == ("this stands in for no template", "did you mean sheet.html?")


def test_foreign_text_in_a_complaint_is_made_safe(tmp_path: Path) -> None:
    """A name in a template can't turn the terminal's text around or colour it."""
    assert "\\u{202e}" in refusal(tmp_path, sheet="{% include '\u202e' %}")


def test_a_template_is_compiled_once_until_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two renderings compile it once; with another text of the same length it is compiled, and told, anew."""
    compiled: list[str] = []
    generate = sandbox.Sandbox._generate  # noqa: SLF001 - Jinja calls it where it compiles, and nowhere else

    def counted(self: sandbox.Sandbox, source: nodes.Template, name: str, filename: str, *, defer_init: bool = False) -> str:
        compiled.append(name)
        return generate(self, source, name, filename, defer_init=defer_init)

    monkeypatch.setattr(sandbox.Sandbox, "_generate", counted)
    assert [rendered(tmp_path, sheet=text) for text in ("one", "one", "two")] == ["one\n", "one\n", "two\n"]
    assert compiled == ["sheet.html", "sheet.html"]
