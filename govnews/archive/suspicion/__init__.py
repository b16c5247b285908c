"""Which readings of a run do not resemble their portal: rules over all of them, a pure function.

One page that reads otherwise is an edit; many that read otherwise in the same way, in one run, are
a broken or rebuilt portal. Pages are compared with what the archive knew of them, new articles with
those of their section before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govnews.archive.suspicion.alike import (
    one_body,
    one_text,
    one_title,
    same_change,
    strangers_text,
)
from govnews.archive.suspicion.alone import lost_much, replaced
from govnews.archive.suspicion.counts import false_counts
from govnews.archive.suspicion.many_pages import MASS, Scope, company, lacking
from govnews.archive.suspicion.readings import (
    Held,
    Reading,
    Run,
    Section,
    Suspicion,
    changed_columns,
    many,
)

__all__ = [
    "Held", "Reading", "Run", "Section", "Suspicion", "changed_columns", "false_counts", "many",
    "suspicious",
]  # fmt: skip


def suspicious(run: Run, counts: Suspicion | None) -> Held:
    """The readings to hold, by `ident`, each with the first reason that applies. counts: what is
    said of the run's view counts (`false_counts`).
    """
    held: Held = {}
    for rule in (strangers_text, one_text, replaced, same_change):
        _note(held, rule(run))
    scopes = [*_scopes(run)]
    for scope in scopes:
        for mass in MASS:
            _note(held, mass(scope))
        _note(held, lacking(scope))
    _note(held, lost_much(run))
    for scope in scopes:
        _note(held, company(scope, held, troubled=run.troubled))
    _note(held, one_title(run.new))
    _note(held, one_body(run.new))
    if counts is not None:
        _note(held, ((one.ident, counts) for one in run.new if one.now["views"] is not None))
    return held


def _scopes(run: Run) -> Iterator[Scope]:
    """The portal and its sections, each with its pages."""
    for name, section in run.sections.items():
        known, new, recent = (
            [one for one in readings if name is None or one.section == name]
            for readings in (run.known, run.new, run.recent)
        )
        yield Scope(name, section, known, new, recent)


def _note(held: Held, found: Iterable[tuple[int, Suspicion]]) -> None:
    for ident, suspicion in list(found):
        held.setdefault(ident, suspicion)
