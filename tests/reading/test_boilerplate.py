"""Kinds of furniture, and lines of an article that only begin or end like some."""

from __future__ import annotations

import pytest

from govnews.reading.page.boilerplate import SITE_WORDS, noise_kind
from govnews.reading.page.main_content import is_contact
from govnews.vietnamese.text import fold

KINDS = {
    "related": [
        "Tin khác", "TIN LIÊN QUAN", "Các tin khác", "Tin cùng chuyên mục:", "Bài viết liên quan",
        "Những tin cũ hơn", "Những tin mới hơn", "Các bài khác", "Tin tức khác", "Tin mới nhất",
        "Có thể bạn quan tâm", "Tin đọc nhiều", "Xem nhiều nhất", "Related posts", "» Tin khác",
        "Tin liên quan (5)", "Văn bản liên quan", "Đọc thêm:",
    ],
    "comments": [
        "Bình luận", "Ý kiến bạn đọc", "Gửi bình luận", "Để lại một bình luận", "Leave a Reply",
        "Ý kiến phản hồi", "Chưa có bình luận nào", "Tổng số điểm của bài viết là: 5 trong 1",
    ],
    "tags": ["Từ khóa: lúa, gạo", "Tags", "Tag: bão số 3", "Từ khoá"],
    "files": ["Tệp đính kèm", "File đính kèm:", "Tài liệu đính kèm", "Các tập tin đính kèm",
        "Tải về"],
    "control": [
        "In bài viết", "Chia sẻ", "Gửi email", "Quay lại", "Về đầu trang", "Facebook", "Zalo",
        "Cỡ chữ", "A+ A- A", "Trang chủ", "Lưu tin", "Nghe bài viết", "Chia sẻ | In trang",
        "Đánh giá: 4/5", "Xem chi tiết", "Thích 12",
    ],
    "counter": [
        "Đang online: 12", "Hôm nay: 1.234", "Trong tuần: 99", "Tất cả: 45.902.118",
        "Tổng lượt truy cập: 5", "• Hôm qua: 7", "Khách: 3", "Lượt truy cập: 10",
    ],
    "pager": ["1 2 3 4", "« 1 2 3 »", "Trang 1/12", "...", "[1] [2] [3]", "Trang: 1 2 3 Cuối", "—"],
    "login": ["Đăng nhập", "Đăng ký", "Quên mật khẩu?", "Tên đăng nhập", "Mật khẩu"],
    "widget": [
        "Lịch công tác tuần", "Thời tiết", "Liên kết website", "Thống kê truy cập", "Thư viện ảnh",
        "Thăm dò ý kiến", "Giá vàng",
    ],
    "player": ["0:00 / 3:25", "00:00"],
    "copyright": [
        "Bản quyền thuộc UBND tỉnh", "© 2021 Cổng thông tin điện tử",
        "Chịu trách nhiệm: Ông Nguyễn Văn An", "Giấy phép số 12/GP-TTĐT",
        "Ghi rõ nguồn khi phát hành lại", "Cơ quan chủ quản: UBND tỉnh",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in KINDS.items() for text in texts]
)
def test_kinds(text: str, kind: str) -> None:
    assert noise_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Tin khác với lời đồn, giá lúa vẫn tăng",
        "Bình luận của chuyên gia về giá lúa",
        "Trang chủ đầu tư lại bị sập",
        "Hôm nay, 12/05, tỉnh khai mạc hội chợ",
        "12/05/2021",
        "12-05-2021 08:30",
        "Trọng Thắng",
        "Nguyễn Văn An",
        "Đăng nhập hệ thống để nộp hồ sơ trước ngày 30",
        "Thời tiết xấu khiến tàu thuyền không ra khơi",
        "Tài liệu cổ được số hóa",
        "1. Giao Sở Nội vụ",
        "Khách du lịch tăng mạnh",
        "Giá vàng tăng, người dân đổ xô đi bán",
    ],
)
def test_lines_of_an_article(text: str) -> None:
    assert noise_kind(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Địa chỉ: Số 1 đường Hùng Vương",
        "Điện thoại: 0210.3846.647",
        "Cơ quan chủ quản: UBND tỉnh",
        "Đường dây nóng của tỉnh: 1022",
        "Bản quyền © 2021",
        "Ông An chịu trách nhiệm nội dung",
    ],
)
def test_contact_lines(text: str) -> None:
    assert is_contact(text)


@pytest.mark.parametrize(
    "text", ["Địa chỉ mới của trạm y tế", "Điện thoại thông minh giúp nông dân", "Cơ quan công an"]
)
def test_no_contact_lines(text: str) -> None:
    assert not is_contact(text)


@pytest.mark.parametrize(
    "text",
    ["Cổng thông tin điện tử tỉnh Long An", "Trang tin điện tử", "Trang chủ", "Website huyện"],
)
def test_names_of_sites(text: str) -> None:
    assert SITE_WORDS.search(fold(text))


@pytest.mark.parametrize("text", ["Khai mạc hội chợ", "Cổng làng cổ", "Trang trại sạch"])
def test_no_names_of_sites(text: str) -> None:
    assert not SITE_WORDS.search(fold(text))
