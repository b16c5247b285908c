"""How well and how fast articles are read, beside trafilatura, readability-lxml and newspaper4k.

Run: python bench/extract.py [--seed 1] [--portals 28] [--pages 8] [--scramble] [--profile]
                             [--json] [--failures N] [--show SEED.PAGE]

Pages are generated (bench/portalgen), so that the truth about each is known. All tools read the
same pages in turns in one process and one thread. govnews gets the bytes; the others get text that
was decoded for them with the right charset, and their decoding is not timed. Measures:

- body F1: precision and recall of words (multisets; NFC, case folded), averaged over pages. The
  sapo counts as body. Headline, captions, signature, names of attached files count neither way.
- title: the same after white space is folded. date: the right day, or rightly none.
  author, views: the same, or rightly none. invented: pages without a date that were given one.
- noise: pages with a string in their body that belongs to what stands around the article.
- time: mean of all pages, and as a multiple of lxml.html's own parse of the same bytes.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from portalgen import GeneratedPage, GeneratedPortal, Truth, make_portal

HOW_TO_INSTALL = "python -m pip install 'govnews[bench]'"
TARGETS = {
    "body_f1": 0.98, "title": 0.99, "date": 0.98, "author": 0.95, "views": 0.99,
    "invented": 0.0, "noise": 0.01, "ratio": 2.0,
}  # fmt: skip
SCRAMBLED_BODY_F1 = 0.95
"""The target for scrambled names without a profile; with one it is the plain one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tool made of a page; None in a field the tool does not read."""

    title: str | None = None
    body: str = ""
    sapo: str | None = None
    author: str | None = None
    day: date | None = None
    views: int | None = None
    problem: str | None = None


Reader = Callable[[GeneratedPage], Reading]


@dataclass(frozen=True, slots=True)
class Tool:
    """A reader and the fields that it claims to read."""

    name: str
    fields: tuple[str, ...]
    read: Reader


# --- the readers ----------------------------------------------------------------------------------


def govnews_reader(profile: Any = None) -> Reader:
    import govnews
    from govnews.errors import NotAnArticle

    def read(page: GeneratedPage) -> Reading:
        try:
            article = govnews.extract(
                page.html, page.url, profile=profile, fetched_at=page.fetched_at
            )
        except NotAnArticle as error:
            return Reading(problem=f"NotAnArticle: {error}")
        day = article.published.date() if article.published else None
        return Reading(
            article.title, article.body, article.sapo, article.author, day, article.views
        )

    return read


def trafilatura_reader() -> Tool:
    import trafilatura

    def read(page: GeneratedPage) -> Reading:
        found = trafilatura.bare_extraction(
            _decoded(page), url=page.url, with_metadata=True, include_comments=False
        )
        if found is None:
            return Reading()
        day = date.fromisoformat(found.date) if found.date else None
        return Reading(found.title, found.text or "", None, found.author, day)

    return Tool("trafilatura", ("title", "date", "author"), read)


def readability_reader() -> Tool:
    from lxml import html
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def read(page: GeneratedPage) -> Reading:
        document = Document(_decoded(page))
        body = html.fromstring(document.summary()).text_content()
        return Reading(document.short_title(), body)

    return Tool("readability-lxml", ("title",), read)


def newspaper_reader(language: str = "vi") -> Tool:
    from newspaper import Article

    def read(page: GeneratedPage) -> Reading:
        article = Article(page.url, language=language, fetch_images=False)
        article.download(input_html=_decoded(page))
        article.parse()
        day = article.publish_date.date() if article.publish_date else None
        return Reading(article.title, article.text, None, ", ".join(article.authors) or None, day)

    return Tool("newspaper4k", ("title", "date", "author"), read)


PEERS = (trafilatura_reader, readability_reader, newspaper_reader)


def _decoded(page: GeneratedPage) -> str:
    """What a careful caller hands to the peers: text, with the marks put together."""
    codec = "cp1258" if page.charset == "windows-1258" else page.charset
    return unicodedata.normalize("NFC", page.html.decode(codec))


def peers() -> tuple[list[Tool], list[str]]:
    """The peers that are installed, and a line for each that is not."""
    tools, missing = [], []
    for make in PEERS:
        try:
            tools.append(make())
        except ImportError as error:
            name = make.__name__.removesuffix("_reader")
            missing.append(f"{name} is skipped ({error}); to compare: {HOW_TO_INSTALL}")
    return tools, missing


# --- one page judged ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """body_f1: 0 to 1. wrong: fields that differ from the truth. noise: strings that got in."""

    body_f1: float
    wrong: tuple[str, ...]
    noise: tuple[str, ...]
    invented: bool | None


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def folded(text: str | None) -> str | None:
    return None if text is None else " ".join(unicodedata.normalize("NFC", text).split())


def body_f1(truth: Truth, body: str) -> float:
    wanted = words("\n".join((truth.sapo or "", *truth.paragraphs)))
    found = words(body)
    common = sum((wanted & found).values())
    # What may be there or not is taken from what is too much, never from what is right.
    surplus = (found - wanted) - words("\n".join((truth.title, *truth.aside)))
    if not common:
        return 0.0
    precision = common / (common + sum(surplus.values()))
    recall = common / sum(wanted.values())
    return 2 * precision * recall / (precision + recall)


def judge(truth: Truth, reading: Reading) -> Verdict:
    body = f"{reading.sapo or ''}\n{reading.body}"
    flat = folded(body) or ""
    day = truth.published.date() if truth.published else None
    pairs = {
        "title": (truth.title, folded(reading.title)),
        "date": (day, reading.day),
        "author": (truth.author, folded(reading.author)),
        "views": (truth.views, reading.views),
        "sapo": (truth.sapo, folded(reading.sapo)),
    }
    wrong = tuple(name for name, (wanted, found) in pairs.items() if wanted != found)
    noise = tuple(line for line in truth.noise if line in flat)
    invented = reading.day is not None if day is None else None
    return Verdict(body_f1(truth, body), wrong, noise, invented)


# --- the run --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Score:
    """A tool's verdicts so far; seconds: time spent in it."""

    tool: str
    fields: tuple[str, ...]
    verdicts: list[Verdict] = field(default_factory=list)
    seconds: float = 0.0

    def measures(self, parse_seconds: float) -> dict[str, float | None]:
        count = len(self.verdicts)

        def right(name: str) -> float | None:
            if name not in self.fields:
                return None
            return sum(name not in verdict.wrong for verdict in self.verdicts) / count

        undated = [v.invented for v in self.verdicts if v.invented is not None]
        invented = sum(undated) / len(undated) if undated and "date" in self.fields else None
        return {
            "body_f1": sum(verdict.body_f1 for verdict in self.verdicts) / count,
            "title": right("title"),
            "date": right("date"),
            "author": right("author"),
            "views": right("views"),
            "sapo": right("sapo"),
            "invented": invented,
            "noise": sum(bool(verdict.noise) for verdict in self.verdicts) / count,
            "ms": 1000 * self.seconds / count,
            "ratio": self.seconds / parse_seconds,
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that govnews read wrong, with what is needed to see why."""

    page: str
    options: dict[str, Any]
    field: str
    wanted: Any
    found: Any


@dataclass(slots=True)
class Outcome:
    scores: list[Score]
    failures: list[Failure]
    parse_seconds: float
    learn_seconds: float
    pages: int


def run(portals: Iterable[GeneratedPortal], tools: Sequence[Tool], *, profile: bool) -> Outcome:
    """All tools over all pages. The first tool is govnews."""
    from lxml import html

    fields = ("title", "date", "author", "views", "sapo")
    scores = [Score("govnews", fields), *(Score(tool.name, tool.fields) for tool in tools)]
    outcome = Outcome(scores, [], 0.0, 0.0, 0)
    for portal in portals:
        read, seconds = _own_reader(portal, profile=profile)
        outcome.learn_seconds += seconds
        readers = [read, *(tool.read for tool in tools)]
        if not outcome.pages:
            for reader in readers:  # imports and compiled patterns are not what is measured
                reader(portal.pages[0])
        for number, page in enumerate(portal.pages):
            began = time.perf_counter()
            html.fromstring(page.html)
            outcome.parse_seconds += time.perf_counter() - began
            for score, reader in zip(scores, readers, strict=True):
                began = time.perf_counter()
                reading = reader(page)
                score.seconds += time.perf_counter() - began
                score.verdicts.append(judge(page.truth, reading))
                if score is scores[0]:
                    outcome.failures += _failures(portal, number, reading, score.verdicts[-1])
            outcome.pages += 1
    return outcome


def _own_reader(portal: GeneratedPortal, *, profile: bool) -> tuple[Reader, float]:
    if not profile:
        return govnews_reader(), 0.0
    import govnews

    began = time.perf_counter()
    learned = govnews.learn((page.html, page.url) for page in portal.pages)
    return govnews_reader(learned), time.perf_counter() - began


def _failures(
    portal: GeneratedPortal, number: int, reading: Reading, verdict: Verdict
) -> Iterator[Failure]:
    truth = portal.pages[number].truth
    page, options = f"{portal.seed}.{number}", asdict(portal.options)
    if reading.problem:
        yield Failure(page, options, "all", truth.title, reading.problem)
        return
    wanted = {**asdict(truth), "date": truth.published.date() if truth.published else None}
    found = {**asdict(reading), "date": reading.day}
    for name in verdict.wrong:
        yield Failure(page, options, name, wanted[name], found[name])
    if verdict.noise:
        yield Failure(page, options, "noise", None, verdict.noise[:4])
    if verdict.body_f1 < 0.98:
        expected = (*([truth.sapo] if truth.sapo else []), *truth.paragraphs)
        printed = [folded(line) for line in (reading.sapo or "", *reading.body.split("\n"))]
        lost = [line for line in expected if line not in printed]
        known = {*expected, *truth.aside, truth.title, ""}
        extra = [line for line in printed if line not in known]
        yield Failure(page, options, f"body {verdict.body_f1:.2f}", lost[:3], extra[:3])


# --- what is printed ------------------------------------------------------------------------------

COLUMNS = (
    "body_f1",
    "title",
    "date",
    "author",
    "views",
    "sapo",
    "invented",
    "noise",
    "ms",
    "ratio",
)


def missed(measures: dict[str, float | None], *, body_target: float) -> list[str]:
    """The targets that govnews does not meet, in words."""
    out = []
    for name, target in {**TARGETS, "body_f1": body_target}.items():
        value = measures[name]
        low = name in {"invented", "noise", "ratio"}
        if value is not None and (value > target if low else value < target):
            out.append(f"{name} {value:.4f} ({'at most' if low else 'at least'} {target})")
    return out


def kinds(failures: Sequence[Failure]) -> Iterator[str]:
    """How often each field failed, and in which layouts and habits mostly."""
    by_field: dict[str, list[Failure]] = {}
    for failure in failures:
        by_field.setdefault(failure.field.split()[0], []).append(failure)
    habits = {
        "date": ("date_form", "date_place", "clock"), "views": ("views_form", "views_place"),
        "author": ("author_form", "paragraph_form"), "title": ("title_form", "head_title"),
        "sapo": ("sapo_form", "paragraph_form"),
    }  # fmt: skip
    for name, group in sorted(by_field.items(), key=lambda item: -len(item[1])):
        yield f"{name}: {len(group)}"
        for habit in ("layout", *habits.get(name, ("paragraph_form", "sapo_form", "boxes"))):
            counts = Counter(str(failure.options[habit]) for failure in group)
            yield f"    {habit}: " + ", ".join(f"{k} {v}" for k, v in counts.most_common(5))


def details(failures: Sequence[Failure], limit: int) -> Iterator[str]:
    """The failures one by one, a page's options once; `--show` prints the page itself."""
    last = ""
    for failure in failures[:limit]:
        if failure.page != last:
            last = failure.page
            yield f"\npage {failure.page}  " + " ".join(
                f"{name}={value!r}" for name, value in failure.options.items()
            )
        yield f"  {failure.field}\n    wanted {failure.wanted!r}\n    found  {failure.found!r}"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seed", type=int, default=1, help="seed of the first portal")
    parser.add_argument("--portals", type=int, default=28)
    parser.add_argument("--pages", type=int, default=8, help="pages of each portal")
    parser.add_argument("--scramble", action="store_true", help="random class and id names")
    parser.add_argument("--profile", action="store_true", help="learn each portal's pages first")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="print N wrong fields")
    parser.add_argument("--show", metavar="SEED.PAGE", help="print one page and its truth")
    return parser.parse_args(argv)


def show(name: str, pages: int, *, scrambled: bool) -> Iterator[str]:
    """One page and its truth; pages: as many as the run has, for they shape the side boxes."""
    seed, number = map(int, name.split("."))
    page = make_portal(seed, max(pages, number + 1), scrambled=scrambled).pages[number]
    yield _decoded(page)
    yield from (f"{name}: {value!r}" for name, value in asdict(page.truth).items())


def summary(args: argparse.Namespace, outcome: Outcome) -> dict[str, Any]:
    """The whole result as plain values."""
    plain = args.profile or not args.scramble
    own = outcome.scores[0].measures(outcome.parse_seconds)
    return {
        "seed": args.seed,
        "portals": args.portals,
        "pages": outcome.pages,
        "scramble": args.scramble,
        "profile": args.profile,
        "cores": os.cpu_count(),
        "threads": 1,
        "python": platform.python_version(),
        "tools": {s.tool: s.measures(outcome.parse_seconds) for s in outcome.scores},
        "parse_ms": 1000 * outcome.parse_seconds / outcome.pages,
        "learn_ms": 1000 * outcome.learn_seconds / outcome.pages,
        "missed": missed(own, body_target=TARGETS["body_f1"] if plain else SCRAMBLED_BODY_F1),
    }


def report(result: dict[str, Any]) -> Iterator[str]:
    flags = [name for name in ("scramble", "profile") if result[name]]
    yield (
        f"{result['portals']} portals, {result['pages']} pages, seed {result['seed']}, one thread "
        f"of {result['cores']} cores, Python {result['python']} {' '.join(flags)}".rstrip()
    )
    yield f"{'':17}" + "".join(f"{name:>9}" for name in COLUMNS)
    for tool, measures in result["tools"].items():
        cells = ("–" if measures[n] is None else f"{measures[n]:.3f}" for n in COLUMNS)
        yield f"{tool:17}" + "".join(f"{cell:>9}" for cell in cells)
    blank = " " * 9 * (len(COLUMNS) - 2)
    yield f"{'lxml.html parse':17}{blank}{result['parse_ms']:9.3f}{1:9.3f}"
    if result["profile"]:
        yield f"learning: {result['learn_ms']:.2f} ms a page, not counted above"
    yield "targets: " + (
        "missed: " + "; ".join(result["missed"]) if result["missed"] else "all met"
    )


def main(argv: Sequence[str] | None = None) -> int:
    args = arguments(argv)
    if args.show:
        print(*show(args.show, args.pages, scrambled=args.scramble), sep="\n")
        return 0
    tools, missing = ([], []) if args.alone else peers()
    print(*missing, sep="\n", end="\n" if missing else "", file=sys.stderr)
    seeds = range(args.seed, args.seed + args.portals)
    made = (make_portal(seed, args.pages, scrambled=args.scramble) for seed in seeds)
    outcome = run(made, tools, profile=args.profile)
    result = summary(args, outcome)
    if args.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
        return 0
    print(*report(result), sep="\n")
    if args.failures:
        print("", *kinds(outcome.failures), *details(outcome.failures, args.failures), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
