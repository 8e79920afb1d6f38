"""A platform's colours as CSS."""

from __future__ import annotations

from sheetgen.colours import dark_twin
from sheetgen.facts.platform import Platform

BRAND = "#00457c"


def brand_style(platform: Platform) -> str:
    """CSS custom properties of the two colours: for a light ground (and as the default), and for a dark one."""
    brand = platform.brand
    primary = brand.primary if brand else BRAND
    colours = {"brand": primary, "accent": (brand.accent if brand else None) or primary}
    rules = (f"--{name}: {c}; --{name}-light: {c}; --{name}-dark: {dark_twin(c)}" for name, c in colours.items())
    return f":root {{ {'; '.join(rules)} }}\n"
