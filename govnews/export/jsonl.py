"""JSON Lines: one object per line, lists as lists, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import IO, Any

from govnews.export.tables import Table, value_of


def write_jsonl(stream: IO[str], table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows as they come, in constant memory; returns their number.

    Every object has every column; null means that the page has no such value.
    """
    columns = list(table.columns.items())
    nested = any(kind in {"lines", "list", "json"} for _, kind in columns)
    count = 0
    for row in rows:
        values = zip(columns, row, strict=True)
        if nested:
            record = {name: value_of(kind, value) for (name, kind), value in values}
        else:
            record = {name: value for (name, _), value in values}
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count
