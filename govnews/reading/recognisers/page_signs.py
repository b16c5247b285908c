"""Signs by which a page that is no article says so itself: challenge, error, empty list, login."""

from __future__ import annotations

import re

from govnews.reading import weights as w
from govnews.reading.parse.document import Element
from govnews.vietnamese.text import fold

_CHALLENGE = re.compile(
    rb"document\.cookie\s*=|location\.reload|window\.location\s*=|slowaes|toNumbers\(|__cf_chl|challenge-platform|D1N=",
    re.IGNORECASE,
)
_CHALLENGE_STRONG = re.compile(
    rb"slowaes|__cf_chl|challenge-platform|document\.cookie\s*=[^<]{0,400}?location",
    re.IGNORECASE | re.DOTALL,
)
_THING = (
    r"(?:trang(?: web)?|bai viet|noi dung|tin(?: bai| tuc)?|duong dan|du lieu|lien ket|tai nguyen"
    r"|tap tin|dia chi|chuyen muc|url)"
)
_MISSING = re.compile(
    rf"(?:khong|chua) tim thay {_THING}\b|{_THING}\b[\w ,]{{0,40}}\b(?:khong (?:con )?(?:ton tai"
    rf"|tim thay|hop le"
    r"|duoc tim thay)|da (?:bi |duoc )?(?:xoa|go(?: bo)?))\b"
    r"|^\W*(?:khong tim thay|khong ton tai)\W*$"
    r"|(?:loi|error|http|ma loi)\W{0,3}404\b|^\W*404\b(?!\s+(?:ho|nguoi|dai|ti|trieu|xa|thon))"
    r"|\b404 not found|page (?:cannot be |was )?not found|page (?:does not|doesn.t) exist"
    r"|khong co quyen truy cap|^\W*not found\W*$"
)
_NOTHING = re.compile(
    r"\W*(?:hien )?(?:khong|chua) co (?:du lieu|bai viet|tin(?: bai| tuc)?|ban ghi|ket qua|noi dung"
    r"|thong tin)(?: nao)?(?: (?:duoc|trong|de|phu hop|cho)\b.{0,40})?\W*|\W*no (?:data|results?"
    r"|records?"
    r"|posts?)(?: found)?\W*|\W*(?:noi dung|du lieu) dang (?:duoc )?cap nhat\W*"
)
_NO_ENTRIES = re.compile(
    r"\W*(?:(?:rat tiec|xin loi|tiec qua)\W+)?(?:hien(?: tai| nay)?\W+)?"
    r"(?:(?:trong )?(?:chuyen muc|danh muc|the loai|muc|trang)(?: nay)? )?"
    r"(?:hien(?: tai| nay)? |dang )?(?:khong|chua) (?:tim thay|tim duoc|co) (?:bat (?:ky|cu) )?"
    r"(?:ket qua|bai viet|bai|tin(?: tuc| bai)?|du lieu|ban ghi|noi dung|van ban)"
    r"(?: nao(?: (?:phu hop|duoc|trong|cho|voi|de)\b[^.!…]{0,120})?| phu hop\b[^.!…]{0,99})"
    r"\W*(?:[.!…].{0,250})?"
)
"""In folded text: a line that begins with the sentence that a list or a search has no entries."""
_ERROR = re.compile(
    r"\W*(?:server error in .{1,80} application|runtime error|internal server error|bad gateway"
    r"|gateway time-?out|(?:http |loi |error |ma loi )?50[0-4](?:\W{1,3}(?:internal server error"
    r"|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|loi may chu.{0,20}))?"
    r"|error establishing a database connection|(?:database|db) (?:connection )?error.{0,40}"
    r"|loi (?:he thong|may chu|ung dung|ket noi(?: (?:toi|den|voi))?(?: co so du lieu| csdl"
    r"| may chu)?|co so du lieu)"
    r"|(?:this |the )?(?:account|site|website|domain)(?: has been| is)? (?:suspended|expired)"
    r"(?: page)?|(?:this |the )?domain(?: name)? .{0,60}(?:expired|for sale)"
    r"|(?:tai khoan|website|trang web|ten mien)(?: \S{1,60})?(?: nay)?"
    r" (?:da |dang )?(?:bi )?(?:tam )?(?:het han|khoa|dinh chi)"
    r"(?: (?:su dung|dang ky|dich vu|hoat dong))?"
    r"|(?:whoops\W+)?(?:looks like )?something went wrong|an? (?:error|exception) (?:has )?occurred"
    r"|(?:php )?(?:fatal|parse) error\W.{1,500}\bon line \d+)\W*"
)
"""In folded text: the headline or the only line of a page that reports a fault of its server."""
_CHECKS_BROWSER = re.compile(
    r"(?:dang )?(?:kiem tra|xac minh|xac thuc) (?:trinh duyet|ket noi)(?: cua ban)?\b"
    r"|\b(?:xac minh|xac nhan|chung minh|kiem tra)\b.{0,40}\bban (?:khong phai|la)\b.{0,20}"
    r"\b(?:robot|nguoi|bot|may)\b|checking (?:your browser|if the site connection is secure)"
    r"|\bverif\w+ (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)|^\W*just a moment\W*$"
    r"|\bddos protection by\b"
)
_MAINTENANCE = re.compile(
    r"(?:cong|he thong|website|trang|may chu|dich vu)\b.{0,40}\b(?:dang|tam)\b.{0,20}(?:bao tri"
    r"|nang cap|ngung hoat dong|gian doan)|under maintenance|service unavailable|database error"
)
_HOURS = re.compile(
    r"\b(?:tu|den|truoc|luc|vao|sau|trong) (?:(?:ngay|luc|khoang|hoi) )?\d{1,2}(?:\b|h|g)"
    r"|\bngay \d{1,2}\b"
)
_PROTECTED = re.compile(
    r"(?:noi dung|bai viet)(?: nay)? (?:duoc|da duoc) (?:bao mat|bao ve)\b.{0,80}mat khau"
    r"|(?:content|post) is password[- ]protected|nhap mat khau (?:de xem|ben duoi|cua ban)"
)
_DENIED_CODE = re.compile(
    r"\W*(?:(?:loi|error|http|ma loi|status)\W{0,3})?(?:401|403)\b\W*(?:(?:loi|error)\W*)?"
    r"(?:forbidden|unauthori[sz]ed|access|authorization|truy cap|cam|khong (?:duoc|co)"
    r"|tu choi|\Z).{0,60}"
    r"|\W*(?:loi|error) (?:401|403)\b.{0,60}"
    r"|\W*(?:access (?:is )?(?:denied|forbidden)|forbidden|unauthori[sz]ed|login required"
    r"|(?:quyen )?truy cap (?:da )?bi (?:tu choi|cam|chan)|tu choi truy cap)\W*"
)
"""In folded text: what a headline is where the server denies the page."""

_WHAT = r"(?:trang|noi dung|muc|chuc nang|bai(?: viet)?|tai lieu|chi tiet|thong tin|chuyen muc|tin)"
_DENIED = re.compile(
    rf"\b(?:can|phai|vui long|hay|xin|moi(?: ban)?|yeu cau)(?: phai)? dang nhap\b.{{0,30}}"
    rf"\b(?:de|truoc khi) (?:duoc )?(?:xem|truy cap|doc|tiep tuc|vao)(?: (?:\w+ )?{_WHAT}\b|\W|\Z)"
    r"|\bkhong (?:duoc phep|duoc quyen|co quyen) (?:xem|truy cap|vao|doc)"
    rf"(?: (?:vao )?{_WHAT}\b|\W*\Z)"
    r"|\btruy cap (?:cua ban )?(?:da )?bi (?:tu choi|chan|cam)\b"
    rf"|\b(?:can|phai|vui long|hay|yeu cau)(?: phai)? dang nhap\b\W*\Z"
    r"|you (?:are not|aren.t) authorized|(?:don.t|do not) have (?:permission|access)"
    r"|(?:must|need to|please|have to) (?:be logged|log|sign) ?in\b|access (?:is )?denied"
)
"""In folded text: a sentence that says so."""

_LOGIN = re.compile(
    r"\W*(?:(?:trang|form|mau|vui long|moi|ban (?:can|phai)|yeu cau) )?"
    r"(?:dang nhap|login|log in|sign in)\b.{0,40}"
)
_SCRIPTED = re.compile(
    r"(?:enable|bat|kich hoat|ho tro) (?:javascript|js)|javascript (?:bi tat|is (?:disabled"
    r"|required)|de)",
    re.IGNORECASE,
)


def has_challenge(code: bytes, size: int, *, refreshes: bool = False) -> bool:
    """Whether scripts set a cookie and load the page again, as anti-bot pages do.

    code: all scripts of the page. size: characters of its text. refreshes: it has a meta refresh.
    """
    if size >= w.SCRIPTED_MAX_TEXT:
        return False
    if _CHALLENGE_STRONG.search(code) or len(_CHALLENGE.findall(code)) >= w.CHALLENGE_SIGNS:
        return True
    return refreshes and _CHALLENGE.search(code) is not None


def is_shell(root: Element, size: int) -> bool:
    """Whether scripts would have to fill the page. size: characters of its text."""
    scripts = any(True for _ in root.iter("script"))
    if size >= w.SHELL_MAX_TEXT or not scripts:
        return False
    noscript = fold(" ".join("".join(element.itertext()) for element in root.iter("noscript")))
    return _SCRIPTED.search(noscript) is not None or _has_empty_mount(root)


def _has_empty_mount(root: Element) -> bool:
    """An empty element that scripts fill: `<div id="root"></div>` and its kin."""
    for element in root.iter("div", "main", "app-root"):
        if (
            element.get("id") in {"root", "app", "__next", "__nuxt", "main-app"}
            or element.tag == "app-root"
        ):
            return not "".join(element.itertext()).strip()
    return False


def asks_for_password(root: Element) -> bool:
    """Whether a page has a field for a password."""
    return any((field.get("type") or "").lower() == "password" for field in root.iter("input"))


def says_login(line: str) -> bool:
    """Whether a headline is that of a login: "Đăng nhập hệ thống"."""
    return _LOGIN.fullmatch(fold(line)) is not None


def says_missing(text: str) -> bool:
    """Whether a text says that there is no such page."""
    return _MISSING.search(fold(text)) is not None


def says_empty(line: str) -> bool:
    """Whether a line says that a list has no entries: "Chưa có bài viết"."""
    return _NOTHING.fullmatch(fold(line)) is not None


def says_no_entries(line: str) -> bool:
    """Whether a longer line begins so: "Không tìm thấy kết quả nào phù hợp. Vui lòng …"."""
    return _NO_ENTRIES.fullmatch(fold(line)) is not None


def says_error(line: str) -> bool:
    """Whether a headline reports a fault of the server: "Server Error in '/' Application."."""
    return _ERROR.fullmatch(fold(line)) is not None


def says_checking(line: str) -> bool:
    """Whether a line says that the browser is tested: "Đang kiểm tra trình duyệt của bạn"."""
    return _CHECKS_BROWSER.search(fold(line)) is not None


def says_maintenance(text: str) -> bool:
    """Whether a text says that the site is out of order for a while."""
    return _MAINTENANCE.search(fold(text)) is not None


def names_hours(text: str) -> bool:
    """Whether a text says from when or until when, as an announcement does."""
    return _HOURS.search(fold(text)) is not None


def says_denied(text: str) -> bool:
    """Whether a line says that the server shows the page to members or to nobody."""
    return _DENIED.search(fold(text)) is not None


def is_denial(headline: str) -> bool:
    """Whether a headline is that of a page that the server denies: "403 Forbidden"."""
    return _DENIED_CODE.fullmatch(fold(headline)) is not None


_LIST_TITLE = re.compile(
    r"\W*(?:ket qua tim (?:kiem|thay)|tim kiem(?: (?:tin|bai viet|noi dung))?|search(?: results?)?"
    r"|the|tags?|tu khoa|key ?words?|nhan|(?:cac )?(?:tin|bai(?: viet)?) (?:gan|theo|co)"
    r" (?:the|tu khoa|nhan)"
    r"|luu tru|archives?(?: for)?)\s*[:\"“'-].{0,120}"
    r"|\W*(?:ket qua tim kiem|tim kiem|search results?(?: for\b.{0,80})?)\W*"
    r"|\W*ket qua tim kiem (?:cho|voi|theo|tu khoa|tren|trong)\b.{0,100}"
)


def is_list_title(text: str) -> bool:
    """Whether a title is that of a search or of a label's page: "Từ khóa: rừng"."""
    return _LIST_TITLE.fullmatch(fold(text)) is not None


def says_protected(text: str) -> bool:
    """Whether a text says that the page's content needs a password."""
    return _PROTECTED.search(fold(text)) is not None
