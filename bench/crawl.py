"""Pages a second of the whole crawl (fetch, WARC, reading, SQLite, search) beside bare Scrapy.

Run: python bench/crawl.py [--pages 1000] [--rounds 3] [--concurrency 8]

One process serves articles of the demo portal's templates on loopback, rendered beforehand. In
turns, a process of its own crawls them with govnews into a new archive, and one fetches the same
addresses with a plain spider that does nothing, at the same concurrency. Start-up is not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

PER_LIST = 50


# --- the server -----------------------------------------------------------------------------------


def render(count: int) -> dict[str, bytes]:
    """Answers by path: lists of PER_LIST articles, and the articles, each unlike the others."""
    from govnews.demo import load_articles, newest_first
    from govnews.demo.pages import Frame, VisitCounts, article_page

    models = newest_first(load_articles())
    counts = VisitCounts(online=5, today=500, week=3000, month=12000, total=3518240)
    frame = Frame(models[0].published, counts, models[:8])
    pages: dict[str, bytes] = {}
    paths = []
    for number in range(count):
        model = models[number % len(models)]
        article = replace(
            model,
            id=10_000 + number,
            paragraphs=(f"Bản tin số {number}.", *model.paragraphs),
            attachments=(),
        )
        paths.append((article.path, article.title))
        html = article_page(article, views=number, others=models[:6], frame=frame)
        pages[article.path] = answer(html.encode())
    last = -(-count // PER_LIST)
    for number in range(1, last + 1):
        shown = paths[(number - 1) * PER_LIST : number * PER_LIST]
        items = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in shown)
        more = f'<a rel="next" href="/tin?trang={number + 1}">Sau</a>' if number < last else ""
        html = f"<html><body><h1>Tin tức</h1><ul>{items}</ul>{more}</body></html>"
        pages["/tin" if number == 1 else f"/tin?trang={number}"] = answer(html.encode())
    return pages


def answer(body: bytes, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Server(asyncio.Protocol):
    """Answers GET from a table; as little work as can be, so that the clients are measured."""

    pages: dict[str, bytes]

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            self.transport.write(self.pages.get(path) or answer(b"none", "404 Not Found"))


async def serve(count: int) -> None:
    Server.pages = render(count)
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    articles = [path for path in Server.pages if not path.startswith("/tin?") and path != "/tin"]
    print(json.dumps({"port": port, "articles": articles}), flush=True)
    await server.serve_forever()


# --- the two clients ------------------------------------------------------------------------------


def full(port: int, concurrency: int, root: Path) -> dict[str, Any]:
    """The crawl as `govnews crawl` runs it."""
    from govnews.crawl import spider
    from govnews.crawl.runner import crawl
    from govnews.portal import Registry

    spider.AT_ONCE = concurrency
    (root / "portals").mkdir(parents=True)
    text = (
        f'title = "Bench"\nfamily = "uiarticle"\nbase_url = "http://127.0.0.1:{port}/"\n'
        '[[sections]]\nname = "Tin"\nurl = "/tin"\n'
        "[crawl]\ndelay = 0\nallow_private = true\n"
    )
    (root / "portals" / "bench.toml").write_text(text, encoding="utf-8")
    portal = Registry(root).load("bench")
    began = time.perf_counter()
    (summary,) = crawl([portal], root)
    seconds = time.perf_counter() - began
    if summary.failed or summary.queued_left:
        sys.exit(f"the crawl is not whole: {summary}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": summary.articles_new, "seconds": seconds, "peak": peak}


def bare(port: int, concurrency: int, articles: list[str]) -> dict[str, Any]:
    """The same addresses, fetched and thrown away."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"
        seen = 0

        async def start(self) -> AsyncIterator[Any]:
            for path in articles:
                yield scrapy.Request(f"http://127.0.0.1:{port}{path}")

        def parse(self, response: Any) -> None:  # noqa: ARG002
            Bare.seen += 1

    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }
    )
    process.crawl(Bare)
    began = time.perf_counter()
    process.start()
    return {"pages": Bare.seen, "seconds": time.perf_counter() - began}


# --- the measurement ------------------------------------------------------------------------------


def run(*args: str, feed: str = "") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, *args], input=feed, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def measure(pages: int, rounds: int, concurrency: int) -> None:
    server = subprocess.Popen(
        [sys.executable, __file__, "serve", "--pages", str(pages)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    try:
        site = json.loads(server.stdout.readline())
        common = ["--port", str(site["port"]), "--concurrency", str(concurrency)]
        print(f"{pages} pages, concurrency {concurrency}, {os.cpu_count()} cores")
        print(f"{'round':>6}{'govnews pages/s':>18}{'bare pages/s':>15}{'ratio':>8}")
        results: list[tuple[float, float]] = []
        ours: dict[str, Any] = {}
        for number in range(1, rounds + 1):
            with tempfile.TemporaryDirectory() as folder:
                ours = run("full", *common, "--root", folder)
            theirs = run("bare", *common, feed=json.dumps(site["articles"]))
            assert ours["pages"] == theirs["pages"] == pages, (ours, theirs)
            rates = (pages / ours["seconds"], pages / theirs["seconds"])
            results.append(rates)
            print(f"{number:>6}{rates[0]:>18.1f}{rates[1]:>15.1f}{rates[0] / rates[1]:>8.2f}")
        ours_median = statistics.median(rate for rate, _ in results)
        bare_median = statistics.median(rate for _, rate in results)
        ratio = ours_median / bare_median
        print(f"{'median':>6}{ours_median:>18.1f}{bare_median:>15.1f}{ratio:>8.2f}")
        print(f"peak memory of the crawl: {ours['peak']:.0f} MiB")
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", nargs="?", default="measure")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--concurrency", type=int, default=8)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--root", type=Path)
    given = parser.parse_args()
    if given.mode == "serve":
        asyncio.run(serve(given.pages))
    elif given.mode == "full":
        print(json.dumps(full(given.port, given.concurrency, given.root)))
    elif given.mode == "bare":
        print(json.dumps(bare(given.port, given.concurrency, json.load(sys.stdin))))
    else:
        measure(given.pages, given.rounds, given.concurrency)


if __name__ == "__main__":
    main()
