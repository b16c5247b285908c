"""The bounds of a portal: which addresses may be its pages. The one place that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Self
from urllib.parse import urlsplit

from govnews.url_syntax import authority, normal


@dataclass(frozen=True, slots=True)
class Site:
    """A host with a port and a path, and other hosts that belong to it.

    authority, others: as `url_syntax.authority` writes them: a leading `www.` makes no difference,
    nor does http or https at their default ports; any other port does. path: of the base URL, with
    a slash at its end.
    """

    authority: str
    path: str = "/"
    others: frozenset[str] = frozenset()

    @classmethod
    def of(cls, base_url: str, hosts: Iterable[str] = ()) -> Self:
        """The site below a URL, which ends with a slash. hosts: names, with a port or without."""
        base = normal(base_url)
        named = (authority(normal(f"http://{host}/").geturl()) for host in hosts)
        return cls(authority(base.geturl()), base.path, frozenset(named))

    @classmethod
    def around(cls, url: str) -> Self:
        """The site of a page, of which only the host is known."""
        return cls(authority(url))

    def holds(self, url: str) -> bool:
        """Whether a URL may be a page of the site: on its host below its path, or on a host that is
        named.
        """
        where = authority(url)
        if where != self.authority:
            return where in self.others
        return self.path == "/" or f"{normal(url).path}/".startswith(self.path)

    def holds_host(self, url: str) -> bool:
        """Whether a URL is on one of the hosts, whatever its path: robots.txt, feeds and sitemaps
        lie at the root of a host that several portals share.
        """
        where = authority(url)
        return where == self.authority or where in self.others

    def is_home(self, url: str) -> bool:
        """Whether a URL is the site's own home page, or that of any host."""
        parts = urlsplit(url)
        if parts.query:
            return False
        if parts.path in {"", "/"}:
            return True
        return authority(url) == self.authority and f"{normal(url).path.rstrip('/')}/" == self.path


site_of = cache(Site.of)
"""The same site for the same arguments, which are asked for with each link."""
