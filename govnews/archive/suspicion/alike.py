"""Pages that are alike: one text or one title under several addresses, one change on many pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.readings import (
    SEVERAL,
    Found,
    Reading,
    Run,
    Suspicion,
    changes_of,
    is_renewed,
)

ONE_BODY, ONE_BODY_SHARE = 5, 0.3
"""New articles, and their share of a run's, that have one text of some length under different
titles, from which on it is the text of none of them."""

GONE_PARAGRAPH = "no longer paragraph"
"""Kind of a mark: a paragraph that a page does not have any more."""

Mark = tuple[str, str]
"""The kind and the text of a change of a page."""

ONE_TITLE_OF = 10
"""New articles of a run from which on one title over half of them is suspicious."""


def strangers_text(run: Run) -> Found:
    """A known page that has the text which another article of the archive has."""
    for one in run.known:
        if one.is_missing or not changes_of(one) & {"title", "body"}:
            continue
        others = run.texts.get(one.key, frozenset()) - {one.url}
        if others:
            detail = f"the text of {min(others)}"
            yield one.ident, Suspicion(HoldReason.ANOTHERS_TEXT, detail)


def one_text(run: Run) -> Found:
    """One text under several addresses. A text that was accepted so may stand under some more, no
    more than it had.
    """
    groups: dict[tuple[int, str], list[Reading]] = defaultdict(list)
    for one in (*run.known, *run.new):
        if not one.is_missing and (one.before is None or changes_of(one) & {"title", "body"}):
            day = (one.now["published"] or "")[:10]
            groups[one.key, day].append(one)
    for (key, _), alike in groups.items():
        urls = {one.url for one in alike}
        addresses = urls | run.texts.get(key, frozenset())
        if key in run.accepted and len(urls) <= len(addresses - urls):
            continue
        if len(addresses) >= SEVERAL:
            detail = f"the same text under {len(addresses)} addresses"
            for one in alike:
                yield one.ident, Suspicion(HoldReason.ONE_TEXT, detail)


def one_body(new: Sequence[Reading]) -> Found:
    """One text under different titles over many new articles of a run: a placeholder."""
    counts = Counter(one.body for one in new if one.body)
    for body, count in counts.items():
        if count >= ONE_BODY and count >= ONE_BODY_SHARE * len(new):
            detail = f"{count} of {len(new)} new articles have the same text"
            for one in new:
                if one.body == body:
                    yield one.ident, Suspicion(HoldReason.ONE_BODY, detail)


def one_title(new: Sequence[Reading]) -> Found:
    """One title over most new articles of a run."""
    if len(new) < ONE_TITLE_OF:
        return
    counts = Counter(one.now["title"] for one in new)
    title, count = counts.most_common(1)[0]
    if count * 2 > len(new):
        detail = f"{count} of {len(new)} new articles have the title '{title}'"
        for one in new:
            if one.now["title"] == title:
                yield one.ident, Suspicion(HoldReason.ONE_TITLE, detail)


def common_marks(run: Run) -> dict[Mark, set[int]]:
    """What several pages say otherwise in the same way, with their idents. A page that is edited
    ever again says another thing each time, and counts only with others.
    """
    signs: dict[Mark, set[int]] = defaultdict(set)
    for one in run.known:
        if not one.is_living:
            for sign in marks(one):
                signs[sign].add(one.ident)
    common = {sign: idents for sign, idents in signs.items() if len(idents) >= SEVERAL}
    for one in run.known:
        if one.is_living:
            for sign in common.keys() & set(marks(one)):
                common[sign].add(one.ident)
    return common


def same_change(run: Run, common: Mapping[Mark, set[int]]) -> Found:
    """A paragraph that came or went, or a new value, on several pages; new articles that share it
    are held with them.
    """
    for (kind, text), idents in common.items():
        detail = f"{len(idents)} pages: {kind} '{text[:80]}'"
        for ident in sorted(idents):
            yield ident, Suspicion(HoldReason.SAME_CHANGE, detail)
        for one in run.new:
            if (kind, text) in set(values_of(one.now)):
                yield one.ident, Suspicion(HoldReason.SAME_CHANGE, detail)


def marks(one: Reading) -> Iterator[Mark]:
    """What a known page says otherwise. A field that it did not have before is no loss."""
    if one.before is None or one.is_missing:
        return
    before, now = set(values_of(one.before)), set(values_of(one.now))
    had = {kind for kind, _ in before}
    if is_renewed(one):
        had.discard("published")
    yield from (mark for mark in now - before if mark[0] in had)
    yield from ((GONE_PARAGRAPH, text) for kind, text in before - now if kind == "paragraph")


def values_of(values: Mapping[str, Any]) -> Iterator[Mark]:
    """The title, the time of publication if it is printed, and the paragraphs: what no two articles
    have in common by nature, as an author or a day.
    """
    yield "title", values["title"]
    if len(values["published"] or "") > len("2021-05-24"):
        yield "published", values["published"]
    for paragraph in values["body"].split("\n\n"):
        if paragraph:
            yield "paragraph", paragraph
