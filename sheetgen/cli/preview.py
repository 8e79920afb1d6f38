"""`sheetgen preview`: site and sheets on loopback, made anew whenever a file behind them is saved."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

import click

from sheetgen.cli import output
from sheetgen.cli.options import (
    Reader,
    date_option,
    facts_option,
    facts_path,
    read_issued,
    read_settings,
    read_templates,
    templates_option,
)
from sheetgen.cli.report import complain, in_words, say, settle
from sheetgen.errors import Problem, printable

PORT = 8000


@click.command(short_help="show site and sheets in the browser while facts, templates and catalogues are written")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, help=f"On loopback; {PORT} if not given, 0 takes a free one.")
@facts_option
@templates_option
@date_option
def preview(*, port: int, facts: str | None, templates: str | None, issued: str | None) -> None:
    """Serve site and sheets to this machine's browser; what is saved is shown at once, and so is what is wrong with it. Ctrl-C ends it.

    \b
    Examples:
      sheetgen preview
      sheetgen preview --facts my-platform.yaml --port 0
    """
    reader = Reader()
    settings = read_settings(reader)
    today = read_issued(reader, issued)
    own = read_templates(reader, settings.templates if templates is None else templates)
    settle(reader.problems, accept=frozenset(), strict=False)
    from sheetgen.preview.pages import Inputs, Pages
    from sheetgen.preview.server import Server, States
    from sheetgen.preview.watch import changes

    inputs = Inputs(facts_path(facts, settings), own, today if issued is not None or "SOURCE_DATE_EPOCH" in os.environ else None)
    pages, states = Pages(inputs, in_words), States()

    def tell(before: Sequence[Problem]) -> None:
        if pages.problems != before:
            complain(pages.problems)
        states.change()

    with suppress(KeyboardInterrupt), Server(port, states, pages.answer) as server:
        tell(())
        server.start()
        output.line(server.home)
        say("what is saved is shown at once; Ctrl-C ends it")
        pages.warm()
        for changed in changes(inputs):
            before = pages.problems
            pages.renew(changed)
            say(f"changed: {', '.join(printable(path.name) for path in changed)}")
            tell(before)
