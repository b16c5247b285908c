"""Pages that browsers save as one file: MHTML (RFC 2557) and Safari's web archives."""

from __future__ import annotations

import email
import email.policy
import plistlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from govnews.errors import UnreadableInput
from govnews.importing import saved
from govnews.importing.saved import SavedPage
from govnews.reading.urls import is_web_address

_HTML = frozenset({"text/html", "application/xhtml+xml"})


def of_mhtml(name: str, data: bytes, modified: datetime | None) -> SavedPage:
    """The page of an MHTML file: its first part that is HTML, as Chrome and Edge write it, with
    the address and the time of the snapshot. Raises UnreadableInput.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    main = next((part for part in message.walk() if part.get_content_type() in _HTML), None)
    if main is None:
        raise UnreadableInput("the MHTML file has no part that is HTML")
    body = main.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        raise UnreadableInput("the page in the MHTML file is empty")
    if any(type(defect).__name__ in _CUT for part in message.walk() for defect in part.defects):
        raise UnreadableInput("truncated: the MHTML file breaks off before its last boundary")
    charset = main.get_content_charset()
    kind = main.get_content_type() + (f"; charset={charset}" if charset else "")
    page = saved.of_html(name, body, modified, kind)
    stated = _header(message, "snapshot-content-location") or _header(main, "content-location")
    url = stated if stated is not None and is_web_address(stated) else page.url
    return replace(page, url=url, at=saved.moment_of(_header(message, "date") or "") or page.at)


_CUT = frozenset({"CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect"})


def _header(part: Any, name: str) -> str | None:
    """A header of a part; None also for one that cannot be read."""
    try:
        value = part[name]
    except (ValueError, IndexError, TypeError, AttributeError):
        return None
    return str(value).strip() if value is not None else None


def of_webarchive(name: str, data: bytes, modified: datetime | None) -> SavedPage:
    """The page of a web archive of Safari: a property list with its bytes, address and charset.
    Raises UnreadableInput.
    """
    try:
        held = plistlib.loads(data)["WebMainResource"]
        body, url = held["WebResourceData"], held.get("WebResourceURL")
        media_type = str(held.get("WebResourceMIMEType", "text/html"))
        charset = held.get("WebResourceTextEncodingName")
    except Exception as error:
        # plistlib raises whatever a damaged list leads to.
        raise UnreadableInput(f"the web archive cannot be read: {error!r}") from error
    if not isinstance(body, bytes) or media_type not in _HTML:
        raise UnreadableInput("the web archive holds no page")
    kind = media_type + (f"; charset={charset}" if charset else "")
    page = saved.of_html(name, body, modified, kind)
    return replace(page, url=url) if isinstance(url, str) and is_web_address(url) else page
