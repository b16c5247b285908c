"""From a seed to a portal: draws its options, writes its stories, prints its pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import escape
from random import Random

from portalgen import boxes, fields, words
from portalgen.charset import encode
from portalgen.layouts import LAYOUTS
from portalgen.markup import BULLET_FORMS
from portalgen.model import GeneratedPage, GeneratedPortal, Options, Story
from portalgen.news import story
from portalgen.page import Surroundings, print_page
from portalgen.scramble import scramble

VIETNAM = timezone(timedelta(hours=7))


def make_portal(
    seed: int, pages: int, *, layout: str | None = None, scrambled: bool = False
) -> GeneratedPortal:
    """A portal with so many article pages; without a layout, the seed counts through all."""
    rng = Random(f"portal {seed}")
    options = draw(rng, layout or list(LAYOUTS)[seed % len(LAYOUTS)])
    province = rng.choice(words.PROVINCES)
    today = datetime(rng.randrange(2012, 2026), rng.randrange(1, 13), 9, 8, 0, tzinfo=VIETNAM)
    stories = [_story(seed, number, province, today) for number in range(pages)]
    side = [boxes.make_box(name, rng, province, today) for name in options.boxes]
    news = tuple(written.title for written in stories[:3])
    # The newest headlines stand on every page, and above their own article once more.
    side = [replace(x, lines=(*news, *x.lines[3:])) if x.name == "latest" else x for x in side]
    around = Surroundings(
        province=province,
        options=options,
        menu=boxes.menu(rng),
        submenu=boxes.submenu(rng) if options.deep_menu else (),
        footer=boxes.footer(rng, province),
        boxes=tuple(side),
    )
    made = [_page(seed, written, around, scrambled) for written in stories]
    return GeneratedPortal(seed, province, options, tuple(made))


def draw(rng: Random, layout: str) -> Options:
    """The portal's habits. Every portal sets a few traps; none sets all."""
    chosen = LAYOUTS[layout]

    def often(share: float) -> bool:
        return rng.random() < share

    return Options(
        layout=layout,
        charset="windows-1258" if chosen.old and often(0.4) else "utf-8",
        date_form=rng.choice(fields.DATE_FORMS),
        date_place=rng.choice((*fields.DATE_PLACES, "below-title", "below-title", "above-title")),
        views_form=rng.choice(fields.VIEWS_FORMS),
        views_place=rng.choice(fields.VIEWS_PLACES),
        author_form=rng.choice(fields.AUTHOR_FORMS),
        sapo_form=rng.choice(("strong", "italic", "class", "class-bold", "h2", "none")),
        title_form=rng.choice(chosen.title_forms),
        head_title=rng.choice(("site", "title-site", "title", "site-title")),
        paragraph_form=rng.choice(chosen.paragraph_forms),
        bullet_form=rng.choice((*BULLET_FORMS, "text")),
        clock=rng.choice(("weekday-bar", "weekday-comma", "words", "none", "none")),
        breadcrumb=often(0.7),
        login=often(0.4),
        tools=often(0.7),
        audio=often(0.25),
        pager=often(0.3),
        comments=often(0.4),
        related=rng.choice(fields.RELATED_FORMS) if often(0.4) else "none",
        deep_menu=often(0.5),
        scripts=often(0.7),
        tags=often(0.3),
        boxes=tuple(rng.sample(boxes.BOXES, rng.randrange(2, 7))),
    )


def _story(seed: int, number: int, province: str, today: datetime) -> Story:
    rng = Random(f"story {seed}.{number}")
    age = timedelta(days=rng.randrange(400), hours=rng.randrange(-1, 9), minutes=rng.randrange(60))
    return story(rng, province, number, today - age, rng.choice(words.SECTIONS))


def _page(seed: int, written: Story, around: Surroundings, scrambled: bool) -> GeneratedPage:
    rng = Random(f"page {seed}.{written.number}")
    fetched = fields.fetched_after(around.options.date_form, written.published, rng)
    html, truth = print_page(written, around, fetched, rng)
    if scrambled:
        html = scramble(html, seed)
        if truth.views_need_names:
            truth = replace(truth, views=None)
    url = f"https://cong-{seed}.example{_address(written, around.options)}"
    charset = around.options.charset
    return GeneratedPage(url, encode(html, charset), charset, fetched, truth)


def _address(written: Story, options: Options) -> str:
    plain = unicodedata.normalize("NFD", written.title.lower().replace("đ", "d"))
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", plain)).strip("-")[:60]
    address = LAYOUTS[options.layout].address
    return escape(address.format(n=41000 + written.number, slug=slug, date="2020-01-09"))
