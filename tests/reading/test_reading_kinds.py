"""Pages that only look like articles, and articles that only look like something else."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.errors import NotAnArticle
from govnews.model import VIETNAM, Article, Capture
from govnews.reading.reader import read

NOTICE = "<p>Sở Nội vụ thông báo lịch tiếp công dân định kỳ của lãnh đạo Sở trong tháng.</p>"


def read_page(title: str, body: str) -> Article:
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    now = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
    return read(Capture("https://mau.gov.vn/tin/bai-1.html", now, page.encode()))


@pytest.mark.parametrize(
    "title",
    [
        "Triển khai Nghị quyết số 1404/NQ-HĐND",
        "Công văn số 2404 về tiếp công dân",
        "Có 404 hộ thoát nghèo",
    ],
)
def test_a_number_with_404_in_it_is_no_missing_page(title: str) -> None:
    assert read_page(title, NOTICE).title == title


@pytest.mark.parametrize("title", ["Lỗi 404", "404 - Không tìm thấy trang", "404 Not Found"])
def test_404_as_such_is_a_missing_page(title: str) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        read_page(title, "<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>")
    assert refusal.value.reason == "soft-404"


def test_a_post_behind_a_password() -> None:
    form = (
        "<form method='post'><p>Nội dung này được bảo mật. Hãy nhập mật khẩu để xem tiếp:</p>"
        "<p><label>Mật khẩu: <input type='password'></label></p></form>"
    )
    with pytest.raises(NotAnArticle) as refusal:
        read_page("Bảo vệ: Danh sách thí sinh dự tuyển viên chức", form)
    assert refusal.value.reason == "protected"
