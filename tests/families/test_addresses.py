"""Which addresses are articles', by what stands in them."""

from __future__ import annotations

from datetime import datetime

import pytest

from govnews.errors import NotAnArticle
from govnews.families import FAMILIES, walk
from govnews.families.addresses import (
    has_identity,
    is_never_article,
    looks_like_article,
    names_page,
)
from govnews.model import VIETNAM, Capture, Kind, Link
from govnews.portal import CrawlRules, Portal, Section

AT = datetime(2026, 3, 2, 9, 15, tzinfo=VIETNAM)
HOME = "https://mau.gov.vn"

NEVER = """\
/users/login
/vi/users/login/
/vi/users/register/
/vi/users/lostpass/
/vi/users/lostactivelink/?nv_redirect=abc
/vi/users/
/user/register
/user/login?destination=node/12
/user/17
/wp-login.php
/wp-login.php?action=lostpassword
/wp-admin/post.php?post=12
/wp-json/wp/v2/posts/12
/login.aspx?returnurl=%2ftin-tuc%2f12
/Login.aspx
/dang-nhap
/dang-nhap.html
/vi/dang-ky.aspx
/quen-mat-khau
/DangNhap.aspx?ReturnUrl=/
/c/portal/login?p_l_id=123
/Trang-chu/ctl/Login
/Default.aspx?tabid=53&ctl=Login&returnurl=%2f
/_layouts/15/Authenticate.aspx?Source=%2F
/Home/tabid/53/ctl/SendPassword/Default.aspx
/Account/Register
/Identity/Account/ForgotPassword
/index.php?option=com_users&view=registration
/index.php?option=com_users&view=reset
/component/users/?view=login
/index.php?nv=users&op=register
/vi/news/savefile/Tin-tuc/ten-bai-123.html
/vi/news/print/Tin-tuc/ten-bai-123.html
/vi/news/sendmail/Tin-tuc/ten-bai-123/
/index.php?nv=news&op=print/Tin-tuc/ten-bai-123
/bai-viet-12.html?tmpl=component&print=1&layout=default
/index.php?option=com_mailto&tmpl=component&link=abc
/component/mailto/?tmpl=component&link=abc
/tin-tuc/ten-bai?print=1
/tin-tuc/ten-bai?view=print
/tin-tuc/ten-bai?format=pdf
/web/guest/tin?p_p_state=pop_up&id=12
/rss/
/rss.html
/vi/news/rss/tin-trong-tinh/
/vi/feeds/
/feed/
/tin-tuc/ten-bai-viet/feed/
/?feed=rss2
/index.php?format=feed&type=rss
/tin-tuc.rss
/atom.xml
/search?q=a
/search/label/tin
/tim-kiem?tukhoa=nong+thon
/vi/seek/?q=abc
/?s=nong+thon
/index.php?option=com_search&searchword=abc
/tag/nong-thon-moi/
/vi/news/tag/nong-thon/
/tags/12-nong-thon
/?tag=nong-thon
/author/quantri/
/?author=1
/calendar/2025/06
/2025/06/
/2025/06/12
/tin/2025/06/
/?m=202506
/index.php?option=com_jevents&task=month.calendar&year=2025
/index.php?option=com_content&view=archive&year=2025
/index.php?option=com_content&view=category&id=3
/index.php?option=com_content&view=category&layout=blog&id=3
/tin-tuc/ten-bai/?replytocom=12
/tin-tuc/ten-bai/?share=facebook
/sitemap
/so-do-trang.html
""".splitlines()

STAY = """\
/tin/in-an-tai-lieu-tuyen-truyen
/tin-tuc/huong-dan-dang-nhap-dich-vu-cong-quoc-gia-1234.html
/tin-tuc/dang-nhap-dich-vu-cong-bang-vneid-12.html
/tin-tuc/dang-ky-khai-sinh-truc-tuyen-77.html
/thu-tuc/dang-ky/khai-sinh-luu-dong-123.html
/gui-thu-chuc-mung-ngay-nha-giao
/tin-tuc/gui-thu-khen-luc-luong-pha-an-99.html
/tin-tuc/thu-moi-hop-bao-12.html
/tin-tuc/rss-va-cach-dung-cho-nguoi-doc-45.html
/tin-tuc/tim-kiem-cuu-nan-tren-bien-46.html
/tim-kiem/tau-ca-mat-tich-tren-bien-47.html
/tin-tuc/khen-thuong-tac-gia-doat-giai-48.html
/tin-tuc/tag-heuer-khai-truong-49.html
/tin-tuc/search-and-rescue-training-50.html
/tin-tuc/calendar-of-events-51.html
/tin-tuc/lich-cong-tac-tuan-23-nam-2025
/lich-cong-tac/lich-tiep-cong-dan-thang-6-52.html
/2025/06/12/khai-mac-le-hoi/
/2025/06/khai-mac-le-hoi
/chi-tiet/2025
/tin-tuc/ke-hoach-nam-2025
/tin-tuc/2020/5/1234-le-khai-giang
/users-guide-huong-dan-su-dung-cong-53.html
/thanh-vien/ky-niem-ngay-thanh-lap-doan-54.html
/tin-tuc/thanh-vien-uy-ban-ho-cho-nguoi-ngheo
/page/print.cpx?uuid=5f0d3b6a9c1e2d4f6a8b0c1d
/tin-tuc/print-media-workshop-55.html
/tin-tuc/feedback-cua-nguoi-dan-56.html
/tin-tuc/mailing-list-cua-so-57.html
/index.php?option=com_content&view=article&id=3
/index.php?option=com_content&view=article&id=3:ten-bai&catid=8&Itemid=12
/index.php?language=vi&nv=news&op=Tin-tuc/ten-bai-123
/Default.aspx?tabid=53&ndid=1999
/?p=97
/?q=node/123
/index.php?m=news&a=show&id=5
/tin?id=12&q=nong+thon
/mDefault.aspx?sid=1444&pageid=6591&catid=71012&id=693472
/vi/tin-bai/ten-bai?type=NEWS&id=1234
/Trang/ChiTietTinTuc.aspx?nid=1234
/ct/cms/tintuc/Lists/tin/View_Detail.aspx?ItemID=77
""".splitlines()


def test_the_tables_are_large_enough_to_mean_something() -> None:
    assert len(NEVER) >= 60
    assert len(STAY) >= 35


@pytest.mark.parametrize("path", NEVER)
def test_no_article_in_any_family(path: str) -> None:
    assert is_never_article(HOME + path)


@pytest.mark.parametrize("path", STAY)
def test_what_only_looks_alike_stays(path: str) -> None:
    assert not is_never_article(HOME + path)


def test_a_mail_address_is_no_article() -> None:
    assert is_never_article("mailto:vanphong@mau.gov.vn")


HEADLINE = "Khai mạc hội nghị xúc tiến đầu tư năm 2025"


def found(family: str, paths: list[str], attributes: str = "", **rules: object) -> list[str]:
    items = "".join(f'<li><a href="{path}" {attributes}>{HEADLINE}</a></li>' for path in paths)
    html = f"<html><body><ul>{items}</ul></body></html>"
    sections = (Section("Tin", f"{HOME}/tin"), Section("Khác", f"{HOME}/?catid=3"))
    portal = Portal(
        "mau", "Mẫu", family, f"{HOME}/", sections=sections, crawl=CrawlRules(**rules)  # type: ignore[arg-type]
    )  # fmt: skip
    capture = Capture(f"{HOME}/tin", AT, html.encode(), content_type="text/html")
    try:
        listing = walk(capture, portal, Link(f"{HOME}/tin", "listing"))
    except NotAnArticle:
        return []  # a page that leads to no article is no list
    return [link.url.removeprefix(HOME) for link in listing.articles]


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_no_family_takes_them(family: str) -> None:
    never = [path.replace("&", "&amp;") for path in NEVER if "print=1" not in path]
    assert found(family, never) == []
    assert found(family, never, article_url=".") == []


def test_a_print_view_is_its_article() -> None:
    assert found("generic", ["/tin-tuc/ten-bai?print=1"]) == ["/tin-tuc/ten-bai"]


# --- addresses whose query names the article ----------------------------------------------------

IDENTIFIED = """\
/?p=97
/?id=1444
/?123
/index.php?id=1444
/index.php?p=97&lang=vi
/mDefault.aspx?sid=1444&pageid=6591&catid=71012&id=693472
/Default.aspx?sname=tinh&sid=4&pageid=468&catid=66&id=5021
/default.aspx?tabid=53&ndid=1999
/index.php?option=com_content&view=article&id=3
/index.php?option=com_content&view=article&id=3:ten-bai&catid=8&Itemid=12
/?ItemID=77
/default.aspx?NewsId=512
/Default.aspx?nid=1234
/?q=node/123
/index.php?language=vi&nv=news&op=Tin-tuc/ten-bai-123
/index.php?dDocName=PORTAL036527
/?/ten-bai/12345
""".splitlines()

LISTS = """\
/
/?page=2
/?catid=4
/?tabid=53
/index.php
/index.html
/Default.aspx
/trang-chu
/default.aspx?tabid=53
/default.aspx?tabid=53&catid=8
/mDefault.aspx?sid=1444&pageid=6591
/index.php?option=com_content&view=category&id=3
/index.php?option=com_contact&Itemid=5
/?cat=3
/vi/
/tin
/?catid=3
""".splitlines()


@pytest.mark.parametrize("path", IDENTIFIED)
def test_a_query_that_names_an_article_is_enough(path: str) -> None:
    assert has_identity(HOME + path)
    assert found("generic", [path.replace("&", "&amp;")]) == [path]
    for kind in ("feed", "sitemap"):
        assert listed("generic", path, kind) == [path]  # type: ignore[arg-type]
    assert listed("joomla", path, "sitemap") == [path]


@pytest.mark.parametrize("path", LISTS)
def test_homes_and_sections_are_no_articles(path: str) -> None:
    assert found("generic", [path.replace("&", "&amp;")]) == []
    assert listed("generic", path, "feed") == []
    assert listed("generic", path, "sitemap") == []


def listed(family: str, path: str, kind: Kind) -> list[str]:
    address = f"{HOME}{path}".replace("&", "&amp;")
    text = (
        f"<rss><channel><item><link>{address}</link></item></channel></rss>"
        if kind == "feed"
        else f"<urlset><url><loc>{address}</loc></url></urlset>"
    )
    sections = (Section("Tin", f"{HOME}/tin"), Section("Khác", f"{HOME}/?catid=3"))
    portal = Portal("mau", "Mẫu", family, f"{HOME}/", sections=sections)
    listing = walk(Capture(f"{HOME}/x.xml", AT, text.encode()), portal, Link(HOME, kind))
    return [link.url.removeprefix(HOME) for link in listing.articles]


def test_the_rule_of_a_family_decides_where_there_is_one() -> None:
    assert found("nukeviet", ["/?p=97", "/vi/news/tin/ten-bai-12.html"]) == [
        "/vi/news/tin/ten-bai-12.html"
    ]
    assert found("sharepoint", ["/Trang/ChiTietTinTuc.aspx?nid=1234", "/Trang/default.aspx"]) == [
        "/Trang/ChiTietTinTuc.aspx?nid=1234"
    ]


def test_104_addresses_by_number_are_104_articles() -> None:
    paths = [f"/?p={n}" for n in range(1, 105)]
    assert found("generic", paths) == paths


# --- hints ----------------------------------------------------------------------------------------


def test_nofollow_is_a_hint_and_no_ban() -> None:
    paths = [
        "/lien-he-gop-y",
        "/tin-tuc/khai-mac-hoi-nghi-xuc-tien-dau-tu",
        "/?p=97",
        "/bai-12.html",
    ]
    assert found("generic", paths) == paths
    assert found("generic", paths, 'rel="external nofollow"') == paths[1:]
    assert found("generic", paths, 'rel="nofollow"', article_url="/") == paths


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/gioi-thieu", False),
        ("/lien-he-gop-y", False),
        ("/tin-tuc/khai-mac-hoi-nghi-xuc-tien", True),
        ("/a-1.html", True),
        ("/chi-tiet/97", True),
        ("/?p=9", True),
        ("/", False),
    ],
)
def test_looks(path: str, expected: bool) -> None:
    assert looks_like_article(HOME + path) is expected


def test_joomla_headline_cells() -> None:
    html = f"""<html><body><table class="category"><tr>
    <th class="list-title" scope="row"><a href="/tin/12-mot">{HEADLINE}</a></th></tr><tr>
    <td headers="h" class="list-title"><a href="/tin/13-hai">Tin ngắn</a></td>
    <td class="list-author"><a href="/tac-gia-nguyen-van-a-o-phong">Nguyễn Văn A phòng X</a></td>
    </tr></table></body></html>"""
    capture = Capture(f"{HOME}/tin", AT, html.encode(), content_type="text/html")
    listing = walk(
        capture, Portal("mau", "Mẫu", "joomla", f"{HOME}/"), Link(f"{HOME}/tin", "listing")
    )
    assert [link.url.removeprefix(HOME) for link in listing.articles] == [
        "/tin/12-mot",
        "/tin/13-hai",
    ]


def test_script_pages_need_an_identity() -> None:
    assert names_page(f"{HOME}/tin/index.php?id=3")
    assert not names_page(f"{HOME}/tin/index.php")
    assert names_page(f"{HOME}/tin/202312/ten-bai-3962201/index.htm")
    assert names_page(f"{HOME}/index.php/vi/news/tin/ten-bai-12.html")
