"""Parameters that a run leaves out of addresses, because they name nothing (`archive.nameless`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from govnews.archive import nameless
from govnews.archive.nameless import Names, Watch
from govnews.model import Link
from govnews.portal import Portal
from govnews.url_syntax import parameter_name


@dataclass(slots=True)
class LeftOut:
    """stated: the portal as its file describes it. portal: without the parameters that name
    nothing. met: those that a link of this run had.
    """

    stated: Portal
    portal: Portal
    watch: Watch = field(default_factory=Watch)
    met: set[str] = field(default_factory=set)

    @property
    def names(self) -> frozenset[str]:
        """The parameters that are left out, which the portal file does not name."""
        return frozenset(self.portal.identity.ignore) - frozenset(self.stated.identity.ignore)

    def add(self, names: Names) -> None:
        """Leave out what was found in this run."""
        self.portal = nameless.widened(self.portal, names)
        self.met |= self.names & names

    def identified(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """Links to articles by what names them now, of one article the first: a page may have been
        read before a parameter was found to name nothing.
        """
        names = self.names
        if not names:
            return tuple(links)
        found: dict[str, Link] = {}
        for link in links:
            if self.stated.identity_key(link.url) != (key := self.portal.identity_key(link.url)):
                query = link.url.partition("?")[2].split("&")
                self.met |= names & set(map(parameter_name, query))
            found.setdefault(key, replace(link, identity=key))
        return tuple(found.values())

    def notes(self, conn: sqlite3.Connection) -> list[str]:
        """A sentence for each parameter of which this run has left addresses out."""
        line = json.dumps(list(self.portal.identity.ignore))
        found = []
        for names, (one, other) in nameless.recorded(conn, self.portal.name).items():
            left_out = sorted(names & self.met & self.names)
            if left_out:
                named = " and ".join(f"'{name}'" for name in left_out)
                found.append(
                    f"{named} of an address names nothing: {one} and {other} are one article, as "
                    "others are, and addresses that differ in nothing else are left out. If that "
                    f"is right, the portal file says so: [identity] ignore = {line}"
                )
        return found
