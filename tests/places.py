"""Where the tests find what they test."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
CONFORMANCE = CHECKOUT.parent / "shared" / "conformance"
