"""`scrapy crawl NAME`: the run of `govnews crawl NAME`, with Scrapy's options and log."""

from __future__ import annotations

import argparse
import sys

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from govnews.crawl.loader import data_root
from govnews.crawl.progress import LineObserver
from govnews.crawl.run_report import exit_code
from govnews.crawl.runner import crawl
from govnews.errors import GovnewsError
from govnews.portal import Registry


class Command(CrawlCommand):
    """Scrapy's command on govnews' runner: lock, run row, summary, exit code."""

    # The runner creates the crawler process, after the archive is open.
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        """Runs one spider; sets the exit code that govnews documents."""
        if len(args) != 1 or self.settings is None:
            raise UsageError("name one spider; 'scrapy list' names them all")
        root = data_root(self.settings)
        try:
            portal = Registry(root).load(args[0])
            summaries = crawl([portal], root, observer=LineObserver(), settings=self.settings)
        except GovnewsError as error:
            print(f"Error: {error}", file=sys.stderr)
            self.exitcode = error.exit_code
        else:
            self.exitcode = exit_code(summaries)
