"""Addresses: their canonical form, links made absolute, and the kinds of their targets."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_DROPPED = re.compile(
    r"(?:utm_\w+|fbclid|gclid|zarsrc|_ga|mc_[ce]id|igshid|yclid|msclkid"  # tracking
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken"  # sessions
    r"|returnurl|return_url|nvvithemever|_t|nocache|rand|timestamp|p_auth|redirect"  # views
    r"|_?p_p_auth|backurl)\Z",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {("http", 80), ("https", 443)}
_MAYBE_SESSION = re.compile(r"(?:sid|sessionid|session_id)\Z", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=[^&]*\d)(?=[^&]*[a-z])[a-z0-9_-]{16,}\Z", re.IGNORECASE)
"""Long and mixed. `sid=1365` is no session: it names the site in VNPT's portal."""

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
    """The URL that names a page: normalised, without fragment, session and tracking parts.

    Parameters keep their order, because some portals depend on it; values are kept as they are.
    """
    parts = urlsplit(safe_url_string(url.strip()))
    host = (parts.hostname or "").lower()
    port = parts.port
    if port is not None and (parts.scheme, port) not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    path = re.sub(r"/{2,}", "/", _PATH_SESSION.sub("", parts.path)) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _dropped(pair))
    return urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _dropped(pair: str) -> bool:
    name, _, value = pair.partition("=")
    if _MAYBE_SESSION.match(name):
        return not value or _SESSION_VALUE.match(value) is not None
    return _DROPPED.match(name) is not None or _PRINT.match(pair) is not None


def absolute(base: str, href: str) -> str | None:
    """A link's target as an absolute http(s) URL, or None when it has none."""
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "file:")):
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return safe_url_string(url)


def is_web_address(url: str) -> bool:
    """Whether it is a valid absolute http or https address."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def same_site(url: str, host: str) -> bool:
    """Whether a URL is on this host, a leading `www.` aside."""
    return (urlsplit(url).hostname or "").removeprefix("www.") == host.removeprefix("www.")


def is_home(url: str) -> bool:
    """Whether a URL is a site's home page."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def is_attachment(url: str) -> bool:
    """Whether a URL names a document file by its ending, in the path or in a parameter."""
    return _ATTACHMENT.search(url) is not None


def is_page(url: str) -> bool:
    """Whether a URL may be a page: neither a document file nor a picture, style or script."""
    return not is_attachment(url) and _NOT_A_PAGE.search(url) is None
