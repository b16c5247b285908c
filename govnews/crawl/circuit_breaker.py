"""Tells a sick page from a sick host, and leaves a sick host alone.

A host that cannot be reached is paused, tried again, and given up only when it stays so. Pages that
answer with errors are put down to the host only when a page that it answered before fails as well.
A run also ends when all that it asks for leads elsewhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from govnews.crawl.items import Problem
from govnews.model import Kind, Link
from govnews.reasons import Reason, is_server_error
from govnews.url_syntax import host_port

DEAD_AFTER = 3
"""Consecutive failures to reach a host until it is paused."""

SUSPECT_AFTER_SILENCE = 10
"""Consecutive answers that never came or broke off, until the host is probed: that may also be the
fault of the pages."""

SUSPECT_AFTER_ERRORS = 20
"""Consecutive server errors until the host is probed."""

PAUSES = (5.0, 20.0, 60.0)
"""Seconds that a host is left alone, time after time, before it is given up for the run."""

VANISHED_AFTER = 10
"""Pages that lead to other sites or the home page, none of them read, until the portal counts as
vanished."""

SILENCE = frozenset({Reason.TIMEOUT, Reason.TRUNCATED, Reason.RESET})
_LISTS = frozenset({Kind.LISTING, Kind.FEED, Kind.SITEMAP})
LEADS_AWAY = frozenset({Reason.OFF_SITE, Reason.TO_HOME, Reason.HOME})


@dataclass(slots=True)
class _Host:
    """unreached: consecutive failures to reach it. pauses: how many since it last answered well.
    until: when it may be asked again. why: of the last pause.
    """

    unreached: int = 0
    pauses: int = 0
    until: datetime | None = None
    why: str = ""


class Health:
    """The state of the portal's hosts, from the answers of one run. A host is a name with its port,
    as `url_syntax.host_port` writes it: another port of a name is another host.

    dead: hosts that were given up, with the reason. stopped: why the run must end, as a sentence,
    or None. suspect: whether the portal's host is to be probed now. probing: whether it is being
    probed. probe_url: a page that it answered before. pages_are_sick: whether it answered a probe
    while its pages failed, and no page has come since.
    """

    def __init__(self, host: str, probe_url: str) -> None:
        self.dead: dict[str, str] = {}
        self.stopped: str | None = None
        self.suspect = False
        self.probing = False
        self.probe_url = probe_url
        self.pages_are_sick = False
        self._host = host
        self._hosts: dict[str, _Host] = {}
        self._errors = 0
        self._failing_since: datetime | None = None
        self._recovered: datetime | None = None
        self._read = 0
        self._other_problems = 0
        self._leads_to: Counter[str] = Counter()
        self._lists_answered = False

    def answered(self, host: str) -> None:
        """A server answered, with any status: the host is reachable."""
        if not self._is_own(host):
            self._hosts.pop(host, None)
        elif host in self._hosts:
            self._hosts[host].unreached = 0

    def visited(self, problem: Problem | None, link: Link, now: datetime) -> None:
        """A page is finished. problem: why it could not be stored, or None."""
        if link.kind in _LISTS and not (problem is not None and problem.untried):
            self._lists_answered = True
        if problem is None:
            self._read += 1
            self._well(link)
        elif problem.untried or problem.reason == Reason.UNREACHABLE:
            return
        elif problem.host is not None:
            self._other_problems += 1
            self._unreachable(problem, problem.host, now)
        elif is_server_error(problem.reason):
            self._other_problems += 1
            if self._is_own(host_port(link.url)):
                self._failed(now, SUSPECT_AFTER_ERRORS)
        elif problem.reason in LEADS_AWAY and link.kind != Kind.ATTACHMENT:
            self._leads_to[_site(problem.leads_to or f"//{self._host}")] += 1
            # Old addresses may all lead home while the lists, which take longer, name new ones.
            enough = self._leads_to.total() >= VANISHED_AFTER and self._lists_answered
            if enough and self.vanished:
                self._stop("its pages lead elsewhere")
        else:
            self._other_problems += 1

    def probed(self, failure: str | None, now: datetime) -> None:
        """The portal's host was asked for a page that it answered before. failure: what came
        instead of it; None when it came: then the pages are sick, each by itself.
        """
        self.probing = False
        if failure is None:
            self.pages_are_sick = True
            self._well(None)
        else:
            self._errors = 0
            self._pause(self._host, failure, now)

    def paused_until(self, now: datetime) -> datetime | None:
        """Until when the portal's host is left alone; None when it may be asked."""
        until = self._hosts[self._host].until if self._host in self._hosts else None
        return until if until is not None and until > now else None

    def closed(self, host: str, now: datetime) -> tuple[str, datetime | None] | None:
        """Why a host is not to be asked and until when (None: in this run no more); None for one
        that may be.
        """
        if host in self.dead:
            return self.dead[host], None
        state = self._hosts.get(host)
        if self._is_own(host) or state is None or state.until is None or state.until <= now:
            return None
        return state.why, state.until

    def recovered_from(self) -> datetime | None:
        """Since when pages failed on account of a host that answers again; tells it once."""
        since, self._recovered = self._recovered, None
        return since

    @property
    def vanished(self) -> str | None:
        """The site that all pages requested in the run lead to; None unless all lead away."""
        if self._read or self._other_problems or not self._leads_to:
            return None
        return self._leads_to.most_common(1)[0][0]

    def _is_own(self, host: str) -> bool:
        return host.removeprefix("www.") == self._host

    def _well(self, link: Link | None) -> None:
        """The portal's host sent a page as it should be. link: the page; None for a probe."""
        if link is not None and not self._is_own(host_port(link.url)):
            return
        if link is not None and link.kind == Kind.LISTING and link.method == "GET":
            self.probe_url = link.url
        if link is not None:
            self.pages_are_sick = False
        own = self._hosts.pop(self._host, None)
        if own is not None and own.pauses:
            self._recovered = self._failing_since
        self._errors = 0
        self._failing_since = None

    def _failed(self, now: datetime, limit: int) -> None:
        """One more page of the portal's host failed in a way that may be its own fault."""
        self._failing_since = self._failing_since or now
        self._errors += 1
        own = self._hosts.get(self._host)
        paused_before = own is not None and own.pauses > 0
        if self._errors >= (DEAD_AFTER if paused_before else limit):
            self.suspect = not self.probing and self.paused_until(now) is None

    def _unreachable(self, problem: Problem, host: str, now: datetime) -> None:
        own, silent = self._is_own(host), problem.reason in SILENCE
        if own and (silent or problem.reason == Reason.ROBOTS_UNAVAILABLE):
            self._failed(now, SUSPECT_AFTER_SILENCE if silent else DEAD_AFTER)
            return
        if own:
            host = self._host
            self._failing_since = self._failing_since or now
        state = self._hosts.setdefault(host, _Host())
        state.unreached += 1
        limit = SUSPECT_AFTER_SILENCE if silent else DEAD_AFTER
        if state.pauses or state.unreached >= limit:
            self._pause(host, f"{problem.reason}: {problem.detail}", now)

    def _pause(self, host: str, why: str, now: datetime) -> None:
        """Leaves a host alone for a while, or for good."""
        state = self._hosts.setdefault(host, _Host())
        if state.until is not None and now < state.until:
            return  # asked before the pause began
        state.unreached, state.why = 0, why
        if state.pauses < len(PAUSES):
            state.until = now + timedelta(seconds=PAUSES[state.pauses])
            state.pauses += 1
            return
        self.dead[host] = why
        if host == self._host:
            self._stop(f"{host} could not be reached, also after {len(PAUSES)} pauses: {why}")

    def _stop(self, why: str) -> None:
        if self.stopped is None:
            self.stopped = why


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme or 'https'}://{parts.netloc}/"
