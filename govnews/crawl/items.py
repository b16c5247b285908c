"""Items that pass from the spider through the pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from govnews.archive.addresses import PERMANENT, Hop
from govnews.archive.frontier import Claim
from govnews.archive.validators import Validators
from govnews.archive.warc.model import Exchange
from govnews.model import Article, Capture, Link, Listing, Profile
from govnews.reading.urls import canonical
from govnews.reasons import HttpReason, Reason
from govnews.rereading import Rereader


class PageOutcome(StrEnum):
    """What became of a visit that a run counts; each is a counter of `Progress` except PUT_OFF (the
    page is tried again in this run), FAILED, and MISSED (what the server never had). PENDING: it is
    judged when the run ends.
    """

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    LISTING_PAGE = "listing_pages"
    ATTACHMENT = "attachments"
    NOT_FOUND = "not_found"
    PENDING = "pending"
    PUT_OFF = "put-off"
    FAILED = "failed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a page cannot be stored as what it was fetched for.

    reason: as `govnews status` counts it. detail: a message for people.
    again: may be transient, so the page is tried again (three times in all).
    wait: seconds of a Retry-After.
    gone: status 404 or 410.
    host: the host that could not be reached, or None.
    untried: the request was withdrawn before it was sent (Ctrl-C, a Retry-After).
    leads_to: target of a redirect that was not followed.
    until: when a host that is left alone may be asked again; None for not in this run.
    """

    reason: Reason | HttpReason
    detail: str = ""
    again: bool = False
    wait: float | None = None
    gone: bool = False
    host: str | None = None
    untried: bool = False
    leads_to: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Result of reading an article's page: the article, and the page's links to others."""

    article: Article
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class Page:
    """One visit on its way into the archive; each pipeline fills its part.

    hops: every exchange that took place, redirects first. bodies: their payloads, decoded.
    capture: input of the reader from the last hop, None without an answer. known: validators of
        the previous answer, if it had any; after a 304 that answer's payload is read.
    profile: the portal's profile that the article was read with. links: to other articles.
    reread: earlier captures of the article as they are read today, where it reads differently.
    """

    claim: Claim
    hops: tuple[Exchange, ...] = ()
    problem: Problem | None = None
    known: Validators | None = None
    bodies: list[bytes] = field(default_factory=list)
    capture: Capture | None = None
    article: Article | None = None
    links: tuple[Link, ...] = ()
    profile: Profile | None = None
    listing: Listing | None = None
    reread: Rereader | None = None

    @property
    def via(self) -> tuple[Hop, ...]:
        """The redirects that led to the page."""
        return tuple(
            Hop(canonical(hop.url), hop.fetched_at, hop.status in PERMANENT)
            for hop in self.hops[:-1]
        )

    @property
    def unsent(self) -> bool:
        """Whether the server answered 304 Not Modified."""
        return self.problem is None and bool(self.hops) and self.hops[-1].status == 304
