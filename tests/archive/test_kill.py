"""kill -9 of a process that stores pages as fast as it can: nothing is torn, nothing is twice."""

from __future__ import annotations

import random
import re
import signal
import time
from pathlib import Path

import pytest

from govnews.archive import articles, captures
from govnews.archive.database import Archive
from tests.archive.archivelib import SITE, page, python, records, rows

pytestmark = [pytest.mark.slow, pytest.mark.kill]

WRITER = """
import sys
from pathlib import Path
from govnews.archive.database import Archive
from govnews.archive.frontier import Frontier
from govnews.archive.warc.writer import WarcWriter
from govnews.archive import articles, captures
from govnews.model import Link
from tests.archive.archivelib import *
archive = Archive.open(Path(sys.argv[1]), write=True)
frontier, writer = Frontier(archive.conn), WarcWriter(archive.root, PORTAL.name)
with archive.transaction():
    frontier.add("songcau", [Link(page(n).url, "article") for n in range(3000)], None, NOW)
stored = 0
while (claim := frontier.claim("songcau", NOW)) is not None:
    number = int(claim.link.url.rpartition("-")[2])
    article = page(number, body=f"Bài số {number}. " * 200, views=number)
    sent = exchange(f"bai-{number}", article.body.encode())
    with archive.transaction() as conn:
        written = writer.write(sent, "article")
        ident = captures.insert(conn, "songcau", "article", sent, sent.payload, written)
        articles.store(conn, PORTAL, ident, NOW, article)
        frontier.done(claim.id, NOW)
    stored += 1
    if stored == 1:
        print("go", flush=True)
"""


def test_kill_at_random_moments(tmp_path: Path) -> None:
    dice = random.Random(20260302)
    sizes = [0]
    for _ in range(8):
        process = python(WRITER, str(tmp_path))
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        time.sleep(dice.uniform(0.02, 0.25))
        process.kill()
        _, err = process.communicate(timeout=30)
        assert process.returncode == -signal.SIGKILL, err
        with Archive.open(tmp_path) as reader:
            sizes.append(rows(reader, "SELECT count(*) FROM article")[0])
    assert sizes == sorted(set(sizes)), "each run goes on where the last was killed"
    with Archive.open(tmp_path, write=True) as archive:
        total = sizes[-1]
        assert rows(archive, "SELECT count(*) FROM article_version") == [total]
        assert rows(archive, "SELECT count(*) FROM view_observation") == [total]
        assert rows(archive, "SELECT count(DISTINCT url) FROM capture") == [total]
        assert rows(archive, "SELECT count(*) FROM capture") == [total]
        assert dict(rows(archive, "SELECT state, count(*) FROM frontier GROUP BY 1")) == {
            "done": total,
            "queued": 3000 - total,
        }
        done = rows(archive, "SELECT url FROM frontier WHERE state = 'done' ORDER BY url")
        assert done == rows(archive, "SELECT url FROM article ORDER BY url")
        assert rows(archive, "PRAGMA integrity_check") == ["ok"]
        assert rows(archive, "PRAGMA foreign_key_check") == []
        archive.conn.execute("INSERT INTO article_fts(article_fts, rank)"
                             " VALUES ('integrity-check', 1)")  # fmt: skip
        for ident, url in rows(archive, "SELECT id, url FROM capture"):
            number = int(url.rpartition("-")[2])
            assert captures.load(archive, ident).body == (f"Bài số {number}. " * 200).encode()
        last = rows(archive, "SELECT max(id) FROM article")[0]
        assert articles.full(archive.conn, last)["title"].startswith(page(0).title[:-1])
        known = set(rows(archive, "SELECT warc_file, warc_offset FROM capture"))
    assert not list((tmp_path / "warc").glob("*.open"))
    answers = [
        record.rec_headers.get_header("WARC-Target-URI")
        for _, record, body in records(tmp_path)  # every digest is checked on the way
        if record.rec_type == "response" and body
    ]
    # A page can be in the file and not in the database when the kill came between the two: it was
    # fetched again. That is at most one page for each kill.
    assert total <= len(answers) <= total + 8
    assert {url for url in answers if re.fullmatch(SITE + r"bai-\d+", url)} == set(answers)
    assert len(known) == total
