"""Which readings of a run do not resemble their portal: rules over all of them, a pure function.

One page that reads otherwise is an edit; many that read otherwise in the same way, in one run, are
a broken or rebuilt portal. Pages are compared with what the archive knew of them, new articles with
those of their section before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govnews.archive.suspicion.alike import (
    common_marks,
    one_body,
    one_text,
    one_title,
    same_change,
    strangers_text,
)
from govnews.archive.suspicion.alone import lost_much, replaced
from govnews.archive.suspicion.company import company, faults, lacking
from govnews.archive.suspicion.counts import are_reset, false_counts, stale
from govnews.archive.suspicion.many_pages import MASS, Scope
from govnews.archive.suspicion.readings import (
    Held,
    Reading,
    Run,
    Section,
    Suspicion,
    changed_columns,
    changes_of,
    many,
)

__all__ = [
    "Held", "Reading", "Run", "Section", "Suspicion", "are_reset", "changed_columns",
    "changes_of", "false_counts", "many", "suspicious",
]  # fmt: skip


def suspicious(run: Run) -> Held:
    """The readings to hold, by `ident`, each with the first reason that applies."""
    held: Held = {}
    for rule in (stale, strangers_text, one_text, replaced):
        _note(held, rule(run))
    others = frozenset(one.ident for one in run.known if one.ident in held)
    common = common_marks(run)
    _note(held, same_change(run, common))
    shared = faults(run, others, common)
    scopes = [*_scopes(run, others)]
    for scope in scopes:
        for mass in MASS:
            _note(held, mass(scope))
        _note(held, lacking(scope))
    _note(held, lost_much(run))
    for scope in scopes:
        _note(held, company(scope, held, shared, troubled=run.troubled))
    _note(held, one_title(run.new))
    _note(held, one_body(run.new))
    return held


def _scopes(run: Run, others: frozenset[int]) -> Iterator[Scope]:
    """The portal and its sections, each with its pages."""
    for name, section in run.sections.items():
        known, new, recent, returned = (
            [one for one in readings if name is None or one.section == name]
            for readings in (run.known, run.new, run.recent, run.returned)
        )
        yield Scope(name, section, known, new, recent, returned, others)


def _note(held: Held, found: Iterable[tuple[int, Suspicion]]) -> None:
    for ident, suspicion in list(found):
        held.setdefault(ident, suspicion)
