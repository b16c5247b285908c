"""Breakages of the portal: what comes instead of its pages, where its addresses lead."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.broken import portal as lively
from tests.broken.articles import SECTIONS
from tests.broken.catalogue import of_answers
from tests.broken.portal import Portal, Visit, frame, html, leading, missing
from tests.crawl.site import Answer

NOTICE = 9999
RENUMBERED = 5000


def bare(head: str, text: str, status: int = 200) -> Answer:
    """A page without the portal's frame."""
    return html(
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{head}</title></head>"
        f"<body><h1>{head}</h1><p>{text}</p></body></html>",
        status,
    )


def login(portal: Portal) -> Answer:
    form = """<h1>Đăng nhập hệ thống</h1><form method="post" action="/dang-nhap">
<label>Tên đăng nhập <input type="text" name="user"></label>
<label>Mật khẩu <input type="password" name="password"></label>
<button>Đăng nhập</button> <a href="/quen-mat-khau">Quên mật khẩu?</a></form>
<p>Vui lòng đăng nhập bằng tài khoản công vụ để tiếp tục sử dụng hệ thống quản trị nội dung.</p>"""
    return html(frame("Đăng nhập hệ thống", form, portal))


# --- another page under the portal's addresses ----------------------------------------------------


@of_answers()
def login_everywhere(visit: Visit) -> Answer:
    """An update makes anonymous access end: a login page, status 200, at every address."""
    return login(visit.portal)


@of_answers()
def login_under_articles(visit: Visit) -> Answer:
    """The rights of the articles' folder are lost: lists are public, articles ask for a login."""
    return login(visit.portal) if visit.number else visit.usual


@of_answers()
def one_article_everywhere(visit: Visit) -> Answer:
    """A cache that ignores the address sends one article under the addresses of all."""
    if not visit.number:
        return visit.usual
    return html(lively.article(visit.portal.page(7), visit.portal))


@of_answers()
def home_everywhere(visit: Visit) -> Answer:
    """The rewriting of addresses is lost: every address shows the home page."""
    return html(lively.home(visit.portal))


@of_answers()
def maintenance_page(visit: Visit) -> Answer:
    """The portal is out of order for a day and says so with status 200."""
    return bare(
        "Website đang bảo trì", "Hệ thống đang được bảo trì, nâng cấp. Vui lòng quay lại sau."
    )


@of_answers()
def maintenance_503(visit: Visit) -> Answer:
    """The portal is out of order and says so with status 503 and Retry-After."""
    down = bare("Service Unavailable", "Hệ thống đang được bảo trì, nâng cấp.", 503)
    return replace(down, headers={"Retry-After": "3600"})


@of_answers()
def challenge(visit: Visit) -> Answer:
    """A protection against bots sends a script that sets a cookie and loads the page again."""
    return html(
        '<html><body><script>document.cookie="D1N=8f3a9c4e17b2; path=/";'
        "window.location.reload(true);</script></body></html>"
    )


@of_answers()
def captcha_on_a_third(visit: Visit) -> Answer:
    """A firewall asks for the letters of an image at every third article, other ones each day."""
    if not visit.number or (visit.number + visit.portal.day) % 3:
        return visit.usual
    text = (
        "Hệ thống phát hiện truy cập bất thường từ địa chỉ mạng của bạn. Mời bạn nhập các ký tự "
        "trong hình vào ô bên dưới rồi bấm nút xác nhận để xem tiếp nội dung của trang."
    )
    return bare("Xác minh truy cập", text)


@of_answers()
def hacked_by_a_casino(visit: Visit) -> Answer:
    """The portal was broken into: every article advertises a casino."""
    if not visit.number:
        return visit.usual
    page = visit.page
    text = (
        f"Nhà cái uy tín số {page.number} hiện nay với kho trò chơi hấp dẫn, nạp rút siêu tốc.",
        "Đăng ký ngay hôm nay để nhận thưởng tân thủ 100% cho lần nạp đầu tiên của quý khách.",
        "Cá cược thể thao, nổ hũ, bắn cá đổi thưởng, xổ số trực tuyến cùng tỷ lệ ăn cao nhất.",
    )
    title = f"Link vào nhà cái mới nhất không bị chặn {page.number}"
    spam = replace(page, title=title, head=title, sapo="", author="", paragraphs=text, files=())
    return html(lively.article(spam, visit.portal))


@of_answers()
def yellow_screen(visit: Visit) -> Answer:
    """ASP.NET reports an error of the program, with status 200, where an article should be."""
    if not visit.number:
        return visit.usual
    text = (
        "Object reference not set to an instance of an object. Description: An unhandled exception "
        "occurred during the execution of the current web request. Exception Details: "
        "System.NullReferenceException."
    )
    return bare("Server Error in '/' Application.", text)


@of_answers()
def database_error(visit: Visit) -> Answer:
    """The database is down: every page is one sentence of PHP, with status 200."""
    return bare("Database Error", "Error establishing a database connection")


@of_answers()
def empty_answers(visit: Visit) -> Answer:
    """The program dies before it prints: status 200 and not a byte."""
    return Answer(b"")


# --- not found, refused, in error -----------------------------------------------------------------


def soft_404(portal: Portal) -> Answer:
    text = "<h1>Không tìm thấy trang</h1><p>Bài viết không tồn tại hoặc đã bị xóa.</p>"
    return html(frame("Không tìm thấy trang", text, portal))


@of_answers()
def soft_404_for_half(visit: Visit) -> Answer:
    """Half of the articles were not moved to the new database: not found, with status 200."""
    return soft_404(visit.portal) if visit.number and visit.number % 2 else visit.usual


@of_answers()
def soft_404_for_all(visit: Visit) -> Answer:
    """The articles' table is empty: not found, with status 200, while lists are cached."""
    return soft_404(visit.portal) if visit.number else visit.usual


@of_answers()
def http_404_for_half(visit: Visit) -> Answer:
    """Half of the articles are missing after a move: status 404."""
    return missing(visit.portal) if visit.number and visit.number % 2 else visit.usual


@of_answers()
def http_404_for_all(visit: Visit) -> Answer:
    """The module of articles was switched off: 404 for each, the lists are there."""
    return missing(visit.portal) if visit.number else visit.usual


@of_answers()
def articles_with_status_404(visit: Visit) -> Answer:
    """Articles are printed by the handler of errors: right in all but their status."""
    return replace(visit.usual, status=404) if visit.number else visit.usual


@of_answers()
def http_403_for_all(visit: Visit) -> Answer:
    """A firewall refuses crawlers: 403 at every address."""
    return bare("403 Forbidden", "Access denied.", 403)


@of_answers()
def http_500_for_all(visit: Visit) -> Answer:
    """The program fails at every address: 500."""
    return bare("Internal Server Error", "The server encountered an error.", 500)


# --- redirects ------------------------------------------------------------------------------------


@of_answers()
def articles_lead_to_a_successor(visit: Visit) -> Answer:
    """After a merger of provinces, articles lead to the successor's home page; lists stay."""
    away = f"http://127.0.0.1:{visit.portal.elsewhere}/"
    return leading(away, 301) if visit.number else visit.usual


@of_answers()
def articles_lead_home(visit: Visit) -> Answer:
    """An error page was replaced by a redirect: every article leads to the home page."""
    return leading("/") if visit.number else visit.usual


@of_answers()
def articles_lead_to_a_notice(visit: Visit) -> Answer:
    """Every article leads to one notice, which is an article of the portal."""
    path = f"/tin-tuc/thong-bao-chuyen-doi-cong-thong-tin-{NOTICE}.html"
    if visit.number:
        return leading(path)
    if visit.path != path:
        return visit.usual
    page = visit.portal.page(1)
    title = "Thông báo về việc chuyển đổi nền tảng của Cổng thông tin điện tử tỉnh"
    text = (
        (
            "Ban biên tập thông báo đến quý bạn đọc: từ nay Cổng thông tin điện tử được chuyển "
            "sang nền tảng mới, các tin bài cũ đang được chuyển đổi theo lộ trình đã phê duyệt."
        ),
        (
            "Trong thời gian này, việc truy cập tin bài cũ có thể bị gián đoạn, mong quý bạn đọc "
            "thông cảm và tiếp tục theo dõi các thông tin mới trên trang chủ."
        ),
    )
    notice = replace(page, title=title, head=title, paragraphs=text, sapo="", files=())
    return html(lively.article(notice, visit.portal))


@of_answers()
def everything_leads_to_another_port(visit: Visit) -> Answer:
    """The site moves to another server for a while: each address leads to the same one there."""
    return leading(f"http://127.0.0.1:{visit.portal.elsewhere}{visit.path}", 302)


@of_answers(quiet=True)
def everything_leads_to_https(visit: Visit) -> Answer:
    """A certificate is tried out: http leads to https, lists link to https, and back again."""
    if not visit.is_page:
        return visit.usual
    own = f"https://127.0.0.1:{visit.portal.port}"
    if not visit.secure:
        return leading(f"{own}{visit.path}", 301)
    return visit.rewrite(lambda text: text.replace('href="/', f'href="{own}/'))


# --- addresses and lists --------------------------------------------------------------------------


def renumbered_path(path: str, by: int) -> str:
    return re.sub(r"-(\d+)\.html", lambda match: f"-{int(match[1]) + by}.html", path)


@of_answers(moves=True)
def renumbered(visit: Visit) -> Answer:
    """A migration gives all articles new numbers: old addresses are 404, lists have new ones."""
    if visit.number:
        return missing(visit.portal)
    old = Visit(visit.portal, renumbered_path(visit.path, -RENUMBERED), visit.secure)
    return old.rewrite(lambda text: renumbered_path(text, RENUMBERED))


@of_answers(moves=True)
def other_case(visit: Visit) -> Answer:
    """A server that ignores case prints its addresses in another one; the old ones answer too."""
    cased = {f"/{name}": f"/{name.title()}" for name in SECTIONS}
    path, rewritten = visit.path, visit
    for lower, upper in cased.items():
        if path.startswith(upper):
            rewritten = Visit(visit.portal, lower + path.removeprefix(upper), visit.secure)

    def recase(text: str) -> str:
        for lower, upper in cased.items():
            text = text.replace(f'href="{lower}', f'href="{upper}')
        return text

    return rewritten.rewrite(recase)


@of_answers()
def every_list_empty(visit: Visit) -> Answer:
    """The index of the lists is lost: each says that it has no article."""
    if visit.path == "/" or visit.is_list:
        path = visit.path if visit.is_list else "/tin-tuc"
        return html(lively.listing(path, visit.portal, []))
    return visit.usual


@of_answers()
def lists_show_half(visit: Visit) -> Answer:
    """A filter hides every second article from all lists; the articles answer."""
    if not visit.is_list:
        return visit.usual
    shown = [number for number in visit.portal.numbers() if number // len(SECTIONS) % 2]
    return html(lively.listing(visit.path, visit.portal, shown))


@of_answers()
def restored_backup(visit: Visit) -> Answer:
    """After a crash, a backup of the first day answers: what came since is 404, views fell."""
    before = Portal(visit.portal.last, visit.portal.days)
    return Visit(before, visit.path, visit.secure).usual


# --- transfers ------------------------------------------------------------------------------------


@of_answers()
def half_a_payload(visit: Visit) -> Answer:
    """A proxy closes the connection in the middle of each article."""
    usual = visit.usual
    return replace(usual, cut=len(usual.body) // 2) if visit.number else usual


@of_answers()
def half_a_payload_of_the_right_length(visit: Visit) -> Answer:
    """A cache kept half of each article and declares the length of that half."""
    usual = visit.usual
    return replace(usual, body=usual.body[: len(usual.body) // 2]) if visit.number else usual


@of_answers(quiet=True)
def declared_as_compressed(visit: Visit) -> Answer:
    """A proxy unpacks each article and still declares it as gzip."""
    headers = {"Content-Encoding": "gzip"}
    return replace(visit.usual, headers=headers) if visit.number else visit.usual


@of_answers(quiet=True)
def mojibake(visit: Visit) -> Answer:
    """A database connection reads UTF-8 as cp1252 and sends the outcome as UTF-8."""
    return visit.rewrite(misread)


def misread(text: str) -> str:
    # The five bytes that cp1252 does not know are read as controls, as browsers do.
    encoded = text.encode()
    return "".join(
        chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
        for byte in encoded
    )


@of_answers(quiet=True)
def wrong_charset(visit: Visit) -> Answer:
    """The server declares windows-1252 for its UTF-8, in the header and on the page."""
    answer = visit.rewrite(lambda text: text.replace("utf-8", "windows-1252", 1))
    return replace(answer, kind="text/html; charset=windows-1252") if visit.is_page else answer
