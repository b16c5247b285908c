"""The differences of two readings of an article, paragraph by paragraph and word by word.

Pure functions of two versions as `versions.load` returns them: the command line colours the result,
the web page marks it up.
"""

from __future__ import annotations

import difflib
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from govnews.archive import columns

Op = Literal["equal", "delete", "insert"]

FIELDS = {column.name: column.diff for column in columns.VERSION if column.diff is not None}
"""The compared fields in the order of a page, and how each is compared. Paragraphs and lists have
several blocks.
"""

ALIKE = 0.5
"""Minimum share of common words for one paragraph to be an edit of another."""

MOST_CELLS = 4_000_000
"""Maximum product of the numbers of words of both sides for matching; larger texts are shown as one
deletion and one insertion.
"""

MOST_PAIRS = 400
"""Maximum product of the numbers of paragraphs of one change for pairing them."""

A_LINE = 120
"""Length in characters below which a single block is taken for an edit of the single block in its
place: a title may lose every word.
"""

_WORDS = re.compile(r"\s+|\w+(?:[.,:/%-]\w+)*%?|[^\w\s]")
_SENTENCES = re.compile(r"(?<=[.!?;:…])(?=\s)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words. op: "delete" is in the earlier text only, "insert" in the later one only."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a field of one line.

    op: "equal", "delete", "insert", or "change" when both sides have it, worded differently.
    """

    op: Literal["equal", "delete", "insert", "change"]
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        """The earlier text; empty for an insertion."""
        return "".join(piece.text for piece in self.pieces if piece.op != "insert")

    @property
    def after(self) -> str:
        """The later text; empty for a deletion."""
        return "".join(piece.text for piece in self.pieces if piece.op != "delete")


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field that differs. blocks: all of it in order, including unchanged paragraphs."""

    field: str
    blocks: tuple[Block, ...]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldDiff, ...]:
    """The fields that differ between two versions, with deletions and insertions."""
    return tuple(
        FieldDiff(name, blocks(old, new))
        for name in FIELDS
        for old, new in [(lines(before, name), lines(after, name))]
        if old != new
    )


def lines(version: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """A field's text in blocks: a body's paragraphs, attachments as "name address"."""
    value = version[field]
    if value is None or value == "":
        return ()
    if FIELDS[field] == "paragraphs":
        return tuple(value.split("\n\n"))
    if FIELDS[field] == "list":
        items = json.loads(value) if isinstance(value, str) else value
        return tuple(item if isinstance(item, str) else _line(item) for item in items)
    return (str(value),)


def _line(item: Mapping[str, Any]) -> str:
    """A file as "name address", a signer as "name, post, on behalf of"."""
    if "url" in item:
        return " ".join(filter(None, (item.get("name"), item["url"])))
    return ", ".join(item.values())


def blocks(before: Sequence[str], after: Sequence[str]) -> tuple[Block, ...]:
    """Align two texts by paragraph; an edited paragraph is one block."""
    found: list[Block] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for op, begin, end, first, last in matcher.get_opcodes():
        if op == "equal":
            found += [Block("equal", (Piece("equal", text),)) for text in before[begin:end]]
        else:
            found += _paired(before[begin:end], after[first:last])
    return tuple(found)


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Block]:
    """Pair the paragraphs of one change: similar ones, in order, are edits; others were deleted or
    inserted.
    """
    if len(before) * len(after) > MOST_PAIRS:
        pairs = list(zip(range(len(before)), range(len(after)), strict=False))
    elif len(before) == len(after) == 1 and min(len(before[0]), len(after[0])) < A_LINE:
        pairs = [(0, 0)]
    else:
        pairs = _best_pairs([_bag(text) for text in before], [_bag(text) for text in after])
    old, new = 0, 0
    for left, right in [*pairs, (len(before), len(after))]:
        yield from (Block("delete", (Piece("delete", text),)) for text in before[old:left])
        yield from (Block("insert", (Piece("insert", text),)) for text in after[new:right])
        if left < len(before):
            yield Block("change", words(before[left], after[right]))
        old, new = left + 1, right + 1


def _bag(text: str) -> Counter[str]:
    return Counter(text.lower().split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _best_pairs(before: list[Counter[str]], after: list[Counter[str]]) -> list[tuple[int, int]]:
    """The ordered pairs with the highest total similarity, by a
    longest-common-subsequence method.
    """
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    like = [[_likeness(one, other) for other in after] for one in before]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            pair = like[i][j] + best[i + 1][j + 1] if like[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    pairs, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        if like[i][j] >= ALIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts by word; long ones are aligned by sentence first, which is faster."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) <= MOST_CELLS:
        return _joined(_matched(old, new))
    found: list[Piece] = []
    for piece in _matched(_SENTENCES.split(before), _SENTENCES.split(after)):
        follows = found and piece.op == "insert" and found[-1].op == "delete"
        gone = found.pop() if follows else None
        old, new = (_WORDS.findall(gone.text) if gone else []), _WORDS.findall(piece.text)
        if gone is not None and len(old) * len(new) <= MOST_CELLS:
            found += _matched(old, new)
        else:
            found += [piece] if gone is None else [gone, piece]
    return _joined(found)


def _matched(before: Sequence[str], after: Sequence[str]) -> list[Piece]:
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for op, begin, end, first, last in matcher.get_opcodes():
        if op == "equal":
            found.append(Piece("equal", "".join(before[begin:end])))
            continue
        if begin < end:
            found.append(Piece("delete", "".join(before[begin:end])))
        if first < last:
            found.append(Piece("insert", "".join(after[first:last])))
    return found


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Join changes that only a blank separates into one: "[-old words-]"."""
    found: list[Piece] = []
    for shared, run in itertools.groupby(pieces, _is_shared):
        parts = list(run)
        gone = "".join(part.text for part in parts if part.op != "insert")
        came = "".join(part.text for part in parts if part.op != "delete")
        if shared or gone == came:
            _add(found, "equal", gone)
            continue
        head = _same(gone[: len(gone) - len(gone.lstrip())], came[: len(came) - len(came.lstrip())])
        gone, came = gone.removeprefix(head), came.removeprefix(head)
        tail = _same(gone[len(gone.rstrip()) :], came[len(came.rstrip()) :])
        _add(found, "equal", head)
        _add(found, "delete", gone.removesuffix(tail))
        _add(found, "insert", came.removesuffix(tail))
        _add(found, "equal", tail)
    return tuple(found)


def _is_shared(piece: Piece) -> bool:
    return piece.op == "equal" and bool(piece.text.strip())


def _same(one: str, other: str) -> str:
    return one if one == other else ""


def _add(found: list[Piece], op: Op, text: str) -> None:
    if text and found and found[-1].op == op == "equal":
        found[-1] = Piece(op, found[-1].text + text)
    elif text:
        found.append(Piece(op, text))
