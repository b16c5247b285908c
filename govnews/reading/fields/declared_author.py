"""Authors of pages that are not in Vietnamese: the printed byline beside the head's declaration.

Rules that know an author by the shape of a Vietnamese name, or by the place where Vietnamese texts
are signed, find labels and buttons on other pages. There the head confirms a printed name, names
the authors that stand beside it, and leaves out what else the byline says.
"""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.page.metadata import Declared
from govnews.vietnamese.names import is_account, looks_like_name
from govnews.vietnamese.text import fold, has_vietnamese

NAMELESS_RULES = frozenset({
    "signature-name-line", "signature-place", "signature-after-body", "signature-inline",
})  # fmt: skip
"""Rules that know a signature by its shape and place alone."""
_BY = re.compile(r"(?<![-\w])(?:[Bb]y|BY)\b\s*+:?+\s*+(?P<name>[^|•·⋅—–()\d]{3,80})")
_ROLE = re.compile(
    r",|\b(?:in|on|Published|Updated)\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{3,6})?\.?\Z"
)
"""What follows a name behind "by": a post, a section, a month."""
_DECLARED_LABEL = re.compile(r"^(?:written )?by:?\s+", re.IGNORECASE)
_LABEL = re.compile(r"(?:written |posted |text |story |published )?by:?|authors?:?", re.IGNORECASE)


def is_foreign(context: PageContext, regions: Regions) -> bool:
    """Whether a page has a text, and no letter in it that only Vietnamese has."""
    if context.root is None:
        return False
    lines = [context.blocks[position].text for position in regions.body]
    return (
        sum(map(len, lines)) >= w.FOREIGN_MIN_TEXT
        and not any(map(has_vietnamese, lines))
        and not (regions.title is not None and has_vietnamese(context.blocks[regions.title].text))
    )


def confirmed(
    context: PageContext, regions: Regions, found: Found[str] | None
) -> Found[str] | None:
    """The author of a foreign page: what is printed, as far as the head does not know better."""
    declared = _names(context)
    printed = found if found is not None and not _is_shape(found) else None
    printed = printed or _by(context, regions)
    if declared:
        shared = printed is not None and any(_holds(printed, one.text) for one in declared)
        if printed is None or shared or _is_elsewhere(context, printed, declared):
            names = ", ".join(dict.fromkeys(one.text for one in declared))
            raw = printed.raw if printed is not None and shared else declared[0].text
            return Found.of("author", names, raw, "declared-author", declared[0].place)
    return _without_labels(printed) if printed is not None else None


def _is_shape(found: Found[str]) -> bool:
    return found.evidence[0].rule in NAMELESS_RULES


def _is_elsewhere(context: PageContext, printed: Found[str], declared: list[Declared]) -> bool:
    """Whether the declared name is printed too, and the one in the byline is another."""
    if printed.evidence[0].rule.startswith("selector"):
        return False
    name = fold(declared[0].text)
    short = (b.text for b in context.blocks if len(b.text) <= w.BYLINE_MAX_LENGTH)
    return looks_like_name(declared[0].text) and any(name in fold(text) for text in short)


def _holds(printed: Found[str], name: str) -> bool:
    """Whether a printed byline has all words of a name."""
    return set(_words(name)) <= set(_words(f"{printed.value} {printed.raw}"))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _names(context: PageContext) -> list[Declared]:
    """The names that the head declares, but for those of accounts and of nobody but the site."""
    metadata = context.metadata
    found = []
    for one in metadata.authors or metadata.named[:1]:
        name = _DECLARED_LABEL.sub("", one.text, count=1)
        fits = 2 <= len(name) <= w.DECLARED_NAME_MAX_LENGTH and "://" not in name
        if fits and not is_account(name):
            found.append(Declared(name, one.place))
    site = fold(metadata.site_name or "")
    return found if any(fold(one.text) != site for one in found) else []


def _by(context: PageContext, regions: Regions) -> Found[str] | None:
    """The name behind "by" in a short line beside the headline."""
    title = regions.title if regions.title is not None else 0
    near = [*regions.head, *regions.body[: w.FOREIGN_BYLINE_LINES]]
    for position in sorted(near, key=lambda p: abs(p - title)):
        text = context.line(position)
        match = _BY.search(text) if len(text) <= w.BYLINE_MAX_LENGTH else None
        name = _ROLE.split(match["name"].strip())[0].strip() if match is not None else ""
        if len(name) > 2 and looks_like_name(name):
            return Found.of("author", name, text, "author-label", context.place(position))
    return None


def _without_labels(found: Found[str]) -> Found[str] | None:
    """A byline without the parts that are labels, or repeat another part with a label glued on."""
    parts = [part.strip() for part in found.value.split(",")]
    parts = [part for part in parts if part and not _LABEL.fullmatch(part)]
    names = [
        part for part in parts if not any(other != part and part.endswith(other) for other in parts)
    ]
    if not names:
        return None
    item = found.evidence[0]
    return Found.of("author", ", ".join(dict.fromkeys(names)), item.raw, item.rule, item.place)
