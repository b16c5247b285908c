"""Takes the meaning out of class and id names, as build tools do: the same name, the same noise."""

from __future__ import annotations

import re
from hashlib import blake2b

_NAMES = re.compile(r'\b(class|id|for)="([^"]*)"')


def scramble(html: str, salt: int) -> str:
    """The page with every class and id name replaced by a random string, stable for a salt."""

    def renamed(match: re.Match[str]) -> str:
        names = (_noise(name, salt) for name in match[2].split())
        return f'{match[1]}="{" ".join(names)}"'

    return _NAMES.sub(renamed, html)


def _noise(name: str, salt: int) -> str:
    digest = blake2b(f"{salt}:{name}".encode(), digest_size=5).digest()
    return "".join("bcdfghjklmnpqrstvwxz"[byte % 20] for byte in digest)
