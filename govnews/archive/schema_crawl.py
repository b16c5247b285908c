"""What crawls needed to remember after the first schema."""

CRAWL = """
ALTER TABLE frontier ADD COLUMN published TEXT;
ALTER TABLE frontier ADD COLUMN missing_since TEXT;
CREATE INDEX frontier_missing ON frontier(portal) WHERE missing_since IS NOT NULL;

CREATE TABLE validator_trust (
    portal TEXT PRIMARY KEY,
    kept INTEGER NOT NULL DEFAULT 0,
    broken INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
"""
