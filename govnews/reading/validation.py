"""Drops impossible values of an article: dates in the future, impossible counts."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from govnews.model import Article, Evidence
from govnews.reading import weights as w

AFTER_CAPTURE = "dropped: after the capture"
"""What the rule of a printed date ends with that lies after the capture."""


def checked(article: Article, fetched_at: datetime) -> Article:
    """The article with its text in NFC and without impossible values.

    The evidence for a value that was dropped stays, and its rule gives the reason.
    """
    changes: dict[str, Any] = {}
    for name in ("title", "body", "sapo", "author", "section", "source"):
        text = getattr(article, name)
        if text is not None and (proper := _proper(text)) != text:
            changes[name] = proper
    evidence = article.evidence
    for name in ("published", "updated"):
        at = getattr(article, name)
        if at is not None and at > fetched_at + timedelta(days=w.DAYS_AHEAD):
            changes |= {name: None, f"{name}_precision": None}
            evidence = _dropped(evidence, name, AFTER_CAPTURE)
    if article.views is not None and not 0 <= article.views <= w.VIEWS_MAX:
        changes["views"] = None
        evidence = _dropped(evidence, "views", "dropped: no count")
    if evidence is not article.evidence:
        changes["evidence"] = evidence
    return replace(article, **changes) if changes else article


def _proper(text: str) -> str:
    """NFC, without halves of surrogate pairs, which no UTF-8 file can hold."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return text.encode("utf-8", "replace").decode("utf-8")


def _dropped(evidence: tuple[Evidence, ...], name: str, why: str) -> tuple[Evidence, ...]:
    return tuple(
        replace(item, rule=f"{item.rule} ({why})", confidence="unsure")
        if item.field == name
        else item
        for item in evidence
    )
