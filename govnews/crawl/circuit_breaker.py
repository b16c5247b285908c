"""Ends a run early when a portal's hosts are unreachable, answer only with errors, or lead
elsewhere, before thousands of pages fail one by one.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from govnews.crawl.items import Problem
from govnews.reasons import Reason, is_server_error

DEAD_AFTER = 3
"""Consecutive failures to reach a host until it counts as dead."""

DEAD_AFTER_SILENCE = 10
"""The same for a host that accepts connections and then sends nothing or breaks off: that may also
be the fault of the pages."""

SICK_AFTER = 20
"""Consecutive server errors until the run ends."""

VANISHED_AFTER = 10
"""Pages that lead to other sites or the home page, none of them read, until the portal counts as
vanished."""

SILENCE = frozenset({Reason.TIMEOUT, Reason.TRUNCATED, Reason.RESET})
LEADS_AWAY = frozenset({Reason.OFF_SITE, Reason.TO_HOME, Reason.HOME})


class Health:
    """The state of the portal's hosts, from the answers of one run.

    dead: hosts that could not be reached, with the reason. stopped: why the run must end, as a
    sentence, or None.
    """

    def __init__(self, host: str) -> None:
        self.dead: dict[str, str] = {}
        self.stopped: str | None = None
        self._host = host
        self._unreached: Counter[str] = Counter()
        self._errors = 0
        self._read = 0
        self._other_problems = 0
        self._leads_to: Counter[str] = Counter()

    def answered(self, host: str) -> None:
        """A server answered, with any status: the host is reachable."""
        self._unreached.pop(host, None)

    def visited(self, problem: Problem | None) -> None:
        """A page is finished. problem: why it could not be stored, or None."""
        if problem is None:
            self._read += 1
            self._errors = 0
        elif problem.untried:
            return
        elif problem.host is not None:
            self._other_problems += 1
            self._unreachable(problem)
        elif is_server_error(problem.reason):
            self._other_problems += 1
            self._errors += 1
            if self._errors >= SICK_AFTER:
                self._stop(
                    f"{self._host} answered {self._errors} times in a row with an error, the last "
                    f"time with {problem.detail}"
                )
        elif problem.reason in LEADS_AWAY:
            self._leads_to[_site(problem.leads_to or f"//{self._host}")] += 1
            if self._leads_to.total() >= VANISHED_AFTER and self.vanished:
                self._stop("its pages lead elsewhere")
        else:
            self._other_problems += 1

    @property
    def vanished(self) -> str | None:
        """The site that all pages requested in the run lead to; None unless all lead away."""
        if self._read or self._other_problems or not self._leads_to:
            return None
        return self._leads_to.most_common(1)[0][0]

    def _unreachable(self, problem: Problem) -> None:
        host = problem.host or ""
        self._unreached[host] += 1
        limit = DEAD_AFTER_SILENCE if problem.reason in SILENCE else DEAD_AFTER
        if self._unreached[host] < limit:
            return
        self.dead[host] = f"{problem.reason}: {problem.detail}"
        if host.removeprefix("www.") == self._host:
            self._stop(f"{host} could not be reached {limit} times in a row: {problem.detail}")

    def _stop(self, why: str) -> None:
        if self.stopped is None:
            self.stopped = why


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme or 'https'}://{parts.netloc}/"
