"""An archive with nasty cells, and a disk that is full: what tests of exports share."""

from __future__ import annotations

import base64
import resource
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from govnews.archive.database import Archive
from govnews.model import VIETNAM, Attachment, DocumentRef, Evidence
from tests.archive.archivelib import SITE, later, page, put
from tests.cli.clilib import environment

LONG = base64.b64encode(Random(1).randbytes(96_000)).decode()
"""More than the small disk has, compressed or not; less than csv.field_size_limit."""


def fill(root: Path) -> Path:
    """Four articles: edited, with files and documents, with nasty cells, without a date."""
    with Archive.open(root, write=True) as archive:
        for number, title in ((1, "Khánh thành cầu"), (1, "Khánh thành cầu mới")):
            put(archive, page(number, title=title, views=50 + len(title), **dated(2021, 5, 24)),
                at=later(days=len(title)))  # fmt: skip
        put(archive, page(
            2, title='=HYPERLINK("x")', body="Đoạn \0 một\r\nhai\n\nTăng 5\t%", **dated(2021, 6),
            attachments=(Attachment(SITE + "a.pdf", "Tệp"), Attachment(SITE + "b.pdf")),
            refs=(DocumentRef("123/QĐ-UBND", "Quyết định"), DocumentRef("06/CT-TTg")),
            evidence=(Evidence("title", '=HYPERLINK("x")', "headline", "/html/body/h1", "sure"),
                      Evidence("body", "Đoạn \0 một", "dump-lines", "line 4", "unsure")),
        ))  # fmt: skip
        put(archive, page(3, title="Chỉ số PAPI", body=LONG, **dated(2022)))
        put(archive, page(4, title="Không rõ ngày"))
        archive.conn.execute("UPDATE article SET province = 'longan' WHERE id IN (1, 2)")
        archive.conn.execute(
            "INSERT INTO observation VALUES (2, '2026-05-01T00:00:00Z', zeroblob(32), 70, NULL)"
        )
        # Another program stored a lone surrogate; SQLite does not mind.
        archive.conn.execute("UPDATE article SET author = CAST(X'41EDA08042' AS TEXT) WHERE id = 2")
    return root


def dated(year: int, month: int | None = None, day: int | None = None) -> dict[str, Any]:
    """A printed date as precise as it is given."""
    moment = datetime(year, month or 1, day or 1, 8, 30, tzinfo=VIETNAM)
    precision = "minute" if day else "month" if month else "year"
    return {"published": moment, "published_precision": precision}


def unmeasured() -> dict[str, str]:
    """The environment without coverage, which would complain that it cannot write its own file."""
    return {key: value for key, value in environment().items() if not key.startswith("COVERAGE")}


def small_disk() -> None:
    """No file of this process may grow beyond 64 KiB: a full disk, as far as writing goes.
    (What SQLite keeps beside the archive to read it has half of that.)
    """
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
