"""Progress of a run, for observers: the command line draws it, tests count it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Protocol, TextIO

from govnews.crawl.run_report import RunSummary


@dataclass(slots=True)
class Progress:
    """Counters of a portal's run; one object, updated in place.

    queued: pages that are known and still to be fetched. failed: by reason, in this run. pending:
    readings that are judged when the run ends. missing: articles without a field that the portal
    file expects, by field, of those that were `compared`.
    continued: articles whose text goes on on further pages, which are not read.
    url: the page that was finished last.
    """

    portal: str
    queued: int = 0
    requests: int = 0
    bytes: int = 0
    listing_pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    attachments: int = 0
    not_found: int = 0
    gone: int = 0
    pending: int = 0
    url: str = ""
    failed: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    compared: int = 0
    continued: int = 0

    @property
    def articles(self) -> int:
        """Articles that were read in this run."""
        return self.new + self.changed + self.unchanged + self.pending


class Observer(Protocol):
    """Callbacks of a run, called in its own thread: they must return quickly."""

    def began(self, progress: Progress) -> None:
        """A portal's run begins."""

    def advanced(self, progress: Progress) -> None:
        """A page is finished: stored, failed, or queued for a later attempt."""

    def paused(self, host: str, time: timedelta, why: str) -> None:
        """The portal's host is left alone for that time."""

    def ended(self, summary: RunSummary) -> None:
        """A portal's run is over."""


def pause_sentence(host: str, time: timedelta, why: str) -> str:
    """What people read meanwhile: `longan.gov.vn is left alone for 20 s: it does not answer`."""
    return f"{host} is left alone for {max(1, round(time.total_seconds()))} s: {why}"


class LineObserver:
    """Plain lines on a stream, one every few seconds and one at the end of each portal."""

    def __init__(self, stream: TextIO | None = None, every: float = 5.0) -> None:
        self._stream = stream or sys.stderr
        self._every = every
        self._last = monotonic()

    def began(self, progress: Progress) -> None:
        self._say(f"{progress.portal}: {progress.queued} pages to fetch")

    def advanced(self, progress: Progress) -> None:
        if monotonic() - self._last < self._every:
            return
        failed = sum(progress.failed.values())
        self._say(
            f"{progress.portal}: {progress.articles} articles ({progress.new} new), "
            f"{progress.queued} pages to fetch, {failed} failed"
        )

    def paused(self, host: str, time: timedelta, why: str) -> None:
        self._say(pause_sentence(host, time, why))

    def ended(self, summary: RunSummary) -> None:
        self._say(summary.sentence())

    def _say(self, line: str) -> None:
        self._last = monotonic()
        print(line, file=self._stream, flush=True)
