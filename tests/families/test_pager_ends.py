"""The end of a list as its pager proves it, what lists announce, and what is only named."""

# ruff: noqa: E501 (markup stands in one line)

from __future__ import annotations

import pytest

from govnews.families.pagers import Pagers
from tests.families.pagerlib import find, first, items, page

# Name, markup of the last page, path of the list, number of the page.
LAST = [
    ("nukeviet", "<ul class='pagination'><li><a rel='prev' href='/vi/news/tin/page-2/'>&laquo;</a></li><li><a href='/vi/news/tin/'>1</a></li><li><a href='/vi/news/tin/page-2/'>2</a></li><li class='active'><a href='#'>3</a></li></ul>", "/vi/news/tin/page-3/", 3),
    ("joomla", "<ul class='pagination'><li><a href='/tin?start=0' aria-label='Trang 1'>1</a></li><li class='active'><a aria-current='true' href='#'>2</a></li><li class='disabled'><span class='icon-angle-right'></span></li></ul>", "/tin?start=10", 2),
    ("joomla-25", "<span class='pagenav'>Tiếp theo</span><a class='pagenav' href='/tin'>Bắt đầu</a><a class='pagenav' href='/tin'>Trước</a><span class='pagenav'>Cuối</span>", "/tin?start=5", 2),
    ("drupal", "<nav class='pager'><ul><li><a href='?page=0' title='Đến trang 1'>1</a></li><li class='is-active'><a href='?page=1' aria-current='page'>2</a></li></ul></nav>", "/tin?page=1", 2),
    ("wordpress", "<a class='prev page-numbers' href='/tin/page/2/'>Trang trước</a><a class='page-numbers' href='/tin/page/2/'>2</a><span class='page-numbers current'>3</span>", "/tin/page/3/", 3),
    ("wordpress-newer-only", "<div class='nav-links'><div class='nav-next'><a href='/tin/page/3/'>Bài viết mới hơn</a></div></div>", "/tin/page/4/", 4),
    ("liferay", "<small>Hiển thị 81 - 88 của 88 kết quả.</small><ul class='pager'><li><a href='/tin?_x_cur=1'>← Đầu tiên</a></li><li><a href='/tin?_x_cur=8'>Trước</a></li><li class='disabled'><a href='javascript:;'>Tiếp theo</a></li><li class='disabled last'><a href='javascript:;'>Cuối cùng →</a></li></ul>", "/tin?_x_cur=9", 9),
    ("liferay-with-items-per-page", "<a href='/tin?_x_delta=5'>5</a><a href='/tin?_x_delta=10'>10</a><a href='/tin?_x_cur=3'>3</a><span class='active'>4</span>", "/tin?_x_cur=4", 4),
    ("dnn", "<td>Trang 7 của 7</td><td><a href='/tin/currentpage/1'>Đầu</a><a href='/tin/currentpage/6'>Trước</a><a href='/tin/currentpage/6'>6</a><span>[7]</span><span>Sau</span><span>Cuối</span></td>", "/tin/currentpage/7", 7),
    ("plone", "<nav class='pagination'><ul><li class='previous'><a href='/tin?b_start:int=0'>15 mục trước</a></li><li><a href='/tin?b_start:int=0'>1</a></li><li class='active'><span>2</span></li></ul></nav>", "/tin?b_start:int=15", 2),
    ("sharepoint", "<td id='pagingWPQ2prev'><a href='javascript:' onclick='RefreshPageTo(event, \"/tin/ds.aspx?Paged=TRUE&PagedPrev=TRUE&PageFirstRow=1\");'><img src='prev.gif' alt='Previous'></a></td><td>31 - 36</td>", "/tin/ds.aspx?Paged=TRUE&PageFirstRow=31", 2),
    ("laravel", "<ul class='pagination'><li><a href='/tin?page=1' rel='prev'>‹</a></li><li><a href='/tin?page=1'>1</a></li><li class='active' aria-current='page'><span>2</span></li><li class='disabled' aria-disabled='true'><span>›</span></li></ul>", "/tin?page=2", 2),
    ("pagedlist", "<ul class='pagination'><li><a href='/tin?page=2'>2</a></li><li class='active'><a>3</a></li><li class='disabled PagedList-skipToNext'><a rel='next'>»</a></li></ul>", "/tin?page=3", 3),
    ("yii2-next-to-itself", "<ul class='pagination'><li><a href='/tin?page=1'>1</a></li><li class='active'><a href='/tin?page=2'>2</a></li><li class='next disabled'><a href='/tin?page=2'>»</a></li></ul>", "/tin?page=2", 2),
    ("next-stays-on-the-last", "<a href='/tin?page=1'>1</a> <b>2</b> <a href='/tin?page=2'>Sau</a> <a href='/tin?page=2'>Cuối</a>", "/tin?page=2", 2),
    ("codeigniter", "<a href='/tin/10'>2</a><strong>3</strong>", "/tin/20", 3),
    ("django", "<a href='?page=4'>trước</a> <span class='current'>Trang 5 trên 5.</span>", "/tin?page=5", 5),
    ("position", "Trang 9/9 <a href='/tin?page=8'>&lt;</a>", "/tin?page=9", 9),
    ("position-alone", "<div>Trang 1/1</div>", "/tin", 1),
    ("position-split", "<p>Page: <b>3</b> of <b>3</b></p><a href='/tin?page=2'>&lt; Trước</a>", "/tin?page=3", 3),
    ("unmarked-numbers", "<a href='/tin?page=1'>1</a><a href='/tin?page=2'>2</a><a href='/tin?page=3'>3</a>", "/tin?page=3", 3),
    ("range", "<p>Hiển thị 11 - 14 trong tổng số 14 tin</p>", "/tin?page=2", 2),
    ("select", "<select onchange='location=this.value'><option value='/tin?page=1'>1</option><option value='/tin?page=2' selected>2</option></select>", "/tin?page=2", 2),
    ("box", "<form action='/tin'>Trang <input name='page' value='9'> / 9</form>", "/tin?page=9", 9),
    ("vhv", "<ul class='pagination'><li><a href='/tin-c21-1.html'>1</a></li><li><a href='/tin-c21-2.html'>2</a></li><li class='active'><a>3</a></li></ul>", "/tin-c21-3.html", 3),
    ("paper", "<a href='/thoi-su.htm'>1</a><a href='/thoi-su/trang-2.htm' class='active'>2</a>", "/thoi-su/trang-2.htm", 2),
    ("gridview", "<a href=\"javascript:__doPostBack('gv','Page$1')\">1</a><a href=\"javascript:__doPostBack('gv','Page$2')\">2</a><span>3</span>", "/l.aspx", 3),
    ("gridview-last-block", "<a href=\"javascript:__doPostBack('gv','Page$10')\">...</a><a href=\"javascript:__doPostBack('gv','Page$11')\">11</a><span>12</span>", "/l.aspx", 12),
    ("datapager", "<a href=\"javascript:__doPostBack('dp$ctl01$ctl00','')\">1</a><span>2</span><a class='aspNetDisabled'>Tiếp</a>", "/l.aspx", 2),
    ("repeater", "<a href=\"javascript:__doPostBack('r$ctl00$lb','')\">1</a><a class='aspNetDisabled' disabled='disabled'>2</a>", "/l.aspx", 2),
    ("aspnetpager", "<div id='AspNetPager1'><a href=\"javascript:__doPostBack('AspNetPager1','29')\">Trang trước</a><a disabled='disabled'>Trang sau</a><a disabled='disabled'>Trang cuối</a></div>", "/l.aspx", 30),
    ("raddatapager", "<div class='rdpWrap'><a href=\"javascript:__doPostBack('rdp$ctl00','')\"><span>1</span></a><a class='rdpCurrentPage' onclick='return false;' href=\"javascript:__doPostBack('rdp$ctl01','')\"><span>2</span></a></div><input type='submit' name='rdp$n' value=' ' onclick='return false;' class='rdpPageNext'>", "/l.aspx", 2),
    ("radgrid", "<a href=\"javascript:__doPostBack('rg$ctl05','')\"><span>1</span></a><a class='rgCurrentPage' onclick='return false;' href=\"javascript:__doPostBack('rg$ctl07','')\"><span>2</span></a><input type='submit' name='rg$n' class='rgPageNext' value=' ' onclick='return false;__doPostBack(1)' disabled>", "/l.aspx", 2),
    ("devexpress", "<a class='dxp-num' onclick=\"__doPostBack('pg','PN0')\">1</a><b class='dxp-num dxp-current'>[2]</b><b class='dxp-button dxp-disabledButton'><img alt='Next'></b>", "/l.aspx", 2),
    ("dropdown", "<select name='ddl' onchange=\"__doPostBack('ddl','')\"><option value='1'>1</option><option selected value='2'>2</option></select>", "/l.aspx", 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "path", "number"), [row[1:] for row in LAST], ids=[row[0] for row in LAST]
)
def test_the_last_page_proves_the_end(markup: str, path: str, number: int) -> None:
    found = find(page(markup, posted=".aspx" in path), path, number)
    assert found.is_last, found
    assert found.proof
    assert not found.candidates


@pytest.mark.parametrize(
    ("markup", "path", "number"),
    [
        ("", "/tin", 1),
        ("", "/tin?page=4", 4),
        ("<a href='/tin?page=1'>1</a>", "/tin", 1),
        ("<span>1</span> <a href='/tin?page=1'>1</a>", "/tin", 1),
        ("Trang 3/9", "/tin?page=3", 3),
        ("<p>Hiển thị 11 - 20 của 88 kết quả</p>", "/tin?page=2", 2),
        ("<a href='/tin?page=1'>1</a> <b>2</b> Trang 2/9", "/tin?page=2", 2),
        ("<a href='/tin?page=1'>1</a> <b>2</b> <a href='#' onclick='sau()'>Sau</a>", "/tin?page=2", 2),
        ("<a href='/tin?page=1'>1</a><b>2</b><p>Hiển thị 11 - 20 của 88 kết quả</p>", "/tin?page=2", 2),
        ("<link rel='next' href='/tin?page=3'><a href='/tin?page=1'>1</a> <b>2</b>", "/tin?page=2", 2),
        ("<a href='/tin?page=1'>Trang trước</a>", "/tin", 1),
    ],
    ids=["nothing", "nothing-on-page-4", "one-number", "one-number-twice", "position", "range", "position-beyond", "script", "range-beyond", "head", "back-on-page-1"],
)  # fmt: skip
def test_no_proof_of_an_end(markup: str, path: str, number: int) -> None:
    assert not find(page(markup), path, number).is_last


ANNOUNCED = [
    ("<span>Trang 1/9</span><a href='/tin?page=2'>2</a>", 9, None),
    ("Trang 1 của 12 <a href='/tin?page=2'>&gt;</a>", 12, None),
    ("Page 2 of 31 <a href='/tin?page=3'>next</a>", 31, None),
    ("<span>1</span><a href='/tin?page=2'>2</a><a href='/tin?page=3'>3</a><a href='/tin?page=44'>Trang cuối</a>", 44, None),
    ("<span>1</span><a href='/tin?start=10'>2</a><a href='/tin?start=90'>Cuối »</a>", 10, None),
    ("<span>1</span><a href='/tin?page=2'>2</a> ... <a href='/tin?page=17'>17</a>", 17, None),
    ("<span>10</span><a href='/tin?page=11'>...</a>", None, None),
    ("<p>Hiển thị 1 - 10 của 88 kết quả</p><a href='/tin?page=2'>2</a>", 2, 88),
    ("<p>Hiển thị kết quả 1 đến 20 trong tổng số 1.234 bản ghi</p>", None, 1234),
    ("<p>Showing 1 to 10 of 57 entries</p>", None, 57),
    ("<p>Tổng số: 88 tin</p>", None, 88),
    ("<p>Tổng số bài viết: <b>2.045</b></p>", None, 2045),
    ("<p>Có 340 kết quả được tìm thấy</p>", None, 340),
    ("<p>Tìm thấy <strong>12</strong> bài viết</p>", None, 12),
    ("<p>1.234 bài viết</p>", None, 1234),
    ("<p>(56 tin)</p>", None, 56),
    ("<b>Trang 1/9 (88 tin)</b> <a href='/tin?page=2'>»</a>", 9, 88),
    ("<p>Đang online: 12</p><p>Tổng lượt truy cập: 9.999</p>", None, None),
    ("<li>Kinh tế <span>(12 tin)</span></li><li>Văn hóa <span>(7 tin)</span></li>", None, None),
    ("<p>Lượt xem: 345</p><p>3 bình luận</p>", None, None),
    ("<p>Ngày 10 - 12 của tháng 5</p>", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "pages", "articles"), ANNOUNCED)
def test_what_lists_announce(markup: str, pages: int | None, articles: int | None) -> None:
    found = find(page(markup))
    assert (found.announced_pages, found.announced_articles) == (pages, articles)


def test_each_candidate_carries_the_last_page() -> None:
    found = find(page("<span>1</span><a href='/tin?page=2'>2</a><a href='/tin?page=44'>Cuối</a>"))
    assert [one.last_page for one in found.candidates] == [44]


UNCLEAR = [
    ("data-page", "<ul class='pagination'><li class='active'><a href='#' data-page='1'>1</a></li><li><a href='#' data-page='2'>2</a></li></ul>", "data-page"),
    ("list-items", "<ul class='phan-trang'><li class='page active' data-page='1'><span>1</span></li><li class='page' data-page='2'><span>2</span></li></ul>", "data-page"),
    ("function-call", "<a href='javascript:phanTrang(2)'>2</a><a href='javascript:phanTrang(3)'>3</a>", "phanTrang(2)"),
    ("onclick-call", "<span>1</span><a href='#' onclick='LoadPage(2, 10)'>2</a><a href='#' onclick='LoadPage(3, 10)'>3</a>", "LoadPage(2"),
    ("dead-links", "<div class='phan-trang'><a href='#' class='active'>1</a><a href='#'>2</a><a href='#'>3</a><a href='#'>Tiếp ❯</a></div>", "2</a>"),
    ("vue", "<ul class='pagination'><li @click='trang(1)' class='active'>1</li><li @click='trang(2)'>2</li></ul>", "trang(2)"),
    ("angular", "<li ng-click='loadPage(2)'><a>2</a></li>", "2"),
    ("load-more-button", "<button type='button' class='load-more'>Xem thêm</button>", "load-more"),
    ("load-more-link", "<div class='list__viewmore'><a href='javascript:;' class='btn'>Xem thêm</a></div>", "Xem thêm"),
    ("load-more-onclick", "<a href='javascript:void(0)' onclick='taiThemTin()'>Tải thêm tin</a>", "taiThemTin"),
    ("next-script", "<a href='#' onclick='trangSau(); return false;'>Trang sau</a>", "trangSau"),
    ("next-button", "<div class='pagination'><button type='button' class='btn-next'>›</button></div>", "btn-next"),
    ("devexpress-callback", "<a class='dxp-num' onclick=\"ASPx.GVPagerOnClick('grid','PN1')\">2</a><a class='dxp-num' onclick=\"ASPx.GVPagerOnClick('grid','PN2')\">3</a>", "GVPagerOnClick"),
    ("primefaces", "<span class='ui-paginator'><span class='ui-paginator-page ui-state-active' tabindex='0'>1</span><a class='ui-paginator-page' href='#' onclick='chuyen(2)'>2</a></span>", "chuyen(2)"),
    ("fragments", "<ul class='pagination'><li class='active'><a href='#!/p/1'>1</a></li><li><a href='#!/p/2'>2</a></li></ul>", "p/2"),
    ("select-script", "Trang <select id='chonTrang' onchange='nap(this.value)'><option>1</option><option>2</option></select>", "chonTrang"),
    ("wordpress-ajax", "<a class='load-more' href='#' data-url='/wp-admin/admin-ajax.php' data-trang='1'>Tải thêm</a>", "admin-ajax"),
    ("plugin", "<ul id='pagination' class='pagination-sm'></ul><script>$('#pagination').twbsPagination({totalPages: 35, visiblePages: 7});</script>", "pagination"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "shown"), [row[1:] for row in UNCLEAR], ids=[row[0] for row in UNCLEAR]
)
def test_what_is_not_understood_is_named(markup: str, shown: str) -> None:
    found = find(page(markup))
    assert not found.candidates
    assert not found.is_last
    assert any(shown in one for one in found.not_understood), found
    assert all(len(one) <= 200 for one in found.not_understood)


def test_markup_is_shortened() -> None:
    found = find(page(f"<button class='load-more' data-x='{'a' * 5000}'>Xem thêm</button>"))
    assert [len(one) <= 200 for one in found.not_understood] == [True]


# --- fragments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "number", "expected"),
    [
        ("/p.aspx?DivID=tab&Page=1&RowPerPage=10", 1, "Page=2&RowPerPage=10"),
        ("/timelinelist/86/2.htm", 2, "/timelinelist/86/3.htm"),
        ("/ajax/tin/page-4", 4, "/ajax/tin/page-5"),
        ("/ajax/tin?cat=12", 1, ""),
    ],
)
def test_a_fragment_is_asked_for_by_its_own_address(path: str, number: int, expected: str) -> None:
    """What scripts load into a list has no pager of its own."""
    got = first(find(items(), path, number))
    assert (expected in got) if expected else not got


def test_only_a_later_page_without_a_pager_is_asked_for_by_its_address() -> None:
    assert find(page(""), "/tin?page=1", 1) == Pagers()
    assert find(page(""), "/tin?muc=7", 4) == Pagers()
    (raised,) = find(page(""), "/tin?page=4", 4).candidates
    assert (raised.rule, raised.link.page) == ("own-address", 5)
    assert raised.link.url.endswith("/tin?page=5")


# --- what a request carries -----------------------------------------------------------------------


def test_the_state_is_that_of_the_form_around_the_control() -> None:
    other = '<form action="/tim"><input type="hidden" name="q" value="x"></form>'
    link = "<a href=\"javascript:__doPostBack('pg','2')\">2</a>"
    found = find(page(link, posted=True, before="").replace("<body>", f"<body>{other}"), "/l.aspx")
    assert [name for name, _ in found.candidates[0].link.form] == [
        "__EVENTTARGET", "__EVENTARGUMENT", "__VIEWSTATE", "__EVENTVALIDATION",
    ]  # fmt: skip


def test_a_form_that_the_markup_cuts_off_keeps_its_state() -> None:
    html = (
        '<html><body><input type="hidden" name="__VIEWSTATE" value="dDw">'
        f"{items()}<form></form><a href=\"javascript:__doPostBack('pg','2')\">2</a></body></html>"
    )
    assert ("__VIEWSTATE", "dDw") in find(html).candidates[0].link.form


def test_the_action_of_the_form_is_asked() -> None:
    html = page("<a href=\"javascript:__doPostBack('pg','2')\">2</a>", posted=True)
    html = html.replace('action=""', 'action="./DanhSach.aspx?id=7"')
    assert find(html, "/tin/").candidates[0].link.url == "https://mau.gov.vn/tin/DanhSach.aspx?id=7"


def test_a_form_of_another_site_is_not_posted() -> None:
    html = page("<a href=\"javascript:__doPostBack('pg','2')\">2</a>", posted=True)
    html = html.replace('action=""', 'action="https://khac.vn/"')
    assert not find(html).candidates


def test_rel_next_of_the_head() -> None:
    html = page("").replace("</head>", "<link rel='next' href='/tin-tuc/page/2/'></head>")
    found = find(html)
    assert (found.candidates[0].rule, first(found)) == (
        "rel-next",
        "GET https://mau.gov.vn/tin-tuc/page/2/",
    )


def test_rel_next_that_leads_to_an_article_is_none() -> None:
    html = page("").replace("</head>", "<link rel='next' href='/bai-viet-47'></head>")
    assert not find(html).candidates


def test_second_candidates_follow() -> None:
    """Number, word and the address of the head may differ: each is a candidate of its own."""
    pager = "<span>1</span><a href='/tin-tuc?page=2'>2</a><a href='/tin-tuc/page/2'>Trang sau</a>"
    found = find(page(pager))
    assert [one.link.url for one in found.candidates] == [
        "https://mau.gov.vn/tin-tuc?page=2",
        "https://mau.gov.vn/tin-tuc/page/2",
    ]
    assert all(one.reasons for one in found.candidates)


@pytest.mark.parametrize("counter", ["Tổng số: 1201330", "Tổng số: <b>1.201.330</b>", "Tổng: 840"])
def test_a_counter_of_visits_is_no_total_of_the_list(counter: str) -> None:
    latest = "".join(f"<li><a href='/moi-{n}'>{'Tin mới ' * 8}</a></li>" for n in range(6))
    beside = (
        f"<div id='right'><h3>Tin mới nhất</h3><ul>{latest}</ul><h3>Thống kê truy cập</h3>"
        f"<p>Đang truy cập: 17</p><p>{counter}</p></div>"
    )
    assert find(page("", after=beside)).announced_articles is None
    # The list's own total stands beside it.
    own = find(page("<span>Tổng số: 88 tin</span>", after=beside))
    assert own.announced_articles == 88


def test_a_total_out_of_all_proportion_is_none() -> None:
    pager = "<b>1</b> <a href='/tin-tuc?page=2'>2</a> <a href='/tin-tuc?page=3'>3</a>"
    assert find(page(pager + "<span>Tổng số: 18</span>")).announced_articles == 18
    assert find(page(pager + "<span>Tổng số: 1201330</span>")).announced_articles is None
