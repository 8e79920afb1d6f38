"""A PDF's pages, or a browser's window, as one small picture, and how far two of them are apart."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

DPI, FINER = 50, 3
"""What is drawn three times as fine and averaged depends little on how a poppler smooths edges."""
GREYS = 16
GAP = 6
"""Pixels of grey between two pages."""
BLUR, AROUND = 0.5, 2
TOLERANCE = 22
"""Greys of 255, in the mean of 5 by 5 pixels after a slight blur. Poppler 22.12 (Debian 12) and 25.03 (Debian 13) are no further apart
than sixteen greys make it, 7; pixels of other sizes (200, 250, 300 dpi) make up to 22; three letters moved by a tenth of a line make 35."""


def drawn(document: bytes, finer: int = FINER) -> Image.Image:
    """The pages side by side."""
    pages = [page.reduce(finer) for page in _pages(document, DPI * finer)]
    width = sum(page.width for page in pages) + GAP * (len(pages) - 1)
    picture = Image.new("L", (width, pages[0].height), 0x88)
    for i, page in enumerate(pages):
        picture.paste(page, (i * (page.width + GAP), 0))
    return picture


def shrunk(screenshot: bytes, finer: int = FINER) -> Image.Image:
    """A browser's window in a third of its size, or a smaller part if it was drawn finer."""
    return Image.open(BytesIO(screenshot)).convert("L").reduce(finer)


def _pages(document: bytes, dpi: int) -> Iterator[Image.Image]:
    """Poppler writes one PGM after another: P5, width and height, 255, the pixels."""
    rest = subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-"], input=document, capture_output=True, check=True).stdout
    while rest:
        _, size, _, rest = rest.split(b"\n", 3)
        width, height = map(int, size.split())
        yield Image.frombytes("L", (width, height), rest[: width * height])
        rest = rest[width * height :]


def as_png(picture: Image.Image) -> bytes:
    """The picture in sixteen greys."""
    step = 255 // (GREYS - 1)
    indices = picture.point([round(value / step) for value in range(256)])
    kept = Image.frombytes("P", picture.size, indices.tobytes())
    kept.putpalette([value * step for value in range(GREYS) for _ in range(3)])
    out = BytesIO()
    kept.save(out, "PNG", bits=4, optimize=True)
    return out.getvalue()


def from_png(png: bytes) -> Image.Image:
    """The picture as it was kept."""
    return Image.open(BytesIO(png)).convert("L")


def apart(one: Image.Image, other: Image.Image) -> int:
    """How far two pictures are apart where they are furthest: 0 to 255, and 255 where one is larger."""
    if one.size != other.size:
        return 255
    blurred = (picture.filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other))
    _, most = ImageChops.difference(*blurred).filter(ImageFilter.BoxBlur(AROUND)).getextrema()
    return int(most)  # type: ignore[arg-type] # one band has one number


def from_kept(path: Path, now: Image.Image, *, rewrite: bool) -> int:
    """How far a picture is apart from the one that is kept, which is first written anew if asked and if it no longer shows the same."""
    if rewrite and not (path.exists() and apart(now, from_png(path.read_bytes())) <= TOLERANCE):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(as_png(now))
    return apart(now, from_png(path.read_bytes()))
