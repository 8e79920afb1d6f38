"""A platform's colours as CSS."""

from __future__ import annotations

from collections.abc import Mapping

from sheetgen.colours import dark_twin
from sheetgen.facts.platform import Platform

BRAND = "#00457c"


def primary(platform: Platform) -> str:
    """The colour of names, headings and the logo."""
    return platform.brand.primary if platform.brand else BRAND


def colours(platform: Platform) -> Mapping[str, str]:
    """The two colours by name, for a light ground (and as the default), and for a dark one."""
    accent = platform.brand.accent if platform.brand else None
    named = {"brand": primary(platform), "accent": accent or primary(platform)}
    return {f"{name}{ground}": shade for name, c in named.items() for ground, shade in (("", c), ("-light", c), ("-dark", dark_twin(c)))}


def brand_style(platform: Platform) -> str:
    """They as CSS custom properties."""
    return f":root {{ {'; '.join(f'--{name}: {colour}' for name, colour in colours(platform).items())} }}\n"
