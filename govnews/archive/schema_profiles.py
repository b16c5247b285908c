"""Template profiles, and for each reading the profile that it was made with."""

PROFILES = """
CREATE TABLE profile (
    id INTEGER PRIMARY KEY,
    portal TEXT NOT NULL,
    learned_at TEXT NOT NULL,
    pages INTEGER NOT NULL,
    digest TEXT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX profile_portal ON profile(portal, id);
CREATE INDEX profile_digest ON profile(digest);

CREATE TABLE profile_capture (
    profile_id INTEGER NOT NULL REFERENCES profile(id) ON DELETE CASCADE,
    capture_id INTEGER NOT NULL REFERENCES capture(id),
    PRIMARY KEY (profile_id, capture_id)
) WITHOUT ROWID;

ALTER TABLE article_version ADD COLUMN profile TEXT;
"""
