"""Digests of readings, with their format: two readings with the same digest are the same.

A digest is `FORMAT:HEX`. HEX is the SHA-256 of the columns of a version that are not NULL, by name,
so that a column added by a release changes no digest while it is empty. FORMAT numbers the form in
which columns are stored (the JSON of attachments and references). A release that changes a form
takes the next number and adds to UPGRADES the conversion of stored columns. A stored version is
converted to the current format before it is compared with a reading, so that a difference always
comes from the page.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from govnews.archive import columns
from govnews.archive.sql_rows import Row, rows, update
from govnews.model import Article

FORMAT = 1
"""Number of the current format."""

UPGRADES: dict[int, Callable[[Row], Row]] = {}
"""By earlier format, the conversion of a version's columns to the next one; a format without an
entry needs none.
"""

_NAMES = tuple(sorted(column.name for column in columns.VERSION))
_take = columns.taker(_NAMES)


def of_article(article: Article) -> str:
    """The digest of a reading; the view count and the images are not part of it."""
    return digest_of(dict(zip(_NAMES, _take(article), strict=True)))


def digest_of(version: Mapping[str, Any], number: int | None = None) -> str:
    """The digest of the columns of a version, in the current format or in the given one."""
    values = {name: version[name] for name in _NAMES if version.get(name) is not None}
    text = json.dumps(values, ensure_ascii=False)
    return f"{number or FORMAT}:{hashlib.sha256(text.encode()).hexdigest()}"


def is_sound(version: Row) -> bool:
    """Whether the columns of a stored version match its digest, in any format."""
    return bool(digest_of(version, _format(version["digest"])) == version["digest"])


def upgraded(version: Row) -> Row:
    """A row of `article_version` in the current format; the same row when it already has it."""
    number = _format(version["digest"])
    if number == FORMAT:
        return version
    for earlier in range(number, FORMAT):
        version = UPGRADES.get(earlier, dict)(version)
    return {**version, "digest": digest_of(version)}


def reads_as(conn: sqlite3.Connection, version_id: int, stored: str, digest: str) -> bool:
    """Whether a stored version has this digest, which is in the current format.

    stored: the version's own digest. A version of an earlier format is upgraded in place; the
    caller holds the transaction.
    """
    if stored == digest:
        return True
    return _format(stored) != FORMAT and _upgrade(conn, version_id) == digest


def upgrade_all(conn: sqlite3.Connection, portal: str) -> None:
    """Upgrade all versions of a portal in place. The caller holds the transaction."""
    found = conn.execute(
        """SELECT v.id FROM article_version v JOIN article a ON a.id = v.article_id
        WHERE a.portal = ? AND v.digest NOT LIKE ?""",
        (portal, f"{FORMAT}:%"),
    )
    for (version_id,) in found.fetchall():
        _upgrade(conn, version_id)


def _upgrade(conn: sqlite3.Connection, version_id: int) -> str:
    version = next(rows(conn, "SELECT * FROM article_version WHERE id = ?", version_id))
    version = upgraded(version)
    update(conn, "article_version", version)
    return str(version["digest"])


def _format(digest: str) -> int:
    """The format number of a digest; 0 when it has none."""
    number, found, _ = digest.partition(":")
    return int(number) if found and number.isascii() and number.isdecimal() else 0
