"""A small page of each CMS: its family's selectors find the fields that it names."""

from __future__ import annotations

import pytest

from govnews.families import read
from govnews.model import Capture
from govnews.portal import Portal
from tests.reading.pagelib import NOW, TITLE, document, paragraphs, rule_of, text

BODY = paragraphs(3)
LEAD = text(80, start="Lời dẫn kể ")

PAGES = [
    (
        "nukeviet",
        (
            f"<div class='news_column'><h1 class='title'>{TITLE}</h1>"
            f"<span class='h5'>12/05/2023</span><div id='hometext'>{LEAD}</div>"
            f"<div id='news-bodyhtml'>{BODY}</div></div>"
        ),
        {"title": "h1.title", "sapo": "#hometext", "published": ".news_column .h5"},
    ),
    (
        "wordpress",
        (
            f"<article><h1 class='entry-title'>{TITLE}</h1><p class='posted-on'>"
            f"<time class='published'>12/05/2023</time></p>"
            f"<p class='cat-links'><a href='/c'>Kinh tế</a></p>"
            f"<div class='entry-content'>{BODY}</div></article>"
        ),
        {
            "title": "h1.entry-title",
            "published": "article .posted-on time.published",
            "section": ".cat-links a",
        },
    ),
    (
        "joomla",
        (
            f"<div class='item-page'><div class='page-header'><h2>{TITLE}</h2></div>"
            f"<p class='category-name'><a href='/c'>Kinh tế</a></p>"
            f"<div itemprop='articleBody'>{BODY}</div></div>"
        ),
        {"title": ".item-page .page-header h2", "section": ".category-name a"},
    ),
    (
        "dnn",
        (
            f"<div class='edn_article'><h1 class='edn_articleTitle'>{TITLE}</h1>"
            f"<div class='edn_articleSummary'>{LEAD}</div>"
            f"<div class='edn_articleContent'>{BODY}</div></div>"
        ),
        {"title": "h1.edn_articleTitle", "sapo": ".edn_articleSummary"},
    ),
    (
        "liferay",
        f"<h1 class='header-title'>{TITLE}</h1><div class='journal-content-article'>{BODY}</div>",
        {"title": "h1.header-title"},
    ),
    (
        "vhv",
        (
            f"<h1 class='article-title'>{TITLE}</h1><div class='article-brief'>{LEAD}</div>"
            f"<div class='article-content'>{BODY}</div>"
        ),
        {"title": "h1.article-title", "sapo": ".article-brief"},
    ),
    (
        "sharepoint",
        (
            f"<h1>{TITLE}</h1><div class='article-content'>"
            f"<div class='ms-rtestate-field'>{BODY}</div>"
            "</div>"
        ),
        {},
    ),
]


@pytest.mark.parametrize(("family", "body", "rules"), PAGES, ids=[row[0] for row in PAGES])
def test_selectors_of_a_family(family: str, body: str, rules: dict[str, str]) -> None:
    capture = Capture("https://mau.gov.vn/tin/bai-1.html", NOW, document(f"<div>{body}</div>"))
    article = read(capture, Portal("mau", "Mẫu", family, "https://mau.gov.vn/"))
    assert article.title == TITLE
    assert rule_of(article, "body") == "selector"
    found = {name: rule_of(article, name) for name in rules}
    assert found == {name: f"selector:{selector}" for name, selector in rules.items()}
    assert len(article.paragraphs) == 3
