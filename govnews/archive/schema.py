"""The tables, the views that researchers rely on, and the migrations that lead there.

Tables may change by migration. The views (`articles`, `article_versions`, …) are the stable
interface. `dictionary` describes every table, view and column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govnews.archive import provinces
from govnews.archive.schema_crawl import CRAWL
from govnews.archive.schema_history import HISTORY
from govnews.archive.schema_profiles import PROFILES
from govnews.archive.schema_search import DROP_FIRST_INDEX, TABLES, TRIGGERS, fill_index
from govnews.archive.sqliteutils import Migrations

if TYPE_CHECKING:
    from govnews.archive.sqliteutils import Database

APPLICATION_ID = 0x676F766E
"""`PRAGMA application_id` of an archive: the letters "govn"."""

migrations = Migrations("govnews")

_TABLES = """
CREATE TABLE capture (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    url TEXT NOT NULL,
    method TEXT NOT NULL DEFAULT 'GET',
    kind TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    media_type TEXT,
    headers TEXT NOT NULL,
    digest TEXT NOT NULL,
    wire_digest TEXT,
    size INTEGER NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    revisit_of INTEGER REFERENCES capture(id),
    UNIQUE (warc_file, warc_offset)
);
CREATE INDEX capture_url ON capture(portal, url, digest);

CREATE TABLE frontier (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    section TEXT,
    method TEXT NOT NULL DEFAULT 'GET',
    form TEXT,
    payload TEXT,
    page INTEGER NOT NULL DEFAULT 1,
    modified TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'done', 'failed', 'gone')),
    priority INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,
    error TEXT,
    error_detail TEXT,
    found_on TEXT,
    first_found_at TEXT NOT NULL,
    finished_at TEXT,
    UNIQUE (portal, key)
);
CREATE INDEX frontier_ready ON frontier(portal, priority, id)
    WHERE state = 'queued' AND not_before IS NULL;
CREATE INDEX frontier_due ON frontier(portal, not_before)
    WHERE state = 'queued' AND not_before IS NOT NULL;
CREATE INDEX frontier_leased ON frontier(portal) WHERE state = 'leased';
CREATE INDEX frontier_state ON frontier(portal, state, kind);

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    province TEXT,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    sapo TEXT,
    author TEXT,
    published TEXT,
    published_precision TEXT,
    updated TEXT,
    updated_precision TEXT,
    section TEXT,
    views INTEGER,
    body TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    gone_at TEXT,
    version_id INTEGER REFERENCES article_version(id) DEFERRABLE INITIALLY DEFERRED,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    UNIQUE (portal, url)
);
CREATE INDEX article_published ON article(published);
CREATE INDEX article_url ON article(url);

CREATE TABLE article_version (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    seen_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    title TEXT NOT NULL,
    sapo TEXT,
    author TEXT,
    published TEXT,
    published_precision TEXT,
    updated TEXT,
    updated_precision TEXT,
    section TEXT,
    body TEXT NOT NULL,
    attachments TEXT NOT NULL,
    refs TEXT NOT NULL
);
CREATE INDEX article_version_article ON article_version(article_id, seen_at, id);

CREATE TABLE view_observation (
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    observed_at TEXT NOT NULL,
    views INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    PRIMARY KEY (article_id, observed_at)
) WITHOUT ROWID;

CREATE TABLE evidence (
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    raw TEXT NOT NULL,
    rule TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (article_id, field)
) WITHOUT ROWID;

CREATE TABLE attachment (
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    name TEXT,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;

CREATE TABLE image (
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    caption TEXT,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;

CREATE TABLE document_ref (
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number TEXT NOT NULL,
    kind TEXT,
    issuer TEXT,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX document_ref_number ON document_ref(number);

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    command TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT,
    summary TEXT
);
CREATE INDEX run_portal ON run(portal, id);

CREATE TABLE province (
    era TEXT NOT NULL,
    slug TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    domain TEXT,
    successor_slug TEXT,
    region_before_2025 TEXT,
    PRIMARY KEY (era, slug)
) WITHOUT ROWID;
"""

_SEARCH = """
CREATE VIEW article_text AS
    SELECT id,
           replace(replace(title, 'đ', 'd'), 'Đ', 'D') AS title,
           replace(replace(coalesce(sapo, ''), 'đ', 'd'), 'Đ', 'D') AS sapo,
           replace(replace(body, 'đ', 'd'), 'Đ', 'D') AS body
    FROM article;

CREATE VIRTUAL TABLE article_fts USING fts5(
    title, sapo, body,
    content = 'article_text', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
    INSERT INTO article_fts(rowid, title, sapo, body)
    SELECT id, title, sapo, body FROM article_text WHERE id = new.id;
END;

CREATE TRIGGER article_fts_delete BEFORE DELETE ON article BEGIN
    INSERT INTO article_fts(article_fts, rowid, title, sapo, body)
    SELECT 'delete', id, title, sapo, body FROM article_text WHERE id = old.id;
END;

CREATE TRIGGER article_fts_before_update BEFORE UPDATE OF title, sapo, body ON article BEGIN
    INSERT INTO article_fts(article_fts, rowid, title, sapo, body)
    SELECT 'delete', id, title, sapo, body FROM article_text WHERE id = old.id;
END;

CREATE TRIGGER article_fts_after_update AFTER UPDATE OF title, sapo, body ON article BEGIN
    INSERT INTO article_fts(rowid, title, sapo, body)
    SELECT id, title, sapo, body FROM article_text WHERE id = new.id;
END;
"""

_VIEWS = """
CREATE VIEW articles AS
    SELECT a.id, a.portal, a.province, a.url, a.title, a.sapo, a.author, a.published,
           a.published_precision, a.updated, a.updated_precision, a.section, a.views, a.body,
           (SELECT group_concat(url, char(10)) FROM
               (SELECT url FROM attachment WHERE article_id = a.id ORDER BY position)
           ) AS attachments,
           (SELECT group_concat(number, '; ') FROM
               (SELECT number FROM document_ref WHERE article_id = a.id ORDER BY position)
           ) AS document_refs,
           a.first_seen, a.last_seen, a.gone_at,
           (SELECT count(*) FROM article_version WHERE article_id = a.id) AS versions,
           c.fetched_at AS captured_at, c.digest, c.warc_file, c.warc_offset
    FROM article a JOIN capture c ON c.id = a.capture_id;

CREATE VIEW article_versions AS
    SELECT v.id, v.article_id, a.portal, a.url, v.seen_at, v.digest, v.title, v.sapo, v.author,
           v.published, v.published_precision, v.updated, v.updated_precision, v.section, v.body,
           v.attachments, v.refs, v.capture_id
    FROM article_version v JOIN article a ON a.id = v.article_id;

CREATE VIEW view_observations AS
    SELECT o.article_id, a.portal, a.url, o.observed_at, o.views, o.capture_id
    FROM view_observation o JOIN article a ON a.id = o.article_id;

CREATE VIEW attachments AS
    SELECT t.article_id, a.portal, a.url AS article_url, t.position, t.url, t.name
    FROM attachment t JOIN article a ON a.id = t.article_id;

CREATE VIEW document_refs AS
    SELECT r.article_id, a.portal, a.url, r.position, r.number, r.kind, r.issuer
    FROM document_ref r JOIN article a ON a.id = r.article_id;

CREATE VIEW captures AS
    SELECT id, portal, url, method, kind, fetched_at, status, media_type, digest, wire_digest,
           size, warc_file, warc_offset, warc_length, revisit_of
    FROM capture;

CREATE VIEW failures AS
    SELECT portal, url, kind, state, error, error_detail, attempts, found_on, finished_at
    FROM frontier WHERE error IS NOT NULL AND state != 'done';
"""


@migrations()
def m001_first_schema(db: Database) -> None:
    """Everything the first release stores."""
    for script in (_TABLES, _SEARCH, _VIEWS):
        for statement in statements(script):
            db.execute(statement)
    provinces.insert_units(db.conn)


def statements(script: str) -> list[str]:
    """The single statements of a script; triggers keep their inner semicolons."""
    found: list[str] = []
    lines: list[str] = []
    in_trigger = False
    for line in script.splitlines():
        lines.append(line)
        in_trigger = in_trigger or line.startswith("CREATE TRIGGER")
        if line.endswith("END;" if in_trigger else ";"):
            found.append("\n".join(lines).strip())
            lines, in_trigger = [], False
    return found


@migrations()
def m002_profiles(db: Database) -> None:
    """Profiles of portals, and which of them a reading was made with."""
    _apply(db, PROFILES)


@migrations()
def m003_history(db: Database) -> None:
    """Visits that brought nothing new, and captures that were lost."""
    _apply(db, HISTORY)


@migrations()
def m004_provinces(db: Database) -> None:
    """The province of an article as it was when the article was published."""
    _apply(db, provinces.ARTICLE_PROVINCES_VIEW)


@migrations()
def m007_crawl(db: Database) -> None:
    """What lists print beside links, what a portal no longer has, and whether its ETags hold."""
    _apply(db, CRAWL)


def _apply(db: Database, script: str) -> None:
    for statement in statements(script):
        db.execute(statement)


@migrations()
def m005_search(db: Database) -> None:
    """Search in the order of dates, by author, section, portal and document number."""
    for statement in statements(DROP_FIRST_INDEX) + statements(TABLES):
        db.execute(statement)
    fill_index(db)
    for statement in statements(TRIGGERS):
        db.execute(statement)
