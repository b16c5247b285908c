"""Counts of views in a line, and counts that are something else."""

from __future__ import annotations

import pytest

from govnews.reading.recognisers.views import find_views, is_views_label, lone_number
from tests.reading.pagelib import DATE, TITLE, article_of, paragraphs

COUNTS = [
    ("Lượt xem: 53", 53),
    ("Lượt xem 1.234", 1234),
    ("Số lượt xem: 12,345", 12345),
    ("Số lần xem: 1.511", 1511),
    ("Đã xem: 7", 7),
    ("Đã đọc 99", 99),
    ("Lượt đọc: 0", 0),
    ("Số người xem: 15", 15),
    ("Views: 42", 42),
    ("Hits: 3021", 3021),
    ("1.904 lượt xem", 1904),
    ("220 lần đọc", 220),
    ("35 views", 35),
    ("18 người đọc", 18),
    ("12/05/2021 08:30 | 300 lượt xem", 300),
    ("Lượt xem: 1 234 567", 1234567),
    ("👁 87", 87),
    ("Lượt xem bài viết: 64", 64),
    ("79580 reads", 79580),
    ("1 read", 1),
    ("Reads: 12", 12),
    ("Read 245 times", 245),
    ("Viewed 1,245 times", 1245),
    ("View count: 302", 302),
    ("302 lượt đọc", 302),
    ("3 bình luận | 1.204 lượt xem", 1204),
    ("12 lượt bình chọn 1.204 lượt xem", 1204),
    ("Bình luận: 5 - Lượt xem: 302", 302),
    ("Lượt xem: 302 - Bình luận: 5", 302),
    ("Lượt xem: 302 Bình luận: 5", 302),
    ("4,5/5 (12 lượt đánh giá) - 302 lượt xem", 302),
    ("Đánh giá: 3 lượt | Lượt xem: 1.204", 1204),
    ("Bài viết này đã có 302 lượt xem.", 302),
    ("Thứ Ba, 11/02/2025, 302 lượt xem.", 302),
    ("Hiện có 302 lượt xem.", 302),
    ("Lượt xem: 1,2K", 1200),
    ("1,2K lượt xem", 1200),
    ("1,2 nghìn lượt xem", 1200),
    ("12 ngàn lượt đọc", 12000),
    ("2.25 triệu lượt xem", 2250000),
    ("95 Số lần xem", 95),
    ("12/11/2026 07:45 903 Số lượt xem", 903),
]


@pytest.mark.parametrize(("text", "count"), COUNTS, ids=[text for text, _ in COUNTS])
def test_a_count(text: str, count: int) -> None:
    found = find_views(text)
    assert found is not None
    assert found[0] == count


@pytest.mark.parametrize(
    "text",
    [
        "Tổng lượt xem: 1.234.567",
        "Lượt xem hôm nay: 12",
        "Lượt truy cập: 45.902",
        "Đang online: 12 khách xem",
        "12 lượt thích",
        "5 lượt tải về",
        "3 lượt bình luận",
        "Đánh giá bài viết: 0 điểm / 0 lượt",
        "4.5 điểm / 12 lượt",
        "5/5 - (12 lượt)",
        "12 lượt bình chọn",
        "Bình chọn: 12 lượt",
        "14 lượt chia sẻ",
        "Chia sẻ: 14 lượt",
        "Đã tải: 55 lượt",
        "55 lượt tải xuống",
        "14 lượt nghe",
        "3 comments, 12 likes",
        "Read more 12",
        "xem 12/05/2021",
        "đọc 3.5",
        "Lượt xem:",
        "12 bài viết",
        "Chương trình đạt 302 lượt xem.",
        "Năm 2024 kênh của tỉnh được 1.302 lượt xem trên mạng.",
        "",
    ],
)
def test_no_count(text: str) -> None:
    assert find_views(text) is None


@pytest.mark.parametrize(
    "text", ["Lượt xem:", "Số lượt xem", "Đã xem :", "(Lượt xem)", "Views", "👁", "Hits:"]
)
def test_a_label(text: str) -> None:
    assert is_views_label(text)


@pytest.mark.parametrize("text", ["Lượt xem: 5", "Lượt truy cập:", "Xem thêm", "Xem chi tiết", ""])
def test_no_label(text: str) -> None:
    assert not is_views_label(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("53", 53),
        (" 1.234 ", 1234),
        ("12,345,678", 12345678),
        ("0", 0),
        ("5 lượt", None),
        ("12/05", None),
        ("1.5", None),
        ("08:30", None),
        ("3K", 3000),
        ("", None),
    ],
)
def test_a_number_alone(text: str, number: int | None) -> None:
    assert lone_number(text) == number


ONLINE = "<p>Online: 12</p>"
ROW = "<tr><td>Lượt xem</td><td>9.270</td></tr>"
PLACES = [
    ("a site's box", "<div><h4>Thống kê</h4><p>Lượt xem: 9.270.118</p></div>", None),
    ("with who is online", f"<ul><li>Lượt xem: 9.270.118</li><li>{ONLINE}</li></ul>", None),
    ("in a row of it", f"<div><div><p>Lượt xem: 9.270</p></div>{ONLINE}</div>", None),
    (
        "in a table of it",
        f"<table><tr><td>Đang online</td><td>12</td></tr>{ROW}</table>",
        None,
    ),
    ("the article's box", "<div><p>Lượt xem: 5</p><p>In trang</p></div>", 5),
    ("beside a site's box", f"<div><p>Lượt xem: 5</p></div><div>{ONLINE}</div>", 5),
    ("an eye with a name", "<p><svg><title>Lượt xem</title><path d='M0 0'/></svg> 903</p>", 903),
    ("an eye by its use", "<p><svg><use href='/i.svg#icon-eye'/></svg> 903</p>", 903),
    ("a letter", "<p><svg><title>Gửi thư</title><path d='M0 0'/></svg> 903</p>", None),
    ("Joomla's hits", "<dl><dd class='hits'>Lượt truy cập: 88</dd></dl>", 88),
    ("visits", "<dl><dd class='visits'>Lượt truy cập: 88</dd></dl>", None),
]


@pytest.mark.parametrize(("name", "line", "count"), PLACES, ids=[row[0] for row in PLACES])
@pytest.mark.parametrize("below", [False, True])
def test_whose_count_it_is(name: str, line: str, count: int | None, below: bool) -> None:
    text = f"<section>{paragraphs(3)}</section>"
    lines = f"{text}{line}" if below else f"{line}{text}"
    assert article_of(f"<div><h1>{TITLE}</h1>{DATE}{lines}</div>").views == count


@pytest.mark.parametrize(("more", "count"), [(8, None), (9, 77)])
def test_how_large_a_counter_is(more: int, count: int | None) -> None:
    rows = "".join(f"<p>Dòng {n}</p>" for n in range(more))
    box = f"<div><p>Lượt xem: 77</p>{rows}{ONLINE}</div>"
    page = f"<div><h1>{TITLE}</h1>{DATE}<section>{paragraphs(3)}</section>{box}</div>"
    assert article_of(page).views == count
