"""What ten visits to a portal take, beside one: by default, and with `keep = "all"`.

Run: python bench/storage.py [--visits 10]

The demo portal is crawled again and again; between visits only its counters, its clock and the
articles' view counts move. Counted are the WARC files and archive.db.
"""

from __future__ import annotations

import argparse
import contextlib
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from govnews.archive.database import Archive
from govnews.demo.server import DemoPortal

TOP = Path(__file__).parents[1]
DUE = """
UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z', finished_at = '2020-01-01T00:00:00Z'
"""


def visit(root: Path) -> int:
    """Crawls, makes everything due again, and gives the archive's size in bytes."""
    command = [sys.executable, "-m", "govnews", "crawl", "demo", "--archive", str(root)]
    subprocess.run(command, check=True, capture_output=True)
    with contextlib.closing(sqlite3.connect(root / "archive.db")) as conn, conn:
        conn.execute(DUE)
    with contextlib.closing(sqlite3.connect(root / "archive.db")) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [root / "archive.db", *(root / "warc").iterdir()]
    return sum(path.stat().st_size for path in files)


def measure(root: Path, keep: str, visits: int) -> None:
    with DemoPortal(port=0) as portal:
        text = (TOP / "govnews" / "portals" / "demo.toml").read_text(encoding="utf-8")
        text = text.replace("http://127.0.0.1:8765/", f"{portal.url}/")
        text = text.replace("[crawl]\n", f'[crawl]\nkeep = "{keep}"\n')
        assert keep in text
        (root / "portals").mkdir(parents=True)
        (root / "portals" / "demo.toml").write_text(text, encoding="utf-8")
        sizes = [visit(root) for _ in range(visits)]
    with Archive.open(root) as archive:
        (versions,) = archive.conn.execute("SELECT count(*) FROM article_version").fetchone()
        (articles,) = archive.conn.execute("SELECT count(*) FROM article").fetchone()
    assert versions == articles, "nothing was edited"
    print(
        f'keep = "{keep}": {sizes[0] / 1e3:.0f} kB after one visit, {sizes[-1] / 1e3:.0f} kB after '
        f"{visits}: {sizes[-1] / sizes[0]:.2f} times as much ({articles} articles)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--visits", type=int, default=10)
    given = parser.parse_args()
    for keep in ("changed", "all"):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), keep, given.visits)


if __name__ == "__main__":
    main()
