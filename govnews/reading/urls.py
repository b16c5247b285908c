"""Addresses: their canonical form, links made absolute, and the kinds of their targets."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from govnews.reading import weights as w
from govnews.url_syntax import normal, parameter_name, without_dots

_DROPPED = re.compile(
    r"(?:utm_\w+|fbclid|gclid|zarsrc|_ga|mc_[ce]id|igshid|yclid|msclkid"  # tracking
    r"|phpsessid|jsessionid|aspsessionid\w*|cftoken"  # sessions
    r"|returnurl|return_url|nvvithemever|_t|nocache|rand|timestamp|p_auth|redirect"  # views
    r"|_?p_p_auth|backurl)\Z",
    re.IGNORECASE,
)
"""Names that mean one thing only, whatever the value."""

_MAYBE_SESSION = re.compile(r"(?:s|sid|session|sessionid|session_id)\Z", re.IGNORECASE)
_SESSION_VALUE = re.compile(
    r"(?=[a-z]*\d+[a-z]+\d)[a-z0-9]{16,}\Z"
    r"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\Z",
    re.IGNORECASE,
)
"""Long, and letters and digits in turn, or a UUID. `sid=1365` is no session: it names the site in
VNPT's portal; `session=ky-hop-thu-12-nhiem-ky-2021` is a slug.
"""

_PRINT = re.compile(r"(?:print=(?:[01]|true|false|yes|no)?|print)\Z", re.IGNORECASE)
"""The view of a page for a printer; `print=2087` names the page."""

_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]{16,40}\)\)(?=/)", re.IGNORECASE)

ATTACHMENT_ENDINGS = (
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "rtf",
    "zip", "rar", "7z", "csv", "mp3", "mp4",
)  # fmt: skip
_ATTACHMENT = re.compile(rf"\.(?:{'|'.join(ATTACHMENT_ENDINGS)})(?:\Z|[?&#/;])", re.IGNORECASE)
_NOT_A_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|woff2?|ttf|mp3|mp4|avi|flv|wmv)(?:\Z|[?#])",
    re.IGNORECASE,
)


def canonical(url: str) -> str:
    """The URL that names a page: in one spelling, without fragment, session and tracking parts.

    Parameters keep their order, because some portals depend on it; values are kept as they are, but
    for the spelling of their percent escapes. The case of a path is kept.
    """
    parts = normal(url)
    pairs = [pair for pair in parts.query.split("&") if pair]
    # `CFID` is a plain number, a session only beside the token that ColdFusion sends along.
    sessions = {"cfid"} if any(parameter_name(pair) == "cftoken" for pair in pairs) else set()
    query = "&".join(p for p in pairs if not _dropped(p) and parameter_name(p) not in sessions)
    return urlunsplit((parts.scheme, parts.netloc, _path(parts.path), query, ""))


def canonical_of_capture(url: str) -> str:
    """The canonical URL of a captured page; that of a saved file, which states none, as it is."""
    return url if url.startswith("file:") else canonical(url)


def _path(path: str) -> str:
    """A path without sessions and doubled slashes; what a session hid may be dots once more."""
    while True:
        bare = re.sub(r"/{2,}", "/", without_dots(_PATH_SESSION.sub("", path))) or "/"
        if bare == path:
            return bare
        path = bare


def _dropped(pair: str) -> bool:
    name, equals, value = pair.partition("=")
    if _MAYBE_SESSION.match(name):
        return bool(equals) and (not value or _SESSION_VALUE.match(value) is not None)
    return _DROPPED.match(name) is not None or _PRINT.match(pair) is not None


def absolute(base: str, href: str) -> str | None:
    """A link's target as an absolute http(s) URL, or None when it has none."""
    href = href.strip()
    if (
        not href
        or len(href) > w.LINK_MAX_LENGTH
        or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "file:"))
    ):
        return None
    resolve = _resolved if len(href) <= w.CACHED_LINK_LENGTH else _resolved.__wrapped__
    return resolve(base, href)


@lru_cache(maxsize=w.CACHED_LINKS)
def _resolved(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return url if _SAFE.fullmatch(url) else safe_url_string(url)


_SAFE = re.compile(
    r"https?://[a-z0-9][a-z0-9.-]{0,60}(?::\d{1,5})?/[A-Za-z0-9._~/=&%?:@,;+!-]*+(?<!\?)", re.ASCII
)
"""Addresses that stay as they are when they are made safe, as most do."""


def is_web_address(url: str) -> bool:
    """Whether it is a valid absolute http or https address."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_attachment(url: str) -> bool:
    """Whether a URL names a document file by its ending, in the path or in a parameter."""
    return _ATTACHMENT.search(url) is not None


def is_page(url: str) -> bool:
    """Whether a URL may be a page: neither a document file nor a picture, style or script."""
    return not is_attachment(url) and _NOT_A_PAGE.search(url) is None
