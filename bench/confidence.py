"""How often a value of each confidence is right, on generated pages that no rule was written for.

Run: python bench/confidence.py [--seed 97000] [--portals 28] [--pages 4]

Each portal is read plain and with every class and id renamed. A body is right from F1 .98, every
other field where it is the same. Fails (exit 4) where fewer than 99 of 100 sure values are right.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from extract import body_f1, folded
from portalgen import GeneratedPage, make_portal

LEVELS = ("sure", "likely", "unsure")
RIGHT_BODY = 0.98
WANTED = 0.99


def judged(page: GeneratedPage) -> Iterator[tuple[str, str, bool]]:
    """Each field of a page that has a value: its name, its confidence, whether it is right."""
    import govnews
    from govnews.errors import NotAnArticle

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
    levels = {item.field: item.confidence for item in reversed(article.evidence)}
    for field, is_right in right.items():
        if field in levels:
            yield field, levels[field], is_right


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=97_000, help="seed of the first portal")
    parser.add_argument("--portals", type=int, default=28)
    parser.add_argument("--pages", type=int, default=4, help="pages of each portal")
    args = parser.parse_args()
    counts: Counter[tuple[str, str, bool]] = Counter()
    for seed in range(args.seed, args.seed + args.portals):
        for scrambled in (False, True):
            for page in make_portal(seed, args.pages, scrambled=scrambled).pages:
                counts.update(judged(page))
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
