"""How sure the value of a field is: from the rule that found it, and from what else the page says.

A rule is marked (the page names the value: "Lượt xem: 20"), plain, or weak (it takes what is left
when better signs lack). A witness stands elsewhere than the value and agrees with it or differs.

    sure    a marked rule, or a plain one and a witness that agrees
    likely  a plain rule, or a weak one and a witness that agrees, or witnesses both ways
    unsure  a weak rule, or a witness that differs
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import IntEnum
from typing import Any

from govnews.model import Confidence, Evidence, Moment
from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.context import PageContext, Regions
from govnews.reading.page.metadata import Declared
from govnews.reading.parse.lines import HEADINGS
from govnews.reading.recognisers.views import find_views
from govnews.reading.urls import is_attachment
from govnews.vietnamese.dates import local, parse_declared
from govnews.vietnamese.names import clean_name, is_paper, looks_like_name
from govnews.vietnamese.text import fold


class Strength(IntEnum):
    """What a rule proves without a witness."""

    WEAK = 0
    PLAIN = 1
    MARKED = 2


_WEAK, _PLAIN, _MARKED = Strength.WEAK, Strength.PLAIN, Strength.MARKED

RULES: Mapping[str, Mapping[str, Strength]] = {
    "title": {
        "selector": _PLAIN, "declared-title": _PLAIN, "headline": _PLAIN, "head-title": _WEAK,
        "line-above-views-or-date": _PLAIN, "line-above-text": _WEAK,
    },
    "sapo": {
        "selector": _PLAIN, "sapo-class": _MARKED, "sapo-bold": _PLAIN, "sapo-italic": _PLAIN,
        "sapo-heading": _PLAIN, "sapo-apart": _PLAIN, "head-group": _WEAK,
    },
    "author": {
        "selector": _PLAIN, "signature-label": _MARKED, "author-label": _MARKED,
        "signature-name-line": _PLAIN, "signature-place": _PLAIN, "signature-inline": _PLAIN,
        "signature-after-body": _PLAIN, "author-class": _PLAIN, "author-beside-date": _PLAIN,
        "declared-author": _WEAK,
    },
    "source": {
        "source-label": _MARKED, "source-theo": _PLAIN, "source-line": _WEAK,
        "source-class": _PLAIN,
    },
    "signers": {"signing-block": _PLAIN},
    "published": {
        "selector": _PLAIN, "date-label": _MARKED, "date-line": _PLAIN, "declared-date": _PLAIN,
        "only-update-date": _WEAK,
    },
    "updated": {"selector": _PLAIN, "date-label": _MARKED, "declared-date": _PLAIN},
    "views": {
        "selector": _PLAIN, "views-label": _MARKED, "views-icon": _PLAIN, "views-apart": _PLAIN,
    },
    "section": {
        "selector": _PLAIN, "category-label": _MARKED, "breadcrumb": _PLAIN,
        "link-above-title": _PLAIN, "label-above-title": _WEAK,
    },
    "body": {"selector": _PLAIN, "densest-prose": _PLAIN, "dump-lines": _WEAK,
             "further-page": _MARKED},
    "attachments": {"file-link": _PLAIN},
    "refs": {"document-number": _PLAIN},
}  # fmt: skip
"""What each rule of docs/extraction.md proves, by field."""

Witnesses = Iterator[bool]
"""For each witness of a value whether it agrees."""


def rated(
    context: PageContext, regions: Regions, name: str, found: Found[Any]
) -> tuple[Evidence, ...]:
    """The evidence for a field, each item with its confidence.

    regions: as the page was divided, before any field took lines from them.
    """
    if not found.evidence:
        return ()
    if isinstance(found.value, tuple) and name in _EACH:
        return tuple(
            replace(item, confidence=_level(RULES[name][item.rule], _EACH[name](one)))
            for item, one in zip(found.evidence, found.value, strict=True)
        )
    seen = _WITNESSES.get(name)
    witnesses = seen(context, regions, found) if seen is not None else iter(())
    first = found.evidence[0]
    strength = RULES[first.field.partition("[")[0]][first.rule.partition(":")[0]]
    if name == "author" and strength == _MARKED and not _COLON.search(first.raw):
        strength = _PLAIN
    confidence = _level(strength, witnesses)
    return tuple(replace(item, confidence=confidence) for item in found.evidence)


_COLON = re.compile(r"[:：]")
"""Behind the label of an author; "By X" without it is as often a section or a post."""


def _level(strength: Strength, witnesses: Witnesses) -> Confidence:
    said = set(witnesses)
    if False in said:
        return "likely" if True in said else "unsure"
    proofs = strength + (True in said)
    return "sure" if proofs >= _MARKED else "likely" if proofs == _PLAIN else "unsure"


# --- the witnesses of each field ------------------------------------------------------------------


def of_title(context: PageContext, regions: Regions, found: Found[str]) -> Witnesses:
    """The titles that the head declares, the words of the address, and the one `<h1>`."""
    squeezed = context.metadata.squeezed
    match = context.metadata.title_match(found.value)
    if found.evidence[0].rule == "head-title":
        places = {title.place for title in context.metadata.titles}
        yield from (True,) if len(places) > 1 and len(set(squeezed)) == 1 else ()
    elif match == 1.0:
        yield True
    elif match < w.DECLARED_TITLE:
        others = {block.text for block in context.blocks if block.tag in HEADINGS}
        if any(context.metadata.title_match(text) == 1.0 for text in others):
            yield False
    if _in_address(context, found.value, w.SLUG_WORDS):
        yield True
    if regions.title is not None:
        tags = [block.tag for block in context.blocks if block.text]
        if context.blocks[regions.title].tag == "h1" and tags.count("h1") == 1:
            yield True


def _in_address(context: PageContext, text: str, least: int) -> bool:
    """Whether an address has the first words of a text, as it is made of them."""
    words = _words(text)
    path = context.url.partition("?")[0].partition("//")[2].partition("/")[2]
    slug = "-".join(words[:least])
    return len(words) >= least > 0 and f"-{slug}-" in f"-{'-'.join(_words(path))}-"


def _words(text: str) -> list[str]:
    """The words of a text as addresses have them: folded, of letters and figures."""
    return re.findall(r"[a-z0-9]+", fold(text))


def of_published(context: PageContext, regions: Regions, found: Found[Moment]) -> Witnesses:
    """The dates that the head declares, the date in the address, the name of the element that
    prints the date, and other dates beside the headline.
    """
    own = found.value.at.date()
    yield from _declared_days(found, context.metadata.published)
    if f"/{own:%Y/%m}/" in context.url or f"{own:%Y%m%d}" in context.url:
        yield True
    if found.evidence[0].rule == "date-line":
        for position in regions.head:
            dates = [line for line in context.dates(position) if not line.clock]
            if any(line.raw == found.raw for line in dates):
                node = context.blocks[position].node
                if context.root is not None and _OF_DATE.search(context.page.names(node)):
                    yield True
            elif context.is_info(position):
                yield from (
                    line.found.moment.at.date() == own for line in dates if line.role == "bare"
                )


_OF_DATE = re.compile(
    r"(?:^|[\s_-])(?:post|publish|article|news)?(?:date|time|ngay|publish|posted|created)"
    r"(?:d|s|time|post|post(?:ed)?|publish(?:ed)?)?(?:[\s_-]|$)|ngay-?_?dang|thoi-?_?gian",
    re.IGNORECASE,
)


def of_updated(context: PageContext, _regions: Regions, found: Found[Moment]) -> Witnesses:
    """The dates of the last change that the head declares."""
    return _declared_days(found, context.metadata.modified)


def _declared_days(found: Found[Moment], dates: tuple[Declared, ...]) -> Witnesses:
    """Whether declared days are the found one; the declaration that is the value is no witness."""
    own: date = found.value.at.date()
    used = {(item.raw, item.place) for item in found.evidence if item.rule == "declared-date"}
    alone = len(found.evidence) == len(used)
    for one in dates:
        moment = parse_declared(one.text)
        if moment is None or not one.sure or (alone and (one.text, one.place) in used):
            continue
        yield own in {moment.at.date(), local(moment).at.date()}


def of_author(context: PageContext, regions: Regions, found: Found[str | None]) -> Witnesses:
    """The names that the head declares, and other lines beside the text that have all the names."""
    own = _names(found.value or "")
    if found.evidence[0].rule != "declared-author":
        declared = [clean_name(one.text) for one in context.metadata.authors]
        names = {fold(name) for name in declared if name and looks_like_name(name)}
        if own == names:
            yield True
        elif names and not any(one in other or other in one for one in own for other in names):
            yield False
    lines = [*regions.head, *regions.body[-w.SIGNING_LINES :], *regions.tail[: w.SIGNING_LINES]]
    printed = [
        f" {' '.join(_words(context.line(position)))} "
        for position in lines
        if len(context.blocks[position].text) <= w.BYLINE_MAX_LENGTH
        and context.blocks[position].text != found.raw
    ]
    spelled = [" ".join(_words(name)) for name in own]
    if all(" " in name and any(f" {name} " in line for line in printed) for name in spelled):
        yield True


def _names(text: str) -> set[str]:
    parts = (fold(part.strip()) for part in re.split(r"[,;&]|\s[-–]\s", text))
    return {part for part in parts if part}


def of_source(_context: PageContext, _regions: Regions, found: Found[str]) -> Witnesses:
    """Whether the source has the name of a paper, an agency or a site."""
    if is_paper(found.value):
        yield True


def of_views(context: PageContext, regions: Regions, found: Found[int]) -> Witnesses:
    """Other counts of views beside the article."""
    for position in regions.zone():
        if context.kinds[position] == "counter" or (
            position in regions.body and not context.is_info(position)
        ):
            continue
        count = find_views(context.line(position))
        if count is not None and count[1] != found.raw:
            yield count[0] == found.value


def of_section(context: PageContext, _regions: Regions, found: Found[str]) -> Witnesses:
    """The sections that the head declares, the words of the address, and the headline as the last
    step of a breadcrumb.
    """
    own = fold(found.value)
    declared = [fold(one) for one in context.metadata.sections]
    if declared:
        yield own in declared
    last = found.raw.rpartition(" › ")[2]
    if last != found.value and context.metadata.title_match(last) == 1.0:
        yield True
    if _in_address(context, found.value, len(_words(own))):
        yield True


def of_sapo(context: PageContext, _regions: Regions, found: Found[str]) -> Witnesses:
    """The description that the head declares."""
    if _is_described(context, found.value):
        yield True


def of_body(context: PageContext, _regions: Regions, found: Found[tuple[str, ...]]) -> Witnesses:
    """The text that the head declares: its words, as often as they stand in it."""
    own = Counter(_words(" ".join(found.value)))
    for text in context.metadata.texts:
        other = Counter(_words(text))
        common = (own & other).total()
        yield 2 * common >= w.DECLARED_TEXT_MATCH * (own.total() + other.total())


def _is_described(context: PageContext, text: str) -> bool:
    """Whether a declared description begins with the same words as a text."""
    own = fold(text)[: w.DESCRIBED_LENGTH]
    return len(own) == w.DESCRIBED_LENGTH and any(
        fold(one).startswith(own) for one in context.metadata.descriptions
    )


_WITNESSES: Mapping[str, Callable[[PageContext, Regions, Found[Any]], Witnesses]] = {
    "title": of_title,
    "sapo": of_sapo,
    "author": of_author,
    "source": of_source,
    "published": of_published,
    "updated": of_updated,
    "views": of_views,
    "section": of_section,
    "body": of_body,
}

# Repeated fields: each value is its own witness.
_EACH: Mapping[str, Callable[[Any], Witnesses]] = {
    "signers": lambda signer: iter((True,) if signer.on_behalf else ()),
    "attachments": lambda file: iter((True,) if is_attachment(file.url) else ()),
    "refs": lambda ref: iter((True,) if ref.kind else ()),
}
