"""A platform's colours as CSS."""

from __future__ import annotations

from sheetgen.colours import dark_twin
from sheetgen.facts.platform import Platform

BRAND = "#00457c"


def primary(platform: Platform) -> str:
    """The colour of names, headings and the logo."""
    return platform.brand.primary if platform.brand else BRAND


def brand_style(platform: Platform) -> str:
    """CSS custom properties of the two colours: for a light ground (and as the default), and for a dark one."""
    accent = platform.brand.accent if platform.brand else None
    colours = {"brand": primary(platform), "accent": accent or primary(platform)}
    rules = (f"--{name}: {c}; --{name}-light: {c}; --{name}-dark: {dark_twin(c)}" for name, c in colours.items())
    return f":root {{ {'; '.join(rules)} }}\n"
