"""What stands around articles: side boxes, menus, tools, comments, footers, and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from portalgen import words
from portalgen.fields import WEEKDAYS
from portalgen.news import Writer, grouped, person

BOXES = (
    "calendar", "weather", "exchange", "poll", "counters", "latest", "notices", "websites",
    "documents", "video", "hotline", "slogan", "login", "photos",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A side box. linked: its lines are links. kind: `list`, `options`, `rows` or `prose`."""

    name: str
    title: str
    lines: tuple[str, ...]
    linked: bool = False
    kind: str = "list"


def make_box(name: str, rng: Random, province: str, today: datetime) -> Box:
    """A box's words; they stay the same on all pages of a portal but for `counters`."""
    writer = Writer(rng, province, today)
    makers = {
        "calendar": _calendar, "weather": _weather, "exchange": _exchange, "poll": _poll,
        "latest": _latest, "notices": _notices, "websites": _websites, "documents": _documents,
        "video": _video, "hotline": _hotline, "slogan": _slogan, "login": _login,
        "photos": _photos, "counters": _no_counters,
    }  # fmt: skip
    return makers[name](writer, rng)


def counters(rng: Random) -> Box:
    """The site's visit counters, different on every page."""
    count = rng.randrange(4, 90)
    lines = [f"Đang online: {count}", f"Hôm nay: {grouped(count * 31)}",
             f"Trong tuần: {grouped(count * 190)}", f"Trong tháng: {grouped(count * 911)}",
             f"Tổng lượt truy cập: {grouped(3_518_240 + count * 1013)}"]  # fmt: skip
    return Box("counters", "Thống kê truy cập", tuple(lines), kind="rows")


def _no_counters(_: Writer, __: Random) -> Box:
    return Box("counters", "", ())


def _calendar(writer: Writer, rng: Random) -> Box:
    monday = writer.published - timedelta(days=writer.published.weekday())
    lines = []
    for number in range(rng.randrange(5, 8)):
        day = monday + timedelta(days=number)
        lines.append(
            f"{WEEKDAYS[number]} ({day:%d/%m/%Y}): {rng.randrange(7, 9)}h30, đồng chí "
            f"{person(rng, 3)}, {rng.choice(words.OFFICES)}, dự hội nghị về {writer.pick('theme')} "
            f"tại Hội trường {rng.choice(words.AGENCIES)}; 14h00, đồng chí {person(rng, 3)} "
            f"làm việc với {writer.place()} về việc {writer.pick('deed')}; cùng dự có lãnh đạo "
            "các sở, ngành và Văn phòng UBND tỉnh. Thành phần: theo giấy mời."
        )
    return Box("calendar", "Lịch công tác tuần", tuple(lines), kind="prose")


def _weather(writer: Writer, rng: Random) -> Box:
    lines = tuple(f"{rng.choice(words.DISTRICTS)}: {rng.randrange(14, 37)}°C" for _ in range(4))
    return Box("weather", f"Thời tiết {writer.province}", lines, kind="rows")


def _exchange(_: Writer, rng: Random) -> Box:
    lines = tuple(
        f"{coin} {grouped(rng.randrange(150, 32000))}" for coin in ("USD", "EUR", "JPY", "CNY")
    )
    return Box("exchange", "Tỷ giá ngoại tệ", lines, kind="rows")


def _poll(_: Writer, rng: Random) -> Box:
    question = rng.choice(
        ("Bạn đánh giá thế nào về giao diện của Cổng thông tin điện tử tỉnh?",
         "Ông, bà có hài lòng với việc giải quyết thủ tục hành chính tại bộ phận một cửa không?")
    )  # fmt: skip
    lines = (question, "Rất hài lòng", "Bình thường", "Chưa hài lòng", "Biểu quyết")
    return Box("poll", "Thăm dò ý kiến", lines, kind="options")


def _latest(writer: Writer, rng: Random) -> Box:
    return Box("latest", "Thông tin mới nhất", tuple(headlines(writer, rng, 8)), linked=True)


def _notices(writer: Writer, rng: Random) -> Box:
    lines = tuple(
        f"Thông báo số {writer.document()} về việc mời họp {writer.pick('theme')}"
        for _ in range(rng.randrange(3, 6))
    )
    return Box("notices", "Thông báo", lines, linked=True)


def _websites(_: Writer, rng: Random) -> Box:
    lines = tuple(f"Trang thông tin {agency}" for agency in rng.sample(words.AGENCIES, 6))
    return Box("websites", "Liên kết website", lines, kind="options")


def _documents(writer: Writer, rng: Random) -> Box:
    lines = tuple(
        f"{writer.document()}: Về việc phê duyệt kế hoạch {writer.pick('theme')} năm "
        f"{writer.published.year} của {rng.choice(words.AGENCIES)}"
        for _ in range(rng.randrange(3, 6))
    )
    return Box("documents", "Văn bản mới ban hành", lines, linked=True)


def _video(writer: Writer, rng: Random) -> Box:
    return Box("video", "Video clip", tuple(headlines(writer, rng, 3)), linked=True)


def _photos(writer: Writer, rng: Random) -> Box:
    return Box("photos", "Thư viện ảnh", tuple(headlines(writer, rng, 4)), linked=True)


def _hotline(_: Writer, rng: Random) -> Box:
    lines = (f"Đường dây nóng phản ánh: 02{rng.randrange(10, 99)}3.888.{rng.randrange(999)}",
             f"Tổng đài hỗ trợ dịch vụ công: 1900.{rng.randrange(1000, 9999)}")  # fmt: skip
    return Box("hotline", "Đường dây nóng", lines, kind="prose")


def _slogan(writer: Writer, _: Random) -> Box:
    text = (
        f"Cán bộ, công chức, viên chức và người lao động tỉnh {writer.province} nêu cao tinh thần "
        "trách nhiệm, đoàn kết, sáng tạo, thi đua lập thành tích chào mừng đại hội đảng bộ các "
        f"cấp, quyết tâm thực hiện thắng lợi nhiệm vụ {writer.theme} năm {writer.published.year}."
    )
    return Box("slogan", "Tuyên truyền", (text,), kind="prose")


def _login(_: Writer, __: Random) -> Box:
    return Box(
        "login",
        "Đăng nhập",
        ("Tên đăng nhập", "Mật khẩu", "Quên mật khẩu?", "Ghi nhớ"),
        kind="options",
    )


def headlines(writer: Writer, rng: Random, count: int) -> list[str]:
    """Titles of other articles, as lists of news show them."""
    return [
        Writer(rng, writer.province, writer.published - timedelta(days=day)).title()
        for day in range(1, count + 1)
    ]


def menu(rng: Random) -> tuple[str, ...]:
    names = (
        "Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản chỉ đạo điều hành",
        "Thủ tục hành chính", "Công dân", "Doanh nghiệp", "Du khách", "Hỏi đáp", "Liên hệ",
        "Sơ đồ cổng", "Công báo", "Quy hoạch - Kế hoạch", "Dịch vụ công trực tuyến",
    )  # fmt: skip
    return (names[0], *rng.sample(names[1:], rng.randrange(4, 9)))


def submenu(rng: Random) -> tuple[str, ...]:
    """What opens below the menu's entries: every office of the province has its page."""
    offices = rng.sample(words.AGENCIES, rng.randrange(8, 18))
    return (*(f"Trang {x}" for x in offices), *(f"UBND huyện {x}" for x in words.DISTRICTS))


def footer(rng: Random, province: str) -> tuple[str, ...]:
    day = f"{rng.randrange(1, 28)}/{rng.randrange(1, 12)}/{rng.randrange(2008, 2021)}"
    return (
        f"Bản quyền thuộc về Cổng thông tin điện tử tỉnh {province}",
        f"Giấy phép số {rng.randrange(20, 400)}/GP-TTĐT ngày {day}",
        f"Chịu trách nhiệm: {person(rng, 3)}, Chánh Văn phòng UBND tỉnh, Trưởng Ban Biên tập",
        f"Địa chỉ: Số {rng.randrange(1, 90)}, đường Hùng Vương, tỉnh {province}",
        "Ghi rõ nguồn khi phát hành lại thông tin từ website này",
    )


def comments(rng: Random, published: datetime) -> tuple[str, ...]:
    texts = (
        "Bài viết rất hữu ích, mong chính quyền tiếp tục quan tâm đến bà con ở vùng sâu, vùng xa.",
        "Đề nghị cơ quan chức năng sớm trả lời kiến nghị của chúng tôi về tuyến đường qua thôn.",
        "Tôi đồng tình với chủ trương này, nhưng cần công khai kinh phí để người dân giám sát.",
    )
    when = published + timedelta(days=rng.randrange(1, 9))
    return (
        f"{person(rng, 3)} - {when:%d/%m/%Y %H:%M}",
        rng.choice(texts),
        "Gửi bình luận của bạn",
    )


def others(writer: Writer, rng: Random, published: datetime) -> tuple[Sequence[str], str]:
    """Headlines below an article with or without dates, and the list's own title."""
    titles = headlines(writer, rng, rng.randrange(4, 9))
    dated = rng.random() < 0.7
    lines = [
        f"{title} ({published - timedelta(days=day):%d/%m/%Y})" if dated else title
        for day, title in enumerate(titles, start=1)
    ]
    return lines, rng.choice(
        ("Tin khác", "Các tin khác", "Tin liên quan", "Tin cũ hơn", "Bài viết liên quan")
    )
