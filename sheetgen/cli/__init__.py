"""The command line. A command's module is loaded when it is called; what goes wrong becomes text and an exit status here alone."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 130


def _leave_early(*_: object) -> None:
    os.write(2, b"sheetgen: interrupted; nothing was written\n")
    os._exit(INTERRUPTED)


_usual = signal.signal(signal.SIGINT, _leave_early)  # Python would show a traceback of what is being imported

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from sheetgen import __version__
from sheetgen.cli import output
from sheetgen.cli.report import complain, say
from sheetgen.errors import Failed, Refused, printable

signal.signal(signal.SIGINT, _usual)

COMMANDS = {
    "render": "make the sheets for one or more domains",
    "ticket": "put the sheets on a Service Desk's ticket, and prove that they are there",
    "recipe": "print what to configure on one kind of mail server, to be pasted",
    "site": "build the public page, which each visitor's browser fills in",
    "preview": "show site and sheets in the browser while facts, templates and catalogues are written",
    "show": "print what a sheet says it is",
    "verify": "tell whether sheets say what today's facts say",
    "outdated": "tell which issued sheets no longer say what the facts say, and make those anew",
    "cache": "look at the store of prepared pages, or empty it",
    "facts": "check, show and describe fact files",
    "doctor": "what is installed, how old it is, and what mends what is wrong",
}
ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129}


class Commands(click.Group):
    """Loads a command when it is called, and turns what it raises into one clear line and the exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order in which one meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; its module has a function of the same name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"sheetgen.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, so that help loads no command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Run and exit: 0 all done, 1 something failed, 2 the input was refused, 130 interrupted."""
        output.prepare()
        for number, status in ENDINGS.items():
            signal.signal(number, lambda *_, status=status: sys.exit(status))
        sys.exit(self._status(args, prog_name or "sheetgen", extra))

    def _status(self, args: Sequence[str] | None, prog_name: str, extra: dict[str, Any]) -> int:
        try:
            with output.taken():
                result = super().main(args, prog_name, **{**extra, "standalone_mode": False})
        except Refused as refused:
            complain(refused.problems)
            return 2
        except Failed as failed:
            say(failed.in_full)
            return 1
        except click.exceptions.NoArgsIsHelpError as nothing:
            click.echo(nothing.format_message(), err=True)
            return 2
        except click.ClickException as misuse:
            say(printable(misuse.format_message()))
            if isinstance(misuse, click.UsageError) and misuse.ctx:
                say(f"{misuse.ctx.command_path} --help shows what there is")
            return 2
        except (click.Abort, KeyboardInterrupt) as interrupted:
            told = str(interrupted.__cause__ or "")  # click makes an Abort of a KeyboardInterrupt, which may bring words of its own
            say(told or "interrupted; nothing was left half-written")
            return INTERRUPTED
        return result if isinstance(result, int) else 0


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sheetgen")
def main() -> None:
    """A mail platform's facts and a requested domain become the data sheet TLS-Kommunikation.

    \b
    Examples:
      sheetgen render firma.de
      sheetgen verify output/firma.de/tls-kommunikation_firma.de_de.pdf
      sheetgen facts check my-platform.yaml
    """
