"""The tree of a query: the conditions on a text, and the equivalent FTS5 expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from govnews.archive.columns import SOUGHT
from govnews.archive.search.words import Words, exactly, plain_d, spellings
from govnews.vietnamese.text import fold

TEXT = " ".join(SOUGHT)
"""Columns in which words without a field are matched."""

Beginnings = Callable[[str], "tuple[str, ...] | None"]
"""Returns the index words with a prefix, or None to leave the prefix to FTS5."""


@dataclass(frozen=True, slots=True)
class Term:
    """Adjacent words, in one of several spellings.

    field: column of the index, or None for title, sapo and body. beginning: the last word of each
    spelling is a prefix.
    """

    ways: tuple[Words, ...]
    field: str | None = None
    beginning: bool = False

    def folded(self) -> tuple[str, ...]:
        """The spellings as the index has them, a prefix marked with `*`."""
        star = "*" if self.beginning else ""
        return tuple(dict.fromkeys(fold(" ".join(way)) + star for way in self._spelled()))

    def _spelled(self) -> Iterator[Words]:
        for way in self.ways:
            yield from spellings(way)

    def fts(self, text: str, beginnings: Beginnings) -> str:
        phrases: dict[str, None] = {}
        for way in self._spelled():
            # `known` is only called for single words, where FTS5 itself would be slow.
            known = beginnings(fold(way[0])) if self.beginning and len(way) == 1 else None
            if known is None:
                phrases[f'"{plain_d(" ".join(way))}"' + ("*" if self.beginning else "")] = None
            else:
                phrases.update((f'"{word}"', None) for word in known)
        return f"{{{self.field or text}}} : ({' OR '.join(phrases)})"

    def exact(self, text: str) -> bool:
        """Whether the text (lower-case NFC) has the words with exactly these diacritics.

        A term with a field of its own is not checked.
        """
        if self.field not in {None, "title"}:
            return True
        # A pattern with a lookbehind at its start could not skip from one first letter to the next.
        return any(
            not (match.start() and text[match.start() - 1].isalnum())
            for match in _exactly(self.ways, self.beginning).finditer(text)
        )


@lru_cache(maxsize=256)
def _exactly(ways: tuple[Words, ...], beginning: bool) -> re.Pattern[str]:
    return re.compile("|".join(exactly(way, beginning=beginning) for way in ways))


@dataclass(frozen=True, slots=True)
class Every:
    """All of `wanted` and none of `unwanted`; at least one is wanted."""

    wanted: tuple[Node, ...]
    unwanted: tuple[Node, ...] = ()

    def fts(self, text: str, beginnings: Beginnings) -> str:
        joined = " AND ".join(part.fts(text, beginnings) for part in self.wanted)
        if not self.unwanted:
            return f"({joined})"
        # Excluded words may not occur in any column, whatever the columns of the wanted ones.
        without = " OR ".join(part.fts(TEXT, beginnings) for part in self.unwanted)
        return f"(({joined}) NOT ({without}))"

    def exact(self, text: str) -> bool:
        return all(part.exact(text) for part in self.wanted)


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of `parts`."""

    parts: tuple[Node, ...]

    def fts(self, text: str, beginnings: Beginnings) -> str:
        return f"({' OR '.join(part.fts(text, beginnings) for part in self.parts)})"

    def exact(self, text: str) -> bool:
        return any(part.exact(text) for part in self.parts)


Node = Term | Every | Either


def wanted_terms(node: Node) -> Iterator[Term]:
    """The terms that may occur in a match, from left to right."""
    if isinstance(node, Term):
        yield node
    else:
        for part in node.wanted if isinstance(node, Every) else node.parts:
            yield from wanted_terms(part)


def is_costly(node: Node) -> bool:
    """Whether finding a few matches may take many steps: for phrases, prefixes, NOT, and for
    several words that are common but seldom occur together.
    """
    if isinstance(node, Term):
        return node.beginning or any(len(way) > 1 for way in node.ways)
    if isinstance(node, Every):
        return bool(node.unwanted) or len(node.wanted) > 2 or any(map(is_costly, node.wanted))
    return any(map(is_costly, node.parts))
