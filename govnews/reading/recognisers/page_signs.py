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
_MAINTENANCE = re.compile(
    r"(?:cong|he thong|website|trang|may chu|dich vu)\b.{0,40}\b(?:dang|tam)\b.{0,20}(?:bao tri"
    r"|nang cap|ngung hoat dong|gian doan)|under maintenance|service unavailable|database error"
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


def says_maintenance(text: str) -> bool:
    """Whether a text says that the site is out of order for a while."""
    return _MAINTENANCE.search(fold(text)) is not None


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
    r"|\W*ket qua tim kiem (?:cho|voi|theo|tu khoa)\b.{0,100}"
)


def is_list_title(text: str) -> bool:
    """Whether a title is that of a search or of a label's page: "Từ khóa: rừng"."""
    return _LIST_TITLE.fullmatch(fold(text)) is not None


def says_protected(text: str) -> bool:
    """Whether a text says that the page's content needs a password."""
    return _PROTECTED.search(fold(text)) is not None
