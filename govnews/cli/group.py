"""The group of all commands: loads them by name, and turns every error into a message and its
documented exit code.
"""

from __future__ import annotations

import difflib
import errno
import importlib
import os
import sqlite3
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from govnews import __version__
from govnews.errors import GovnewsError

COMMANDS = {
    "demo": "govnews.cli.demo:demo",
    "crawl": "govnews.cli.crawl:crawl",
    "retry": "govnews.cli.retry:retry",
    "import": "govnews.cli.imports:import_",
    "rescue": "govnews.cli.rescue:rescue",
    "portals": "govnews.cli.portals:portals",
    "provinces": "govnews.cli.provinces:provinces",
    "status": "govnews.cli.status:status",
    "search": "govnews.cli.search:search",
    "stats": "govnews.cli.stats:stats",
    "watch": "govnews.cli.watch:watch",
    "show": "govnews.cli.show:show",
    "why": "govnews.cli.show:why",
    "history": "govnews.cli.history:history",
    "diff": "govnews.cli.history:diff",
    "changes": "govnews.cli.history:changes",
    "trend": "govnews.cli.trend:trend",
    "review": "govnews.cli.review:review",
    "replay": "govnews.cli.replay:replay",
    "verify": "govnews.cli.verify:verify",
    "reindex": "govnews.cli.reindex:reindex",
    "dedupe": "govnews.cli.dedupe:dedupe",
    "cite": "govnews.cli.cite:cite",
    "coverage": "govnews.cli.coverage:show_coverage",
    "export": "govnews.cli.export:export",
    "merge": "govnews.cli.merge:merge",
    "serve": "govnews.cli.serve:serve",
    "case": "govnews.cli.case:case",
}
"""Module and function of each command, in the order of a first use."""

INTERRUPTED = 130


class Commands(click.Group):
    """Loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs a command and exits with a code of docs/commands.md."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="replace")
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except Exception as error:  # noqa: BLE001
            _end(error)
        except KeyboardInterrupt:
            _say("Interrupted. What was stored is safe; the same command continues.")
            _leave(INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)


def _end(error: Exception) -> NoReturn:
    """Prints the error's message and exits with its code."""
    if isinstance(error, click.exceptions.Exit):
        sys.exit(error.exit_code)
    if isinstance(error, click.Abort):
        _leave(INTERRUPTED)
    if isinstance(error, click.ClickException):
        error.show()
        sys.exit(error.exit_code)
    if isinstance(error, GovnewsError):
        _say(f"Error: {error}")
        sys.exit(error.exit_code)
    if isinstance(error, sqlite3.Error):
        from govnews.archive.database import explain
        from govnews.cli.options import last_root

        known = explain(error, last_root() / "archive.db")
        _say(f"Error: {known}")
        sys.exit(known.exit_code)
    if isinstance(error, OSError):
        if error.errno == errno.EPIPE:
            # The reader closed the pipe (`| head`): no message, but no success either.
            _leave(1)
        name = error.filename or "standard output"
        _say(f"Error: {name}: {error.strerror or error}")
        _leave(1)
    if os.environ.get("GOVNEWS_DEBUG"):
        traceback.print_exception(error)
    _say(
        f"Error: unexpected {type(error).__name__}: {error}. This is a fault in govnews; please "
        "report it with the output of the same command under GOVNEWS_DEBUG=1."
    )
    sys.exit(1)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _leave(code: int) -> NoReturn:
    """Exits at once: flushing a stream that cannot be written would raise once more."""
    try:
        sys.stderr.flush()
    finally:
        os._exit(code)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="First steps: 'govnews demo' runs everything once, without the internet.",
)
@click.version_option(__version__, prog_name="govnews")
def cli() -> None:
    """Crawl, archive, read and search the news portals of Vietnam's provinces.

    Data goes to standard output, messages to standard error.

    Exit codes: 0 done, 1 error, 2 wrong usage, 3 finished but incomplete, 4 a check failed,
    5 the archive is locked or damaged, 130 interrupted.
    """
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False
