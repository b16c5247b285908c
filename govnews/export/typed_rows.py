"""The rows of a table as typed objects, one at a time, or as a frame of pandas or pyarrow."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from govnews.errors import MissingExtra
from govnews.export.tables import TABLES, Kind, value_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Row = TypeVar("Row")
Read = Callable[[], Generator[tuple[Any, ...]]]


_PYTHON: Mapping[Kind, Any] = {
    "text": str | None,
    "integer": int | None,
    "time": datetime | None,
    "lines": tuple[str, ...],
    "list": tuple[str, ...],
    "json": tuple[Any, ...],
}


def _fields_of(table: str) -> Callable[[type[Row]], type[Row]]:
    """Give a class a dataclass field for each column of a table."""

    def annotated(made: type[Row]) -> type[Row]:
        made.__annotations__ = {name: _PYTHON[kind] for name, kind in TABLES[table].columns.items()}
        return made

    return annotated


@dataclass(frozen=True, slots=True)
@_fields_of("articles")
class ArticleRow:
    """A row of the view `articles`; docs/data-dictionary.md describes each column.

    published, updated: as printed, to the printed precision. Times are aware, UTC. attachments,
    document_refs: tuples of texts.
    """

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True, slots=True)
@_fields_of("article_versions")
class VersionRow:
    """A row of the view `article_versions`: one reading of an article that differs from others.

    attachments: mappings with `url` and `name`. refs: numbers. signers: mappings with `name`, and
    with `post` and `on_behalf` where they are printed.
    """

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A row of the view `view_observations`: a view count at a time, printed on the article's page
    or on a list.
    """

    article_id: int
    portal: str
    url: str
    observed_at: datetime
    views: int
    capture_id: int
    printed_on: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A row of the view `attachments`: a file that an article links to."""

    article_id: int
    portal: str
    article_url: str
    position: int
    url: str
    name: str | None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A row of the view `document_refs`: an official document that an article names."""

    article_id: int
    portal: str
    url: str
    position: int
    number: str
    kind: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class HitRow:
    """An article that a search found. snippet: with `**` around the matches."""

    id: int
    portal: str
    url: str
    title: str
    published: str | None
    section: str | None
    author: str | None
    views: int | None
    snippet: str


class Rows(Generic[Row]):
    """Rows that are read on demand: iterate repeatedly, or make a frame.

    Nothing is cached: each loop reads from the archive again, one row at a time.
    """

    def __init__(self, read: Read, kind: type[Row], columns: Mapping[str, Kind]) -> None:
        self._read = read
        self._kind = kind
        self._columns = columns

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self._columns)

    def __iter__(self) -> Iterator[Row]:
        kinds = tuple(self._columns.values())
        with closing(self._read()) as rows:
            for row in rows:
                yield self._kind(*map(_python, kinds, row))

    def first(self) -> Row | None:
        """The first row, or None."""
        return next(itertools.islice(self, 1), None)

    def to_arrow(self) -> pa.Table:
        """A table of pyarrow; raises MissingExtra where it is not installed."""
        from govnews.export.parquet import arrow_schema, batches, pyarrow

        with closing(self._read()) as rows:
            made = list(batches(self._columns, rows))
        return pyarrow().Table.from_batches(made, arrow_schema(self._columns))

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame: times in UTC, integers as Int64, lists as lists, missing values as NA or
        NaT.

        Raises MissingExtra where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtra("Data frames", "pandas", "pandas") from error
        with closing(self._read()) as rows:
            columns: Sequence[Any] = list(zip(*rows, strict=True)) or [()] * len(self._columns)
        frame = {}
        for (name, kind), values in zip(self._columns.items(), columns, strict=True):
            if kind == "time":
                frame[name] = pd.Series(pd.to_datetime(list(values), utc=True))
            elif kind == "integer":
                frame[name] = pd.Series(values, dtype="Int64")
            else:
                frame[name] = pd.Series([value_of(kind, value) for value in values], dtype=object)
        return pd.DataFrame(frame)


def _python(kind: Kind, value: Any) -> Any:
    """A cell as a Python value: aware times, tuples for lists."""
    if kind == "time":
        return datetime.fromisoformat(value) if value is not None else None
    found = value_of(kind, value)
    return tuple(found or ()) if kind in {"lines", "list", "json"} else found
