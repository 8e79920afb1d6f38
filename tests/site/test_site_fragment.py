"""What is typed stays, whatever the address's fragment and however slow the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sheetgen.messages import message
from sheetgen.slots import Lang
from tests.site.visits import Visit, until


def test_the_skip_link_keeps_the_names(visit: Callable[..., Visit]) -> None:
    """A fragment that names a place on the page empties no field."""
    at = visit("de/index.html#domain=firma.de&customer=kunde.de")
    until(at.page, "document.title.includes('firma.de')")
    at.page.evaluate("location.hash = 'content'")
    until(at.page, "location.hash === '#content'")
    at.page.fill("#customer", "partner.de")
    until(at.page, "document.getElementById('sheet').textContent.includes('partner.de')")
    assert at.page.input_value("#domain") == "firma.de"
    assert "firma.de" in at.page.title()


def test_what_is_typed_while_the_rules_come_is_taken_as_it_is(visit: Callable[..., Visit]) -> None:
    """The address's name stands in the field at once, so that nothing is put into it later: no domain is mixed of two."""
    at = visit()
    at.page.evaluate("location.hash = 'domain=alt.de'; document.getElementById('domain').value = ''; void 0")
    until(at.page, "document.getElementById('domain').value === 'alt.de'")
    at.page.fill("#domain", "neu.de")
    until(at.page, "document.title.includes('neu.de')")
    assert at.page.input_value("#domain") == "neu.de"


def test_the_copy_button_gets_its_label_back(visit: Callable[..., Visit]) -> None:
    """Clicked twice it says so twice, and then what it said before; without a clipboard the text stands selected."""
    at = visit(before=lambda page: page.clock.install(), permissions=["clipboard-read", "clipboard-write"])
    label = at.page.text_content("#copy")
    for _ in range(2):
        at.page.click("#copy")
        until(at.page, "document.getElementById('copy').textContent === 'Kopiert'")
    at.page.clock.run_for(2000)
    until(at.page, f"document.getElementById('copy').textContent === {label!r}")
    at.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined}); void 0")
    at.page.click("#copy")
    until(at.page, "getSelection().toString().includes('TLS-KOMMUNIKATION')")


@pytest.mark.parametrize("lang", ["de", "en"])
def test_rules_that_do_not_come_are_told(lang: Lang, visit: Callable[..., Visit]) -> None:
    """The field says so where it says all else, what was typed stays, by reloading too; once they come, all is as ever."""
    at = visit(f"{lang}/index.html", before=lambda page: page.route("**/names-*.js", lambda route: route.abort()))
    at.page.fill("#domain", "firma.de")
    failed = message(lang, "site", "site.form.failed")
    until(at.page, f"document.getElementById('domain-say').textContent === {failed!r}")
    assert at.page.text_content("#customer-say") == ""
    at.page.reload()
    until(at.page, f"document.getElementById('domain-say').textContent === {failed!r}")
    assert at.page.input_value("#domain") == "firma.de"
    at.page.unroute("**/names-*.js")
    at.page.fill("#customer", "kunde.de")
    until(at.page, "document.title.includes('firma.de') && document.getElementById('sheet').textContent.includes('kunde.de')")
    assert failed not in (at.page.text_content("#form") or "")
    assert {line.partition(":")[0] for line in at.said} == {"Failed to load resource"}  # by the browser, and no fault of the script's
    at.said.clear()
