"""Observations: visits without changes. An article reads the same apart from its view count, or a
list page has the same links. The time, the digest of the payload and the view count are kept, but
not the payload: as a row here, and as a line in the WARC file from which the row can be rebuilt.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from govnews.archive.frontier import utc
from govnews.archive.warc.model import Original
from govnews.archive.warc.writer import WarcWriter, note_line
from govnews.errors import UnreadableInput
from govnews.model import Article, Evidence, Listing


@dataclass(frozen=True, slots=True)
class Observation:
    """A visit without changes. seen_at: aware. digest: SHA-256 of the decoded payload, 32 bytes.

    views, evidence: the view count on the page and its place, None for a page without one.
    """

    seen_at: datetime
    digest: bytes
    views: int | None = None
    evidence: Evidence | None = None

    def of(self, article: Article) -> Article:
        """The article as it was at that visit: the unchanged reading with the view count of the
        visit.
        """
        others = tuple(item for item in article.evidence if item.field != "views")
        own = (self.evidence,) if self.evidence is not None else ()
        return replace(article, views=self.views, evidence=(*others, *own))


def observed(seen_at: datetime, body: bytes, article: Article | None = None) -> Observation:
    """The observation of a page, with the view count of the article on it."""
    views = article.views if article is not None else None
    evidence = None
    if article is not None and views is not None:
        evidence = next((item for item in article.evidence if item.field == "views"), None)
    return Observation(seen_at, hashlib.sha256(body).digest(), views, evidence)


def links_digest(listing: Listing) -> str:
    """Digest of the links and dates of a list page, by which two captures are compared."""
    links = [[link.key, link.modified] for link in (*listing.articles, *listing.more)]
    return hashlib.sha256(json.dumps(links).encode()).hexdigest()


def insert(conn: sqlite3.Connection, capture_id: int, seen: Observation) -> None:
    """Insert an observation of a capture; the same visit is stored only once."""
    conn.execute(
        "INSERT OR IGNORE INTO observation VALUES (?, ?, ?, ?, ?)",
        (capture_id, utc(seen.seen_at), seen.digest, seen.views, _packed(seen.evidence)),
    )


def note(writer: WarcWriter, original: Original, seen: Observation) -> None:
    """Write the observation to the WARC file; it names the capture by URL and time."""
    record: dict[str, Any] = {
        "url": original.url,
        "captured_at": original.fetched_at,
        "seen_at": utc(seen.seen_at),
        "digest": f"sha256:{seen.digest.hex()}",
    }
    if seen.views is not None:
        record |= {"views": seen.views, "evidence": _packed(seen.evidence)}
    writer.note(note_line(record), seen.seen_at)


def from_note(line: str) -> tuple[str, str, Observation]:
    """URL and time of the capture, and the observation, from a line; raises UnreadableInput."""
    try:
        record = json.loads(line)
        seen = Observation(
            datetime.fromisoformat(record["seen_at"]),
            bytes.fromhex(record["digest"].removeprefix("sha256:")),
            record.get("views"),
            _unpacked(record.get("evidence")),
        )
        return str(record["url"]), str(record["captured_at"]), seen
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableInput(f"no observation: {line[:200]}") from error


def of_capture(conn: sqlite3.Connection, capture_id: int) -> Iterator[Observation]:
    """The observations of a capture, in order."""
    rows = conn.execute(
        """SELECT seen_at, digest, views, evidence FROM observation WHERE capture_id = ?
        ORDER BY seen_at""",
        (capture_id,),
    )
    for seen_at, digest, views, evidence in rows:
        yield Observation(datetime.fromisoformat(seen_at), digest, views, _unpacked(evidence))


def _packed(evidence: Evidence | None) -> str | None:
    if evidence is None:
        return None
    parts = [evidence.raw, evidence.rule, evidence.place, evidence.confidence]
    return json.dumps(parts, ensure_ascii=False)


def _unpacked(text: str | None) -> Evidence | None:
    return Evidence("views", *json.loads(text)) if text else None
