"""The words of the domain: what is captured, what is read from it, and where each value came from.

Every class is frozen, has slots and holds plain values. `None` and the empty tuple mean that the
page does not have the thing; an empty string never stands for "absent".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Literal

VIETNAM = timezone(timedelta(hours=7), "+07:00")
"""Local time of every portal: UTC+7 all year; Vietnam has no daylight saving time."""

Precision = Literal["second", "minute", "day", "month", "year"]
Kind = Literal["listing", "feed", "sitemap", "article", "attachment"]

NOT_ARTICLE_REASONS: Mapping[str, str] = {
    "soft-404": "the server answered 200, the page says that there is nothing here",
    "challenge": "an anti-bot page that sets a cookie and reloads",
    "listing": "a list of articles",
    "home": "the portal's (or a successor's) home page",
    "shell": "a frame that scripts would fill; the text is not in the HTML",
    "empty": "no text that could be an article",
    "protected": "the text is behind a password",
    "not-html": "neither HTML nor plain text",
}
"""Why a page that was fetched well is still no article."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a server (or one file that was imported), as reading sees it.

    url: where the answer came from, after redirects.
    fetched_at: aware time of the answer; relative dates on the page count from here.
    body: payload with transfer and content encoding removed, charset as sent.
    status: HTTP status; 200 for imported files.
    content_type: the Content-Type header as sent, or None.
    """

    url: str
    fetched_at: datetime
    body: bytes
    status: int = 200
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value.

    field: attribute of `Article`, with a position for repeated ones (`refs[0]`).
    raw: the text as it stands on the page before it was parsed.
    rule: name of the rule that found it, as documented in docs/extraction.md.
    place: where: an XPath in the page, `meta[name]`, or `line N` of a text dump.
    """

    field: str
    raw: str
    rule: str
    place: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article links to. url: absolute. name: the link's text as printed."""

    url: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture inside the body. url: absolute. caption: as printed below it, or None."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """An official document that the text names.

    number: as printed, such as `123/QĐ-UBND`.
    kind: document type in words (`Quyết định`), or None for an abbreviation that is not known.
    issuer: issuing body in words (`Ủy ban nhân dân`), or None.
    """

    number: str
    kind: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date read from a page. at: aware, +07:00. precision: the smallest unit that is printed."""

    at: datetime
    precision: Precision

    def isoformat(self) -> str:
        """ISO 8601 to the printed precision: `2021-05-24` or `2021-05-24T14:30:00+07:00`."""
        if self.precision == "year":
            return f"{self.at.year:04d}"
        if self.precision == "month":
            return f"{self.at.year:04d}-{self.at.month:02d}"
        if self.precision == "day":
            return self.at.date().isoformat()
        return self.at.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says, field by field. A field that is not on the page is absent.

    title: the headline, never the site's name.
    sapo: the lead paragraph that the page sets apart from the body.
    author: the person, persons or source that signs; never an account name.
    published, updated: printed dates (aware, +07:00); precision stands beside them.
    section: innermost section the page names for the article.
    views: the article's own view count at the time of the capture.
    body: paragraphs separated by one blank line, NFC.
    """

    url: str
    title: str
    body: str = ""
    sapo: str | None = None
    author: str | None = None
    published: datetime | None = None
    published_precision: Precision | None = None
    updated: datetime | None = None
    updated_precision: Precision | None = None
    section: str | None = None
    views: int | None = None
    attachments: tuple[Attachment, ...] = ()
    images: tuple[Image, ...] = ()
    refs: tuple[DocumentRef, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs in order."""
        return tuple(self.body.split("\n\n")) if self.body else ()


@dataclass(frozen=True, slots=True)
class Link:
    """Something to fetch, found on a page or in a portal file.

    url: absolute and canonical.
    kind: what it will be read as.
    section: the section it was found under.
    method, form: a POST with form fields where a pager needs one (ASP.NET postback).
    payload: a POST with this body (JSON lists); content_type is then application/json.
    modified: last change as a sitemap or feed tells it, ISO 8601.
    published: date of the article as the list prints it, ISO 8601.
    page: number of the listing page, from 1; for an article that no list named, how many
        articles lead to it, and one.
    """

    url: str
    kind: Kind
    section: str | None = None
    method: Literal["GET", "POST"] = "GET"
    form: tuple[tuple[str, str], ...] = ()
    payload: str | None = None
    modified: str | None = None
    page: int = 1
    published: str | None = None

    @property
    def key(self) -> str:
        """What makes it one thing in the frontier: the URL, and for a POST which page it asks."""
        return self.url if self.method == "GET" else f"{self.url}#{self.section or ''}:{self.page}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing page, feed or sitemap leads to.

    articles: links to articles, in the page's order, without repetition.
    more: the next page or pages of the same list; sitemaps of an index.
    problems: what of a feed or sitemap could not be read, each a short sentence with its place.
    feeds: feeds that a listing page names for the same articles.
    """

    articles: tuple[Link, ...] = ()
    more: tuple[Link, ...] = ()
    problems: tuple[str, ...] = ()
    feeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What a portal's pages have in common, learned from several of its captures.

    noise: digests of blocks that repeat over the pages (see reading/profile.py).
    body_paths: element paths that hold the varying text, best first.
    pages: number of pages it was learned from.
    """

    noise: frozenset[str] = field(default_factory=frozenset)
    body_paths: tuple[str, ...] = ()
    pages: int = 0
