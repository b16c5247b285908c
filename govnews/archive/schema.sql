-- The tables, indexes, views and triggers of archive.db: the first migration of schema.py.
--
-- schema.py fills in the words that begin with a dollar sign: the columns that are read from an
-- article's page (from columns.py) and what the search index is computed with (from
-- search_index.py). Every view, trigger and virtual table is made again when a
-- later migration adds a column, so that they always are what this script says.
--
-- dictionary.toml and columns.py describe every table, view and column.

-- --- captures ------------------------------------------------------------------------------------

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
    links TEXT,
    lost_at TEXT,
    false_views INTEGER NOT NULL DEFAULT 0,
    redirected_from INTEGER REFERENCES capture(id),
    UNIQUE (warc_file, warc_offset)
);
CREATE INDEX capture_url ON capture(portal, url, digest);

CREATE TABLE observation (
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    seen_at TEXT NOT NULL,
    digest BLOB NOT NULL,
    views INTEGER,
    evidence TEXT,
    PRIMARY KEY (capture_id, seen_at)
) WITHOUT ROWID;

-- --- the crawl -----------------------------------------------------------------------------------

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
    published TEXT,
    missing_since TEXT,
    retry_after TEXT,
    list_key TEXT,
    raised INTEGER NOT NULL DEFAULT 0,
    watermark INTEGER NOT NULL DEFAULT 0,
    failed_runs INTEGER NOT NULL DEFAULT 0,
    ways INTEGER NOT NULL DEFAULT 0,
    UNIQUE (portal, key)
);
CREATE INDEX frontier_ready ON frontier(portal, priority, id)
    WHERE state = 'queued' AND not_before IS NULL;
CREATE INDEX frontier_due ON frontier(portal, not_before)
    WHERE state = 'queued' AND not_before IS NOT NULL;
CREATE INDEX frontier_leased ON frontier(portal) WHERE state = 'leased';
CREATE INDEX frontier_state ON frontier(portal, state, kind);
CREATE INDEX frontier_missing ON frontier(portal) WHERE missing_since IS NOT NULL;
CREATE INDEX frontier_retry_after ON frontier(portal, retry_after) WHERE retry_after IS NOT NULL;

CREATE TABLE list_walk (
    portal TEXT NOT NULL,
    key TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    section TEXT,
    announced_pages INTEGER,
    announced_articles INTEGER,
    pages INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,
    full_since TEXT,
    ended TEXT,
    proof TEXT,
    ended_at TEXT,
    last_key TEXT,
    last_full_at TEXT,
    watermark INTEGER NOT NULL DEFAULT 0,
    proven_pages INTEGER,
    proven_articles INTEGER,
    PRIMARY KEY (portal, key)
) WITHOUT ROWID;

CREATE TABLE validator_trust (
    portal TEXT PRIMARY KEY,
    kept INTEGER NOT NULL DEFAULT 0,
    broken INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    command TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT,
    summary TEXT,
    last_article INTEGER NOT NULL DEFAULT 0,
    last_version INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX run_portal ON run(portal, id);

CREATE TABLE profile (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    learned_at TEXT NOT NULL,
    valid_from TEXT,
    pages INTEGER NOT NULL,
    digest TEXT NOT NULL,
    form TEXT NOT NULL DEFAULT '[]',
    content TEXT NOT NULL
);
CREATE INDEX profile_portal ON profile(portal, id);
CREATE INDEX profile_digest ON profile(digest);

CREATE TABLE profile_capture (
    profile_id INTEGER NOT NULL REFERENCES profile(id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    PRIMARY KEY (profile_id, capture_id)
) WITHOUT ROWID;

-- --- articles ------------------------------------------------------------------------------------

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    province TEXT,
    url TEXT NOT NULL,
    $article_columns,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    gone_at TEXT,
    version_id INTEGER REFERENCES article_version(id) DEFERRABLE INITIALLY DEFERRED,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    text_key INTEGER,
    UNIQUE (portal, url)
);
CREATE INDEX article_published ON article(published);
CREATE INDEX article_text_key ON article(text_key);

CREATE TABLE article_version (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    seen_at TEXT NOT NULL,
    digest TEXT NOT NULL,
    $version_columns,
    profile TEXT,
    cause TEXT NOT NULL DEFAULT 'page' CHECK (cause IN ('page', 'reader'))
);
CREATE INDEX article_version_article ON article_version(article_id, seen_at, id);
CREATE INDEX article_version_profile ON article_version(profile);

CREATE TABLE article_address (
    portal TEXT NOT NULL,
    url TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    why TEXT NOT NULL,
    canonical TEXT,
    UNIQUE (url, portal)
);
CREATE INDEX article_address_article ON article_address(article_id);
CREATE INDEX article_address_key ON article_address(key, portal);
CREATE INDEX article_address_canonical ON article_address(portal, canonical)
    WHERE canonical IS NOT NULL;

CREATE TABLE article_move (
    portal TEXT NOT NULL,
    url TEXT NOT NULL,
    other TEXT NOT NULL,
    why TEXT NOT NULL,
    joined_at TEXT NOT NULL,
    PRIMARY KEY (portal, url, other)
) WITHOUT ROWID;

CREATE TABLE hold (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    url TEXT NOT NULL,
    key TEXT,
    capture_id INTEGER REFERENCES capture(id),
    seen_at TEXT NOT NULL,
    article_id INTEGER REFERENCES article(id) ON DELETE SET NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'open', 'accepted', 'discarded', 'passed')),
    reason TEXT,
    detail TEXT,
    changes TEXT NOT NULL,
    reading TEXT,
    held_at TEXT NOT NULL,
    decided_at TEXT,
    note TEXT
);
CREATE INDEX hold_state ON hold(portal, state);
CREATE INDEX hold_url ON hold(portal, url);
CREATE INDEX hold_capture ON hold(capture_id);

CREATE TABLE view_observation (
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    observed_at TEXT NOT NULL,
    views INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    PRIMARY KEY (article_id, observed_at)
) WITHOUT ROWID;

CREATE TABLE list_view (
    portal TEXT NOT NULL,
    key TEXT NOT NULL,
    observed_at TEXT NOT NULL,
    views INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    PRIMARY KEY (portal, key, observed_at)
) WITHOUT ROWID;

CREATE TABLE evidence (
    article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    raw TEXT NOT NULL,
    rule TEXT NOT NULL,
    place TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('sure', 'likely', 'unsure')),
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
CREATE INDEX document_ref_plain ON document_ref($plain_number);

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

-- --- views: the stable interface -----------------------------------------------------------------

CREATE VIEW articles AS
    SELECT a.id, a.portal, a.province, a.url, $article_values,
           (SELECT group_concat(url, char(10)) FROM
               (SELECT url FROM attachment WHERE article_id = a.id ORDER BY position)
           ) AS attachments,
           (SELECT group_concat(number, '; ') FROM
               (SELECT number FROM document_ref WHERE article_id = a.id ORDER BY position)
           ) AS document_refs,
           a.first_seen, a.last_seen, a.gone_at,
           (SELECT count(*) FROM article_version
            WHERE article_id = a.id AND cause = 'page') AS versions,
           c.fetched_at AS captured_at, c.digest, c.warc_file, c.warc_offset$article_values_added
    FROM article a JOIN capture c ON c.id = a.capture_id;

CREATE VIEW article_versions AS
    SELECT v.id, v.article_id, a.portal, a.url, v.seen_at, v.digest, $version_values,
           v.capture_id, v.cause$version_values_added
    FROM article_version v JOIN article a ON a.id = v.article_id;

CREATE VIEW view_observations AS
    SELECT o.article_id, a.portal, a.url, o.observed_at, o.views, o.capture_id,
           'page' AS printed_on
    FROM view_observation o JOIN article a ON a.id = o.article_id
    UNION ALL
    SELECT a.id, a.portal, a.url, l.observed_at, max(l.views), l.capture_id, 'list'
    FROM list_view l
    JOIN article_address s ON s.key = l.key AND s.portal = l.portal
    JOIN article a ON a.id = s.article_id
    WHERE NOT EXISTS (SELECT 1 FROM view_observation o
                      WHERE o.article_id = a.id AND o.observed_at = l.observed_at)
    GROUP BY a.id, l.observed_at;

CREATE VIEW attachments AS
    SELECT t.article_id, a.portal, a.url AS article_url, t.position, t.url, t.name
    FROM attachment t JOIN article a ON a.id = t.article_id;

CREATE VIEW document_refs AS
    SELECT r.article_id, a.portal, a.url, r.position, r.number, r.kind, r.issuer
    FROM document_ref r JOIN article a ON a.id = r.article_id;

CREATE VIEW article_addresses AS
    SELECT s.article_id, s.portal, a.url AS article_url, s.url, s.url = a.url AS present,
           s.first_seen, s.last_seen, s.why, s.canonical
    FROM article_address s JOIN article a ON a.id = s.article_id;

CREATE VIEW article_evidence AS
    SELECT e.article_id, a.portal, a.url, e.field, e.confidence, e.rule, e.place, e.raw
    FROM evidence e JOIN article a ON a.id = e.article_id;

CREATE VIEW captures AS
    SELECT id, portal, url, method, kind, fetched_at, status, media_type, digest, wire_digest,
           size, warc_file, warc_offset, warc_length, revisit_of, redirected_from
    FROM capture;

CREATE VIEW failures AS
    SELECT portal, url, kind, state, error, error_detail, attempts, found_on, finished_at
    FROM frontier WHERE error IS NOT NULL AND state != 'done';

CREATE VIEW observations AS
    SELECT o.capture_id, c.portal, c.url, c.kind, o.seen_at,
           'sha256:' || lower(hex(o.digest)) AS digest, o.views
    FROM observation o JOIN capture c ON c.id = o.capture_id;

CREATE VIEW holds AS
    SELECT id, portal, url, state, reason, detail, changes, seen_at, article_id, capture_id,
           held_at, decided_at, note
    FROM hold WHERE state != 'pending';

-- The province of an article as it was when the article was published. `provinces.condition`
-- filters by the same rule; a test compares the two.
CREATE VIEW article_provinces AS
    SELECT a.id AS article_id, a.portal, a.url, p.era, p.slug, p.name
    FROM (
        SELECT id, portal, url, province,
               CASE WHEN published IS NOT NULL THEN published >= '$published_since_merger'
                    ELSE first_seen >= '$seen_since_merger' END AS since
        FROM article
    ) a JOIN province p
    ON p.era = iif(a.since, '$new_era', '$old_era') AND p.slug = iif(
        a.since,
        coalesce(
            (SELECT slug FROM province WHERE era = '$new_era' AND slug = a.province),
            (SELECT successor_slug FROM province
             WHERE era = '$old_era' AND slug = a.province)
        ),
        coalesce(
            (SELECT slug FROM province WHERE era = '$old_era' AND slug = a.province),
            (SELECT slug FROM province
             WHERE era = '$old_era' AND successor_slug = a.province)
        )
    );

-- --- the search index ----------------------------------------------------------------------------

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

CREATE VIEW article_text AS
    SELECT k.key, $index_texts,
           '${tag}p' || replace(a.portal, '-', '$tag') || ' ${tag}v'
           || replace(coalesce(a.province, ''), '-', '$tag') AS tags
    FROM article_key k JOIN article a ON a.id = k.article_id;

CREATE VIRTUAL TABLE article_fts USING fts5(
    $index_columns, tags,
    content = 'article_text', content_rowid = 'key', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE article_terms USING fts5vocab(article_fts, instance);

-- A new article gets the next number of its day, or, where the day is full, the next that is free.
CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
    INSERT INTO article_key (key, article_id, day, grain, portal, province, views)
    SELECT $free_key, new.id, printed, $grain, new.portal, new.province, new.views
    FROM $last_key;
    INSERT INTO article_fts(rowid, $index_columns, tags)
    SELECT key, $index_columns, tags FROM article_text
    WHERE key = (SELECT key FROM article_key WHERE article_id = new.id);
END;

CREATE TRIGGER article_fts_delete BEFORE DELETE ON article BEGIN
    INSERT INTO article_fts(article_fts, rowid, $index_columns, tags)
    SELECT 'delete', key, $index_columns, tags FROM article_text
    WHERE key = (SELECT key FROM article_key WHERE article_id = old.id);
    DELETE FROM article_key WHERE article_id = old.id;
END;

-- An index whose content is a view has to be told the old words before they change.
CREATE TRIGGER article_fts_before_update BEFORE UPDATE OF $index_sources ON article
WHEN $index_changed BEGIN
    INSERT INTO article_fts(article_fts, rowid, $index_columns, tags)
    SELECT 'delete', key, $index_columns, tags FROM article_text
    WHERE key = (SELECT key FROM article_key WHERE article_id = old.id);
    DELETE FROM article_key WHERE article_id = old.id;
END;

CREATE TRIGGER article_fts_after_update AFTER UPDATE OF $index_sources ON article
WHEN $index_changed BEGIN
    INSERT INTO article_key (key, article_id, day, grain, portal, province, views)
    SELECT $free_key, new.id, printed, $grain, new.portal, new.province, new.views
    FROM $last_key;
    INSERT INTO article_fts(rowid, $index_columns, tags)
    SELECT key, $index_columns, tags FROM article_text
    WHERE key = (SELECT key FROM article_key WHERE article_id = new.id);
END;

CREATE TRIGGER article_key_views AFTER UPDATE OF views ON article
WHEN new.views IS NOT old.views BEGIN
    UPDATE article_key SET views = new.views WHERE article_id = new.id;
END;
