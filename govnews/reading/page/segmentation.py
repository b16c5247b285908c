"""Divides a page into headline, head lines, body and tail, before any field is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from govnews.reading import weights as w
from govnews.reading.page import main_content
from govnews.reading.page.boilerplate import names_site
from govnews.reading.page.context import ENDING, STOPPING, PageContext, Regions
from govnews.reading.page.dated_lines import opens_text
from govnews.reading.page.dump_segmentation import segment_dump
from govnews.reading.page.headline import Headline, find_headline
from govnews.reading.page.joining import join_siblings
from govnews.reading.page.named_boxes import without_named_boxes
from govnews.reading.page.related import is_below_link, is_related_item, without_boxes
from govnews.reading.page.template import is_at
from govnews.reading.parse.document import Element
from govnews.reading.parse.lines import Page


def segment(context: PageContext) -> Regions:
    """The regions of a page: the headline first, then the text that follows it."""
    if context.root is None:
        return segment_dump(context)
    nodes = _known_body(context)
    headline = find_headline(context, nodes)
    nodes = nodes or _dense_body(context, headline.position if headline is not None else None)
    inside = sorted({position for node in nodes for position in context.page.inside(node)})
    return _split(context, headline, nodes[0] if nodes else None, inside)


def _known_body(context: PageContext) -> list[int]:
    """The nodes in which a selector or the profile places the text."""
    page = context.page
    if context.selectors.get("body"):
        numbers = {id(element): number for number, element in enumerate(page.nodes)}
        for element, _ in context.select("body"):
            target: Element | None = element
            while target is not None and id(target) not in numbers:
                target = target.getparent()
            if (
                target is not None
                and _text_size(page, numbers[id(target)]) >= w.HINTED_BODY_MIN_LENGTH
            ):
                return [numbers[id(target)]]
    for path in context.body_paths:
        wanted = [node for node in range(len(page.nodes)) if is_at(page, node, path)]
        if wanted and sum(_text_size(page, node) for node in wanted) >= w.LEARNED_BODY_MIN_LENGTH:
            return wanted
    return []


def _dense_body(context: PageContext, title: int | None) -> list[int]:
    page = context.page
    weights, kinds = _below_header(context, title), context.kinds
    core = main_content.find_core(page, weights, kinds, title)
    little = core is not None and sum(weights[p] for p in page.inside(core)) < w.LITTLE_TEXT
    if title is not None and little:
        weights = _running_text(context, weights, title)
        core = main_content.find_core(page, weights, kinds, title)
    if title is not None and (core is None or not _reaches(context, weights, core, title)):
        return [main_content.near_title_only(page, kinds, title)]
    if core is None:
        return []
    row = context.tables.row(core)
    core = page.parents[row] if row is not None else core
    core = main_content.own_run(page, main_content.lift(page, core), weights, kinds)
    return join_siblings(page, core, weights, kinds, title)


def _running_text(context: PageContext, weights: Sequence[float], title: int) -> Sequence[float]:
    """The prose by block, without lines of a date and the site's name below the headline: a page
    without running text has them too, and none of them is its text.
    """
    return [
        0.0
        if 0.0 < value < w.TEXT_PIECE
        and position > title
        and (context.is_info(position) or names_site(context.blocks[position].text))
        else value
        for position, value in enumerate(weights)
    ]


def _below_header(context: PageContext, title: int | None) -> Sequence[float]:
    """The prose by block, without the lead in a `<header>`, or in the headline's own box, that has
    the text below it.
    """
    page, weights = context.page, context.prose
    if title is None:
        return weights
    steps = list(page.ancestors(page.blocks[title].node))
    header = next((step for step in steps if page.nodes[step].tag == "header"), None)
    if header is not None and page.parents[header] >= 0:
        below = range(page.past[header], page.past[_part(page, header)])
        if not any(weights[position] >= w.TEXT_PIECE for position in below):
            header = None
    if header is None:
        header = _title_box(context, steps, title)
    if header is None:
        return weights
    lead = page.inside(header)
    return [0.0 if position in lead else value for position, value in enumerate(weights)]


def _part(page: Page, node: int) -> int:
    """The `<article>` or `<main>` around an element, else its parent."""
    around = (step for step in page.ancestors(node) if page.nodes[step].tag in {"article", "main"})
    return next(around, max(page.parents[node], 0))


def _title_box(context: PageContext, steps: list[int], title: int) -> int | None:
    """The largest element around the headline with no more text than a lead, where the text of an
    article follows it.
    """
    page, prose = context.page, context.prose
    box, leads = None, 0.0
    for step in steps:
        pieces = [prose[p] for p in range(title + 1, page.past[step]) if prose[p] >= w.TEXT_PIECE]
        if len(pieces) > w.LEAD_PIECES or page.nodes[step].tag in {"article", "main", "body"}:
            break
        if pieces:
            box, leads = step, sum(pieces)
    if box is None:
        return None
    size = sum(len(context.blocks[p].text) for p in range(title + 1, page.past[box]))
    if size > leads + w.LEAD_BOX_REST:
        return None
    after = range(page.past[box], page.past[_part(page, box)])
    below = list(takewhile(lambda p: context.kinds[p] != "comments", after))
    text = [prose[p] for p in below if prose[p] >= w.PARAGRAPH and not is_below_link(context, p)]
    return box if len(text) > w.LEAD_PIECES and sum(text) >= w.BELOW_LEAD_FACTOR * leads else None


def _reaches(context: PageContext, weights: Sequence[float], core: int, title: int) -> bool:
    """Whether some of a core's text belongs to the headline, instead of to other articles."""
    page = context.page
    depths = page.depths(page.blocks[title].node)
    stop: int | None = None
    for position in range(title + 1, page.past[core]):
        node = page.blocks[position].node
        top = next(step for step in page.ancestors(node) if step in depths)
        if context.kinds[position] in STOPPING:
            stop = depths[top] if stop is None else min(stop, depths[top])
        if not weights[position] or not page.contains(core, node):
            continue
        if (stop is None or depths[top] <= stop) and not main_content.column_apart(page, node, top):
            return True
    return _is_article_alone(context, core, title)


def _is_article_alone(context: PageContext, core: int, title: int) -> bool:
    """Whether a core below a declared headline has so much text that it is the article, though a
    list of others, such as that of a side column, stands between them.
    """
    page = context.page
    inside = page.inside(core)
    if context.metadata.title_match(context.blocks[title].text) < w.DECLARED_TITLE:
        return False
    if inside.start <= title or any(
        context.kinds[p] == "comments" for p in range(title, inside.start)
    ):
        return False
    top = page.common(core, page.blocks[title].node)
    linked = sum(context.blocks[position].linked for position in inside)
    text = sum(context.prose[position] for position in inside)
    return (
        text >= w.ARTICLE_TEXT
        and linked < w.CARRYING_LINK_SHARE * text
        and not main_content.separate(page, core, top)
    )


def _text_size(page: Page, node: int) -> int:
    return sum(len(page.blocks[position].text) for position in page.inside(node))


def _depth_between(page: Page, node: int, top: int) -> int:
    return next(count for count, step in enumerate(page.ancestors(node)) if step == top)


def _split(
    context: PageContext, headline: Headline | None, core: int | None, inside: list[int]
) -> Regions:
    """The regions around a headline and the positions inside the core."""
    above = between = range(0)
    title = headline.position if headline is not None else None
    if title is not None:
        start = title + 1
        above = range(max(0, title - w.HEAD_LINES_ABOVE), title)
    else:
        start = inside[0] if inside else 0
    if inside:
        between = range(start, inside[0])[-w.LEAD_LINES :]
    leads = [p for p in between if _leads(context, core, p)]
    text = without_boxes(context, core, [*leads, *(p for p in inside if p >= start)])
    text = without_named_boxes(context, core, text)
    head, body = _walk_body(context, title, core, text)
    if title is not None and _is_footer(context, title, body):
        body = []
    last = body[-1] if body else inside[-1] if inside else start - 1
    return Regions(
        title=title,
        title_rule=headline.rule if headline is not None else "",
        head=(*above, *(p for p in between if p not in leads), *head),
        body=tuple(body),
        tail=tuple(_tail(context, core, frozenset(inside), last + 1)),
        core=core,
    )


def _is_footer(context: PageContext, title: int, body: list[int]) -> bool:
    """Whether all lines below the headline stand in the page's footer: the page prints no text."""
    page = context.page
    own = page.blocks[title].node
    return all(
        any(
            page.nodes[step].tag == "footer" and not page.contains(step, own)
            for step in page.ancestors(page.blocks[p].node)
        )
        for p in body
    )


def _tail(
    context: PageContext, core: int | None, inside: frozenset[int], start: int
) -> Iterator[int]:
    """The lines below the body that belong to the article, up to the first list of others."""
    skipped: int | None = None
    for position in range(start, min(len(context.blocks), start + w.TAIL_LINES)):
        node = context.blocks[position].node
        if skipped is not None and context.page.contains(skipped, node):
            continue
        if context.kinds[position] in STOPPING:
            box = main_content.opened_by(context.page, position, core)
            if box == node or context.kinds[position] == "comments":
                return
            skipped = box
        elif position in inside or _near(
            context, core, position, w.NEAR_LEVELS if skipped is None else w.NEAR_LEVELS_PAST_BOX
        ):
            yield position


def _leads(context: PageContext, core: int | None, position: int) -> bool:
    """Whether a block between title and core is text: a sapo, or a first part of the body."""
    block = context.blocks[position]
    if context.kinds[position] is not None or context.repeated[position] or core is None:
        return False
    if (
        len(block.text) < w.LEAD_MIN_LENGTH
        or block.link_density > w.PARTLY_LINKED
        or context.is_head_line(position)
    ):
        return False
    top = context.page.common(core, block.node)
    return _near(context, core, position, w.NEAR_LEVELS) and not main_content.separate(
        context.page, block.node, top
    )


def _near(context: PageContext, core: int | None, position: int, limit: int) -> bool:
    """Whether a block after the body still belongs to the article's part of the page."""
    if core is None:
        return True
    page = context.page
    node = context.blocks[position].node
    top = page.common(core, node)
    steps = _depth_between(page, core, top)
    return steps <= limit and not _crosses(page, node, top, footer=steps > 1)


def _crosses(page: Page, node: int, top: int, *, footer: bool) -> bool:
    """Whether a landmark lies between. An article's own footer below its text does not count."""
    for step in page.ancestors(node):
        if step == top:
            return False
        tag = page.nodes[step].tag
        if tag in {"nav", "aside"} or (footer and tag == "footer"):
            return True
    return False


def _walk_body(
    context: PageContext, title: int | None, core: int | None, inside: list[int]
) -> tuple[list[int], list[int]]:
    """The head lines and the body among positions in order, up to where the article ends."""
    head: list[int] = []
    body: list[int] = []
    started = False
    head_end = _head_end(context, title, inside)
    boxed: int | None = None
    for count, position in enumerate(inside):
        kind = context.kinds[position]
        block = context.blocks[position]
        if boxed is not None and context.page.contains(boxed, block.node):
            continue
        boxed = None
        if kind in ENDING and (started or kind in STOPPING):
            boxed = main_content.opened_by(context.page, position, core)
            if not _goes_on(context, core, position, boxed, body, inside[count + 1 :]):
                break
        elif position <= head_end:
            head.append(position)
        elif not block.text:
            body.append(position)
        elif context.repeated[position] or kind is not None:
            if not started:
                head.append(position)
        elif not started and _is_head_line(context, inside, position):
            head.append(position)
        elif len(body) == 1 and head_end < 0 and _is_head_info(context, inside, position):
            head.append(position)  # between the lead and the text
        elif not is_related_item(context, position):
            started = True
            body.append(position)
    return head, body


def _is_head_line(context: PageContext, inside: list[int], position: int) -> bool:
    if context.is_info(position):
        return _is_head_info(context, inside, position)
    return context.is_head_line(position)


def _is_head_info(context: PageContext, inside: list[int], position: int) -> bool:
    return context.is_info(position) and not opens_text(context, inside, position)


def _head_end(context: PageContext, title: int | None, inside: list[int]) -> int:
    """The last line with a date or count below the headline, before any running text."""
    if title is None:
        return -1
    end = -1
    for position in range(title + 1, min(len(context.blocks), title + 1 + w.HEAD_END_LINES)):
        if context.is_info(position):
            if not _is_head_info(context, inside, position):
                break
            end = position
            continue
        text = context.prose[position] >= w.PARAGRAPH or (
            end >= 0 and not context.is_head_line(position)
        )
        if text or context.kinds[position] in STOPPING:
            break
    return end


def _goes_on(
    context: PageContext,
    core: int | None,
    position: int,
    box: int,
    body: list[int],
    rest: list[int],
) -> bool:
    """Whether running text goes on after a box of links in the middle of an article.

    body: the paragraphs before the box. rest: the positions after the line that opens it.
    """
    kind = context.kinds[position]
    if kind == "comments":
        return False
    page = context.page
    before = next((p for p in range(position - 1, -1, -1) if context.prose[p]), None)
    around = {page.parents[page.blocks[p].node] for p in body if context.prose[p]}
    if before is not None:
        around.add(page.parents[page.blocks[before].node])
    seen = 0.0
    for after in rest:
        node = page.blocks[after].node
        if context.kinds[after] in {"comments", "copyright"}:
            break
        if page.contains(box, node) or not context.prose[after]:
            continue
        if page.parents[node] in around:
            return True
        if not _in_list_of_links(context, after) and not _in_titled_box(context, core, after):
            seen += context.prose[after]
    return kind == "related" and seen >= w.GOING_ON_MIN_LENGTH


def _in_titled_box(context: PageContext, core: int | None, position: int) -> bool:
    """Whether a text stands in a box that begins with a short heading of its own."""
    page = context.page
    node = page.blocks[position].node
    box = next((step for step in page.ancestors(node) if page.parents[step] == core), node)
    first = next(p for p in page.inside(box) if page.blocks[p].text)
    return first != position and not context.prose[first]


def _in_list_of_links(context: PageContext, position: int) -> bool:
    """Whether the block stands among links, as a teaser below a related title does."""
    neighbours = context.blocks[max(0, position - 1) : position + 2]
    return any(block.link_density > w.LINKED for block in neighbours)
