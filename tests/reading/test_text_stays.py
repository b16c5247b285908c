"""What belongs to the text stays, whatever it resembles; boxes and notices in it go."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import TITLE, article_of, dump_of, paragraphs, phrase, text

HEAD = f"<h1>{TITLE}</h1><div>Ngày đăng: 12/05/2023 08:30 | Lượt xem: 153</div>"


def paragraph(word: str) -> str:
    return f"<p>{text(130, start=f'{word} nay ')}</p>"


A, B, C = paragraph("Sáng"), paragraph("Chiều"), paragraph("Tối")


def read_of(inner: str, head: str = HEAD, after: str = "") -> str:
    """Lead and body of a page whose text is `inner`, as one string of lines."""
    article = article_of(f"<div>{head}<div class='c'>{inner}</div>{after}</div>")
    return "\n".join(filter(None, (article.sapo, article.body))).replace("\n\n", "\n")


def table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


STAYS = [
    ("subheads from the start", f"<p>02/09/2023</p>{A}<p>03/09/2023</p>{B}", "02/09/2023"),
    ("a weekday", f"{A}<h3>Thứ Năm, ngày 07/09/2023:</h3>{B}", "Thứ Năm, ngày 07/09/2023:"),
    ("an hour", f"{A}<p><b>16 giờ 45 ngày 7/9/2023</b></p>{B}", "16 giờ 45 ngày 7/9/2023"),
    ("a line break", f"<p>{text(90)}<br>07/09/2023<br>{text(95)}</p>", "07/09/2023"),
    ("a list", f"{A}<ul><li>07/09/2023</li><li>09/09/2023</li></ul>{B}", "09/09/2023"),
    ("a count", f"{A}<p>Lượt xem: 20</p>{B}", "Lượt xem: 20"),
    (
        "a schedule",
        A + table("TT|Ngày|Người", "1|07/09/2023|Bà Mai") + B,
        "1 | 07/09/2023 | Bà Mai",
    ),
    ("dates only", A + table("Từ|Đến", "07/09/2023|09/09/2023") + B, "07/09/2023 | 09/09/2023"),
    ("counts", A + table("Bài|Lượt đọc", "Bài một|Lượt đọc: 20"), "Bài một | Lượt đọc: 20"),
    (
        "a table that opens the text",
        table("Số hiệu|64/QĐ-UBND", "Ngày ban hành|07/09/2023", f"Trích yếu|{text(80)}"),
        "Ngày ban hành | 07/09/2023",
    ),
    (
        "a table of days that opens the text",
        table("Ngày|Việc", "07/09/2023|Tiếp dân tại trụ sở", "09/09/2023|Họp dân các thôn") + A,
        "07/09/2023 | Tiếp dân tại trụ sở",
    ),
    (
        "facts above the text",
        f"<p>Số hiệu: 64/QĐ-UBND</p><p>Ngày ban hành: 07/09/2023</p>{A}{B}",
        "Ngày ban hành: 07/09/2023",
    ),
    (
        "facts below the text",
        f"{A}{B}<p>Số hiệu: 64/QĐ-UBND</p><p>Ngày hiệu lực: 09/09/2023</p>",
        "Ngày hiệu lực: 09/09/2023",
    ),
    (
        "announced dates",
        f"{A}<p>{text(30, ':')}</p><p>07/09/2023</p><p>09/09/2023</p>",
        "09/09/2023",
    ),
    (
        "announced dates in a list",
        f"{A}<p>{text(60, ':')}</p><ul><li>07/09/2023</li></ul>",
        "07/09/2023",
    ),
    (
        "a list of facts",
        (
            "<dl><dt>Số ký hiệu</dt><dd>64/QĐ-UBND</dd><dt>Ngày ban hành</dt><dd>07/09/2023</dd>"
            f"<dt>Trích yếu</dt><dd>{text(90)}</dd></dl>"
        ),
        "07/09/2023",
    ),
    (
        "a paper with its picture",
        f"{A}<p><a href='/v'><img src='/v.png'></a> <a href='/v'>Quyết định 64/QĐ-UBND</a></p>{B}",
        "Quyết định 64/QĐ-UBND",
    ),
    (
        "links below a label of files",
        f"{A}<p>Văn bản kèm theo:</p><p><a href='/t/1'>{phrase(50)}</a></p>",
        phrase(50),
    ),
    (
        "announced papers",
        (
            f"{A}<p>Các tài liệu kèm theo gồm:</p><p><a href='/t/1'>{phrase(50)}</a></p>"
            f"<p><a href='/t/2'>{phrase(60)}</a></p>"
        ),
        phrase(60),
    ),
    (
        "a link that begins a paragraph",
        f"{A}<p><a href='/t/1'>{phrase(30)}</a> {text(90)}</p>{B}",
        text(90),
    ),
    (
        "a picture that leads to itself",
        f"{A}<div><a href='/to.jpg'><img src='/to.jpg'></a><p>{text(60)}</p></div>{B}",
        text(60),
    ),
]


@pytest.mark.parametrize(("name", "inner", "line"), STAYS, ids=[row[0] for row in STAYS])
def test_what_stays(name: str, inner: str, line: str) -> None:
    assert line in read_of(inner)


GOES = [
    ("a date that opens the text", f"<p>07/09/2023 14:15</p>{A}{B}", "07/09/2023"),
    ("two dates of the head", f"<p>07/09/2023</p><p>Lượt xem: 20</p>{A}{B}", "Lượt xem"),
    ("a count at the end", f"{A}{B}<p>Lượt xem: 20</p>", "Lượt xem"),
    ("a date at the end", f"{A}{B}<p>07/09/2023</p>", "07/09/2023"),
    ("a table of the head", f"{table('Ngày đăng|07/09/2023', 'Lượt xem|20')}{A}{B}", "07/09"),
]


@pytest.mark.parametrize(("name", "inner", "line"), GOES, ids=[row[0] for row in GOES])
def test_what_goes(name: str, inner: str, line: str) -> None:
    assert line not in read_of(inner, head=f"<h1>{TITLE}</h1>")


@pytest.mark.parametrize(("between", "stays"), [(11, True), (12, False)])
def test_how_far_a_list_of_papers_is_announced(between: int, stays: bool) -> None:
    links = "".join(f"<p><a href='/t/{n}'>{phrase(40 + n)}</a></p>" for n in range(between + 1))
    assert (phrase(40 + between) in read_of(f"{A}<p>Hồ sơ gồm có:</p>{links}")) == stays


HEADLINE, TEASER = phrase(44, start="Đội bóng "), text(140, start="Khán giả ")
LINK, PICTURE = f"<a href='/k'>{HEADLINE}</a>", "<a href='/k'><img src='/k.jpg'></a>"
BOXES = [
    f"<div class='ib'>{PICTURE}{LINK}<span>{TEASER}</span></div>",
    f"<div class='ib'><div>{PICTURE}</div><div><h4>{LINK}</h4><p>{TEASER}</p></div></div>",
    f"<div class='tin-lien-quan-hop'>{LINK}<p>{TEASER}</p></div>",
    f"<aside><h4>{LINK}</h4><p>{TEASER}</p></aside>",
    f"<table><tr><td>{PICTURE}</td><td>{LINK}<p>{TEASER}</p></td></tr></table>",
    f"<figure>{PICTURE}<figcaption>{LINK}<p>{TEASER}</p></figcaption></figure>",
]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_for_another_article(box: str) -> None:
    for inner in (A + B + box + C, A + B + C + box):
        found = read_of(inner)
        assert "Sáng nay" in found
        assert "Tối nay" in found
        assert HEADLINE not in found
        assert TEASER not in found


@pytest.mark.parametrize(("size", "goes"), [(400, True), (401, False)])
def test_how_long_a_teaser_is(size: int, goes: bool) -> None:
    teaser = text(size, start="Khán giả ")
    box = f"<div>{PICTURE}<h4>{LINK}</h4><p>{teaser}</p></div>"
    assert (teaser not in read_of(A + B + box + C)) == goes


SITE = "Trang thông tin điện tử huyện Mẫu Sơn"
NOTICES = [
    "Lưu ý: Việc đăng lại bài viết trên ở website khác mà không ghi rõ nguồn là vi phạm bản quyền",
    f"Ghi rõ nguồn “{SITE}” hoặc địa chỉ của trang khi phát hành lại thông tin từ website này.",
    "Mọi hình thức sao chép nội dung từ trang này phải được sự đồng ý bằng văn bản của chúng tôi.",
    "Nghiêm cấm sao chép nội dung bài viết này khi chưa có sự đồng ý của Ban Biên tập.",
    f"Bản quyền bài viết thuộc về {SITE}. Đề nghị dẫn nguồn khi trích dẫn lại từ trang này.",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_of_copyright_goes_and_hides_no_signature(notice: str) -> None:
    signed = "<p style='text-align: right'><strong>Hoàng Thị Mẫu</strong></p>"
    for inner, after in (("", f"<div class='alert'>{notice}</div>"), (f"<p>{notice}</p>", "")):
        article = article_of(f"<div>{HEAD}<div>{A}{B}{signed}{inner}</div>{after}</div>")
        assert (article.author, len(article.paragraphs)) == ("Hoàng Thị Mẫu", 2)


@pytest.mark.parametrize(
    "line",
    [
        "Việc đăng lại bài viết mà không ghi rõ nguồn là vi phạm bản quyền, luật sư Mẫu nói.",
        "Mọi hình thức sao chép tem nhãn đều bị xử phạt, đại diện quản lý thị trường cho biết.",
        "Nguồn vốn do tỉnh cấp phải có sự đồng ý của Hội đồng nhân dân, cuộc họp kết luận.",
    ],
)
def test_a_text_about_copying_stays(line: str) -> None:
    assert line in read_of(f"{A}<p>{line}</p>{B}")


LEAD = f"<p><strong>{text(90, start='Huyện ta ')}</strong></p>"
CAPTION = "Một góc chợ phiên nhìn từ trên cao"
PICTURES = [
    f"<figure><img src='/a.jpg'><figcaption>{CAPTION}</figcaption></figure>",
    f"<p><img src='/a.jpg'></p><p><em>{CAPTION}</em></p>",
    f"<p><img src='/a.jpg'></p><p align='center'>{CAPTION}</p>",
    f"<div><img src='/a.jpg'><div class='chu-thich'>{CAPTION}</div></div>",
]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_lead_below_a_picture_and_its_caption(picture: str) -> None:
    for inner, head in ((f"{picture}{LEAD}", ""), (LEAD, picture)):
        article = article_of(f"<div>{HEAD}{head}<div>{inner}{paragraphs(3)}</div></div>")
        assert article.sapo == text(90, start="Huyện ta ")


def test_a_plain_line_below_a_picture_is_no_caption_that_a_lead_may_follow() -> None:
    inner = f"<p><img src='/a.jpg'></p>{A}{LEAD}{B}{C}"
    assert article_of(f"<div>{HEAD}<div>{inner}</div></div>").sapo is None


SHORT = text(70, start="Công an xã ")
BRIEF = [
    (
        f"<article><header><h1>{TITLE}</h1><p class='lead'>{text(85)}</p></header><div><section>"
        f"<div><p>{SHORT}</p></div></section></div></article>"
    ),
    (
        f"<main><header><div><h1>{TITLE}</h1></div><div>{text(95)}</div></header><div><div>"
        f"<p>{SHORT}</p></div></div></main>"
    ),
    (
        f"<article><header><h1>{TITLE}</h1><time>12/05/2023</time><div><p>{text(95)}</p></div>"
        f"</header><p>{SHORT}</p></article>"
    ),
]


@pytest.mark.parametrize("body", BRIEF)
def test_a_brief_article_with_its_lead_in_the_header(body: str) -> None:
    article = article_of(body)
    found = f"{article.sapo}\n{article.body}"
    assert SHORT in found
    assert "Năm nay các xã" in found


def card(*rows: tuple[str, str], around: str = "") -> str:
    """A card of facts: each label and each value in a division of its own."""
    cells = (
        f"<div class='r'><div>{around}<b>{label}</b></div><div>{value}</div></div>"
        for label, value in rows
    )
    return f"<div class='card'>{''.join(cells)}</div>"


FACTS = (("Số ký hiệu", "390/QĐ-UBND"), ("Số trang", "12"), ("Lượt xem", "20"), ("Khóa", "7"))
VISITS = (("Đang truy cập", "12"), ("Hôm nay", "311"), ("Tháng này", "4021"), ("Bản in", "7"))


@pytest.mark.parametrize(
    "inner", [A + card(*FACTS) + B, A + B + card(*FACTS), card(*FACTS) + A + B]
)
def test_rows_of_a_card_of_facts_stay(inner: str) -> None:
    lines = read_of(inner).split("\n")
    assert [line for line in lines if len(line) < 20] == [part for row in FACTS for part in row]


@pytest.mark.parametrize(("count", "stays"), [(2, False), (3, True)])
def test_how_many_rows_make_a_card(count: int, stays: bool) -> None:
    lines = read_of(A + card(*FACTS[:count][::-1]) + B).split("\n")
    assert ("12" in lines) == stays


def test_a_counter_of_visits_is_no_card_of_facts() -> None:
    assert "12" not in read_of(A + card(*VISITS) + B).split("\n")


def twice(text: str) -> str:
    """A text whose bytes in UTF-8 were taken for Latin-1."""
    return text.encode().decode("latin-1")


HALF = "Huyện họp bàn việc dẫn nước về ruộng lúa"
MIXED = [
    ("all of it", f"{twice(HALF)} {twice('và giữ rừng.')}", f"{HALF} và giữ rừng."),
    ("with an element", f"<b>{twice(HALF)}</b> {twice('và giữ rừng.')}", f"{HALF} và giữ rừng."),
    ("its first half", f"{twice(HALF)} và giữ rừng.", f"{twice(HALF)} và giữ rừng."),
    ("its second half", f"{HALF} {twice('và giữ rừng.')}", f"{HALF} {twice('và giữ rừng.')}"),
    ("with a byte lost", twice(HALF)[:3] + twice(HALF)[4:], twice(HALF)[:3] + twice(HALF)[4:]),
]


@pytest.mark.parametrize(("name", "inner", "printed"), MIXED, ids=[row[0] for row in MIXED])
def test_a_paragraph_of_two_encodings_is_repaired_as_one_or_left(
    name: str, inner: str, printed: str
) -> None:
    found = read_of(f"<p>{inner}</p>{A}{B}").split("\n")
    assert found[0].split() == printed.split()


WORDS = [
    ("<span class='place'>Cần Thơ</span>Sáng", "Cần Thơ Sáng"),
    ("<span class='place'>TP HCM</span><span>Nếu", "TP HCM Nếu"),
    ("<span class='src'>(Báo Mẫu)</span>Theo", "(Báo Mẫu) Theo"),
    ("<b>TP HCM</b><span>Nếu</span>", "TP HCM Nếu"),
    ("<span style='font-weight:bold'>TP HCM</span>Nếu", "TP HCM Nếu"),
    ("<strong>Hà Nội</strong>Theo", "Hà Nội Theo"),
    ("<span class='x'>You</span>Tube", "YouTube"),
    ("<b>VN</b>Pay", "VNPay"),
    ("<b>N</b>gày", "Ngày"),
    ("<b>Quả</b>ng", "Quảng"),
    ("<b>HO</b>À", "HOÀ"),
    ("<span class='drop'>U</span>BND", "UBND"),
    ("<span class='drop'>T</span>heo", "Theo"),
    ("Viet<b>Nam</b>Net", "VietNamNet"),
    ("<span style='color:red'>You</span>Tube", "YouTube"),
    ("i<span class='x'>Phone</span>", "iPhone"),
]


@pytest.mark.parametrize(("inner", "printed"), WORDS, ids=[row[1] for row in WORDS])
def test_words_that_style_sheets_set_apart(inner: str, printed: str) -> None:
    rest = text(120, start=" các xã ")
    assert read_of(f"<p>{inner}{rest}</p>{B}").startswith(f"{printed} các xã")


@pytest.mark.parametrize(("between", "stays"), [(3, True), (4, False)])
def test_how_near_another_label_of_a_document_stands(between: int, stays: bool) -> None:
    more = "".join(f"<div>Mục {n}</div>" for n in range(between))
    facts = f"<div>Trích yếu</div>{more}<div>Ngày ký</div><div>07/09/2023</div>"
    head = f"<h1>{TITLE}</h1>"
    assert ("07/09/2023" in read_of(f"{facts}{A}{B}", head=head)) == stays


def test_facts_in_a_text_dump() -> None:
    texts = f"Số ký hiệu: 64/QĐ-UBND\nNgày ban hành: 07/09/2023\n\n{text(200)}\n\n{text(150)}"
    facts = "Ngày ban hành: 07/09/2023\nNgày hiệu lực: 09/09/2023"
    body = dump_of(f"{TITLE}\n12/05/2023\n\n{texts}\n\n{facts}\n").body
    assert body.endswith("Ngày ban hành: 07/09/2023\n\nNgày hiệu lực: 09/09/2023")
