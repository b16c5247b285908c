"""A lively portal: two new articles a day, counters and a clock that move, lists with a pager."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from html import escape

from tests.broken.articles import SECTIONS, content
from tests.crawl.site import Answer

FIRST = 44
"""Articles on the first day."""

DAILY = 2
PER_PAGE = 10
SITE_NAME = "Cổng thông tin điện tử tỉnh Sông Mẫu"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EDIT = "Ban tổ chức xin đính chính: số hộ được hỗ trợ là một trăm hai mươi bốn hộ."

_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_ARTICLE = re.compile(r"/[\w-]+/[\w-]+-(\d+)\.html")


def printed(moment: datetime) -> str:
    return f"{_WEEKDAYS[moment.weekday()]}, {moment:%d/%m/%Y %H:%M}"


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Page:
    """What an article's page prints; an empty text leaves its element out.

    head: the <title>. before, after: HTML within the body's element.
    """

    number: int
    title: str
    head: str
    section: str
    published: datetime
    date: str
    count: int
    views: str
    sapo: str
    paragraphs: tuple[str, ...]
    author: str
    files: tuple[tuple[str, str], ...]
    before: str = ""
    after: str = ""


def titled(page: Page, title: str) -> Page:
    """The page with another headline, which its <title> repeats."""
    return replace(page, title=title, head=title)


Skin = Callable[[Page, "Portal"], str]


class Portal:
    """The portal on one of its days.

    now: the last day's time; the days before it lie in the past, as for a real portal.
    daily: new articles each day. edited, removed: for an article, the day from which its text is
    another, or it is gone.
    breakage: what answers in the portal's place while it is broken. elsewhere: port of a site that
    is not the portal.
    """

    def __init__(
        self,
        now: datetime,
        days: int,
        *,
        daily: int = DAILY,
        edited: Mapping[int, int] | None = None,
        removed: Mapping[int, int] | None = None,
        elsewhere: int = 0,
    ) -> None:
        self.last, self.days, self.daily = now, days, daily
        self.edited, self.removed = edited or {}, removed or {}
        self.breakage: Callable[[Visit], Answer] | None = None
        self.elsewhere = elsewhere
        self.day = 1
        self.port = 0

    def answer(self, path: str, secure: bool) -> Answer:
        visit = Visit(self, path, secure)
        if self.breakage is not None:
            return self.breakage(visit)
        return leading(f"http://127.0.0.1:{self.port}{path}") if secure else visit.usual

    @property
    def now(self) -> datetime:
        return self.last - timedelta(days=self.days - self.day)

    def numbers(self, day: int | None = None) -> list[int]:
        """The articles of a day, the newest first."""
        day = day or self.day
        newest = FIRST + self.daily * (day - 1)
        gone = {number for number, since in self.removed.items() if since <= day}
        return [number for number in range(newest, 0, -1) if number not in gone]

    def published(self, number: int) -> datetime:
        """Old articles five days apart, which is some months back; new ones on their day."""
        first = self.last - timedelta(days=self.days - 1)
        late = number - FIRST
        if late <= 0:
            moment = first - timedelta(hours=3 + 113 * -late, minutes=7 * number)
        else:
            moment = first + timedelta(days=(late + 1) // DAILY, hours=-2 - late % DAILY)
        return moment.replace(second=0, microsecond=0)

    @staticmethod
    def count(number: int, day: int) -> int:
        """The views of an article, which grow by some each day."""
        return 90 + 53 * (number % 31) + (7 + number % 11) * day

    def page(self, number: int) -> Page:
        said, published = content(number), self.published(number)
        paragraphs = said.paragraphs
        if self.edited.get(number, self.day + 1) <= self.day:
            paragraphs = (paragraphs[0], EDIT, *paragraphs[2:])
        count = self.count(number, self.day)
        return Page(
            number, said.title, said.title, said.section, published, printed(published), count,
            f"Lượt xem: {grouped(count)}", said.sapo, paragraphs, said.author, said.files,
        )  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """A request: what was asked for, and what the portal answers when all is well."""

    portal: Portal
    path: str
    secure: bool

    @cached_property
    def number(self) -> int | None:
        """Of the article that is asked for by its own address."""
        match = _ARTICLE.fullmatch(self.path)
        number = int(match[1]) if match else 0
        there = number in self.portal.numbers() and content(number).path == self.path
        return number if there else None

    @property
    def is_list(self) -> bool:
        return self.path.strip("/").partition("?")[0] in SECTIONS

    @property
    def is_page(self) -> bool:
        """Whether a person would see it: the home page, a list or an article."""
        return self.path == "/" or self.is_list or self.number is not None

    @property
    def page(self) -> Page:
        assert self.number is not None
        return self.portal.page(self.number)

    @property
    def usual(self) -> Answer:
        if self.number is not None:
            return html(article(self.page, self.portal))
        if self.is_list:
            return html(listing(self.path, self.portal, self.portal.numbers()))
        if self.path == "/":
            return html(home(self.portal))
        if self.path.startswith("/files/"):
            return Answer(PDF, kind="application/pdf")
        return missing(self.portal)

    def change(self, edit: Callable[[Page], Page], skin: Skin | None = None) -> Answer:
        """The usual answer, an article's page with other facts or in another skin."""
        if self.number is None:
            return self.usual
        return html((skin or article)(edit(self.page), self.portal))

    def rewrite(self, edit: Callable[[str], str]) -> Answer:
        """The usual answer with other HTML; files stay."""
        usual = self.usual
        if not usual.kind.startswith("text/html"):
            return usual
        return replace(usual, body=edit(usual.body.decode()).encode())


def html(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status)


def leading(address: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(b"", status, headers={"Location": address})


def missing(portal: Portal) -> Answer:
    text = "<h1>404</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã được gỡ bỏ.</p>"
    return html(frame("Không tìm thấy trang", text, portal), 404)


# --- pages ----------------------------------------------------------------------------------------


def frame(head: str, main: str, portal: Portal) -> str:
    """A page around its content, with a clock, a banner, a menu and a counter of visits."""
    menu = "".join(f'<li><a href="/{path}">{name}</a></li>' for path, name in SECTIONS.items())
    now, day = portal.now, portal.day
    clock = f"{_WEEKDAYS[now.weekday()]}, {now:%d/%m/%Y | %H:%M:%S}"
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{escape(head)}</title></head><body>
<div class="top"><span class="clock">{clock}</span></div>
<div class="banner"><img src="/images/banner-{day % 3}.jpg" alt="{SITE_NAME}"></div>
<ul class="menu"><li><a href="/">Trang chủ</a></li>{menu}</ul>
<div class="main">{main}</div>
<div class="side"><h3>Thống kê truy cập</h3><p>Đang truy cập: {day * 7 % 50 + 3}</p>
<p>Tổng lượt truy cập: {grouped(1_204_511 + day * 2417)}</p></div>
<div class="footer">{SITE_NAME} - Giấy phép số 12/GP-TTĐT. Điện thoại: 0271 3822 145</div>
</body></html>"""


def link(number: int) -> str:
    said = content(number)
    return f'<a href="{said.path}">{escape(said.title)}</a>'


def related(page: Page, portal: Portal) -> str:
    others = [number for number in portal.numbers() if number != page.number][:4]
    items = (f"<li>{link(n)} <i>({portal.published(n):%d/%m/%Y})</i></li>" for n in others)
    return f'<div class="related"><h3>Tin liên quan</h3><ul>{"".join(items)}</ul></div>'


def comments(page: Page, portal: Portal) -> str:
    said = "".join(
        f"<li><b>Bạn đọc {n}</b><p>Mong địa phương sớm làm xong công trình này ({n}).</p></li>"
        for n in range(portal.day + page.number % 3)
    )
    return f'<div class="comments"><h3>Bình luận</h3><ul>{said}</ul></div>'


def files(page: Page) -> str:
    items = "".join(f'<li><a href="{url}">{name}</a></li>' for url, name in page.files)
    return f'<div class="files"><b>Tệp đính kèm:</b><ul>{items}</ul></div>' if items else ""


def element(tag: str, name: str, text: str) -> str:
    return f'<{tag} class="{name}">{escape(text)}</{tag}>' if text else ""


def text_of(page: Page) -> str:
    return "\n".join(f"<p>{escape(one)}</p>" for one in page.paragraphs)


def trail(page: Page) -> str:
    if not page.section:
        return ""
    here = f'<a href="/{page.section}">{SECTIONS[page.section]}</a>'
    return f'<div class="breadcrumb"><a href="/">Trang chủ</a> » {here}</div>'


def article(page: Page, portal: Portal) -> str:
    """An article in the portal's own skin."""
    main = f"""{trail(page)}
{element("h1", "title", page.title)}
<div class="info">{element("span", "date", page.date)} {element("span", "views", page.views)}</div>
{element("div", "sapo", page.sapo)}
<div class="content">{page.before}{text_of(page)}{page.after}</div>
{element("p", "author", page.author)}
{files(page)}{comments(page, portal)}{related(page, portal)}"""
    return frame(page.head, main, portal)


def redesigned(page: Page, portal: Portal) -> str:
    """The same article after a change of the content management system."""
    dated = f"<time>Ngày đăng: {page.date}</time>" if page.date else ""
    signed = f"<strong>Tác giả: {escape(page.author)}</strong>" if page.author else ""
    viewed = f"<em>{page.views}</em>" if page.views else ""
    main = f"""<nav class="path">{trail(page)}</nav><article class="post">
<header><h1>{escape(page.title)}</h1><div class="meta">{dated}{viewed}</div></header>
{element("h2", "excerpt", page.sapo)}
<section class="entry">{page.before}{text_of(page)}{page.after}</section>
<div class="signature">{signed}</div>{files(page)}</article>
<aside>{related(page, portal)}</aside>"""
    return frame(page.head, main, portal)


def listing(path: str, portal: Portal, numbers: list[int]) -> str:
    """A page of a section's list, with a pager that names all its pages."""
    section, _, asked = path.strip("/").partition("?page=")
    own = [number for number in numbers if content(number).section == section]
    present, last = int(asked or 1), max(1, -(-len(own) // PER_PAGE))
    shown = own[(present - 1) * PER_PAGE : present * PER_PAGE]
    items = "".join(
        f"<li><h3>{link(n)}</h3><i>{printed(portal.published(n))}</i>"
        f"<p>{escape(content(n).sapo)}</p></li>"
        for n in shown
    )
    items = items or "<li>Chưa có bài viết nào trong chuyên mục này.</li>"
    pages = (
        f"<b>{n}</b>" if n == present else f'<a href="/{section}?page={n}">{n}</a>'
        for n in range(1, last + 1)
    )
    main = f"""<h1>{SECTIONS[section]}</h1><ul class="list">{items}</ul>
<div class="pager">{" ".join(pages)}</div>"""
    return frame(SECTIONS[section], main, portal)


def home(portal: Portal) -> str:
    items = "".join(f"<li>{link(n)}</li>" for n in portal.numbers()[:12])
    return frame(SITE_NAME, f'<h2>Tin mới</h2><ul class="news">{items}</ul>', portal)
