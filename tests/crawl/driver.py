"""Crawls in processes of their own, as the reactor demands: driver.py ROOT NAME… [--key value].

`driver.py --serve FD` imports everything once and forks a process for each crawl that is asked for
over the socket: real processes with an exit status, to be killed at will, without the second and a
half that importing Scrapy takes.
"""

from __future__ import annotations

import argparse
import json
import os
import posix
import signal
import socket
import sys
from datetime import date
from pathlib import Path

from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list
from scrapy.utils.misc import load_object

from govnews import extraction_pool
from govnews.addresses import is_public, literal
from govnews.crawl import circuit_breaker, resolver, runner, url_policy, visit
from govnews.crawl.progress import LineObserver
from govnews.crawl.run_report import exit_code
from govnews.crawl.selection import Selection
from govnews.errors import GovnewsError
from govnews.portal import Registry
from tests.forked_reader import REPLACED, count_no_more


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser()
    options.add_argument("root", type=Path)
    options.add_argument("names", nargs="+")
    options.add_argument("--hosts", default="{}", help="JSON: what names resolve to")
    options.add_argument("--public", default="", help="an address that counts as public")
    options.add_argument("--timeout", default="")
    options.add_argument("--max-pages", type=int)
    options.add_argument("--max-seconds", type=float)
    options.add_argument("--full", action="store_true")
    options.add_argument("--section", action="append", default=[])
    options.add_argument("--since", type=date.fromisoformat)
    options.add_argument("--until", type=date.fromisoformat)
    options.add_argument("--pauses", default="0.2 0.4 0.8", help="seconds a host is left alone")
    options.add_argument("--uncounted", action="store_true", help="without coverage")
    options.add_argument("--stuck", action="store_true", help="waiting requests stay, as if lost")
    return options


def main(args: list[str]) -> int:
    given = parser().parse_args(args)
    if given.uncounted:
        count_no_more()
    names = json.loads(given.hosts)

    def lookup(name: str) -> str:
        if literal(name):
            return name
        if name not in names:
            raise socket.gaierror(f"no such host: {name}")
        return str(names[name])

    socket.gethostbyname = lookup
    if given.public:

        def is_public_here(address: str) -> bool:
            return address == given.public or is_public(address)

        resolver.is_public = url_policy.is_public = is_public_here
    extraction_pool.subprocess = REPLACED
    visit.BACK_OFF = (0.1, 0.2)
    circuit_breaker.PAUSES = tuple(map(float, given.pauses.split()))
    if given.stuck:
        runner.take_back_waiting = lambda crawler: None
        runner.GRACE = 0.3
    settings: Settings = runner.project_settings()
    if given.timeout:
        settings.set("DOWNLOAD_TIMEOUT", float(given.timeout), priority="project")
    try:
        registry = Registry(given.root)
        selection = Selection(
            tuple(given.section),
            given.since,
            given.until,
            given.max_pages,
            given.max_seconds,
            given.full,
        )
        portals = [registry.load(name) for name in given.names]
        summaries = runner.crawl(
            portals,
            given.root,
            selection=selection,
            observer=LineObserver(every=0.2),
            settings=settings,
        )
    except GovnewsError as error:
        print(f"Error: {error}", file=sys.stderr)
        return error.exit_code
    print(json.dumps([summary.as_dict() for summary in summaries]))
    return exit_code(summaries)


def serve(control: socket.socket) -> list[str] | None:
    """Forks until the other side closes. Returns in each crawling process, with its arguments;
    in the server itself None, at the end.
    """
    settings = runner.project_settings()
    for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES"):
        for component in build_component_list(settings.getwithbase(kind)):
            load_object(component)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, files, _, _ = socket.recv_fds(control, 1 << 16, 3)
        if not message:
            return None
        if os.fork():
            for file in files:
                os.close(file)
            continue
        # A process in between waits for the crawl and tells how it ended.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        told, out, err = files
        control.close()
        crawling = os.fork()
        if not crawling:
            os.close(told)
            os.dup2(out, 1)
            os.dup2(err, 2)
            os.close(out)
            os.close(err)
            return list(json.loads(message))
        os.close(out)
        os.close(err)
        os.write(told, b"%d\n" % crawling)
        _, status = os.waitpid(crawling, 0)
        os.write(told, b"%d\n" % os.waitstatus_to_exitcode(status))
        posix._exit(0)


if __name__ == "__main__":
    arguments: list[str] | None = sys.argv[1:]
    if sys.argv[1] == "--serve":
        with socket.socket(fileno=int(sys.argv[2])) as ours:
            arguments = serve(ours)
        sys.argv = [sys.argv[0], *(arguments or ())]
    sys.exit(main(arguments) if arguments is not None else 0)
