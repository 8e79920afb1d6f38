"""pikepdf doing what filling does: a finished PDF of ours is opened, and what stands in its slots is put in anew.

It is told where the slots are and which glyph each character has, and is given the finished values: it looks for nothing.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf

FINISHED: Final = "finished.pdf"
SLOTS: Final = "slots.json"


@dataclass(frozen=True, slots=True)
class Finished:
    """A PDF, and where its slots are: the number of an object, the key of a dictionary's string (None: a stream), and its parts.

    A part is text, or how a slot is written (plain, utf-16, or the name of an alphabet) and which.
    """

    pdf: bytes
    places: Sequence[tuple[int, str | None, Sequence[str | tuple[str, str]]]]
    alphabets: Mapping[str, Mapping[str, str]]

    @staticmethod
    def read(folder: Path) -> Finished:
        """As `prepare` has left it."""
        told = json.loads((folder / SLOTS).read_text("utf-8"))
        return Finished((folder / FINISHED).read_bytes(), told["places"], told["alphabets"])

    def changed(self, values: str) -> bytes:
        """The PDF with these values, JSON by slot, in its slots: glyphs on the page, outline, information dictionary and XMP."""
        held = json.loads(values)
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.pdf)) as pdf:
            for number, key, parts in self.places:
                text = "".join([part if isinstance(part, str) else self._written(*part, held) for part in parts])
                thing = pdf.get_object(number, 0)
                if key is None:
                    thing.write(text.encode("latin-1"))
                else:
                    thing[key] = pikepdf.Object.parse(text.encode("latin-1"))
            pdf.save(out, fix_metadata_version=False)
        return out.getvalue()

    def _written(self, how: str, slot: str, held: Mapping[str, str]) -> str:
        if how == "plain":
            return held[slot]
        if how == "utf-16":
            return held[slot].encode("utf-16-be").hex()
        glyphs = self.alphabets[how]
        return "".join([glyphs[character] for character in held[slot]])
