"""How well pages that no one here wrote are read: five public sets, beside trafilatura.

Run: python bench/public.py FOLDER [--set NAME] [--alone] [--jobs 2] [--worst N] [--json]

FOLDER holds copies of these repositories under their own names (bench/publicsets.py); a set that
is not there is named and left out. Both tools read the same pages in one run. Measures:

- aeb (scrapinghub/article-extraction-benchmark, its evaluate.py): f1 of four-word shingles, from
  precision and recall as means over pages; exact: pages whose words are all right, in order.
- fundus (flairNLP/fundus, the fixtures of its tests, which have no measure but equality):
  body: F1 of words (multisets, lower case), mean of pages; author: the same names, or rightly
  none; date: the same day, in the zone of the set where it has an hour. govnews tells what is
  declared in UTC in Vietnam's zone, so a moment also counts by its day in UTC.
- trafilatura (adbar/trafilatura, tests/eval_common.py): f1 over the pieces that a text has to hold
  and those that it must not hold, white space folded.
- htmldate (adbar/htmldate, tests/evaluation.py and comparison.py): accuracy: right days of all
  pages, no date where there is none among them; wrong: dates that are others, or on dateless pages.
- wcxb (Murrough-Foley/web-content-extraction-benchmark, its evaluate.py; articles of the dev
  split): body: F1 of words as there, mean of pages; author: the same names, of the pages that name
  one (the benchmark has no measure for them); invented: authors on pages that name none.
- in all: refused: pages that govnews calls no article, and on which nothing is read; half: pages
  on which govnews finds less than half of what trafilatura finds (words that are right, where the
  set has the text, else pieces).

The text of govnews is its lead and body without captions, which none of these sets counts as text.
Floors of what was reached stand in bench/public-floors.toml; below one the exit code is 4.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).parent))

from publicsets import SETS, PublicPage

import govnews
from govnews.errors import GovnewsError

FLOORS = Path(__file__).with_name("public-floors.toml")
LOW = frozenset({"wrong", "invented", "refused", "half"})
"""Measures of which less is better."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tool made of a page. problem: why it read nothing."""

    text: str = ""
    author: str | None = None
    published: date | None = None
    problem: str | None = None


def read_govnews(page: PublicPage) -> Reading:
    try:
        article = govnews.extract(page.html, page.url, fetched_at=page.fetched_at)
    except GovnewsError as error:
        return Reading(problem=f"{type(error).__name__}: {error}")
    captions = "\n".join(image.caption for image in article.images if image.caption)
    lines = [article.sapo, *(line for line in article.paragraphs if line not in captions)]
    published: date | None = article.published
    if published is not None and article.published_precision not in {"minute", "second"}:
        published = date(published.year, published.month, published.day)
    return Reading("\n".join(filter(None, lines)), article.author, published)


def read_trafilatura(page: PublicPage) -> Reading:
    from trafilatura import bare_extraction

    found = bare_extraction(page.html, url=page.url, with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict):
        return Reading(problem="nothing found")
    day = date.fromisoformat(found.date) if found.date else None
    return Reading(found.text or "", found.author, day)


TOOLS: dict[str, Callable[[PublicPage], Reading]] = {
    "govnews": read_govnews,
    "trafilatura": read_trafilatura,
}


# --- one page judged ------------------------------------------------------------------------------


def overlap(truth: Sequence[object], found: Sequence[object]) -> tuple[float, float]:
    """Precision and recall of what was found, as multisets."""
    wanted, got = Counter(truth), Counter(found)
    if not wanted and not got:
        return 1.0, 1.0
    common = (wanted & got).total()
    return (common / len(found) if found else 0.0), (common / len(truth) if truth else 0.0)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def shingles(text: str) -> list[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return [tuple(tokens[n : n + 4]) for n in range(max(1, len(tokens) - 3)) if tokens]


def names(authors: Sequence[str]) -> frozenset[str]:
    """The names in one or several texts, each without case, marks and white space that varies."""
    parts = (part for text in authors for part in re.split(r"[,;&|/]| and | und ", text))
    plain = (unicodedata.normalize("NFKC", part).casefold() for part in parts)
    return frozenset(" ".join(re.findall(r"\w+", part)) for part in plain) - {""}


def same_day(truth: date, found: date | None) -> bool:
    if found is None:
        return False
    day = truth.date() if isinstance(truth, datetime) else truth
    if not isinstance(found, datetime):
        return day == found
    zone = truth.tzinfo if isinstance(truth, datetime) else None
    return day in {found.date(), found.astimezone(zone or UTC).date()}


def joined(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def judge(page: PublicPage, reading: Reading) -> dict[str, float]:
    """The measures of one page; those that its set does not know are missing."""
    out: dict[str, float] = {"refused": reading.problem is not None}
    if page.body is not None:
        precision, recall = overlap(words(page.body), words(reading.text))
        out |= {"body": f1(precision, recall), "recall": recall}
        one, other = overlap(shingles(page.body), shingles(reading.text))
        exact = re.findall(r"\w+", page.body) == re.findall(r"\w+", reading.text)
        out |= {"shingle precision": one, "shingle recall": other, "exact": exact}
    if page.authors is not None:
        found = names([reading.author] if reading.author else [])
        out["author"] = names(page.authors) == found
        if not page.authors:
            out["invented"] = bool(found)
    if page.published is not None:
        right = same_day(page.published, reading.published)
        out |= {"date": right, "wrong": reading.published is not None and not right}
    elif page.undated:
        none = reading.published is None
        out |= {"date": none, "wrong": not none}
    if page.wanted or page.unwanted:
        text = joined(reading.text)
        kept = sum(joined(piece) in text for piece in page.wanted)
        surplus = sum(joined(piece) in text for piece in page.unwanted)
        out |= {"right": kept, "surplus": surplus, "lost": len(page.wanted) - kept}
    return out


def both(page: PublicPage, tools: Sequence[str]) -> dict[str, tuple[Reading, dict[str, float]]]:
    """A page read and judged by each tool."""
    readings = {tool: TOOLS[tool](page) for tool in tools}
    return {tool: (reading, judge(page, reading)) for tool, reading in readings.items()}


# --- the run --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Verdicts:
    """What became of the pages of one set, by tool."""

    pages: list[PublicPage] = field(default_factory=list)
    readings: dict[str, list[Reading]] = field(default_factory=dict)
    values: dict[str, list[dict[str, float]]] = field(default_factory=dict)


def run(folder: Path, name: str, tools: Sequence[str], jobs: int) -> Verdicts:
    where, load = SETS[name]
    out = Verdicts(list(load(folder / where)))
    with ProcessPoolExecutor(jobs) as pool:
        results = pool.map(both, out.pages, [tools] * len(out.pages), chunksize=8)
        for result in results:
            for tool, (reading, values) in result.items():
                out.readings.setdefault(tool, []).append(reading)
                out.values.setdefault(tool, []).append(values)
    return out


MEASURES = {
    "aeb": ("f1", "precision", "recall", "exact"),
    "fundus": ("body", "author", "date", "wrong"),
    "trafilatura": ("f1", "precision", "recall"),
    "htmldate": ("date", "wrong"),
    "wcxb": ("body", "author", "invented"),
}


def measures(name: str, verdicts: Verdicts, tool: str) -> dict[str, float]:
    """The figures of one tool on one set, as its own evaluation defines them."""
    values = verdicts.values[tool]
    if name == "aeb":
        precision = mean(one["shingle precision"] for one in values)
        recall = mean(one["shingle recall"] for one in values)
    elif name == "trafilatura":
        right, surplus, lost = (
            sum(one[part] for one in values) for part in ("right", "surplus", "lost")
        )
        precision, recall = right / (right + surplus), right / (right + lost)
    else:
        precision = recall = 0.0
    out = {"f1": f1(precision, recall), "precision": precision, "recall": recall}
    for measure in ("body", "exact", "author", "date", "wrong", "invented"):
        given = [one[measure] for one in values if measure in one]
        if name == "wcxb" and measure == "author":
            given = [one["author"] for one in values if "invented" not in one]
        out[measure] = mean(given) if given else 0.0
    kept = {measure: out[measure] for measure in MEASURES[name]}
    if tool == "govnews":
        kept["refused"] = sum(one["refused"] for one in values)
        if "trafilatura" in verdicts.values:
            kept["half"] = len(cut(verdicts))
    return kept


def cut(verdicts: Verdicts) -> list[int]:
    """The pages on which govnews finds less than half of what trafilatura finds."""
    pairs = zip(*(verdicts.values[tool] for tool in TOOLS), strict=True)
    found = []
    for number, (own, other) in enumerate(pairs):
        measure = "recall" if "recall" in own else "right"
        if measure in own and own[measure] < other[measure] / 2:
            found.append(number)
    return found


def below(name: str, figures: dict[str, float]) -> Iterator[str]:
    """The floors of a set that its figures do not reach."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get(name, {})
    for measure, floor in floors.items():
        value = figures.get(measure)
        if value is None:
            continue
        if value > floor + 5e-4 if measure in LOW else value < floor - 5e-4:
            side = "at most" if measure in LOW else "at least"
            yield f"{name}: {measure} is {value:.4f}, {side} {floor} is wanted"


def worst(name: str, verdicts: Verdicts, limit: int) -> Iterator[str]:
    """The pages that lose most, and those that are refused or cut."""
    key = {"trafilatura": "right", "htmldate": "date"}.get(name, "body")
    order = sorted(
        range(len(verdicts.pages)), key=lambda n: verdicts.values["govnews"][n].get(key, 1.0)
    )
    for number in order[:limit]:
        page, value = verdicts.pages[number], verdicts.values["govnews"][number].get(key, 1.0)
        yield f"  {value:.2f} {page.name} {page.url}"
    for page, reading in zip(verdicts.pages, verdicts.readings["govnews"], strict=True):
        if limit and reading.problem:
            yield f"  refused: {page.name} {page.url}: {reading.problem}"
    for number in cut(verdicts) if limit and "trafilatura" in verdicts.values else ():
        yield f"  half: {verdicts.pages[number].name} {verdicts.pages[number].url}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", action="append", choices=list(SETS), help="this set only")
    parser.add_argument("--alone", action="store_true", help="without trafilatura")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N worst pages")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    tools = ["govnews"] if args.alone else list(TOOLS)
    figures: dict[str, dict[str, dict[str, float]]] = {}
    missed: list[str] = []
    for name in args.set or SETS:
        if not (args.folder / SETS[name][0]).is_dir():
            print(f"{name}: {args.folder / SETS[name][0]} is not there", file=sys.stderr)
            continue
        verdicts = run(args.folder, name, tools, args.jobs)
        figures[name] = {tool: measures(name, verdicts, tool) for tool in tools}
        missed += below(name, figures[name]["govnews"])
        if not args.json:
            print(f"{name} ({len(verdicts.pages)} pages)")
            for tool, values in figures[name].items():
                row = "  ".join(f"{measure} {value:.3f}" for measure, value in values.items())
                print(f"  {tool:12} {row}")
            print(*worst(name, verdicts, args.worst), sep="\n", end="\n" if args.worst else "")
    if args.json:
        print(json.dumps({"cores": os.cpu_count(), "sets": figures}, indent=1))
    print(*missed, sep="\n", end="\n" if missed else "", file=sys.stderr)
    return 4 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
