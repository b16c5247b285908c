"""Progress of a crawl: a live line for each portal on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from govnews.crawl.progress import LineObserver, Observer, pause_sentence
from govnews.crawl.progress import Progress as Standing
from govnews.crawl.run_report import RunSummary
from govnews.model import RunOutcome


def make_observer() -> Observer:
    """The observer that fits standard error."""
    return LiveObserver() if sys.stderr.isatty() else LineObserver()


class LiveObserver:
    """Draws one line for each portal while it runs."""

    def __init__(self, console: Console | None = None) -> None:
        self._bar = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[counts]}"),
            TimeElapsedColumn(),
            console=console or Console(stderr=True),
            transient=True,
        )
        self._tasks: dict[str, int] = {}

    def began(self, progress: Standing) -> None:
        """A portal's run begins."""
        if not self._tasks:
            self._bar.start()
        self._tasks[progress.portal] = self._bar.add_task(
            progress.portal, total=progress.queued, counts=""
        )

    def advanced(self, progress: Standing) -> None:
        """A page is finished."""
        failed = sum(progress.failed.values())
        done = progress.articles + progress.listing_pages + progress.attachments + failed
        counts = f"{progress.articles} articles, {progress.new} new"
        self._bar.update(
            self._tasks[progress.portal],  # type: ignore[arg-type]
            completed=done,
            total=done + progress.queued,
            counts=counts + (f", [red]{failed} failed[/red]" if failed else ""),
        )

    def paused(self, host: str, time: timedelta, why: str) -> None:
        """The portal's host is left alone for that time."""
        said = pause_sentence(host, time, why)
        self._bar.console.print(said, style="yellow", highlight=False, markup=False)

    def ended(self, summary: RunSummary) -> None:
        """A portal's run is over."""
        task = self._tasks.pop(summary.portal, None)
        if task is not None:
            self._bar.remove_task(task)  # type: ignore[arg-type]
        if not self._tasks:
            self._bar.stop()
        colour = "green" if summary.outcome == RunOutcome.COMPLETE else "yellow"
        self._bar.console.print(summary.sentence(), style=colour, highlight=False, markup=False)
