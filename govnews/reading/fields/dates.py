"""The small fields around the text: title, dates, views, section. Each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govnews.model import VIETNAM, Evidence, Moment
from govnews.reading.marks import (
    RELATIVE,
    DateLine,
    find_views,
    has_weekday,
    is_views_label,
    lone_number,
    residue,
)
from govnews.reading.page.boilerplate import SITE_WORDS, noise_kind
from govnews.reading.page.context import Layout, Reading
from govnews.reading.page.headline import is_close
from govnews.reading.page.main_content import OUTSIDE
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import HEADINGS
from govnews.reading.selectors import select, visible_text
from govnews.reading.urls import is_attachment
from govnews.vietnamese.dates import parse_date
from govnews.vietnamese.text import clean, fold


@dataclass(slots=True)
class Found:
    """A value with the evidence for it."""

    value: object
    evidence: Evidence


def find_title(reading: Reading, layout: Layout) -> tuple[str, Evidence] | None:
    """The headline; the head's declaration only when no block carries it."""
    if layout.title is not None:
        text = _whole_heading(reading, layout.title)
        evidence = Evidence("title", text, layout.title_rule, reading.place(layout.title))
        return text, evidence
    for text, place in reading.signals.titles:
        if len(text) >= 8 and not SITE_WORDS.search(fold(text)):
            return text, Evidence("title", text, "head-title", place)
    return None


def _whole_heading(reading: Reading, position: int) -> str:
    """A headline broken by `<br>` inside one heading element is one headline."""
    block = reading.blocks[position]
    if block.tag not in HEADINGS:
        return block.text
    parts = [other.text for other in reading.blocks if other.node == block.node and other.text]
    return clean(" ".join(parts))


# --- views ------------------------------------------------------------------------------------


def find_view_count(reading: Reading, layout: Layout) -> tuple[int, Evidence] | None:
    """The article's own count: labelled, in or near the head or tail, or beside an eye icon."""
    for text, rule, place in _hinted(reading, "views"):
        found = find_views(text)
        count = found[0] if found else lone_number(text)
        if count is None:
            digits = re.search(r"\d[\d.,]*", text)
            count = int(re.sub(r"\D", "", digits[0])) if digits and len(text) < 40 else None
        if count is not None:
            return count, Evidence("views", text, rule, place)
    zone = _zone(layout)
    for position in zone:
        block = reading.blocks[position]
        if reading.kinds[position] in {"related", "comments"} and position in layout.tail:
            break
        if reading.kinds[position] == "counter":
            continue
        if position in layout.body and not reading.is_info(position):
            continue
        found = find_views(reading.line(position))
        if found and not _in_related(reading, position):
            return found[0], Evidence("views", found[1], "views-label", reading.place(position))
        if is_views_label(block.text) and position + 1 < len(reading.blocks):
            follow = reading.blocks[position + 1].text
            count = lone_number(follow)
            if count is not None:
                raw = f"{block.text} {follow}"
                return count, Evidence("views", raw, "views-label", reading.place(position))
    return _views_by_icon(reading, zone) or _views_apart(reading)


_SEEN = re.compile(r"\W*Đã\s+(?:xem|đọc)\s*:?\s*[\d.,]+\W*", re.IGNORECASE)


def _views_apart(reading: Reading) -> tuple[int, Evidence] | None:
    """The one line "Đã xem: N" of a page, wherever it stands: no site counts itself so."""
    lines = [n for n, block in enumerate(reading.blocks) if _SEEN.fullmatch(block.text)]
    if len(lines) != 1 or _in_related(reading, lines[0]):
        return None
    found = find_views(reading.line(lines[0]))
    if found is None:
        return None
    return found[0], Evidence("views", found[1], "views-apart", reading.place(lines[0]))


_EYE = re.compile(
    r"\b(?:fa-eye|icon-?eye|eye|icon-?view|views?-?count|(?:lượt|luot)[- ]?(?:xem|đọc|doc)"
    r"|bi-eye|glyphicon-eye-open)\b",
    re.IGNORECASE,
)


def _views_by_icon(reading: Reading, zone: list[int]) -> tuple[int, Evidence] | None:
    for position in zone:
        block = reading.blocks[position]
        if block.element is None or len(block.text) > 120 or not any(map(str.isdigit, block.text)):
            continue
        for element in block.element.iterdescendants():
            if not _is_eye(element):
                continue
            near = visible_text(element) or clean(element.tail or "")
            if not near and element.getnext() is not None:
                near = visible_text(element.getnext())
            count = lone_number(near)
            if count is not None:
                return count, Evidence("views", near, "views-icon", reading.place(position))
    return None


def _is_eye(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('title') or ''}"
    if element.tag == "img":
        names += f" {element.get('alt') or ''} {(element.get('src') or '').rpartition('/')[2]}"
    return _EYE.search(names) is not None or is_views_label(names)


def _zone(layout: Layout) -> list[int]:
    """Positions where head lines of the article may stand, the likeliest first."""
    if layout.title is None and not layout.body:
        return []
    title = layout.title if layout.title is not None else layout.body[0]
    around = sorted({*layout.head, *layout.body[:2]}, key=lambda p: (p < title, abs(p - title)))
    end = range(layout.body[-3:][0], layout.body[-1] + 1) if layout.body else ()
    return [*around, *end, *layout.tail]


def _in_related(reading: Reading, position: int) -> bool:
    """Whether a line stands in an item of a list of other articles."""
    page = reading.page
    for node in list(page.ancestors(reading.blocks[position].node))[:4]:
        if page.nodes[node].tag in {"li", *OUTSIDE}:
            beside = range(max(0, position - 2), min(len(page.blocks), position + 3))
            return any(
                _is_headline_link(reading, other)
                for other in beside
                if page.contains(node, page.blocks[other].node)
            )
    return False


def _is_headline_link(reading: Reading, position: int) -> bool:
    block = reading.blocks[position]
    if block.link_density <= 0.8 or len(block.text) <= 25 or reading.kinds[position] is not None:
        return False
    return not any(is_attachment(link.get("href") or "") for link in block.links)


# --- dates ------------------------------------------------------------------------------------


def find_moments(
    reading: Reading, layout: Layout
) -> tuple[tuple[Moment, Evidence] | None, tuple[Moment, Evidence] | None]:
    """Published and updated: printed ones first, then those of the head; never the page clock."""
    published = updated = None
    for text, rule, place in _hinted(reading, "published"):
        moment = parse_date(text, reading.now)
        if moment is not None:
            published = moment, Evidence("published", text, rule, place)
            break
    for text, rule, place in _hinted(reading, "updated"):
        moment = parse_date(text, reading.now)
        if moment is not None:
            updated = moment, Evidence("updated", text, rule, place)
            break
    printed = list(_printed(reading, layout))
    if published is None:
        published = _choose(reading, layout, printed, "published") or _choose(
            reading, layout, printed, "bare"
        )
    if updated is None:
        updated = _choose(reading, layout, printed, "updated")
    if published is None:
        published = _declared(reading, layout)
    if published is None and updated is not None:
        moment, evidence = updated
        published = moment, Evidence("published", evidence.raw, "only-update-date", evidence.place)
        updated = None
    if updated is not None and published is not None and updated[0] == published[0]:
        updated = None
    return published, updated


_Printed = tuple[DateLine, int, bool]


def _printed(reading: Reading, layout: Layout) -> Iterator[_Printed]:
    """Date lines of the article's zone; the flag says whether the line stands above the title."""
    title = layout.title if layout.title is not None else -1
    related = False
    for position in _zone(layout):
        block = reading.blocks[position]
        if position in layout.tail and reading.kinds[position] in {"related", "comments"}:
            related = True
        if related or not block.text or reading.kinds[position] == "copyright":
            continue
        for line in reading.dates(position):
            if _is_date_line(reading, layout, line, position):
                yield line, position, position < title


def _is_date_line(reading: Reading, layout: Layout, line: DateLine, position: int) -> bool:
    block = reading.blocks[position]
    if line.clock or _in_related(reading, position):
        return False
    if block.link_density > 0.6 and not _beside_title(reading, layout, position):
        return False
    info = reading.is_info(position)
    if position in layout.body:
        return info and line.alone and position in [*layout.body[:2], *layout.body[-3:]]
    if line.role != "bare":
        return len(block.text) <= 220
    above = layout.title is not None and position < layout.title
    rest = residue(reading.line(position), reading.now)
    counted = find_views(reading.line(position)) is not None
    return info and len(rest) <= (8 if above and not counted else 30)


def _beside_title(reading: Reading, layout: Layout, position: int) -> bool:
    """Whether a line of links stands next to the headline, as a linked date and byline do."""
    return (
        layout.title is not None and abs(position - layout.title) <= 3 and reading.is_info(position)
    )


def _choose(
    reading: Reading, layout: Layout, printed: list[_Printed], role: str
) -> tuple[Moment, Evidence] | None:
    for line, position, above in printed:
        if line.role != role:
            continue
        if role == "bare" and above and _may_be_clock(reading, layout, line, position):
            continue
        rule = "date-label" if role != "bare" else "date-line"
        name = "updated" if role == "updated" else "published"
        return line.found.moment, Evidence(name, line.raw, rule, reading.place(position))
    return None


def _may_be_clock(reading: Reading, layout: Layout, line: DateLine, position: int) -> bool:
    """A bare date above the title that is the day of the capture, or looks like a page clock:
    in or above a menu, or with a weekday beside links.
    """
    if RELATIVE.search(line.raw):
        return False
    today = reading.now.astimezone(VIETNAM).date()
    if line.found.moment.at.date() == today:
        return True
    title = layout.title if layout.title is not None else position
    between = reading.blocks[position:title]
    if sum(block.link_density > 0.8 for block in between) > 3:
        return True
    if title - position == 1 and is_close(reading, title, position, 3):
        return False
    near = reading.blocks[max(0, position - 1) : position + 2]
    return has_weekday(line.raw) and any(block.link_density > 0.8 for block in near)


def _declared(reading: Reading, layout: Layout) -> tuple[Moment, Evidence] | None:
    """Machine-readable dates; one that is the moment of the capture is a clock in disguise."""
    candidates = list(reading.signals.published)
    if reading.root is not None:
        for name in ("datePublished", "dateCreated"):
            for element in reading.root.iterfind(f".//*[@itemprop='{name}']"):
                raw = element.get("content") or element.get("datetime") or visible_text(element)
                candidates.append((raw, f"itemprop[{name}]"))
        zone = {id(reading.blocks[p].element) for p in _zone(layout)[:12]}
        for element in reading.root.iter("time"):
            raw = element.get("datetime")
            if raw and any(id(node) in zone for node in [element, *element.iterancestors()][:3]):
                candidates.append((raw, "time[datetime]"))
    for raw, place in candidates:
        moment = parse_date(raw, reading.now)
        if moment is None or _is_now(reading, moment):
            continue
        return moment, Evidence("published", raw, "declared-date", place)
    return None


def _is_now(reading: Reading, moment: Moment) -> bool:
    if moment.precision == "day":
        return False
    return abs((moment.at - reading.now).total_seconds()) < 15 * 60


def _hinted(reading: Reading, name: str) -> Iterator[tuple[str, str, str]]:
    """Texts that the hints name for a field: (text, rule, place)."""
    if reading.root is None:
        return
    for element, rule in select(reading.root, reading.hints, name):
        text = element.get("content") if element.tag == "meta" else visible_text(element)
        if not text and element.tag == "time":
            text = element.get("datetime")
        if text and noise_kind(text) != "control":
            yield clean(text), rule, str(element.getroottree().getpath(element))
