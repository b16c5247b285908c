"""An archive of generated pages to read back: captures in a WARC file, rows, a portal file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from portalgen.portal import make_portal

from govnews.archive import captures
from govnews.archive.database import Archive
from govnews.archive.warc.model import Exchange
from govnews.archive.warc.writer import WarcWriter

NAME = "mau"
BEGAN = datetime(2026, 3, 2, tzinfo=UTC)


def make_archive(root: Path, pages: int, *, seed: int = 3) -> None:
    """Captures of so many article pages of one portal, not read yet."""
    portal = make_portal(seed, pages)
    base = "/".join(portal.pages[0].url.split("/")[:3]) + "/"
    (root / "portals").mkdir(parents=True)
    text = f'title = "Cổng mẫu"\nfamily = "generic"\nbase_url = "{base}"\n'
    (root / "portals" / f"{NAME}.toml").write_text(text, encoding="utf-8")
    writer = WarcWriter(root, NAME)
    with Archive.open(root, write=True) as archive, archive.transaction() as conn:
        for number, page in enumerate(portal.pages):
            exchange = Exchange(
                page.url,
                BEGAN + timedelta(seconds=number),
                request_headers=(("Host", base.split("/")[2]), ("Accept", "text/html")),
                headers=(("Content-Type", f"text/html; charset={page.charset}"),),
                payload=page.html,
            )
            written = writer.write(exchange, "article")
            captures.insert(conn, NAME, "article", exchange, page.html, written)
    writer.close()
