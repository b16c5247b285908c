"""Articles for real content management systems: made up, each unlike the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SECTIONS = ("Tin tức", "Cải cách hành chính")
_PLACES = ("Mẫu Sơn", "Bình Hòa", "Thạnh Phú", "Đông Yên", "Long Khê", "Hưng Thuận", "Phước Tây")
_WORK = (
    "làm đường giao thông nông thôn", "tiếp nhận hồ sơ trực tuyến", "trồng rừng phòng hộ",
    "khám bệnh cho người cao tuổi", "sửa trường học trước năm học mới", "nạo vét kênh nội đồng",
    "cấp nước sạch cho các ấp", "đối thoại với hợp tác xã",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One article as an editor enters it. published: local time, `2024-03-05 08:30:00`."""

    slug: str
    title: str
    section: str
    published: str
    paragraphs: tuple[str, ...]

    @property
    def html(self) -> str:
        return "\n".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)


def made(count: int) -> list[Made]:
    """So many articles, sections in turns, a day and some minutes between two."""
    return [_article(number) for number in range(count)]


def _article(number: int) -> Made:
    place, work = _PLACES[number % len(_PLACES)], _WORK[number % len(_WORK)]
    day = datetime(2024, 3, 5, 8, 30) + timedelta(days=number, minutes=7 * number)  # noqa: DTZ001
    people, share = 1200 + 37 * number, 61 + number
    first = (
        f"Sáng {day:%d/%m}, Ủy ban nhân dân xã {place} họp với các ấp để {work}; {people} hộ dân "
        "được mời góp ý trước khi kế hoạch được thông qua."
    )
    second = (
        f"Theo báo cáo tại cuộc họp, {share} phần trăm khối lượng đã hoàn thành, nhanh hơn cùng "
        f"kỳ năm trước. Xã {place} đề nghị huyện bố trí thêm kinh phí cho quý tới."
    )
    third = (
        f"Kết luận cuộc họp, Chủ tịch xã yêu cầu các ấp {work} đúng tiến độ, công khai số liệu "
        "tại nhà văn hóa, và trả lời kiến nghị của người dân trong mười ngày."
    )
    return Made(
        slug=f"xa-so-{number}-{day:%d-%m}",
        title=f"Xã {place} {work} trong đợt {number + 1} năm 2024",
        section=SECTIONS[number % len(SECTIONS)],
        published=f"{day:%Y-%m-%d %H:%M:%S}",
        paragraphs=(first, second, third),
    )
