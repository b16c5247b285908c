"""Reads the cases below tests/cases and compares a reading with what is expected of it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govnews.errors import NotAnArticle
from govnews.families import read
from govnews.model import Article, Capture, Moment
from govnews.portal import Portal

CASES = Path(__file__).parent / "cases"
FIELDS = (
    "title", "sapo", "author", "published", "updated", "section", "views", "body",
    "attachments", "images", "refs",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    folder: Path
    capture: Capture
    portal: Portal | None
    expected: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"


def load_cases() -> list[Case]:
    return [_load(path.parent) for path in sorted(CASES.glob("*/*/capture.toml"))]


def _load(folder: Path) -> Case:
    facts = tomllib.loads((folder / "capture.toml").read_text(encoding="utf-8"))
    page = next(path for path in folder.iterdir() if path.stem == "page")
    capture = Capture(
        facts["url"], facts["fetched_at"], page.read_bytes(), facts["status"], facts["content_type"]
    )
    family = facts.get("family", "generic")
    base = "/".join(facts["url"].split("/")[:3]) + "/"
    portal = Portal(folder.parent.name, folder.parent.name, family, base)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return Case(folder, capture, portal, expected)


def reading(case: Case, *, with_family: bool = True) -> dict[str, Any]:
    """What the extractor makes of a case, in the form of expected.json."""
    try:
        article = read(case.capture, case.portal if with_family else None)
    except NotAnArticle as error:
        return {"kind": "not-an-article", "reason": error.reason}
    return as_expected(article)


def as_expected(article: Article) -> dict[str, Any]:
    def moment(at: Any, precision: Any) -> str | None:
        return Moment(at, precision).isoformat() if at else None

    return {
        "kind": "article",
        "title": article.title,
        "sapo": article.sapo,
        "author": article.author,
        "published": moment(article.published, article.published_precision),
        "updated": moment(article.updated, article.updated_precision),
        "section": article.section,
        "views": article.views,
        "body": list(article.paragraphs),
        "attachments": [{"url": file.url, "name": file.name} for file in article.attachments],
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "refs": [ref.number for ref in article.refs],
    }
