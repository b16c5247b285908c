"""Makes an archive of generated articles, for benchmarks that read one.

    python bench/archivegen.py DIR [--rows 100000] [--seed 1] [--no-index]

The text is made of syllables as Vietnamese has them (onset, rime, tone), drawn by a Zipf-like law:
the n-th most frequent comes 1/(n + 2.7) as often as the first. Lengths are log-normal around 250
words, as news pages are. The same seed and number of rows make the same archive. No page stands
behind the captures, and there is no WARC file.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from govnews.archive.database import Archive
from govnews.archive.frontier import utc
from govnews.archive.search_index import fill_index

PORTALS = ("longan", "tayninh", "hungyen", "thainguyen", "sonla", "caobang")
SENTENCES = 20_000
BATCH = 2_000

_ONSETS = (
    "b", "c", "ch", "d", "đ", "g", "gi", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "qu", "r", "s",
    "t", "th", "tr", "v", "x", "",
)  # fmt: skip
_RIMES = (
    "a", "ai", "am", "an", "ang", "anh", "ao", "au", "ay", "ăm", "ăn", "ăng", "âm", "ân", "âng",
    "âu", "ây", "e", "em", "en", "eo", "ê", "ên", "ênh", "i", "iên", "iêu", "im", "in", "inh", "o",
    "oan", "oi", "om", "on", "ong", "ô", "ôi", "ôn", "ông", "ơ", "ơi", "ơn", "u", "ung", "uôc",
    "ươi", "ương", "ưu", "y",
)  # fmt: skip
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_VOWELS = "êơăâôaeiouyư"
"""In the order in which a syllable's vowels take the tone mark."""


def syllables(rng: Random) -> list[str]:
    """Every onset with every rime and tone, the frequent ones first (an arbitrary, fixed order)."""
    made = [_toned(onset + rime, tone) for onset, rime, tone in _combinations()]
    rng.shuffle(made)
    return list(dict.fromkeys(made))


def _combinations() -> Iterator[tuple[str, str, str]]:
    return itertools.product(_ONSETS, _RIMES, _TONES)


def _toned(syllable: str, tone: str) -> str:
    place = next(
        place
        for vowel in _VOWELS
        for place in [syllable.rfind(vowel)]
        if place >= 0 and not (vowel == "u" and syllable.startswith("qu") and place == 1)
    )
    return unicodedata.normalize("NFC", syllable[: place + 1] + tone + syllable[place + 1 :])


class Prose:
    """Sentences with the word frequencies of a language, to put articles together from."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        words = syllables(rng)
        weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))
        self._sentences = []
        for _ in range(SENTENCES):
            chosen = rng.choices(words, cum_weights=weights, k=rng.randrange(6, 32))
            if len(chosen) > 14:
                chosen[len(chosen) // 2] += ","
            self._sentences.append(" ".join(chosen).capitalize() + ".")

    def title(self) -> str:
        sentence = self._rng.choice(self._sentences)
        return " ".join(sentence.rstrip(".").replace(",", "").split()[:14])

    def paragraphs(self) -> str:
        count = max(2, min(200, round(self._rng.lognormvariate(2.5, 0.6))))
        sentences = self._rng.choices(self._sentences, k=count)
        return "\n\n".join(" ".join(sentences[n : n + 3]) for n in range(0, count, 3))


def make_archive(root: Path, rows: int, *, seed: int = 1, index: bool = True) -> None:
    """Makes an archive of `rows` articles at a data root that is new.

    index: False leaves the search index empty, which takes a fraction of the time.
    """
    rng = Random(seed)
    prose = Prose(rng)
    with Archive.open(root, write=True) as archive:
        conn = archive.conn
        # Articles and versions refer to each other: checked row by row, that takes quadratic time.
        # A journal is of no use to an archive that can be made again, and a large one is slow.
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("PRAGMA journal_mode = OFF")
        # The index is built at once from all rows: several times as fast as one by one.
        (trigger,) = conn.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'article_fts_insert'"
        ).fetchone()
        conn.execute("DROP TRIGGER article_fts_insert")
        for first in range(1, rows + 1, BATCH):
            with archive.transaction():
                _insert(conn, rng, prose, range(first, min(first + BATCH, rows + 1)))
        with archive.transaction():
            if index:
                fill_index(archive.db)
            conn.execute(trigger)
        conn.execute("PRAGMA journal_mode = WAL")


def _insert(conn: Any, rng: Random, prose: Prose, numbers: range) -> None:
    tables: dict[str, list[dict[str, Any]]] = {
        "capture": [], "article": [], "article_version": [], "view_observation": [],
        "attachment": [], "document_ref": [],
    }  # fmt: skip
    for number in numbers:
        _article(tables, rng, prose, number)
    for table, rows in tables.items():
        if rows:
            marks = ", ".join(f":{name}" for name in rows[0])
            conn.executemany(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({marks})", rows)


def _article(
    tables: dict[str, list[dict[str, Any]]], rng: Random, prose: Prose, number: int
) -> None:
    """One article's rows in all tables; its numbers in them are the same."""
    portal = rng.choice(PORTALS)
    published = datetime(2012, 1, 1, 7, tzinfo=UTC) + timedelta(minutes=rng.randrange(7_000_000))
    seen = utc(published + timedelta(days=rng.randrange(1, 400)))
    url = f"https://www.{portal}.gov.vn/tin-tuc/bai-{number}.html"
    digest = "sha256:" + hashlib.sha256(url.encode()).hexdigest()
    said: dict[str, Any] = {
        "title": prose.title(),
        "sapo": prose.title() + "." if rng.random() < 0.8 else None,
        "author": prose.title().title()[:18] if rng.random() < 0.8 else None,
        "published": f"{published:%Y-%m-%dT%H:%M}:00+07:00",
        "published_precision": "minute",
        "section": rng.choice(("Tin tức – Sự kiện", "Chỉ đạo điều hành", "Kinh tế, xã hội")),
        "body": prose.paragraphs(),
    }
    views = int(rng.paretovariate(0.8) * 20)
    tables["capture"].append({
        "id": number, "portal": portal, "url": url, "kind": "article", "fetched_at": seen,
        "status": 200, "media_type": "text/html", "headers": "[]", "digest": digest,
        "size": len(said["body"]) * 8, "warc_file": f"warc/{portal}-{number // 50_000:05}.warc.gz",
        "warc_offset": number * 9000, "warc_length": 9000,
    })  # fmt: skip
    tables["article"].append({
        "id": number, "portal": portal, "province": portal, "url": url, **said, "views": views,
        "first_seen": seen, "last_seen": seen, "version_id": number, "capture_id": number,
    })  # fmt: skip
    refs = [f"{rng.randrange(1, 4000)}/QĐ-UBND" for _ in range(rng.choice((0, 0, 0, 1, 2)))]
    tables["article_version"].append({
        "id": number, "article_id": number, "capture_id": number, "seen_at": seen,
        "digest": digest.removeprefix("sha256:"), **said, "attachments": "[]",
        "refs": json.dumps(refs, ensure_ascii=False),
    })  # fmt: skip
    tables["view_observation"].append(
        {"article_id": number, "observed_at": seen, "views": views, "capture_id": number}
    )
    for place, name in enumerate(refs):
        tables["document_ref"].append(
            {"article_id": number, "position": place, "number": name, "kind": "Quyết định"}
        )
    if rng.random() < 0.15:
        tables["attachment"].append(
            {"article_id": number, "position": 0, "url": f"{url}.pdf", "name": "Tệp đính kèm"}
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-index", action="store_true")
    given = parser.parse_args()
    make_archive(given.root, given.rows, seed=given.seed, index=not given.no_index)


if __name__ == "__main__":
    main()
