"""Which pages of a list a run reads, and what proves that it was read to its end.

A first walk, and each full walk, goes on until the list's end is proven. Between full walks a list
is read until a page on which every article was stored before the run. Where an end is not proven,
the ledger (archive/list_walks.py) says how the walk ended, and the next run takes it up.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from govnews.archive import articles, captures, list_walks, observations, requeue
from govnews.archive.frontier import Claim
from govnews.archive.list_walks import End, Walk
from govnews.crawl import file_walk, list_ends
from govnews.crawl.items import Problem
from govnews.crawl.list_memory import ListMemory
from govnews.crawl.session import Session
from govnews.crawl.walk_coverage import Coverage
from govnews.families import seeds
from govnews.model import Kind, Link, Listing
from govnews.portal import Portal
from govnews.reading.urls import canonical
from govnews.reasons import Reason

NOTHING_THERE = frozenset({Reason.SOFT_404, Reason.NO_LINKS, Reason.TO_HOME, Reason.HOME})
"""Reasons that mean, for a page past the last one, that the list has ended before it."""

STALE_PAGES = 5
"""Pages in a row that list nothing new to this run, after which a list goes round in a circle."""


def follow(
    session: Session,
    conn: sqlite3.Connection,
    claim: Claim,
    listing: Listing,
    url: str,
    now: datetime,
    *,
    unsent: bool = False,
) -> int:
    """Queues what a list leads to; returns how many pages that are. url: where the page came from,
    after redirects. unsent: the server answered that nothing has changed since the last visit.
    """
    step = _Step(session, conn, claim, listing, now, unsent=unsent)
    return step.file() if claim.link.kind != "listing" else step.page(url)


def answers_problem(
    session: Session, conn: sqlite3.Connection, claim: Claim, problem: Problem, now: datetime
) -> bool:
    """Whether a page of a list that cannot be read is dealt with: another request for it is queued,
    or it proves the list's end.
    """
    if claim.link.kind != "listing" or claim.link.page == 1:
        return False
    return _Step(session, conn, claim, Listing(), now).answers_problem(problem)


def failed(
    session: Session, conn: sqlite3.Connection, claim: Claim, problem: Problem, now: datetime
) -> None:
    """Notes in the ledger that a page of a list could not be read in this run."""
    if claim.link.kind != "article":
        _Step(session, conn, claim, Listing(), now).failed(problem)


def is_gone(
    session: Session, conn: sqlite3.Connection, claim: Claim, problem: Problem, now: datetime
) -> bool:
    """Whether a list is gone for good, which is noted in the ledger; said once."""
    link = claim.link
    if link.kind != Kind.LISTING or link.page != 1 or not problem.gone:
        return False
    walk = list_walks.find(conn, session.portal.name, link.list_key or link.key)
    if walk is None or not list_walks.is_gone(conn, walk, claim.id, now):
        return False
    if walk.ended != End.GONE:
        session.gone_lists.append(walk.name)
    list_walks.end(conn, walk, End.GONE, f"{link.url}: {problem.detail}", link.key, now)
    return True


@dataclass(slots=True)
class _Step:
    """One page of a list on its way into the frontier and the ledger."""

    session: Session
    conn: sqlite3.Connection
    claim: Claim
    listing: Listing
    now: datetime
    unsent: bool = False

    @property
    def link(self) -> Link:
        return self.claim.link

    @property
    def portal(self) -> str:
        return self.session.portal.name

    @property
    def key(self) -> str:
        """Names the list: the key of its first page."""
        return self.link.list_key or self.link.key

    @property
    def memory(self) -> ListMemory:
        return self.session.lists.setdefault(self.key, ListMemory())

    @property
    def coverage(self) -> Coverage:
        return Coverage(self.session, self.conn, self.link, self.listing, self.memory, self.key)

    # --- feeds and sitemaps -----------------------------------------------------------------------

    def file(self) -> int:
        """A feed, a sitemap or an index of sitemaps: its entries, and the files it names."""
        session, link, listing = self.session, self.link, self.listing
        news = self._add_articles()
        count = news + self._asked_anew(listing.articles)
        pages = tuple(more for more in listing.more if more.kind == Kind.FEED)
        parts = [more for more in listing.more if more.kind == Kind.SITEMAP]
        promised = session.discovery.promised(link)
        unread = [*listing.problems, *(listing.off_site if promised else ())]
        deep, wanted = file_walk.parts(self.conn, session, link, parts, self.now)
        count += session.frontier.seed(self.portal, wanted, self.now)
        unread += deep
        if unread:
            session.unreadable[link.url] = tuple(unread)
        if left_out := (*listing.left_out, *(() if promised else listing.off_site)):
            session.left_out[link.url] = left_out
        if pages or link.list_key is not None:
            return count + self._page_of_feed(pages, news, unread)
        walk = list_walks.begin(self.conn, self.portal, link, self.now, full=True)
        list_walks.read(self.conn, walk, listing)
        if unread:
            self._end(walk, End.PART_READ, unread[0])
        else:
            self._end(walk, End.ONE_FILE, f"{len(listing.articles) or len(parts)} entries")
        return count

    def _page_of_feed(self, pages: tuple[Link, ...], news: int, unread: list[str]) -> int:
        """A page of a feed that has several: they are followed as those of a list are."""
        session, link, memory = self.session, self.link, self.memory
        walk = file_walk.of_feed(self.conn, session, link, self.key, self.now)
        memory.started = True
        list_walks.read(self.conn, walk, self.listing)
        memory.unproven.pop(link.key, None)
        session.pages[link.key] = self.key
        memory.pages[link.key] = link
        for article in self.listing.articles:
            memory.listed.setdefault(article.key, link.key)
        if unread:
            memory.unproven[link.key] = (
                End.PART_READ,
                f"page {link.page} ({link.url}): {unread[0]}",
            )
        before = self._shown_before()
        if before is not None:
            self._end(walk, End.CIRCLE, f"page {link.page} shows page {before} again")
            return 0
        memory.fresh |= {one.key for one in self.coverage.beyond(walk.watermark)}
        self.listing = replace(self.listing, more=pages)
        if self.coverage.meets_another_walk():
            return 0
        following = self._following()
        if following is not None:
            return self._go_on(walk, following, news)
        if not pages:
            self._end(walk, End.ONE_FILE, f"page {link.page} names no following page")
        elif pages[0].key in session.first_pages - {self.key}:
            self._end(
                walk, End.ONE_FILE, f"page {link.page} leads on to {pages[0].url}, a list too"
            )
        else:
            self._end(walk, End.CIRCLE, f"page {link.page} leads back to {pages[0].url}")
        return 0

    def _asked_anew(self, links: Iterable[Link]) -> int:
        """Queues the known pages that a feed or sitemap dates later than their last visit."""
        if self._made_at_once():
            return 0
        return sum(
            requeue.what_changed(self.conn, self.portal, link.key, link.modified)
            for link in links
            if link.modified is not None
        )

    # --- pages of a list --------------------------------------------------------------------------

    def page(self, url: str) -> int:
        """A page of a section's list."""
        if self.listing.problems:
            self.session.unreadable[self.link.url] = self.listing.problems
        listing, link = self.listing, self.link
        walk = self._walk()
        if link.page > 1 and _leads_back(self.session.portal, link.url, url):
            self._end(walk, End.START_AGAIN, f"page {link.page} leads to {url}")
            return 0
        list_walks.read(self.conn, walk, listing)
        memory = self.memory
        memory.unproven.pop(link.key, None)
        if link.key in memory.again:
            memory.again.discard(link.key)
            return self._add_articles()
        memory.most = max(memory.most, listing.announced_pages or 0)
        self.session.pages[link.key] = self.key
        if not listing.articles:
            return self._without_articles(walk)
        memory.pages[link.key] = link
        for article in listing.articles:
            memory.listed.setdefault(article.key, link.key)
        before = self._shown_before()
        if before is not None:
            return self._repeated(walk, before)
        news = self._add_articles()
        count = news + self._asked_anew(listing.articles) + self._read_before_again()
        self.memory.fresh |= {one.key for one in self.coverage.beyond(walk.watermark)}
        if self.coverage.meets_another_walk():
            return count
        if link.page == 1:
            count += self._open_archives(walk)
            count += self.session.frontier.seed(self.portal, listing.beside, self.now)
        following = self._following()
        if following is None:
            self._end(walk, *list_ends.of_pager(listing, link, walk, self._alike(url)))
            return count
        return count + self._go_on(walk, following, news)

    def _alike(self, url: str) -> int:
        """How many visits in a row found the same links on the page that came from a URL."""
        links = observations.links_digest(self.listing)
        return captures.visits_alike(self.conn, self.portal, url, links)

    def _walk(self) -> Walk:
        """The list's row in the ledger; the first page begins a walk."""
        session, link = self.session, self.link
        known = list_walks.find(self.conn, self.portal, self.key)
        if link.key == self.key or known is None:
            begins = not self.memory.started and known is not None and known.full_since is None
            days = session.portal.crawl.full_walk_days
            due = begins and list_walks.is_due(known, self.now, days)
            full = not self.memory.started and (session.selection.full or due)
            first = link if link.list_key is None else replace(link, list_key=None, page=1)
            walk = list_walks.begin(self.conn, self.portal, first, self.now, full=full)
            self.memory.started = True
            session.first_pages.add(self.key)
            return walk
        return known

    def _without_articles(self, walk: Walk) -> int:
        """A page without articles: it says so itself, or the list stands on another page. In the
        middle of a list, its pager goes on.
        """
        listing, link = self.listing, self.link
        if listing.elsewhere:
            inner = [
                replace(one, list_key=self.key, page=link.page)
                for one in listing.elsewhere
                if self.session.pages.setdefault(one.key, self.key) == self.key
            ]
            return self.session.frontier.seed(self.portal, inner, self.now)
        following = self._following()
        if following is not None and link.page < max(self.memory.most, walk.announced_pages or 0):
            self.memory.pages[link.key] = link
            return self._queue(following)
        how = End.EMPTY_PAGE
        if link.page == 1:
            emptied = list_walks.had_articles(self.conn, self.portal, link.key)
            how = End.EMPTIED if emptied else End.EMPTY_LIST
        self._end(walk, how, f"page {link.page}: {listing.empty}")
        return 0

    def _shown_before(self) -> int | None:
        """The number of an earlier page of this run that listed the same articles."""
        content = hash(tuple(article.key for article in self.listing.articles))
        number = self.memory.contents.setdefault(content, self.link.page)
        return number if number != self.link.page else None

    def _repeated(self, walk: Walk, before: int) -> int:
        """A page that shows an earlier one again: the request was wrong, or the list has ended."""
        if self._ask_otherwise():
            return 1
        proof = f"page {self.link.page} shows page {before} again"
        how = End.START_AGAIN if list_ends.is_past_the_end(self.link, walk) else End.CIRCLE
        if 1 < before == self.link.page - 1 and self.link.method == "GET":
            # As servers do for a number that is too high. A POST may just have been the wrong one.
            how = End.LAST_AGAIN
        self._end(walk, how, proof)
        return 0

    def _read_before_again(self) -> int:
        """Where the list announces fewer articles than a page ago, one was removed meanwhile, and
        another one has slipped to the page before: that is queued again.
        """
        total, memory = self.listing.announced_articles, self.memory
        removed = total is not None and memory.total is not None and total < memory.total
        memory.total = total if total is not None else memory.total
        if not removed:
            return 0
        before = [key for key, read in memory.pages.items() if read.page == self.link.page - 1]
        memory.again |= set(before)
        return sum(self.session.frontier.again(self.portal, key) for key in before)

    def _ask_otherwise(self) -> bool:
        """Queues the next of the other requests for this page, if there is one."""
        others = self.memory.others.get(self.link.key, ())
        if not others:
            return False
        first, rest = others[0], others[1:]
        self.memory.others[first.key] = rest
        self.session.frontier.ask_otherwise(self.portal, first, self.now)
        return True

    def _open_archives(self, walk: Walk) -> int:
        """The months or years beside a list that has no pager: each is a list of its own, and
        opens no others.
        """
        frontier = self.session.frontier
        if self.key not in {link.key for link in seeds(self.session.portal)}:
            return 0
        if walk.full_since is not None:
            return frontier.seed(self.portal, self.listing.archives, self.now)
        return frontier.add(self.portal, self.listing.archives, self.link.url, self.now)

    # --- the following page -----------------------------------------------------------------------

    def _following(self) -> Link | None:
        """The likeliest request for the following page; the other ones are remembered. What leads
        back to a page of this run, or to where another list begins, is none.
        """
        session, memory = self.session, self.memory
        mark = self.coverage.mark
        elsewhere = session.first_pages - {self.key}
        places = [
            replace(one, list_key=self.key, watermark=mark)
            for one in (*self.listing.more, *self.listing.others)
            if one.key not in session.pages and one.key not in elsewhere
        ]
        if not places:
            return None
        following, *rest = places
        memory.others[following.key] = tuple(rest)
        return following

    def _go_on(self, walk: Walk, following: Link, news: int) -> int:
        """Queues the following page, or ends the walk where it may end."""
        session = self.session
        if not self._within_horizon([following]):
            session.frontier.set_aside(self.portal, following, self.link.url, self.now)
            self._end(walk, End.BOUND, f"older than {session.selection.since}")
            return 0
        if session.horizon is not None:
            session.frontier.take_up(self.portal, [following])
        if not news and self._is_covered(walk):
            return 0
        if self._is_stale():
            proof = f"{STALE_PAGES} pages up to page {self.link.page} list nothing new"
            self._end(
                walk,
                End.START_AGAIN if list_ends.is_past_the_end(self.link, walk) else End.CIRCLE,
                proof,
            )
            return 0
        # An address that no page names is asked for beyond the bound: most show that the list has
        # ended. The first page is read in every run, before or after the others.
        pages = len(self.memory.pages.keys() | {self.key})
        if pages >= session.max_pages + following.raised:
            session.frontier.set_aside(self.portal, following, self.link.url, self.now)
            bound = f"{pages} pages in a run"
            self._end(walk, End.BOUND, f"{bound}; the next run goes on at page {following.page}")
            return 0
        return self._queue(following)

    def _queue(self, following: Link) -> int:
        count = self.session.frontier.seed(self.portal, [following], self.now)
        if count and self.coverage.from_the_top:
            self.memory.queued.add(following.key)
        return count

    def _is_covered(self, walk: Walk) -> bool:
        """Whether all that follows was read before, or is left to another walk; ends this one."""
        if self.coverage.is_known(walk):
            read = f", and the rest was read to its end on {(walk.last_full_at or '')[:10]}"
            self._end(walk, End.KNOWN, f"page {self.link.page}{read}")
            return True
        return self.coverage.joins_older_walk()

    def _is_stale(self) -> bool:
        """Whether several pages in a row listed nothing that earlier ones of this run had not."""
        self.memory.stale = 0 if self.coverage.own else self.memory.stale + 1
        return self.memory.stale >= STALE_PAGES

    def _within_horizon(self, more: list[Link]) -> bool:
        """Whether the following page may hold articles that are recent enough."""
        session, horizon = self.session, self.session.horizon
        if horizon is None:
            return True
        beyond = horizon.beyond(self.listing)
        if beyond is not None:
            return not beyond
        wanted = [link for link in self.listing.articles if session.selection.wants(link)]
        known = articles.dates_of(self.conn, session.portal, [link.url for link in wanted])
        if any(day is None or day[:10] >= horizon.since.isoformat() for day in known.values()):
            return True
        unread = [link.key for link in wanted if link.url not in known]
        if unread:
            horizon.hold(tuple(more), unread)
        return False

    # --- failures and ends ------------------------------------------------------------------------

    def answers_problem(self, problem: Problem) -> bool:
        """See the function of this name."""
        walk = list_walks.find(self.conn, self.portal, self.key)
        if walk is None:
            return False
        link, frontier = self.link, self.session.frontier
        if not problem.again and self._ask_otherwise():
            frontier.done(self.claim.id, self.now)
            return True
        nothing = problem.gone or problem.reason in NOTHING_THERE
        if nothing and list_ends.is_past_the_end(self.link, walk):
            self._end(walk, End.MISSING_PAGE, f"page {link.page}: {problem.detail}")
            frontier.done(self.claim.id, self.now)
            return True
        return False

    def failed(self, problem: Problem) -> None:
        """See the function of this name."""
        walk = list_walks.find(self.conn, self.portal, self.key)
        if walk is not None:
            place = f"page {self.link.page} ({self.link.url})"
            self._end(walk, End.FAILED, f"{place}: {problem.reason}, {problem.detail}")

    def _end(self, walk: Walk, how: End, proof: str) -> None:
        """Notes how the walk ended; one that listed less than was announced is not proven. What
        another walk of this run could not prove stays so.
        """
        memory, key = self.memory, self.link.key
        if how in list_walks.PROVEN and how != End.KNOWN:
            short = list_ends.shortfall(self.listing, self.link, walk, memory, self.session.started)
            how, proof = (End.SHORT, f"{short}; {proof}") if short else (how, proof)
        if how in list_walks.PROVEN:
            mark, to_the_end = self.coverage.mark, how != End.KNOWN
            list_walks.prove(self.conn, walk, mark, memory.most, self.now, to_the_end=to_the_end)
            if how == End.ONE_PAGE:
                list_walks.forget_pages(self.conn, walk)
            if memory.unproven:
                key, (how, proof) = list(memory.unproven.items())[-1]
        else:
            memory.unproven[key] = (how, proof)
        list_walks.end(self.conn, walk, how, proof, key, self.now)

    # --- articles ---------------------------------------------------------------------------------

    def _add_articles(self) -> int:
        """Queues the new articles of a list; those that the run is not for are kept for another."""
        frontier, found_on = self.session.frontier, self.link.url
        undated = self._made_at_once()
        wanted: list[Link] = []
        others: list[Link] = []
        for link in self.listing.articles:
            dated = replace(link, modified=None) if undated else link
            (wanted if self.session.selection.wants(dated) else others).append(link)
        # A file that has not changed names what was gone already when it was read last.
        gone_again = not (self.unsent and self.link.kind != Kind.LISTING)
        count = frontier.add(
            self.portal, wanted, found_on, self.now, self.link.kind, gone_again=gone_again
        )
        frontier.add_aside(self.portal, others, found_on, self.now, self.link.kind)
        return count

    def _made_at_once(self) -> bool:
        """Whether all entries of a feed or sitemap have the same date, that of the file and not of
        a change.
        """
        dates = {article.modified for article in self.listing.articles}
        return len(self.listing.articles) > 1 and len(dates) == 1


def _leads_back(portal: Portal, asked: str, came: str) -> bool:
    """Whether a page of a list was redirected to where a list begins: it is past the end."""
    url = canonical(came)
    return url != asked and url in {canonical(portal.base_url), *(one.url for one in seeds(portal))}
