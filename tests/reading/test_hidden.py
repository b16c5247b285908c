"""What a page hides is no text, and a text that scripts show is one."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import DATE, TITLE, article_of, paragraphs, text

DRAFT = "Bản chờ duyệt của ban biên tập, chưa công bố"
HIDDEN = [
    f"<div class='hidden'>{DRAFT}</div>",
    f"<p class='box hide'>{DRAFT}</p>",
    f"<span class='hidden hide d-none' itemprop='mainEntityOfPage'>{DRAFT}</span>",
    f"<p class='d-none d-md-none'>{DRAFT}</p>",
    f"<p class='d-none d-print-block'>{DRAFT}</p>",
    f"<p><b class='sr-only'>{DRAFT}</b></p>",
    f"<h2 class='visually-hidden'>{DRAFT}</h2>",
    f"<p class='screen-reader-text'>{DRAFT}</p>",
    f"<div aria-hidden='true'><p>{DRAFT}</p></div>",
    f"<p style='color: red; DISPLAY : none'>{DRAFT}</p>",
    f"<em style='visibility:hidden!important'>{DRAFT}</em>",
    f"<p hidden=''>{DRAFT}</p>",
    f"<strong hidden>{DRAFT}</strong>",
    f"<table><tr><td hidden>{DRAFT}</td><td>5</td></tr></table>",
]
SHOWN = [
    f"<p class='d-none d-md-block'>{DRAFT}</p>",
    f"<p class='d-none d-lg-inline'>{DRAFT}</p>",
    f"<p class='d-md-none'>{DRAFT}</p>",
    f"<p class='hidden md:block'>{DRAFT}</p>",
    f"<p class='hidden-xs'>{DRAFT}</p>",
    f"<p class='hidden visible-lg'>{DRAFT}</p>",
    f"<p class='hidden-note not-hidden'>{DRAFT}</p>",
    f"<p aria-hidden='false'>{DRAFT}</p>",
    f"<p style='overflow: hidden; backface-visibility: hidden'>{DRAFT}</p>",
]
ROWS = [*((inner, False) for inner in HIDDEN), *((inner, True) for inner in SHOWN)]


@pytest.mark.parametrize(("inner", "shown"), ROWS, ids=[row[0].split(DRAFT)[0] for row in ROWS])
def test_what_is_hidden_is_no_text(inner: str, shown: bool) -> None:
    for place in (f"<div>{inner}{paragraphs(2)}</div>", f"{inner}<div>{paragraphs(2)}</div>"):
        article = article_of(f"<div><h1>{TITLE}</h1>{place}</div>")
        assert (DRAFT in f"{article.sapo} {article.body}") == shown


def test_a_hidden_element_in_a_selected_lead() -> None:
    lead = f"<p id='s'>{text(60)}<i class='sr-only'>{DRAFT}</i></p>"
    article = article_of(f"<h1>{TITLE}</h1>{lead}{paragraphs(2)}", hints={"sapo": ("#s",)})
    assert article.sapo == text(60)


STEPS = "<li><a href='/'>Trang chủ</a></li><li><a href='/n'>Nông nghiệp</a></li>"
TRAILS = [
    f"<ol class='breadcrumb hidden'>{STEPS}</ol>",
    f"<div style='display:none'><ol id='bread-crumbs'>{STEPS}</ol></div>",
    f"<ul hidden itemtype='https://schema.org/BreadcrumbList'>{STEPS}</ul>",
]


@pytest.mark.parametrize("trail", TRAILS)
def test_a_hidden_breadcrumb_names_the_section(trail: str) -> None:
    article = article_of(f"{trail}<div><h1>{TITLE}</h1>{DATE}{paragraphs(2)}</div>")
    assert article.section == "Nông nghiệp"


IMPRINT = f"<footer><p>{text(90, start='Trang tin của huyện ')}</p></footer>"
ALL_HIDDEN = [
    f"<div style='display:none'><h1>{TITLE}</h1>{DATE}<div>{paragraphs(3)}</div></div>{IMPRINT}",
    f"<h1>{TITLE}</h1>{DATE}<div class='content hide'>{paragraphs(3)}</div>{IMPRINT}",
    f"<main aria-hidden='true'><h1>{TITLE}</h1>{DATE}{paragraphs(3)}</main><p>Đóng</p>",
]


@pytest.mark.parametrize("body", ALL_HIDDEN)
def test_a_text_that_scripts_show(body: str) -> None:
    article = article_of(body)
    assert article.title == TITLE
    assert "Đoạn 0 kể" in article.body
    assert "Đoạn 2 kể" in article.body


def hidden(shown: int, size: int, names: str = "") -> str:
    """An article with so much text that is shown, and so much that is hidden."""
    first, second = text(shown, start="Sáng nay "), text(size, start="Chiều nay ")
    body = f"<p>{first}</p><div class='hidden {names}'><p>{second}</p></div>"
    return article_of(f"<div><h1>{TITLE}</h1>{DATE}<div>{body}</div></div>").body


BORDERS = [
    ("199 characters", 30, 199, "", False),
    ("200 characters", 30, 200, "", True),
    # The headline counts as 9.5 characters of prose.
    ("less than four times in all", 100, 328, "", False),
    ("more than four times in all", 100, 329, "", True),
    ("a dialog", 30, 400, "modal", False),
]


@pytest.mark.parametrize(
    ("name", "shown", "size", "names", "read"), BORDERS, ids=[row[0] for row in BORDERS]
)
def test_how_much_text_scripts_show(
    name: str, shown: int, size: int, names: str, read: bool
) -> None:
    assert ("Chiều nay" in hidden(shown, size, names)) == read
