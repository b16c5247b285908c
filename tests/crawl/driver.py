"""Crawls in a process of its own, as the reactor demands: driver.py ROOT NAME… [--key value]."""

from __future__ import annotations

import argparse
import json
import socket
import sys
from pathlib import Path

from scrapy.settings import Settings

from govnews.crawl import resolver, runner
from govnews.crawl.observer import LineObserver
from govnews.crawl.summary import exit_code
from govnews.errors import GovnewsError
from govnews.portal import Registry


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--hosts", default="{}", help="JSON: what names resolve to")
    parser.add_argument("--public", default="", help="an address that counts as public")
    parser.add_argument("--timeout", default="")
    parser.add_argument("--max-pages", type=int)
    given = parser.parse_args()
    names = json.loads(given.hosts)

    def lookup(name: str) -> str:
        if resolver.literal(name):
            return name
        if name not in names:
            raise socket.gaierror(f"no such host: {name}")
        return str(names[name])

    socket.gethostbyname = lookup
    if given.public:
        really = resolver.is_public
        resolver.is_public = lambda address: address == given.public or really(address)
    settings: Settings = runner.project_settings()
    if given.timeout:
        settings.set("DOWNLOAD_TIMEOUT", float(given.timeout), priority="project")
    try:
        registry = Registry(given.root)
        portals = [registry.load(name) for name in given.names]
        summaries = runner.crawl(
            portals,
            given.root,
            max_pages=given.max_pages,
            observer=LineObserver(every=0.2),
            settings=settings,
        )
    except GovnewsError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_code
    print(json.dumps([summary.as_dict() for summary in summaries]))
    return exit_code(summaries)


if __name__ == "__main__":
    sys.exit(main())
