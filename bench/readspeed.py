"""Processor time of reading a page, beside lxml's parse and trafilatura's fast mode.

Run: python bench/readspeed.py [--folder FOLDER] [--rounds 5] [--only govnews]

Small pages are generated (bench/portalgen). Real-size ones are the same with the menus, styles and
scripts that real pages carry, or with --folder the pages that a folder holds as .html or .html.gz,
such as html/ of a copy of scrapinghub/article-extraction-benchmark (181 pages, 174 kB on average).
Bulk is many pages of two generated portals.

Every tool reads in a fresh process in each round, in turns. cold: each page once; warm: the same
pages once more in the same process. A page counts with the median of its rounds; printed are the
means over pages, and these as multiples of lxml's parse and of trafilatura. A page that is none of
them is read before: imports are not timed. trafilatura gets decoded text, whose decoding is not
timed; lxml parses the bytes.

For another state of the code, run the same file with PYTHONPATH set to its checkout.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).parent))

from portalgen import make_portal, words

from govnews.vietnamese.encodings import decode

SEED = 500
REAL_SIZE = 160_000
TOOLS = ("lxml", "govnews", "trafilatura")
FETCHED_AT = datetime(2026, 3, 1, tzinfo=UTC)

Page = tuple[bytes, str]
"""The bytes of a page and its address."""


# --- the pages ------------------------------------------------------------------------------------


def small_pages(_folder: Path | None) -> list[Page]:
    """Four pages of each of 14 generated portals."""
    return [
        (page.html, page.url)
        for seed in range(SEED, SEED + 14)
        for page in make_portal(seed, 4).pages
    ]


def bulk_pages(_folder: Path | None) -> list[Page]:
    """A hundred pages of each of two generated portals."""
    return [
        (page.html, page.url) for seed in (SEED, SEED + 5) for page in make_portal(seed, 100).pages
    ]


def real_pages(folder: Path | None) -> list[Page]:
    """Those of a folder, or generated ones that are as full."""
    if folder is None:
        rng = Random(SEED)
        return [(enlarged(html, rng), url) for html, url in small_pages(None)]
    files = [file for file in folder.rglob("*.htm*") if file.is_file()]
    return [(opened(file), f"https://example.org/{file.name}") for file in sorted(files)]


def opened(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def enlarged(html: bytes, rng: Random) -> bytes:
    """A page with a menu of many links, styles and scripts, up to about 160 kB."""
    links = "".join(
        f'<li class="menu-item menu-item-{number}"><a href="/chuyen-muc-{number}.html" '
        f'title="{name}">{name}</a></li>'
        for number in range(240)
        for name in [f"{rng.choice(words.PROVINCES)} {number}"]
    )
    menu = f'<nav class="mega-menu"><ul>{links}</ul></nav>'.encode("ascii", "xmlcharrefreplace")
    rules = "".join(
        f".menu-item-{number}{{margin:{rng.randrange(20)}px;color:#{rng.randrange(4096):03x}}}\n"
        for number in range(1_000)
    )
    missing = max(0, REAL_SIZE - len(html) - len(menu) - len(rules))
    settings = [{"id": number, "url": f"/w/{rng.randrange(10**6)}"} for number in range(8_000)]
    script = json.dumps(settings)[:missing]
    extra = f"<style>{rules}</style><script>var settings = {script};</script>".encode("ascii")
    head, opening, rest = html.partition(b"<body")
    start, end, text = rest.partition(b">")
    return b"".join((head, extra, opening, start, end, menu, text))


PAGES: dict[str, Callable[[Path | None], list[Page]]] = {
    "small": small_pages, "real size": real_pages, "bulk": bulk_pages,
}  # fmt: skip


# --- one tool in a process of its own -------------------------------------------------------------


def reader(tool: str) -> Callable[..., object]:
    if tool == "lxml":
        from lxml import html

        return lambda page, _url: html.document_fromstring(page)
    if tool == "trafilatura":
        import trafilatura

        return lambda page, url: trafilatura.bare_extraction(
            page, url=url, fast=True, with_metadata=True, include_comments=False
        )
    import govnews
    from govnews.errors import GovnewsError

    def read(page: bytes, url: str) -> object:
        with contextlib.suppress(GovnewsError):
            return govnews.extract(page, url, fetched_at=FETCHED_AT)
        return None

    return read


def times(tool: str, pages: list[Page]) -> dict[str, list[float]]:
    """Milliseconds for each page, at the first reading and at the second."""
    read = reader(tool)
    first = make_portal(SEED - 1, 1).pages[0]
    given = [
        (decode(page)[0] if tool == "trafilatura" else page, url)
        for page, url in [(first.html, first.url), *pages]
    ]
    read(*given.pop(0))
    taken: dict[str, list[float]] = {}
    for name in ("cold", "warm"):
        taken[name] = []
        for page, url in given:
            began = time.process_time()
            read(page, url)
            taken[name].append(1000 * (time.process_time() - began))
    return taken


# --- the rounds -----------------------------------------------------------------------------------


def run(
    kind: str, tools: list[str], rounds: int, folder: Path | None
) -> dict[str, dict[str, float]]:
    """The mean time of a page for each tool, cold and warm."""
    taken: dict[str, list[dict[str, list[float]]]] = {tool: [] for tool in tools}
    for _ in range(rounds):
        for tool in tools:
            command = [sys.executable, __file__, "--worker", tool, "--kind", kind]
            command += ["--folder", str(folder)] if folder is not None else []
            done = subprocess.run(command, capture_output=True, check=True)
            taken[tool].append(json.loads(done.stdout))
    return {
        tool: {
            name: mean(map(median, zip(*(each[name] for each in runs), strict=True)))
            for name in ("cold", "warm")
        }
        for tool, runs in taken.items()
    }


def rows(kind: str, found: dict[str, dict[str, float]]) -> Iterator[str]:
    for tool, values in found.items():
        for name, value in values.items():
            ratios = [
                f"{value / found[other][name]:.2f}" if other in found else "–"
                for other in ("lxml", "trafilatura")
            ]
            yield f"| {kind} | {tool} | {name} | {value:.2f} | {' | '.join(ratios)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--folder", type=Path, help="where pages of real size are")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kind", choices=PAGES, help="only these pages")
    parser.add_argument("--only", choices=TOOLS, help="only this tool")
    parser.add_argument("--worker", choices=TOOLS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        print(json.dumps(times(args.worker, PAGES[args.kind](args.folder))))
        return
    print("| pages | tool | | ms a page | × lxml | × trafilatura |\n|---|---|---|---|---|---|")
    for kind in [args.kind] if args.kind else PAGES:
        tools = [args.only] if args.only else list(TOOLS)
        for row in rows(kind, run(kind, tools, args.rounds, args.folder)):
            print(row)


if __name__ == "__main__":
    main()
