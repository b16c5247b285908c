"""Reads pages in a process of its own: twice the pages on two cores, and a page that makes the
reader hang or die takes only that process with it.

`python -m govnews.crawl.understand FD` is that process. It ends when its parent does, however that
ends: the socket between them closes. Its only clock is an alarm that the kernel keeps.
"""

from __future__ import annotations

import gc
import pickle
import signal
import socket
import struct
import sys

from govnews.crawl.items import ArticlePage, Problem
from govnews.errors import NotAnArticle, PageRefused
from govnews.families import links, read, walk
from govnews.model import Capture, Link, Listing, Profile
from govnews.portal import Portal

Job = tuple[Capture, Portal, Link, Profile | None]
Outcome = ArticlePage | Listing | Problem

SECONDS_A_PAGE = 20.0
"""A page that takes longer ends the process; the kernel sees to it, whatever the reader does."""

GARBAGE = 10_000
"""New objects after which Python looks for cycles among them."""

LENGTH = struct.Struct("!Q")


def understand(
    capture: Capture, portal: Portal, link: Link, profile: Profile | None = None
) -> Outcome:
    """The article and its links, the list, or why the page is neither. A pure function."""
    try:
        if link.kind == "article":
            return ArticlePage(read(capture, portal, profile), links(capture, portal))
        listing = walk(capture, portal, link)
    except (NotAnArticle, PageRefused) as error:
        return Problem(error.reason, str(error))
    except Exception as error:  # noqa: BLE001
        # A page that breaks a reader must not take the others with it; its capture is kept.
        return Problem("reader-error", f"{type(error).__name__}: {error}")
    return listing


def frame(message: object) -> bytes:
    """A message as it goes over the socket: its length, then the pickle."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def serve(connection: socket.socket) -> None:
    """Answers jobs in their order until the other side closes."""
    gc.freeze()
    gc.set_threshold(GARBAGE)
    with connection.makefile("rb") as incoming:
        while head := incoming.read(LENGTH.size):
            job: Job = pickle.loads(incoming.read(*LENGTH.unpack(head)))  # noqa: S301 (our parent)
            signal.setitimer(signal.ITIMER_REAL, SECONDS_A_PAGE)
            outcome = understand(*job)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.sendall(frame(outcome))


def main() -> None:
    """The process's life; a parent that is gone is no error."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        try:
            serve(connection)
        except (ConnectionError, EOFError, pickle.UnpicklingError, struct.error):
            sys.exit(0)


if __name__ == "__main__":
    main()
