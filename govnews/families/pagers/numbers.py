"""Page numbers in addresses and postbacks: where they stand, how they count, what they are named.

A page number is a run of digits at one place of a request (a slot). The links of one pager differ
in one slot only, and the digits there are a straight line over the numbers that are printed:
1, 2, 3 (pages), 0, 1, 2 (pages from zero), 0, 10, 20 (items), 1, 11, 21 (first rows).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_SLOTS = 12
"""Runs of digits of a request that are looked at, from its end."""

_DIGITS = re.compile(r"(?<!%)(?<!\d)\d{1,7}(?!\d)")
_SITE = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"([\w$.:%\[\]-]*?)[=$_/:.-]*\Z")

PAGE_NAME = re.compile(
    r"(?:.*[_.$\[:-])?(?:n?page|paged|pages|trang|p|pg|pn|pages?_?(?:no|num|number|index|idx|nr)"
    r"|currentpage|current_page|currpage|curpage|cpage|pcurrent|cur|idpage|(?:so_?)?trang(?:_?so)?"
    r"|trang_?(?:hien_?tai|ht)|start|offset|limitstart|b_start|skip|from|start_?row|first_?row"
    r"|first_?result|pagefirstrow|idisplaystart|start_?index|page_?start|pageid|page-?\d?|index"
    r"|pagen_?\d*|pagenow|pagecur|pnum|pgno|startat|first|begin|next_?page|gotopage|npage|trangso|pager|paging|dspage|newspage|pagenews"
    r"|page_?tin|tin_?page|so_?trang|selectpage|rpage|e-page\w*|query-\d+-page|\w{1,12}_?page)\]?"
    r"(?:int)?",
    re.IGNORECASE,
)
SIZE_NAME = re.compile(
    r"(?:.*[_.$:-])?(?:delta|limit|(?:page|items?|list)_?size|size|(?:items?_?|rows?_?|num_?)?"
    r"per_?page|rows?|rowsperpage|length|show|take|count|num|number_?of_?items|so_?(?:tin|dong|"
    r"luong|ban_?ghi)|tin_?moi_?trang|b_size|top|idisplaylength|pagelimit|psize|pagesize|ipp|"
    r"items|max|hien_?thi|records?)",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"(?:.*[_.$:-])?(?:day|date|ngay|thang|month|nam|year|quy|tuan|week|d|m|y|vote|rating|rate|"
    r"stars?|diem|score|danh_?gia|poll|lang\w*|font\w*|zoom|slide|tab|id|cat\w*|khoa|img|anh|photo)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A run of digits in a request. template: the request with `{}` in its place. name: of the
    parameter, or the word before it in a path.
    """

    template: str
    value: int
    name: str

    @property
    def place(self) -> tuple[str, int]:
        """Its number with what stands before it: the parameter, or the path up to it."""
        before = self.template.partition("{}")[0]
        return self.name if "?" in before and self.name else before, self.value

    @property
    def loose(self) -> str | None:
        """The request with nothing but what counts: the address with the name of its page parameter
        in lower case, a button without its value. None where the number stands elsewhere.
        """
        before, mark, _ = self.template.partition("{}")
        if _SITE.match(before) is None:
            target = self.template.partition("\0")[0]
            return target if mark and "{}" in target else None
        path, query, pairs = before.partition("?")
        if not query or not self.paged or self.template.count("{}") > 1 or "=" not in pairs:
            return None
        return f"{path.rstrip('/').lower()}?{self.name}={{}}"

    @property
    def paged(self) -> bool:
        """Whether its name is one of a page number or of an offset."""
        return PAGE_NAME.fullmatch(self.name) is not None and not self.sized

    @property
    def sized(self) -> bool:
        """Whether its name is one of a number of items on a page."""
        return SIZE_NAME.fullmatch(self.name) is not None

    @property
    def other(self) -> bool:
        """Whether its name is one of something else that is counted: days, votes, languages."""
        return _OTHER_NAME.fullmatch(self.name) is not None


def slots(request: str) -> list[Slot]:
    """The places of a request where a page number may stand; the last ones of a long request.

    The digits of a host, as in `127.0.0.1`, count nothing.
    """
    site = _SITE.match(request)
    places = list(_DIGITS.finditer(request, site.end() if site else 0))[-MAX_SLOTS:]
    found = [
        Slot(
            f"{request[: place.start()]}{{}}{request[place.end() :]}",
            int(place[0]),
            _name(request, place.start()),
        )
        for place in places
    ]
    for value in {slot.value for slot in found}:
        same = [place for place in places if int(place[0]) == value]
        if len(same) > 1:
            found.append(_repeated(request, same, value))
    return found


def _repeated(request: str, places: list[re.Match[str]], value: int) -> Slot:
    """The slot of a number that stands in several places of a request."""
    pieces, end = [], 0
    for place in places:
        pieces.append(request[end : place.start()])
        end = place.end()
    template = "{}".join([*pieces, request[end:]])
    return Slot(template, value, _name(request, places[-1].start()))


def _name(request: str, start: int) -> str:
    before = request[max(0, start - 60) : start]
    cut = max(before.rfind(sign) for sign in "?&\0;#")
    inside = before[cut + 1 :]
    if "=" in inside:
        return unquote(inside.partition("=")[0]).strip().lower()
    match = _NAME_BEFORE.search(inside.rpartition("/")[2] or inside.rstrip("/").rpartition("/")[2])
    return re.split(r"[-_.]", unquote(match[1]).lower())[-1] if match else ""


@dataclass(frozen=True, slots=True)
class Fit:
    """How the digits of a slot count: digits = step × page + shift."""

    template: str
    step: int
    shift: int
    name: str
    sure: bool

    @property
    def is_page_number(self) -> bool:
        """Whether its digits are known to be pages: of several numbers, or by a name that is never
        one of an offset.
        """
        named = PAGE_NAME.fullmatch(self.name) and not _OFFSET_NAME.fullmatch(self.name)
        return self.sure or (bool(named) and self.shift == 0 and self.step == 1)

    def page_of(self, request: str) -> int | None:
        """The page that a request of this template asks for."""
        found = slots(request)
        slot = next((one for one in found if one.template == self.template), None)
        if slot is None:
            # Other parameters may come in another order, or with another token on each link.
            loose = Slot(self.template, 0, self.name).loose
            slot = next((one for one in found if loose and one.loose == loose), None)
        if slot is None:
            return None
        page, rest = divmod(slot.value - self.shift, self.step)
        return page if rest == 0 else None

    def request_for(self, page: int) -> str:
        """The request for a page."""
        return self.template.replace("{}", str(self.step * page + self.shift))


def fit(points: Iterable[tuple[int, Slot]], *, free: bool) -> Fit | None:
    """The line through pairs of a printed number and a slot of one template; None where they are
    on no line that counts pages. free: any shift will do (names of WebForms controls).
    """
    by_number = dict(points)
    ordered = sorted(by_number)
    if not ordered:
        return None
    slot = by_number[ordered[0]]
    if len(ordered) == 1:
        return _fit_one(ordered[0], slot, free=free)
    low, high = ordered[0], ordered[-1]
    step, rest = divmod(by_number[high].value - slot.value, high - low)
    shift = slot.value - step * low
    if rest or step < 1:
        return None
    if any(by_number[number].value != step * number + shift for number in ordered):
        return None
    if not free and shift not in {0, -step, 1 - step}:
        return None
    return Fit(slot.template, step, shift, slot.name, sure=True)


def _fit_one(number: int, slot: Slot, *, free: bool) -> Fit | None:
    if slot.value == number:
        return Fit(slot.template, 1, 0, slot.name, sure=False)
    if slot.value == number - 1 and (slot.paged or free):
        return Fit(slot.template, 1, -1, slot.name, sure=False)
    if number > 1 and slot.paged and slot.value >= number and slot.value % (number - 1) == 0:
        step = slot.value // (number - 1)
        return Fit(slot.template, step, -step, slot.name, sure=False)
    return None


# --- how two addresses are related ----------------------------------------------------------------

_PAGE_IN_PATH = re.compile(
    r"(?:[/_-](?:page|trang|p|pg|paged|trang-so|pages|start|offset)[/_=-]?\d{1,6}|[/_-]\d{1,5})"
    r"(?=/?(?:\.\w{2,5})?/?\Z)",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:/(?:index|default))?(?:\.(?:html?|aspx?|php|jsp|cpx|do))?/*\Z", re.IGNORECASE
)


def list_path(path: str) -> str:
    """The path of a list without page number, ending and slash."""
    return _ENDING.sub("", _PAGE_IN_PATH.sub("", path)).lower()


def relation(own: str, other: str) -> float:
    """How near an address is to a list's own: 2 the same list at another page, 1 the same path,
    0 something else.
    """
    here, there = urlsplit(own), urlsplit(other)
    mine, theirs = list_path(here.path), list_path(there.path)
    if mine != theirs:
        return _relation_by_one_number(here.path, there.path)
    changed = set(here.query.split("&")) ^ set(there.query.split("&"))
    names = {unquote(pair.partition("=")[0]) for pair in changed if pair}
    if not names:
        return 2.0 if here.path != there.path else 1.0
    return 2.0 if any(PAGE_NAME.fullmatch(name) for name in names) else 1.0


def goes_on_by_a_parameter(own: str, url: str) -> str | None:
    """The name of the parameter in which an address is the list's own with the number of a later
    page: added as 2 (or as an offset), or raised. None where it is something else.
    """
    here, there = urlsplit(own), urlsplit(url)
    if here.path.rstrip("/").lower() != there.path.rstrip("/").lower():
        return None
    mine, theirs = _parameters(own), _parameters(url)
    changed = [name for name, value in theirs.items() if mine.get(name) != value]
    if len(changed) != 1 or not (theirs[changed[0]].isascii() and theirs[changed[0]].isdigit()):
        return None
    name, value = changed[0], int(theirs[changed[0]][:9])
    slot = Slot("", value, name)
    if slot.sized or (slot.other and not slot.paged):
        return None
    before = mine.get(name, "")
    if before:
        later = before.isascii() and before.isdigit() and value > int(before[:9])
        return name if later else None
    offset = slot.paged and value > 2 and (value % 5 == 0 or value % 5 == 1)
    return name if value == 2 or offset else None


_OFFSET_NAME = re.compile(
    r"(?:.*[_.$\[:-])?(?:start|offset|limitstart|b_start|skip|from|start_?row|first_?row|first"
    r"|first_?result|start_?index|startat|begin)\]?(?:int)?",
    re.IGNORECASE,
)
MAX_STEP = 200
"""Rows of a page by which an offset may grow."""


_SURE_NAME = re.compile(
    r"(?:.*[_.$\[:-])?(?:n?page|paged|trang|pages?_?(?:no|num|number|index)|start|"
    r"offset|limitstart)\]?(?:int)?",
    re.IGNORECASE,
)


def is_next_by_address(own: str, url: str, *, sure: bool = False) -> bool:
    """Whether an address alone says that it is the list's following page: the list's own with its
    page number raised by one, or its offset by the rows of a page. sure: only a parameter that
    never names an article will do, as `p` and `index` may.
    """
    name = goes_on_by_a_parameter(own, url)
    if name is None or (_SURE_NAME if sure else PAGE_NAME).fullmatch(name) is None:
        return False
    before = _parameters(own).get(name, "")
    present, value = int(before[:9]) if before else None, int(_parameters(url)[name][:9])
    if _OFFSET_NAME.fullmatch(name):
        return 1 < value - (present or 0) <= MAX_STEP
    return value == (1 if present is None else present) + 1


def _parameters(url: str) -> dict[str, str]:
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return {name.lower(): value for name, value in pairs}


def _relation_by_one_number(here: str, there: str) -> float:
    """2 where two paths differ in one number only."""
    mine = {slot.template for slot in slots(here)}
    if any(slot.template in mine for slot in slots(there)):
        return 2.0
    return 0.0
