"""How well the text of general news pages is found, by the pages and the measure of
scrapinghub/article-extraction-benchmark, beside trafilatura, readability-lxml and newspaper4k.

Run: python bench/newspages.py FOLDER [--alone] [--worst N]

FOLDER is a copy of that repository (https://github.com/scrapinghub/article-extraction-benchmark):
ground-truth.json and html/*.html.gz are read, nothing is kept. All tools read the same text in
turns, in one process. The measure is the benchmark's: four-word shingles, precision and recall as
means over pages, F1 of the two means.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parent))

from extract import PEERS, Reader, Reading, newspaper_reader
from portalgen import GeneratedPage, Truth

import govnews
from govnews.errors import NotAnArticle

NO_TRUTH = Truth("", None, None, None, None, (), (), ())
FETCHED_AT = datetime(2020, 1, 1, tzinfo=UTC)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return Counter(tuple(tokens[n : n + 4]) for n in range(max(1, len(tokens) - 3)) if tokens)


def precision_and_recall(truth: str, found: str) -> tuple[float, float]:
    wanted, got = shingles(truth), shingles(found)
    common = (wanted & got).total()
    if not wanted and not got:
        return 1.0, 1.0
    return (common / got.total() if got else 0.0), (common / wanted.total() if wanted else 0.0)


def own_reader(page: GeneratedPage) -> Reading:
    """The sapo and the body without captions: the benchmark counts a caption as a mistake."""
    try:
        article = govnews.extract(page.html, page.url, fetched_at=page.fetched_at)
    except NotAnArticle as error:
        return Reading(problem=str(error))
    captions = {image.caption for image in article.images}
    text = [line for line in article.paragraphs if line not in captions]
    return Reading(article.title, "\n".join(text), article.sapo)


@dataclass(slots=True)
class Score:
    """One tool over all pages. pairs: precision and recall by page, in the order of the names."""

    tool: str
    pairs: list[tuple[float, float]] = field(default_factory=list)
    empty: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        precision, recall = (mean(pair[n] for pair in self.pairs) for n in (0, 1))
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        ms = 1000 * self.seconds / len(self.pairs)
        return f"{self.tool:17}{f1:9.3f}{precision:11.3f}{recall:9.3f}{self.empty:7}{ms:9.1f}"


def pages(folder: Path) -> dict[str, tuple[GeneratedPage, str]]:
    """The benchmark's pages by name, each with its true text."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    found = {}
    for name, facts in sorted(truth.items()):
        html = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        page = GeneratedPage(facts["url"], html, "utf-8", FETCHED_AT, NO_TRUTH)
        found[name] = page, facts["articleBody"]
    return found


def run(folder: Path, *, alone: bool, worst: int) -> list[Score]:
    readers: list[tuple[str, Reader]] = [("govnews", own_reader)]
    for make in () if alone else PEERS:
        tool = make("en") if make is newspaper_reader else make()
        readers.append((tool.name, tool.read))
    scores = [Score(name) for name, _ in readers]
    chosen = pages(folder)
    for page, truth in chosen.values():
        for score, (_, read) in zip(scores, readers, strict=True):
            began = time.perf_counter()
            reading = read(page)
            score.seconds += time.perf_counter() - began
            text = "\n".join(filter(None, (reading.sapo, reading.body)))
            score.empty += not text
            score.pairs.append(precision_and_recall(truth, text))
    order = sorted(zip(scores[0].pairs, chosen, strict=True))
    for (precision, recall), name in order[:worst]:
        print(f"{precision:.2f} {recall:.2f} {name} {chosen[name][0].url}")
    return scores


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N worst pages")
    args = parser.parse_args(argv)
    if not (args.folder / "ground-truth.json").is_file():
        parser.error(f"{args.folder} is no copy of the benchmark: it has no ground-truth.json")
    scores = run(args.folder, alone=args.alone, worst=args.worst)
    print(f"{'':17}{'F1':>9}{'precision':>11}{'recall':>9}{'empty':>7}{'ms':>9}")
    print(*(score.line() for score in scores), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
