"""DNS resolver that refuses names of private networks before a connection is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from govnews.addresses import is_public

trusted_hosts: set[str] = set()
"""Hosts of portals with `allow_private`, filled by url_policy.py. One for the process, as is
Twisted's resolver."""

refused_hosts: dict[str, str] = {}
"""Names with an address that is not public. Twisted reports them only as not found; failures.py
reads the reason here."""

MAX_HOSTS = 10_000


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, restricted to public addresses. The checked address is the one that is
    connected to, so DNS rebinding has no effect.
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
