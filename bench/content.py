"""The page as plain data, all that `sheet.typ` sets."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from sheetgen.blocks import Host, Plain, Slot
from sheetgen.documents import Job
from sheetgen.documents.colours import primary
from sheetgen.documents.lettering import flat
from sheetgen.slots import Values


def content(job: Job) -> str:
    """JSON; `block` names the type of each block and piece, and slots are filled."""
    page, day = job.page, job.sheet.issued
    return json.dumps(
        {
            "lang": page.lang,
            "title": flat(page.title, job.values),
            "author": flat(page.author, job.values),
            "description": flat(page.description, job.values),
            "issued": {"year": day.year, "month": day.month, "day": day.day},
            "brand": primary(job.sheet.platform),
            "foot": " · ".join(flat(part, job.values) for part in page.foot),
            "of-pages": page.of_pages,
            "blocks": _data(page.blocks, job.values),
        }
    )


def _data(thing: Any, values: Values) -> Any:
    match thing:
        case Slot(name="domain" | "customer"):
            return _data(Host(values[thing.name], thing.before), values)
        case Slot():
            return _data(Plain(values[thing.name], strong=thing.strong), values)
        case tuple():
            return [_data(part, values) for part in thing]
        case _ if is_dataclass(thing):
            parts = {field.name: _data(getattr(thing, field.name), values) for field in fields(thing)}
            return {"block": type(thing).__name__, **parts}
        case _:
            return thing
