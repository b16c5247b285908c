"""Web archive packages (WACZ 1.1.1): the WARC files with an index, a list of pages and a manifest,
for replay tools (ReplayWeb.page, pywb).

https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from govnews.archive.database import Archive
from govnews.archive.warc.model import OPEN
from govnews.errors import ArchiveCorrupt, ArchiveLocked, NotInArchive
from govnews.export.output import beside
from govnews.export.surt import surt
from govnews.version import __version__

_STEP = 1 << 20

# Captures that can be replayed: responses to GET whose payload is kept, here or in the original of
# a revisit. A revisit that only reads the same has headers in the WARC file, but no payload.
_INDEXED = """
SELECT c.url, c.fetched_at, c.media_type, c.status, coalesce(c.wire_digest, c.digest),
       c.warc_file, c.warc_offset, c.warc_length, c.revisit_of IS NOT NULL
FROM capture c LEFT JOIN capture o ON o.id = c.revisit_of
WHERE c.method = 'GET' AND c.url LIKE 'http%' AND (?1 IS NULL OR c.portal = ?1)
AND c.lost_at IS NULL
AND (o.id IS NULL OR (c.status != 304
    AND coalesce(c.wire_digest, c.digest) = coalesce(o.wire_digest, o.digest)))
"""
_PAGES = """
SELECT DISTINCT o.url, o.fetched_at, v.title
FROM article_version v JOIN article a ON a.id = v.article_id
JOIN capture c ON c.id = v.capture_id JOIN capture o ON o.id = coalesce(c.revisit_of, c.id)
WHERE o.url LIKE 'http%' AND o.lost_at IS NULL AND (?1 IS NULL OR a.portal = ?1)
ORDER BY o.fetched_at, o.id
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A written package. captures: number of index entries. size: bytes of the file."""

    files: int
    captures: int
    pages: int
    size: int


def write_wacz(archive: Archive, path: Path, *, portal: str | None = None) -> Package:
    """Write the archive, or one portal's part of it, to a file that appears when it is complete.

    WARC files are copied unchanged. The package's date is that of its newest capture, so that the
    same archive produces the same bytes. Raises NotInArchive when there is nothing to write,
    ArchiveLocked when a run is writing one of the files, ArchiveCorrupt when one is missing.
    """
    with archive.reading() as conn:
        rows = conn.execute(
            """SELECT warc_file, max(fetched_at) FROM capture
            WHERE lost_at IS NULL AND (?1 IS NULL OR portal = ?1)
            GROUP BY warc_file ORDER BY warc_file""",
            (portal,),
        ).fetchall()
        files = [_whole(archive.root, name) for name, _ in rows]
        if not files:
            raise NotInArchive(f"The archive has no capture{f' of {portal}' if portal else ''}.")
        index = sorted(_index_lines(conn.execute(_INDEXED, (portal,))))
        pages = conn.execute(_PAGES, (portal,)).fetchall()
        newest = datetime.fromisoformat(max(at for _, at in rows))
    with beside(path) as part:
        with zipfile.ZipFile(part, "w") as package:
            writer = _Writer(package, newest)
            for file in files:
                writer.copy(f"archive/{file.name}", file)
            writer.write("indexes/index.cdx", "".join(index))
            writer.write("pages/pages.jsonl", "".join(_page_lines(pages)))
            writer.close(portal or "archive")
        size = part.stat().st_size
    return Package(len(files), len(index), len(pages), size)


def _whole(root: Path, name: str) -> Path:
    path = root / name
    if path.exists():
        return path
    if path.with_name(path.name + OPEN).exists():
        raise ArchiveLocked(
            f"{path.name} is being written, or was left open by a run that was killed. Let the "
            "run end; the next 'govnews crawl' or 'govnews import' closes it otherwise."
        )
    raise ArchiveCorrupt(
        f"{path} is missing, and captures are in it. 'govnews verify --repair' marks them as lost."
    )


def _index_lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """CDXJ lines: key, time, and the location of the record, for replay tools."""
    for url, at, media_type, status, digest, file, offset, length, revisit in rows:
        entry = {
            "url": url,
            "mime": "warc/revisit" if revisit else media_type or "unk",
            "status": str(status),
            "digest": _base32(digest),
            "length": str(length),
            "offset": str(offset),
            "filename": Path(file).name,
        }
        time = "".join(filter(str.isdigit, at))
        yield f"{surt(url)} {time} {json.dumps(entry)}\n"


def _base32(digest: str) -> str:
    """A digest in the form of the WARC records."""
    return "sha256:" + base64.b32encode(bytes.fromhex(digest.removeprefix("sha256:"))).decode()


def _page_lines(pages: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}) + "\n"
    for url, at, title in pages:
        ident = hashlib.sha256(f"{at} {url}".encode()).hexdigest()[:16]
        page = {"id": ident, "url": url, "ts": at, "title": title}
        yield json.dumps(page, ensure_ascii=False) + "\n"


class _Writer:
    """Add files to the package and collect their manifest entries."""

    def __init__(self, package: zipfile.ZipFile, created: datetime) -> None:
        self._package = package
        self._created = created
        self._date = created.timetuple()[:6]
        self._resources: list[dict[str, Any]] = []

    def copy(self, name: str, file: Path) -> None:
        """Add a WARC file uncompressed, because replay tools read single records from within it."""
        info = zipfile.ZipInfo(name, self._date)
        info.file_size = file.stat().st_size
        digest, size = hashlib.sha256(), 0
        with file.open("rb") as source, self._package.open(info, "w") as target:
            while part := source.read(_STEP):
                target.write(part)
                digest.update(part)
                size += len(part)
        self._note(name, digest.hexdigest(), size)

    def write(self, name: str, text: str) -> None:
        """Add a text, compressed."""
        data = self._put(name, text)
        self._note(name, hashlib.sha256(data).hexdigest(), len(data))

    def _put(self, name: str, text: str) -> bytes:
        data = text.encode("utf-8", "replace")
        info = zipfile.ZipInfo(name, self._date)
        info.compress_type = zipfile.ZIP_DEFLATED
        self._package.writestr(info, data)
        return data

    def _note(self, name: str, digest: str, size: int) -> None:
        self._resources.append(
            {
                "name": name.rpartition("/")[2].lower(),
                "path": name,
                "hash": f"sha256:{digest}",
                "bytes": size,
            }
        )

    def close(self, title: str) -> None:
        """Add the manifest and its digest."""
        manifest = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "created": self._created.isoformat(timespec="seconds"),
            "software": f"govnews {__version__}",
            "resources": self._resources,
        }
        data = self._put("datapackage.json", json.dumps(manifest, ensure_ascii=False, indent=2))
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        self._put(
            "datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": digest})
        )
