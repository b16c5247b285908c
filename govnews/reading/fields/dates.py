"""When the article was published and updated: printed dates first, then those of the head."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import time, timedelta
from itertools import chain

from govnews.model import VIETNAM, Evidence, Moment
from govnews.reading import weights as w
from govnews.reading.fields.date_order import in_order
from govnews.reading.fields.declared_dates import line_dates, modified_dates, published_dates
from govnews.reading.fields.found import Found
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.page.dated_lines import is_of_text
from govnews.reading.page.headline import is_close
from govnews.reading.page.metadata import Declared
from govnews.reading.page.related import in_related
from govnews.reading.recognisers.dates import (
    LAST_UPDATE,
    RELATIVE,
    TODAY,
    DateLine,
    has_weekday,
    residue,
    without_byline,
)
from govnews.reading.recognisers.views import find_views
from govnews.vietnamese.dates import leeway, local, parse_date, parse_declared
from govnews.vietnamese.text import fold

_CLOCKED = frozenset({"minute", "second"})


def find_published(context: PageContext, regions: Regions) -> Found[Moment] | None:
    """The date of publication: as printed, else as the head declares it, else that of the update.

    A page clock is never taken.
    """
    latest = context.now + timedelta(days=w.DAYS_AHEAD)
    ahead: Found[Moment] | None = None
    for find in _STEPS_TO_PUBLISHED:
        found = find(context, regions)
        if found is not None and found.value.at <= latest:
            return found
        ahead = ahead or found
    if ahead is not None:
        return ahead
    update = _update(context, regions)
    if update is None or LAST_UPDATE.search(fold(update.raw)):
        return None
    place = update.evidence[0].place
    return Found.of("published", update.value, update.raw, "only-update-date", place)


_STEPS_TO_PUBLISHED: tuple[Callable[[PageContext, Regions], Found[Moment] | None], ...] = (
    lambda context, regions: _selected(context, regions, "published"),
    lambda context, regions: _printed(context, regions, "published"),
    lambda context, regions: _printed(context, regions, "bare"),
    lambda context, regions: _declared(context, "published", published_dates(context, regions)),
)
"""The sources of the date in order; one that lies ahead of the capture gives way to the next."""


def find_updated(
    context: PageContext, regions: Regions, published: Found[Moment] | None
) -> Found[Moment] | None:
    """The date of the last update, printed or else declared; None where it is also the date of
    publication.

    Many systems declare every page as modified, some when they built an index anew: a declared
    update counts only where it is later than the publication, printed and declared.
    """
    update = _update(context, regions)
    if update is not None:
        return None if published is not None and update.value == published.value else update
    update = _declared(context, "updated", modified_dates(context, regions))
    if update is None:
        return None
    stated = _declared(context, "published", published_dates(context, regions))
    firsts = [found.value for found in (published, stated) if found is not None]
    return update if all(_is_later(update.value, first) for first in firsts) else None


def _is_later(one: Moment, other: Moment) -> bool:
    """Whether a moment is later than another one, as far as both tell."""
    if not {one.precision, other.precision} <= _CLOCKED:
        return one.at.date() > other.at.date()
    return one.at - other.at >= timedelta(minutes=1)


def _update(context: PageContext, regions: Regions) -> Found[Moment] | None:
    return _selected(context, regions, "updated") or _printed(context, regions, "updated")


def _selected(context: PageContext, regions: Regions, name: str) -> Found[Moment] | None:
    for text, rule, place in context.selected_texts(name):
        moment = parse_date(text, context.now)
        if moment is not None:
            return _refined(context, regions, Found.of(name, moment, text, rule, place))
    return None


def _refined(
    context: PageContext, regions: Regions, found: Found[Moment], position: int | None = None
) -> Found[Moment]:
    """A printed day with the hour that the page declares for the same day, in the zone of the
    declaration or in Vietnam's. Midnight is what systems write that know no hour.

    position: the line of the date, whose own elements know best.
    """
    day, name = found.value, found.evidence[0].field
    dates = modified_dates if name == "updated" else published_dates
    own = line_dates(context, position) if position is not None else ()
    room = leeway(found.raw, day.at) if RELATIVE.search(found.raw) else None
    if room is not None:
        of_head = dates(context, regions) if day.precision not in _CLOCKED else ()
        return _counted_back(found, room, chain(own, of_head))
    if day.precision != "day":
        return found
    for one in chain(own, dates(context, regions)):
        moment = parse_declared(one.text)
        if moment is None or not one.sure or moment.precision not in _CLOCKED:
            continue
        abroad = moment.at.astimezone(VIETNAM)
        if time() in {moment.at.time(), abroad.time()}:
            continue
        for at in (local(moment).at, moment.at, abroad):
            if at.date() == day.at.date():
                proof = Evidence(name, one.text, "declared-date", one.place)
                return Found(Moment(at, moment.precision), (*found.evidence, proof))
    return found


def _counted_back(
    found: Found[Moment], room: timedelta, declared: Iterable[Declared]
) -> Found[Moment]:
    """A date counted back from the capture ("4 months ago"), or the declared one that it means."""
    printed, name = found.value, found.evidence[0].field
    for one in declared:
        moment = parse_declared(one.text)
        if moment is None or not one.sure:
            continue
        at = moment.at.replace(tzinfo=moment.at.tzinfo or printed.at.tzinfo)
        if abs(at - printed.at) <= room + timedelta(days=1):
            proof = Evidence(name, one.text, "declared-date", one.place)
            return Found(local(moment), (*found.evidence, proof))
    return found


def _printed(context: PageContext, regions: Regions, role: str) -> Found[Moment] | None:
    """The first date with this role ("published", "updated" or "bare") beside the article."""
    title = regions.title if regions.title is not None else -1
    for position in regions.zone():
        kind = context.kinds[position]
        if kind in STOPPING and position in regions.tail:
            return None
        if not context.blocks[position].text or kind == "copyright":
            continue
        for line in context.dates(position):
            if line.role != role or not _is_date_line(context, regions, line, position):
                continue
            if role != "bare":
                name, rule = role, "date-label"
            elif position < title and _may_be_clock(context, regions, line, position):
                continue
            else:
                name, rule = "published", "date-line"
            moment = in_order(context, line.raw, line.found)
            found = Found.of(name, moment, line.raw, rule, context.place(position))
            return _refined(context, regions, found, position)
    return None


def _is_date_line(context: PageContext, regions: Regions, line: DateLine, position: int) -> bool:
    block = context.blocks[position]
    above = regions.title is not None and position < regions.title
    if (line.clock and (above or not line.today)) or in_related(context, position):
        return False
    if block.link_density > w.DATE_LINK_SHARE and not _beside_title(context, regions, position):
        return False
    info = context.is_info(position)
    if position in regions.body:
        return (
            info
            and line.alone
            and not is_of_text(context, regions.body, position)
            and position in [*regions.body[: w.ZONE_BODY_START], *regions.body[-w.ZONE_BODY_END :]]
        )
    if line.role != "bare":
        return len(block.text) <= w.INFO_MAX_LENGTH
    rest = residue(without_byline(context.line(position)), context.now)
    counted = find_views(context.line(position)) is not None
    return info and len(rest) <= (
        w.BARE_DATE_MAX_RESIDUE if above and not counted else w.INFO_MAX_RESIDUE
    )


def _beside_title(context: PageContext, regions: Regions, position: int) -> bool:
    """Whether a line of links stands next to the headline, as a linked date and byline do."""
    return (
        regions.title is not None
        and abs(position - regions.title) <= w.BESIDE_TITLE_LINES
        and context.is_info(position)
    )


def _may_be_clock(context: PageContext, regions: Regions, line: DateLine, position: int) -> bool:
    """Whether a bare date above the title may be a page clock.

    It says "Hôm nay", stands in another part of the page than the headline or above a menu, or has
    a weekday beside links. Its age proves nothing: an article of today would get its date tomorrow.
    """
    if RELATIVE.search(line.raw):
        return False
    if TODAY.search(line.raw) or context.is_clock(position):
        return True
    title = regions.title if regions.title is not None else position
    if not is_close(context, title, position, w.CLOSE_LEVELS):
        return True
    if sum(map(context.menu_links, range(position, title))) > w.CLOCK_LINKS:
        return True
    if title - position == 1 and is_close(context, title, position, w.CLOCK_LEVELS):
        return False
    near = context.blocks[max(0, position - 1) : position + 2]
    return has_weekday(line.raw) and any(block.link_density > w.LINKED for block in near)


def _declared(context: PageContext, name: str, dates: Iterable[Declared]) -> Found[Moment] | None:
    """The first machine-readable date.

    Servers and caches put their clock under names that do not say what happened then, so under
    such a name a time counts only where it is older than caches are.
    """
    for declared in dates:
        moment = parse_declared(declared.text)
        if moment is None:
            continue
        age = context.now - moment.at
        if declared.sure or moment.precision == "day" or age > timedelta(days=w.CLOCK_DAYS):
            return Found.of(name, local(moment), declared.text, "declared-date", declared.place)
    return None
