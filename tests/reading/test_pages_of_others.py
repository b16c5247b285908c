"""Kinds of pages that general sites have: texts in sections, boxes named as no text, titles in
other words than the head's, credits below pictures.
"""

from __future__ import annotations

import pytest

from govnews.reading import weights as w
from govnews.reading.page.segmentation import segment
from tests.reading.pagelib import TITLE, article_of, context_of, page_of, paragraphs, phrase, text

DATE = "<div>12/05/2023 08:30</div>"
OG = f'<meta property="og:title" content="{TITLE}">'


def lines_of(body: str, head: str = OG) -> list[str]:
    article = article_of(body, head)
    return [line for line in (article.sapo, *article.paragraphs) if line]


def paragraph(word: str, size: int = 150) -> str:
    return f"<p>{text(size, start=f'{word} nay ')}</p>"


A, B, C, D = (paragraph(word) for word in ("Sáng", "Trưa", "Chiều", "Tối"))


def test_a_button_left_open_takes_in_no_page() -> None:
    page = page_of(f"<button><div>Mở</button><h1>{TITLE}</h1>{paragraphs(w.BUTTON_PARAGRAPHS)}")
    assert TITLE in [block.text for block in page.blocks]


def test_a_button_of_less_is_none_of_the_text() -> None:
    page = page_of(f"<button>{paragraphs(w.BUTTON_PARAGRAPHS - 1)}</button>{A}")
    assert len(page.blocks) == 1


@pytest.mark.parametrize("name", ['role="dialog"', 'role="alertdialog"', 'aria-modal="true"'])
def test_what_opens_above_the_page_is_hidden(name: str) -> None:
    page = page_of(f"<div {name}><h2>Trang này dùng cookie</h2></div>{A}")
    assert [block.tag for block in page.blocks] == ["p"]


# --- headlines ------------------------------------------------------------------------------------

CALL = "<div><h2>Đăng ký nhận bản tin điện tử hằng tuần</h2><p>" + phrase(130) + ".</p></div>"


def title_of(body: str, head: str = "", url: str = "https://mau.gov.vn/tin/1.html") -> str:
    return article_of(body, head, url=url).title


def test_a_heading_has_the_words_of_the_heads_title() -> None:
    heading = "Kỳ họp lần thứ năm của hội đồng nhân dân tỉnh khai mạc"
    head = "<title>Khai mạc kỳ họp lần thứ năm hội đồng nhân dân tỉnh</title>"
    body = f"<div><h1>{heading}</h1><div><ul><li>{A}</li></ul></div></div>{CALL}"
    assert title_of(body, head) == heading


def test_a_heading_has_the_words_of_the_address() -> None:
    heading = "Kỳ họp lần thứ năm của hội đồng nhân dân tỉnh khai mạc"
    url = "https://mau.gov.vn/ky-hop-lan-thu-nam-cua-hoi-dong-nhan-dan-tinh-khai-mac"
    context = context_of(f"<h1>{heading}</h1>{A}")
    assert context.metadata.likeness(heading, url) == 1.0
    assert context.metadata.likeness("Ba từ thôi", f"{url}/ba-tu-thoi") == 0.0


def test_a_heading_below_most_of_the_text_is_no_headline() -> None:
    body = f"<div><span>{TITLE}</span>{paragraphs(12, 160)}</div>{CALL}"
    assert title_of(body, f"<title>{TITLE}</title>") == TITLE


def test_links_with_the_title_are_those_of_lists() -> None:
    other = f'<li><a href="https://mau.gov.vn/tin/1.html"><h3>{TITLE}</h3></a>{DATE}{A}</li>'
    context = context_of(f"<div><h1>{TITLE}</h1>{paragraphs(3)}</div><ul>{other}</ul>", OG)
    title = segment(context).title
    assert title is not None
    assert context.blocks[title].tag == "h1"


# --- where the text stands ------------------------------------------------------------------------


def test_comments_beside_the_date_are_no_end() -> None:
    head = f"<div><h1>{TITLE}</h1><div>{DATE}<div>Bình luận</div></div></div>"
    assert len(lines_of(f"<div>{head}<div><div>{paragraphs(3)}</div></div></div>")) == 3


def test_comments_below_a_text_are_its_end() -> None:
    body = f"<div><h1>{TITLE}</h1>{DATE}{A}{B}<div>Bình luận</div><div>{C}</div></div>"
    assert len(lines_of(body)) == 2


def test_the_lead_in_the_headlines_box_is_not_all() -> None:
    lead = paragraph("Sáng", 400)
    body = (
        f"<article><div><h1>{TITLE}</h1>{lead}</div><div><div><img src='a.jpg'></div></div>"
        f"<div><div><div>{paragraphs(9, 200)}</div></div></div></article>"
    )
    assert len(lines_of(body)) == 10


def test_the_only_paragraph_in_the_headlines_box_is_the_text() -> None:
    body = f"<div><div><h1>{TITLE}</h1>{DATE}{A}</div><div>{paragraphs(2, 60)}</div></div>"
    assert text(150, start="Sáng nay ") in lines_of(body)


def test_sections_below_that_of_the_headline_are_text() -> None:
    sections = "".join(
        f"<section class='part-{n}'><h2>{phrase(30, f'Phần {n} ')}</h2>{paragraphs(3, 180 + n)}"
        "</section>"
        for n in range(4)
    )
    body = (
        f"<main><section class='first'><h1>{TITLE}</h1>{DATE}{A}{B}{C}</section>{sections}</main>"
    )
    assert len(lines_of(body)) == 3 + 4 * 4


def test_a_short_section_below_is_another_list() -> None:
    body = (
        f"<main><section><h1>{TITLE}</h1>{DATE}{paragraphs(6)}</section>"
        f"<section><h2>{phrase(30)}</h2>{D}</section></main>"
    )
    assert len(lines_of(body)) == 6


def test_names_with_digests_are_alike() -> None:
    parts = "".join(
        f"<div class='part part-{digest}'><div>{paragraph(word, 220)}"
        f"{paragraph(word, 160 + n)}</div></div>"
        for n, (digest, word) in enumerate(
            [("5636d6d", "Sáng"), ("e4b01aa", "Trưa"), ("0c9", "Tối")]
        )
    )
    assert len(lines_of(f"<div><div><h1>{TITLE}</h1>{DATE}</div><div>{parts}</div></div>")) == 6


def test_other_articles_are_none_of_the_own() -> None:
    own = f"<article class='a'><h1>{TITLE}</h1>{DATE}{paragraph('Sáng', 300)}</article>"
    others = "".join(f"<article>{paragraph(word, 500)}</article>" for word in ("Trưa", "Tối"))
    assert lines_of(f"<div>{own}<article>{others}</article></div>") == [
        text(300, start="Sáng nay ")
    ]


def test_a_large_text_behind_a_list_of_others_is_the_article() -> None:
    others = "<div><h3>Tin liên quan</h3><a href='/2.html'>" + phrase(60) + "</a></div>"
    own = f"<div><header><h1>{TITLE}</h1></header>{others}</div>"
    long = f"<div>{own}</div><div><div><div>{paragraphs(9)}</div></div></div>"
    assert len(lines_of(f"<div>{long}</div>")) == 9


# --- what stands in it ----------------------------------------------------------------------------

BOX = "<p>Tóm tắt mỗi tuần một lần vào hộp thư.</p>"


def body_with(box: str) -> list[str]:
    return lines_of(f"<div><h1>{TITLE}</h1>{DATE}<div class='c'>{A}{B}{box}{C}{D}</div></div>")


@pytest.mark.parametrize(
    "opening",
    [
        "div class='newsletter-box'", "div class='articleNewsletter'", "div id='promo_3'",
        "div data-nosnippet=''",
    ],
)  # fmt: skip
def test_a_box_named_as_no_text_goes(opening: str) -> None:
    assert len(body_with(f"<{opening}>{BOX}</{opening.split(maxsplit=1)[0]}>")) == 4


@pytest.mark.parametrize(
    ("box", "why"),
    [
        (f"<div class='newsletters2x'>{BOX}</div>", "the name is that, with a number"),
        (f"<div class='loadable'>{BOX}</div>", "no word of the name"),
        (f"<div class='teaser'>{BOX}</div>", "a lead may be named so: no link"),
        (f"<div class='social'><blockquote>{BOX}</blockquote></div>", "a quotation"),
        (f"<div class='promo'>{paragraphs(3, 160)}</div>", "a large part of the text"),
        (f"<div class='promo'>{BOX}<a href='a.pdf'>Mẫu đơn số một</a></div>", "a file"),
        (f"<aside>{BOX}</aside>", "facts beside the text"),
        (f"<form>{BOX}</form>", "ASP.NET has all in one"),
    ],
)
def test_a_box_that_may_be_text_stays(box: str, why: str) -> None:
    found = body_with(box)
    assert (len(found) > 4) is (why != "the name is that, with a number")


@pytest.mark.parametrize("tag", ["aside", "form"])
def test_an_element_beside_a_foreign_text_is_none_of_it(tag: str) -> None:
    body = "".join(f"<p>{'The river rose again, and no one slept. ' * n}</p>" for n in (4, 5, 6, 7))
    box = f"<{tag}><p>All the news of the week, in one letter.</p></{tag}>"
    page = f"<div><h1>The river rose again</h1><div class='c'>{body}{box}</div></div>"
    assert len(lines_of(page)) == 4


def test_a_name_that_most_of_the_text_has_is_the_texts() -> None:
    parts = "".join(f"<div class='promo'>{each}</div>" for each in (A, B, C, D))
    assert len(lines_of(f"<div><h1>{TITLE}</h1>{DATE}<div class='c'>{parts}</div></div>")) == 4


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='a.jpg'><figcaption>Chợ phiên</figcaption><p>© Mai Lan</p></figure>",
        "<div><img src='a.jpg'><div>© Mai Lan</div></div>",
    ],
)
def test_the_copyright_of_a_picture_ends_no_text(picture: str) -> None:
    assert text(150, start="Tối nay ") in body_with(picture)


def test_the_copyright_of_a_site_ends_the_text() -> None:
    foot = f"<div><div>© Trang tin Mẫu</div><div>{D}</div></div>"
    body = f"<div><div><h1>{TITLE}</h1>{DATE}<div class='c'>{A}{B}</div></div>{foot}</div>"
    assert len(lines_of(body)) == 2


def test_a_caption_in_the_text_tells_of_the_picture_above_it() -> None:
    caption = f"<figcaption>{phrase(60, 'Chợ phiên vùng cao ')}</figcaption>"
    lead = f"<figure><div><img src='a.jpg'></div>{caption}</figure>"
    body = (
        f"<div><div><h1>{TITLE}</h1>{DATE}</div>{lead}<div><div>{paragraphs(4)}</div></div></div>"
    )
    images = article_of(body, OG).images
    assert [(image.url[-5:], image.caption) for image in images] == [
        ("a.jpg", phrase(60, "Chợ phiên vùng cao "))
    ]


def test_a_credit_is_the_second_line_of_a_caption() -> None:
    lines = "<div class='caption'>Chợ phiên</div><div class='credit'>Mai Lan, Thông tấn xã</div>"
    body = f"<div><h1>{TITLE}</h1>{DATE}{A}<div><img src='a.jpg'><div>{lines}</div></div>{B}</div>"
    (image,) = article_of(body, OG).images
    assert image.caption == "Chợ phiên Mai Lan, Thông tấn xã"


def test_a_picture_is_found_in_the_set_of_its_sources() -> None:
    image = "<img src='data:image/gif;base64,R0'>"
    picture = f"<picture><source srcset='b.webp 1x, c.webp 2x'>{image}</picture>"
    body = f"<div><h1>{TITLE}</h1>{DATE}{A}<p>{picture}</p>{B}</div>"
    assert [image.url[-6:] for image in article_of(body, OG).images] == ["b.webp"]
