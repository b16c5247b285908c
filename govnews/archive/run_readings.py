"""What a run has read, and what the archive knows beside it: with that the run is judged."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from govnews.archive import columns, runs, text_key, view_counts
from govnews.archive.admission import NAMES, standing, version_columns
from govnews.archive.frontier import utc
from govnews.archive.holds import Hold, HoldReason
from govnews.archive.suspicion import Reading, Section, changes_of

LONG_BODY = 80
"""Characters from which on one text under several titles is no "Xem tệp đính kèm"."""

RECENT = timedelta(days=7)
"""Edits of that time are counted with those of a run."""

EARLIER = 200
"""Articles before a run, the newest ones, with which its new articles are compared."""

_HAVING_NAMES = (
    "attachments", "title", "sapo", "author", "published", "section", "source", "views",
)  # fmt: skip
_HAVING = ", ".join(
    (
        "sum(EXISTS (SELECT 1 FROM attachment t WHERE t.article_id = a.id))",
        *(f"sum(coalesce(a.{name}, '') != '')" for name in _HAVING_NAMES[1:]),
    )
)


@dataclass(frozen=True, slots=True)
class RunReadings:
    """The readings of a run of a portal. since: when the run began. last_article: the last one
    before it. now: present time.
    """

    conn: sqlite3.Connection
    portal: str
    since: datetime
    last_article: int
    now: datetime

    def reading(self, hold: Hold) -> Reading:
        before = standing(self.conn, hold.article_id) if hold.article_id is not None else None
        section = before["section"] if before is not None else hold.reading.get("section")
        key = text_key.of(hold.reading) if hold.reading else 0
        edits = runs.edits_alone(self.conn, self.portal, hold.article_id, hold.seen_at)
        may_fall = hold.article_id is not None and view_counts.may_fall(
            self.conn, hold.portal, hold.article_id, hold.reading.get("views")
        )
        return Reading(
            hold.id, hold.url, section, key, before, hold.reading, edits, may_fall=may_fall
        )

    def new(self, *, with_texts: bool) -> list[Reading]:
        """The new articles of the run; their idents are negative. with_texts: with their bodies,
        which take room in a long first run and are only compared with changed ones.
        """
        rows = self.conn.execute(
            f"""SELECT a.id, a.url, a.text_key, {version_columns("v")}, a.views
            FROM article a JOIN article_version v ON v.id = a.version_id
            WHERE a.portal = ? AND a.id > ?""",
            (self.portal, self.last_article),
        )
        found = []
        for ident, url, key, *row in rows:
            now = dict(zip(NAMES, row, strict=True))
            body = hash(now["body"]) if len(now["body"]) >= LONG_BODY else 0
            if not with_texts:
                now["body"] = ""
            found.append(Reading(-ident, url, now["section"], key, None, now, body=body))
        return found

    def recent(self) -> list[Reading]:
        """The last edits of articles in earlier runs, but for those that a person accepted: a
        portal may break a few pages at a time.
        """
        first = runs.last_version_before(self.conn, self.portal, self.now - RECENT)
        if first is None:
            return []
        rows = self.conn.execute(
            f"""SELECT a.url, {version_columns("p")}, {version_columns("v")} FROM article_version v
            JOIN article a ON a.version_id = v.id AND a.portal = ?1
            JOIN article_version p ON p.id = (
                SELECT id FROM article_version o WHERE o.article_id = a.id AND o.id != v.id
                AND o.seen_at <= v.seen_at ORDER BY o.seen_at DESC, o.id DESC LIMIT 1)
            WHERE v.id > ?2 AND v.cause = 'page' AND v.seen_at < ?3
            AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.capture_id = v.capture_id)""",
            (self.portal, first, utc(self.since)),
        )
        width, found = len(columns.VERSION), []
        for url, *values in rows:
            before, after = (
                dict(zip(NAMES, (*each, None), strict=True))
                for each in (values[:width], values[width:])
            )
            found.append(Reading(0, url, before["section"], 0, before, after))
        return found

    def texts(self, known: Sequence[Reading]) -> dict[int, frozenset[str]]:
        """The articles, by the key of their text, that have the same as a reading of the run."""
        found: dict[int, set[str]] = defaultdict(set)
        name = self.portal
        for key, url in self.conn.execute(
            """SELECT b.text_key, b.url FROM article a
            JOIN article b ON b.text_key = a.text_key AND b.portal = a.portal AND b.id != a.id
            WHERE a.portal = ? AND a.id > ?""",
            (name, self.last_article),
        ):
            found[key].add(url)
        for one in known:
            rows = self.conn.execute(
                "SELECT url FROM article WHERE text_key = ? AND portal = ?", (one.key, name)
            )
            found[one.key] |= {url for (url,) in rows}
        return {key: frozenset(urls) for key, urls in found.items()}

    def sections(self) -> dict[str | None, Section]:
        """What is known of each section, and of the portal under None."""
        sections: dict[str | None, Section] = defaultdict(Section, {None: Section()})

        def scopes(name: str | None) -> list[Section]:
            return [sections[None]] if name is None else [sections[None], sections[name]]

        seen = self.conn.execute(
            f"""SELECT a.section, count(*), {_HAVING} FROM article a
            WHERE a.portal = ?1 AND a.last_seen >= ?2 AND a.id <= ?3
            AND NOT EXISTS (SELECT 1 FROM hold h
                WHERE h.article_id = a.id AND h.state = 'pending')
            GROUP BY 1""",
            (self.portal, utc(self.since), self.last_article),
        )
        for name, count, *having in seen:
            for each in scopes(name):
                each.seen += count
                each.having.update(dict(zip(_HAVING_NAMES, having, strict=True)))
        earlier = self.conn.execute(
            f"""SELECT a.section, count(*), {_HAVING} FROM (
                SELECT * FROM article WHERE portal = ?1 AND id <= ?2 ORDER BY id DESC LIMIT ?3
            ) a GROUP BY 1""",
            (self.portal, self.last_article, EARLIER),
        )
        for name, count, *having in earlier:
            sections[name].earlier = count
            sections[name].earlier_having.update(dict(zip(_HAVING_NAMES, having, strict=True)))
        missed = self.conn.execute(
            """SELECT a.section, count(DISTINCT a.id) FROM frontier f
            JOIN article_address s ON s.portal = f.portal AND s.url = f.url
            JOIN article a ON a.id = s.article_id
            WHERE f.portal = ?1 AND f.missing_since >= ?2 AND f.state = 'done'
            AND a.last_seen < ?2 GROUP BY 1""",
            (self.portal, utc(self.since)),
        )
        for name, count in missed:
            for each in scopes(name):
                each.missed += count
        return dict(sections)

    def troubled(self, sections: Mapping[str | None, Section], known: Sequence[Reading]) -> bool:
        """Whether known pages are held since an earlier run, and none of this one reads well but
        for its view count.
        """
        read = (one for one in known if not one.is_missing)
        if sections[None].seen or any(changes_of(one) <= {"views"} for one in read):
            return False
        row = self.conn.execute(
            """SELECT 1 FROM hold WHERE portal = ? AND state = 'open' AND article_id IS NOT NULL
            AND reason NOT IN (?, ?) LIMIT 1""",
            (self.portal, HoldReason.MANY_GONE, HoldReason.VIEWS),
        ).fetchone()
        return row is not None
