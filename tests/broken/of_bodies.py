"""Breakages of the text of articles, and changes of what is beside it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from html import escape

from tests.broken import portal as lively
from tests.broken.articles import content
from tests.broken.catalogue import of_answers, of_html, of_pages
from tests.broken.portal import Page, Visit, html, link, titled
from tests.crawl.site import Answer

# --- bodies ---------------------------------------------------------------------------------------


@of_pages()
def lead_instead_of_text(page: Page) -> Page:
    """The body's variable prints the lead a second time."""
    return replace(page, paragraphs=(page.sapo,))


@of_pages()
def only_the_first_paragraph(page: Page) -> Page:
    """Articles are cut after the first paragraph, with a link to read on."""
    more = f'<p><a href="?full=1#{page.number}">Xem tiếp</a></p>'
    return replace(page, paragraphs=page.paragraphs[:1], after=more)


@of_pages()
def filled_by_scripts(page: Page) -> Page:
    """The text is loaded by a script: the page has title, lead and an empty element."""
    script = '<div id="noi-dung"></div><script>loadBody("/api/bai/1")</script>'
    return replace(page, paragraphs=(), after=script)


@of_pages()
def advertisement_in_every_body(page: Page) -> Page:
    """The host of the site puts the same advertisement into each text."""
    ad = (
        "Dịch vụ lắp đặt camera giá rẻ toàn quốc, bảo hành hai năm, gọi ngay 0909 123 456 để được "
        "tư vấn miễn phí và giảm giá hai mươi phần trăm."
    )
    return replace(page, paragraphs=(*page.paragraphs[:2], ad, *page.paragraphs[2:]))


@of_pages()
def another_advertisement_in_each_body(page: Page) -> Page:
    """An exchange of advertisements puts another one into each text."""
    goods = ("máy lọc nước", "bàn ghế gỗ", "vé máy bay", "nệm cao su", "xe điện", "gạch ốp lát")
    ad = (
        f"Khuyến mãi lớn: {goods[page.number % 6]} chính hãng giảm {page.number * 7 % 40 + 10}% "
        f"trong tuần này, đặt hàng qua số 09{page.number:02d} {page.number * 137 % 1000:03d} 456."
    )
    return replace(page, paragraphs=(*page.paragraphs[:1], ad, *page.paragraphs[1:]))


@of_answers()
def comments_inside_the_body(visit: Visit) -> Answer:
    """An element is not closed: the comments of readers stand within the body."""

    def merged(page: Page) -> Page:
        said = "".join(
            f"<p>Bạn đọc {n}: rất mong địa phương sớm hoàn thành công trình này để bà con đi lại "
            f"thuận tiện hơn trong mùa mưa ({n}).</p>"
            for n in range(1 + visit.portal.day % 3 + page.number % 3)
        )
        return replace(page, after=said)

    return visit.change(merged)


@of_answers(quiet=True)
def related_news_inside_the_body(visit: Visit) -> Answer:
    """A plug-in prints related news between the paragraphs of the body."""

    def merged(page: Page) -> Page:
        others = [n for n in visit.portal.numbers() if n != page.number][:3]
        return replace(page, after="".join(f"<p>Xem thêm: {link(n)}</p>" for n in others))

    return visit.change(merged)


@of_answers()
def teasers_inside_the_body(visit: Visit) -> Answer:
    """A plug-in prints the leads of the newest articles in the middle of each text."""

    def merged(page: Page) -> Page:
        others = [n for n in visit.portal.numbers() if n != page.number][:2]
        teasers = tuple(content(n).sapo for n in others)
        return replace(page, paragraphs=(*page.paragraphs[:2], *teasers, *page.paragraphs[2:]))

    return visit.change(merged)


@of_pages()
def notice_on_every_body(page: Page) -> Page:
    """A notice stands on top of each text."""
    text = (
        "Website đang nâng cấp, một số chức năng có thể hoạt động chưa ổn định. Kính mong quý bạn "
        "đọc thông cảm và quay lại sau."
    )
    return replace(page, before=f'<div class="notice"><p>{text}</p></div>')


@of_pages()
def machine_translated(page: Page) -> Page:
    """The language is chosen by the visitor's address: crawlers get an English translation."""
    text = (
        (
            f"The delegation number {page.number} visited the commune and appreciated its results "
            "in mobilising resources for the construction of rural roads and schools."
        ),
        (
            f"According to the report, {page.number * 3} households escaped from poverty, and "
            "income per person rose by several million compared with the same period."
        ),
        (
            "In the coming time, the locality strives to complete its key works and asks "
            "departments to cooperate closely in removing each obstacle."
        ),
    )
    title = f"The province works with commune number {page.number} on socio-economic development"
    sapo = f"This morning, the province held a working session in commune {page.number}."
    return replace(titled(page, title), sapo=sapo, paragraphs=text)


@of_answers()
def shifted_by_one(visit: Visit) -> Answer:
    """The numbers of the articles slip by one: each address shows its neighbour."""
    if not visit.number:
        return visit.usual
    neighbour = visit.number - 1 or visit.portal.numbers()[0]
    return html(lively.article(visit.portal.page(neighbour), visit.portal))


def written(page: Page, how: str) -> Page:
    """A page with all its texts changed: capitals, without diacritics, decomposed."""

    def change(text: str) -> str:
        if how == "upper":
            return text.upper()
        text = unicodedata.normalize("NFD", text)
        if how == "bare":
            text = re.sub(r"[\u0300-\u036f]", "", text).replace("đ", "d").replace("Đ", "D")
        return text

    return replace(
        titled(page, change(page.title)),
        sapo=change(page.sapo),
        author=change(page.author),
        paragraphs=tuple(map(change, page.paragraphs)),
    )


@of_pages()
def without_diacritics(page: Page) -> Page:
    """A database that knows only ASCII drops all diacritics."""
    return written(page, "bare")


@of_pages()
def in_capital_letters(page: Page) -> Page:
    """A style sheet's rule was applied to the texts: all is in capital letters."""
    return written(page, "upper")


@of_pages(quiet=True)
def decomposed_letters(page: Page) -> Page:
    """A migration over a Mac decomposes all letters (NFD)."""
    return written(page, "decomposed")


@of_pages()
def question_marks_for_letters(page: Page) -> Page:
    """A column of a one-byte charset prints a question mark for each Vietnamese letter."""

    def lossy(text: str) -> str:
        return text.encode("latin-1", "replace").decode("latin-1")

    return replace(
        titled(page, lossy(page.title)),
        sapo=lossy(page.sapo),
        author=lossy(page.author),
        paragraphs=tuple(map(lossy, page.paragraphs)),
    )


@of_pages()
def placeholders_in_the_template(page: Page) -> Page:
    """The template is sent as it is, with the names of its variables."""
    return replace(
        titled(page, "{{title}}"),
        date="{{publishDate}}",
        views="Lượt xem: {{viewCount}}",
        sapo="{{summary}}",
        author="{{author}}",
        paragraphs=("{{content}}", "{{#each attachments}} {{name}} {{/each}}"),
        files=(),
    )


@of_pages()
def template_error_in_the_body(page: Page) -> Page:
    """The part of the page that holds the text reports an error of its template."""
    text = (
        "Đã xảy ra lỗi khi xử lý mẫu hiển thị nội dung. Vui lòng liên hệ quản trị viên.",
        "FreeMarker template error: The following has evaluated to null: journalContent.data",
    )
    return replace(page, paragraphs=text)


@of_pages()
def markup_printed_as_text(page: Page) -> Page:
    """Texts are escaped once too often: tags and entities stand in them."""
    text = "".join(f'<p style="text-align:justify">{escape(one)}</p>' for one in page.paragraphs)
    return replace(page, paragraphs=(text,))


@of_pages()
def paragraphs_joined(page: Page) -> Page:
    """An editor that strips tags joins all paragraphs into one."""
    return replace(page, paragraphs=(" ".join(page.paragraphs),))


@of_answers()
def one_section_without_authors(visit: Visit) -> Answer:
    """One section got a template of its own, without authors."""

    def edit(page: Page) -> Page:
        return replace(page, author="") if page.section == "chi-dao" else page

    return visit.change(edit)


# --- what is beside the article -------------------------------------------------------------------


@of_html(quiet=True)
def login_box_in_the_header(text: str, visit: Visit) -> str:
    """A box to log in is added to the header of all pages."""
    box = """<form class="login"><input name="u" placeholder="Tên đăng nhập">
<input type="password" name="p" placeholder="Mật khẩu"><button>Đăng nhập</button></form>"""
    return text.replace('<div class="banner">', f'{box}<div class="banner">')


@of_html(quiet=True)
def new_banner(text: str, visit: Visit) -> str:
    """The banner and the slogan of the year change."""
    return re.sub(
        r'<div class="banner">.*</div>',
        '<div class="banner"><h2>CHUYỂN ĐỔI SỐ VÌ NHÂN DÂN PHỤC VỤ</h2>'
        "<p>Nhiệt liệt chào mừng kỷ niệm 80 năm Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam"
        "</p></div>",
        text,
    )


@of_html(quiet=True)
def hidden_spam_links(text: str, visit: Visit) -> str:
    """Someone broke in and hid links to casinos in all pages."""
    links = "".join(f'<a href="http://casino-{n}.example/">nhà cái số {n}</a> ' for n in range(9))
    hidden = f'<div style="display:none">{links}</div>'
    return text.replace('<div class="content">', f'<div class="content">{hidden}')


@of_html(quiet=True)
def markup_only(text: str, visit: Visit) -> str:
    """Another version of the same software: other classes, comments, white space, styles."""
    text = re.sub(r'class="(\w+)"', r'class="v2-\1 \1"', text)
    text = text.replace("<p>", '<p style="text-align: justify;">\n   ').replace("</p>", "\n</p>\n")
    return text.replace("<body>", "<body>\n<!-- v2.1 -->\n\n")


@of_html(quiet=True)
def paragraphs_in_other_elements(text: str, visit: Visit) -> str:
    """Another editor writes paragraphs as <div> and breaks lines with two <br>."""

    def rewrap(match: re.Match[str]) -> str:
        inner = match[2].replace(
            "</p>\n<p>", "<br><br>" if (visit.number or 0) % 2 else "</div>\n<div>"
        )
        return match[1] + inner.replace("<p>", "<div>").replace("</p>", "</div>") + match[3]

    if visit.number is None:
        return text
    return re.sub(
        r'(<div class="content">)(.*?)(</div>\n<p class="author")', rewrap, text, flags=re.DOTALL
    )


@of_answers(quiet=True)
def last_modified_is_a_clock(visit: Visit) -> Answer:
    """The server declares the time of the request as the page's last change."""
    if not visit.is_page:
        return visit.usual
    now = visit.portal.now
    headers = {"Last-Modified": f"{now:%a, %d %b %Y %H:%M:%S GMT}"}
    meta = f'<meta property="article:modified_time" content="{now:%Y-%m-%dT%H:%M:%S+07:00}">'
    answer = visit.rewrite(lambda text: text.replace("</head>", f"{meta}</head>"))
    return replace(answer, headers=headers)
