"""tests/search_cases.toml: what a query must find, must rank first and must not find."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from govnews.archive import articles, captures
from govnews.archive.database import Archive
from govnews.archive.warc.writer import WarcWriter
from govnews.model import VIETNAM, Article, Attachment, DocumentRef, Precision
from govnews.portal import Portal
from tests.archive.archivelib import NOW, TOP, exchange
from tests.cli.clilib import invoke

FILE = tomllib.loads((TOP / "tests" / "search_cases.toml").read_text(encoding="utf-8"))
SITE = "https://{}.gov.vn/{}"
PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day", 25: "minute"}


def article(slug: str, said: dict[str, Any]) -> Article:
    """An article as reading would have it; its date to the precision that is written."""
    published = said.get("published")
    moment = precision = None
    if published is not None:
        precision = PRECISIONS[len(published)]
        whole = published + "0000-01-01"[len(published) :]
        moment = datetime.fromisoformat(whole)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return Article(
        SITE.format(said["portal"], slug),
        said["title"],
        said["body"],
        sapo=said.get("sapo"),
        author=said.get("author"),
        section=said.get("section"),
        views=said.get("views"),
        published=moment,
        published_precision=precision,
        refs=tuple(DocumentRef(number) for number in said.get("refs", ())),
        attachments=tuple(Attachment(url) for url in said.get("attachments", ())),
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cases")
    with Archive.open(root, write=True) as archive:
        writer = WarcWriter(root, "cases")
        for slug, said in FILE["articles"].items():
            name = said["portal"]
            portal = Portal(name, name, "generic", SITE.format(name, ""), province=name)
            page = replace(exchange(payload=slug.encode()), url=SITE.format(name, slug))
            with archive.transaction() as conn:
                written = writer.write(page, "article")
                ident = captures.insert(conn, name, "article", page, page.payload, written)
                articles.store(conn, portal, ident, NOW, article(slug, said))
        writer.close()
    return root


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: case["why"].replace(" ", "-"))
def test_search_case(corpus: Path, case: dict[str, Any]) -> None:
    asked = [*case.get("with", []), "--limit", "100", "--archive", corpus, "--json", "--"]
    done = invoke("search", *asked, *([case["query"]] if case["query"] else []))
    assert done.code == 0, done.stderr
    found = [hit["url"].rpartition("/")[2] for hit in json.loads(done.stdout)]
    first = case.get("first", [])
    assert found[: len(first)] == first
    assert set(case.get("find", [])) <= set(found)
    assert not set(case.get("not", [])) & set(found)
    if "only" in case:
        assert sorted(found) == sorted(case["only"])


def test_every_article_and_case_can_fail() -> None:
    known = set(FILE["articles"])
    for case in FILE["case"]:
        named = {slug for key in ("find", "first", "not", "only") for slug in case.get(key, [])}
        assert named <= known, case["why"]
        assert {"find", "first", "not", "only"} & set(case), case["why"]
    reasons = [case["why"] for case in FILE["case"]]
    assert len(reasons) == len(set(reasons))
