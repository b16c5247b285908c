"""The URLs of saved files: a CSV or TSV of path and URL."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from govnews.errors import UsageError
from govnews.reading.urls import is_web_address


def load_url_map(path: Path) -> dict[str, str]:
    """URL by path, relative to the imported folder, with `/`.

    Only the first two columns are read; a line without a URL in the second, such as a header, may
    only be the first. Raises UsageError naming the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as UTF-8 text: {error}") from error
    first = text.partition("\n")[0]
    found: dict[str, str] = {}
    reader = csv.reader(text.splitlines(), delimiter="\t" if "\t" in first else ",")
    for row in _lines(reader, path):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < 2 or not is_web_address(row[1].strip()):
            if reader.line_num == 1:
                continue
            raise UsageError(f"{path}:{reader.line_num}: no path and http address: {row}")
        name = PurePosixPath(row[0].strip().replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or not name.parts:
            raise UsageError(
                f"{path}:{reader.line_num}: '{row[0]}' must be a path inside the folder"
            )
        if found.setdefault(str(name), row[1].strip()) != row[1].strip():
            raise UsageError(f"{path}:{reader.line_num}: '{name}' has two addresses")
    if not found:
        raise UsageError(f"{path} maps no file. Write lines such as: tin/1.html,https://…")
    return found


def _lines(reader: Any, path: Path) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: {error}") from error
