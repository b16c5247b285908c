"""The portal's pages as pure functions: the same arguments always give the same HTML.

Whatever differs from visit to visit (the page clock, the counters, the views) is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from govnews.demo.corpus import SECTIONS, DemoArticle, Image, as_served

PORTAL_NAME = "Cổng thông tin điện tử tỉnh Sông Mẫu"
PAGE_SIZE = 10
LATEST_SIZE = 8
OTHERS_SIZE = 6

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")

_STYLE = """
body { margin: 0 auto; width: 1000px; font: 14px/1.5 Arial, sans-serif; }
.BannerTop { display: block; width: 100%; height: 120px; background: #b5121b; color: #fff; }
.MenuTop ul { list-style: none; margin: 0; padding: 8px; background: #0a5ca8; }
.MenuTop li { display: inline; margin-right: 24px; } .MenuTop a { color: #fff; }
.ColLeft { float: left; width: 240px; } .ColMain { margin-left: 260px; }
.ModuleTitle { background: #eee; font-weight: bold; padding: 4px; }
.ArticleHeader { font-size: 20px; font-weight: bold; } .ArticleSummary { font-weight: bold; }
.ImageCaption { font-style: italic; text-align: center; } .Footer { clear: both; background: #eee; }
"""


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """The site's visit counters: they change with every request and belong to no article."""

    online: int
    today: int
    week: int
    month: int
    total: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a page around its content, at the time of a visit."""

    now: datetime
    counts: VisitCounts
    latest: Sequence[DemoArticle]


def grouped(number: int) -> str:
    """A number as Vietnamese pages print it: 1234 is `1.234`."""
    return f"{number:,}".replace(",", ".")


def weekday_stamp(moment: datetime) -> str:
    """`Thứ Hai, 24/05/2021 | 14:30 GMT+7`: the page clock's form, and one section's."""
    return f"{_WEEKDAYS[moment.weekday()]}, {moment:%d/%m/%Y} | {moment:%H:%M} GMT+7"


def article_page(
    article: DemoArticle, *, views: int, others: Sequence[DemoArticle], frame: Frame
) -> str:
    """The page of an article."""
    served = as_served(article)
    # The two sections run modules of two ages: one marks its titles as headings, one does not.
    heading = "h1" if article.section == "chi-dao-dieu-hanh" else "div"
    parts = [
        _breadcrumb(article.section),
        '<div class="UIArticleDetail">',
        f'<{heading} class="ArticleHeader">{escape(served.title)}</{heading}>',
        '<div class="ArticleInfo">',
        _printed_date(article),
        f'<span class="ArticleView">Lượt xem: {grouped(views)}</span></div>',
    ]
    if served.sapo:
        parts.append(f'<div class="ArticleSummary">{escape(served.sapo)}</div>')
    parts += ['<div class="ArticleContent">', *_body(served), "</div>", _signature(served)]
    parts += [_attachments(served), _tools(article), "</div>", _others(others)]
    return _page("\n".join(part for part in parts if part), frame)


def listing_page(
    section: str, articles: Sequence[DemoArticle], *, number: int, frame: Frame
) -> str:
    """Page `number` of a section whose articles are given newest first."""
    shown = articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    last = max(1, -(-len(articles) // PAGE_SIZE))
    items = [_item(article) for article in shown]
    if not items:
        items = ['<div class="NoData">Không có dữ liệu</div>']
    body = [
        _breadcrumb(section),
        f'<div class="UIArticleList"><div class="ModuleTitle">{escape(SECTIONS[section])}</div>',
        *items,
        "</div>",
        _listing_pager(section, number, last),
    ]
    return _page("\n".join(body), frame)


def home_page(by_section: Mapping[str, Sequence[DemoArticle]], *, frame: Frame) -> str:
    """The front page: the first articles of each section, given newest first."""
    parts = []
    for section, articles in by_section.items():
        parts += [
            '<div class="UIArticleHome">',
            f'<div class="ModuleTitle">{escape(SECTIONS[section])}</div>',
            *(_item(article) for article in articles),
            f'<a class="ViewMore" href="/{section}">Xem thêm</a></div>',
        ]
    return _page("\n".join(parts), frame)


def not_found_page(*, frame: Frame) -> str:
    """The page for a removed or mistyped address."""
    return _page(
        '<div class="ErrorPage"><div class="ModuleTitle">Không tìm thấy trang</div>'
        "<p>Trang bạn yêu cầu không tồn tại hoặc đã được gỡ bỏ.</p>"
        '<p><a href="/">Về trang chủ</a></p></div>',
        frame,
    )


# --- the parts of an article ----------------------------------------------------------------


def _printed_date(article: DemoArticle) -> str:
    if article.date_style == "none":
        return ""
    if article.date_style == "weekday":
        text = weekday_stamp(article.published)
    else:
        text = f"Ngày đăng: {article.published:%d/%m/%Y %H:%M}"
    return f'<span class="ArticleDate">{text}</span> '


def _body(article: DemoArticle) -> list[str]:
    out: list[str] = []
    for number, paragraph in enumerate(article.paragraphs, start=1):
        out.append(f'<p style="text-align: justify;">{escape(paragraph)}</p>')
        out.extend(_image(image) for image in article.images if image.after == number)
        for table in article.tables:
            if table.after == number:
                out += _table(table.rows)
    if article.signature_twice:
        # The editor signs in the text, the CMS signs again below it.
        out.append("<p>" + "&nbsp;" * 12 + "</p>")
        out.append(
            f'<p style="text-align: right;"><strong>{escape(article.signature)}</strong></p>'
        )
    return out


def _image(image: Image) -> str:
    return (
        f'<div class="ArticleImage"><img src="/images/{escape(image.name)}" alt="" />'
        f'<p class="ImageCaption">{escape(image.caption)}</p></div>'
    )


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    out = ['<table class="ArticleTable" border="1"><tbody>']
    for number, row in enumerate(rows):
        cell = "th" if number == 0 else "td"
        out.append("<tr>" + "".join(f"<{cell}>{escape(c)}</{cell}>" for c in row) + "</tr>")
    return [*out, "</tbody></table>"]


def _signature(article: DemoArticle) -> str:
    if not article.signature:
        return ""
    return (
        '<div class="ArticleAuthor" style="text-align: right;">'
        f"<strong>{escape(article.signature)}</strong></div>"
    )


def _attachments(article: DemoArticle) -> str:
    if not article.attachments:
        return ""
    links = "".join(
        f'<li><a href="/files/{escape(a.name)}">{escape(a.label)}</a></li>'
        for a in article.attachments
    )
    return f'<div class="ArticleAttach"><span>Tệp đính kèm</span><ul>{links}</ul></div>'


def _tools(article: DemoArticle) -> str:
    return (
        '<div class="ArticleTools"><a href="javascript:void(0)">Chia sẻ</a> '
        f'<a href="{escape(article.path)}?print=1" rel="nofollow">In trang</a> '
        f'<a href="mailto:?subject={article.id}">Gửi email</a></div>'
    )


def _others(others: Sequence[DemoArticle]) -> str:
    links = "".join(f"<li>{_link(article)}{_other_date(article)}</li>" for article in others)
    # This pager posts back to the server, as WebForms do: its links lead nowhere by GET.
    pager = " ".join(
        f"<a href=\"javascript:__doPostBack('ctl00$TinKhac','{number}')\">{text}</a>"
        for number, text in ((2, "2"), (3, "3"), (4, "4"), (2, "»"))
    )
    return (
        f'<div class="ArticleOther"><div class="ModuleTitle">Tin khác</div><ul>{links}</ul>'
        f'<div class="Pager"><span class="current">1</span> {pager}</div></div>'
    )


def _other_date(article: DemoArticle) -> str:
    if not article.dated:
        return ""
    return f' <span class="OtherDate">({article.published:%d/%m/%Y})</span>'


# --- the parts of every page ----------------------------------------------------------------


def _link(article: DemoArticle) -> str:
    return f'<a href="{escape(article.path)}">{escape(as_served(article).title)}</a>'


def _item(article: DemoArticle) -> str:
    date = f'<span class="ItemDate">{article.published:%d/%m/%Y}</span>' if article.dated else ""
    sapo = escape(as_served(article).sapo)
    return (
        f'<div class="ArticleItem"><div class="ItemTitle">{_link(article)}</div>{date}'
        + (f'<div class="ItemSummary">{sapo}</div>' if sapo else "")
        + "</div>"
    )


def _listing_pager(section: str, number: int, last: int) -> str:
    links = []
    for page in range(1, last + 1):
        if page == number:
            links.append(f'<span class="current">{page}</span>')
        else:
            links.append(f'<a href="/{section}?trang={page}">{page}</a>')
    if number < last:
        links.append(f'<a href="/{section}?trang={number + 1}">»</a>')
    return f'<div class="Pager">{" ".join(links)}</div>'


def _breadcrumb(section: str) -> str:
    return (
        '<div class="Breadcrumb"><a href="/">Trang chủ</a> » '
        f'<a href="/{section}">{escape(SECTIONS[section])}</a></div>'
    )


def _left_column(frame: Frame) -> str:
    latest = "".join(f"<li>{_link(article)}</li>" for article in frame.latest)
    counts = frame.counts
    visits = "".join(
        f"<li>{name}: {grouped(number)}</li>"
        for name, number in (
            ("Đang online", counts.online),
            ("Hôm nay", counts.today),
            ("Trong tuần", counts.week),
            ("Trong tháng", counts.month),
            ("Tất cả", counts.total),
        )
    )
    return f"""<div class="ColLeft">
<div class="ModuleLatest"><div class="ModuleTitle">Thông tin mới nhất</div><ul>{latest}</ul></div>
<div class="ModuleStatistic"><div class="ModuleTitle">Thống kê truy cập</div><ul>{visits}</ul></div>
<div class="ModuleLogin"><div class="ModuleTitle">Đăng nhập</div>
<form method="post" action="/dang-nhap"><input type="hidden" name="__VIEWSTATE" value="" />
<label>Tên đăng nhập <input type="text" name="user" /></label>
<label>Mật khẩu <input type="password" name="password" /></label>
<input type="submit" value="Đăng nhập" /></form></div>
</div>"""


def _page(main: str, frame: Frame) -> str:
    menu = "".join(
        f'<li><a href="{address}">{escape(name)}</a></li>'
        for address, name in (
            ("/", "Trang chủ"),
            *((f"/{section}", name) for section, name in SECTIONS.items()),
            ("/rss.xml", "RSS"),
        )
    )
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8" />
<title>{PORTAL_NAME}</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml" />
<style>{_STYLE}</style>
</head>
<body>
<div class="Header"><a class="BannerTop" href="/">image banner</a>
<div class="MenuTop"><ul>{menu}</ul></div>
<div class="PageClock">{weekday_stamp(frame.now)}</div></div>
{_left_column(frame)}
<div class="ColMain">
{main}
</div>
<div class="Footer"><p>Bản quyền thuộc về {PORTAL_NAME}</p>
<p>Cơ quan chủ quản: Ủy ban nhân dân tỉnh Sông Mẫu. Ghi rõ nguồn khi phát hành lại thông tin.</p>
<p>Địa chỉ: Số 1 đường Bờ Kè, phường Mẫu Giang, tỉnh Sông Mẫu</p></div>
</body>
</html>
"""
