"""When the article was published and updated: printed dates first, then those of the head."""

from __future__ import annotations

from collections.abc import Iterator

from govnews.model import VIETNAM, Evidence, Moment
from govnews.reading.page.context import Layout, Reading
from govnews.reading.page.headline import is_close
from govnews.reading.page.related import in_related
from govnews.reading.recognisers.dates import RELATIVE, DateLine, has_weekday, residue
from govnews.reading.recognisers.views import find_views
from govnews.reading.selectors import visible_text
from govnews.vietnamese.dates import parse_date


def find_moments(
    reading: Reading, layout: Layout
) -> tuple[tuple[Moment, Evidence] | None, tuple[Moment, Evidence] | None]:
    """Published and updated: printed ones first, then those of the head; never the page clock."""
    published = updated = None
    for text, rule, place in reading.hinted("published"):
        moment = parse_date(text, reading.now)
        if moment is not None:
            published = moment, Evidence("published", text, rule, place)
            break
    for text, rule, place in reading.hinted("updated"):
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
    for position in layout.zone():
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
    if line.clock or in_related(reading, position):
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
        zone = {id(reading.blocks[p].element) for p in layout.zone()[:12]}
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
