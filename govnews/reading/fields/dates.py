"""When the article was published and updated: printed dates first, then those of the head."""

from __future__ import annotations

from collections.abc import Iterator

from govnews.model import Moment
from govnews.reading import weights as w
from govnews.reading.fields.found import Found
from govnews.reading.page.context import STOPPING, PageContext, Regions
from govnews.reading.page.dated_lines import is_of_text
from govnews.reading.page.headline import is_close
from govnews.reading.page.metadata import Declared
from govnews.reading.page.related import in_related
from govnews.reading.recognisers.dates import RELATIVE, TODAY, DateLine, has_weekday, residue
from govnews.reading.recognisers.views import find_views
from govnews.reading.selectors import visible_text
from govnews.vietnamese.dates import parse_date


def find_published(context: PageContext, regions: Regions) -> Found[Moment] | None:
    """The date of publication: as printed, else as the head declares it, else that of the update.

    A page clock is never taken.
    """
    found = (
        _selected(context, "published")
        or _printed(context, regions, "published")
        or _printed(context, regions, "bare")
        or _declared(context, regions)
    )
    if found is not None:
        return found
    update = _update(context, regions)
    if update is None:
        return None
    place = update.evidence[0].place
    return Found.of("published", update.value, update.raw, "only-update-date", place)


def find_updated(
    context: PageContext, regions: Regions, published: Found[Moment] | None
) -> Found[Moment] | None:
    """The printed date of the last update; None where it is also the date of publication."""
    update = _update(context, regions)
    if update is None or published is None or update.value == published.value:
        return None
    return update


def _update(context: PageContext, regions: Regions) -> Found[Moment] | None:
    return _selected(context, "updated") or _printed(context, regions, "updated")


def _selected(context: PageContext, name: str) -> Found[Moment] | None:
    for text, rule, place in context.selected_texts(name):
        moment = parse_date(text, context.now)
        if moment is not None:
            return Found.of(name, moment, text, rule, place)
    return None


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
            return Found.of(name, line.found.moment, line.raw, rule, context.place(position))
    return None


def _is_date_line(context: PageContext, regions: Regions, line: DateLine, position: int) -> bool:
    block = context.blocks[position]
    if line.clock or in_related(context, position):
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
    above = regions.title is not None and position < regions.title
    rest = residue(context.line(position), context.now)
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


def _declared(context: PageContext, regions: Regions) -> Found[Moment] | None:
    """Machine-readable dates; one whose name does not say what happened counts to the day only.

    Servers put their clock under such names.
    """
    for declared in _machine_readable(context, regions):
        moment = parse_date(declared.text, context.now)
        if moment is not None and (declared.sure or moment.precision == "day"):
            return Found.of("published", moment, declared.text, "declared-date", declared.place)
    return None


def _machine_readable(context: PageContext, regions: Regions) -> Iterator[Declared]:
    yield from context.metadata.published
    if context.root is None:
        return
    for name in ("datePublished", "dateCreated"):
        for element in context.root.iterfind(f".//*[@itemprop='{name}']"):
            raw = element.get("content") or element.get("datetime") or visible_text(element)
            yield Declared(raw, f"itemprop[{name}]")
    zone = {id(context.blocks[p].element) for p in regions.zone()[: w.DECLARED_LINES]}
    for element in context.root.iter("time"):
        raw = element.get("datetime")
        if raw and any(
            id(node) in zone for node in [element, *element.iterancestors()][: w.TIME_LEVELS]
        ):
            yield Declared(raw, "time[datetime]")
