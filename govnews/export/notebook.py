"""An archive for notebooks and scripts: `govnews.open(path)`; see docs/python.md."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, Unpack

from govnews.archive import articles
from govnews.archive import search as engine
from govnews.archive.database import Archive
from govnews.archive.search import MARK, Filters, Order, parse_day
from govnews.audit.coverage import Coverage, coverage
from govnews.errors import UsageError
from govnews.export.selection import Selection
from govnews.export.tables import LENIENT, TABLES, Kind
from govnews.export.typed_rows import (
    ArticleRow,
    AttachmentRow,
    DocumentRow,
    HitRow,
    Rows,
    VersionRow,
    ViewRow,
)
from govnews.vietnamese import places

Row = TypeVar("Row")

_HIT: dict[str, Kind] = {
    "id": "integer", "portal": "text", "url": "text", "title": "text", "published": "text",
    "section": "text", "author": "text", "views": "integer", "snippet": "text",
}  # fmt: skip


class Choice(TypedDict, total=False):
    """A selection of articles: all given conditions have to hold.

    portal: name of a portal. province: its name, in any spelling; lineage: include the provinces
    that it was merged from. since, until: first and last day, as a date or as typed (`01/07/2025`,
    `07/2025`). number: a document that the article names. has_attachment: only articles with an
    attached file. author, signer, section: words in the field.
    """

    portal: str
    province: str
    lineage: bool
    since: date | str
    until: date | str
    number: str
    has_attachment: bool
    author: str
    signer: str
    section: str


class Reader:
    """An open archive, read only. Use it in a `with` block, or close it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        archive.conn.text_factory = LENIENT

    @property
    def root(self) -> Path:
        """The folder of the archive, to which the WARC files of captures are relative."""
        return self._archive.root

    def search(
        self,
        query: str | None = None,
        *,
        order: Order = "relevance",
        limit: int = 20,
        **choice: Unpack[Choice],
    ) -> Rows[HitRow]:
        """The results of `govnews search`, best first; order: "relevance", "date" or "views".

        Raises UsageError for an invalid query or filter.
        """
        filters = _filters(choice)

        def read() -> Generator[tuple[Any, ...]]:
            with self._archive.reading() as conn:
                found = engine.search(conn, query, filters, order=order, limit=limit)
            for hit in found.hits:
                yield (
                    hit.id, hit.portal, hit.url, hit.title, hit.published, hit.section, hit.author,
                    hit.views, _starred(hit.snippet),
                )  # fmt: skip

        return Rows(read, HitRow, _HIT)

    def articles(self, query: str | None = None, **choice: Unpack[Choice]) -> Rows[ArticleRow]:
        """All articles that match the query and pass the filters, by number."""
        return self._rows("articles", ArticleRow, query, choice)

    def versions(self, query: str | None = None, **choice: Unpack[Choice]) -> Rows[VersionRow]:
        """All versions of these articles."""
        return self._rows("article_versions", VersionRow, query, choice)

    def views(self, query: str | None = None, **choice: Unpack[Choice]) -> Rows[ViewRow]:
        """All view counts of these articles, by article and time."""
        return self._rows("view_observations", ViewRow, query, choice)

    def attachments(
        self, query: str | None = None, **choice: Unpack[Choice]
    ) -> Rows[AttachmentRow]:
        """All files that these articles link to."""
        return self._rows("attachments", AttachmentRow, query, choice)

    def document_refs(
        self, query: str | None = None, **choice: Unpack[Choice]
    ) -> Rows[DocumentRow]:
        """All official documents that these articles name."""
        return self._rows("document_refs", DocumentRow, query, choice)

    def article(self, url_or_number: str | int) -> ArticleRow:
        """One article; raises NotInArchive."""
        with self._archive.reading() as conn:
            ident = articles.find(conn, str(url_or_number))

        def read() -> Generator[tuple[Any, ...]]:
            names = ", ".join(TABLES["articles"].columns)
            yield from self._archive.conn.execute(
                f"SELECT {names} FROM articles WHERE id = ?", (ident,)
            )

        return next(iter(Rows(read, ArticleRow, TABLES["articles"].columns)))

    def coverage(self, portal: str | None = None) -> Iterator[Coverage]:
        """The coverage ledger: articles sought, found and missing, by portal and month."""
        return coverage(self._archive.conn, portal)

    def _rows(self, table: str, kind: type[Row], query: str | None, choice: Choice) -> Rows[Row]:
        chosen = Selection(query, _filters(choice))
        with self._archive.reading() as conn:
            chosen.condition(conn)  # Invalid filters raise here, not in the caller's loop.

        def read() -> Generator[tuple[Any, ...]]:
            with self._archive.reading() as conn:
                yield from TABLES[table].rows(conn, chosen)

        return Rows(read, kind, TABLES[table].columns)

    def close(self) -> None:
        """Close the database."""
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_archive(path: Path | str) -> Reader:
    """Open an archive's folder or its database file for reading; raises ArchiveError."""
    place = Path(path)
    return Reader(Archive.open_file(place) if place.is_file() else Archive.open(place))


def _filters(choice: Choice) -> Filters:
    given: dict[str, Any] = dict(choice)
    portal, province = given.pop("portal", None), given.pop("province", None)
    lineage = given.pop("lineage", False)
    if lineage and province is None:
        raise UsageError("lineage needs a province")
    for name, last in (("since", False), ("until", True)):
        if isinstance(given.get(name), str):
            given[name] = parse_day(given[name], last=last)
    if province is not None:
        given["units"] = places.find(province, lineage=lineage)
    return Filters(portals=(portal,) if portal is not None else (), **given)


def _starred(snippet: str) -> str:
    """Put `**` around matches; adjacent matches share one pair."""
    joined = snippet.replace(f"{MARK[1]} {MARK[0]}", " ")
    return joined.replace(MARK[0], "**").replace(MARK[1], "**")
