"""Pages that are no article, at the borders: how much text and how many links tip the balance."""

from __future__ import annotations

import pytest

from govnews.errors import NotAnArticle
from govnews.model import Capture
from govnews.reading.reader import read
from tests.reading.pagelib import (
    DATE,
    NOW,
    TITLE,
    URL,
    paragraphs,
    phrase,
    refusal_of,
    text,
)

HEAD = f"<h1>{TITLE}</h1>"
SCRIPT = "<script>document.cookie='a=1';{}</script>"
PIC = "<p>Ảnh đẹp</p>"
MISSING = "Trang bạn yêu cầu không tồn tại."


def q(size: int) -> str:
    """One line of text of this size; the next ones differ."""
    return f"<p>{text(size)}</p>"


def items(count: int, teaser: str = "") -> str:
    links = (
        f"<li><a href='/tin/bai-{n}.html'>{phrase(45, f'Tin số {n} ')}</a>{teaser}</li>"
        for n in range(count)
    )
    return f"<ul>{''.join(links)}</ul>"


SCRIPTED = [
    ("two signs of a challenge", 50, SCRIPT.format("location.reload()"), "challenge"),
    ("two others", 50, "<script>location.reload();document.cookie='a=1'</script>", "challenge"),
    ("one sign", 50, SCRIPT.format(""), None),
    ("299 characters", 299, SCRIPT.format("location.reload()"), "challenge"),
    ("300 characters", 300, SCRIPT.format("location.reload()"), None),
    ("199 characters and a mount", 199, "<script>x</script><div id='root'></div>", "shell"),
    ("200 characters and a mount", 200, "<script>x</script><div id='root'></div>", None),
    ("199 and a refresh", 199, f"<meta http-equiv='refresh'>{SCRIPT.format('')}", "challenge"),
    ("200 and a refresh", 200, f"<meta http-equiv='refresh'>{SCRIPT.format('')}", None),
]


@pytest.mark.parametrize(
    ("name", "size", "extra", "reason"), SCRIPTED, ids=[row[0] for row in SCRIPTED]
)
def test_scripts_in_place_of_text(name: str, size: int, extra: str, reason: str | None) -> None:
    title = "<h1>Hội đồng nhân dân tỉnh họp</h1>"
    rest = size - len("Hội đồng nhân dân tỉnh họp")
    assert refusal_of(title + f"<p>{text(rest)}</p>" + extra) == reason


FORM = "<form><p>Mật khẩu</p><input type='password' name='p'></form>"
LONG = "Đăng nhập cổng dịch vụ công bằng tài khoản định danh điện tử từ ngày 1/7"
LOGINS = [
    ("a headline", f"<h1>Đăng nhập</h1>{FORM}{q(300)}", "login"),
    ("a longer one", f"<h1>Đăng nhập hệ thống tác nghiệp</h1>{FORM}", "login"),
    ("an order", f"<h2>Vui lòng đăng nhập</h2>{FORM}{q(100)}", "login"),
    ("a title", f"<title>Sign in - Cổng thông tin</title><h1>Tỉnh</h1>{FORM}{q(90)}", "login"),
    ("1500 characters", f"<h1>Đăng nhập</h1>{FORM}{q(1483)}", "login"),
    ("1501 characters", f"<h1>Đăng nhập</h1>{DATE}{FORM}{q(1700)}", "empty"),
    ("no password", f"<h1>{LONG}</h1>{DATE}{q(300)}", None),
    ("an article beside a login", f"{HEAD}{DATE}{q(300)}<h3>Đăng nhập</h3>{FORM}", None),
    ("an article below a login", f"<h3>Đăng nhập</h3>{FORM}{HEAD}{DATE}{q(300)}", None),
    ("an article about logins", f"<h1>{LONG}</h1>{DATE}{q(300)}{FORM}", None),
]


@pytest.mark.parametrize(("name", "html", "reason"), LOGINS, ids=[row[0] for row in LOGINS])
def test_logins(name: str, html: str, reason: str | None) -> None:
    assert refusal_of(html) == reason


NOTICES = [
    ("119 characters and nothing", f"{HEAD}{DATE}<p>Không có dữ liệu</p>{q(103)}", "empty"),
    ("120 characters and nothing", f"{HEAD}{DATE}<p>Không có dữ liệu</p>{q(104)}", None),
    ("299 of maintenance", f"{HEAD}<p>Hệ thống đang bảo trì.</p>{q(276)}", "maintenance"),
    ("300 of maintenance", f"{HEAD}<p>Hệ thống đang bảo trì.</p>{q(278)}", None),
    ("600 behind a password", f"{HEAD}<p>Nhập mật khẩu để xem</p>{q(580)}", "protected"),
    ("601 behind a password", f"{HEAD}<p>Nhập mật khẩu để xem</p>{q(581)}", None),
    ("299 of a missing page", f"{HEAD}<p>{MISSING}</p>{q(267)}", "soft-404"),
    ("300 of a missing page", f"{HEAD}<p>{MISSING}</p>{q(268)}", None),
    ("a missing headline", f"<h1>Trang không tồn tại</h1>{q(590)}", "soft-404"),
    ("a missing headline above a text", f"<h1>Trang không tồn tại</h1>{q(601)}", None),
]


@pytest.mark.parametrize(("name", "body", "reason"), NOTICES, ids=[row[0] for row in NOTICES])
def test_notices(name: str, body: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>") == reason


@pytest.mark.parametrize(("size", "reason"), [(199, "soft-404"), (200, None)])
def test_a_missing_page_says_so_beside_the_text(size: int, reason: str | None) -> None:
    aside = f"<aside><p>{MISSING}</p></aside>"
    assert refusal_of(f"{aside}<div>{HEAD}{DATE}{q(size)}</div>") == reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [("No posts", "empty"), ("No data", None), ("Chưa có bài viết nào", "empty")],
)
def test_an_empty_list_says_so(line: str, reason: str | None) -> None:
    page = f"<div><h3>{TITLE}</h3><p>{text(150)}</p></div><aside><p>{line}</p></aside>"
    assert refusal_of(page) == reason


def test_a_date_makes_the_headline_sure() -> None:
    aside = "<aside><p>Chưa có bài viết nào</p></aside>"
    assert refusal_of(f"<div>{HEAD}{DATE}{q(150)}</div>{aside}") is None


SURE = [
    ("two lines above", f"{DATE}<p>Ảnh đẹp</p>{HEAD}", None),
    ("three lines above", f"{DATE}{'<p>Ảnh đẹp</p>' * 2}{HEAD}", "empty"),
    ("four lines below", f"{HEAD}{'<p>Ảnh đẹp</p>' * 3}{DATE}", None),
    ("five lines below", f"{HEAD}{'<p>Ảnh đẹp</p>' * 4}{DATE}", "empty"),
]


@pytest.mark.parametrize(("name", "head", "reason"), SURE, ids=[row[0] for row in SURE])
def test_where_that_date_stands(name: str, head: str, reason: str | None) -> None:
    aside = "<aside><p>Chưa có bài viết nào</p></aside>"
    assert refusal_of(f"<div>{head}{q(150)}</div>{aside}") == reason


HOME = "https://mau.gov.vn/"
HOMES = [
    ("three headlines", f"{HEAD}{DATE}{paragraphs(5)}{items(3)}", "home"),
    ("two headlines", f"{HEAD}{DATE}{paragraphs(5)}{items(2)}", None),
    ("499 characters", f"{HEAD}{DATE}{q(499)}", "home"),
    ("500 characters", f"{HEAD}{DATE}{q(500)}", None),
]


@pytest.mark.parametrize(("name", "body", "reason"), HOMES, ids=[row[0] for row in HOMES])
def test_the_page_at_the_root(name: str, body: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>", url=HOME) == reason


TEASER = "<p>Sáng nay các đại biểu dự lễ khai mạc.</p>"
LONG_TEASER = f"<p>{text(100)}</p>"


SECTION = "<p><a href='/tin-huyen'>Tin huyện</a></p>"


def headed(count: int, below: str, ending: str = ".html", tag: str = "h3") -> str:
    """Linked headings, or lines, each with this below it."""
    return "".join(
        f"<div><{tag}><a href='/{n}{ending}'>{phrase(45, f'Tin số {n} ')}</a></{tag}>{below}</div>"
        for n in range(count)
    )


SEARCH = "<h1>Tìm kiếm: rừng phòng hộ</h1>"
LINE = headed(1, f"<p>{text(100)}</p>", tag="p")


def some_teased(size: int) -> str:
    """Five links, the first two with teasers of this size."""
    teased = "".join(items(1, f"<p>{text(size)}</p>") for _ in range(2))
    return f"<h2>{TITLE}</h2>{q(80)}{teased}{items(3)}"


LISTS = [
    ("three teasers", f"<h2>Tin trong tỉnh hôm nay</h2>{items(3, TEASER)}", "listing"),
    ("two teasers", f"<h2>Tin trong tỉnh hôm nay</h2>{items(2, TEASER)}", "listing"),
    ("two longer teasers", f"<h2>{TITLE}</h2>{headed(2, LONG_TEASER, tag='p')}", "listing"),
    ("59 of its own", f"<h2>{TITLE}</h2>{q(59)}{headed(2, LONG_TEASER, tag='p')}", "listing"),
    ("60 of its own", f"<h2>{TITLE}</h2>{q(60)}{headed(2, LONG_TEASER, tag='p')}", None),
    ("one teaser", f"<h2>{TITLE}</h2>{headed(1, LONG_TEASER, tag='p')}", None),
    ("one below a heading", f"<h2>{TITLE}</h2>{headed(1, LONG_TEASER)}", "listing"),
    ("links to sections", f"<h2>Tin trong tỉnh</h2>{headed(3, SECTION + LONG_TEASER)}", "listing"),
    ("a search", f"<h1>Kết quả tìm kiếm: chè</h1>{q(150)}{headed(1, LONG_TEASER)}", "listing"),
    ("a search of a lake", f"<h1>Kết quả tìm kiếm người mất tích</h1>{q(150)}{items(1)}", None),
    (
        "a label",
        f"{SEARCH}{q(199)}{LINE}",
        "listing",
    ),
    (
        "a label above a text",
        f"{SEARCH}{q(200)}{LINE}",
        None,
    ),
    ("an introduction of 500", f"<h2>{TITLE}</h2>{q(500)}{headed(5, DATE)}", "listing"),
    ("of 501", f"<h2>{TITLE}</h2>{q(501)}{headed(5, DATE)}", None),
    ("of two paragraphs", f"<h2>{TITLE}</h2>{q(201)}{q(202)}{headed(5, DATE)}", None),
    ("of four items", f"<h2>{TITLE}</h2>{q(300)}{headed(4, DATE)}", None),
    ("a notice with plain links", f"<h2>{TITLE}</h2>{q(300)}{items(6)}", None),
    ("a notice with a date", f"<h2>{TITLE}</h2>{DATE}{q(90)}{headed(5, DATE)}", None),
    ("files below a text", f"<h2>{TITLE}</h2>{q(300)}{headed(6, DATE, '.pdf')}", None),
    ("199 above teasers", f"<h2>{TITLE}</h2>{q(199)}{items(3, TEASER)}", "listing"),
    ("200 above teasers", f"<h2>{TITLE}</h2>{q(200)}{items(3, TEASER)}", None),
    ("five links", f"<h2>{TITLE}</h2>{q(60)}{items(5)}", "listing"),
    ("four links", f"<h2>{TITLE}</h2>{q(60)}{items(4)}", None),
    ("99 above links", f"<h2>{TITLE}</h2>{q(99)}{items(5)}", "listing"),
    ("100 above links", f"<h2>{TITLE}</h2>{q(100)}{items(5)}", None),
    ("text below the list", f"<h2>{TITLE}</h2>{items(3, TEASER)}{q(250)}", None),
    ("as much above as teasers", f"<h2>{TITLE}</h2>{q(250)}{items(3, LONG_TEASER)}", None),
    ("50 for each link", some_teased(85), "listing"),
    ("62 for each link", some_teased(115), None),
    ("a teaser four lines below", f"<h2>{TITLE}</h2>{items(3, DATE * 3 + LONG_TEASER)}", "listing"),
    ("a text six lines below", f"<h2>{TITLE}</h2>{items(3, DATE * 5 + LONG_TEASER)}", None),
    ("teased two lines below", f"<h2>{TITLE}</h2>{items(3, PIC * 2 + TEASER)}", "listing"),
    ("teased three lines below", f"<h2>{TITLE}</h2>{items(3, PIC * 3 + TEASER)}", None),
    ("a date below the headline", f"<h2>{TITLE}</h2>{DATE}{q(99)}{items(5)}", None),
]


@pytest.mark.parametrize(("name", "body", "reason"), LISTS, ids=[row[0] for row in LISTS])
def test_lists(name: str, body: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>") == reason


@pytest.mark.parametrize(("between", "reason"), [(4, None), (5, "listing")])
def test_a_date_below_a_declared_headline(between: int, reason: str | None) -> None:
    lines = "<p>Ảnh</p>" * between
    body = f"<h2>{TITLE}</h2>{lines}{DATE}{q(26)}{items(5, TEASER)}"
    assert refusal_of(f"<div>{body}</div>", f"<title>{TITLE}</title>") == reason


DENIED = [
    ("403", "<h1>403 Forbidden</h1><p>Không được phép xem trang này</p>", "protected"),
    ("401", "<h1>Lỗi 401</h1><p>Truy cập bị từ chối.</p>", "protected"),
    ("English", f"<h2>{TITLE}</h2><p>You are not authorized to access this page.</p>", "protected"),
    ("members", f"<h2>{TITLE}</h2><p>Bạn phải đăng nhập để xem nội dung này.</p>", "protected"),
    ("a request", f"<h2>{TITLE}</h2><p>Vui lòng đăng nhập để truy cập trang.</p>", "protected"),
    ("no right", f"<h2>{TITLE}</h2><p>Bạn không được phép truy cập trang này.</p>", "protected"),
    ("members, as a headline", "<h1>Bạn phải đăng nhập để xem nội dung này</h1><p>Xin cảm ơn.</p>",
     "protected"),
    ("only a request", f"<h2>{TITLE}</h2><p>Dành cho hội viên, cần đăng nhập.</p>", "protected"),
    ("a code as text", f"<h2>{TITLE}</h2><p>401 - Unauthorized</p>", "protected"),
    ("299 characters", f"<h1>403 Forbidden</h1>{q(299)}", "protected"),
    ("300 characters", f"<h1>403 Forbidden</h1>{q(300)}", None),
    ("a number of people", f"<h1>403 hộ dân có nước sạch</h1>{q(120)}", None),
    ("a text about logins", f"<h1>{LONG}</h1><p>Bạn cần đăng nhập để nộp hồ sơ.</p>{q(99)}", None),
    ("a text about access", f"<h1>Cấm vào khu vực sạt lở</h1><p>Không ai được phép vào.</p>{q(99)}",
     None),
    ("a date", f"<h1>{LONG}</h1>{DATE}<p>Bạn phải đăng nhập để xem nội dung này.</p>", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "reason"), DENIED, ids=[row[0] for row in DENIED])
def test_pages_that_the_server_denies(name: str, body: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>") == reason


@pytest.mark.parametrize(("size", "reason"), [(160, "protected"), (161, None)])
def test_how_long_such_a_sentence_is(size: int, reason: str | None) -> None:
    said = "Bạn phải đăng nhập để xem nội dung này, "
    assert refusal_of(f"<div><h1>{LONG}</h1><p>{text(size, start=said)}</p></div>") == reason


XML = "<?xml version='1.0' encoding='utf-8'?>"
ENTRY = f"<title>{TITLE}</title><description>{text(300)}</description>"
DOCUMENTS = [
    ("RSS", f"{XML}<rss version='2.0'><channel><item>{ENTRY}</item></channel></rss>", "not-html"),
    ("Atom", f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{ENTRY}</entry></feed>",
     "not-html"),
    ("RSS 1.0", f"\ufeff{XML}<!-- a - b --><rdf:RDF><item>{ENTRY}</item></rdf:RDF>", "not-html"),
    ("a sitemap", f"{XML}<urlset><url><loc>{text(99)}</loc></url></urlset>", "not-html"),
    ("other XML", f"{XML}<records><record>{ENTRY}</record></records>", "not-html"),
    ("XHTML", (f"{XML}<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html><body>"
     f"<h1>{TITLE}</h1>{DATE}<p>{text(300)}</p></body></html>"), None),
    ("a part of a page", f"{XML}<div><h1>{TITLE}</h1>{DATE}<p>{text(300)}</p></div>", None),
    ("an unknown element", f"<cong-tin><h1>{TITLE}</h1>{DATE}<p>{text(300)}</p></cong-tin>", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "document", "reason"), DOCUMENTS, ids=[row[0] for row in DOCUMENTS]
)
def test_documents_that_are_no_page(name: str, document: str, reason: str | None) -> None:
    payload = Capture(URL, NOW, document.encode(), content_type="text/html; charset=utf-8")
    if reason is None:
        assert read(payload).title == TITLE
        return
    with pytest.raises(NotAnArticle) as refusal:
        read(payload)
    assert refusal.value.reason == reason


def test_a_home_page_is_none_for_declaring_an_article() -> None:
    head = '<meta property="og:type" content="article">'
    body = f"<div>{HEAD}{paragraphs(5)}{items(3)}</div>"
    assert refusal_of(body, head, HOME) == "home"
    assert refusal_of(body.replace("</h1>", f"</h1>{DATE}"), head, HOME) is None


def posts(count: int, *, date: str = DATE, tag: str = "h2", box: str = "article") -> str:
    return "".join(
        f"<{box}><{tag}><a href='/bai-{n}/'>{phrase(40, f'Bài {n} kể ')}</a></{tag}>{date}"
        f"<div>{paragraphs(3)}</div></{box}>"
        for n in range(count)
    )


SECTION_HEAD = "<h1>Chuyên mục: Tin hoạt động</h1>"
POSTS = [
    ("two", f"{SECTION_HEAD}{posts(2)}", "listing"),
    ("one", f"{SECTION_HEAD}{posts(1)}", None),
    ("without boxes", f"{SECTION_HEAD}{posts(3).replace('article>', 'i>')}", "listing"),
    ("without dates", f"{SECTION_HEAD}{posts(2, date='')}", None),
    ("59 above", f"{SECTION_HEAD}{q(59)}{posts(2)}", "listing"),
    ("a text above", f"{SECTION_HEAD}{q(60)}{posts(2)}", None),
    ("a text below", f"{SECTION_HEAD}<section>{posts(2)}</section>{q(60)}", None),
    ("a box of others above", f"{HEAD}<div>{headed(2, DATE)}</div>{paragraphs(4)}", None),
]


@pytest.mark.parametrize(("name", "body", "reason"), POSTS, ids=[row[0] for row in POSTS])
def test_lists_of_whole_articles(name: str, body: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>") == reason


ONE = f"<h2><a href='/b.html'>{TITLE}</a></h2><p>{{}}</p>{LONG_TEASER}"
RESULT = f"<h3>Kết quả tìm kiếm trên Tin tức</h3>{ONE.format('')}{q(150)}"
ONLY = f"<h1>Chuyển đổi số</h1>{ONE.format('Phản hồi: 0')}"
TEASED = [
    ("a section's only teaser", ONLY, "", "listing"),
    ("a search's only result", RESULT, "", "listing"),
    ("a headline that leads elsewhere", ONE.format(""), f"<title>{TITLE}</title>", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "head", "reason"), TEASED, ids=[row[0] for row in TEASED])
def test_a_single_teaser(name: str, body: str, head: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>", head) == reason


def test_a_footer_is_no_text() -> None:
    footer = f"<footer><p>{text(90, start='Trang tin của ')}</p></footer>"
    shell = f"<div>{HEAD}<div id='app'>Đang tải nội dung...</div></div>"
    assert refusal_of(shell + footer, f"<title>{TITLE}</title>") == "empty"
    assert refusal_of(f"<article>{HEAD}{footer}</article>") == "empty"
    assert refusal_of(f"<footer>{HEAD}{q(90)}</footer>") is None


@pytest.mark.parametrize("title", ["Just a moment...", "Đang kiểm tra trình duyệt của bạn"])
def test_a_test_of_the_browser_is_a_challenge_and_no_empty_frame(title: str) -> None:
    html = (
        f"<html><head><title>{title}</title></head><body><h1>tinh.gov.vn</h1><p>Ray ID: 1f</p>"
        "<noscript>Enable JavaScript and cookies to continue</noscript>"
        "<script src='/cdn-cgi/challenge/v1'></script></body></html>"
    )
    assert refusal_of(html) == "challenge"
