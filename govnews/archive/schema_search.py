"""The search index: what it holds, in which order, and the triggers that keep it true.

`article_key` gives every article a number by its printed day, so that "newest first" and a range
of dates are a walk along the index, not a sort. `article_fts` holds the words under these numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govnews.archive.sqliteutils import Database

SLOTS = 4096
"""Numbers for each day. A day that has more articles goes on into the following days' numbers."""

UNDATED = -(1 << 40)
"""Articles without a date have this plus their id as number: after all others, by age in here."""

TAG = "ꟿ"
"""Begins the index's own words for portal and province; no query of a user can hold it."""

DAY = """CAST(julianday(substr({0} || substr('0000-01-01', length({0}) + 1), 1, 10))
        - 2447892.5 AS INTEGER)"""
"""SQL for the day of a stored date, counted from 1990-01-01; a month or year is its first day."""

DAILY, MONTH, YEAR = 0, 1, 2
GRAIN = (
    f"CASE WHEN {{0}} LIKE '____' THEN {YEAR} WHEN {{0}} LIKE '____-__' THEN {MONTH} "
    f"ELSE {DAILY} END"
)
"""SQL for how finely a stored date is printed."""

NUMBER = "replace(replace(replace(replace(upper({0}), 'đ', 'D'), 'Đ', 'D'), 'ư', 'U'), 'Ư', 'U')"
"""SQL for a document number as it is looked up: capitals, without diacritics."""

DROP_FIRST_INDEX = """
DROP TRIGGER article_fts_insert;
DROP TRIGGER article_fts_delete;
DROP TRIGGER article_fts_before_update;
DROP TRIGGER article_fts_after_update;
DROP TABLE article_fts;
DROP VIEW article_text;
"""

_PLAIN_D = "replace(replace({0}, 'đ', 'd'), 'Đ', 'D')"
_COLUMNS = "body, title, sapo, author, section, tags"
# The body comes first: words of the first column need no column number, a sixth of the index.

TABLES = f"""
CREATE TABLE article_key (
    key INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL UNIQUE REFERENCES article(id) ON DELETE CASCADE,
    day INTEGER,
    grain INTEGER NOT NULL,
    portal TEXT NOT NULL,
    province TEXT,
    views INTEGER
);

CREATE INDEX article_key_imprecise ON article_key(key) WHERE grain > 0;

CREATE INDEX document_ref_plain ON document_ref({NUMBER.format("number")});

CREATE VIEW article_text AS
    SELECT k.key, {_PLAIN_D.format("a.body")} AS body, {_PLAIN_D.format("a.title")} AS title,
           {_PLAIN_D.format("coalesce(a.sapo, '')")} AS sapo,
           {_PLAIN_D.format("coalesce(a.author, '')")} AS author,
           {_PLAIN_D.format("coalesce(a.section, '')")} AS section,
           '{TAG}p' || replace(a.portal, '-', '{TAG}') || ' {TAG}v'
           || replace(coalesce(a.province, ''), '-', '{TAG}') AS tags
    FROM article_key k JOIN article a ON a.id = k.article_id;

CREATE VIRTUAL TABLE article_fts USING fts5(
    {_COLUMNS},
    content = 'article_text', content_rowid = 'key', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE article_terms USING fts5vocab(article_fts, instance);
"""

_GIVE_KEY = f"""
    INSERT INTO article_key (key, article_id, day, grain, portal, province, views)
    SELECT CASE
        WHEN printed IS NULL THEN {UNDATED} + new.id
        WHEN last IS NULL THEN printed * {SLOTS}
        WHEN last < printed * {SLOTS} + {SLOTS - 1} THEN last + 1
        ELSE (SELECT k.key + 1 FROM article_key k WHERE k.key >= printed * {SLOTS} AND NOT EXISTS
              (SELECT 1 FROM article_key n WHERE n.key = k.key + 1) ORDER BY k.key LIMIT 1)
    END, new.id, printed, {GRAIN.format("new.published")}, new.portal, new.province,
        new.views
    FROM (SELECT printed, (SELECT key FROM article_key WHERE key BETWEEN printed * {SLOTS}
                       AND printed * {SLOTS} + {SLOTS - 1} ORDER BY key DESC LIMIT 1) AS last
          FROM (SELECT {DAY.format("new.published")} AS printed));"""

_ADD_WORDS = f"""
    INSERT INTO article_fts(rowid, {_COLUMNS})
    SELECT key, {_COLUMNS} FROM article_text
    WHERE key = (SELECT key FROM article_key WHERE article_id = new.id);"""

_TAKE_WORDS = f"""
    INSERT INTO article_fts(article_fts, rowid, {_COLUMNS})
    SELECT 'delete', key, {_COLUMNS} FROM article_text
    WHERE key = (SELECT key FROM article_key WHERE article_id = old.id);"""

_INDEXED = ("title", "sapo", "body", "author", "section", "published", "portal", "province")
_CHANGED = " OR ".join(f"new.{name} IS NOT old.{name}" for name in _INDEXED)

TRIGGERS = f"""
CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN{_GIVE_KEY}{_ADD_WORDS}
END;

CREATE TRIGGER article_fts_delete BEFORE DELETE ON article BEGIN{_TAKE_WORDS}
    DELETE FROM article_key WHERE article_id = old.id;
END;

CREATE TRIGGER article_fts_before_update BEFORE UPDATE OF {", ".join(_INDEXED)} ON article
WHEN {_CHANGED} BEGIN{_TAKE_WORDS}
    DELETE FROM article_key WHERE article_id = old.id;
END;

CREATE TRIGGER article_fts_after_update AFTER UPDATE OF {", ".join(_INDEXED)} ON article
WHEN {_CHANGED} BEGIN{_GIVE_KEY}{_ADD_WORDS}
END;

CREATE TRIGGER article_key_views AFTER UPDATE OF views ON article
WHEN new.views IS NOT old.views BEGIN
    UPDATE article_key SET views = new.views WHERE article_id = new.id;
END;
"""


def fill_index(db: Database) -> None:
    """Fills the empty index from all articles: in its own order, several times as fast as by the
    triggers.
    """
    rows = db.execute(
        f"""SELECT {DAY.format("published")} AS day, id,
        {GRAIN.format("published")}, portal, province, views
        FROM article ORDER BY day, id"""
    )
    db.conn.executemany("INSERT INTO article_key VALUES (?, ?, ?, ?, ?, ?, ?)", _keyed(rows))
    db.execute(
        f"""INSERT INTO article_fts(rowid, {_COLUMNS})
        SELECT key, {_COLUMNS} FROM article_text ORDER BY key"""
    )


def _keyed(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    last = UNDATED
    for day, ident, *others in rows:
        key = UNDATED + ident if day is None else max(last + 1, day * SLOTS)
        if day is not None:
            last = key
        yield (key, ident, day, *others)
