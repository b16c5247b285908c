"""Pages that say themselves what is wrong, and articles about such pages."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import DATE, TITLE, URL, refusal_of, text

HEAD = f"<h1>{TITLE}</h1>"


def q(size: int) -> str:
    """One line of text of this size; the next ones differ."""
    return f"<p>{text(size)}</p>"


def errors(*lines: str) -> list[tuple[str, str]]:
    return [(line, f"<h1>{line}</h1>{q(90)}") for line in lines]


BROKEN = [
    *errors(
        "Server Error in '/' Application.", "Error establishing a database connection",
        "Runtime Error", "500 - Internal Server Error", "Bad Gateway", "Lỗi hệ thống",
        "Database connection error", "Account Suspended", "This account has been suspended",
        "Tên miền mauson.gov.vn đã hết hạn", "Website này đã tạm khóa", "Tài khoản đã bị đình chỉ",
        "This domain name mau.vn has expired", "Whoops, looks like something went wrong.",
    ),
    ("a fault alone", "<p>Fatal error: Uncaught Error in /x/y.php on line 12</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "body"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_fault_of_the_server(line: str, body: str) -> None:
    assert refusal_of(body) == "error-page"


NO_RESULT = "Không tìm thấy kết quả nào phù hợp với từ khóa 'chè'."
NO_ENTRY = "Hiện tại chuyên mục chưa có bài viết nào."
CHECKED = "<h1>Đang kiểm tra trình duyệt của bạn</h1>"
FAULTS = [
    ("a trace of 2999", f"<h1>Runtime Error</h1><pre>{text(2999)}</pre>", "error-page"),
    ("a trace of 3000", f"<h1>Runtime Error</h1><pre>{text(3000)}</pre>", None),
    ("a date", f"<h1>Lỗi hệ thống</h1>{DATE}{q(90)}", None),
    ("a longer headline", f"<h1>Lỗi hệ thống làm chậm việc trả hồ sơ</h1>{q(90)}", None),
    ("an expired name", f"<h1>Tên miền hết hạn và cách gia hạn cho cơ quan</h1>{q(90)}", None),
    ("a test", f"{CHECKED}{q(200)}", "challenge"),
    ("a longer test", f"{CHECKED}{q(300)}", None),
    ("a test in English", "<h1>mau.gov.vn</h1><p>Checking your browser before you go on.</p>",
     "challenge"),
    ("a text about tests", f"{CHECKED}{DATE}{q(200)}", None),
    ("no results", f"<h1>Kết quả tra cứu</h1><p>{NO_RESULT} {text(150)}</p>", "empty"),
    ("a sorry one", f"<h1>Tin quốc phòng</h1><p>Rất tiếc, {NO_RESULT.lower()}</p>", "empty"),
    ("an empty section", f"<h1>Tin quốc phòng</h1><p>{NO_ENTRY} {text(150)}</p>", "empty"),
    ("a longer one", f"<h1>Kết quả tra cứu</h1><p>{NO_RESULT} {text(290)}</p>", None),
    ("another sentence", f"<h1>{TITLE}</h1><p>Chưa có bài học nào dễ dàng. {text(120)}</p>", None),
    ("a dated text", f"{HEAD}{DATE}<p>Chưa tìm thấy tin nào. {text(120)}</p>{q(61)}", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "reason"), FAULTS, ids=[row[0] for row in FAULTS])
def test_pages_that_say_what_is_wrong(name: str, body: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>") == reason


REFRESH = "<meta http-equiv='refresh' content='{};url={}'>"
REFRESHES = [
    ("a new address", "5", "https://moi.gov.vn", 200, "refresh"),
    ("another page", "0", "/trang-moi", 200, "refresh"),
    ("30 seconds", "30", "/trang-moi", 200, "refresh"),
    ("31 seconds", "31", "/trang-moi", 200, None),
    ("itself", "5", URL, 200, None),
    ("299 characters", "5", "/trang-moi", 299, "refresh"),
    ("300 characters", "5", "/trang-moi", 300, None),
]


@pytest.mark.parametrize(("name", "delay", "target", "size", "reason"), REFRESHES)
def test_a_page_that_moves_on(
    name: str, delay: str, target: str, size: int, reason: str | None
) -> None:
    body = f"{HEAD}<p>{text(size - len(TITLE))}</p>"
    assert refusal_of(body, REFRESH.format(delay, target)) == reason


ABOUT_404 = "<h1>Cách xử lý lỗi 404 khi nộp hồ sơ trực tuyến</h1>"
ABOUT_REPAIR = "<h1>Thông báo bảo trì hệ thống một cửa</h1>"
GONE = "<p>Bài viết mà bạn đang tìm không tồn tại hoặc đã bị xóa khỏi trang này.</p>"
HOURS = (
    "<p>Hệ thống một cửa tạm ngừng hoạt động để bảo trì từ 20 giờ ngày 14/11 đến sáng hôm sau.</p>"
)
NO_HOURS = (
    "<p>Hệ thống một cửa đang bảo trì để phục vụ tốt hơn, mong bà con quay lại sau ít lâu.</p>"
)
SIGNED = "<p>Tác giả: Lê Thị Hoa</p>"
ABOUT = [
    ("a date and a text", f"{ABOUT_404}{DATE}{q(100)}", None),
    ("a date and two paragraphs", f"{ABOUT_404}{DATE}{GONE}{q(101)}", None),
    ("a date and a notice", f"{ABOUT_404}{DATE}{GONE}", "soft-404"),
    ("an author and a text", f"{ABOUT_404}{q(100)}{SIGNED}", None),
    ("an author and a notice", f"{ABOUT_404}{GONE}{SIGNED}", "soft-404"),
    ("a text alone", f"{ABOUT_404}{q(310)}", "soft-404"),
    ("two paragraphs", f"{ABOUT_404}{q(150)}{q(151)}", "soft-404"),
    ("three paragraphs", f"{ABOUT_404}{q(99)}{q(100)}{q(101)}", None),
    ("three of 299 characters", f"{ABOUT_404}{q(98)}{q(99)}{q(102)}", "soft-404"),
    ("three with a notice", f"{ABOUT_404}{q(150)}{q(151)}{GONE}", "soft-404"),
    ("a clock", f"<p>Thứ hai, 02/03/2026, 10:00</p>{ABOUT_404}{q(100)}{q(101)}", "soft-404"),
    ("another day", f"<p>Thứ hai, 23/02/2026, 10:00</p>{ABOUT_404}{q(100)}", None),
    ("a clock and a date", f"<p>Thứ hai, 02/03/2026</p>{ABOUT_404}{DATE}{q(100)}", None),
    ("a name at the end", f"{ABOUT_404}{q(100)}{q(101)}<p><b>Lê Thị Hoa</b></p>", None),
    ("a byline", f"{ABOUT_404}<p class='author'>Lê Thị Hoa</p>{q(100)}{q(101)}", None),
    ("hours of maintenance", f"{ABOUT_REPAIR}{DATE}{HOURS}", None),
    ("maintenance now", f"{ABOUT_REPAIR}{DATE}{NO_HOURS}", "maintenance"),
    ("hours without a date", f"{ABOUT_REPAIR}{HOURS}", "maintenance"),
    ("how to log in", f"{HEAD}{DATE}<p>Nhập mật khẩu của bạn rồi bấm nút.</p>{q(99)}", None),
    ("a locked post", f"{HEAD}{DATE}<p>Nội dung này được bảo mật, hãy nhập mật khẩu để xem.</p>",
     "protected"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "reason"), ABOUT, ids=[row[0] for row in ABOUT])
def test_articles_about_such_notices(name: str, body: str, reason: str | None) -> None:
    assert refusal_of(f"<div>{body}</div>") == reason


def test_a_declared_date_makes_an_article() -> None:
    head = '<meta property="article:published_time" content="2025-11-12T07:45:00+07:00">'
    assert refusal_of(f"<div>{ABOUT_404}{q(100)}</div>", head) is None
