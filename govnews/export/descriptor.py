"""datapackage.json: the Data Package standard, version 2, with a Table Schema for each table."""

from __future__ import annotations

from typing import Any

from govnews.archive.columns import BY_NAME
from govnews.export.codebook import Shape, about, meaning
from govnews.export.tables import Kind
from govnews.export.writers import Written
from govnews.vietnamese.places import Era

_PROFILES = "https://datapackage.org/profiles/2.0/"
_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "time": "datetime",
    "lines": "string",
    "list": "string",
    "json": "array",
}
_IN_PARQUET: dict[Kind, str] = {"lines": "array", "list": "array", "json": "string"}
_CONSTRAINTS: dict[str, dict[str, Any]] = {
    **{name: dict(column.constraints) for name, column in BY_NAME.items()},
    "era": {"enum": list(Era)},
    "month": {"pattern": r"\d{4}-\d{2}"},
    "position": {"minimum": 0},
    "sought": {"minimum": 0},
}

FORMATS: dict[str, dict[str, Any]] = {
    "csv": {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "$schema": _PROFILES + "tabledialect.json",
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
    },
    "parquet": {"format": "parquet", "mediatype": "application/vnd.apache.parquet"},
}
"""What is said of a table's file, by the name of its format."""


def package(about_it: dict[str, Any], resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole descriptor. about_it: name, title and so on, in the order in which they stand."""
    return {"$schema": _PROFILES + "datapackage.json", **about_it, "resources": resources}


def resource(shape: Shape, path: str, form: str, file: Written, rows: int) -> dict[str, Any]:
    """The description of one table's file."""
    return {
        "$schema": _PROFILES + "dataresource.json",
        "name": shape.name,
        "type": "table",
        "path": path,
        "description": f"{about(shape.name, 'en')} · {about(shape.name, 'vi')}",
        **FORMATS[form],
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
        "rows": rows,
        "schema": _schema(shape, form),
    }


def _schema(shape: Shape, form: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": _PROFILES + "tableschema.json",
        "fields": [_field(shape, name, kind, form) for name, kind in shape.columns.items()],
        "missingValues": [""],
    }
    if shape.key:
        schema["primaryKey"] = list(shape.key)
    if shape.leads_to:
        schema["foreignKeys"] = [
            {
                "fields": [name],
                "reference": {"resource": "" if table == shape.name else table, "fields": [column]},
            }
            for name, table, column in shape.leads_to
        ]
    return schema


def _field(shape: Shape, name: str, kind: Kind, form: str) -> dict[str, Any]:
    types = _TYPES | _IN_PARQUET if form == "parquet" else _TYPES
    said: dict[str, Any] = {
        "name": name,
        "type": types[kind],
        "description": f"{meaning(shape.name, name, 'en')} · {meaning(shape.name, name, 'vi')}",
    }
    limits = dict(_CONSTRAINTS.get(name, {}))
    if name in shape.key:
        limits["required"] = True
    return {**said, "constraints": limits} if limits else said
