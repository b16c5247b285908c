"""A dataset to cite: every table, what its columns mean, what is missing, and how to cite it.

The same archive, filters and version of govnews make the same bytes: rows are in the order of
their keys, nothing tells the time at which it was made, and its date is that of its newest capture.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from govnews.audit.coverage import coverage
from govnews.errors import OutputFailed
from govnews.export import descriptor, papers
from govnews.export.codebook import COVERAGE, Shape, codebook, shapes
from govnews.export.csvfile import write_csv
from govnews.export.parquet import pyarrow, write_parquet
from govnews.export.selection import Selection
from govnews.export.sinks import Sink, replacing_dataset
from govnews.export.tables import LENIENT, TABLES
from govnews.version import __version__

Format = Literal["csv", "parquet"]
DESCRIPTOR = "datapackage.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Labels:
    """What a dataset is called and whose it is. creators: persons or bodies, as they are cited."""

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
    """Writes a dataset of the chosen articles as a folder, or as a ZIP file if `path` ends so.

    Returns the number of rows of each table. A dataset that was there is replaced when the new one
    is complete. Raises OutputFailed for a folder that holds something else, MissingExtra for
    Parquet without pyarrow.
    """
    _refuse_foreign(path)
    if form == "parquet":
        pyarrow()
    with _snapshot(conn), replacing_dataset(path) as sink:
        counts = {
            shape.name: _write_table(sink, shape, _rows(conn, shape, chosen), form)
            for shape in shapes()
        }
        about = _about(conn, chosen, labels, sink)
        described = [
            descriptor.resource(shape, _path(shape, form), form, sink.files[_path(shape, form)],
                                counts[shape.name])
            for shape in shapes()
        ]  # fmt: skip
        sink.put(DESCRIPTOR, _json(descriptor.package(about, described)))
        sink.put("README.md", papers.readme(about, counts, form))
        sink.put("CODEBOOK.en.md", codebook("en", shapes()))
        sink.put("CODEBOOK.vi.md", codebook("vi", shapes()))
        sink.put("CITATION.cff", papers.citation_file(about))
        sums = [f"{file.digest}  {name}\n" for name, file in sorted(sink.files.items())]
        sink.put(SUMS, "".join(sums))
    return counts


def _refuse_foreign(path: Path) -> None:
    if path.suffix.lower() == ".zip" or not path.exists():
        return
    if not path.is_dir():
        raise OutputFailed(f"{path} is a file; a dataset is a folder, or a file named *.zip.")
    if any(path.iterdir()) and not (path / DESCRIPTOR).is_file():
        raise OutputFailed(
            f"{path} holds something that is no dataset; nothing was changed. Name a new folder "
            "with -o."
        )


@contextmanager
def _snapshot(conn: sqlite3.Connection) -> Iterator[None]:
    """All tables as of one moment, while a crawl may write."""
    factory, conn.text_factory = conn.text_factory, LENIENT
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("ROLLBACK")
        conn.text_factory = factory


def _path(shape: Shape, form: Format) -> str:
    return f"data/{shape.name}.{form}"


def _rows(conn: sqlite3.Connection, shape: Shape, chosen: Selection) -> Iterable[Sequence[Any]]:
    if shape.name != COVERAGE:
        return TABLES[shape.name].rows(conn, chosen)
    return (
        tuple(asdict(line).values())
        for line in coverage(conn)
        if chosen.concerns(line.portal, line.province, line.month)
    )


def _write_table(sink: Sink, shape: Shape, rows: Iterable[Sequence[Any]], form: Format) -> int:
    if form == "parquet":
        with sink.binary(_path(shape, form)) as stream:
            return write_parquet(stream, shape.columns, rows)
    with sink.text(_path(shape, form)) as text:
        return write_csv(text, list(shape.columns), rows)[0]


def _about(
    conn: sqlite3.Connection, chosen: Selection, labels: Labels, sink: Sink
) -> dict[str, Any]:
    """What the descriptor says before it comes to the tables."""
    where, values = TABLES["captures"].condition(conn, chosen)
    (newest,) = conn.execute(
        f"SELECT max(fetched_at) FROM captures a WHERE {where}", values
    ).fetchone()
    data = "".join(f"{file.digest}  {name}\n" for name, file in sorted(sink.files.items()))
    words = chosen.words()
    scope = "; ".join(
        f"{name} {', '.join(value) if isinstance(value, list) else value}"
        for name, value in words.items()
    )
    title = "News of Vietnamese government portals" + (f" ({scope})" if scope else "")
    said = {
        "name": chosen.name(),
        "id": "sha256:" + hashlib.sha256(data.encode()).hexdigest(),
        "title": labels.title or title,
        "description": "Articles that Vietnamese government portals published, captured from the "
        "web and read by govnews, with their versions, counts of views, attached files, the "
        "official documents that they name, the captures that prove them, and what is missing.",
        "version": newest[:10] if newest else None,
        "created": newest,
        "keywords": ["Vietnam", "government", "news", "web archive", "provinces"],
        "contributors": [
            {"title": creator, "roles": ["creator"]} for creator in labels.creators or ("govnews",)
        ],
    }
    said["govnews"] = {"version": __version__, "selection": words}
    return {name: value for name, value in said.items() if value is not None}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
