"""Names that lead into private networks are refused before a connection is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from govnews.addresses import is_public, literal

__all__ = ["MAX_HOSTS", "PublicResolver", "is_public", "literal", "refused_hosts", "trusted_hosts"]

trusted_hosts: set[str] = set()
"""Hosts that portals with `allow_private` ask; the guard fills it. One for the process, as is
Twisted's resolver."""

refused_hosts: dict[str, str] = {}
"""Names that led to an address that is not public. Twisted tells its caller only that a name was
not found; problems.py looks here for the reason."""

MAX_HOSTS = 10_000


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver with a check on what it finds. The address that is checked is the one
    that is connected to, so a name cannot change its mind in between.
    """

    def getHostByName(  # noqa: N802
        self, name: str, timeout: Sequence[int] = ()
    ) -> Deferred[str]:
        """The public address of a name; fails with DNSLookupError for any other."""
        found: Deferred[str] = super().getHostByName(name, timeout)
        if name.lower() not in trusted_hosts:
            found = found.addCallback(self._checked, name)
        return found

    @staticmethod
    def _checked(address: object, name: str) -> str:
        text = cast(str, address)
        if not is_public(text):
            if len(refused_hosts) < MAX_HOSTS:
                refused_hosts[name.lower()] = text
            raise DNSLookupError(f"{name} leads to {text}, which is no public address")
        return text
