"""Pages that are no article, at the borders: how much text and how many links tip the balance."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import DATE, TITLE, paragraphs, phrase, refusal_of, text

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


def some_teased(size: int) -> str:
    """Five links, the first two with teasers of this size."""
    teased = "".join(items(1, f"<p>{text(size)}</p>") for _ in range(2))
    return f"<h2>{TITLE}</h2>{q(40)}{teased}{items(3)}"


LISTS = [
    ("three teasers", f"<h2>Tin trong tỉnh hôm nay</h2>{items(3, TEASER)}", "listing"),
    ("two teasers", f"<h2>Tin trong tỉnh hôm nay</h2>{items(2, TEASER)}", "empty"),
    ("199 above teasers", f"<h2>{TITLE}</h2>{q(199)}{items(3, TEASER)}", "listing"),
    ("200 above teasers", f"<h2>{TITLE}</h2>{q(200)}{items(3, TEASER)}", None),
    ("five links", f"<h2>{TITLE}</h2>{q(60)}{items(5)}", "listing"),
    ("four links", f"<h2>{TITLE}</h2>{q(60)}{items(4)}", None),
    ("99 above links", f"<h2>{TITLE}</h2>{q(99)}{items(5)}", "listing"),
    ("100 above links", f"<h2>{TITLE}</h2>{q(100)}{items(5)}", None),
    ("text below the list", f"<h2>{TITLE}</h2>{items(3, TEASER)}{q(250)}", None),
    ("as much above as teasers", f"<h2>{TITLE}</h2>{q(250)}{items(3, LONG_TEASER)}", None),
    ("50 for each link", some_teased(105), "listing"),
    ("62 for each link", some_teased(135), None),
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
