"""What an address says about its page, whatever the CMS: whether it names an article, and whether
it leads to something that is none, such as a login, a feed, a search or a page's print view.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_PAGE_ENDING = re.compile(r"\.(?:aspx?|php|html?|jspx?|cfm|do)\Z", re.IGNORECASE)

# --- what is no article ---------------------------------------------------------------------------

_NEVER = frozenset({
    # accounts
    "login", "signin", "sign-in", "log-in", "logout", "signout", "signup", "sign-up",
    "register", "registration", "wp-login", "wp-admin", "wp-signup", "wp-json", "lostpass",
    "lostpassword", "lost-password", "lostactivelink", "forgot", "forgotpassword",
    "forgot-password", "resetpassword", "reset-password", "changepassword", "change-password",
    "sendpassword", "memberlist", "editinfo", "_layouts",
    # other views of a page
    "print", "printer", "printpage", "print-page", "print-article", "savefile", "save-file",
    "sendmail", "send-mail", "sendtofriend", "send-to-friend", "emailtofriend",
    "email-article", "mailto",
    # feeds
    "feed", "feeds", "rss", "rss2", "atom", "rss.xml", "feed.xml", "atom.xml", "rss.ashx",
    # lists by something else than a section
    "search", "seek", "tag", "tags", "author", "authors", "calendar", "sitemap", "site-map",
})  # fmt: skip
"""Parts of a path that no article's address has."""

_NEVER_LAST = frozenset({
    "user", "users", "account", "accounts", "member", "members", "thanh-vien", "dang-nhap",
    "dangnhap", "dang-xuat", "dangxuat", "dang-ky", "dangky", "dang-ki", "dang-ky-thanh-vien",
    "dang-ky-tai-khoan", "quen-mat-khau", "quenmatkhau", "doi-mat-khau", "tim-kiem",
    "timkiem", "tim-kiem-nang-cao", "ket-qua-tim-kiem", "so-do-trang", "so-do-site",
    "sitemap.xml",
})  # fmt: skip
"""The same, where they end the path: under these names, some sites have articles."""

_NEVER_PAIRS = re.compile(
    r"(?:format=(?:feed|rss|atom|pdf|opensearch)|feed=\w+|type=(?:rss|atom)"
    r"|tmpl=component|(?:print|printable|pop|ical|outputtype)=(?:1|true|yes|pdf|print)|print"
    r"|(?:mode|view|viewmode|layout|action|act|do|task|op|cmd|ctl|func|display)="
    r"(?:print(?:er|page|view|able|friendly)?|login|logout|signin|register|registration|signup"
    r"|lost-?pass(?:word)?|forgot-?pass(?:word)?|remind|reset|profile|sendpassword|privacy|terms"
    r"|search|seek|rss|feed|savefile|sendmail|emailform|mailto|tags?|author|calendar|archive"
    r"|(?:day|week|month|year)(?:\.\w+)?|categor(?:y|ies)|section|featured|blog)(?:/.*)?"
    r"|option=com_(?:users?|mailto|search|finder|tags|jevents|newsfeeds|login|registration)"
    r"|nv=(?:users|seek|feeds|statistics|voting|contact|banners)"
    r"|p_p_state=pop_up|(?:replytocom|share|returnurl|return_url|eventdisplay)=.+)\Z",
    re.IGNORECASE,
)
"""Parameters of such pages."""

_SEARCH_PAIRS = re.compile(
    r"(?:(?:s|q|key|keyword|keywords|tukhoa|query|search|author|tag)=.*|m=\d{4,8})\Z", re.IGNORECASE
)
"""Parameters of lists, where no other one names an article."""

_NEVER_PATH = re.compile(
    r"\A/(?:\w\w/)?(?:19|20)\d\d(?:/[01]?\d(?:/[0-3]?\d)?)?/?\Z"  # an archive of days
    r"|/(?:19|20)\d\d/[01]\d(?:/[0-3]\d)?/?\Z"
    r"|/user/\d+/?\Z|/ctl/\w+|\.rss\Z|/_login|/identity/account",
    re.IGNORECASE,
)


def is_never_article(url: str) -> bool:
    """Whether an address leads to a login, a feed, a print view or the like, whatever the rules of
    portal and family say.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        return True
    path = unquote(parts.path).lower()
    names = [_PAGE_ENDING.sub("", name) for name in path.split("/") if name]
    if not _NEVER.isdisjoint(names) or (names and names[-1] in _NEVER_LAST):
        return True
    if _NEVER_PATH.search(path) is not None:
        return True
    pairs = [unquote(pair) for pair in parts.query.split("&")]
    if any(map(_NEVER_PAIRS.match, pairs)):
        return True
    return any(map(_SEARCH_PAIRS.match, pairs)) and not has_identity(url)


# --- what names an article ------------------------------------------------------------------------

_IDENTITY = re.compile(
    r"(?:p|id|aid|nid|ndid|bv|mabb|uuid|guid|ddocname|news|newsid|news_id|articleid"
    r"|article_id|article|postid|post_id|post|itemid|item_id|contentid|content_id|detailid|docid"
    r"|baivietid|baiviet|idbaiviet|idtin|tinid|tin|matin|msgid|storyid|entryid|urltitle)\Z",
    re.IGNORECASE,
)
"""Names of parameters whose value names an article."""

_NUMBERED = re.compile(r".*\d")
_OPERATION = re.compile(r"op=.*-\d+\Z|q=node/\d+\Z", re.IGNORECASE)
_BARE = re.compile(r"\d+\Z|/?[^=]*/\d{2,}(?:/|\Z)|[^=]*-\d{3,}\Z")

_HOME = re.compile(
    r"(?:index|default|mdefault|home|main|portal|trang-?chu|vi|en)?(?:\.(?:php|aspx?|html?|jsp|cfm|do))?\Z",
    re.IGNORECASE,
)


def has_identity(url: str) -> bool:
    """Whether the query of an address names an article: `?p=97`, `?sid=4&id=1444`, a bare `?123`.

    `?tabid=12`, `?catid=3` and `?page=2` name sections and pages of lists.
    """
    pairs = [unquote(pair) for pair in urlsplit(url).query.split("&") if pair]
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if name.lower() == "itemid" and any(one.startswith("option=") for one in pairs):
            continue  # Joomla's menu
        if not equals and _BARE.match(pair):
            return True
        if _OPERATION.match(pair):
            return True
        if _IDENTITY.match(name) and _NUMBERED.match(value):
            return True
    return False


def names_page(url: str) -> bool:
    """Whether an address names a page of its own: by its path, or by its query where the path is
    that of a home page or of the one script that makes all pages.
    """
    before, _, last = urlsplit(url).path.rstrip("/").rpartition("/")
    if _HOME.match(last) is None or has_identity(url):
        return True
    return re.search(r"-\d{3,}\Z", before) is not None  # /ten-bai-3962201/index.htm


_WORDS = re.compile(r"[^\W_]+")


def looks_like_article(url: str) -> bool:
    """Whether an address has the form of an article's: a number, an identity in its query, or the
    many words of a headline.
    """
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    if has_identity(url) or re.search(r"\d{2,}|-[a-z]?\d+(?:\.|\Z)", last):
        return True
    return len(_WORDS.findall(_PAGE_ENDING.sub("", last))) >= 5
