"""The exported tables: the archive's views, each with its columns in a fixed order and its key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from govnews.archive import columns
from govnews.export.selection import Selection

Kind = Literal["text", "integer", "time", "lines", "list", "json"]
"""time: UTC, ISO 8601 to the second. lines: texts, one per line. list: texts separated by `; `.
json: JSON as text.
"""

LENIENT = partial(str, encoding="utf-8", errors="replace")
"""A `text_factory` that reads broken UTF-8 from another program, with U+FFFD in its place."""


@dataclass(frozen=True, slots=True)
class Table:
    """An exported view. columns: name and kind, in order; new ones are only added at the end.

    key: the columns that make a row unique, by which rows are ordered. leads_to: column, and the
    table and column that it refers to.
    """

    name: str
    columns: Mapping[str, Kind]
    key: tuple[str, ...]
    leads_to: tuple[tuple[str, str, str], ...] = ()

    def rows(
        self, conn: sqlite3.Connection, chosen: Selection, limit: int | None = None
    ) -> Generator[tuple[Any, ...]]:
        """The rows of the chosen articles, one at a time, as the database has them."""
        where, values = self.condition(conn, chosen)
        yield from conn.execute(
            f"""SELECT {", ".join(self.columns)} FROM {self.name} a WHERE {where}
            ORDER BY {", ".join(self.key)} LIMIT ?""",
            [*values, -1 if limit is None else limit],
        )

    def cells(
        self, conn: sqlite3.Connection, chosen: Selection, limit: int | None = None
    ) -> Generator[tuple[bytes, ...]]:
        """The same rows as texts in UTF-8, as the database has them; a missing value is empty."""
        where, values = self.condition(conn, chosen)
        cells = (
            f"ifnull(CAST({name} AS TEXT), '')" if kind == "integer" else f"ifnull({name}, '')"
            for name, kind in self.columns.items()
        )
        factory, conn.text_factory = conn.text_factory, bytes
        try:
            yield from conn.execute(
                f"""SELECT {", ".join(cells)} FROM {self.name} a WHERE {where}
                ORDER BY {", ".join(f"a.{name}" for name in self.key)} LIMIT ?""",
                [*values, -1 if limit is None else limit],
            )
        finally:
            conn.text_factory = factory

    def condition(self, conn: sqlite3.Connection, chosen: Selection) -> tuple[str, list[Any]]:
        """SQL condition on the rows `a` of the chosen articles, and its values."""
        where, values = chosen.condition(conn)
        if self.name == "articles" or chosen.everything:
            return where, values
        ids = f"(SELECT id FROM article WHERE {where})"
        if self.name in {"captures", "observations"}:
            column = "a.id" if self.name == "captures" else "a.capture_id"
            where = _CAPTURES.format(column=column, ids=ids)
            return where, values * _CAPTURES.count("{ids}")
        return f"a.article_id IN {ids}", values


# Captures of the articles and their attachments, the originals of revisits, and the redirects that
# led to them.
_CAPTURES = """{column} IN (
    WITH RECURSIVE own(id) AS (
        SELECT capture_id FROM article WHERE id IN {ids}
        UNION SELECT capture_id FROM article_version WHERE article_id IN {ids}
        UNION SELECT capture_id FROM view_observations WHERE article_id IN {ids}
        UNION SELECT c.id FROM attachment t JOIN article o ON o.id = t.article_id
            JOIN capture c ON c.portal = o.portal AND c.url = t.url WHERE t.article_id IN {ids}
    ), kept(id) AS (
        SELECT id FROM own
        UNION SELECT c.revisit_of FROM kept JOIN capture c ON c.id = kept.id
            WHERE c.revisit_of IS NOT NULL
        UNION SELECT c.redirected_from FROM kept JOIN capture c ON c.id = kept.id
            WHERE c.redirected_from IS NOT NULL
    )
    SELECT id FROM kept
)"""


def _read(which: Sequence[columns.Column], *, added: bool = False) -> dict[str, Kind]:
    """The exported ones of these columns, either of the first release or added since."""
    return {
        column.name: column.export
        for column in which
        if column.export is not None and bool(column.added) == added
    }


_ARTICLE = ("article_id", "articles", "id")
_CAPTURE = ("capture_id", "captures", "id")

TABLES = {
    table.name: table
    for table in (
        Table(
            "articles",
            {
                "id": "integer", "portal": "text", "province": "text", "url": "text",
                **_read(columns.ARTICLE), "attachments": "lines", "document_refs": "list",
                "first_seen": "time", "last_seen": "time", "gone_at": "time",
                "versions": "integer", "captured_at": "time", "digest": "text",
                "warc_file": "text", "warc_offset": "integer",
                **_read(columns.ARTICLE, added=True),
            },
            ("id",),
        ),
        Table(
            "article_versions",
            {
                "id": "integer", "article_id": "integer", "portal": "text", "url": "text",
                "seen_at": "time", "digest": "text", **_read(columns.VERSION),
                "capture_id": "integer", "cause": "text",
                **_read(columns.VERSION, added=True),
            },
            ("id",),
            (_ARTICLE, _CAPTURE),
        ),
        Table(
            "article_provinces",
            {
                "article_id": "integer", "portal": "text", "url": "text", "era": "text",
                "slug": "text", "name": "text",
            },
            ("article_id",),
            (_ARTICLE,),
        ),
        Table(
            "article_addresses",
            {
                "article_id": "integer", "portal": "text", "article_url": "text", "url": "text",
                "present": "integer", "first_seen": "time", "last_seen": "time", "why": "text",
                "canonical": "text",
            },
            ("portal", "url"),
            (_ARTICLE,),
        ),
        Table(
            "view_observations",
            {
                "article_id": "integer", "portal": "text", "url": "text", "observed_at": "time",
                "views": "integer", "capture_id": "integer", "printed_on": "text",
            },
            ("article_id", "observed_at"),
            (_ARTICLE, _CAPTURE),
        ),
        Table(
            "attachments",
            {
                "article_id": "integer", "portal": "text", "article_url": "text",
                "position": "integer", "url": "text", "name": "text",
            },
            ("article_id", "position"),
            (_ARTICLE,),
        ),
        Table(
            "document_refs",
            {
                "article_id": "integer", "portal": "text", "url": "text", "position": "integer",
                "number": "text", "kind": "text", "issuer": "text",
            },
            ("article_id", "position"),
            (_ARTICLE,),
        ),
        Table(
            "article_evidence",
            {
                "article_id": "integer", "portal": "text", "url": "text", "field": "text",
                "confidence": "text", "rule": "text", "place": "text", "raw": "text",
            },
            ("article_id", "field"),
            (_ARTICLE,),
        ),
        Table(
            "captures",
            {
                "id": "integer", "portal": "text", "url": "text", "method": "text", "kind": "text",
                "fetched_at": "time", "status": "integer", "media_type": "text",
                "digest": "text", "wire_digest": "text", "size": "integer", "warc_file": "text",
                "warc_offset": "integer", "warc_length": "integer", "revisit_of": "integer",
                "redirected_from": "integer",
            },
            ("id",),
            (("revisit_of", "captures", "id"), ("redirected_from", "captures", "id")),
        ),
        Table(
            "observations",
            {
                "capture_id": "integer", "portal": "text", "url": "text", "kind": "text",
                "seen_at": "time", "digest": "text", "views": "integer",
            },
            ("capture_id", "seen_at"),
            (_CAPTURE,),
        ),
    )
}  # fmt: skip
"""All tables by name."""


def value_of(kind: Kind, value: Any) -> Any:
    """The value of a cell in a format with lists: JSON is decoded, a missing list is empty."""
    if kind == "lines":
        return value.split("\n") if value else []
    if kind == "list":
        return value.split("; ") if value else []
    if kind == "json" and value is not None:
        return json.loads(value)
    return value
