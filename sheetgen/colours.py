"""Colours as `#rrggbb`: their contrast, and a twin for a dark ground."""

from __future__ import annotations

DARK_GROUND = "#10171d"
DARK_CONTRAST = 7.0
"""What WCAG 2.2, 1.4.6 asks of text; the twin on a dark ground keeps it."""


def contrast(one: str, other: str) -> float:
    """The contrast of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def dark_twin(colour: str) -> str:
    """The colour mixed with as little white as gives DARK_CONTRAST on the dark ground."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    mixes = ("#" + "".join(f"{round(c + (255 - c) * part / 32):02x}" for c in channels) for part in range(33))
    return next(mix for mix in mixes if contrast(mix, DARK_GROUND) >= DARK_CONTRAST)
