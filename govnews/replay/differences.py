"""The differences between a rebuild and the archive, by article and field, and their application.

The rebuilt tables are attached to the archive's database as `made`. Rows are compared by URL, since
ids differ; an article keeps its id in the archive.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from govnews.archive import columns
from govnews.archive.database import Archive
from govnews.archive.sql_rows import Row, rows

PARTS = (
    "article_address", "article_version", "view_observation", "evidence", "attachment", "image",
    "document_ref",
)  # fmt: skip
"""Tables whose rows belong to an article."""

COLUMNS = ("portal", "url", "field", "before", "after", "capture_id")
"""Columns of `govnews replay --diff`."""

BATCH = 500
"""Articles that are replaced in one transaction."""

_OWN = frozenset({"id", "article_id", "version_id"})


@contextmanager
def attached(archive: Archive, path: str) -> Iterator[sqlite3.Connection]:
    """The archive's connection, with the rebuilt database at `path` attached as `made`."""
    with archive.reading() as conn:
        conn.execute("ATTACH ? AS made", (path,))
        try:
            yield conn
        finally:
            conn.execute("DETACH made")


def differing(conn: sqlite3.Connection, portal: str, failed: Sequence[int]) -> list[str]:
    """URLs of a portal's articles that are changed, new, or removed in the rebuild.

    failed: captures that could not be read; articles that were read from them stay unchanged.
    """
    found: set[str] = set()
    for table in ("article", *PARTS):
        wanted = ", ".join(f"t.{name}" for name in _columns(conn, table))
        url, join = "a.url", "JOIN {0}.article a ON a.id = t.article_id"
        if table == "article":
            url, join = "t.url", ""
        old, new = (
            f"""SELECT {url}, {wanted} FROM {base}.{table} t {join.format(base)}
            WHERE {url.partition(".")[0]}.portal = :portal"""
            for base in ("main", "made")
        )
        for one, other in ((old, new), (new, old)):
            cursor = conn.execute(f"{one} EXCEPT {other}", {"portal": portal})
            found.update(row[0] for row in cursor)
    dangling = conn.execute(
        """SELECT url FROM main.article a WHERE portal = ? AND version_id IS NOT
        (SELECT id FROM main.article_version WHERE article_id = a.id
        ORDER BY seen_at DESC, id DESC LIMIT 1)""",
        (portal,),
    )
    found.update(row[0] for row in dangling)
    repeated = conn.execute(
        """SELECT a.url FROM main.article a JOIN main.article_version v ON v.article_id = a.id
        WHERE a.portal = ? GROUP BY a.id
        HAVING count(*) > count(DISTINCT v.seen_at || ' ' || v.capture_id)""",
        (portal,),
    )
    found.update(row[0] for row in repeated)
    for capture_id in failed:
        kept = conn.execute(
            """SELECT a.url FROM main.article a JOIN main.article_version v ON v.article_id = a.id
            WHERE v.capture_id = ?1
            UNION SELECT a.url FROM main.article a WHERE a.capture_id = ?1""",
            (capture_id,),
        )
        found.difference_update(row[0] for row in kept)
    return sorted(found)


def _columns(conn: sqlite3.Connection, table: str) -> list[str]:
    """The columns with data from the page, without row ids."""
    names = [row[1] for row in conn.execute(f"PRAGMA main.table_info({table})")]
    return [name for name in names if name not in _OWN]


# --- report ---------------------------------------------------------------------------------------


def of_articles(conn: sqlite3.Connection, portal: str, urls: Sequence[str]) -> Iterator[Row]:
    """One row for each field that differs, see COLUMNS.

    field: a column of the version that was read from capture_id; `article` for an article that is
    new or removed, `version` for a reading that is; `views` for a count; `gone_at`, `first_seen`,
    `last_seen`; `evidence.FIELD` for the place where a value was found.
    """
    for url in urls:
        old, new = (_state(conn, base, portal, url) for base in ("main", "made"))
        for field, before, after, capture_id in _compared(old, new):
            values = (portal, url, field, before, after, capture_id)
            yield dict(zip(COLUMNS, values, strict=True))


def _state(conn: sqlite3.Connection, base: str, portal: str, url: str) -> dict[str, Any] | None:
    article = next(
        rows(conn, f"SELECT * FROM {base}.article WHERE portal = ? AND url = ?", portal, url), None
    )
    if article is None:
        return None
    parts = {
        table: list(rows(conn, f"SELECT * FROM {base}.{table} WHERE article_id = ?", article["id"]))
        for table in PARTS
    }
    versions = {row["capture_id"]: row for row in parts["article_version"]}
    counts = {row["observed_at"]: row for row in parts["view_observation"]}
    evidence = {
        f"evidence.{row['field']}": (
            f"{row['rule']} at {row['place']}, {row['confidence']}: {row['raw']}"
        )
        for row in parts["evidence"]
    }
    places = {row["url"]: row["why"] for row in parts["article_address"]}
    return {
        "article": article, "versions": versions, "counts": counts, "evidence": evidence,
        "places": places,
    }  # fmt: skip


_READ = tuple(column.name for column in columns.VERSION if column.diff is not None)


Change = tuple[str, Any, Any, int | None]


def _compared(old: Any, new: Any) -> list[Change]:
    if old is None or new is None:
        sides = [side["article"]["title"] if side else None for side in (old, new)]
        return [("article", *sides, (old or new)["article"]["capture_id"])]
    found = [*_versions(old["versions"], new["versions"])]
    for at in sorted({*old["counts"], *new["counts"]}):
        one, other = old["counts"].get(at, {}), new["counts"].get(at, {})
        found.append(("views", one.get("views"), other.get("views"), (one or other)["capture_id"]))
    dated = ("province", "first_seen", "last_seen", "gone_at")
    found += [(name, old["article"][name], new["article"][name], None) for name in dated]
    before, after = old["places"], new["places"]
    found += [
        (f"address {url}", before.get(url), after.get(url), None)
        for url in sorted({*before, *after})
    ]
    here, was, now = new["article"]["capture_id"], old["evidence"], new["evidence"]
    found += [(name, was.get(name), now.get(name), here) for name in sorted({*was, *now})]
    changed = [change for change in found if change[1] != change[2]]
    # What remains are values that no page shows, such as the digest of a version.
    return changed or [("stored form", None, None, here)]


def _versions(old: dict[int, Row], new: dict[int, Row]) -> Iterator[Change]:
    for capture_id in sorted({*old, *new}):
        one, other = old.get(capture_id), new.get(capture_id)
        if one is None or other is None:
            yield "version", one and one["title"], other and other["title"], capture_id
            continue
        for name in (*_READ, "seen_at"):
            yield name, one[name], other[name], capture_id


# --- application ----------------------------------------------------------------------------------


def apply(archive: Archive, conn: sqlite3.Connection, portal: str, urls: Sequence[str]) -> None:
    """Replace these articles by those of the rebuild. Each is replaced completely or not at all."""
    for first in range(0, len(urls), BATCH):
        with archive.transaction():
            for url in urls[first : first + BATCH]:
                _take_over(conn, portal, url)


def _is_elsewhere(conn: sqlite3.Connection, portal: str, url: str) -> bool:
    """Whether an address of the archive is one of an article of the rebuild, which replaces the
    archive's own in its turn.
    """
    row = conn.execute(
        "SELECT 1 FROM made.article_address WHERE portal = ? AND url = ?", (portal, url)
    )
    return row.fetchone() is not None


def _with_its_addresses(conn: sqlite3.Connection, portal: str, made: int) -> tuple[int] | None:
    """The archive's article at the addresses of a rebuilt one: of several, the one with the lowest
    number; the others are the same article and go.
    """
    found = conn.execute(
        """SELECT id FROM main.article WHERE id IN (
            SELECT article_id FROM main.article_address WHERE portal = ?1 AND url IN
            (SELECT url FROM made.article_address WHERE article_id = ?2)) ORDER BY id""",
        (portal, made),
    ).fetchall()
    for (ident,) in found[1:]:
        conn.execute("DELETE FROM main.article WHERE id = ?", (ident,))
    conn.execute(
        """DELETE FROM main.article_address WHERE portal = ?1 AND url IN
        (SELECT url FROM made.article_address WHERE article_id = ?2)""",
        (portal, made),
    )
    return found[0] if found else None


def _take_over(conn: sqlite3.Connection, portal: str, url: str) -> None:
    query = "SELECT id FROM {}.article WHERE portal = ? AND url = ?"
    old, new = (
        conn.execute(query.format(base), (portal, url)).fetchone() for base in ("main", "made")
    )
    if new is None:
        if old is not None and not _is_elsewhere(conn, portal, url):
            conn.execute("DELETE FROM main.article WHERE id = ?", old)
        return
    old = _with_its_addresses(conn, portal, *new) or old
    names = _columns(conn, "article")
    if old is None:
        cursor = conn.execute(
            f"""INSERT INTO main.article ({", ".join(names)})
            SELECT {", ".join(names)} FROM made.article WHERE id = ?""",
            new,
        )
        ident = cursor.lastrowid
    else:
        (ident,) = old
        conn.execute(
            f"""UPDATE main.article SET version_id = NULL, ({", ".join(names)}) =
            (SELECT {", ".join(names)} FROM made.article WHERE id = ?) WHERE id = ?""",
            (*new, ident),
        )
    for table in PARTS:
        conn.execute(f"DELETE FROM main.{table} WHERE article_id = ?", (ident,))
        own = ", ".join(_columns(conn, table))
        order = "seen_at, id" if table == "article_version" else own
        conn.execute(
            f"""INSERT INTO main.{table} (article_id, {own})
            SELECT ?, {own} FROM made.{table} WHERE article_id = ? ORDER BY {order}""",
            (ident, *new),
        )
    conn.execute(
        """UPDATE main.article SET version_id = (SELECT id FROM main.article_version
        WHERE article_id = ?1 ORDER BY seen_at DESC, id DESC LIMIT 1) WHERE id = ?1""",
        (ident,),
    )
