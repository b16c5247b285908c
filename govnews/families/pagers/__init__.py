"""Pagers of lists: a page goes in, the requests that may answer with the following page come out.

`find_pagers` reads HTML, `find_json_pagers` JSON. Both are pure: no network, no disk, no clock.
"""

from govnews.families.pagers.choose import is_of_pager
from govnews.families.pagers.find import find_pagers
from govnews.families.pagers.forms import with_query
from govnews.families.pagers.json_lists import find_json_pagers
from govnews.families.pagers.numbers import slots
from govnews.families.pagers.result import PagerCandidate, Pagers

__all__ = [
    "PagerCandidate",
    "Pagers",
    "find_json_pagers",
    "find_pagers",
    "is_of_pager",
    "slots",
    "with_query",
]
