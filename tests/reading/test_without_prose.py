"""Articles without running text: schedules, lists, poems, pictures and documents in a frame."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import article_of, refusal_of, text

TITLE = "Lịch công tác tuần 47 của lãnh đạo huyện"
DATE = "Thứ năm - 26/02/2026 08:15"
FOOT = "Cổng thông tin điện tử huyện Vân Lĩnh"
NAV = "<nav><ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li></ul></nav>"
OTHERS = (
    "<div class='box'><p><b>Những tin mới hơn</b></p><ul><li><a href='/tin/b-2.html'>Xã Nậm Cắn ra "
    "mắt tổ công nghệ số cộng đồng</a> <em>(27/02/2026)</em></li></ul></div>"
)


def nukeviet(inner: str) -> str:
    return (
        f"<header><div><a href='/'><img src='/logo.png'></a><span>{FOOT}</span></div></header>{NAV}"
        f"<div class='col'><div class='panel'><div><h1 class='title'>{TITLE}</h1>"
        f"<div class='row'><div><span class='h5'>{DATE}</span></div></div>"
        f"<div id='news-bodyhtml' class='bodytext'>{inner}</div></div></div>{OTHERS}</div>"
        f"<footer><p>{FOOT}</p><p>Địa chỉ: Số 6 phố Chợ. Điện thoại: 0276.3822.222</p></footer>"
    )


def wordpress(inner: str) -> str:
    return (
        f"<div id='page'>{NAV}<main><article class='post'><header><h1>{TITLE}</h1>"
        f"<div class='meta'>{DATE}</div></header><div class='entry-content'>{inner}</div>"
        "<footer class='entry-footer'>Chuyên mục: <a href='/c'>Tin hoạt động</a></footer></article>"
        f"</main></div><footer><div>Bản quyền thuộc UBND huyện Vân Lĩnh</div></footer>"
    )


def bare(inner: str) -> str:
    """A page without landmarks, other articles and a list of them."""
    return (
        f"<div class='a'><a href='/'>Trang chủ</a> | <a href='/tin'>Tin tức</a></div>"
        f"<div class='b'><div class='c'>{TITLE}</div><div class='d'>{DATE}</div>"
        f"<div class='e'>{inner}</div></div><div class='f'><p>{FOOT}</p>"
        "<p>Địa chỉ: Số 6 phố Chợ. Điện thoại: 0276.3822.222</p></div>"
    )


PAGES = [nukeviet, wordpress, bare]
VERSES = ["Mẹ ngồi bên bếp lửa", "Khói vương chiều biên cương", "Ngọn đèo mây trắng phủ"]
SCHEDULE = """<table border='1'><tr><td>Thứ/ngày</td><td>Sáng</td><td>Chiều</td></tr>
<tr><td>Thứ Hai 02/3</td><td>Chào cờ; giao ban</td><td>Tiếp công dân</td></tr>
<tr><td>Thứ Ba 03/3</td><td>Đi xã Nậm Cắn</td><td>Họp tổ</td></tr></table>"""
SENTENCES = """<table border='1'><tr><td>Thứ</td><td>Nội dung</td></tr><tr><td>Thứ Hai</td>
<td>Chủ tịch dự hội nghị tổng kết công tác năm tại hội trường của tỉnh.</td></tr>
<tr><td>Thứ Ba</td><td>Đi xã Nậm Cắn</td></tr></table>"""
TELEPHONES = """<table><tr><td>Công an xã</td><td>0276 3876 113</td></tr><tr><td>Trạm Y tế</td>
<td>0276 3876 115</td></tr><tr><td>Điện lực</td><td>19001006</td></tr></table>"""
LINES = {
    "a schedule": (
        SCHEDULE,
        ["Thứ Hai 02/3 | Chào cờ; giao ban | Tiếp công dân", "Đi xã Nậm Cắn"],
    ),
    "a schedule with a sentence": (
        SENTENCES,
        ["Thứ Hai | Chủ tịch dự hội nghị", "Thứ Ba | Đi xã Nậm Cắn"],
    ),
    "telephones": (
        TELEPHONES,
        ["Công an xã | 0276 3876 113", "Điện lực | 19001006"],
    ),
    "a list": (
        "<ul><li>Nậm Cắn: 12 ca</li><li>Mường Than: 7 ca</li><li>Pa Ham: 0 ca</li></ul>",
        ["Nậm Cắn: 12 ca", "Mường Than: 7 ca", "Pa Ham: 0 ca"],
    ),
    "verses in paragraphs": ("".join(f"<p>{line}</p>" for line in VERSES), VERSES),
    "verses in lines": ("<br>".join(VERSES), VERSES),
    "verses in lines of a paragraph": (f"<p>{'<br>'.join(VERSES)}</p>", VERSES),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("shape", LINES)
def test_lines_that_are_no_prose_are_the_text(page, shape: str) -> None:  # type: ignore[no-untyped-def]
    inner, lines = LINES[shape]
    article = article_of(page(inner))
    assert article.title == TITLE
    assert all(line in article.body for line in lines)
    assert FOOT not in article.body
    assert "Xã Nậm Cắn ra" not in article.body
    assert article.published is not None
    assert article.published.isoformat() == "2026-02-26T08:15:00+07:00"


PICTURES = {
    "a picture": "<p align='center'><img src='/uploads/thu-moi.jpg' style='width:100%'></p>",
    "lazy pictures": "".join(
        f"<p><img src='data:image/gif;base64,R0' data-src='/uploads/trang-{n}.jpg'></p>"
        for n in range(3)
    ),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("shape", PICTURES)
def test_scanned_pages_are_the_article(page, shape: str) -> None:  # type: ignore[no-untyped-def]
    article = article_of(page(PICTURES[shape]))
    assert article.title == TITLE
    assert article.images
    assert all("/uploads/" in image.url for image in article.images)
    assert article.body == ""


FRAMES = [
    "<p><iframe src='/uploads/kl-88.pdf' width='100%'></iframe></p>",
    "<p><iframe src='/viewer/web/viewer.html?file=/uploads/kl-88.pdf#page=2'></iframe></p>",
    "<iframe src='https://xem.vn/v?url=https%3A%2F%2Fmau.gov.vn%2Fuploads%2Fkl-88.pdf'></iframe>",
    "<object data='/uploads/kl-88.pdf' type='application/pdf'></object>",
    "<p><embed src='/uploads/kl-88.pdf'></p>",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_document_in_a_frame_is_attached(page, frame: str) -> None:  # type: ignore[no-untyped-def]
    article = article_of(page(frame))
    assert [file.url for file in article.attachments] == ["https://mau.gov.vn/uploads/kl-88.pdf"]
    assert article.body == ""


@pytest.mark.parametrize("frame", ["<iframe src='/ban-do.html'></iframe>", "<iframe></iframe>"])
def test_other_frames_are_no_documents(frame: str) -> None:
    lead = f"<p>{text(150)}</p><p>{text(160, start='Cuối năm ')}</p>"
    assert article_of(nukeviet(lead + frame)).attachments == ()


@pytest.mark.parametrize("page", PAGES)
def test_a_headline_with_nothing_below_is_no_article(page) -> None:  # type: ignore[no-untyped-def]
    assert refusal_of(page("")) == "empty"
