"""What pikepdf starts from: a finished PDF of ours, where its slots are, and what fills them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.asked import domain
from bench.changed import FINISHED, SLOTS
from bench.sheets import PLAN, Facts, request
from sheetgen.documents.filled import Open, Part, fill
from sheetgen.documents.marks import put
from sheetgen.prepare import prepare
from sheetgen.shape import held, opened

_STRING = re.compile(r"(/\w+) (\([^)]*\)|<[0-9a-f\ue000-\uf8ff]+>)")
_SLOT = re.compile("([\ue000-\uf8ff])")
Parts = Sequence[str | tuple[str, str]]


def finished(folder: Path, facts: Facts) -> Callable[[int], str]:
    """Writes the PDF of the first sheet and its slots; gives what makes the values of each sheet, as JSON."""
    asked = request(domain(0))
    prepared = prepare(facts.loaded, opened(asked, PLAN.issued), PLAN, "de", "pdf")
    if prepared.master is None:
        raise ValueError("a PDF has a master")
    (folder / FINISHED).write_bytes(fill(prepared, held(asked, PLAN.issued, "de")))
    places = [place for one in prepared.master.opened for place in _places(one)]
    (folder / SLOTS).write_text(json.dumps({"places": places, "alphabets": prepared.master.alphabets}), "utf-8")

    def values(number: int) -> str:
        fills = held(request(domain(number)), PLAN.issued, "de")
        return json.dumps({**fills, "number": hashlib.sha256(put(prepared.data, fills).encode()).hexdigest()[:8]})

    return values


def _places(one: Open) -> Iterator[tuple[int, str | None, Parts]]:
    """A stream as it is; of a dictionary the strings that have slots."""
    if one.entries is not None:
        yield one.number, None, [_text(part) for part in one.parts]
        return
    slots = [part for part in one.parts if not isinstance(part, bytes)]
    left = iter(range(len(slots)))
    body = "".join(part if isinstance(part, str) else chr(0xE000 + next(left)) for part in map(_text, one.parts))
    for key, string in _STRING.findall(body):
        if _SLOT.search(string):
            yield one.number, key, [slots[ord(part) - 0xE000] if _SLOT.match(part) else part for part in _SLOT.split(string)]


def _text(part: Part) -> str | tuple[str, str]:
    return part.decode("latin-1") if isinstance(part, bytes) else part
