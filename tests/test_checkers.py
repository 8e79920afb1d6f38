"""The checkers that other tests trust find what is planted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

GOOD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Sheet</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head>
<body><main><h1>Sheet</h1><p>{}</p></main></body></html>
"""


def pages(folder: Path, planted: str) -> tuple[Path, Path]:
    """A page without a fault, and one with the planted one."""
    good, bad = folder / "good.html", folder / "bad.html"
    good.write_text(GOOD.format("Words."))
    bad.write_text(GOOD.format(planted))
    return good, bad


def test_axe_finds_a_picture_without_words(tmp_path: Path, axe: Callable[[Path], list[str]]) -> None:
    """Even where a page's policy forbids all scripts axe runs, and reports the planted fault alone."""
    good, bad = pages(tmp_path, '<img src="data:,">')
    assert axe(good) == []
    assert [line.split()[0] for line in axe(bad)] == ["image-alt"]


def test_nu_finds_an_unknown_element(tmp_path: Path, nu: Callable[..., list[str]]) -> None:
    """The Nu checker reports the planted fault with page and line, and nothing about the good page."""
    found = nu(*pages(tmp_path, "<note>no</note>"))
    assert "bad.html:4: Element “note” not allowed" in found[0]
    assert all("bad.html:4" in line for line in found)


def test_the_browser_is_real(browser: Browser) -> None:
    """Chromium lays a page out and answers questions about it."""
    tab = browser.new_page()
    tab.set_content("<p style='width: 100px'>x</p>")
    assert tab.evaluate("document.querySelector('p').offsetWidth") == 100
    tab.close()
