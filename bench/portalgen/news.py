"""Writes the news: stories of government prose from a grammar, no two pages alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from portalgen import words
from portalgen.model import Piece, Story

LENGTHS = (1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 28, 40)
"""Paragraphs of a story; the short ones are the hard ones."""


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def person(rng: Random, parts: int = 0) -> str:
    parts = parts or rng.choice((2, 2, 3, 3, 3))
    family, middle = rng.choice(words.FAMILY), rng.choice(words.MIDDLE)
    given = rng.choice(words.GIVEN)
    return f"{family} {middle} {given}" if parts == 3 else f"{middle} {given}"


class Writer:
    """One story's voice: a topic, a place, the people in it."""

    def __init__(self, rng: Random, province: str, published: datetime) -> None:
        self.rng = rng
        self.province = province
        self.published = published
        self.topic = words.TOPICS[rng.choice(sorted(words.TOPICS))]
        self.theme = self.pick("theme")
        self.district = rng.choice(words.DISTRICTS)
        self.leader = person(rng, 3)
        self.office = rng.choice(words.OFFICES)
        self.agency = rng.choice(words.AGENCIES)

    def pick(self, kind: str) -> str:
        return self.rng.choice(self.topic[kind])

    def number(self) -> str:
        return grouped(self.rng.randrange(11, 10 ** self.rng.randrange(2, 6)))

    def percent(self) -> str:
        return f"{self.rng.randrange(41, 99)},{self.rng.randrange(1, 10)}%"

    def day(self) -> str:
        near = self.published - timedelta(days=self.rng.randrange(60))
        return self.rng.choice((f"{near:%d/%m}", f"{near.day}/{near.month}/{near.year}"))

    def document(self) -> str:
        rng = self.rng
        return f"{rng.randrange(12, 3200)}/{rng.choice(words.DOCUMENTS)}"

    def place(self) -> str:
        rng = self.rng
        return rng.choice(
            (f"huyện {rng.choice(words.DISTRICTS)}", f"xã {rng.choice(words.COMMUNES)}",
             f"phường {rng.choice(words.COMMUNES)}", f"huyện {self.district}")
        )  # fmt: skip

    # --- sentences ------------------------------------------------------------------------------

    def opening(self) -> str:
        rng = self.rng
        forms: tuple[Callable[[], str], ...] = (
            lambda: (
                f"Ngày {self.day()}, tại {self.place()}, đồng chí {self.leader}, {self.office} "
                f"chủ trì hội nghị về công tác {self.theme} trên địa bàn tỉnh."
            ),
            lambda: (
                f"Theo báo cáo của {self.agency}, đến ngày {self.day()}, toàn tỉnh có "
                f"{self.number()} {self.pick('unit')}, đạt {self.percent()} kế hoạch."
            ),
            lambda: (
                f"UBND tỉnh vừa ban hành văn bản số {self.document()} về việc tăng cường "
                f"{self.theme}; giao {self.agency} chủ trì, phối hợp với các địa phương thực hiện."
            ),
            lambda: (
                f"Sáng {self.day()}, đoàn công tác do đồng chí {person(rng, 3)}, "
                f"{rng.choice(words.OFFICES)} làm trưởng đoàn đã kiểm tra {self.theme} "
                f"tại {self.place()}."
            ),
            lambda: (
                f"Thực hiện Quyết định số {self.document()} của UBND tỉnh, {self.place()} "
                f"đã triển khai nhiều giải pháp {self.theme}, bước đầu mang lại kết quả tích cực."
            ),
        )
        return rng.choice(forms)()

    def sentence(self) -> str:
        rng = self.rng
        forms: tuple[Callable[[], str], ...] = (
            lambda: (
                f"Riêng {self.place()} hiện có {self.number()} {self.pick('unit')}, tăng "
                f"{self.percent()} so với cùng kỳ năm trước; {self.place()} có {self.number()}."
            ),
            lambda: (
                f"Đồng chí {self.leader} yêu cầu {rng.choice(words.AGENCIES)} "
                f"{self.pick('deed')}, báo cáo kết quả trước ngày {self.day()}."
            ),
            lambda: (
                f"Tại {self.place()}, {self.pick('group')} đã chủ động {self.pick('deed')}, "
                f"góp phần thực hiện tốt công tác {self.theme}."
            ),
            lambda: (
                f"Bà {person(rng, 3)}, {self.place()}, cho biết: “Nhờ được {self.agency} "
                f"hỗ trợ {self.number()} triệu đồng, gia đình tôi đã yên tâm làm ăn.”"
            ),
            lambda: (
                f"Kinh phí {self.pick('deed')} ở {self.place()} là {self.number()} tỷ đồng, trong "
                f"đó ngân sách tỉnh {self.percent()}, phần còn lại do {self.agency} huy động."
            ),
            lambda: (
                f"Nhiều {self.pick('group')} ở {self.place()} kiến nghị {self.agency} sớm "
                f"{self.pick('deed')} để kịp tiến độ đã cam kết."
            ),
            lambda: (
                f"So với mục tiêu tại Kế hoạch số {self.document()}, tiến độ "
                f"{self.pick('theme')} còn chậm, nhất là ở {self.place()} và {self.place()}."
            ),
            lambda: (
                f"Trong thời gian tới, {rng.choice(words.AGENCIES)} tiếp tục {self.pick('deed')}; "
                f"đồng thời {self.pick('deed')} theo đúng quy định."
            ),
            lambda: (
                f"Phát biểu kết luận, {self.office} {self.leader} nhấn mạnh cần gắn {self.theme} "
                f"với {self.pick('theme')}, lấy người dân làm trung tâm."
            ),
            lambda: (
                f"Hằng tháng, ban chỉ đạo {self.place()} rà soát {self.number()} "
                f"{self.pick('unit')}, phân công cán bộ phụ trách từng địa bàn."
            ),
            lambda: (
                f"Ông {person(rng, 3)}, Phó Giám đốc {rng.choice(words.AGENCIES)}, thông tin: đến "
                f"nay {self.percent()} số đơn vị đã hoàn thành việc {self.pick('deed')}."
            ),
            lambda: (
                "Bên cạnh kết quả đạt được, công tác này vẫn còn những khó khăn về nguồn lực; "
                f"tỷ lệ {self.pick('deed')} ở {self.place()} mới đạt {self.percent()}."
            ),
            lambda: (
                f"Các đại biểu đến từ {self.place()} đã thảo luận, làm rõ {rng.randrange(3, 12)} "
                f"nhóm vấn đề về {self.pick('theme')} và việc của {rng.choice(words.AGENCIES)}."
            ),
            lambda: (
                f"Từ đầu năm đến nay, {rng.choice(words.AGENCIES)} kiểm tra {self.number()} lượt "
                f"tại {self.place()}, xử phạt {rng.randrange(3, 90)} trường hợp, nộp ngân sách "
                f"{self.number()} triệu đồng."
            ),
        )
        return rng.choice(forms)()

    def paragraph(self, *, first: bool = False) -> str:
        count = self.rng.choice((1, 1, 2, 2, 3, 4))
        sentences = [self.sentence() for _ in range(count)]
        if first:
            sentences[0] = self.opening()
        return " ".join(dict.fromkeys(sentences))

    def title(self) -> str:
        rng = self.rng
        forms = (
            f"{self.office} {self.leader} kiểm tra công tác {self.theme} tại huyện {self.district}",
            f"{self.province}: Đẩy mạnh {self.theme} ngay từ đầu năm {self.published.year}",
            f"Huyện {self.district} tập trung {self.pick('deed')}",
            f"Hội nghị trực tuyến toàn tỉnh về {self.theme} lần thứ {rng.randrange(2, 19)}",
            f"{self.agency}: {self.number()} {self.pick('unit')} sau {rng.randrange(2, 12)} tháng",
            f"Công bố Quyết định số {self.document()} về {self.theme}",
            f"Thông báo kết luận của {self.office} về {self.theme} tại {self.district}",
            f"Tăng cường {self.theme} trên địa bàn {self.place()}",
            f"Chuyện {self.theme} ở {self.place()}",
        )
        return rng.choice(forms)

    def lead(self) -> str:
        rng = self.rng
        forms = (
            (
                f"Chiều {self.day()}, {self.office} {self.leader} đã làm việc với {self.place()} "
                f"về tình hình {self.theme} và nhiệm vụ những tháng cuối năm."
            ),
            (
                f"Với quyết tâm cao, {self.place()} đã {self.pick('deed')}, phấn đấu đạt "
                f"{self.percent()} mục tiêu {self.theme}."
            ),
            (
                f"Đó là yêu cầu của đồng chí {self.leader} tại cuộc họp bàn về {self.theme} "
                f"do {self.agency} tổ chức ngày {self.day()}."
            ),
            (
                f"Thời gian qua, {self.pick('group')} ở {self.place()} tích cực "
                f"{self.pick('deed')}, tạo chuyển biến rõ nét trong {self.theme}."
            ),
        )
        return rng.choice(forms)


# --- whole stories --------------------------------------------------------------------------------


def story(rng: Random, province: str, number: int, published: datetime, section: str) -> Story:
    writer = Writer(rng, province, published)
    pieces = _body(writer)
    return Story(
        number=number,
        title=writer.title(),
        section=section,
        sapo=writer.lead() if rng.random() < 0.8 else None,
        pieces=tuple(pieces),
        author=person(rng) if rng.random() < 0.85 else None,
        published=published,
        views=rng.choice(
            (rng.randrange(3, 90), rng.randrange(100, 999), rng.randrange(1000, 60000))
        ),
        files=_files(writer) if rng.random() < 0.15 else (),
    )


def _body(writer: Writer) -> list[Piece]:
    rng = writer.rng
    count = rng.choice(LENGTHS)
    pieces = [Piece("text", (writer.paragraph(first=number == 0),)) for number in range(count)]
    if count >= 5 and rng.random() < 0.3:
        pieces[2:2] = _list(writer)
    if count >= 4 and rng.random() < 0.15:
        pieces.insert(rng.randrange(2, len(pieces)), _table(writer))
    if count >= 8 and rng.random() < 0.4:
        for place in (6, 3):
            heading = f"{writer.pick('theme').capitalize()} ở {writer.place()}"
            pieces.insert(place, Piece("heading", (heading,)))
    if rng.random() < 0.6:
        caption = f"{writer.pick('group').capitalize()} {writer.place()} {writer.pick('deed')}."
        lines = (caption,) if rng.random() < 0.8 else ()
        pieces.insert(rng.randrange(min(3, len(pieces)) + 1), Piece("image", lines))
    if rng.random() < 0.12:
        pieces.append(Piece("text", (f"Nguồn: {writer.agency}",)))
    return pieces


def _list(writer: Writer) -> list[Piece]:
    rng = writer.rng
    deeds = dict.fromkeys(writer.pick("deed") for _ in range(5))
    mark = rng.choice(("1. ", "- ", "a) ", "+ "))
    lines = []
    for number, deed in enumerate(deeds, start=1):
        label = {"1. ": f"{number}. ", "a) ": f"{'abcdef'[number - 1]}) "}.get(mark, mark)
        lines.append(f"{label}{rng.choice(words.AGENCIES)} {deed} tại {writer.place()}.")
    lines[0] = lines[0].removesuffix(".") + f", hoàn thành trước ngày {writer.day()}:"
    return [Piece("item", (line,)) for line in lines]


def _table(writer: Writer) -> Piece:
    rng = writer.rng
    rows = ["TT\tĐịa phương\tKế hoạch\tThực hiện\tTỷ lệ"]
    for number, name in enumerate(rng.sample(words.DISTRICTS, rng.randrange(3, 9)), start=1):
        rows.append(f"{number}\t{name}\t{writer.number()}\t{writer.number()}\t{writer.percent()}")
    return Piece("table", tuple(rows))


def _files(writer: Writer) -> tuple[str, ...]:
    names = [f"Văn bản số {writer.document()}.pdf"]
    if writer.rng.random() < 0.4:
        names.append(f"Phụ lục kèm theo {writer.rng.randrange(2, 9)}.docx")
    return tuple(names)
