"""Visits that brought nothing new, what a list led to, and captures that were lost."""

HISTORY = """
CREATE TABLE observation (
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    seen_at TEXT NOT NULL,
    digest BLOB NOT NULL,
    views INTEGER,
    evidence TEXT,
    PRIMARY KEY (capture_id, seen_at)
) WITHOUT ROWID;

ALTER TABLE capture ADD COLUMN links TEXT;
ALTER TABLE capture ADD COLUMN lost_at TEXT;

CREATE VIEW observations AS
    SELECT o.capture_id, c.portal, c.url, c.kind, o.seen_at,
           'sha256:' || lower(hex(o.digest)) AS digest, o.views
    FROM observation o JOIN capture c ON c.id = o.capture_id;
"""
