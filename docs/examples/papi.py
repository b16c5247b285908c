"""How often does a province write about the PAPI index, and is it read?

    govnews demo                                   # or crawl a portal of your own
    python docs/examples/papi.py archive [QUERY]

Prints a table by year: articles that the query finds, beside all articles, and the median of their
views. A test runs it on the archive that `govnews demo` makes.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from statistics import median

import govnews


def main(path: str, query: str) -> None:
    with govnews.open(path) as archive:
        everything = defaultdict(int)
        for article in archive.articles():
            everything[year(article.published)] += 1

        views = defaultdict(list)
        for article in archive.articles(query):
            views[year(article.published)].append(article.views or 0)

        print(f"{'year':<6}{'found':>6}{'of all':>8}{'median views':>14}")
        for when in sorted(everything):
            found = views[when]
            middle = f"{median(found):.0f}" if found else "–"
            bar = "█" * len(found)
            print(f"{when:<6}{len(found):>6}{everything[when]:>8}{middle:>14}  {bar}")

        print("\nThe best matches, to cite with: govnews cite NUMBER")
        for hit in archive.search(query, limit=3):
            print(f"  {hit.id}. {hit.title}")

        missing = sum(line.missing for line in archive.coverage())
        print(f"\nPages that were sought and are not in the archive: {missing}")


def year(published: str | None) -> str:
    """A page without a date is in no year."""
    return published[:4] if published else "?"


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(arguments[0] if arguments else "archive", " ".join(arguments[1:]) or "chỉ số papi")
