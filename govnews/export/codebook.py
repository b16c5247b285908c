"""Descriptions of the tables and columns of a dataset, in English and Vietnamese."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from govnews.archive import columns, dictionary
from govnews.audit import coverage
from govnews.export.tables import TABLES, Kind

Language = Literal["en", "vi"]

COVERAGE = "coverage"
"""Name of the ledger's table, which a dataset has in addition to TABLES."""

_HEADS = {
    "en": ("Codebook", ("column", "type", "meaning"), "Key", "points to"),
    "vi": ("Bảng mã", ("cột", "kiểu", "ý nghĩa"), "Khóa", "trỏ tới"),
}
_NOTES = {
    "en": """Files are CSV in UTF-8 (RFC 4180: comma, double quotes, CR LF) or Parquet. An empty
cell means that the page does not have the thing, or that it did not happen. Times are UTC, ISO
8601 to the second; `published` and `updated` are as printed, with the printed offset or else
Vietnam's (+07:00), to the precision that is printed.
""",
    "vi": """Tệp ở dạng CSV, mã UTF-8 (RFC 4180: dấu phẩy, dấu nháy kép, CR LF), hoặc Parquet. Ô
trống nghĩa là trang không có thông tin đó, hoặc sự việc không xảy ra. Thời điểm ghi theo giờ UTC,
ISO 8601 đến giây; `published` và `updated` ghi như in trên trang, theo múi giờ in trên trang
hoặc giờ Việt Nam (+07:00), đến mức chính xác mà trang in.
""",
}
_TYPES: Mapping[Language, Mapping[Kind, str]] = {
    "en": {"text": "text", "integer": "whole number", "time": "time (UTC)", "json": "JSON",
           "lines": "texts, one on a line", "list": "texts, `; ` between them"},
    "vi": {"text": "văn bản", "integer": "số nguyên", "time": "thời điểm (UTC)", "json": "JSON",
           "lines": "nhiều giá trị, mỗi dòng một giá trị",
           "list": "nhiều giá trị, cách nhau bằng `; `"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """A table of a dataset: its columns with their kinds, its key, and its foreign keys."""

    name: str
    columns: Mapping[str, Kind]
    key: tuple[str, ...] = ()
    leads_to: tuple[tuple[str, str, str], ...] = ()


def shapes() -> tuple[Shape, ...]:
    """The tables of a dataset in order: the archive's views, then the coverage ledger."""
    views = [Shape(t.name, t.columns, t.key, t.leads_to) for t in TABLES.values()]
    texts = {"portal", "province", "month"}
    ledger = {name: "text" if name in texts else "integer" for name in coverage.COLUMNS}
    return (*views, Shape(COVERAGE, ledger))  # type: ignore[arg-type]


@cache
def _vietnamese() -> dictionary.Words:
    text = (resources.files("govnews.export") / "codebook_vi.toml").read_text(encoding="utf-8")
    texts: dict[str, dict[str, str]] = tomllib.loads(text)
    for table, read in (("articles", columns.ARTICLE), ("article_versions", columns.VERSION)):
        texts[table] |= {column.name: column.meaning.vi for column in read}
    return texts


def about(table: str, language: Language) -> str:
    """The description of a table's rows."""
    if language == "vi":
        return _vietnamese()[table]["about"]
    if table == COVERAGE:
        return "What was sought, found and missing, by portal and month."
    return dictionary.words()[table]["about"]


def meaning(table: str, column: str, language: Language) -> str:
    """The description of a column."""
    if language == "vi":
        texts = _vietnamese()
        return texts[table].get(column) or texts["columns"][column]
    if table == COVERAGE:
        return coverage.MEANING[column]
    found = dictionary.described(dictionary.words(), table, column)
    if found is None:
        raise KeyError(f"{table}.{column}")
    return found


def codebook(language: Language, tables: Iterable[Shape]) -> str:
    """The codebook as Markdown."""
    head, titles, key, points_to = _HEADS[language]
    lines = [f"# {head}", "", _NOTES[language]]
    for shape in tables:
        lines += [f"## {shape.name}", "", about(shape.name, language), ""]
        if shape.key:
            lines += [f"{key}: {', '.join(f'`{name}`' for name in shape.key)}", ""]
        lines += ["| " + " | ".join(titles) + " |", "|---|---|---|"]
        leads = {name: f"`{table}.{other}`" for name, table, other in shape.leads_to}
        for name, kind in shape.columns.items():
            more = f" ({points_to} {leads[name]})" if name in leads else ""
            description = meaning(shape.name, name, language)
            lines.append(f"| `{name}` | {_TYPES[language][kind]} | {description}{more} |")
        lines.append("")
    return "\n".join(lines)
