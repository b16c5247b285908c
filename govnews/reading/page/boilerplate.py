"""The lines that portals print around articles: complete lines, never parts of a body.

The lexicon is the last resort, after the profile (learned from several pages) and the shape of a
block (links, controls). All patterns are matched against folded text (lower case, no
diacritics), so that one spelling covers "Tin liên quan", "TIN LIÊN QUAN" and both tone placements.
"""

from __future__ import annotations

import re
from functools import lru_cache

from govnews.reading import weights as w
from govnews.vietnamese.text import fold

_ENDS = r"\s*[:.…>»|\-–(]*\s*(?:\(?\d*\)?)\s*"

_RELATED = re.compile(
    r"(?:[»>+*▪■•-]\s*)?(?:"
    r"(?:>*\s*)?(?:cac |nhung |mot so )?(?:tin|bai|tin bai|bai viet|tin tuc|thong tin|van ban"
    r"|chuyen muc|video|clip|album|hinh anh|anh)"
    r"(?: viet| tuc| bai| dang)?"
    r"(?: khac| lien quan| cung (?:chuyen muc|loai|chu de|su kien)| moi hon| cu hon| da dua"
    r"| da dang"
    r"| truoc do| tiep theo| cung the loai| truoc| sau)+(?: cua chuyen muc)?"
    r"|cung (?:chuyen muc|the loai|chu de|su kien)|co the ban quan tam|ban co the quan tam"
    r"|(?:tin|bai) (?:doc|xem) nhieu(?: nhat)?|doc nhieu(?: nhat)?|xem nhieu(?: nhat)?"
    r"|(?:thong )?tin moi(?: nhat| cap nhat| dang)?|tin noi bat|tin tieu diem|tieu diem"
    r"|doc them|xem them|tham khao them|related (?:posts|articles|news)|bai viet moi"
    r"|newer news items|older news items|tin xem nhieu"
    r"|related(?: (?:links|stories|articles|content|topics|coverage))?"
    r"|most (?:read|popular)(?: in .*)?|trending(?: now)?|latest (?:news|stories)"
    r"|(?:recommended|more) (?:for you|stories|from .*|articles|reading)"
    r"|you (?:may|might) also like|explore further|don.t miss|read more|see (?:also|more)"
    r")" + _ENDS
)

_COMMENTS = re.compile(
    r"(?:\d+\s+)?(?:y kien (?:ban doc|phan hoi|binh luan|cua ban)|binh luan(?: cua ban)?"
    r"|gui (?:binh luan|y kien|phan hoi)"
    r"|phan hoi|de lai (?:mot )?(?:binh luan|tra loi)|viet binh luan|comments?|leave a (?:reply"
    r"|comment)"
    r"|\d+ (?:thoughts?|responses?|replies) (?:on|to) .*|tell us what you think|join the discussion"
    r"|them binh luan|danh gia (?:bai viet|noi dung)|y kien|binh luan bai viet"
    r"|tong so diem cua bai viet.*|click de danh gia.*|ban hay la nguoi dau tien.*"
    r"|chua co binh luan.*)" + _ENDS
)

_TAGS = re.compile(r"(?:tags?|tu khoa|the|key ?words?|nhan)(?:\s*:.*)?")

_FILES = re.compile(
    r"(?:cac )?(?:tep|tap tin|file|tai lieu|van ban|toan van)(?: tin)?"
    r"(?: (?:dinh kem|kem theo|goc|lien quan|tai ve))?"
    + _ENDS
    + r"|(?:dinh kem|attachments?|tai (?:ve|xuong)|download|tai lieu|tai file)"
    + _ENDS
)

_CONTROL = re.compile(
    r"(?:[»>+*▪■•|/-]\s*)?(?:"
    r"chia se(?: bai viet| len| qua)?(?: facebook| zalo| twitter)*|(?:\d+ )?shares?(?: this)?"
    r"|click to .*|in (?:trang|bai viet|bai|tin|noi dung)(?: nay)?|ban in|in"
    r"|(?:gui )?e-?mail|gui (?:mail|cho ban be|bai viet|tin|lien ket)|sao chep(?: lien ket)?"
    r"|copy(?: link)?"
    r"|quay (?:lai|ve)(?: trang truoc)?|(?:ve|tro ve|tro lai)(?: trang)?(?: truoc| chu"
    r"| dau trang)?|len dau trang|dau trang|back(?: to top)?"
    r"|trang chu|trang truoc|trang sau|home|dang xuat|ghi nho"
    r"|(?:xem (?:voi|theo) )?(?:thay doi |chon )?co chu"
    r"|kich (?:thuoc|co) chu|giam|tang|(?:a\s*+[-+]?+\s*+)++|(?:tang|giam|phong to"
    r"|thu nho)(?: co chu| kich thuoc)?(?: chu)?"
    r"|(?:nghe|doc) (?:bai viet|bai|tin|noi dung)|mac dinh|tuong phan(?: cao)?|che do (?:doc|xem).*"
    r"|facebook|twitter|x|zalo|google\s?\+?|linkedin|pinterest|youtube|tiktok|messenger|like"
    r"|tweet|share|print|pdf"
    r"|(?:danh gia|xep hang|rating|binh chon)(?: bai viet"
    r"| tin)?\s*:?\s*[\d.,]*(?:\s*/\s*\d+)?(?: ?\(.*\))?|luu (?:tin|bai|lai)"
    r"|theo doi(?: (?:chung toi|tren google news))?|bao loi|gop y|dong|xem anh lon|xem anh"
    r"|phong to|thu nho|xem (?:tat ca|tiep|chi tiet)"
    r"|(?:chuyen|di|bo qua|nhay) (?:den|toi|va den)?\s*(?:phan )?noi dung(?: chinh)?"
    r"|skip to (?:main )?content"
    r"|image banner|banner|quang cao|giong (?:nam|nu|doc).*|toc do(?: doc)?.*|phat|tam dung|dung"
    r"|(?:so )?luot (?:nghe|thich|tai(?: ve)?|chia se|binh luan)\s*:?\s*[\d.,]+"
    r"|(?:danh gia|diem|rating)\s*:?\s*[\d.,]+\s*/\s*\d+.{0,20}"
    r"|dang tai(?: (?:noi dung|du lieu|trang(?: web)?))?|vui long cho(?: trong giay lat)?|loading"
    r"|normal|true|false|en-us|x-none|microsoftinternetexplorer\d"
    r"|play|pause|nghe|advert(?:isement)?s?|continue reading(?: below)?|image \d+ (?:of|/) \d+"
    r"|(?:first |last )?(?:published|updated|posted|modified)\b.{0,60}\b(?:jan|feb|mar|apr|may"
    r"|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b.{0,40}|back to gallery|close|caption"
    r"|share this.*|click to tweet"
    r"|tim kiem|menu|danh muc|muc luc|(?:an|hien)(?: muc luc)?|bo cuc|doc to|binh chon|sitemap"
    r"|so do (?:site|trang|cong)|english|tieng viet|rss|hoi dap|lien he|"
    r"(?:next|previous|prev|truoc|sau|dau|cuoi|tiep|tiep theo|trang \d+)"
    r"|(?:0|\d{1,3}) (?:binh luan|comments?)|thich|\d+ luot thich|thich \d+"
    r")" + _ENDS
)

_COUNTERS = re.compile(
    r"[•\-*▪+»>]?\s*(?:so nguoi )?(?:dang (?:online|truy cap|truc tuyen|xem)"
    r"|(?:truy cap )?(?:hom nay|hom qua|trong (?:tuan|thang|nam)"
    r"|(?:tuan|thang|nam) (?:nay|truoc|qua)|tat ca)|tong(?: so)?(?: luot)? truy cap"
    r"|(?:so )?luot truy cap(?: hom nay| thang| tuan)?"
    r"|tong cong|khach(?: truy cap| vieng tham)?|thanh vien(?: online)?|may chu tim kiem"
    r"|khach viếng tham|(?:online|truc tuyen)(?=\s*:?\s*\d))"
    r"\s*:?\s*[\d.,\s]*"
)

_PAGER = re.compile(
    r"(?:(?:trang|pages?)\s*+:?+\s*+)?(?:[\[(<«‹|]*+\s*+(?:\d++|\.{2,}+|…|trang|dau|cuoi|truoc|sau"
    r"|tiep|next|prev(?:ious)?|first|last)"
    r"\s*+[\])>»›|/,]*+\s*+){2,}+[»«›‹>]*+|[\s\d»«›‹<>|…./\-–—_*•·]++|trang \d++\s*+/\s*+\d++"
)

_LOGIN = re.compile(
    r"dang nhap(?: he thong)?|dang ky(?: thanh vien)?|quen mat khau.*|ten dang nhap|mat khau"
)

_WIDGET = re.compile(
    r"lich (?:cong tac|lam viec|tiep (?:cong )?dan)(?: (?:tuan|thang|trong tuan|cua lanh dao"
    r"|ubnd tinh|tuan nay))*"
    r"|thoi tiet(?: hom nay)?|(?:ty gia|ti gia)(?: ngoai te)?|gia vang|tham do(?: y kien)?"
    r"|van ban moi(?: ban hanh)?"
    r"|thong ke(?: truy cap)?|lien ket (?:website|web|nhanh|trang(?: web)?)|thu vien (?:anh"
    r"|video)|video clip|album anh|ban do hanh chinh|duong day nong|archives?"
)

_PLAYER = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*/\s*\d{1,2}:\d{2}(?::\d{2})?|0{1,2}:00")

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|ban quyen (?:thuoc|cua|@|©)|chiu trach nhiem(?: noi dung| chinh"
    r"| xuat ban)?\s*:|chiu trach nhiem (?:noi dung|chinh)|nguoi chiu trach nhiem"
    r"|giay phep (?:so|thiet lap)"
    r"|ghi ro nguon|thiet ke (?:boi|va)|phat trien boi|powered by|don vi (?:quan ly|chu quan"
    r"|thiet ke)|co quan (?:chu quan|quan ly)\s*:).*"
)

_COMPILED = {
    "related": _RELATED,
    "comments": _COMMENTS,
    "tags": _TAGS,
    "files": _FILES,
    "control": _CONTROL,
    "player": _PLAYER,
    "widget": _WIDGET,
    "login": _LOGIN,
    "counter": _COUNTERS,
    "pager": _PAGER,
    "copyright": _COPYRIGHT,
}

_ANY = re.compile("|".join(f"(?P<{kind}>{p.pattern})" for kind, p in _COMPILED.items()))

_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{4}[\s,|-]*(?:\d{1,2}:\d{2}(?::\d{2})?)?")

_COUNT = re.compile(r":\s*\d+\Z")

_SHARE_WORDS = re.compile(
    r"(?:(?:facebook|fb|twitter|x|zalo|google\s?\+|linkedin|pinterest|messenger|telegram|viber"
    r"|whatsapp|youtube|tiktok|(?:gui )?e-?mail|gmail|tweet|like|share|print|pdf|thich|luu"
    r"|in (?:trang|bai viet|bai|tin)|in|chia se(?: bai viet| qua| len)?|sao chep(?: lien ket)?"
    r"|copy(?: link)?|tai (?:ve|xuong))(?!\w)[\s|·•:/-]*+){3,}+"
)
"""A bar to share a page, in words: "Facebook Twitter Zalo Email In"."""

_FALLBACK = re.compile(
    r"to (?:view|play|watch|hear) this (?:video|audio|media|content)\b.{0,40}\bjavascript"
    r"|(?:your|this) (?:web )?browser (?:does not|doesn.t|do not) (?:currently )?(?:support|have)\b"
    r"|trinh duyet (?:web )?(?:cua ban |nay )?(?:hien )?(?:khong|chua) (?:the )?ho tro\b.{0,30}"
    r"\b(?:video|audio|html ?5|iframe|pdf|the|am thanh)\b"
    r"|please enable javascript\b|(?:video|audio|media) player is loading\b"
    r"|this is a modal window\b"
    r"|(?:you need|please install|ban can cai dat) (?:the )?(?:adobe )?flash player"
)
"""What a player says where it cannot play."""

_BAR = re.compile(r"\s*[|•·/]\s*|\s{2,}|\s+-\s+")


def noise_kind(text: str) -> str | None:
    """The kind of page furniture that a line is, or None when it may be the article's."""
    if len(text) <= w.FURNITURE_MAX_LENGTH:
        return _short_kind(text)
    if len(text) <= w.IMPRINT_MAX_LENGTH and _FALLBACK.match(fold(text[: w.LINE_START])):
        return "player"
    return "copyright" if len(text) <= w.IMPRINT_MAX_LENGTH and _is_imprint(text) else None


_IMPRINT = re.compile(
    r"\W*(?:©|\(c\)|copyright|ban quyen(?: bai viet| noi dung)? (?:thuoc|cua)"
    r"|(?:co quan|don vi) (?:chu quan|quan ly)\s*:"
    r"|(?:nguoi )?chiu trach nhiem|giay phep (?:so|thiet lap))"
)
_IMPRINT_FACT = re.compile(
    r"giay phep|dien thoai|\bdt\s*:|\btel\b|\bfax\b|e-?mail|dia chi|tru so|ghi ro nguon"
    r"|chiu trach nhiem|dan nguon"
)


def _is_imprint(text: str) -> bool:
    """Whether a longer line is an imprint: it begins as one and holds an address or a licence."""
    # Most lines of this length are sentences, which their beginning shows; it is folded anyway.
    if _IMPRINT.match(fold(text[: w.LINE_START])) is not None:
        return _IMPRINT_FACT.search(fold(text), w.IMPRINT_FACT_START) is not None
    return _forbids_copying(text)


_CLAIM_WORDS = re.compile("nguồn|bản quyền|đồng ý|chấp thuận", re.IGNORECASE)
_CLAIM = re.compile(
    r"ghi ro nguon|(?:dan|trich) nguon|vi pham ban quyen|(?:dong y|chap thuan|cho phep) (?:bang van"
    r" ban )?(?:cua|tu)"
)
_COPYING = re.compile(
    r"(?:dang|phat hanh|su dung|dang tai|xuat ban|trich dan|khai thac) lai|sao chep|trich dan"
)
_OF_THIS_SITE = re.compile(
    r"(?:bai viet|noi dung|thong tin|tin bai)(?: bai viet)? (?:tren (?:o|tai|trang|website|cong)"
    r"|nay|tu (?:trang|website|cong))|(?:website|trang|cong)(?: thong tin)?(?: dien tu)? nay"
    r"|khi (?:phat hanh|su dung|trich dan|dang(?: tai)?) lai (?:thong tin|noi dung|tin|bai)"
)


def _forbids_copying(text: str) -> bool:
    """Whether a line says how this site's texts may be copied."""
    if text.isascii() or not _CLAIM_WORDS.search(text):
        return False
    folded = fold(text)
    return all(part.search(folded) for part in (_CLAIM, _COPYING, _OF_THIS_SITE))


@lru_cache(maxsize=w.CACHED_LINES)
def _short_kind(text: str) -> str | None:
    folded = fold(text).strip(" \t:*·•|»«<>[]()\"'")
    if not folded:
        return "pager"
    match = _ANY.fullmatch(folded)
    if match is not None:
        name = str(match.lastgroup)
        if name == "comments" and _COUNT.search(folded):
            return "control"  # how many there are, beside the headline
        return None if _is_other(name, text, folded) else name
    if _FALLBACK.match(folded):
        return "player"
    if _SHARE_WORDS.fullmatch(folded):
        return "control"
    if _forbids_copying(text):
        return "copyright"
    if not _BAR.search(folded):
        return None
    parts = [part for part in _BAR.split(folded) if part]
    if len(parts) > 1 and all(_CONTROL.fullmatch(part) for part in parts):
        return "control"
    return None


def _is_other(kind: str, text: str, folded: str) -> bool:
    """Whether a match is a date and no pager, or a name such as Trọng Thắng ("Trong tháng")."""
    if kind == "pager":
        return _DATE.fullmatch(folded) is not None
    return kind == "counter" and text.istitle() and " " in text and not any(map(str.isdigit, text))


SITE_WORDS = re.compile(
    r"(?:cong|trang) (?:thong tin|tin|giao tiep|tt ?dt|dien tu)|trang chu|website|portal"
    r"|home ?page|\bubnd\b.*\.vn"
    r"|cong tt ?dt|bao dien tu"
)
"""In folded text: words of a site's name, which is never an article's title."""


def names_site(text: str) -> bool:
    """Whether a line is the name of a site, as page feet print it, and no sentence."""
    if len(text) > w.SITE_NAME_MAX_LENGTH or text.endswith((".", ":", "!", "?")):
        return False
    return SITE_WORDS.search(fold(text)) is not None
