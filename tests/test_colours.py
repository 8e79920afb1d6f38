"""Contrast, and the twin of a colour for a dark ground."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetgen.colours import DARK_CONTRAST, DARK_GROUND, contrast, dark_twin


def test_contrast_is_that_of_wcag() -> None:
    """Black has 21 to 1 on white, white 1 to 1, and #767676 is the lightest grey of 4.5."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") >= 4.5 > contrast("#777777", "#ffffff")


@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_the_twin_can_be_read_on_a_dark_ground(colour: str) -> None:
    """Whatever the brand's colour, its twin keeps the contrast that a dark ground asks for."""
    assert contrast(dark_twin(colour), DARK_GROUND) >= DARK_CONTRAST


def test_a_colour_that_is_light_enough_is_its_own_twin() -> None:
    """White is mixed in only where it is needed."""
    assert dark_twin("#8fc6f6") == "#8fc6f6"
