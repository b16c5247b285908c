"""Figures of a finished run, for people, scripts and the table `run`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from govnews.model import RunOutcome


@dataclass(frozen=True, slots=True)
class Notes:
    """Sentences for the summary. short: the archive has fewer articles than it should."""

    lines: list[str]
    short: bool


@dataclass(frozen=True, slots=True)
class RunSummary:
    """Result of a run for one portal.

    outcome: COMPLETE only if nothing that was sought is missing from the archive.
    incremental: the archive knew articles of the portal before.
    requests: answers of servers, redirects included. bytes: of their payloads, as sent.
    failed: pages of this run that could not be stored, by reason; `unreachable` counts the pages
        that were not tried because their host did not answer.
    failed_before: pages that failed in earlier runs and were not tried in this one.
    not_found: articles of the archive that the portal did not have this time; they are requested
        once more. gone: those that it did not have the second time either.
    vanished: the site that all requested pages lead to; None for a portal that answers.
    queued_left: pages that are still to be fetched.
    held: pages that are held for review, by reason (`archive.holds`), with those of earlier runs.
    missing: articles without a field that the portal file expects, by field.
    unproven: a sentence for each list whose end is not proven.
    stopped: why the run ended early, or None. seconds: wall-clock time.
    notes: sentences about what the portal file allows or expects. repairs: sentences about
        repairs after an interrupted run.
    """

    portal: str
    outcome: RunOutcome
    incremental: bool
    requests: int = 0
    bytes: int = 0
    listing_pages: int = 0
    articles_new: int = 0
    articles_changed: int = 0
    articles_unchanged: int = 0
    attachments: int = 0
    not_found: int = 0
    gone: int = 0
    vanished: str | None = None
    failed: dict[str, int] = field(default_factory=dict)
    failed_before: int = 0
    queued_left: int = 0
    held: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    unproven: list[str] = field(default_factory=list)
    stopped: str | None = None
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    def sentence(self) -> str:
        """The figures in one line."""
        parts = [
            f"{self.articles_new} new",
            f"{self.articles_changed} changed",
            f"{self.articles_unchanged} unchanged articles",
        ]
        if self.attachments:
            parts.append(f"{self.attachments} attachments")
        if self.not_found:
            parts.append(f"{self.not_found} not found (requested once more in a day)")
        if self.gone:
            parts.append(f"{self.gone} gone")
        parts.append(f"{self.requests} requests in {self.seconds:.1f} s")
        if self.failed:
            parts.append("failed: " + ", ".join(f"{n} {why}" for why, n in self.failed.items()))
        if self.failed_before:
            parts.append(f"{self.failed_before} failed in earlier runs")
        if self.unproven:
            count = len(self.unproven)
            parts.append(f"{count} list{'s' * (count != 1)} without a proven end")
        for name, count in self.missing.items():
            parts.append(f"{count} without {name}, which the portal file expects")
        if self.held:
            parts.append(f"{sum(self.held.values())} held for review")
        if self.queued_left:
            parts.append(f"{self.queued_left} left for the next run")
        line = f"{self.portal}: {self.outcome}: {', '.join(parts)}"
        if self.vanished:
            return f"{line}. The portal has vanished: all its pages lead to {self.vanished}"
        return f"{line}. {self.stopped}" if self.stopped else line


def exit_code(summaries: Iterable[RunSummary]) -> int:
    """The exit code of a command: 130 if a run was interrupted, 3 if one is incomplete, else 0."""
    outcomes = {summary.outcome for summary in summaries}
    if RunOutcome.INTERRUPTED in outcomes:
        return 130
    return 3 if RunOutcome.INCOMPLETE in outcomes else 0
