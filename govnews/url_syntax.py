"""The one spelling of an address among those that RFC 3986 (6.2.2, 6.2.3) calls equivalent.

Nothing here knows what a parameter means: `reading.urls.canonical` leaves out sessions and views.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from w3lib.url import safe_url_string

DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AFTER_STRAY = re.compile(r"%[0-9A-Fa-f]?\Z")


def normal(url: str) -> SplitResult:
    """The parts of an address in one spelling, its fragment and its user left out.

    Scheme and host are in lower case, the host without a final dot, the port only where it is not
    the scheme's own. Path and query have upper-case percent escapes, none for an unreserved
    character; the path has no dot segments and is not empty. Raises ValueError for an address that
    has no such parts, as `urlsplit` does.
    """
    parts = urlsplit(safe_url_string(url.strip()))
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").lower().rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    if parts.port is not None and parts.port != DEFAULT_PORTS.get(scheme):
        host = f"{host}:{parts.port}"
    path = without_dots(_unescaped(parts.path)) or "/"
    return SplitResult(scheme, host, path, _unescaped(parts.query), "")


def parameter_name(pair: str) -> str:
    """The name in `name=value` of a query, in lower case."""
    return pair.partition("=")[0].lower()


def without_dots(path: str) -> str:
    """A path without the segments `.` and `..`, as clients resolve them (RFC 3986, 5.2.4)."""
    if "/." not in path and not path.startswith("."):
        return path
    segments = path.split("/")
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]  # the first one is empty: it stands for the root
        elif segment != ".":
            kept.append(segment)
    return "/".join([*kept, ""] if segments[-1] in {".", ".."} else kept)


def _unescaped(text: str) -> str:
    """Percent escapes in upper case, and unreserved characters as they are."""
    return _ESCAPE.sub(_one_escape, text)


def _one_escape(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    # Behind a lone percent sign a digit would make an escape that nobody wrote.
    stray = _AFTER_STRAY.search(match.string, max(0, match.start() - 2), match.start())
    return sign if sign in _UNRESERVED and not stray else match[0].upper()


def host_port(url: str) -> str:
    """Host and port of an address; a default port, of http or of https, is left out, as portals
    move between the two. Empty for what is no address of the web.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in DEFAULT_PORTS:
        return ""
    host = (parts.hostname or "").lower().rstrip(".")
    return host if port in {None, *DEFAULT_PORTS.values()} else f"{host}:{port}"


def authority(url: str) -> str:
    """Host and port of an address as `host_port` has them, a leading `www.` aside."""
    return host_port(url).removeprefix("www.")
