"""What goes from the spider through the pipelines."""

from __future__ import annotations

from dataclasses import dataclass, field

from govnews.archive.frontier import Claim
from govnews.archive.warc.writer import Exchange
from govnews.crawl.ledger import Validators
from govnews.model import Article, Capture, Link, Listing, Profile
from govnews.reasons import HttpReason, Reason


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a page cannot be stored as what it was fetched for.

    reason: as `govnews status` counts it. detail: for a person.
    again: it may pass, so the page is tried again (three times in all).
    wait: seconds that the server asked to be left alone.
    gone: the server says that there is no such thing.
    host: the host that could not be reached, when that was it. untried: the request was taken
        back before it left (Ctrl-C, a pause that the server asked for). leads_to: where a redirect
        would have led.
    """

    reason: Reason | HttpReason
    detail: str = ""
    again: bool = False
    wait: float | None = None
    gone: bool = False
    host: str | None = None
    untried: bool = False
    leads_to: str | None = None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What reading an article's page gives: the article, and links to others beside it."""

    article: Article
    links: tuple[Link, ...] = ()


@dataclass(slots=True)
class Page:
    """One visit on its way into the archive; each pipeline fills its part.

    hops: every exchange that took place, redirects first. bodies: their payloads, unpacked.
    capture: what reading needs of the last hop, None when there was no answer. known: what the
        server gave with its answer before, if it gave validators; after a 304 that one is read.
    profile: the portal's profile that the article was read with. links: to other articles.
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

    @property
    def unsent(self) -> bool:
        """Whether the server said that nothing has changed, and sent nothing."""
        return self.problem is None and bool(self.hops) and self.hops[-1].status == 304
