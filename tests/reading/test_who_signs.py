"""Author, source and signers: who wrote a text, where it was taken from, who signs a document."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import article_of, paragraphs, phrase, rule_of

DATE = "<div>Ngày đăng: 06/03/2026 15:47</div>"
OTHERS = "<ul><li><a href='/1'>Xã Bản Hon trồng 40 ha rừng phòng hộ</a></li></ul>"
Person = tuple[str, str | None, str | None]


def page(head: str = DATE, end: str = "", above: str = "", below: str = "") -> str:
    title = "<h1>Xã Bản Hon sửa xong mương thủy lợi dài ba cây số</h1>"
    return f"<div>{above}{title}{head}<div>{paragraphs(3)}{end}</div>{below}</div>"


def right(*lines: str) -> str:
    return "".join(f"<p align='right'><b>{line}</b></p>" for line in lines)


AUTHORS = [
    ("names before a dot", page("<div>Bế Thị Mơ, Lý A Páo • 06/03/2026 15:47</div>"),
     "Bế Thị Mơ, Lý A Páo"),
    ("a section before a dot", page("<div>Tin Tức • 06/03/2026 15:47</div>"), None),
    ("one word before a dot", page("<div>Páo • 06/03/2026 15:47</div>"), None),
    ("an office before a dot", page("<div>Phòng Nội • 06/03/2026 15:47</div>"), None),
    ("the sign of an end", page(end=right("Hồng Đào./.")), "Hồng Đào"),
    ("two lines of names", page(end=right("Sùng A Dế<br>Lý Thị Mỷ")), "Sùng A Dế, Lý Thị Mỷ"),
    ("an editor below", page(end=right("Lý A Páo", "Biên tập: Sùng Thị Dế")), "Lý A Páo"),
    ("only an editor", page(end=right("Biên tập: Sùng Thị Dế")), None),
    ("an editor in the line", page("<div>Tác giả: Lý A Páo | Biên tập: Dế | 06/03/2026</div>"),
     "Lý A Páo"),
    ("a source in the line", page("<div>Tác giả: Lý A Páo - Nguồn: TTXVN - 06/03/2026</div>"),
     "Lý A Páo"),
    ("two writers", page("<div>06/03/2026 15:47 Người viết: Sùng A Dế - Lý Thị Mỷ</div>"),
     "Sùng A Dế - Lý Thị Mỷ"),
    ("writers before a date", page("<div>Người viết: Sùng A Dế - Lý Thị Mỷ - 06/03/2026</div>"),
     "Sùng A Dế - Lý Thị Mỷ"),
    ("who did the work", page("<div>06/03/2026 Đơn vị thực hiện: Phòng Văn hóa</div>"), None),
    ("who did the work, below", page(end="<p>Đơn vị thực hiện: Công ty Bản Hon</p>"), None),
    ("other texts of the author", page(below="<div>Cùng tác giả: Sùng A Dế</div>"), None),
    ("a section in capitals", page(above="<div>TIN TỨC</div>"), None),
    ("two sections in capitals", page(above="<div>TIN TỨC - SỰ KIỆN</div>"), None),
    ("a section below", page(below=f"<div>Thông Báo</div>{OTHERS}"), None),
    ("a heading below", page(below=f"<h4>Nhịp Cầu</h4>{OTHERS}"), None),
    ("a breadcrumb", page(above="<p><a href='/'>Trang Chủ</a> » <a href='/t'>Tin Tức</a></p>"),
     None),
    ("an office", page(end=right("Phòng Văn hóa - Xã hội")), "Phòng Văn hóa - Xã hội"),
    ("an office and a summary", page(end=right("Phòng Hành chính - Tổng hợp")),
     "Phòng Hành chính - Tổng hợp"),
    ("a labelled office", page("<div>Tác giả: Phòng Hành chính - Tổng hợp - 06/03/2026</div>"),
     "Phòng Hành chính - Tổng hợp"),
    ("an office in bold", page(end="<p><b>Trung tâm Văn hóa - Truyền thông</b></p>"),
     "Trung tâm Văn hóa - Truyền thông"),
    ("an office as text", page(end="<p>Phòng Nội vụ</p>"), None),
    ("a role", page("<p data-role='author'>Sùng A Dế</p><p>06/03/2026 15:47</p>"), "Sùng A Dế"),
    ("microdata", page(f"{DATE}<div itemprop='author'><p itemprop='name'>Sùng A Dế</p></div>"),
     "Sùng A Dế"),
    ("two links", page("<div>06/03/2026 <a rel='author' href='/u/1'>Sùng A Dế</a>, "
     "<a rel='author' href='/u/2'>Lý Thị Mỷ</a></div>"), "Sùng A Dế, Lý Thị Mỷ"),
    ("three elements up", page("<div class='post-author'><div><div><p>Sùng A Dế</p></div></div>"
     f"</div>{DATE}"), "Sùng A Dế"),
    ("four elements up", page("<div class='post-author'><div><div><div><p>Sùng A Dế</p></div>"
     f"</div></div></div>{DATE}"), None),
    ("a list of authors", page("<div class='author-info'><div><a href='/a'>Sùng A Dế</a><br>"
     "<span>và 1 tác giả khác</span></div><p><a href='/a'>Sùng A Dế</a></p>"
     f"<p><a href='/b'>Lý Thị Mỷ</a></p></div>{DATE}"), "Sùng A Dế, Lý Thị Mỷ"),
    ("a role below the name", page(f"<div class='author'><p>Lý A Páo</p><p>Phóng viên</p></div>"
     f"{DATE}"), "Lý A Páo"),
    ("a section in a byline", page(f"<div class='author'><p>Tin Tức</p></div>{DATE}"), None),
    ("an account in a byline", page(f"<div class='author'><p>admin</p></div>{DATE}"), None),
    ("a name like a paper", page(end="<p>Bảo Anh</p>"), "Bảo Anh"),
    ("a caption above the name", page(end="<p><i>Phó Chủ tịch xã phát biểu tại lễ</i></p>"
     "<p><b>Sùng A Dế</b></p>"), "Sùng A Dế"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "author"), AUTHORS, ids=[row[0] for row in AUTHORS])
def test_authors(name: str, body: str, author: str | None) -> None:
    article = article_of(body)
    assert article.author == author
    assert article.signers == ()


DECLARED = [
    ("several persons", '[{"name": "Lý A Páo"}, {"name": "Bế Thị Mơ"}]', "Lý A Páo, Bế Thị Mơ"),
    ("several names of one", '{"name": ["Lý A Páo", "Bế Thị Mơ"]}', "Lý A Páo, Bế Thị Mơ"),
    ("a person twice", '["Lý A Páo", "LÝ A PÁO"]', "Lý A Páo"),
    ("an account among them", '[{"name": "admin"}, {"name": "Lý A Páo"}]', "Lý A Páo"),
    ("a section", '{"name": "Tin Tức"}', None),
]


@pytest.mark.parametrize(("name", "declared", "author"), DECLARED, ids=[row[0] for row in DECLARED])
def test_declared_authors(name: str, declared: str, author: str | None) -> None:
    data = f'{{"@type": "NewsArticle", "author": {declared}}}'
    assert (
        article_of(page(), f'<script type="application/ld+json">{data}</script>').author == author
    )


def test_a_menu_gives_no_author() -> None:
    menu = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/t'>Tin Tức</a></li></ul>"
    for body in (page(above=menu), page(above="<p>Tin Tức</p>"), page(below=menu)):
        assert article_of(body).author is None


def nine(count: int) -> str:
    return " ".join(["Báo", "in", "của", "tỉnh", "ta", "và", "hai", "huyện", "nhà", "bên"][:count])


SOURCES = [
    ("after an author", right("Lý A Páo", "(Theo TTXVN)"), "TTXVN", "Lý A Páo"),
    ("a label after an author", f"{right('Lý A Páo')}<p>Nguồn: Báo Bản Hon</p>", "Báo Bản Hon",
     "Lý A Páo"),
    ("a site", "<p>Nguồn: baobanhon.vn</p>", "baobanhon.vn", None),
    ("in brackets", "<p><em>(Nguồn: Cổng TTĐT Chính phủ)</em></p>", "Cổng TTĐT Chính phủ", None),
    ("a sentence", "<p>Theo kế hoạch, các bản còn lại sẽ làm trong quý II.</p>", None, None),
    ("a short sentence", "<p>Theo kế hoạch tháng 6 hoàn thành</p>", None, None),
    ("a report", "<p><i>Theo Báo cáo của tổ thi công</i></p>", None, None),
    ("an office", right("Theo Sở Y tế"), "Sở Y tế", None),
    ("nine words", f"<p>(Theo {nine(9)})</p>", nine(9), None),
    ("ten names", "<p>(Theo B C D Đ E G H I K L)</p>", None, None),
    ("a bare line of 50", f"<p>Theo {'Báo ' * 2}{'Đ' * 37}</p>", f"Báo Báo {'Đ' * 37}", None),
    ("a bare line of 51", f"<p>Theo {'Báo ' * 2}{'Đ' * 38}</p>", None, None),
    ("a paper at the right", right("Báo Bản Hon"), "Báo Bản Hon", None),
    ("an agency alone", "<p>TTXVN</p>", "TTXVN", None),
    ("a portal as text", "<p>Cổng thông tin điện tử tỉnh</p>", None, None),
    ("of a picture", "<p><img src='/a.jpg'></p><p>Nguồn: Internet</p>", None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "end", "source", "author"), SOURCES, ids=[row[0] for row in SOURCES]
)
def test_sources(name: str, end: str, source: str | None, author: str | None) -> None:
    article = article_of(page(end=end))
    assert (article.source, article.author) == (source, author)


@pytest.mark.parametrize(
    ("head", "below", "source"),
    [
        ("<div>06/03/2026 15:47 | Nguồn: TTXVN | Lượt xem: 12</div>", "", "TTXVN"),
        ("<div>06/03/2026 15:47</div><div class='nguon-tin'>Theo VOV</div>", "", "VOV"),
        (DATE, "<div class='news-source'>Báo Bản Hon</div>", "Báo Bản Hon"),
        (DATE, "<div class='source'>Xem thêm</div>", None),
        (DATE, "<div class='img-source'>Báo Bản Hon</div>", None),
    ],
)
def test_sources_beside_the_text(head: str, below: str, source: str | None) -> None:
    assert article_of(page(head, below=below)).source == source


A = "Sùng A Dế"
SIGNERS: list[tuple[str, str, list[Person]]] = [
    ("lines of one paragraph", ("<p align='center'><b>TM. ỦY BAN NHÂN DÂN<br>KT. CHỦ TỊCH<br>"
     "PHÓ CHỦ TỊCH<br>(Đã ký)<br>Sùng A Dế</b></p>"),
     [(A, "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN")]),
    ("beside the recipients", ("<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td><td>"
     "<p>TL. CHỦ TỊCH</p><p>CHÁNH VĂN PHÒNG</p><p>Sùng A Dế</p></td></tr></table>"),
     [(A, "TL. CHỦ TỊCH, CHÁNH VĂN PHÒNG", None)]),
    ("recipients between", ("<table><tr><td>Nơi nhận:</td><td>CHỦ TỊCH</td></tr><tr><td>- Như "
     "trên;</td><td>Sùng A Dế</td></tr></table>"), [(A, "CHỦ TỊCH", None)]),
    ("two side by side", ("<table><tr><td><b>GIÁM ĐỐC SỞ Y TẾ</b></td><td><b>CHỦ TỊCH HỘI</b></td>"
     "</tr><tr><td>Sùng A Dế</td><td>Lý Thị Mỷ</td></tr></table>"),
     [(A, "GIÁM ĐỐC SỞ Y TẾ", None), ("Lý Thị Mỷ", "CHỦ TỊCH HỘI", None)]),
    ("no capitals", right("Chủ tịch UBND xã", A), [(A, "Chủ tịch UBND xã", None)]),
    ("no capitals, as text", f"<p>Chủ tịch UBND xã</p><p>{A}</p>", []),
    ("a degree", right("HIỆU TRƯỞNG", "ThS. Sùng A Dế"), [("ThS. Sùng A Dế", "HIỆU TRƯỞNG", None)]),
    ("a name in capitals", "<p>CHỦ TỊCH</p><p>SÙNG A DẾ</p>", [("SÙNG A DẾ", "CHỦ TỊCH", None)]),
    ("T/M", right("T/M UBND XÃ", "CHỦ TỊCH", A), [(A, "CHỦ TỊCH", "T/M UBND XÃ")]),
    ("an agency's head", right("ỦY BAN NHÂN DÂN", "HUYỆN NÀ LOAN"), []),
    ("a post without a name", right("CHỦ TỊCH"), []),
    ("four of them", right(*["CHỦ TỊCH", A] * 4), [(A, "CHỦ TỊCH", None)] * 4),
    ("a list of five", right(*["CHỦ TỊCH", A] * 5), []),
    ("an appendix of 18 lines", right("CHỦ TỊCH", A) + "<p>Biểu mẫu kèm theo:</p>" * 18,
     [(A, "CHỦ TỊCH", None)]),
    ("an appendix of 19 lines", right("CHỦ TỊCH", A) + "<p>Biểu mẫu kèm theo:</p>" * 19, []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "end", "signers"), SIGNERS, ids=[row[0] for row in SIGNERS])
def test_signers(name: str, end: str, signers: list[Person]) -> None:
    article = article_of(page(end=end))
    found = [(one.name, one.post, one.on_behalf) for one in article.signers]
    assert found == signers
    if signers:
        assert article.author is None
        assert "CHỦ TỊCH" not in article.body


def test_a_signer_an_author_and_a_source_on_one_page() -> None:
    end = right("GIÁM ĐỐC", A, "Bích Hà - Thanh Tuấn") + "<p>Nguồn: Văn phòng Sở</p>"
    article = article_of(page(end=end))
    assert [signer.name for signer in article.signers] == [A]
    assert (article.author, article.source) == ("Bích Hà - Thanh Tuấn", "Văn phòng Sở")
    assert rule_of(article, "signers[0]") == "signing-block"


@pytest.mark.parametrize(("size", "signs"), [(60, True), (61, False)])
def test_how_long_a_post_is(size: int, signs: bool) -> None:
    post = phrase(size, "KT. GIÁM ĐỐC ").upper()
    assert bool(article_of(page(end=right(post, A))).signers) == signs
