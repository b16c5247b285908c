"""What names an article, whatever the spelling of its address: the key of an article's address.

Portals move from http to https, drop `www.`, answer whatever the case of a path (IIS) and add
parameters that say where a link stood. The key of an address leaves all of that out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from govnews.model import AddressReason
from govnews.url_syntax import authority, parameter_name


@dataclass(frozen=True, slots=True)
class Identity:
    """The rules of one portal.

    names: parameters that name an article; all others are left out. ignore: parameters that do not
    name one; all others are kept. A portal file has one of the two at most. path_case: "ignore"
    where the server answers whatever the case of a path.
    """

    names: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    path_case: Literal["keep", "ignore"] = "keep"

    def key(self, url: str) -> str:
        """The key of a canonical address. It is spelled as an address with http and without www.;
        what is no address of the web is its own key.
        """
        where = authority(url)
        if not where:
            return url
        parts = urlsplit(url)
        path = parts.path.lower() if self.path_case == "ignore" else parts.path
        query = self._query(parts.query)
        # No address of a page has a fragment, but for one that another article has now.
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f"http://{where}{path or '/'}" + (f"?{query}" if query else "") + fragment

    def _query(self, query: str) -> str:
        if not query or not (self.names or self.ignore):
            return query
        pairs = [(parameter_name(pair), pair) for pair in query.split("&")]
        if self.names:
            # In the order of the rule: it says which parameters count, not where they stand.
            kept = [pair for name in self.names for own, pair in pairs if own == name]
        else:
            kept = [pair for own, pair in pairs if own not in self.ignore]
        return "&".join(kept)


ADDRESS_ONLY = Identity()
"""The rules of a portal that names none: every parameter counts, and so does the case of a path."""


def spelling(url: str, other: str) -> AddressReason:
    """In what an address differs from another one of the same key; the first difference counts."""
    one, two = urlsplit(url), urlsplit(other)
    if one.path != two.path:
        return AddressReason.CASE
    if one.query != two.query:
        return AddressReason.PARAMETERS
    if one.netloc != two.netloc:
        return AddressReason.WWW
    return AddressReason.SCHEME


def twins(key: str, hosts: Collection[str]) -> tuple[str, ...]:
    """The keys of the addresses that differ from one in a final slash, in the host for mobile
    devices (`m.`), or in both. Such an address is another article's if it reads otherwise.

    hosts: those of the portal, as `url_syntax.authority` writes them.
    """
    parts = urlsplit(key)
    if not parts.netloc:
        return ()
    bare = parts.path.rstrip("/")
    paths = (bare, f"{bare}/") if bare else (parts.path,)
    others = {f"m.{parts.netloc}", parts.netloc.removeprefix("m.")}
    places = (parts.netloc, *sorted((others - {parts.netloc}) & {*hosts}))
    found = (parts._replace(netloc=host, path=path).geturl() for host in places for path in paths)
    return tuple(other for other in found if other != key)
