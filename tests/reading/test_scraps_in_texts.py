"""What editors, players and share bars leave in a text, and badges beside a headline."""

from __future__ import annotations

import pytest

from govnews.reading.parse.word_dump import without_settings
from tests.reading.pagelib import DATE, TITLE, article_of, paragraphs, text

WORD = "Normal 0 false false false EN-US X-NONE X-NONE MicrosoftInternetExplorer4"
STYLES = "/* Style Definitions */ table.MsoNormalTable {mso-style-name:'Table Normal'; margin:0}"
DUMPS = [
    (WORD, ""),
    (f"{WORD} Sáng nay họp.", "Sáng nay họp."),
    ("Normal 0 9.35 pt 9.35 pt 2 false false false VI JA AR-SA Họp", "Họp"),
    ("<!--[if gte mso 9]><xml> " + WORD + " </xml><![endif]-->", ""),
    (STYLES, ""),
    (f"<!--[if gte mso 10]> <style> {STYLES} </style> <![endif]--> Họp", "Họp"),
    ("Giá trị mặc định là Normal, không phải false.", None),
    ("Chọn kiểu Normal 0 rồi nhập false", None),
]


@pytest.mark.parametrize(("line", "rest"), DUMPS, ids=[row[0][:40] for row in DUMPS])
def test_settings_of_word(line: str, rest: str | None) -> None:
    assert without_settings(line) == (line if rest is None else rest)


def body_with(line: str, *, first: bool = False) -> str:
    rest = f"{line}{paragraphs(3)}" if first else f"{paragraphs(2)}{line}{paragraphs(1)}"
    return article_of(f"<div><h1>{TITLE}</h1>{DATE}<div>{rest}</div></div>").body


LEFT = [
    "Facebook Twitter Zalo Email In",
    "Chia sẻ: Facebook Zalo Sao chép liên kết",
    "Facebook | Twitter | In trang",
    "Thích Chia sẻ Zalo In bài viết Tải về",
    "Video Player is loading.",
    "MicrosoftInternetExplorer4",
    "X-NONE",
    "false",
    "To view this video please enable JavaScript, and consider another browser for HTML5 video",
    "Your browser does not support the audio element.",
    "Trình duyệt của bạn không hỗ trợ thẻ video.",
    "Bạn cần cài đặt Flash Player để xem đoạn phim này.",
    WORD,
]
KEPT = [
    "Facebook, Zalo và Email là ba kênh mà xã dùng để báo tin",
    "Facebook, Zalo, TikTok",
    "Facebook Zalo",
    "Trình duyệt của bạn cần được nâng cấp trước khi nộp hồ sơ",
]


@pytest.mark.parametrize(
    ("line", "kept"), [*((line, False) for line in LEFT), *((line, True) for line in KEPT)]
)
@pytest.mark.parametrize("first", [False, True])
def test_what_is_left_in_a_text(line: str, kept: bool, first: bool) -> None:
    assert (line in body_with(f"<p>{line}</p>", first=first)) == kept


def test_settings_of_word_before_a_text() -> None:
    assert body_with(f"<p>{WORD} {text(90)}</p>", first=True).startswith(text(90))


CARD = "<article><h3><a href='/b.html'>Khởi công đường liên xã Long Chữ</a></h3><p>{}</p></article>"
CARDS = [
    ("a card", CARD.format("Đường dài tám cây số."), False),
    ("cards in a box", f"<section>{CARD.format('Đường dài tám cây số.') * 2}</section>", False),
    ("a longer text", CARD.format(f"Đường dài tám cây số. {text(400)}"), True),
    ("no link", "<article><h3>Đường liên xã</h3><p>Đường dài tám cây số.</p></article>", True),
]


@pytest.mark.parametrize(("name", "card", "kept"), CARDS, ids=[row[0] for row in CARDS])
def test_cards_of_other_articles(name: str, card: str, kept: bool) -> None:
    assert ("tám cây số" in body_with(card)) == kept


BADGES = [
    ("at the end", f"<h1>{TITLE} <span class='badge'>Mới</span></h1>", TITLE, TITLE),
    ("at the beginning", f"<h1><sup>Hot</sup> {TITLE}</h1>", TITLE, TITLE),
    ("15 characters", f"<h1>{TITLE} <b>{'Tin' * 5}</b></h1>", TITLE, TITLE),
    ("16 characters", f"<h1>{TITLE} <b>{'Tin' * 5}n</b></h1>", TITLE, f"{TITLE} {'Tin' * 5}n"),
    ("declared too", f"<h1>{TITLE} <b>mới</b></h1>", f"{TITLE} mới", f"{TITLE} mới"),
    ("not declared", f"<h1>{TITLE} <b>mới</b></h1>", "Tin huyện", f"{TITLE} mới"),
]


@pytest.mark.parametrize(
    ("name", "heading", "declared", "title"), BADGES, ids=[row[0] for row in BADGES]
)
def test_a_badge_beside_a_headline(name: str, heading: str, declared: str, title: str) -> None:
    page = f"<div>{heading}{DATE}{paragraphs(3)}</div>"
    assert article_of(page, f"<title>{declared}</title>").title == title
