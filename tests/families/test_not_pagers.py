"""What has numbers or arrows and is no pager, alone and beside a real one."""

# ruff: noqa: E501 (markup stands in one line)

from __future__ import annotations

import pytest

from tests.families.pagerlib import HEADLINES, find, first, items, page

DAYS = "".join(
    "<tr>"
    + "".join(f"<td><a href='/tin?ngay={w * 7 + d}'>{w * 7 + d}</a></td>" for d in range(1, 8))
    + "</tr>"
    for w in range(4)
)
PLAIN_DAYS = DAYS.replace("?ngay=", "/2026/11/")
POSTED_DAYS = "".join(
    "<tr>"
    + "".join(
        f"<td><a href=\"javascript:__doPostBack('Lich1','{9800 + w * 7 + d}')\">{w * 7 + d}</a></td>"
        for d in range(1, 8)
    )
    + "</tr>"
    for w in range(4)
)
READ = "".join(
    f"<li><a href='{path}'>{n}</a> <a href='{path}'>{text}</a></li>"
    for n, (path, text) in enumerate(HEADLINES[:5], 1)
)
RANKED = "".join(
    f"<li><span class='so'>{n}</span> <a href='{path}'>{text}</a></li>"
    for n, (path, text) in enumerate(HEADLINES[:5], 1)
)
COMMENTS = "".join(
    f"<li><a href='{path}'>{text}</a> <a href='{path}#binh-luan'>{n}</a></li>"
    for n, (path, text) in enumerate(HEADLINES[:5], 1)
)
RELATED = "".join(f"<a href='/chuyen-de/phong-chong-bao-{n * 37}'>{n}</a>" for n in range(1, 6))

NOT_PAGERS = [
    ("calendar-query", f"<table class='ui-datepicker-calendar'><tr><th>T2</th><th>T3</th><th>CN</th></tr>{DAYS}</table>"),
    ("calendar-without-a-name", f"<table><tr><th colspan='7'>Tháng 11/2026</th></tr>{PLAIN_DAYS}</table>"),
    ("calendar-postback", f"<table>{POSTED_DAYS}</table>"),
    ("calendar-arrows", "<table class='calendar'><tr><td><a href='/lich?thang=10'>&lt;</a></td><td>Tháng 11</td><td><a href='/lich?thang=12'>&gt;</a></td></tr></table>"),
    ("calendar-divs", "<div class='lich-tuan'>" + "".join(f"<a href='/lich/{n}'>{n}</a>" for n in range(1, 31)) + "</div>"),
    ("most-read-ranks", f"<ol class='doc-nhieu'>{READ}</ol>"),
    ("ranks-without-links", f"<ul>{RANKED}</ul>"),
    ("comment-counts", f"<ul>{COMMENTS}</ul>"),
    ("comment-pager", "<div class='comment-list-nav'><a href='/tin-tuc/comment-page-2'>2</a><a href='/tin-tuc/comment-page-3'>3</a></div>"),
    ("items-per-page-links", "Hiển thị <a href='?pageSize=5'>5</a> <a href='?pageSize=10'>10</a> <a href='?pageSize=20'>20</a> tin mỗi trang"),
    ("items-per-page-delta", "<ul><li><a href='/tin-tuc?_x_delta=5'>5</a></li><li><a href='/tin-tuc?_x_delta=10'>10</a></li></ul>"),
    ("items-per-page-select", "<select name='pageSize' onchange='this.form.submit()'><option>5</option><option selected>10</option><option>20</option></select>"),
    ("items-per-page-postback", "<select name='ddlSoTin' onchange=\"__doPostBack('ddlSoTin','')\"><option selected>5</option><option>10</option><option>50</option></select>"),
    ("months-select", "<select name='thang'><option>1</option><option>2</option><option>3</option></select>"),
    ("years-select", "<select name='nam' onchange='this.form.submit()'><option>2026</option><option>2025</option></select>"),
    ("months", "".join(f"<a href='/tin-tuc?thang={n}'>{n}</a>" for n in range(1, 13))),
    ("months-in-path", "".join(f"<a href='/tin-tuc/2026/{n}'>{n}</a>" for n in range(1, 13))),
    ("years", "".join(f"<a href='/tin-tuc?nam={n}'>{n}</a>" for n in range(2019, 2027))),
    ("years-in-path", "".join(f"<a href='/luu-tru/{n}'>{n}</a>" for n in range(2019, 2027))),
    ("weeks", "<a href='/lich-lam-viec?tuan=1'>1</a><a href='/lich-lam-viec?tuan=2'>2</a>"),
    ("votes", "<div class='danh-gia'>" + "".join(f"<a href='/danh-gia?diem={n}'>{n}</a>" for n in range(1, 6)) + "</div>"),
    ("stars-scripts", "<span class='rating'>" + "".join(f"<a href='#' onclick='vote({n})'>{n}</a>" for n in range(1, 6)) + "</span>"),
    ("stars-postback", "".join(f"<a href=\"javascript:__doPostBack('ctl00$Rating1','{n * 3}')\">{n}</a>" for n in (1, 2, 4, 5, 7))),
    ("poll", "<div class='poll'><input type='submit' name='vote' value='1'><input type='submit' name='vote' value='2'></div>"),
    ("slider-arrows", "<div class='slider'><a class='prev' href='/anh-1'>‹</a><a class='next' href='/anh-3'>›</a></div>"),
    ("slider-script", "<div class='owl-nav'><button type='button' class='owl-prev'>‹</button><button type='button' class='owl-next'>›</button></div>"),
    ("slick-dots", "<ul class='slick-dots'><li><button type='button'>1</button></li><li><button type='button'>2</button></li></ul>"),
    ("carousel-next", "<a class='carousel-control-next' href='#slide' data-slide='next'><span class='carousel-control-next-icon'></span><span class='sr-only'>Next</span></a>"),
    ("arrow-to-another-part", "<a href='/thu-vien-anh'>›</a>"),
    ("arrow-icon-to-another-part", "<a href='/gioi-thieu-chung'><i class='fa fa-angle-right'></i></a>"),
    ("gallery-numbers", "<div class='gallery'><a href='/anh/a.jpg'>1</a><a href='/anh/b.jpg'>2</a></div>"),
    ("gallery-pages", "<div class='flexslider'><a href='/thu-vien?img=1'>1</a><a href='/thu-vien?img=2'>2</a><a href='/thu-vien?img=3'>3</a></div>"),
    ("font-size", "<a href='?font=1'>A-</a><a href='?font=2'>A</a><a href='?font=3'>A+</a>"),
    ("languages", "<a href='/vi/tin-tuc'>VI</a> | <a href='/en/tin-tuc'>EN</a>"),
    ("breadcrumb", "<div class='breadcrumb'><a href='/'>Trang chủ</a> &gt; <a href='/tin'>Tin</a> &gt; Sự kiện</div>"),
    ("breadcrumb-arrows-linked", "<div class='breadcrumb'><a href='/'>Trang chủ</a><a href='/tin'>»</a></div>"),
    ("read-more-of-articles", "".join(f"<p>{text} <a href='{path}'>Xem thêm</a></p>" for path, text in HEADLINES[:3])),
    ("read-more-postbacks", "".join(f"<p>Tin ngắn <a href=\"javascript:__doPostBack('rpt$ctl0{n}$lb','')\">Xem thêm</a></p>" for n in range(4))),
    ("read-more-scripts", "".join(f"<p>Tin ngắn <a href='#' onclick='mo({n})'>Xem thêm</a></p>" for n in range(4))),
    ("read-more-elsewhere", "<a href='/thong-bao'>Xem thêm</a>"),
    ("see-all", "<a href='/tin-tuc/tat-ca?page=1'>Xem tất cả</a>"),
    ("next-article", f"<a href='{HEADLINES[7][0]}'>Bài tiếp theo</a>"),
    ("terms", "Khóa: <a href='/hdnd/khoa/15'>1</a> <a href='/hdnd/khoa/16'>2</a> <a href='/hdnd/khoa/17'>3</a>"),
    ("unrelated-numbers", RELATED),
    ("hotline", "Điện thoại: <a href='tel:02723'>02723</a> <a href='tel:113'>113</a>"),
    ("anchors", "<a href='#muc-1'>1</a> <a href='#muc-2'>2</a> <a href='#muc-3'>3</a>".replace("#", "/gioi-thieu#")),
    ("visitors", "<p>Đang online: 12</p><p>Hôm nay: 345</p><p>Tổng lượt truy cập: 1.234.567</p>"),
    ("other-site", "<a href='https://bao.vn/thoi-su?page=2'>2</a><a href='https://bao.vn/thoi-su?page=3'>3</a>"),
    ("other-site-next", "<a rel='next' href='https://bao.vn/thoi-su?page=2'>Trang sau</a>"),
    ("files", "<a href='/files/bieu-1.pdf'>1</a> <a href='/files/bieu-2.pdf'>2</a>"),
    ("itself", "<a href='/tin-tuc'>»</a>"),
    ("search-box", "<form action='/tim-kiem'><input type='text' name='tu-khoa' value='2021'><button>Tìm</button></form>"),
    ("quantity-box", "<form action='/gop-y'><input type='text' name='tuoi' value='1'> / 100</form>"),
    ("register-in-steps", "<form method='post' action='/dang-ky'><input name='ten'><input type='submit' name='b' value='Tiếp tục'></form>"),
    ("poll-results", "<form method='post' action='/tham-do'><input type='submit' value='Xem kết quả'></form>"),
    ("login", "<form method='post' action='/dang-nhap'><input name='ten'><input type='submit' value='Đăng nhập'></form>"),
]  # fmt: skip

REAL = "<div class='phan-trang'><a href='/tin-tuc?page=1' class='active'>1</a> <a href='/tin-tuc?page=2'>2</a> <a href='/tin-tuc?page=2'>Trang sau</a></div>"


@pytest.mark.parametrize(
    "markup", [row[1] for row in NOT_PAGERS], ids=[row[0] for row in NOT_PAGERS]
)
def test_no_pager(markup: str) -> None:
    found = find(page(markup))
    assert not found.candidates, found.candidates
    assert not found.is_last
    assert not found.not_understood


@pytest.mark.parametrize(
    "markup", [row[1] for row in NOT_PAGERS], ids=[row[0] for row in NOT_PAGERS]
)
@pytest.mark.parametrize("place", ["before", "after"])
def test_beside_a_real_pager(markup: str, place: str) -> None:
    """The real one is chosen wherever the other numbers stand."""
    other = f"<div class='khung'>{markup}</div>"
    found = find(page(REAL, **{place: other}))
    assert first(found) == "GET https://mau.gov.vn/tin-tuc?page=2", found


@pytest.mark.parametrize(
    "markup", [row[1] for row in NOT_PAGERS], ids=[row[0] for row in NOT_PAGERS]
)
def test_the_end_stays_the_end_beside_other_numbers(markup: str) -> None:
    last = "<div class='phan-trang'><a href='/tin-tuc?page=1'>1</a> <b class='active'>2</b></div>"
    found = find(page(last, after=f"<div>{markup}</div>"), "/tin-tuc?page=2", 2)
    assert found.is_last, found
    assert not found.candidates


# --- two pagers on one page -----------------------------------------------------------------------

NEWS = "<span>1</span><a href='/tin-tuc?p_tin=2'>2</a><a href='/tin-tuc?p_tin=3'>3</a>"
PAPERS = "<span>1</span><a href='/tin-tuc?p_vb=2'>2</a><a href='/tin-tuc?p_vb=3'>3</a>"
GRID = "<a href=\"javascript:__doPostBack('gTin','Page$2')\">2</a>"
VOTES = "<a href=\"javascript:__doPostBack('gVanBan','Page$2')\">2</a>"
FILES = "<ul><li><a href='/vb/1.pdf'>Quyết định 1</a></li><li><a href='/vb/2.pdf'>Quyết định 2</a></li></ul>"


@pytest.mark.parametrize(
    ("html", "best", "second"),
    [
        (f"<div>{items()}{NEWS}</div><div>{FILES}{PAPERS}</div>", "p_tin=2", "p_vb=2"),
        (f"<div>{FILES}{PAPERS}</div><div>{items()}{NEWS}</div>", "p_tin=2", "p_vb=2"),
        (
            f"<table><tr><td>{PAPERS}</td><td>{items()}<p>{NEWS}</p></td></tr></table>",
            "p_tin=2",
            "p_vb=2",
        ),
        (f"{items()}{NEWS}<h3>Văn bản mới ban hành</h3>{FILES}{PAPERS}", "p_tin=2", "p_vb=2"),
        (f"<div>{items(0, 6)}{NEWS}</div><div>{items(6, 8)}{PAPERS}</div>", "p_tin=2", "p_vb=2"),
        (f"<div>{items(0, 2)}{PAPERS}</div><div>{items(2, 8)}{NEWS}</div>", "p_tin=2", "p_vb=2"),
        (f"<form method='post'>{items()}{GRID}{VOTES}</form>", "gTin", "gVanBan"),
        (
            f"<form method='post'><div>{FILES}{VOTES}</div><div>{items()}{GRID}</div></form>",
            "gTin",
            "gVanBan",
        ),
    ],
    ids=["below", "above", "columns", "flat", "fewer-below", "fewer-above", "one-row", "grids"],
)
def test_two_pagers(html: str, best: str, second: str) -> None:
    """The list's own pager first, the other as the next candidate."""
    found = find(f"<html><body>{html}</body></html>")
    requests = [" ".join([one.link.url, *map("=".join, one.link.form)]) for one in found.candidates]
    assert best in requests[0], found
    assert any(second in request for request in requests[1:]), found


def test_the_end_of_the_list_beside_a_pager_of_documents() -> None:
    html = f"<div>{items()}<a href='/tin-tuc?p_tin=1'>1</a><span>2</span></div><div>{FILES}{PAPERS}</div>"
    found = find(f"<html><body>{html}</body></html>", "/tin-tuc?p_tin=2", 2)
    assert found.is_last, found


def test_a_pager_above_and_below_the_list_is_one() -> None:
    found = find(page(REAL, before=REAL))
    assert [one.link.url for one in found.candidates] == ["https://mau.gov.vn/tin-tuc?page=2"]
