"""The view that says of which province an article was when it was published.

`provinces.condition` filters by the same rule; a test compares the two.
"""

from __future__ import annotations

PROVINCE_VIEW = """
CREATE VIEW article_provinces AS
    SELECT a.id AS article_id, a.portal, a.url, p.era, p.slug, p.name
    FROM (
        SELECT id, portal, url, province,
               CASE WHEN published IS NOT NULL THEN published >= '2025-07'
                    ELSE first_seen >= '2025-06-30T17' END AS since
        FROM article
    ) a JOIN province p
    ON p.era = iif(a.since, 'from-2025-07-01', 'until-2025-06-30') AND p.slug = iif(
        a.since,
        coalesce(
            (SELECT slug FROM province WHERE era = 'from-2025-07-01' AND slug = a.province),
            (SELECT successor_slug FROM province
             WHERE era = 'until-2025-06-30' AND slug = a.province)
        ),
        coalesce(
            (SELECT slug FROM province WHERE era = 'until-2025-06-30' AND slug = a.province),
            (SELECT slug FROM province
             WHERE era = 'until-2025-06-30' AND successor_slug = a.province)
        )
    );
"""
