"""From an answer to something worth storing: unpack, read, check. Nothing is written here.

Each step is a Scrapy item pipeline. A page that one step gives up gets a problem, and the following
steps leave it alone; store.py records it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from scrapy.crawler import Crawler

from govnews.archive import captures
from govnews.archive.coding import decode_payload
from govnews.crawl.items import Page, Problem
from govnews.crawl.session import Session, session_of
from govnews.errors import ArchiveError, PageRefused
from govnews.model import Article, Capture, Evidence, Listing
from govnews.portal import Portal
from govnews.reading.urls import canonical

AHEAD = timedelta(days=1)
"""How far a printed date may lie after the capture: clocks differ, tomorrow's paper does not."""

MAX_VIEWS = 10**12


class _Step:
    """What the steps share: the way to the run."""

    def __init__(self, session: Session | None) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> _Step:
        return cls(session_of(crawler.spider))


class CapturePipeline(_Step):
    """Unpacks payloads, within bounds; after a 304, brings back the one that still holds."""

    def process_item(self, page: Page) -> Page:
        """Fills `bodies` and `capture`."""
        try:
            page.bodies = [decode_payload(hop.headers, hop.payload) for hop in page.hops]
        except PageRefused as error:
            page.bodies = [hop.payload for hop in page.hops]
            page.problem = page.problem or Problem(error.reason, str(error))
        if page.unsent and page.known is not None and self._session is not None:
            try:
                page.capture = captures.load(self._session.archive, page.known)
            except ArchiveError as error:
                self._session.fail(error)
                page.problem = Problem("error", str(error))
            else:
                page.bodies[-1] = page.capture.body
        elif page.hops and page.problem is None:
            last = page.hops[-1]
            page.capture = Capture(
                canonical(last.url),
                last.fetched_at,
                page.bodies[-1],
                last.status,
                last.header("content-type"),
            )
        return page


class ExtractPipeline(_Step):
    """Reads the article, or walks the list, in another process."""

    async def process_item(self, page: Page) -> Page:
        """Fills `article` or `listing`, or says why the page is neither."""
        link, capture = page.claim.link, page.capture
        if self._session is None or capture is None or link.kind == "attachment":
            return page
        outcome = await self._session.readers.outcome((capture, self._session.portal, link))
        if isinstance(outcome, Problem):
            page.problem = outcome
        elif isinstance(outcome, Listing):
            page.listing = outcome
        else:
            page.article = outcome
        return page


class CleanPipeline(_Step):
    """Last look at an article: drops what cannot be, counts what the portal file misses."""

    def process_item(self, page: Page) -> Page:
        """Puts the checked article in the place of the one that was read."""
        if self._session is None or page.article is None or page.capture is None:
            return page
        page.article = checked(page.article, page.capture.fetched_at)
        missing = self._session.progress.missing
        for name in lacking(page.article, self._session.portal):
            missing[name] = missing.get(name, 0) + 1
        return page


def lacking(article: Article, portal: Portal) -> list[str]:
    """Fields that the portal file expects and the article does not have."""
    names = [name for name in portal.expect.fields if not getattr(article, name)]
    if len(article.body) < portal.expect.min_body_length and "body" not in names:
        names.append("body")
    return names


def checked(article: Article, fetched_at: datetime) -> Article:
    """The article with its text in NFC and without values that cannot be; the evidence tells."""
    changes: dict[str, Any] = {}
    for name in ("title", "body", "sapo", "author", "section"):
        text = getattr(article, name)
        if text is not None and (proper := _proper(text)) != text:
            changes[name] = proper
    evidence = article.evidence
    for name in ("published", "updated"):
        at = getattr(article, name)
        if at is not None and at > fetched_at + AHEAD:
            changes |= {name: None, f"{name}_precision": None}
            evidence = _dropped(evidence, name, "dropped: after the capture")
    if article.views is not None and not 0 <= article.views <= MAX_VIEWS:
        changes["views"] = None
        evidence = _dropped(evidence, "views", "dropped: no count")
    if evidence is not article.evidence:
        changes["evidence"] = evidence
    return replace(article, **changes) if changes else article


def _proper(text: str) -> str:
    """NFC, without halves of surrogate pairs, which no UTF-8 file can hold."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return text.encode("utf-8", "replace").decode("utf-8")


def _dropped(evidence: tuple[Evidence, ...], name: str, why: str) -> tuple[Evidence, ...]:
    return tuple(
        replace(item, rule=f"{item.rule} ({why})") if item.field == name else item
        for item in evidence
    )
