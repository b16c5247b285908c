"""Read captures again, in this process or in several; outcomes have the order of the jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from govnews.archive.profiles import Eras
from govnews.archive.warc.reader import read_exchange
from govnews.errors import ArchiveCorrupt, NotAnArticle, PageRefused
from govnews.extraction_pool import BlockingPool, PageLost, read_here
from govnews.families import read
from govnews.model import Article, Capture
from govnews.portal import Portal
from govnews.reading.urls import canonical_of_capture
from govnews.reasons import Reason


@dataclass(frozen=True, slots=True)
class Job:
    """A capture to read. file, offset: location of its payload; for a revisit its original's.
    redirected: whether a redirect led to it. counted: whether the view count of the page holds; one
    without a body has none.
    """

    capture_id: int
    portal: str
    url: str
    fetched_at: str
    status: int
    file: str
    offset: int
    redirected: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """The reason why a capture has no article.

    failed: the capture is damaged or the reader failed, so that nothing is known about the page;
    otherwise the page is no article by the current rules.
    """

    reason: Reason
    detail: str
    failed: bool = False


Outcome = Article | Unread
Portals = Mapping[str, tuple[Portal, Eras]]
"""Portals by name, each with the template profiles for its pages."""


def outcomes(
    root: Path, portals: Portals, jobs: Iterable[Job], processes: int
) -> Iterator[tuple[Job, Outcome]]:
    """Read captures, in order. processes: number of processes; 1 reads in this one."""
    if processes == 1:
        for job in jobs:
            yield job, _read_here(root, portals, job)
        return
    with BlockingPool(_read, (root, dict(portals)), most=processes) as pool:
        for job, outcome in pool.ordered(jobs):
            yield job, _lost(outcome) if isinstance(outcome, PageLost) else outcome


def _read_here(root: Path, portals: Portals, job: Job) -> Outcome:
    try:
        return read_here(_read, root, portals, job)
    except PageLost as lost:
        return _lost(lost)


def _lost(lost: PageLost) -> Unread:
    return Unread(lost.reason, str(lost), failed=True)


def _read(root: Path, portals: Portals, job: Job) -> Outcome:
    try:
        held = read_exchange(root, job.file, job.offset).capture()
        url = canonical_of_capture(job.url)
        moment = datetime.fromisoformat(job.fetched_at)
        capture = Capture(url, moment, held.body, job.status, held.content_type)
        portal, eras = portals[job.portal]
        return read(capture, portal, eras.profile_at(moment))
    except (NotAnArticle, PageRefused) as error:
        return Unread(error.reason, str(error))
    except ArchiveCorrupt as error:
        return Unread(Reason.DAMAGED, str(error), failed=True)
    except PageLost:
        raise
    except Exception as error:  # noqa: BLE001
        # A page on which a reader fails must not affect the others.
        return Unread(Reason.READER_ERROR, f"{type(error).__name__}: {error}", failed=True)
