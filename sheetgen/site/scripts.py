"""The pages' scripts: those shipped, put together, and what they are given: words, the sheet, a recipe."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sheetgen.blocks import Plain
from sheetgen.catalogue import Catalogue
from sheetgen.resources import folder
from sheetgen.site.assets import Asset, asset
from sheetgen.site.content import open_names
from sheetgen.site.prepared import Prepared, PreparedRecipe
from sheetgen.site.words import TO_READERS, TO_VISITORS, words
from sheetgen.slots import Lang
from sheetgen.terms import Message, Terms


def joined(name: str, parts: Iterable[str]) -> Asset:
    """Scripts that a page needs together, as one."""
    return asset(name, b"".join((folder("templates") / "site" / part).read_bytes() for part in parts))


def spoken(lang: Lang) -> Mapping[str, object]:
    """What a page's script says."""
    say = Catalogue(lang, lang).text
    mark: dict[str, Terms] = {"name": (Plain("{name}"),)}
    return {
        "open": open_names(lang),
        "title": say((Message("site.title"),)),
        "filled": say((Message("site.form.filled", mark),)),
        "one": say((Message("site.form.one"),)),
        "failed": say((Message("site.form.failed"),)),
        "copied": say((Message("site.take.copied"),)),
        "code": say((Message("site.recipe.code", {"number": (Plain("{number}"),)}),)),
        "copiedOpen": say((Message("site.recipe.copied-open"),)),
        "selected": say((Message("site.recipe.selected"),)),
    }


def sheet_script(html: Prepared, text: Prepared, lang: Lang) -> Asset:
    """The sheet for the visitor's names, and the words of complaints about them."""
    data = {kind: {"tokens": one.tokens, "domain": one.domain, "customer": one.customer} for kind, one in (("html", html), ("text", text))}
    return asset(f"sheet-{lang}.js", _set(words=words(lang, TO_VISITORS), sheet=data))


def recipe_script(name: str, prepared: PreparedRecipe, lang: Lang) -> Asset:
    """The same of a recipe."""
    data = {"tokens": prepared.tokens, "patches": prepared.patches}
    return asset(f"{name}-{lang}.js", _set(words=words(lang, TO_READERS), recipe=data))


def _set(**members: object) -> bytes:
    """A script that sets these members of `sheetgen`."""
    written = ((name, json.dumps(one, ensure_ascii=False, separators=(",", ":"))) for name, one in members.items())
    return "".join(f"sheetgen.{name} = {data};\n" for name, data in written).encode()
