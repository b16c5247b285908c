"""One page by itself: it is another one, or has lost most of what it had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govnews.archive.holds import HoldReason
from govnews.archive.suspicion.readings import Found, Reading, Run, Suspicion
from govnews.vietnamese.text import fold

OTHER_TEXT = 0.2
"""Share of words that two texts have in common, below which they are different texts."""

LEFT = 0.2
"""Share of the words of a text that are left when a page has lost it: a lead, a teaser."""

LEFT_OF = 40
"""Words of the shortest text for which that is said."""

_LOST_MUCH = frozenset({"title", "sapo", "author", "published", "body"})


def alone(run: Run) -> Found:
    """A page that is another one, or has lost most of what it had."""
    for one in run.known:
        if one.before is None or one.is_missing:
            continue
        lost = sorted(name for name in _LOST_MUCH if one.before[name] and not one.now[name])
        if len(lost) > 1:
            detail = f"it has lost {' and '.join(lost)}"
            yield one.ident, Suspicion(HoldReason.LOST_MUCH, detail)
        elif _words_left(one) < LEFT:
            detail = f"its text has shrunk to {_words_left(one):.0%}"
            yield one.ident, Suspicion(HoldReason.LOST_MUCH, detail)
        elif fold(one.before["title"]) != fold(one.now["title"]) and _another_text(one):
            detail = f"it was '{one.before['title']}', it is '{one.now['title']}'"
            yield one.ident, Suspicion(HoldReason.REPLACED, detail)


def _words_left(one: Reading) -> float:
    """The share of the words of its text that a page still has; 1 for a short text."""
    before, now = (len((values["body"] or "").split()) for values in (one.before or {}, one.now))
    return now / before if before >= LEFT_OF else 1.0


def _another_text(one: Reading) -> bool:
    before, now = (_words(values) for values in (one.before or {}, one.now))
    return len(before & now) < OTHER_TEXT * max(1, min(len(before), len(now)))


def _words(values: Mapping[str, Any]) -> set[str]:
    return set(fold(f"{values.get('sapo') or ''} {values.get('body') or ''}").split())
