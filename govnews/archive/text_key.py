"""A short key of an article's text, by which the same text is found under other addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from govnews.archive import columns
from govnews.model import Article

SHORT = 12
"""Words of lead and body up to which a text is told from others by its files and its date too: many
notices say no more than "Xem tệp đính kèm"."""

_BYTES = 7
_NAMES = ("title", "sapo", "body", "attachments", "published")
_take = columns.taker(_NAMES)


def of_article(article: Article) -> int:
    """The key of a reading."""
    return of(dict(zip(_NAMES, _take(article), strict=True)))


def of(values: Mapping[str, Any]) -> int:
    """The key of a reading by its columns: title, lead and body, whatever their spaces.

    Fits SQLite's integer; two different texts share one about once in 10^16 pairs.
    """
    words = [" ".join((values[name] or "").split()) for name in ("title", "sapo", "body")]
    if len(" ".join(words[1:]).split()) <= SHORT:
        files = json.loads(values.get("attachments") or "[]")
        words += [file["url"] for file in files]
        words.append(values.get("published") or "")
    digest = blake2b("\n".join(words).encode(), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big")
