"""Edits after publication: every pair of successive versions as typed changes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from govnews.archive import columns
from govnews.audit import versions
from govnews.audit.compare import Block, FieldDiff, compare
from govnews.model import Cause

_KINDS = {
    "title": "the headline is worded differently",
    "date": "the printed date of publication or of the last change is another one",
    "number": "a number in headline, lead or body is another one",
    "paragraph-removed": "a paragraph of the body went",
    "paragraph-added": "a paragraph of the body came",
    "paragraph-moved": "a paragraph of the body stands elsewhere",
    "text": "words of lead or body are other ones",
    "author": "another signature",
    "section": "the article moved to another section",
    "attachment": "an attached file went, came or has another name",
    "source": "the source is another one",
    "signers": "the signers are other ones",
    "document": "an official document is named that was not, or no longer",
}
_COMPARED = [column for column in columns.COLUMNS if column.diff is not None]
_OF = {column.name: column.change or column.name for column in _COMPARED}

KINDS: Mapping[str, str] = (
    _KINDS
    | {
        _OF[column.name]: f"the {column.label.en} is another one"
        for column in _COMPARED
        if _OF[column.name] not in _KINDS
    }
    | {"gone": "the portal no longer has the article"}
)
"""The kinds of changes, as `govnews changes` prints them."""

_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*\s?%?")


@dataclass(frozen=True, slots=True)
class Change:
    """A single change. kind: a key of KINDS. field: the column of `article` that differs.

    before, after: the words or the paragraph, None on the side that has none.
    """

    kind: str
    field: str
    before: str | None
    after: str | None


def classify(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes from one version to another, by kind."""
    return tuple(change for diff in compare(before, after) for change in of_field(diff))


def of_field(diff: FieldDiff) -> Iterator[Change]:
    """The changes of one field."""
    name, way = diff.field, columns.BY_NAME[diff.field].diff
    if way == "value":
        yield Change(_OF[name], name, *_sides(diff))
    elif way == "list":
        yield from _of_list(diff)
    elif way == "headline":
        yield Change(_OF[name], name, *_sides(diff))
        for block in diff.blocks:
            for before, after in _replaced(block):
                yield from _numbers(name, before, after)
    else:
        yield from _of_text(diff, in_paragraphs=way == "paragraphs")


def _sides(diff: FieldDiff) -> tuple[str | None, str | None]:
    before = " ".join(block.before for block in diff.blocks if block.before)
    after = " ".join(block.after for block in diff.blocks if block.after)
    return before or None, after or None


def _of_list(diff: FieldDiff) -> Iterator[Change]:
    for block in diff.blocks:
        if block.op != "equal":
            yield Change(_OF[diff.field], diff.field, block.before or None, block.after or None)


def _of_text(diff: FieldDiff, *, in_paragraphs: bool) -> Iterator[Change]:
    kind = _OF[diff.field]
    gone = [block.before for block in diff.blocks if block.op == "delete"]
    came = [block.after for block in diff.blocks if block.op == "insert"]
    moved = set(gone) & set(came)
    for block in diff.blocks:
        if block.op == "change":
            yield from _of_paragraph(diff.field, block)
        elif block.op == "insert" and block.after in moved:
            yield Change("paragraph-moved", diff.field, block.after, block.after)
        elif block.op == "insert":
            came_in = "paragraph-added" if in_paragraphs else kind
            yield Change(came_in, diff.field, None, block.after)
        elif block.op == "delete" and block.before not in moved:
            went = "paragraph-removed" if in_paragraphs else kind
            yield Change(went, diff.field, block.before, None)


def _of_paragraph(field: str, block: Block) -> Iterator[Change]:
    """The changes within an edited paragraph: a number, and words where more than that differs."""
    for before, after in _replaced(block):
        numbers = list(_numbers(field, before, after))
        yield from numbers
        if not numbers or _NUMBER.sub("", before).strip() != _NUMBER.sub("", after).strip():
            yield Change(_OF[field], field, before or None, after or None)


def _numbers(field: str, before: str, after: str) -> Iterator[Change]:
    """Numbers that replace other numbers."""
    for one, other in zip(_NUMBER.findall(before), _NUMBER.findall(after), strict=False):
        if one.strip() != other.strip():
            yield Change("number", field, one.strip(), other.strip())


def _replaced(block: Block) -> Iterator[tuple[str, str]]:
    """Deleted and inserted text, replacement by replacement; one side may be empty."""
    gone = ""
    for piece in block.pieces:
        if gone and piece.op != "insert":
            yield gone, ""
        if piece.op == "insert":
            yield gone, piece.text
        gone = piece.text if piece.op == "delete" else ""
    if gone:
        yield gone, ""


# --- in the archive -------------------------------------------------------------------------------

COLUMNS = (
    "seen_at", "last_seen_before", "portal", "article_id", "cause", "kind", "field", "before",
    "after", "announced", "title", "from_version", "to_version", "url",
)  # fmt: skip
"""Columns of `govnews changes`, in order."""


def find(
    conn: sqlite3.Connection,
    *,
    since: str | None = None,
    portal: str | None = None,
    kinds: Sequence[str] = (),
    reader: bool = False,
) -> Iterator[dict[str, Any]]:
    """The changes of all articles, in the order in which they were observed.

    reader: also those that are not the page's (`article_version.cause`).

    since: earliest time of observation (UTC, ISO 8601). kinds: only these. Each row has COLUMNS.
    The edit took place between last_seen_before and seen_at. announced: the page states a new date
    of its last change, so the edit was not silent.
    """
    wanted = conn.execute(
        """SELECT v.seen_at, a.id, v.id, NULL FROM article_version v
        JOIN article a ON a.id = v.article_id
        WHERE v.seen_at >= ?1 AND (?2 IS NULL OR a.portal = ?2)
        AND (?3 OR v.cause = 'page') AND EXISTS (
            SELECT 1 FROM article_version e WHERE e.article_id = v.article_id
            AND (e.seen_at, e.id) < (v.seen_at, v.id))
        UNION ALL
        SELECT gone_at, id, NULL, last_seen FROM article
        WHERE gone_at >= ?1 AND (?2 IS NULL OR portal = ?2)
        ORDER BY 1, 2, 3""",
        (since or "", portal, reader),
    ).fetchall()
    for seen_at, article_id, version_id, last_seen in wanted:
        if version_id is None:
            found = [_gone(conn, article_id, seen_at, last_seen)]
        else:
            found = _edits(conn, article_id, version_id)
        yield from (row for row in found if not kinds or row["kind"] in kinds)


def _edits(conn: sqlite3.Connection, article_id: int, version_id: int) -> list[dict[str, Any]]:
    rows = versions.load(conn, article_id)
    place = next(n for n, row in enumerate(rows) if row["id"] == version_id)
    before, after = rows[place - 1], rows[place]
    article = _about(conn, article_id)
    announced = after["updated"] is not None and after["updated"] != before["updated"]
    return [
        {
            "seen_at": after["seen_at"],
            "last_seen_before": before["last_seen"],
            **article,
            "cause": after["cause"],
            **asdict(change),
            "announced": announced,
            "title": after["title"],
            "from_version": before["number"],
            "to_version": after["number"],
        }
        for change in classify(before, after)
    ]


def _gone(
    conn: sqlite3.Connection, article_id: int, gone_at: str, last_seen: str
) -> dict[str, Any]:
    article = _about(conn, article_id)
    (count,) = conn.execute(
        "SELECT count(*) FROM article_version WHERE article_id = ?", (article_id,)
    ).fetchone()
    return {
        "seen_at": gone_at,
        "last_seen_before": last_seen,
        **article,
        "cause": Cause.PAGE,
        **asdict(Change("gone", "article", article["title"], None)),
        "announced": False,
        "from_version": count,
        "to_version": None,
    }


def _about(conn: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    row = conn.execute(
        "SELECT portal, id, title, url FROM article WHERE id = ?", (article_id,)
    ).fetchone()
    return dict(zip(("portal", "article_id", "title", "url"), row, strict=True))
