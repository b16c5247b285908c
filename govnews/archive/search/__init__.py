"""Search in Vietnamese: with or without diacritics, đ or d, in any spelling of a syllable.

`search(conn, "hà nội", Filters(portals=("longan",)), order="date")` returns a page of hits,
`facets(conn, "portal", …)` counts, `condition(…)` is the same selection as SQL for exports. The
modules: `words` (spellings), `aliases` (UBND), `query` (the language), `nodes` (its tree),
`filters`, `engine`, `ranking`, `snippets`, `facets`.
"""

from govnews.archive.search.engine import (
    COUNT_CAP,
    ORDERS,
    Found,
    Hit,
    Order,
    as_query,
    condition,
    count,
    search,
)
from govnews.archive.search.facets import FACETS, Count, Facet, facets
from govnews.archive.search.filters import Filters, parse_day
from govnews.archive.search.query import FIELDS, MAX_QUERY, Query, parse_query
from govnews.archive.search.snippets import MARK, make_snippet, mark_all

__all__ = [
    "COUNT_CAP", "FACETS", "FIELDS", "MARK", "MAX_QUERY", "ORDERS", "Count", "Facet", "Filters",
    "Found", "Hit", "Order", "Query", "as_query", "condition", "count", "facets", "make_snippet",
    "mark_all", "parse_day", "parse_query", "search",
]  # fmt: skip
