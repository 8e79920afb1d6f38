"""What stands at which address of the preview."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sheetgen.cli.report import in_words
from sheetgen.documents import FORMATS
from sheetgen.errors import Place, Problem
from sheetgen.facts.known import given
from sheetgen.messages import Unsayable, nothing_for
from sheetgen.preview.complaint import complaint_page
from sheetgen.preview.pages import MEDIA_TYPES, Answer, Inputs, Pages
from sheetgen.render import LANGUAGES, Plan, render
from sheetgen.request import Request
from sheetgen.site.build import LANGUAGES as SITE_LANGUAGES
from sheetgen.site.build import Options, build
from sheetgen.site.recipes import all_recipes, path_of
from tests.documents.jobs import ISSUED, domain, loaded
from tests.places import CHECKOUT

FACTS = CHECKOUT / "data" / "example.yaml"


def pages(facts: Path = FACTS, templates: Path | None = None) -> Pages:
    """Those of a fact file, on the day of the tests."""
    return Pages(Inputs(facts, templates, ISSUED), in_words)


def text(answer: Answer) -> str:
    """The text of an answer."""
    return answer.body.decode()


def test_the_site_is_the_published_one() -> None:
    """Each page and each asset is what `sheetgen site` would publish at that address, and a folder's is its index."""
    shown = pages()
    site = build(loaded("example"), all_recipes(ISSUED), Options(ISSUED, address="/site/"))
    for path, data in {**site.pages, **site.assets}.items():
        assert shown.answer(f"/site/{path}") == Answer(200, MEDIA_TYPES[Path(path).suffix], data)
    assert shown.answer("/site/de/") == shown.answer("/site/de/index.html")
    assert shown.answer("/site/nowhere/at/all") == Answer(404, MEDIA_TYPES[".html"], site.pages["404.html"])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_is_the_rendered_one(kind: str, lang: str) -> None:
    """Each sheet is what `sheetgen render` makes of the same names on the same day, byte for byte."""
    request = Request(domain("firma.de"), (domain("kunde.de", subdomains=True),), "4711", ISSUED)
    (document,) = render(given(loaded("example"), ISSUED), request, Plan(ISSUED, (lang,), (kind,)))  # type: ignore[arg-type]
    shown = pages().answer(f"/sheet/{lang}.{kind}?domain=firma.de&customer=*.kunde.de&ticket=%234711&effective={ISSUED}")
    assert shown == Answer(200, MEDIA_TYPES[f".{kind}"], document.data)


@pytest.mark.parametrize(
    ("target", "status", "said"),
    [
        ("/sheet/de.html", 422, "a sheet is for one domain"),
        ("/sheet/de.html?domain=firma.de+partner.de", 422, "a sheet is for one domain"),
        ("/sheet/de.html?domain=localhost", 422, "localhost"),
        ("/sheet/de.html?domain=<script>alert(1)</script>", 422, "&lt;script&gt;"),
        ("/sheet/de.html?domain=firma.de&ticket=../../x&effective=1.12.2026", 422, "1.12.2026"),
        ("/sheet/fr.html?domain=firma.de", 404, "nothing at this address"),
        ("/sheet/de.docx?domain=firma.de", 404, "nothing at this address"),
        ("/../../etc/passwd", 404, "nothing at this address"),
        ("/site/../../etc/passwd", 404, "Diese Seite gibt es nicht"),
        ("/%2e%2e/data/example.yaml", 404, "nothing at this address"),
        ("/preview/preview.html", 404, "nothing at this address"),
        ("//[", 404, "nothing at this address"),
        ("/%74old/site/de/", 404, "nothing at this address"),
    ],
)
def test_what_is_asked_wrongly_is_told(target: str, status: int, said: str) -> None:
    """Wrong names, unknown sheets and paths that lead elsewhere get a page that says so, with nothing of theirs in it as HTML."""
    answer = pages().answer(target)
    assert (answer.status, answer.media_type) == (status, MEDIA_TYPES[".html"])
    assert said in text(answer)
    assert "<script>alert" not in text(answer)


def test_refused_facts_are_shown_with_their_lines(tmp_path: Path) -> None:
    """Every page is the complaints in the command line's words, each with its line marked; mended, the page is there again."""
    facts = tmp_path / "facts.yaml"
    good = (CHECKOUT / "data" / "hamburg-cloud.yaml").read_text("utf-8")
    facts.write_text(good, "utf-8")
    shown = pages(facts)
    assert shown.answer("/site/de/").status == 200
    line = 1 + good[: good.index("  phone:")].count("\n")
    facts.write_text(good.replace("  phone:", "  fone: <b>"), "utf-8")
    shown.renew([facts])
    for target in ("/site/de/", "/sheet/en.txt?domain=firma.de"):
        answer = shown.answer(target)
        assert answer.status == 422
        assert f"facts.yaml:{line}:3: &#34;fone&#34; is no key of contact" in text(answer)
        assert re.search(rf"<mark><code> *{line}    fone: &lt;b&gt;", text(answer))
    assert [in_words(problem) for problem in shown.problems if problem.severity == "refusal"]
    facts.write_text(good, "utf-8")
    shown.renew([facts])
    assert shown.answer("/site/de/").status == 200


def test_what_there_is_to_say_is_told_of_each_page(tmp_path: Path) -> None:
    """Below /told, for what stands at the same address: why it is refused or doubted, a theme's fault, the facts' warnings; worst first."""
    warned = [["warning", in_words(problem)] for problem in pages(CHECKOUT / "data" / "hamburg-cloud.yaml").problems]
    shown = pages(CHECKOUT / "data" / "hamburg-cloud.yaml", tmp_path)
    assert warned
    assert _told(shown, "/site/de/index.html") == warned
    refused = _told(shown, "/sheet/de.html?domain=localhost")
    assert [kind for kind, _ in refused] == ["refusal", *["warning"] * len(warned)]
    assert "localhost" in refused[0][1]
    doubted = _told(shown, "/sheet/de.pdf?domain=firma.example&customer=gmail.com")
    assert [kind for kind, _ in doubted] == ["doubt", "doubt", *["warning"] * len(warned)]
    assert "--accept domain.freemail" in doubted[1][1]
    (tmp_path / "sheet.html").write_text("{{ nobody }}", "utf-8")
    shown.renew(())
    assert [kind for kind, _ in _told(shown, "/sheet/de.html?domain=firma.de")] == ["refusal", *["warning"] * len(warned)]


def _told(shown: Pages, target: str) -> list[list[str]]:
    told: list[list[str]] = json.loads(text(shown.answer(f"/told{target}")))
    return told


def test_facts_that_are_not_there_can_come(tmp_path: Path) -> None:
    """A fact file that is missing at first is a complaint, and no end."""
    shown = pages(tmp_path / "facts.yaml")
    assert shown.answer("/site/de/").status == 422
    (tmp_path / "facts.yaml").write_bytes((CHECKOUT / "data" / "hamburg-cloud.yaml").read_bytes())
    shown.renew([])
    assert shown.answer("/site/de/").status == 200


def test_nothing_is_made_twice_and_nothing_stays_old(tmp_path: Path) -> None:
    """The same address gets the same page until something is saved; a theme's change is then in it."""
    shown = pages(templates=tmp_path)
    before = shown.answer("/site/de/")
    (tmp_path / "site.css").write_text("/* own */", "utf-8")
    assert shown.answer("/site/de/") is before
    shown.renew([tmp_path / "site.css"])
    style = re.search(r"assets/site-[0-9a-f]+\.css", text(shown.answer("/site/de/")))
    assert style
    assert "/* own */" in text(shown.answer(f"/site/{style[0]}"))
    old = re.search(r"assets/site-[0-9a-f]+\.css", text(before))
    assert old
    assert shown.answer(f"/site/{old[0]}").status == 200  # a browser may still be loading the page of before


def test_a_theme_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    """What a template does wrong is a page with the template's line."""
    (tmp_path / "sheet.html").write_text("\n{{ nobody }}\n", "utf-8")
    answer = pages(templates=tmp_path).answer("/sheet/de.html?domain=firma.de")
    assert answer.status == 422
    assert "sheet.html:2: " in text(answer)
    assert "<mark><code>   2  {{ nobody }}" in text(answer)


def test_a_theme_that_is_gone_is_told(tmp_path: Path) -> None:
    """A theme's folder that was deleted is a complaint, and no sheet in the shipped look; made again, it is the theme again."""
    theme = tmp_path / "theme"
    theme.mkdir()
    shown = pages(templates=theme)
    assert shown.answer("/sheet/de.html?domain=firma.de").status == 200
    theme.rmdir()
    shown.renew([theme])
    answer = shown.answer("/sheet/de.html?domain=firma.de")
    assert answer.status == 422
    assert f"{theme}: this folder is gone; make it again" in text(answer)
    theme.mkdir()
    shown.renew([theme])
    assert shown.answer("/sheet/de.html?domain=firma.de").status == 200


def test_a_defect_of_ours_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a half-written catalogue or template makes the program do: a page with the place, never a broken connection."""

    def broken(*_: object) -> None:
        raise KeyError("domain")

    monkeypatch.setattr("sheetgen.preview.pages.render", broken)
    answer = pages().answer("/sheet/de.html?domain=firma.de")
    assert answer.status == 500
    assert re.search(r"test_pages\.py:\d+: KeyError: &#39;domain&#39;", text(answer))


def test_a_message_that_can_t_be_said_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a page or a complaint needs a message that has a strange placeholder, that is told, with the catalogue's line."""
    strange = Unsayable("de", "problems", "problem.domain.url", nothing_for("problem.domain.url", "nmae"))
    told = r"/de/LC_MESSAGES/problems\.po:\d+: de/problems\.po has \{nmae\} in problem\.domain\.url, which nothing is given for"

    def broken(*_: object) -> None:
        raise strange

    def in_words_unless_strange(problem: Problem) -> str:
        if not problem.message:
            raise strange
        return in_words(problem)

    shown = Pages(Inputs(FACTS, None, ISSUED), in_words_unless_strange)
    assert re.search(told, text(shown.answer("/sheet/de.html?domain=https://firma.de")))
    monkeypatch.setattr("sheetgen.preview.pages.render", broken)
    page = text(shown.answer("/sheet/de.html?domain=firma.de"))
    assert re.search(told, page)
    assert re.search(r"<mark><code> *\d+  msgid &#34;problem\.domain\.url&#34;", page)


def test_the_preview_lists_all_there_is() -> None:
    """Each address that the preview offers leads to something; each sheet and each recipe's page in each language is offered."""
    shown = pages()
    offered = re.findall(r'value="((?:site|sheet)/[^"]+)"', text(shown.answer("/")))
    assert {one for one in offered if shown.answer(f"/{one}?domain=firma.de").status != 200} == set()
    assert {f"sheet/{lang}.{kind}" for lang in LANGUAGES for kind in ("pdf", "html")} <= set(offered)
    assert {f"site/{path_of(kept.name, lang)}" for lang in SITE_LANGUAGES for kept in all_recipes(ISSUED)} <= set(offered)


def test_problems_without_a_file_have_no_lines() -> None:
    """A complaint about what is not there any more, or about no file at all, stands alone."""
    for place in (None, Place("domain"), Place("/nowhere/at/all", 3)):
        page = complaint_page("No", [Problem("x", "refusal", "it is wrong", place)], in_words).decode()
        assert "it is wrong" in page
        assert "<mark>" not in page
