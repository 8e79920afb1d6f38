"""A platform's colours as CSS."""

from __future__ import annotations

import re
from dataclasses import replace

from sheetgen.colours import contrast
from sheetgen.documents.colours import BRAND, brand_style
from sheetgen.facts.platform import Brand
from sheetgen.facts.scalars import Colour
from sheetgen.resources import folder
from tests.documents.jobs import platform


def properties(style: str) -> dict[str, str]:
    """The custom properties that a style sets."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style))


def test_the_brand_s_colours_and_their_twins() -> None:
    """A brand's two colours stand for a light ground and as the default; each has a twin that is read easily on a dark one."""
    set_ = properties(brand_style(platform("example")))
    assert (set_["brand"], set_["brand-light"], set_["accent"], set_["accent-light"]) == ("#0b4f6c", "#0b4f6c", "#7d4407", "#7d4407")
    assert contrast(set_["brand-dark"], "#10171d") >= 7
    assert contrast(set_["accent-dark"], "#10171d") >= 7


def test_without_a_brand_ours_is_taken() -> None:
    """A platform without colours has the sheet's own blue, for both uses."""
    set_ = properties(brand_style(platform("hamburg-cloud")))
    assert (set_["brand"], set_["accent"]) == (BRAND, BRAND)
    assert contrast(BRAND, "#ffffff") >= 7


def test_without_an_accent_the_brand_s_is_taken() -> None:
    """A brand of one colour has it in both places."""
    one = replace(platform("example"), brand=Brand(primary=Colour("#123456")))
    set_ = properties(brand_style(one))
    assert set_["accent"] == set_["brand"] == "#123456"
    assert set_["accent-dark"] == set_["brand-dark"]


def test_the_style_sheets_know_these_names() -> None:
    """Both style sheets use the properties that are set here, and the dark ground is the one that the twins are made for."""
    screen, paper = ((folder("templates") / f"{name}.css").read_text("utf-8") for name in ("screen", "paper"))
    set_ = set(properties(brand_style(platform("example"))))
    assert set(re.findall(r"var\(--((?:brand|accent)[a-z-]*)\)", screen)) == set_
    assert set(re.findall(r"var\(--((?:brand|accent)[a-z-]*)\)", paper)) == {"brand", "accent"}
    assert "--paper: #10171d" in screen
