"""Item pipelines from the response to the item to store: decode, read, check. They write nothing.

A page that fails a step gets a problem, and the following steps skip it; store.py records it.
"""

from __future__ import annotations

from dataclasses import replace

from scrapy.crawler import Crawler

from govnews.archive import articles, captures
from govnews.archive.content_encoding import decode_payload
from govnews.archive.reading_digest import of_article
from govnews.archive.warc.model import Exchange
from govnews.crawl.items import ArticlePage, Page, Problem
from govnews.crawl.reading import TAKEN_BACK, outcome_of
from govnews.crawl.session import Session, session_of
from govnews.errors import ArchiveError, PageRefused
from govnews.model import Article, Capture, Kind, Listing
from govnews.portal import Portal
from govnews.reading.attached_file import not_a_file
from govnews.reading.fields.further_pages import RULE
from govnews.reading.urls import canonical
from govnews.reasons import Reason
from govnews.rereading import Rereader


class _Step:
    """Base of the pipelines: access to the run's session."""

    def __init__(self, session: Session | None) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> _Step:
        return cls(session_of(crawler.spider))


class CapturePipeline(_Step):
    """Decodes payloads within bounds; after a 304, loads the stored payload."""

    def process_item(self, page: Page) -> Page:
        """Fills `bodies` and `capture`."""
        page.bodies = [self._unpacked(page, hop) for hop in page.hops]
        if page.unsent and page.known is not None and self._session is not None:
            try:
                page.capture = captures.load(self._session.archive, page.known.capture_id)
            except ArchiveError as error:
                self._session.fail(error)
                page.problem = Problem(Reason.ERROR, str(error))
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

    @staticmethod
    def _unpacked(page: Page, hop: Exchange) -> bytes:
        """The payload without content encoding; sets the page's problem if it does not decode."""
        try:
            return decode_payload(hop.headers, hop.payload, whole=hop is page.hops[-1])
        except PageRefused as error:
            cut = error.reason == Reason.TRUNCATED
            page.problem = page.problem or Problem(error.reason, str(error), again=cut)
            return decode_payload(hop.headers, hop.payload, whole=False) if cut else hop.payload


class ExtractPipeline(_Step):
    """Reads the article or the list in another process, and checks an attached file."""

    async def process_item(self, page: Page) -> Page:
        """Fills `article` or `listing`, or sets the problem."""
        link, capture = page.claim.link, page.capture
        if self._session is None or capture is None:
            return page
        if link.kind == Kind.ATTACHMENT:
            why = not_a_file(link.url, capture)
            page.problem = page.problem or (Problem(Reason.NOT_A_FILE, why) if why else None)
            return page
        session = self._session
        eras = session.learner.eras
        page.profile = eras.profile_at(capture.fetched_at)
        job = (capture, session.portal, link, page.profile)
        outcome = await outcome_of(session.pool, job)
        if isinstance(outcome, Problem):
            page.problem = outcome
        elif isinstance(outcome, Listing):
            page.listing = outcome
        else:
            page.article, page.links = outcome.article, outcome.links
            page.reread = Rereader(session.archive, session.portal, eras)
            await self._read_again(session, page, outcome.article)
        return page

    async def _read_again(self, session: Session, page: Page, article: Article) -> None:
        """Reads the earlier capture of an article that reads differently now, as of then and as of
        now: what both read alike is no edit (`archive.edits`).
        """
        reread, link, seen_at = page.reread, page.claim.link, page.hops[-1].fetched_at
        conn = session.archive.conn
        before = articles.differing(conn, session.portal, seen_at, article, page.via)
        if reread is None or before is None:
            return
        for at in (None, seen_at):
            capture = reread.capture(before, article.url, at)
            if capture is None:
                reread.put(before, at, None)
                continue
            link = replace(link, kind=Kind.ARTICLE)
            era = reread.era(before)
            profile = era.profile if era is not None else None
            outcome = await outcome_of(session.pool, (capture, session.portal, link, profile))
            if outcome is TAKEN_BACK:
                # Without that reading nothing can be said; the next run asks for the page again.
                page.problem, page.article = TAKEN_BACK, None
                return
            earlier = outcome.article if isinstance(outcome, ArticlePage) else None
            reread.put(before, at, earlier)
            if earlier is None or of_article(earlier) == of_article(article):
                return


class ExpectPipeline(_Step):
    """Counts the fields that the portal file expects and an article lacks, and the articles of
    which only the first page is read.
    """

    def process_item(self, page: Page) -> Page:
        """Returns the page unchanged."""
        if self._session is None or page.article is None:
            return page
        progress, missing = self._session.progress, self._session.progress.missing
        progress.compared += 1
        progress.continued += any(item.rule == RULE for item in page.article.evidence)
        for name in lacking(page.article, self._session.portal):
            missing[name] = missing.get(name, 0) + 1
        return page


def lacking(article: Article, portal: Portal) -> list[str]:
    """Fields that the portal file expects and the article does not have."""
    names = [name for name in portal.expect.fields if not getattr(article, name)]
    if len(article.body) < portal.expect.min_body_length and "body" not in names:
        names.append("body")
    return names
