"""The address that a page moves on to by itself: `<meta http-equiv="refresh">`."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute, canonical

_CONTENT = re.compile(
    r"\s*+(\d{1,6})?(?:\.\d*)?\s*+[;,]?\s*+(?:url\s*+=)?\s*+['\"]?([^'\"]*)", re.IGNORECASE
)


def refresh_target(root: Element, url: str) -> str | None:
    """Another address that the page at `url` soon moves on to; None for one that stays or reloads
    itself.
    """
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = _CONTENT.match(meta.get("content") or "")
        if match is None or not match[2].strip() or int(match[1] or 0) > w.MAX_REFRESH_SECONDS:
            continue
        target = absolute(url, match[2])
        if target is not None and canonical(target) != canonical(url):
            return target
    return None
