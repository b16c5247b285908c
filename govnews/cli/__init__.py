"""The command line: `govnews COMMAND`, one module for each group of commands.

Commands are imported when they are called, so that `govnews --help` and the shell's completion
are quick and a reading command never loads Scrapy.
"""

from __future__ import annotations

from govnews.cli.group import cli


def main() -> None:
    """Entry point of the `govnews` script."""
    cli.main(prog_name="govnews")


__all__ = ["cli", "main"]
