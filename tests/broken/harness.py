"""Crawls portals that break, day by day, and says what differs in the end from an undisturbed one.

An archive holds some portals, each at a port of its own; a day is one crawl of all of them. The
first days, on which all is well, are crawled once: what follows goes on from a copy of that
archive, with a breakage for each portal. Where a breakage lasts for one day or for two, the
archives part after its first day. One portal is never broken: the control.
"""

from __future__ import annotations

import bisect
import json
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from govnews.archive.frontier import utc
from govnews.model import VIETNAM
from tests.broken.articles import SECTIONS
from tests.broken.breakages import BREAKAGES, Breakage
from tests.broken.portal import Portal, html
from tests.broken.server import Server, serving
from tests.crawl.crawllib import Crawling, next_second
from tests.crawl.site import Answer, portal_file

RULES = 'article_url = "-[0-9]+[.]html"\nrevisit_days = [1]'
"""revisit_days: with `let_a_day_pass`, every run visits all known articles."""

SELF_SIGNED = f"{RULES}\nverify_tls = false"
"""For portals that answer by https as well."""

FIELDS = (
    "title", "sapo", "author", "published", "published_precision", "section", "views",
    "body",
)  # fmt: skip
"""What is compared; a date of change that a head declares at the first visit is a fact."""

FIGURES = frozenset({
    "portal", "outcome", "incremental", "requests", "bytes", "listing_pages", "articles_new",
    "articles_changed", "articles_unchanged", "attachments", "seconds",
})  # fmt: skip
"""What the summary of any run has; everything else in it names something."""

AT_ONCE = 24
"""Portals in an archive. With more, there are fewer runs to start, and more first days to crawl."""

ARCHIVES = 2
"""Archives that are crawled side by side: one crawl keeps about one core busy."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How long a portal is watched, and on which of its days it is broken."""

    days: int
    broken: frozenset[int]


TIMELINES = {
    "one day": Timeline(5, frozenset({3})),
    "two days": Timeline(6, frozenset({3, 4})),
}
DAYS = 6
EDITED = {7: 2, 30: 2}
"""The articles whose texts an editor changes, and on which day: before anything breaks."""

PATIENCE = 600.0
"""Seconds after which a crawl of all portals of an archive never ends."""

BROKEN = 3
"""The first day on which a portal is broken, in all timelines."""


@dataclass(frozen=True, slots=True)
class Day:
    """How a portal's run ended. names: what its summary names beyond the figures of any run."""

    outcome: str
    names: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return self.outcome == "complete"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a breakage did. days: by their number. harm: for each kind of difference from the
    control, the paths of the articles. versions: those beyond the control's.
    """

    days: Mapping[int, Day]
    harm: Mapping[str, Sequence[str]]
    versions: int

    @property
    def harmed(self) -> int:
        """How many articles differ from the control's in any way."""
        return len(frozenset[str]().union(*self.harm.values()))

    def sentences(self) -> list[str]:
        return [f"{kind}: {len(paths)}, such as {paths[0]}" for kind, paths in self.harm.items()]


@dataclass(slots=True)
class Record:
    """What the archive says of one article. views: by day."""

    values: dict[str, Any]
    views: dict[int, int]
    versions: int


@dataclass(slots=True)
class Watch:
    """One portal at the end of a timeline. summaries: of its runs, by day."""

    records: dict[str, Record]
    summaries: dict[int, dict[str, Any]]


@dataclass(slots=True)
class Crawled:
    """An archive after some days. began: when each began. summaries: by portal and day."""

    root: Path
    began: list[str] = field(default_factory=list)
    summaries: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)

    def copy(self, root: Path) -> Crawled:
        shutil.copytree(self.root, root)
        kept = {name: dict(days) for name, days in self.summaries.items()}
        return Crawled(root, list(self.began), kept)

    def a_day(self, portals: Mapping[str, Portal], day: int, *options: str) -> None:
        """The crawl of a day."""
        for portal in portals.values():
            portal.day = day
        if self.began:
            let_a_day_pass(self.root)
        next_second()
        self.began.append(utc(datetime.now(UTC)))
        for name, summary in zip(portals, crawl(self.root, *portals, *options), strict=True):
            self.summaries.setdefault(name, {})[day] = summary


def crawl(root: Path, *args: str) -> list[dict[str, Any]]:
    """A crawl's summaries.

    Scrapy gives connections a second to close. Where many portals end at once on a busy machine,
    it sees only after that second that they have closed, and reports a callback too many. Coverage
    is measured in the tests of crawls.
    """
    with Crawling(root, *args, "--uncounted") as process:
        out, err = process.communicate(PATIENCE)
    errors = err.split("Traceback")[1:]
    assert all("AlreadyCalledError" in one for one in errors), err
    assert process.returncode in {0, 3}, err
    found: list[dict[str, Any]] = json.loads(out.splitlines()[-1])
    return found


def let_a_day_pass(root: Path) -> None:
    """Dates the frontier back: every known article and every failure is due, and what was missing
    has been so for more than a day.
    """
    conn = sqlite3.connect(root / "archive.db")
    with conn:
        conn.execute(
            """UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z', retry_after = NULL,
            finished_at = iif(finished_at IS NULL, NULL, '2020-01-01T00:00:00Z'),
            not_before = iif(not_before IS NULL, NULL, '2020-01-01T00:00:00Z'),
            missing_since = iif(missing_since IS NULL, NULL, '2020-01-01T00:00:00Z')"""
        )
    conn.close()


class Shard:
    """An archive of some portals after the days on which all is well, to go on from."""

    def __init__(self, folder: Path, server: Server, size: int) -> None:
        self._folder = folder
        self._base = Crawled(folder / "base")
        self._portals: dict[str, Portal] = {}
        now, elsewhere = datetime.now(VIETNAM), server.open(_successor)
        for number in range(size):
            portal = Portal(now, DAYS, edited=EDITED, elsewhere=elsewhere)
            self._portals[f"portal-{number}"] = portal
            add_portal(self._base.root, f"portal-{number}", portal, server, SELF_SIGNED)
        for day in range(1, BROKEN):
            self._base.a_day(self._portals, day)

    def watch(self, breakages: Sequence[Breakage | None]) -> list[dict[str, Watch]]:
        """For each of them what came of it, by timeline. None breaks nothing."""
        portals = dict(islice(self._portals.items(), len(breakages)))
        first = self._base.copy(self._folder / "broken")
        self._break(portals, breakages)
        first.a_day(portals, BROKEN)
        found: list[dict[str, Watch]] = [{} for _ in breakages]
        for length, timeline in TIMELINES.items():
            branch = first.copy(self._folder / "branch")
            for day in range(BROKEN + 1, timeline.days + 1):
                broken = day in timeline.broken
                self._break(portals, breakages if broken else [None] * len(breakages))
                # Each list is walked in full once a month: that finds again what was called gone.
                branch.a_day(portals, day, "--full")
            for place, (name, portal) in enumerate(portals.items()):
                there = records(branch, name, portal.port)
                found[place][length] = Watch(there, branch.summaries[name])
            shutil.rmtree(branch.root)
        shutil.rmtree(first.root)
        return found

    @staticmethod
    def _break(portals: Mapping[str, Portal], breakages: Sequence[Breakage | None]) -> None:
        for portal, breakage in zip(portals.values(), breakages, strict=True):
            portal.breakage = breakage.answer if breakage is not None else None


def _successor(path: str, secure: bool) -> Answer:
    text = "<h1>Cổng thông tin điện tử tỉnh mới</h1><p>Sau hợp nhất, mời bạn đọc xem tại đây.</p>"
    return html(f"<html><head><title>Tỉnh mới</title></head><body>{text}</body></html>")


def add_portal(root: Path, name: str, portal: Portal, server: Server, rules: str = RULES) -> None:
    """Opens a port for a portal and writes its file into the data root."""
    portal.port = server.open(portal.answer)
    base = f"http://127.0.0.1:{portal.port}"
    portal_file(root, name, base, sections=[f"/{one}" for one in SECTIONS], crawl=rules)


def measure(folder: Path, names: Iterable[str] = BREAKAGES) -> dict[tuple[str, str], Finding]:
    """Watches these breakages and the control; findings by name and timeline."""
    wanted: list[Breakage | None] = [None, *(BREAKAGES[name] for name in names)]
    batches = -(-len(wanted) // AT_ONCE)
    if batches > 1:
        batches += -batches % ARCHIVES
    size = -(-len(wanted) // batches)
    parts = [wanted[at : at + size] for at in range(0, len(wanted), size)]
    found: list[dict[str, Watch]] = []
    with serving(folder) as server, ThreadPoolExecutor(ARCHIVES) as together:
        works = [
            together.submit(_watch_all, folder / str(number), server, size, parts[number::ARCHIVES])
            for number in range(min(ARCHIVES, len(parts)))
        ]
        watches = [work.result() for work in works]
    for at in range(len(parts)):
        found += watches[at % ARCHIVES][at // ARCHIVES]
    findings = {}
    for breakage, watched in zip(wanted, found, strict=True):
        for length, timeline in TIMELINES.items():
            name = breakage.name if breakage is not None else "control"
            findings[name, length] = _finding(watched[length], found[0][length], timeline.broken)
    return findings


def _watch_all(
    folder: Path, server: Server, size: int, parts: Sequence[Sequence[Breakage | None]]
) -> list[list[dict[str, Watch]]]:
    shard = Shard(folder, server, size)
    return [shard.watch(part) for part in parts]


# --- what differs ---------------------------------------------------------------------------------


def _finding(one: Watch, control: Watch, broken: frozenset[int]) -> Finding:
    there, expected = one.records, control.records
    harm: dict[str, list[str]] = {}
    for path in expected.keys() - there.keys():
        harm.setdefault("missing", []).append(path)
    for path in there.keys() - expected.keys():
        harm.setdefault("brought by the breakage", []).append(path)
    for path in expected.keys() & there.keys():
        for kind in differences(there[path], expected[path], broken):
            harm.setdefault(kind, []).append(path)
    return Finding(
        {day: day_of(summary, control.summaries[day]) for day, summary in one.summaries.items()},
        {kind: sorted(paths) for kind, paths in sorted(harm.items())},
        sum(r.versions for r in there.values()) - sum(r.versions for r in expected.values()),
    )


def differences(there: Record, expected: Record, broken: frozenset[int]) -> list[str]:
    """In what an article differs from the control's. The views of a broken day may be missing,
    never false.
    """
    found = [name for name, value in expected.values.items() if there.values[name] != value]
    if there.versions != expected.versions:
        found.append("versions")
    for day in sorted(expected.views.keys() | there.views.keys()):
        if there.views.get(day) == expected.views.get(day):
            continue
        if day in there.views:
            found.append(f"false views of day {day}")
        elif day not in broken:
            found.append(f"no views of day {day}")
    return found


def day_of(summary: Mapping[str, Any], usual: Mapping[str, Any]) -> Day:
    """A run's end. usual: the control's summary of that day."""
    names = tuple(
        f"{key}: {value}"
        for key, value in summary.items()
        if value and key not in FIGURES and value != usual.get(key)
    )
    return Day(summary["outcome"], names)


def records(crawled: Crawled, portal: str, port: int) -> dict[str, Record]:
    """All articles of a portal, by their address without scheme, host and port. Rows whose
    addresses differ in nothing else are told apart by a word.
    """
    conn = sqlite3.connect(f"file:{crawled.root / 'archive.db'}?mode=ro", uri=True)
    conn.row_factory = sqlite3.Row
    found: dict[str, Record] = {}
    for row in conn.execute("SELECT * FROM article WHERE portal = ? ORDER BY id", (portal,)):
        path = shortened(row["url"], port)
        while path in found:
            path += " again"
        found[path] = _record(conn, row, port, crawled.began)
    conn.close()
    return found


def _record(conn: sqlite3.Connection, row: sqlite3.Row, port: int, began: list[str]) -> Record:
    def parts(sql: str) -> list[tuple[Any, ...]]:
        return [tuple(one) for one in conn.execute(sql, (row["id"],))]

    values: dict[str, Any] = {name: row[name] for name in FIELDS}
    values["gone"] = row["gone_at"] is not None
    files = parts("SELECT url, name FROM attachment WHERE article_id = ? ORDER BY position")
    values["attachments"] = [(shortened(url, port), name) for url, name in files]
    values["documents"] = parts(
        "SELECT number, kind, issuer FROM document_ref WHERE article_id = ? ORDER BY position"
    )
    versions = "SELECT count(*) FROM article_version WHERE article_id = ? AND cause = 'page'"
    seen = parts("SELECT observed_at, views FROM view_observation WHERE article_id = ?")
    views = {bisect.bisect_right(began, at): count for at, count in seen}
    return Record(values, views, parts(versions)[0][0])


def shortened(url: str, port: int) -> str:
    """An address without the scheme, and without the portal's own host and port."""
    return url.partition("://")[2].removeprefix(f"127.0.0.1:{port}")
