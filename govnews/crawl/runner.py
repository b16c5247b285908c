"""Runs portals in this process: opens the archive, starts Scrapy, shuts down on Ctrl-C."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import SETTINGS_PRIORITIES, Settings

from govnews.archive.database import Archive
from govnews.crawl.download_handler import take_back_waiting
from govnews.crawl.progress import Observer
from govnews.crawl.reading import read_page
from govnews.crawl.run_report import RunSummary
from govnews.crawl.selection import Selection
from govnews.crawl.session import EVERYTHING, Session
from govnews.crawl.spider import spider_class
from govnews.extraction_pool import GARBAGE, Pool
from govnews.families import family_of
from govnews.portal import Portal

GRACE = 3.0
"""Seconds after Ctrl-C until the process ends even if Scrapy has not finished."""

CUT_EVERY = 0.1
"""Seconds after which transfers that started since are cancelled as well."""


def crawl(
    portals: Sequence[Portal],
    root: Path,
    *,
    selection: Selection = EVERYTHING,
    observer: Observer | None = None,
    settings: Settings | None = None,
) -> list[RunSummary]:
    """Crawls portals into the archive at a data root; one summary for each portal, in order.

    selection: which part of the portals is fetched.
    settings: Scrapy settings on top of govnews.crawl.settings (`scrapy crawl -s`).

    To be called once in a process, in its main thread: Twisted's reactor cannot be started twice.
    SIGINT and SIGTERM end the run within seconds, with outcome INTERRUPTED; the next run continues
    it. Raises ArchiveLocked and the other archive errors, BadPortalFile before anything is fetched,
    and the error that made the archive unwritable during the run.
    """
    for portal in portals:
        family_of(portal)
    # Started first: its first process gets ready while Scrapy does.
    with Pool(read_page) as pool, Archive.open(root, write=True) as archive:
        command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:500]
        sessions: list[Session] = []
        try:
            sessions.extend(
                Session(
                    archive,
                    portal,
                    pool,
                    command=command,
                    selection=selection,
                    observer=observer,
                )
                for portal in portals
            )
            _run(sessions, settings or project_settings())
        finally:
            summaries = [session.close() for session in sessions]
        for session in sessions:
            if session.error is not None:
                raise session.error
    return summaries


def project_settings() -> Settings:
    """Scrapy's settings with those of govnews.crawl.settings on top."""
    settings = Settings()
    settings.setmodule("govnews.crawl.settings", priority="project")
    return settings


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Collects cycles seldom: a run frees its objects by reference counts, and a collection every
    700 objects, over all imported modules, would take a tenth of its time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _run(sessions: Sequence[Session], settings: Settings) -> None:
    # Scrapy's log has a handler of its own only if the command line set a level.
    requested = (settings.getpriority("LOG_LEVEL") or 0) > SETTINGS_PRIORITIES["project"]
    settings.set("LOG_INSTALL_ROOT_HANDLER", requested)
    process = AsyncCrawlerProcess(settings)
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
    for session in sessions:
        crawler = process.create_crawler(spider_class(session.portal))
        crawler.signals.connect(session.close, signal=signals.spider_closed, weak=False)
        process.crawl(crawler, session=session)
    with _signals(process, sessions), _rare_collection():
        process.start(install_signal_handlers=False)


@contextmanager
def _signals(process: AsyncCrawlerProcess, sessions: Sequence[Session]) -> Iterator[None]:
    """First SIGINT or SIGTERM: cancel and shut down. Second, or when that takes too long: leave the
    loop as it is; leases are released either way.

    The event loop handles the signals. A handler of `signal.signal` runs only when the loop wakes
    up: a signal just before it sleeps would wait for the next timer.
    """
    loop = asyncio.get_event_loop()
    before = {which: signal.getsignal(which) for which in (signal.SIGINT, signal.SIGTERM)}
    stopping = False

    def stop() -> None:
        nonlocal stopping
        if stopping:
            _leave()
            return
        stopping = True
        loop.call_later(GRACE, _leave)
        cut()

    def cut() -> None:
        # Repeated: a request in the middlewares joins the delay queue after it was emptied.
        for session in sessions:
            session.cut()
        for crawler in list(process.crawlers):
            if crawler.crawling:
                take_back_waiting(crawler)
                slot = getattr(crawler.engine, "_slot", None)
                if slot is not None:
                    slot.nextcall.schedule()
        loop.call_later(CUT_EVERY, cut)

    for which in before:
        loop.add_signal_handler(which, stop)
    try:
        yield
    finally:
        for which, handler in before.items():
            loop.remove_signal_handler(which)
            signal.signal(which, handler)
        if _reactor().threadpool is not None:
            _tidy_up()


def _leave() -> None:
    """Ends the loop at once; `reactor.stop` would wait until Scrapy has finished."""
    reactor = _reactor()
    if reactor.running:
        reactor.crash()


def _tidy_up() -> None:
    """Cancels the tasks and threads that are left when the loop has ended."""
    loop = asyncio.get_event_loop()
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks and not loop.is_closed():
        loop.run_until_complete(asyncio.wait(tasks, timeout=GRACE))
    pool = _reactor().threadpool  # gone when Scrapy came to its end meanwhile
    if pool is not None:
        pool.stop()  # its threads would keep the process alive


def _reactor() -> Any:
    """Twisted's reactor; importing it installs it, so Scrapy must have selected one before."""
    from twisted.internet import reactor

    return reactor
