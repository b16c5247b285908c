"""Learns a portal's profile, and leaves out of it what makes pages worse that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from govnews.errors import GovnewsError
from govnews.model import Article, Capture, Profile
from govnews.reading import weights as w
from govnews.reading.page import template
from govnews.reading.reader import read
from govnews.reading.selectors import NO_HINTS


def learn(captures: Iterable[Capture]) -> Profile:
    """The profile of a portal from captures of its article pages, each part of it proven.

    Profiles of some of the pages read the others. Noise or body paths that take more text out of
    them than they bring are left out. Too few pages for that are believed.
    """
    known = sorted(captures, key=lambda capture: (capture.url, capture.fetched_at, capture.body))
    profile = template.learn(known)
    newest = list({capture.url: capture for capture in known}.values())
    if profile.pages <= w.PROFILE_MIN_PAGES:
        return profile
    folds = 2 if len(newest) >= 2 * w.PROFILE_MIN_PAGES else len(newest)
    noise = paths = 0
    plain = [_read(capture, None) for capture in newest]
    common = Counter(text for article in plain if article for text in set(_texts(article)))
    for fold in range(folds):
        part = template.learn(c for n, c in enumerate(newest) if n % folds != fold)
        for capture, without in list(zip(newest, plain, strict=True))[fold::folds]:
            if without is None:
                continue
            noise += _loss(capture, without, Profile(part.noise, (), part.pages), common)
            paths += _loss(capture, without, Profile(frozenset(), part.body_paths), common)
    return Profile(
        frozenset() if noise > 0 else profile.noise,
        () if paths > 0 else profile.body_paths,
        profile.pages,
    )


def _read(capture: Capture, profile: Profile | None) -> Article | None:
    try:
        return read(capture, NO_HINTS, profile)
    except GovnewsError:
        return None


def _loss(capture: Capture, without: Article, part: Profile, common: Counter[str]) -> int:
    """How many characters of a page's own text are lost with a part of a profile, less those that
    are gained. What is lost below the text is its furniture, and no loss.
    """
    if not part.noise and not part.body_paths:
        return 0
    article = _read(capture, part)
    before = _texts(without)
    if article is None:
        return sum(map(len, before))
    after = frozenset(_texts(article))
    last = max((n for n, text in enumerate(before) if text in after), default=len(before))
    lost = sum(len(text) for text in before[:last] if text not in after and common[text] == 1)
    gained = sum(len(text) for text in after - frozenset(before))
    if without.sapo is None and article.sapo is not None and article.sapo in before:
        lost += len(article.sapo)  # the first paragraph, cut off by a path that is too deep
    return lost - gained


def _texts(article: Article) -> Sequence[str]:
    return ([article.sapo] if article.sapo else []) + list(article.paragraphs)
