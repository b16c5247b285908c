"""Data model: captures, the articles read from them, and the evidence for each value.

Every class is frozen, has slots and holds plain values. `None` and the empty tuple mean that the
page has no such value; an empty string never means "absent".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Literal

from govnews.reasons import Reason

VIETNAM = timezone(timedelta(hours=7), "+07:00")
"""Local time of every portal: UTC+7 all year; Vietnam has no daylight saving time."""

Precision = Literal["second", "minute", "day", "month", "year"]

Confidence = Literal["sure", "likely", "unsure"]
"""How sure a value is: docs/extraction.md says what makes it so, docs/benchmarks.md how often each
is right.
"""


class Kind(StrEnum):
    """What a link is read as; stored in the frontier and with each capture."""

    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARTICLE = "article"
    ATTACHMENT = "attachment"


class FrontierState(StrEnum):
    """Where a page of the frontier is: waiting, claimed by a run, or finished one way or another.

    DONE: stored. FAILED: not stored, may be queued again. GONE: the portal no longer has it.
    """

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"


class StoreOutcome(StrEnum):
    """What a reading was to the archive: a new article, a new version, or a known one.

    PENDING: it is judged with the others of its run; nothing is stored of it yet but its capture.
    """

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PENDING = "pending"


class Cause(StrEnum):
    """Why a version exists.

    PAGE: the page says another thing than before. READER: it says the same, and reads differently
    at this visit: what "2 tháng trước" stood for is printed now.
    """

    PAGE = "page"
    READER = "reader"


class AddressReason(StrEnum):
    """Why an address is one of an article.

    OWN: the article was first found there. SCHEME, WWW, CASE, PARAMETERS: another spelling of a
    known address. REDIRECT: one of the two leads to the other. CANONICAL: the page at one of them
    names the other as its canonical address. TWIN: it differs from a known one in a final slash or
    in the host for mobile devices, and both read the same. MOVED: the text of an article that is
    missing at its known addresses was found there. VARIANT: addresses of several articles differ in
    the same way, each from one with the same text. REUSED: another article stands there now; what
    the address was is called by the time (`archive.reused`).
    """

    OWN = "own"
    SCHEME = "scheme"
    WWW = "www"
    CASE = "case"
    PARAMETERS = "parameters"
    REDIRECT = "redirect"
    CANONICAL = "canonical"
    TWIN = "twin"
    VARIANT = "variant"
    REUSED = "reused"
    MOVED = "moved"


class ImportOutcome(StrEnum):
    """What became of an imported page: a StoreOutcome, or why nothing was stored as an article.

    KNOWN: the archive has this very page already. NOT_AN_ARTICLE: the capture is kept. HELD: for a
    person to review. FAILED: the file or record could not be read.
    """

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KNOWN = "known"
    NOT_AN_ARTICLE = "not-an-article"
    HELD = "held"
    FAILED = "failed"


class RunOutcome(StrEnum):
    """How a run ended.

    COMPLETE: nothing that was sought is missing. INCOMPLETE: something failed or is still queued.
    INTERRUPTED: by a signal; the next run continues.
    """

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    INTERRUPTED = "interrupted"


NOT_ARTICLE_REASONS: Mapping[Reason, str] = {
    reason: reason.meaning
    for reason in (
        Reason.SOFT_404,
        Reason.CHALLENGE,
        Reason.LISTING,
        Reason.HOME,
        Reason.SHELL,
        Reason.EMPTY,
        Reason.PROTECTED,
        Reason.NOT_HTML,
        Reason.ERROR_PAGE,
        Reason.MAINTENANCE,
        Reason.LOGIN,
        Reason.REFRESH,
        Reason.FRAME,
        Reason.NO_LINKS,
    )
}
"""Why a page that was fetched well is not an article, each with its meaning."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One response of a server (or one imported file), as input of the reader.

    url: of the response, after redirects.
    fetched_at: aware time of the response; relative dates on the page count from it.
    body: payload without transfer and content encoding, charset as sent.
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
    raw: the text as printed on the page, before parsing.
    rule: name of the rule that found it, as documented in docs/extraction.md.
    place: an XPath in the page, `meta[name]`, or `line N` of a text dump.
    confidence: how sure the value is, see reading/confidence.py.
    """

    field: str
    raw: str
    rule: str
    place: str
    confidence: Confidence = "likely"


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

    number: as printed, such as `123/QĐ-UBND`, with hyphens for other dashes.
    kind: document type in words (`Quyết định`), or None for an abbreviation that is not known.
    issuer: issuing body in words (`Ủy ban nhân dân`), or None.
    """

    number: str
    kind: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs a document that a page prints. name: as printed.

    post: as printed, its lines joined by ", " (`KT. CHỦ TỊCH, PHÓ CHỦ TỊCH`), or None.
    on_behalf: for whom the officer signs (`TM. ỦY BAN NHÂN DÂN`), or None.
    """

    name: str
    post: str | None = None
    on_behalf: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date read from a page. at: aware, in the printed zone, else +07:00. precision: the smallest
    printed unit.
    """

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
    """The fields of an article page. A field that is not on the page is absent.

    title: the headline, never the site's name.
    sapo: the lead paragraph that the page sets apart from the body.
    author: the person, persons or office that signs; never an account name, and neither the source
        nor who signs a document.
    source: the paper, agency or site that the text was taken from, as printed.
    signers: who signs the document that the page prints.
    published, updated: printed dates (aware, in the printed zone, else +07:00), each with its
        precision.
    section: innermost section the page names for the article.
    views: the article's own view count at the time of the capture.
    body: paragraphs separated by one blank line, NFC.
    canonical: the address that the page names as its own (`rel=canonical`), in canonical form.
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
    canonical: str | None = None
    source: str | None = None
    signers: tuple[Signer, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs in order."""
        return tuple(self.body.split("\n\n")) if self.body else ()


@dataclass(frozen=True, slots=True)
class Link:
    """A URL to fetch, found on a page or in a portal file.

    url: absolute and canonical.
    kind: how the response is read.
    section: the section that it was found in.
    method, form: a POST with form fields where a pager needs one (ASP.NET postback).
    payload: a POST with this body (JSON lists); content_type is then application/json.
    modified: last change according to a sitemap or feed, ISO 8601.
    published: date of the article as the list prints it, ISO 8601.
    views: count of views of the article as the list prints it.
    page: number of the listing page, from 1; for an article that is in no list, one more than
        the number of articles on the way to it.
    list_key: of a later page of a list, or of the frame that a list stands in: the `key` of the
        list's first page.
    raised: no page names the address of this page of a list: the number in it was raised by one.
    watermark: of a later page of a list: the frontier's last row when it was queued. What the list
        has up to that row is covered once the walk that the page belongs to ends.
    identity: of an article: what names it whatever the spelling of its address.
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
    views: int | None = None
    list_key: str | None = None
    raised: bool = False
    watermark: int = 0
    identity: str | None = None

    @property
    def key(self) -> str:
        """The unique key in the frontier: the identity of an article, else the URL, and for a POST
        the section and page too.
        """
        if self.method == "GET":
            return self.identity or self.url
        return f"{self.url}#{self.section or ''}:{self.page}"


@dataclass(frozen=True, slots=True)
class Listing:
    """The links of a listing page, feed or sitemap.

    articles: links to articles, in the page's order, without repetition.
    more: the next page of the same list, or none; sitemaps of an index.
    others: other requests that may answer with the next page, the likeliest first.
    elsewhere: pages on which this list may stand instead: frames, the target of a refresh.
    archives: lists beside this one that hold its past, by month or year; only on its first page,
        and none on a page that is one of them. A list may have a pager and archives.
    beside: the second pages of other lists on this page, which have pagers of their own; each is to
        be walked as a list of its own, whose key is its `list_key`.
    last: what proves that this is the last page, in a few words; None where nothing does.
    empty: the words with which the page says that the list has no entries; with `more` where its
        pager leads on nevertheless: a page in the middle of a list may be empty.
    announced_pages, announced_articles: what the page says that the list has.
    not_understood: markup of what appears to be a pager and gives no request.
    whole: the page's HTML has an end, so that what is not on it was not cut off.
    problems: what of a feed or sitemap could not be read, each a short sentence with its place.
    off_site: sentences about a feed or sitemap that leads to other sites in the place of its own.
    left_out: sentences about entries of a feed or sitemap that count as no articles of the portal.
    feeds: feeds that a listing page names for the same articles.
    """

    articles: tuple[Link, ...] = ()
    more: tuple[Link, ...] = ()
    others: tuple[Link, ...] = ()
    elsewhere: tuple[Link, ...] = ()
    archives: tuple[Link, ...] = ()
    beside: tuple[Link, ...] = ()
    last: str | None = None
    empty: str | None = None
    announced_pages: int | None = None
    announced_articles: int | None = None
    not_understood: tuple[str, ...] = ()
    whole: bool = False
    problems: tuple[str, ...] = ()
    off_site: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    feeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """The template of a portal's pages, learned from several of its captures.

    noise: digests of blocks that repeat over the pages (see reading/page/template.py).
    body_paths: element paths that hold the varying text, best first.
    pages: number of pages it was learned from.
    """

    noise: frozenset[str] = field(default_factory=frozenset)
    body_paths: tuple[str, ...] = ()
    pages: int = 0
