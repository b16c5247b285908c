"""Why a page is not in the archive as what it was fetched for: every reason, what it means, and
what follows.

The values are stored (`frontier.error`), printed by `govnews status` and exported as JSON. The
table in docs/crawling.md repeats the sentences; a test compares them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NewType, Self

_AGAIN = "tried three times; the next run tries again"
_NEXT_RUN = "the next run tries again"
_LATER = "a later run tries again, after 1, 3, 7, then every 30 days"
_GONE_LATER = "a known article: tried once more after a day, then gone"
_GONE = f"{_GONE_LATER}; else {_LATER}"
_REPORT = "a fault in govnews: report it"


class Reason(StrEnum):
    """One reason. HTTP statuses are `HttpReason`, because servers may send any number.

    meaning: a sentence for people. follows: what the next run or the user does about it.
    passes: it may have passed by the next run, or costs no request to check again.
    """

    meaning: str
    follows: str
    passes: bool

    def __new__(cls, value: str, meaning: str, follows: str, passes: bool = False) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        member.follows = follows
        member.passes = passes
        return member

    # The host, the connection
    DNS = "dns", "the host name has no address", _AGAIN, True
    CONNECTION = "connection", "the host accepts no connection", _AGAIN, True
    TIMEOUT = "timeout", "no complete answer within the time limit", _AGAIN, True
    RESET = "reset", "the connection broke off before an answer", _AGAIN, True
    TRUNCATED = "truncated", "the answer breaks off before its end", _AGAIN, True
    TLS = "tls", "the certificate or the handshake was refused", _NEXT_RUN, True
    UNREACHABLE = (
        "unreachable",
        "not requested: the host was given up earlier in the run",
        _NEXT_RUN,
        True,
    )
    ERROR = "error", "an error of the network library or the archive", _NEXT_RUN, True

    # What may be requested
    ROBOTS = "robots", "robots.txt forbids the page", "the next run reads robots.txt again", True
    ROBOTS_UNAVAILABLE = "robots-unavailable", "robots.txt cannot be fetched", _AGAIN, True
    PRIVATE_ADDRESS = "private-address", "the address is not public", _NEXT_RUN, True
    BAD_URL = "bad-url", "the address is not a URL that can be requested", _LATER
    REFUSED = "refused", "Scrapy dropped the request", _LATER
    TAKEN_BACK = "taken-back", "the run ended before the answer", "the page stays queued"

    # Redirects
    OFF_SITE = "redirected-off-site", "a redirect leads to another site", _GONE
    TO_HOME = "redirected-home", "a redirect leads to the home page", _GONE
    TO_ANOTHER = "redirected-to-another", "a redirect leads to another page than the article", _GONE
    REDIRECT_LOOP = "redirect-loop", "more redirects than are followed", _LATER

    # Bounds
    TOO_LARGE = "too-large", "more bytes than the limit, as sent or unpacked", _LATER
    TOO_LONG = "too-long", "more lines or elements than the limit", _LATER

    # The page is not an article
    SOFT_404 = "soft-404", "status 200, but the page states that it does not exist", _GONE
    CHALLENGE = "challenge", "an anti-bot page in the place of the page", _NEXT_RUN, True
    LISTING = "listing", "a list of articles", _GONE
    HOME = "home", "the home page of the portal or of a successor", _GONE
    SHELL = "shell", "a frame that scripts would fill; the text is not in the HTML", _LATER
    EMPTY = "empty", "no text that could be an article", _LATER
    PROTECTED = "protected", "the text is behind a password", _LATER
    NOT_HTML = "not-html", "neither HTML nor plain text", _LATER
    NOT_A_FILE = "not-a-file", "a page, or nothing, in the place of an attached file", _LATER
    ERROR_PAGE = "error-page", "status 200, but the page reports an error", _LATER
    MAINTENANCE = "maintenance", "the page states that the site is out of order for a while", _LATER
    LOGIN = "login", "the page asks for a password", _LATER
    REFRESH = "refresh", "the page moves on to another address", _LATER
    FRAME = "frame", "the list stands in a frame from another site", _LATER

    # The page was fetched, and something else went wrong
    NO_LINKS = "no-links", "nothing on the page leads to an article", "check the portal file"
    READER_ERROR = "reader-error", "the page raised an error in the reader", _REPORT
    READER_DIED = "reader-died", "the page ended the reading process", _REPORT
    DAMAGED = "damaged", "the capture does not read back from its WARC file", "'govnews verify'"
    STORE_ERROR = "store-error", "the page could not be stored", _REPORT


NOT_THERE = frozenset({Reason.SOFT_404, Reason.HOME, Reason.LISTING})
"""What a page is, whatever its status, that answers for an article which is no longer there."""

LINKS_ONLY = frozenset({Reason.LISTING, Reason.EMPTY})
"""What a list is, to which the address of an article leads that is no longer there."""


HttpReason = NewType("HttpReason", str)
"""`http-` and a status. Only `http_reason` makes one, only `http_status` takes it apart."""

PASSING: tuple[Reason, ...] = tuple(reason for reason in Reason if reason.passes)
"""Reasons that each run checks again."""


def http_reason(status: int) -> HttpReason:
    """The reason that a status code is: `http-503`."""
    return HttpReason(f"http-{status}")


def http_status(reason: str) -> int | None:
    """The status code of an HttpReason; None for a Reason and for any other text."""
    match = re.fullmatch(r"http-([0-9]{3})", reason)
    return int(match[1]) if match else None


def is_transient(status: int) -> bool:
    """Whether a status may pass: errors of the server, a time-out, too many requests."""
    return status >= 500 or status in {408, 429}


def is_server_error(reason: str) -> bool:
    """Whether a reason is a status from 500 to 599."""
    status = http_status(reason)
    return status is not None and 500 <= status < 600


PASSING_HTTP: tuple[HttpReason, ...] = tuple(map(http_reason, (408, 429, *range(500, 600))))
"""Statuses that each run asks for again, unless a Retry-After still holds."""


def explain(reason: str) -> tuple[str, str] | None:
    """What a stored reason means and what follows; None for one that this version does not know."""
    status = http_status(reason)
    if status is None:
        known = next((one for one in Reason if one == reason), None)
        return (known.meaning, known.follows) if known is not None else None
    if status in {404, 410}:
        follows = f"{_GONE_LATER}; a list: 'govnews retry'; else gone"
        return "the server has no such page", follows
    if is_transient(status):
        follows = "tried three times, or when Retry-After says; the next run tries again"
        return "the server is overloaded or broken", follows
    return "the server refused the page", _LATER
