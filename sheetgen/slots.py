"""A sheet's slots: what they are called, what they can hold, and how a day is written in them. Standard library alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

Lang = Literal["de", "en"]
SheetLang = Literal["de", "en", "de-en"]
SlotName = Literal["domain", "customer", "ticket", "issued", "effective", "number"]
SLOT_CHARACTERS: Mapping[SlotName, str] = {
    "domain": "abcdefghijklmnopqrstuvwxyz0123456789-.",
    "customer": "abcdefghijklmnopqrstuvwxyz0123456789-.",
    "ticket": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "issued": "0123456789.-",
    "effective": "0123456789.-",
    "number": "0123456789abcdef",
}
Values = Mapping[SlotName, str]
"""What the slots of one document hold; each value only of its slot's characters."""


def numeric(day: date, lang: SheetLang) -> str:
    """A day in ten characters: 24.11.2026 in German, 2026-11-24 in English and where both languages share it."""
    return f"{day:%d.%m.%Y}" if lang == "de" else day.isoformat()
