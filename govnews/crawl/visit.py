"""The visit of one page: what of it is stored, and what becomes of its row in the frontier."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from govnews.archive import (
    addresses,
    admission,
    articles,
    captures,
    joining,
    list_views,
    moves,
    observations,
    validators,
)
from govnews.archive.addresses import Via
from govnews.archive.nameless import Names
from govnews.archive.warc.model import Exchange
from govnews.crawl import list_walk
from govnews.crawl.circuit_breaker import SILENCE
from govnews.crawl.items import Page, PageOutcome, Problem
from govnews.crawl.session import Session
from govnews.families import has_article_rule
from govnews.model import Kind, Link, Listing, StoreOutcome
from govnews.reasons import LINKS_ONLY, NOT_THERE, Reason, http_reason

MAX_ATTEMPTS = 3
BACK_OFF = (1.0, 4.0)
"""Seconds before the second and the third attempt, where the server names none."""

LATER = timedelta(hours=1)
"""Puts a page of a dead host beyond this run; the next run does not wait for it."""

MAX_STEPS = 4
"""Articles in a row that may each be known from the one before only, and from no list."""

VANISHED = frozenset(
    {
        http_reason(404),
        http_reason(410),
        *NOT_THERE,
        Reason.TO_HOME,
        Reason.OFF_SITE,
        Reason.TO_ANOTHER,
    }
)
"""Reasons that mean, for an article of the archive, that the portal no longer has it."""

LIST_AGAIN = frozenset({
    http_reason(404), http_reason(410), Reason.SOFT_404, Reason.ERROR_PAGE, Reason.MAINTENANCE,
    Reason.NO_LINKS, Reason.EMPTY,
})  # fmt: skip
"""Reasons for which a page of a list is asked for again in the same run: what stands on all the
pages behind it would be lost with it."""

_NO_ARTICLE = frozenset({Reason.LISTING, Reason.HOME, Reason.EMPTY})
"""Reasons for which a page that a sitemap names was never an article."""


class Visit:
    """The storing of one page. url: as the run asked for it."""

    def __init__(self, session: Session, page: Page) -> None:
        self._session = session
        self.url = page.claim.link.url
        self._page = page
        self._claim = page.claim
        self._name = session.portal.name
        self._now: datetime = session.now()
        self._outcome: PageOutcome | None = None
        self._added = 0
        self._via: Via = ()
        self._led_to: list[Link] | None = None
        self._feeds: list[Link] | None = None
        self._nameless: Names = frozenset()

    def store(self, conn: sqlite3.Connection) -> None:
        """Stores what there is, in the caller's transaction; it may be rolled back and tried again.
        `count` is to follow when it is committed.
        """
        problem = self._page.problem
        self._outcome, self._added, self._nameless = None, 0, frozenset()
        if problem is not None and problem.untried:
            self._session.frontier.release(self._claim.id)
            return
        self._identify()
        self._admit(conn)
        self._renew(conn)
        capture_id = self._captures(conn)
        problem = self._page.problem
        if problem is not None:
            self._outcome = self._problem(conn, problem, capture_id)
        elif capture_id is None:
            nothing = Problem(Reason.ERROR, "no answer and no reason")
            self._outcome = self._problem(conn, nothing, None)
        else:
            self._outcome = self._success(conn, capture_id)

    def _identify(self) -> None:
        """Names the links of a page as the run names articles now."""
        page, left = self._page, self._session.left
        page.links = left.identified(page.links)
        if page.listing is not None:
            named = left.identified(page.listing.articles)
            page.listing = replace(page.listing, articles=named)

    def _admit(self, conn: sqlite3.Connection) -> None:
        """Refuses what a known article's address leads to, if it is another page."""
        page, portal = self._page, self._session.portal
        if not page.via or page.article is None or page.reread is None:
            return
        if not joining.admits(conn, portal, page.article, page.via, page.reread.payload):
            detail = f"{self.url} leads to {page.article.url}: {page.article.title}"
            page.problem = Problem(Reason.TO_ANOTHER, detail, leads_to=page.article.url)
            page.article = None

    def _renew(self, conn: sqlite3.Connection) -> None:
        """Renews the version that stands, if it reads differently today, before it is compared."""
        page = self._page
        if page.article is not None and page.reread is not None:
            seen = page.hops[-1].fetched_at
            page.article = articles.renewed(
                conn, self._session.portal, seen, page.article, page.reread, page.via
            )

    def give_up(self, error: Exception) -> None:
        """What cannot be stored is recorded as such, and the run goes on."""
        page = self._page
        page.hops, page.bodies, page.article, page.listing = (), [], None, None
        page.problem = Problem(Reason.STORE_ERROR, f"{type(error).__name__}: {error}")

    # --- captures ---------------------------------------------------------------------------------

    def _captures(self, conn: sqlite3.Connection) -> int | None:
        """Writes every exchange to the WARC and its row; returns the row that holds what the last
        one brought.
        """
        before, came_from = None, None
        self._via = self._page.via
        kind, listing = self._claim.link.kind, self._page.listing
        for exchange, body in zip(self._page.hops, self._page.bodies, strict=True):
            last = exchange is self._page.hops[-1]
            links = observations.links_digest(listing) if last and listing is not None else None
            digest = captures.payload_digest(body)
            original = None
            if exchange.method == "GET" and body:
                original = captures.find_original(conn, self._name, exchange.url, digest)
            if self._page.known is not None and last:
                validators.learn(conn, self._name, self._page.known, exchange, digest)
            if original is None and last and body:
                known = self._observe(conn, exchange, body, links)
                if known is not None:
                    self._via = ()  # a visit that is not kept does not say how it was led there
                    return known
            written = self._session.writer.write(exchange, kind, original, links, came_from)
            before = captures.insert(
                conn, self._name, kind, exchange, body, written, original, links, before
            )
            came_from = exchange.url
        return before

    def _observe(
        self, conn: sqlite3.Connection, exchange: Exchange, body: bytes, links: str | None
    ) -> int | None:
        """Keeps a visit that brought nothing new as an observation of the capture that holds what
        it found, unless the portal file says `keep = "all"`; returns that capture's row.
        """
        if exchange.method != "GET" or self._session.portal.crawl.keep == "all":
            return None
        article = self._page.article
        known = None
        if article is not None:
            known = articles.known_reading(
                conn,
                self._session.portal,
                article,
                exchange.url,
                exchange.fetched_at,
                self._via,
                unsent=self._has_no_count(),
            )
        elif links is not None:
            known = captures.find_list(conn, self._name, exchange.url, links)
        if known is None:
            return None
        seen = observations.observed(exchange.fetched_at, body, article)
        observations.note(self._session.writer, known, seen)
        observations.insert(conn, known.id, seen)
        return known.id

    def _has_no_count(self) -> bool:
        """Whether the visit takes back no count of views: the server sent nothing, or the portal's
        present template prints none.
        """
        page = self._page
        if page.unsent or page.article is None or page.article.views is not None:
            return page.unsent
        era = self._session.learner.eras.at(page.hops[-1].fetched_at)
        return era is not None and "views" in era.form

    # --- what became of it ----------------------------------------------------------------------

    def _success(self, conn: sqlite3.Connection, capture_id: int) -> PageOutcome:
        page, session, link = self._page, self._session, self._claim.link
        outcome = PageOutcome.ATTACHMENT
        if page.article is not None and page.capture is not None:
            # A server that sent nothing told no count of views.
            article = replace(page.article, views=None) if page.unsent else page.article
            seen = page.hops[-1].fetched_at
            stored = admission.admit(
                conn,
                session.portal,
                capture_id,
                seen,
                article,
                page.profile,
                page.reread,
                self._via,
                key=link.key,
                unsent=self._has_no_count(),
            )
            if stored.outcome == StoreOutcome.PENDING:
                session.held.wait(conn, self._now)
            if stored.moved and all(hop.permanent for hop in self._via):
                key = session.portal.identity_key(article.url)
                session.frontier.moves(self._name, link.key, article.url, key, self._now)
            if stored.outcome in {StoreOutcome.UNCHANGED, StoreOutcome.CHANGED}:
                for url in {page.article.url, link.url}:
                    self._added += session.held.passed(conn, url, self._now)
            if stored.outcome == StoreOutcome.NEW and session.incremental:
                self._added += moves.ask_again(conn, stored.article_id, session.started)
            if stored.outcome == StoreOutcome.NEW:
                self._nameless = session.left.watch.stored(
                    conn, session.portal, stored.article_id, page.article.url
                )
            files = [
                Link(file.url, Kind.ATTACHMENT, link.section)
                for file in page.article.attachments
                if file.url.startswith(("http://", "https://"))
            ]
            found = [*files, *self._others()]
            self._added += session.frontier.add(
                self._name, found, page.article.url, self._now, link.kind
            )
            self._beyond(page.article.published)
            outcome = PageOutcome(stored.outcome)
        elif page.listing is not None:
            url = page.hops[-1].url
            if not page.unsent:
                list_views.record(
                    conn,
                    session.writer,
                    self._name,
                    page.listing.articles,
                    page.hops[-1].fetched_at,
                    capture_id,
                )
            self._added += list_walk.follow(
                session, conn, self._claim, page.listing, url, self._now, unsent=page.unsent
            )
            self._named(page.listing)
            outcome = PageOutcome.LISTING_PAGE
        session.frontier.done(self._claim.id, self._now)
        return outcome

    def _others(self) -> list[Link]:
        """Links of an article to others, a few steps from where a list ends: a site that makes up
        ever new addresses would lead on and on.
        """
        step = self._claim.link.page + 1
        if step > MAX_STEPS:
            return []
        wants = self._session.selection.wants
        return [replace(link, page=step) for link in self._page.links if wants(link)]

    def _named(self, listing: Listing) -> None:
        """Takes up the feeds that a list names."""
        session = self._session
        if self._feeds is None:  # asked once, also when the page is stored in a second try
            self._feeds = session.discovery.new(filter(session.selection.wants, listing.feeds))
        self._added += session.frontier.seed(self._name, self._feeds, self._now)

    def _beyond(self, published: datetime | None, *, failed: bool = False) -> None:
        """Goes on with a list that waited for this article's date."""
        session, link = self._session, self._claim.link
        if session.horizon is not None and link.kind == Kind.ARTICLE:
            if self._led_to is None:  # asked once, also when the page is stored in a second try
                self._led_to = session.horizon.read(link.key, published, failed=failed)
            session.frontier.take_up(self._name, self._led_to)
            self._added += session.frontier.seed(self._name, self._led_to, self._now)

    def _problem(
        self, conn: sqlite3.Connection, problem: Problem, capture_id: int | None
    ) -> PageOutcome:
        frontier, claim, now = self._session.frontier, self._claim, self._now
        link = claim.link
        quiet = now + timedelta(seconds=problem.wait) if problem.wait is not None else None
        if list_walk.answers_problem(self._session, conn, claim, problem, now):
            return PageOutcome.LISTING_PAGE
        retry_at = self._retry_at(problem)
        if retry_at is not None:
            frontier.fail(claim.id, problem.reason, problem.detail, now, retry_at, quiet)
            return PageOutcome.PUT_OFF
        if self._leads_to_list(conn, problem):
            problem = replace(problem, reason=Reason.TO_ANOTHER)
        self._beyond(None, failed=True)
        if link.kind == "article" and problem.reason in VANISHED:
            known = addresses.find(conn, self._session.portal, link.url)
            if known is not None:
                return self._missing(conn, known.article_id, problem, capture_id)
            if problem.gone:
                frontier.gone(claim.id, problem.reason, problem.detail, now)
                return PageOutcome.MISSED
        if self._was_candidate(conn, problem):
            # A feed that is found again is asked for again.
            frontier.gone(claim.id, problem.reason, problem.detail, now)
            list_walk.failed(self._session, conn, claim, problem, now)
            return PageOutcome.LISTING_PAGE
        if link.kind == Kind.ATTACHMENT and problem.gone:
            frontier.gone(claim.id, problem.reason, problem.detail, now)
            return PageOutcome.MISSED
        if list_walk.is_gone(self._session, conn, claim, problem, now):
            frontier.gone(claim.id, problem.reason, problem.detail, now)
            return PageOutcome.LISTING_PAGE
        frontier.fail(claim.id, problem.reason, problem.detail, now, None, quiet)
        list_walk.failed(self._session, conn, claim, problem, now)
        return PageOutcome.FAILED

    def _leads_to_list(self, conn: sqlite3.Connection, problem: Problem) -> bool:
        """Whether the address of a known article leads to a page of links, at an address of no
        article or of another one.
        """
        page, portal = self._page, self._session.portal
        if problem.reason not in LINKS_ONLY or not page.via:
            return False
        return addresses.leads_away(conn, portal, self._claim.link.url, page.hops[-1].url)

    def _missing(
        self, conn: sqlite3.Connection, article_id: int, problem: Problem, capture_id: int | None
    ) -> PageOutcome:
        """A known article is not there. It is lost when it is missing twice under one address and
        under each of its others, which are tried then.
        """
        frontier, claim, portal = self._session.frontier, self._claim, self._session.portal
        again = frontier.missing(claim.id, problem.reason, problem.detail, self._now)
        if again:
            frontier.gone(claim.id, problem.reason, problem.detail, self._now)
        others = addresses.others(conn, portal, article_id, claim.link.url)
        last_seen = addresses.last_seen(conn, article_id)
        if frontier.is_lost(portal.name, others, last_seen, again=again):
            # As the captures tell it, from which it can be told again.
            seen = self._page.hops[-1].fetched_at if self._page.hops else self._now
            link = claim.link
            admission.missing(conn, self._name, link.url, article_id, capture_id, seen, link.key)
            self._session.held.wait(conn, self._now)
            return PageOutcome.PENDING
        links = [Link(url, Kind.ARTICLE, identity=one) for one, url in others.items()]
        self._added += frontier.try_instead(portal.name, links, self._now)
        return PageOutcome.NOT_FOUND

    def _was_candidate(self, conn: sqlite3.Connection, problem: Problem) -> bool:
        """Whether the page was only a candidate: a feed or sitemap that the portal file does not
        name, or a page of a sitemap that no rule calls an article.
        """
        session, link = self._session, self._claim.link
        if session.discovery.found(link):
            session.discovery.unread[link.url] = problem.detail or problem.reason
            return True
        if problem.again:
            return False
        if link.kind != "article" or problem.reason not in _NO_ARTICLE:
            return False
        if has_article_rule(session.portal) or self._is_known(conn):
            return False
        row = conn.execute(
            "SELECT 1 FROM frontier WHERE portal = ? AND key = ? AND kind = 'sitemap'",
            (self._name, self._claim.found_on),
        ).fetchone()
        if row is not None:
            session.discovery.no_articles[link.url] = problem.reason
        return row is not None

    def _is_known(self, conn: sqlite3.Connection) -> bool:
        return addresses.find(conn, self._session.portal, self._claim.link.url) is not None

    def _retry_at(self, problem: Problem) -> datetime | None:
        """When the page is tried again; None when it is not."""
        if problem.reason == Reason.UNREACHABLE:
            # Times of the frontier are cut to the second.
            return problem.until + timedelta(seconds=1) if problem.until else self._now + LATER
        passing = self._claim.link.kind == "listing" and problem.reason in LIST_AGAIN
        if not (problem.again or passing):
            return None
        if self._session.health.pages_are_sick and self._claim.link.kind != Kind.LISTING:
            return None
        attempts = self._claim.attempts + 1
        most = MAX_ATTEMPTS if problem.wait is None else MAX_ATTEMPTS * 2
        if problem.host is not None and problem.reason not in SILENCE | {Reason.ROBOTS_UNAVAILABLE}:
            # The circuit breaker says how often a host that cannot be reached is tried.
            most = MAX_ATTEMPTS * 4
            if problem.host in self._session.health.dead:
                return self._now + LATER
        if attempts >= most:
            return None
        wait = problem.wait
        if wait is None:
            wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1]
        return self._now + timedelta(seconds=wait)

    def count(self) -> None:
        """Moves the run's counters."""
        session, page, outcome = self._session, self._page, self._outcome
        if outcome is None:
            return
        session.held.committed()
        progress = session.progress
        progress.queued += self._added
        progress.requests += len(page.hops)
        progress.bytes += sum(len(hop.payload) for hop in page.hops)
        if outcome == PageOutcome.PUT_OFF:
            return
        progress.queued -= 1
        if outcome in {PageOutcome.FAILED, PageOutcome.MISSED}:
            reason = page.problem.reason if page.problem else Reason.ERROR
            progress.failed[reason] = progress.failed.get(reason, 0) + 1
            session.rows_failed += outcome == PageOutcome.FAILED
        else:
            setattr(progress, outcome, getattr(progress, outcome) + 1)

    def leave_out(self) -> None:
        """Leaves parameters out that name nothing, as this page has shown."""
        if self._nameless:
            self._session.leave_out(self._nameless)
