"""UIArticle (ASP.NET WebForms): page 1 by GET, the others by postback with the form's state."""

from __future__ import annotations

import re

from govnews.families.family import Family
from govnews.families.lists import Anchor
from govnews.model import Capture, Kind, Link
from govnews.reading.parse.document import Element
from govnews.vietnamese.text import clean

_POSTBACK = re.compile(r"__doPostBack\(\s*(?:'|&#39;)([^']+)'\s*,\s*'([^']*)'")


class UIArticle(Family):
    """DesktopModules pages. No stable class names: skins differ from province to province."""

    def next_pages(
        self, root: Element, anchors: list[Anchor], capture: Capture, link: Link
    ) -> tuple[Link, ...]:
        """A GET pager where there is one, else a postback to the page's own address."""
        plain = super().next_pages(root, anchors, capture, link)
        if plain:
            return plain
        target = _postback(root, link.page + 1)
        if target is None:
            return ()
        state = [
            (name, element.get("value") or "")
            for element in root.iter("input")
            if (element.get("type") or "").lower() == "hidden"
            and (name := element.get("name")) is not None
            and name not in {"__EVENTTARGET", "__EVENTARGUMENT"}
        ]
        form = (("__EVENTTARGET", target[0]), ("__EVENTARGUMENT", target[1]), *state)
        return (
            Link(
                link.url, Kind.LISTING, link.section, method="POST", form=form, page=link.page + 1
            ),
        )


def _postback(root: Element, page: int) -> tuple[str, str] | None:
    """Target and argument of the pager's link to a page."""
    for element in root.iter("a"):
        match = _POSTBACK.search(element.get("href") or "")
        if match and clean("".join(element.itertext())) == str(page):
            return match[1], match[2]
    return None
