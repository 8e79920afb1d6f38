"""The page in the colours of a visitor's system: told by the pixels, since what the style sheet asks for is overruled there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.site.visits import until

Box = tuple[float, float, float, float]

FRAMED = ("input", "button", ".tools a", "#sheet .empty", ".note.open")
INKED = {".link svg": 0.3, ".steps .n": 0.1, ".what .n": 0.1, "main a": 0.05, "label": 0.05, ".langs b": 0.05, ".say:not(:empty)": 0.05}
"""What has no frame, and the share of its box that is ink: an arrow's head is half of it."""
FOCUSED = ("#customer", "#copy", "#download", "#other", "#text")
RING = 3.5
"""Pixels from an element's edge to the middle of its ring."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture of the whole page: white where it differs clearly from its ground, black elsewhere."""

    ink: Image.Image

    @classmethod
    def of(cls, page: Page) -> Seen:
        """As the page looks now."""
        drawn = Image.open(BytesIO(page.screenshot(full_page=True))).convert("L")
        ground = Image.new("L", drawn.size, drawn.getpixel((2, 2)))  # one band has one number
        return cls(ImageChops.difference(drawn, ground).point([0] * 100 + [255] * 156))

    def share(self, box: Box) -> float:
        """How much of a box is ink."""
        part = self.ink.crop(tuple(map(round, box)))  # type: ignore[arg-type] # four they are
        return part.histogram()[255] / (part.width * part.height)

    def edges(self, box: Box, out: float = 0, reach: int = 2) -> list[float]:
        """At how much of each side's length there is ink, within so many pixels of it: left, top, right, bottom. Dashes make half."""
        left, top, right, bottom = box[0] - out, box[1] - out, box[2] + out, box[3] + out
        sides = (
            (left - reach, top, left + reach, bottom),
            (left, top - reach, right, top + reach),
            (right - reach, top, right + reach, bottom),
            (left, bottom - reach, right, bottom + reach),
        )
        return [self.line(side, upright=i % 2 == 0) for i, side in enumerate(sides)]

    def line(self, box: Box, *, upright: bool) -> float:
        """At how much of the length of an upright or lying box there is ink."""
        part = self.ink.crop(tuple(map(round, box)))  # type: ignore[arg-type] # four they are
        lines = [part.crop((0, i, part.width, i + 1) if upright else (i, 0, i + 1, part.height)) for i in range(part.size[upright])]
        return sum(line.getbbox() is not None for line in lines) / len(lines)


def boxes(page: Page, selector: str) -> list[Box]:
    """Where such elements stand on the page; those that are broken into lines are left out."""
    found: list[Any] = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(one => one.getClientRects().length === 1)
          .map(one => one.getBoundingClientRect()).map(box => [box.left, box.top + scrollY, box.right, box.bottom + scrollY])""",
        selector,
    )
    assert found, selector
    return [(left, top, right, bottom) for left, top, right, bottom in found]


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, shown: Callable[..., Page]) -> Page:
    """A page whose first field is refused and whose second is empty, in a system's own colours, black on white or white on black."""
    page = shown("de/index.html", 1000, forced_colors="active", color_scheme=request.param)
    page.fill("#domain", "firma")
    until(page, "document.getElementById('domain').getAttribute('aria-invalid') === 'true'")
    page.evaluate("document.activeElement.blur()")
    return page


def test_all_stays_visible_in_system_colours(page: Page) -> None:
    """Fields, buttons and empty slots keep their frames, arrows their heads and shafts, the sides their lines, links their own colour."""
    seen = Seen.of(page)
    assert [(name, box) for name in FRAMED for box in boxes(page, name) if min(seen.edges(box)) < 0.4] == []
    assert [(name, box) for name, least in INKED.items() for box in boxes(page, name) if seen.share(box) < least] == []
    ((left, top, right, bottom),) = boxes(page, ".lanes")
    sides = seen.edges((left, top, right, bottom))
    assert min(sides[0], sides[2]) == 1
    for _, upper, _, lower in boxes(page, ".link"):
        middle = (upper + lower) / 2
        assert seen.line((left, middle - 2, right, middle + 2), upright=False) > 0.5
    colours = page.evaluate("['main a', 'main p'].map(one => getComputedStyle(document.querySelector(one)).color)")
    assert colours[0] != colours[1]


def test_the_refused_field_differs_in_system_colours(page: Page) -> None:
    """Its frame is thicker than the other's, at least by two pixels on each side."""
    seen = Seen.of(page)
    inner = [seen.edges(box, out=-2.5, reach=1) for name in ("#domain", "#customer") for box in boxes(page, name)]
    assert min(inner[0]) > 0.9
    assert max(inner[1]) < 0.1


@pytest.mark.parametrize("name", FOCUSED)
def test_the_focus_has_its_ring_in_system_colours(name: str, page: Page) -> None:
    """Around a field, a button, a link and the text that scrolls there is ink on all sides, and none when the focus is gone."""
    page.keyboard.press("Tab")  # the ring is for those who use the keyboard
    page.locator(name).focus()
    (box,) = boxes(page, name)
    assert min(Seen.of(page).edges(box, out=RING, reach=1)) > 0.9
    page.evaluate("document.activeElement.blur()")
    assert min(Seen.of(page).edges(box, out=RING, reach=1)) < 0.5
