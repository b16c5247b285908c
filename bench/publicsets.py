"""Five public sets of web pages with what is right on them, read from copies of their repositories.

A copy stands below one folder by the name of its repository (`article-extraction-benchmark`,
`fundus`, `trafilatura`, `htmldate`, `web-content-extraction-benchmark`); nothing of it is kept.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

LATER = datetime(2026, 1, 1, tzinfo=UTC)
"""The time of capture of pages whose set does not say it: later than all of them."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page and what its set says about it; None where it says nothing.

    authors: () where the set says that there is none. published: as the set has it, a day or a
    moment. wanted, unwanted: pieces that the text has to hold and must not hold. undated: whether
    the set says that the page has no date.
    """

    name: str
    url: str
    html: bytes
    body: str | None = None
    authors: tuple[str, ...] | None = None
    published: date | None = None
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    undated: bool = False
    fetched_at: datetime = LATER


def article_extraction_benchmark(folder: Path) -> Iterator[PublicPage]:
    """scrapinghub/article-extraction-benchmark: ground-truth.json and html/*.html.gz."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, facts in sorted(truth.items()):
        html = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield PublicPage(name, facts["url"], html, facts["articleBody"])


def fundus(folder: Path) -> Iterator[PublicPage]:
    """flairNLP/fundus: the fixtures of its parsers' tests, whose JSON has what each parser finds.

    The versions of a parser and the pages of a publisher come in the same order.
    """
    for path in sorted((folder / "tests/resources/parser/test_data").glob("*/*.json")):
        infos = json.loads((path.parent / "meta.info").read_text(encoding="utf-8"))
        versions = json.loads(path.read_text(encoding="utf-8"))
        order = sorted(versions, key=lambda name: [int(n) for n in re.findall(r"\d+", name)])
        pages = sorted(path.parent.glob(f"{path.stem}_[0-9]*.html.gz"))
        for version, page in zip(order, pages, strict=True):
            facts, info = versions[version], infos[page.name]
            published = facts.get("publishing_date")
            yield PublicPage(
                f"{path.parent.name}/{page.name.removesuffix('.html.gz')}",
                info["url"],
                gzip.decompress(page.read_bytes()),
                _fundus_body(facts.get("body")),
                tuple(facts["authors"]) if "authors" in facts else None,
                datetime.fromisoformat(published) if published else None,
                fetched_at=datetime.fromisoformat(info["crawl_date"]).replace(tzinfo=UTC),
            )


def _fundus_body(body: dict[str, Any] | None) -> str | None:
    """Summary, headings and paragraphs, as fundus prints an article's body."""
    if not body:
        return None
    lines = [*body["summary"]]
    for section in body["sections"]:
        lines += [*section["headline"], *section["paragraphs"]]
    return "\n".join(lines)


def trafilatura(folder: Path) -> Iterator[PublicPage]:
    """adbar/trafilatura: tests/evaldata.json; a page stands in tests/cache or tests/eval."""
    truth = json.loads((folder / "tests/evaldata.json").read_text(encoding="utf-8"))
    for url, facts in sorted(truth.items()):
        html = _first(folder / "tests", ("cache", "eval"), facts["file"])
        pieces = (tuple(facts["with"]), tuple(facts["without"]))
        yield PublicPage(facts["file"], url, html, wanted=pieces[0], unwanted=pieces[1])


def htmldate(folder: Path) -> Iterator[PublicPage]:
    """adbar/htmldate: the two lists of its tests/evaluation.py."""
    truth: dict[str, dict[str, Any]] = {}
    for name in ("eval_mediacloud_2020.json", "eval_default.json"):
        truth |= json.loads((folder / "tests" / name).read_text(encoding="utf-8"))
    for url, facts in sorted(truth.items()):
        html = _first(folder / "tests", ("test_set", "cache", "eval"), facts["file"])
        day = facts["date"] if isinstance(facts["date"], str) else None
        published = date.fromisoformat(day) if day else None
        yield PublicPage(facts["file"], url, html, published=published, undated=not day)


def wcxb(folder: Path) -> Iterator[PublicPage]:
    """Murrough-Foley/web-content-extraction-benchmark (WCXB): the articles of its dev split."""
    for path in sorted((folder / "dev/ground-truth").glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        kind = ((facts.get("_internal") or {}).get("page_type") or {}).get("primary", "article")
        if kind != "article":
            continue
        html = gzip.decompress((folder / "dev/html" / f"{path.stem}.html.gz").read_bytes())
        truth = facts["ground_truth"]
        authors = (truth["author"],) if truth.get("author") else ()
        body = truth.get("main_content") or ""
        yield PublicPage(path.stem, facts.get("url") or "", html, body, authors)


def _first(folder: Path, parts: tuple[str, ...], name: str) -> bytes:
    found = next(path for part in parts if (path := folder / part / name).is_file())
    return found.read_bytes()


SETS: dict[str, tuple[str, Callable[[Path], Iterator[PublicPage]]]] = {
    "aeb": ("article-extraction-benchmark", article_extraction_benchmark),
    "fundus": ("fundus", fundus),
    "trafilatura": ("trafilatura", trafilatura),
    "htmldate": ("htmldate", htmldate),
    "wcxb": ("web-content-extraction-benchmark", wcxb),
}
"""The sets by name: the folder of each, and what reads it."""
