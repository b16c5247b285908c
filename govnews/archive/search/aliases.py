"""Abbreviations and full names, from aliases.toml: UBND is Ủy ban nhân dân."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from govnews.archive.search.nodes import Either, Every, Node, Term
from govnews.archive.search.words import Words, split
from govnews.vietnamese.text import fold

_MAX_WAYS = 8


@cache
def names() -> Mapping[Words, tuple[Words, ...]]:
    """All equivalent names by each of them, folded, from a file of the package."""
    text = (resources.files("govnews.archive.search") / "aliases.toml").read_text(encoding="utf-8")
    table: dict[Words, tuple[Words, ...]] = {}
    for group in tomllib.loads(text).values():
        for short, others in group.items():
            ways = tuple(split(name) for name in (short, *others))
            for way in ways:
                table[_key(way)] = ways
    return table


def expand(items: Sequence[tuple[Node, bool]]) -> tuple[Node, ...]:
    """The parts of a query, with equivalent names added to each name.

    items: parts that all have to match, in the typed order, each with whether it was typed without
    quotes: neighbours without quotes can form a name together (ủy ban nhân dân).
    """
    nodes: list[Node] = []
    place = 0
    while place < len(items):
        taken = _name_at(items, place)
        if taken:
            terms = tuple(node for node, _ in items[place : place + taken])
            nodes.append(_with_others(terms))
        else:
            node, bare = items[place]
            nodes.append(node if bare or not isinstance(node, Term) else _inside(node))
        place += taken or 1
    return tuple(nodes)


def _key(words: Words) -> Words:
    return tuple(fold(word) for word in words)


def _words(terms: Sequence[Node]) -> Words:
    return tuple(word for term in terms if isinstance(term, Term) for word in term.ways[0])


def _name_at(items: Sequence[tuple[Node, bool]], place: int) -> int:
    """The number of parts in the longest name that starts here; 0 for none."""
    first, found = items[place][0], 0
    longest = max(map(len, names()))
    for end in range(place, min(len(items), place + longest)):
        node, bare = items[end]
        if not bare or not isinstance(node, Term) or node.beginning:
            break
        if not isinstance(first, Term) or node.field != first.field:
            break
        if _key(_words([node for node, _ in items[place : end + 1]])) in names():
            found = end + 1 - place
    return found


def _with_others(terms: tuple[Node, ...]) -> Node:
    typed = _words(terms)
    ways = tuple(way for way in names()[_key(typed)] if _key(way) != _key(typed))
    first = terms[0]
    field = first.field if isinstance(first, Term) else None
    if len(terms) == 1:
        return Term((typed, *ways), field)
    return Either((Every(terms), Term(ways, field)))


def _inside(phrase: Term) -> Term:
    """A phrase with the names inside it expanded: "UBND tỉnh" is "Ủy ban nhân dân tỉnh"."""
    words = phrase.ways[0]
    ways = [words]
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            key = _key(words[start:end])
            others = (way for way in names().get(key, ()) if _key(way) != key)
            ways += [(*words[:start], *way, *words[end:]) for way in others]
    return Term(tuple(ways[:_MAX_WAYS]), phrase.field, phrase.beginning)
