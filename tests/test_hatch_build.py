"""How the catalogues are compiled."""

from __future__ import annotations

import gettext
from pathlib import Path

from hatch_build import compile_catalogues

SOURCE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "yes"\nmsgstr "Ja"\n'


def test_a_compiled_catalogue_bears_no_time(tmp_path: Path) -> None:
    """Whatever the minute of the build, the same source gives the same bytes: no header names it."""
    folder = tmp_path / "data" / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "sheet.po").write_text(SOURCE, encoding="utf-8")
    compile_catalogues(tmp_path)
    with (folder / "sheet.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    dates = {key: value for key, value in catalogue.info().items() if key.endswith("-date")}
    assert catalogue.gettext("yes") == "Ja"
    assert set(dates.values()) <= {"1970-01-01 00:00+0000"}
