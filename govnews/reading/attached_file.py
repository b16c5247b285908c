"""Whether what came for an attached file is one: a missing file is often answered with status 200
and a page, of an error, of a login or of the home page.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from govnews.model import Capture

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML_NAME = re.compile(r"\.x?html?\Z", re.IGNORECASE)
_LOOKED_AT = 2048
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*+(?:<\?xml[^>]*+>\s*+)?+(?><!--.{0,1000}?-->\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|iframe|table|div|h1|p|br|a|b)"
    rb"[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
"""The beginnings by which browsers recognise HTML, behind a byte order mark and comments."""

_OFFICE = b"urn:schemas-microsoft-com:office"
"""Word and Excel save documents as HTML, under .doc and .xls; these name their namespace."""


def not_a_file(asked: str, capture: Capture) -> str | None:
    """Why an answer is no attached file, as a sentence; None when it may be one.

    asked: the address that the article names. An HTML page is a file where this address and the one
    that answered both end as one. Beside that, any type and any bytes may be a file: servers send
    files under all kinds of types, but a page only as a page.
    """
    if not capture.body:
        return f"{capture.url} has no bytes"
    if _is_html_name(asked) and _is_html_name(capture.url):
        return None
    declared = (capture.content_type or "").partition(";")[0].strip().lower() in _HTML_TYPES
    start = capture.body[:_LOOKED_AT]
    looks = _HTML.match(start.replace(b"\0", b"")) is not None
    if looks and not declared and _OFFICE in start:
        return None
    # Download handlers that state no type send theirs, text/html, with bytes that no page has.
    if looks or (declared and b"\0" not in capture.body):
        return f"{capture.url} is an HTML page"
    return None


def _is_html_name(url: str) -> bool:
    return _HTML_NAME.search(urlsplit(url).path) is not None
