"""What can be seen of a page in a browser: where its text stands, and how it stands out from its ground, pixel by pixel."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

from sheetgen.colours import contrast

SCALE = 2
"""Pixels that a CSS pixel takes, so that the strokes of letters have their full colour somewhere."""

_BOXES = """() => {
  const found = [];
  const add = (what, r, around = 0) => found.push({
    what, left: r.left - around, top: r.top + scrollY - around, right: r.right + around, bottom: r.bottom + scrollY + around,
  });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (!node.data.trim() || node.parentElement.closest('title')) continue;
    const range = document.createRange();
    const code = node.parentElement.closest('pre'); // whose blanks have boxes too
    const runs = code ? [...node.data.matchAll(/\\S+/g)] : [{0: node.data, index: 0}];
    for (const run of runs) {
      range.setStart(node, run.index);
      range.setEnd(node, run.index + run[0].length);
      for (const r of range.getClientRects()) if (r.width > 1) add(run[0].trim(), r);
    }
  }
  for (const svg of document.querySelectorAll('.link svg')) add('arrow head', svg.getBoundingClientRect(), 2);
  for (const link of document.querySelectorAll('.link')) {
    const line = link.getBoundingClientRect(), words = link.querySelector('p').getBoundingClientRect();
    const middle = (line.top + line.bottom) / 2;
    const free = link.classList.contains('right') ? [line.left + 3, words.left - 3] : [line.left + 18, words.left - 3];
    add('arrow', {left: free[0], right: free[1], top: middle - 5, bottom: middle + 5});
  }
  for (const lanes of document.querySelectorAll('.lanes')) {
    const r = lanes.getBoundingClientRect();
    add('left lifeline', {left: r.left - 4, right: r.left + 6, top: r.top + 1, bottom: r.top + 8});
    add('right lifeline', {left: r.right - 6, right: r.right + 4, top: r.top + 1, bottom: r.top + 8});
  }
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands, in CSS pixels of the whole page: a line of text, or a part of the drawing."""

    what: str
    left: float
    top: float
    right: float
    bottom: float


def boxes(tab: Page) -> tuple[Box, ...]:
    """All that says something, line by line."""
    return tuple(Box(**box) for box in tab.evaluate(_BOXES))


def faint(tab: Page, least: float) -> Iterator[str]:
    """What stands out less than that from the colour around it. The tab's device scale factor must be SCALE."""
    picture = Image.open(BytesIO(tab.screenshot(full_page=True))).convert("RGB")
    for box in boxes(tab):
        corners = (box.left, box.top, box.right, box.bottom)
        part = picture.crop(tuple(round(corner * SCALE) for corner in corners))  # type: ignore[arg-type]
        colours = sorted(part.getcolors(part.width * part.height) or [], reverse=True)
        _, ground = colours[0]
        best = max(_contrast(ground, colour) for _, colour in colours)
        if best < least:
            yield f"{box.what}: {best:.1f}"


@functools.cache
def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    return contrast(f"#{bytes(one).hex()}", f"#{bytes(other).hex()}")
