"""How often a value of each confidence is right, on pages that no rule was written for.

Run: python bench/confidence.py [--seed 97000] [--portals 28] [--pages 4]
     python bench/confidence.py --public FOLDER [--every 4]

Pages are generated, plain and with every class and id renamed: a body is right from F1 .98, every
other field where it is the same; fails (exit 4) where fewer than 99 of 100 sure values are right.
With --public they are those of the public sets (bench/public.py), which know days, authors and
texts: a body is right from F1 .9, where the sets differ from one another about captions and leads.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from extract import body_f1, folded
from portalgen import GeneratedPage, make_portal
from public import f1, names, overlap, same_day, words
from publicsets import SETS, PublicPage

import govnews
from govnews.errors import GovnewsError, NotAnArticle
from govnews.model import Article

LEVELS = ("sure", "likely", "unsure")
RIGHT_BODY = 0.98
RIGHT_PUBLIC_BODY = 0.9
WANTED = 0.99


def judged(page: GeneratedPage) -> Iterator[tuple[str, str, bool]]:
    """Each field of a page that has a value: its name, its confidence, whether it is right."""
    try:
        article = govnews.extract(page.html, page.url, fetched_at=page.fetched_at)
    except NotAnArticle:
        return
    truth = page.truth
    body = f"{article.sapo or ''}\n{article.body}"
    day = truth.published.date() if truth.published else None
    right = {
        "title": folded(article.title) == truth.title,
        "sapo": folded(article.sapo) == truth.sapo,
        "author": folded(article.author) == truth.author,
        "published": article.published is not None and article.published.date() == day,
        "views": article.views == truth.views,
        "body": body_f1(truth, body) >= RIGHT_BODY,
    }
    yield from rated(article, right)


def rated(article: Article, right: dict[str, bool]) -> Iterator[tuple[str, str, bool]]:
    levels = {item.field: item.confidence for item in reversed(article.evidence)}
    for field, is_right in right.items():
        if field in levels:
            yield field, levels[field], is_right


def judged_public(page: PublicPage) -> list[tuple[str, str, bool]]:
    """The same of a page of a public set, for what the set knows."""
    try:
        article = govnews.extract(page.html, page.url, fetched_at=page.fetched_at)
    except GovnewsError:
        return []
    right = {}
    if page.published is not None or page.undated:
        day = page.published
        right["published"] = day is not None and same_day(day, article.published)
    if page.authors is not None:
        right["author"] = names(page.authors) == names([article.author or ""])
    if page.body is not None:
        found = words(f"{article.sapo or ''}\n{article.body}")
        right["body"] = f1(*overlap(words(page.body), found)) >= RIGHT_PUBLIC_BODY
    return list(rated(article, right))


def public_counts(folder: Path, every: int) -> Counter[tuple[str, str, bool]]:
    counts: Counter[tuple[str, str, bool]] = Counter()
    pages = [page for where, load in SETS.values() for page in load(folder / where)]
    pages = pages[::every]
    with ProcessPoolExecutor(2) as pool:
        for found in pool.map(judged_public, pages, chunksize=16):
            counts.update(found)
    return counts


def generated_counts(seed: int, portals: int, pages: int) -> Counter[tuple[str, str, bool]]:
    counts: Counter[tuple[str, str, bool]] = Counter()
    for number in range(seed, seed + portals):
        for scrambled in (False, True):
            for page in make_portal(number, pages, scrambled=scrambled).pages:
                counts.update(judged(page))
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=97_000, help="seed of the first portal")
    parser.add_argument("--portals", type=int, default=28)
    parser.add_argument("--pages", type=int, default=4, help="pages of each portal")
    parser.add_argument("--public", type=Path, metavar="FOLDER", help="copies of the public sets")
    parser.add_argument("--every", type=int, default=1, help="only each of so many public pages")
    args = parser.parse_args()
    if args.public is not None:
        counts = public_counts(args.public, args.every)
    else:
        counts = generated_counts(args.seed, args.portals, args.pages)
    fields = sorted({field for field, _, _ in counts})
    print("| field | " + " | ".join(f"{level}: right of" for level in LEVELS) + " |")
    print("|---|" + "---|" * len(LEVELS))
    short = []
    for field in fields:
        cells = []
        for level in LEVELS:
            right = counts[field, level, True]
            every = right + counts[field, level, False]
            cells.append(f"{right / every:.3f} of {every:,}" if every else "–")
            if level == "sure" and every and right < WANTED * every:
                short.append(field)
        print(f"| {field} | " + " | ".join(cells) + " |")
    if short:
        print(f"Below {WANTED:.2f}: {', '.join(short)}", file=sys.stderr)
    return 4 if short else 0


if __name__ == "__main__":
    sys.exit(main())
