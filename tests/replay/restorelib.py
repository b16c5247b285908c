"""An archive that has lived: crawled three times from a site that changed meanwhile."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from tests.crawl.crawllib import change, crawl, next_second
from tests.crawl.site import Answer, Site, article, portal_file

PDF = b"%PDF-1.4 " + bytes(range(256)) * 8


def make_lived(root: Path) -> Path:
    """Of seven articles: 1 is edited after a visit that only moved its views, 2 goes, 3 is sent
    byte for byte again, 4 answers 304, 5 redirects, 6 comes packed, 7 has a file. The list shows
    a counter.
    """
    with Site() as site:
        portal_file(root, "thu", site.url)
        site.articles(range(1, 5))
        site.pages["/bai-5"] = Answer(b"", 301, headers={"Location": "/bai-50"})
        site.pages["/bai-50"] = Answer(article(5))
        site.pages["/tep/ke-hoach.pdf"] = Answer(PDF, kind="application/pdf")
        for visit, (views, day) in enumerate([(10, "trong"), (11, "trong"), (12, "ngoài")]):
            site.listing("/tin", range(1, 8))
            listing = site.pages["/tin"]
            assert isinstance(listing, Answer)
            listing.body += f"<p>Lượt truy cập: {visit}</p>".encode()
            site.pages["/bai-1"] = Answer(article(1, views, f"<p>Họp {day} phòng kín.</p>"))
            if visit:
                site.pages["/bai-2"] = Answer(b"no such page", 404)
            tagged = Answer(article(4, 5), headers={"ETag": '"t"'})
            site.pages["/bai-4"] = Answer(b"", 304) if visit == 1 else tagged
            packed = gzip.compress(article(6, views), mtime=visit)
            site.pages["/bai-6"] = Answer(packed, headers={"Content-Encoding": "gzip"})
            link = '<p><a href="/tep/ke-hoach.pdf">Kế hoạch</a></p>'
            site.pages["/bai-7"] = Answer(article(7, 9, link))
            next_second()
            assert crawl(root, "thu").code == 0 or visit
            change(root, "UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z'")
            change(root, "UPDATE frontier SET finished_at = '2020-01-01T00:00:00Z'")
    return root


def copied(lived: Path, to: Path) -> Path:
    return Path(shutil.copytree(lived, to / "archive"))


def execute(root: Path, *statements: str) -> None:
    conn = sqlite3.connect(root / "archive.db")
    with conn:
        for statement in statements:
            conn.execute(statement)
    conn.close()


_ALL = {
    "capture": """SELECT c.portal, c.url, c.method, c.kind, c.fetched_at, c.status, c.media_type,
        c.headers, c.digest, c.wire_digest, c.size, c.warc_file, c.warc_offset, c.warc_length,
        c.links, c.lost_at, o.warc_file || o.warc_offset, r.url, r.warc_file || r.warc_offset
        FROM capture c LEFT JOIN capture o ON o.id = c.revisit_of
        LEFT JOIN capture r ON r.id = c.redirected_from""",
    "observation": """SELECT c.warc_file, c.warc_offset, o.seen_at, o.digest, o.views, o.evidence
        FROM observation o JOIN capture c ON c.id = o.capture_id""",
    "article": """SELECT a.portal, a.province, a.url, a.title, a.sapo, a.author, a.published,
        a.published_precision, a.section, a.views, a.body, a.first_seen, a.last_seen, a.gone_at,
        c.warc_file || c.warc_offset, v.seen_at
        FROM article a JOIN capture c ON c.id = a.capture_id
        JOIN article_version v ON v.id = a.version_id""",
    "address": """SELECT a.url, s.portal, s.url, s.key, s.first_seen, s.last_seen, s.why,
        s.canonical FROM article_address s JOIN article a ON a.id = s.article_id""",
    "version": """SELECT a.url, v.seen_at, v.digest, v.title, v.body, v.attachments, v.refs,
        v.profile, c.warc_file || c.warc_offset FROM article_version v
        JOIN article a ON a.id = v.article_id JOIN capture c ON c.id = v.capture_id""",
    "views": """SELECT a.url, o.observed_at, o.views, c.warc_file || c.warc_offset
        FROM view_observation o JOIN article a ON a.id = o.article_id
        JOIN capture c ON c.id = o.capture_id""",
    "list_views": """SELECT v.portal, v.key, v.observed_at, v.views, c.warc_file || c.warc_offset
        FROM list_view v JOIN capture c ON c.id = v.capture_id""",
    "parts": """SELECT a.url, 'evidence', field, raw, rule, place || ' ' || confidence FROM evidence
        JOIN article a ON a.id = article_id
        UNION ALL SELECT a.url, 'file', t.position, t.url, t.name, '' FROM attachment t
        JOIN article a ON a.id = article_id
        UNION ALL SELECT a.url, 'ref', position, number, kind, issuer FROM document_ref
        JOIN article a ON a.id = article_id""",
    "search": """SELECT a.url FROM article_fts f JOIN article_key k ON k.key = f.rowid
        JOIN article a ON a.id = k.article_id WHERE article_fts MATCH 'dân'""",
}


def content(root: Path) -> dict[str, list[Any]]:
    """All that the tables say, without the numbers of rows."""
    conn = sqlite3.connect(f"file:{root / 'archive.db'}?mode=ro", uri=True)
    found = {name: sorted(conn.execute(sql).fetchall(), key=repr) for name, sql in _ALL.items()}
    conn.close()
    return found
