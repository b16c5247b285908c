"""Pages that are not in Vietnamese: heads confirm authors; bylines and links to others are no
text.
"""

from __future__ import annotations

import json

import pytest

from govnews.reading import weights as w
from tests.reading.pagelib import TITLE, article_of, paragraphs

HEADLINE = "Council opens the summer session with a vote on the new ferry"
_SENTENCE = "The ferry crosses the bay four times a day and carries goods for the islands"


def prose(count: int = 4) -> str:
    return "".join(
        f"<p>Point {n}. {_SENTENCE}, the pilot of boat {n} says.</p>" for n in range(count)
    )


def page(*, byline: str = "", end: str = "", middle: str = "") -> str:
    text = f"{prose(2)}{middle}{prose()}{end}"
    return f"<div><h1>{HEADLINE}</h1>{byline}<div class='c'>{text}</div></div>"


def head(*names: str, meta: str = "") -> str:
    people = [{"@type": "Person", "name": name} for name in names]
    data = {"@type": "NewsArticle", "headline": HEADLINE, "author": people}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if names else ""
    return script + meta


def author_of(body: str, declared: str = "") -> str | None:
    return article_of(body, declared).author


@pytest.mark.parametrize(
    ("byline", "names", "found"),
    [
        ("<div>By Nora Field | 4 May 2023</div>", (), "Nora Field"),
        ("<div>3 min read · by Nora Field · Updated on 8 May</div>", (), "Nora Field"),
        ("<div class='byline'>Nora Field, Harbour Reporter</div>", ("Nora Field",), "Nora Field"),
        ("<div class='byline'>Nora Field</div>", ("Nora Field", "Ian Moss"),
         "Nora Field, Ian Moss"),
        ("<div class='byline'>Harbour Desk</div><p>Nora Field</p>", ("Nora Field",), "Nora Field"),
        ("<div class='byline'>Nora Field</div>", ("The Bay Post Harbour",), "Nora Field"),
        ("", ("Nora Field",), "Nora Field"),
        ("", ("http://bay.example/nora",), None),
    ],
)  # fmt: skip
def test_the_head_confirms_the_byline(byline: str, names: tuple[str, ...], found: str) -> None:
    assert author_of(page(byline=byline), head(*names)) == found


@pytest.mark.parametrize("end", ["<p>Learn More</p>", "<p><b>Harbour News</b></p>"])
def test_a_capitalised_line_signs_no_foreign_text(end: str) -> None:
    assert author_of(page(end=end)) is None


def test_a_line_of_two_names_signs_a_vietnamese_text() -> None:
    body = f"<div><h1>{TITLE}</h1>{paragraphs(4)}<p>Trần Văn Mẫu</p></div>"
    assert author_of(body, head("Nora Field")) == "Trần Văn Mẫu"


def test_a_text_too_short_to_tell_its_language_is_vietnamese() -> None:
    short = "x" * (w.FOREIGN_MIN_TEXT // 2) + " ends."
    body = f"<div><h1>{HEADLINE}</h1><p>{short}</p><p>Nora Field</p></div>"
    assert author_of(body) == "Nora Field"


def test_the_site_is_no_author() -> None:
    site = '<meta property="og:site_name" content="The Bay Post">'
    assert author_of(page(), head("The Bay Post", meta=site)) is None


TWITTER = """<meta name="twitter:label1" content="{}"><meta name="twitter:data1" content="Nora">"""


@pytest.mark.parametrize(
    ("meta", "found"),
    [
        ('<meta name="author" content="Nora Field">', "Nora Field"),
        ('<meta name="author" content="By Nora Field">', "Nora Field"),
        ('<meta name="author" content="https://bay.example/nora">', None),
        (TWITTER.format("Written by"), "Nora"),
        (TWITTER.format("Price"), None),
    ],
)  # fmt: skip
def test_who_meta_says_wrote_the_page(meta: str, found: str | None) -> None:
    assert author_of(page(), meta) == found


def test_an_author_named_by_address() -> None:
    graph = [
        {"@type": "Article", "headline": HEADLINE, "author": {"@id": "#n"}},
        {"@type": "Person", "@id": "#n", "name": "Nora Field"},
    ]
    data = json.dumps({"@graph": graph})
    assert author_of(page(), f'<script type="application/ld+json">{data}</script>') == "Nora Field"


@pytest.mark.parametrize(
    "line",
    [
        "<div class='byline'>Nora Field</div>",
        "<div><a href='/more.html'>All of our harbour coverage</a></div>",
        "<p>Read more: <a href='/2.html'>Islands ask for a second boat</a></p>",
        "<p>[More: <a href='/2.html'>Islands ask for a second boat</a>]</p>",
    ],
)
def test_lines_of_the_site_are_no_text(line: str) -> None:
    assert article_of(page(middle=line)).body == article_of(page()).body


@pytest.mark.parametrize(
    "line",
    [
        "<p>See also <a href='/2.html'>Islands ask for a second boat</a></p>",
        "<p>Source: <a href='https://other.example/2'>Islands ask for a second boat</a></p>",
        "<p>Form: <a href='/form.pdf'>Islands ask for a second boat</a></p>",
    ],
)
def test_lines_that_name_something_else_stay(line: str) -> None:
    assert article_of(page(middle=line)).body != article_of(page()).body or "form" in line


# --- dates ----------------------------------------------------------------------------------------


def published(body: str, declared: str = "") -> str:
    return str(article_of(body, declared).published)[:10]


PUBLISHED = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2025-10-20T09:00:00+07:00", "2025-10-20"),  # within the month that "4 months" leaves open
        ("2025-06-20T09:00:00+07:00", "2025-11-01"),  # another date than the printed one
    ],
)
def test_a_date_counted_back_is_that_of_the_head(day: str, found: str) -> None:
    assert published(page(byline="<div>4 months ago</div>"), PUBLISHED.format(day)) == found


@pytest.mark.parametrize(
    ("times", "found"),
    [
        ("<section><time datetime='2023-05-12T08:00'>soon</time></section>", "2023-05-12"),
        ("<p><time datetime='2023-05-12'></time><time datetime='2023-05-13'></time></p>", "None"),
        ("<footer><time datetime='2023-05-12'></time></footer>", "None"),
        ("<section><time class='updated' datetime='2023-05-12'></time></section>", "None"),
    ],
)  # fmt: skip
def test_the_only_day_of_all_times(times: str, found: str) -> None:
    assert published(page() + times) == found


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://bay.example/2023/05/12/council.html", "2023-05-12"),
        ("https://bay.example/2023/05/council.html", "None"),
        ("https://bay.example/2023/13/12/council.html", "None"),
    ],
)
def test_the_day_in_the_pages_own_address(address: str, found: str) -> None:
    assert published(page(), f'<link rel="canonical" href="{address}">') == found
