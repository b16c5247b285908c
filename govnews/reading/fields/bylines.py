"""Elements that their names call a byline."""

from __future__ import annotations

import re
from itertools import islice

from govnews.reading import weights as w
from govnews.reading.page.context import PageContext
from govnews.reading.parse.document import Element

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|by|tac-?_?gia|writers?|but-?danh|nguoi-?viet|user|person)"
    r"(?:[\s_-]|$)",
    re.IGNORECASE,
)
_BYLINE_NAMES = ("class", "id", "data-role", "itemprop", "rel")


def is_byline(element: Element) -> bool:
    """Whether a class, a role or a property names an element as a byline."""
    return any(_BYLINE.search(element.get(name) or "") for name in _BYLINE_NAMES)


def is_byline_box(context: PageContext, position: int) -> bool:
    """Whether a line stands in a small box that is named as a byline."""
    page = context.page
    for node in islice(page.ancestors(page.blocks[position].node), 1 + w.BYLINE_LEVELS):
        if is_byline(page.nodes[node]):
            texts = (page.blocks[inside].text for inside in page.inside(node))
            return sum(map(len, texts)) <= w.ICON_LINE_MAX_LENGTH
    return False
