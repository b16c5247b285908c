"""A citable dataset: every table, the description of its columns, its coverage and its citation.

The same archive, filters and version of govnews produce the same bytes: rows are in the order of
their keys, no file contains the time of writing, and the date is that of the newest visit.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from govnews.audit.completeness import Completeness, completeness
from govnews.audit.coverage import Coverage, coverage
from govnews.errors import OutputFailed
from govnews.export import dataset_docs, descriptor
from govnews.export.codebook import COVERAGE, Shape, codebook, shapes
from govnews.export.csvfile import write_csv, write_quoted_csv
from govnews.export.parquet import pyarrow, write_parquet
from govnews.export.selection import Selection
from govnews.export.tables import LENIENT, TABLES
from govnews.export.writers import Sink, replacing_dataset
from govnews.version import __version__

Format = Literal["csv", "parquet"]
DESCRIPTOR = "datapackage.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Labels:
    """Title and owner of a dataset. creators: persons or bodies, as they are cited."""

    title: str | None = None
    creators: tuple[str, ...] = ()


def write_dataset(
    conn: sqlite3.Connection,
    path: Path,
    chosen: Selection,
    *,
    form: Format = "csv",
    labels: Labels = Labels(),
) -> dict[str, int]:
    """Write a dataset of the chosen articles as a folder, or as a ZIP file if `path` ends in .zip.

    Returns the number of rows of each table. An existing dataset is replaced when the new one is
    complete. Raises OutputFailed for a folder with other content, MissingExtra for Parquet without
    pyarrow.
    """
    _refuse_foreign(path)
    if form == "parquet":
        pyarrow()
    with _snapshot(conn), replacing_dataset(path) as sink:
        ledger = _ledger(conn, chosen)
        counts = {
            shape.name: _write_table(conn, sink, shape, chosen, form, ledger) for shape in shapes()
        }
        about = _about(conn, chosen, labels, sink)
        described = [
            descriptor.resource(shape, _path(shape, form), form, sink.files[_path(shape, form)],
                                counts[shape.name])
            for shape in shapes()
        ]  # fmt: skip
        sink.put(DESCRIPTOR, _json(descriptor.package(about, described)))
        estimates = _estimates(conn, ledger)
        sink.put("README.md", dataset_docs.readme(about, counts, form, estimates))
        sink.put("CODEBOOK.en.md", codebook("en", shapes()))
        sink.put("CODEBOOK.vi.md", codebook("vi", shapes()))
        sink.put("CITATION.cff", dataset_docs.citation_file(about))
        sink.put("ro-crate-metadata.json", dataset_docs.crate(about, sink.files))
        sums = [f"{file.digest}  {name}\n" for name, file in sorted(sink.files.items())]
        sink.put(SUMS, "".join(sums))
    return counts


def _refuse_foreign(path: Path) -> None:
    if path.suffix.lower() == ".zip" or not path.exists():
        return
    if not path.is_dir():
        raise OutputFailed(f"{path} is a file; a dataset is a folder, or a file named *.zip.")
    if any(path.iterdir()) and not _is_dataset(path):
        raise OutputFailed(
            f"{path} holds something that is no dataset; nothing was changed. Name a new folder "
            "with -o."
        )


def _is_dataset(path: Path) -> bool:
    try:
        return "govnews" in json.loads((path / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return False


@contextmanager
def _snapshot(conn: sqlite3.Connection) -> Iterator[None]:
    """A snapshot of all tables, while a crawl may write."""
    factory, conn.text_factory = conn.text_factory, LENIENT
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")
        conn.text_factory = factory


def _path(shape: Shape, form: Format) -> str:
    return f"data/{shape.name}.{form}"


def _write_table(
    conn: sqlite3.Connection,
    sink: Sink,
    shape: Shape,
    chosen: Selection,
    form: Format,
    ledger: Iterable[Coverage],
) -> int:
    rows = (tuple(asdict(line).values()) for line in ledger) if shape.name == COVERAGE else None
    if form == "parquet":
        rows = rows or TABLES[shape.name].rows(conn, chosen)
        with sink.binary(_path(shape, form)) as stream:
            return write_parquet(stream, shape.columns, rows)
    with sink.text(_path(shape, form)) as text:
        if rows is not None:
            return write_csv(text, list(shape.columns), rows)[0]
        cells = TABLES[shape.name].cells(conn, chosen)
        return write_quoted_csv(text, list(shape.columns), cells)[0]


def _ledger(conn: sqlite3.Connection, chosen: Selection) -> list[Coverage]:
    """The lines of the coverage ledger that the selection concerns."""
    return [
        line for line in coverage(conn) if chosen.concerns(line.portal, line.province, line.month)
    ]


def _estimates(conn: sqlite3.Connection, ledger: Iterable[Coverage]) -> list[Completeness]:
    """How complete the archive is of the portals of the ledger, whatever else was chosen."""
    portals = {line.portal for line in ledger}
    return [each for each in completeness(conn) if each.portal in portals]


def _latest(conn: sqlite3.Connection, chosen: Selection, table: str, column: str) -> str:
    where, values = TABLES[table].condition(conn, chosen)
    row = conn.execute(f"SELECT max({column}) FROM {table} a WHERE {where}", values).fetchone()
    return row[0] or ""


def _about(
    conn: sqlite3.Connection, chosen: Selection, labels: Labels, sink: Sink
) -> dict[str, Any]:
    """The head of the descriptor, before its tables."""
    newest = max(
        (
            _latest(conn, chosen, "captures", "fetched_at"),
            _latest(conn, chosen, "observations", "seen_at"),
        ),
    )
    data = "".join(f"{file.digest}  {name}\n" for name, file in sorted(sink.files.items()))
    words = chosen.words()
    scope = "; ".join(
        f"{name} {', '.join(value) if isinstance(value, list) else value}"
        for name, value in words.items()
    )
    title = "News of Vietnamese government portals" + (f" ({scope})" if scope else "")
    head: dict[str, Any] = {
        "name": chosen.name(),
        "id": "sha256:" + hashlib.sha256(data.encode()).hexdigest(),
        "title": labels.title or title,
        "description": "Articles that Vietnamese government portals published, captured from the "
        "web and read by govnews, with their versions, counts of views, attached files, the "
        "official documents that they name, the captures that prove them, and what is missing.",
        "version": newest[:10] or None,
        "created": newest or None,
        "keywords": ["Vietnam", "government", "news", "web archive", "provinces"],
        "contributors": [
            {"title": creator, "roles": ["creator"]} for creator in labels.creators or ("govnews",)
        ],
    }
    head["govnews"] = {"version": __version__, "selection": words}
    return {name: value for name, value in head.items() if value is not None}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
