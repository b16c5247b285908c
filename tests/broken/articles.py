"""What the articles of the lively portal say: a few hundred that differ, from phrases of the kind
that the news of a province is made of.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache

from govnews.vietnamese.text import fold

SECTIONS = {
    "tin-tuc": "Tin tức - Sự kiện",
    "chi-dao": "Chỉ đạo - Điều hành",
    "van-hoa": "Văn hóa - Xã hội",
}
"""The first part of an article's address, and the section's name."""

AUTHORS = (
    "Nguyễn Thị Hạnh", "Trần Văn Lâm", "Lê Minh Đức", "Phạm Thu Hà", "Huỳnh Quốc Bảo",
    "Đặng Ngọc Ánh", "Võ Hoài Nam", "Bùi Thanh Tùng", "Hồ Thị Kim Liên",
)  # fmt: skip

_PLACES = (
    "An Bình", "Phú Mỹ", "Hòa Thạnh", "Tân Lập", "Long Khê", "Đông Hải", "Mỹ Lộc", "Thạnh Phước",
    "Bình Tâm", "Vĩnh Hưng", "Sơn Trà", "Cẩm Nam", "Quảng Phú", "Xuân Lâm", "Nghĩa Trung",
    "Diên Hồng", "Phước Lý", "Khánh Vĩnh", "Trường Giang", "Hưng Điền",
)  # fmt: skip

_TITLES = (
    "Chủ tịch UBND tỉnh kiểm tra tiến độ giải phóng mặt bằng tuyến đường ven sông tại xã {}",
    "Xã {} đón bằng công nhận đạt chuẩn nông thôn mới nâng cao sau ba năm phấn đấu",
    "Khai mạc hội chợ nông sản và sản phẩm OCOP của các hợp tác xã tại phường {}",
    "Đoàn giám sát của HĐND tỉnh làm việc với xã {} về công tác cải cách thủ tục hành chính",
    "Nông dân xã {} vào vụ thu hoạch lúa đông xuân với năng suất cao nhất nhiều năm qua",
    "Phường {} ra quân tổng vệ sinh môi trường, chỉnh trang đô thị chào mừng ngày lễ lớn",
    "Khởi công xây dựng trường mầm non đạt chuẩn quốc gia mức độ hai tại xã {}",
    "Lãnh đạo tỉnh thăm, tặng quà các gia đình chính sách tiêu biểu trên địa bàn xã {}",
    "Triển khai mô hình tổ công nghệ số cộng đồng đến từng khu dân cư ở phường {}",
    "Diễn tập phương án ứng phó bão mạnh và cứu nạn cứu hộ trên sông tại xã {}",
    "Công bố quyết định phê duyệt quy hoạch chi tiết khu công nghiệp sinh thái xã {}",
    "Hội thi tiếng hát dân ca và trình diễn trang phục truyền thống của bà con xã {}",
    "Ngân hàng chính sách giải ngân vốn vay giải quyết việc làm cho hội viên xã {}",
)

_LEADS = (
    (
        "Sáng nay, tại xã {}, đoàn công tác của tỉnh đã có buổi làm việc với cấp ủy, chính quyền "
        "địa phương và ghi nhận nhiều kết quả nổi bật trong {} tháng đầu năm."
    ),
    (
        "Với sự đồng thuận của nhân dân, xã {} đã hoàn thành {} tiêu chí đề ra trước thời hạn, tạo "
        "nền tảng vững chắc cho giai đoạn phát triển tiếp theo."
    ),
    (
        "Chương trình tại xã {} thu hút hơn {} trăm lượt người tham gia, trong đó có nhiều bạn trẻ "
        "và các hộ kinh doanh trên địa bàn."
    ),
)

_SENTENCES = (
    (
        "Phát biểu tại buổi làm việc, đồng chí Phó Chủ tịch UBND tỉnh đánh giá cao sự chủ động của "
        "xã {p} trong việc huy động nguồn lực."
    ),
    "Đến nay, xã đã bê tông hóa được {n} km đường giao thông nông thôn, đạt {q}% kế hoạch năm.",
    (
        "Bà con nhân dân đã tự nguyện hiến hơn {n} nghìn mét vuông đất và đóng góp {q} ngày công "
        "lao động."
    ),
    (
        "Theo báo cáo của UBND xã {p}, tỷ lệ hộ nghèo giảm còn {q} phần nghìn, thu nhập bình quân "
        "đầu người tăng {n} triệu đồng so với cùng kỳ."
    ),
    (
        "Các đại biểu đã thảo luận, làm rõ những khó khăn về vốn đầu tư, quỹ đất sạch và nhân lực "
        "có tay nghề."
    ),
    (
        "Trước đó, ngành nông nghiệp đã hỗ trợ {n} tấn giống lúa chất lượng cao và tổ chức {q} lớp "
        "tập huấn kỹ thuật."
    ),
    (
        "Ông Lê Văn Tám, một hộ dân ở ấp {n}, cho biết giá thu mua năm nay ổn định nên ai cũng "
        "phấn khởi."
    ),
    (
        "Nhiều mô hình kinh tế tập thể tiếp tục phát huy hiệu quả, tiêu biểu là hợp tác xã {p} với "
        "hơn {q} thành viên."
    ),
    (
        "Ban tổ chức đã trao {n} suất học bổng cho học sinh nghèo vượt khó, mỗi suất trị giá {q} "
        "trăm nghìn đồng."
    ),
    (
        "Lực lượng chức năng đã bố trí {q} phương tiện và {n} điểm sơ tán an toàn cho người dân "
        "ven sông."
    ),
    (
        "Công tác tuyên truyền được đổi mới qua hệ thống loa thông minh, trang thông tin và các "
        "nhóm cộng đồng."
    ),
    (
        "Trong thời gian tới, địa phương phấn đấu hoàn thành {n} công trình trọng điểm với tổng "
        "kinh phí {q} tỷ đồng."
    ),
    (
        "Kết luận buổi làm việc, đồng chí yêu cầu các sở, ngành phối hợp chặt chẽ với xã {p}, tháo "
        "gỡ từng vướng mắc cụ thể."
    ),
    (
        "Tỷ lệ hồ sơ giải quyết đúng hạn tại bộ phận một cửa đạt {q}%, trong đó hồ sơ trực tuyến "
        "chiếm hơn {n}%."
    ),
    (
        "Cùng ngày, đoàn đã đến dâng hương tại nghĩa trang liệt sĩ và thăm {n} gia đình có công ở "
        "ấp {p}."
    ),
    (
        "Hệ thống kênh mương nội đồng được nạo vét với chiều dài {n} km, bảo đảm tưới tiêu cho {q} "
        "héc-ta."
    ),
    (
        "Các em nhỏ được khám sàng lọc, cấp thuốc miễn phí và tặng {q} phần quà nhân dịp khai "
        "giảng năm học mới."
    ),
    "Nội dung này thực hiện theo Quyết định số {n}/QĐ-UBND ngày 12/01/2026 của UBND tỉnh.",
)


@dataclass(frozen=True, slots=True)
class Content:
    """What an article says, the same at every visit. files: names of the attached files."""

    number: int
    section: str
    title: str
    sapo: str
    author: str
    paragraphs: tuple[str, ...]
    files: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", fold(self.title)).strip("-")
        return f"/{self.section}/{'-'.join(words.split('-')[:9])}-{self.number}.html"


@cache
def content(number: int) -> Content:
    dice = random.Random(number)
    place = _PLACES[number % len(_PLACES)]
    chosen = dice.sample(_SENTENCES, dice.randint(9, 13))
    said = [one.format(p=place, n=dice.randint(3, 97), q=dice.randint(11, 98)) for one in chosen]
    files = (
        (f"/files/bao-cao-{number}.pdf", f"Báo cáo số {number}/BC-UBND.pdf"),
        (f"/files/phu-luc-{number}.pdf", f"Phụ lục kèm theo {number}.pdf"),
    )
    return Content(
        number,
        list(SECTIONS)[number % len(SECTIONS)],
        _TITLES[number % len(_TITLES)].format(place),
        dice.choice(_LEADS).format(place, dice.randint(3, 19)),
        AUTHORS[dice.randrange(len(AUTHORS))],
        tuple(" ".join(said[at : at + 3]) for at in range(0, len(said), 3)),
        files[: number % 2 + 1] if number % 5 == 0 else (),
    )
