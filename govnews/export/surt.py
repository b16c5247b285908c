"""Keys of web archive indexes: a URL with its host reversed (`vn,gov,longan)/tin/1`), in the
canonical form in which replay tools search for URLs (SURT, with the rules of the Wayback Machine).
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_SAFE = b"!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_WWW = re.compile(r"www\d*\.")
_DEFAULT_PORTS = {("http", 80), ("https", 443)}
_PATH_SESSION = re.compile(r"(.*/)\((?:[a-z]\([0-9a-z]{24}\)|[0-9a-z]{24})\)/([^?]+\.aspx.*)")
_QUERY_SESSIONS = [
    re.compile(pattern)
    for pattern in (
        r"(.*)jsessionid=[0-9a-z]{32}(?:&(.*))?\Z",
        r"(.*)phpsessid=[0-9a-z]{32}(?:&(.*))?\Z",
        r"(.*)sid=[0-9a-z]{32}(?:&(.*))?\Z",
        r"(.*)aspsessionid[a-z]{8}=[a-z]{24}(?:&(.*))?\Z",
        r"(.*)cfid=[^&]+&cftoken=[^&]+(?:&(.*))?\Z",
    )
]


def surt(url: str) -> str:
    """The key of an http or https URL, without its scheme and fragment."""
    parts = urlsplit(url)
    host = _WWW.sub("", (parts.hostname or "").strip("."), count=1)
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    port = (
        f":{parts.port}" if parts.port and (parts.scheme, parts.port) not in _DEFAULT_PORTS else ""
    )
    query = _query(parts.query)
    return f"{','.join(reversed(host.split('.')))}{port}){_path(parts.path)}{query}"


def _unescaped(text: str) -> bytes:
    """The decoded bytes, even when they were escaped several times."""
    raw = text.encode("utf-8", "surrogateescape")
    while (plain := unquote_to_bytes(raw)) != raw:
        raw = plain
    return raw


def _escaped(raw: bytes) -> str:
    return quote_from_bytes(raw, safe=_SAFE).lower()


def _path(path: str) -> str:
    kept: list[bytes] = []
    for name in _unescaped(path).split(b"/")[1:]:
        if name == b".." and kept:
            kept.pop()
        elif name != b".":
            kept.append(name)
    folders = b"".join(name + b"/" for name in kept[:-1] if name)
    text = _escaped(b"/" + folders + b"".join(kept[-1:]))
    session = _PATH_SESSION.fullmatch(text)
    if session:
        text = session[1] + session[2]
    return text[:-1] if len(text) > 1 and text.endswith("/") else text


def _query(query: str) -> str:
    text = _escaped(_unescaped(query))
    for pattern in _QUERY_SESSIONS:
        match = pattern.match(text)
        if match:
            text = match[1] + (match[2] or "")
    if len(text) > 1:
        pairs = sorted(tuple(pair.split("=", 1)) for pair in text.split("&"))
        text = "&".join("=".join(pair) for pair in pairs)
    return f"?{text}" if text else ""
