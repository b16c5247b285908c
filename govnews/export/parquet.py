"""Parquet, and Arrow in memory, by pyarrow: the extra `govnews[parquet]`."""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from govnews.errors import MissingExtra
from govnews.export.tables import Kind, value_of

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Kind]

BATCH = 2_000
"""Rows of a record batch."""

ROW_GROUP = 10_000
"""Rows of a row group of a Parquet file, which is held in memory."""


def pyarrow() -> Any:
    """The module pyarrow; raises MissingExtra where it is not installed."""
    try:
        return importlib.import_module("pyarrow")
    except ImportError as error:
        raise MissingExtra("Parquet and Arrow", "pyarrow", "parquet") from error


def write_parquet(stream: IO[bytes], columns: Columns, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows batch by batch, compressed with zstd; returns their number.

    Times are timestamps in UTC, lists are lists of strings, JSON stays text. Memory holds one row
    group. Raises MissingExtra without pyarrow.
    """
    arrow = pyarrow()
    from pyarrow import parquet

    schema = arrow_schema(columns)
    count = 0
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for group in _groups(batches(columns, rows), ROW_GROUP // BATCH):
            writer.write_table(arrow.Table.from_batches(group, schema))
            count += sum(batch.num_rows for batch in group)
    return count


def batches(columns: Columns, rows: Iterable[Sequence[Any]]) -> Iterator[pa.RecordBatch]:
    """The rows as Arrow record batches."""
    arrow = pyarrow()
    schema = arrow_schema(columns)
    iterator = iter(rows)
    while chunk := list(itertools.islice(iterator, BATCH)):
        yield arrow.RecordBatch.from_arrays(
            [
                _array(kind, values)
                for kind, values in zip(columns.values(), zip(*chunk, strict=True), strict=True)
            ],
            schema=schema,
        )


def arrow_schema(columns: Columns) -> pa.Schema:
    """The columns as an Arrow schema."""
    return pyarrow().schema([(name, _type(kind)) for name, kind in columns.items()])


def _type(kind: Kind) -> Any:
    arrow = pyarrow()
    if kind == "integer":
        return arrow.int64()
    if kind == "time":
        return arrow.timestamp("s", tz="UTC")
    if kind in {"lines", "list"}:
        return arrow.list_(arrow.string())
    return arrow.string()


def _array(kind: Kind, values: Sequence[Any]) -> Any:
    arrow = pyarrow()
    if kind == "time":
        return arrow.array(values, arrow.string()).cast(_type(kind))
    if kind in {"lines", "list"}:
        values = [value_of(kind, value) for value in values]
    return arrow.array(values, _type(kind))


def _groups(made: Iterator[pa.RecordBatch], size: int) -> Iterator[list[pa.RecordBatch]]:
    while group := list(itertools.islice(made, size)):
        yield group
