"""A text in several pages says that it goes on."""

from __future__ import annotations

import pytest

from govnews.model import Article
from govnews.reading.reader import read
from tests.reading.pagelib import capture

URL = "https://songcau.example.vn/bai-dai"
TEXT = "".join(
    f"<p>Đoạn {n}: đoàn công tác của tỉnh đã kiểm tra tiến độ xây dựng kè chống sạt lở ở xã {n}, "
    "ghi nhận khó khăn về giải phóng mặt bằng và yêu cầu các sở phối hợp tháo gỡ.</p>"
    for n in range(1, 5)
)


def article(links: str, head: str = "") -> Article:
    title = "Kiểm tra tiến độ xây dựng kè chống sạt lở"
    body = f"<h1>{title}</h1><span>24/05/2021 14:30</span><div>{TEXT}</div>{links}"
    return read(capture(body, f"<title>{title}</title>{head}", URL))


def further(found: Article) -> list[str]:
    return [item.raw for item in found.evidence if item.rule == "further-page"]


GOES_ON = {
    "a number below the text": (
        f'<div>Trang: <b>1</b> <a href="{URL}/2/">2</a></div>',
        f"{URL}/2/",
    ),
    "a relative link": ('<a href="/bai-dai/2">Trang sau</a>', f"{URL}/2"),
    "the next page in a parameter": (
        '<a rel="next" href="?trang=2">Trang sau</a>',
        f"{URL}?trang=2",
    ),
    "a part by its class": ('<a class="post-page-numbers" href="?page=2">2</a>', f"{URL}?page=2"),
}


@pytest.mark.parametrize(("links", "address"), GOES_ON.values(), ids=GOES_ON)
def test_a_text_that_goes_on_says_where(links: str, address: str) -> None:
    found = article(links)
    assert further(found) == [address]
    assert found.body == article("").body  # the first page as before


def test_the_head_may_name_the_next_page() -> None:
    assert further(article("", head=f'<link rel="next" href="{URL}/2/">')) == [f"{URL}/2/"]


ENDS = {
    "another article": '<a rel="next" href="/bai-khac">Bài sau</a>',
    "another article with a number": '<a rel="next" href="/bai-khac/2/">Bài sau</a>',
    "comments": f'<a href="{URL}/comment-page-2/">Bình luận cũ hơn</a>',
    "a page of a list": '<a href="?page=2">2</a>',
    "another page than the second": f'<a href="{URL}/20/">20</a>',
    "another site": '<a href="https://khac.example.vn/bai-dai/2/">2</a>',
    "no address": '<a rel="next">Trang sau</a>',
}


@pytest.mark.parametrize("links", ENDS.values(), ids=ENDS)
def test_other_links_say_nothing(links: str) -> None:
    assert further(article(links)) == []
