"""What the label of a control says: a page number, "next", "last", an ellipsis or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from govnews.vietnamese.text import clean, fold

LabelKind = Literal["number", "next", "prev", "first", "last", "block", "more", "position", "none"]

MAX_LABEL = 90
"""Characters of a label from which it is a headline or a sentence and no label of a pager."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says.

    number: the page, for `number` and `position`. total: last page, for `position` ("1/9").
    rank: how many pages an arrow seems to skip: 0 a word or a single arrow, 1 a guillemet,
        2 a double one, 3 more. Of two arrows in a pager the one of lower rank is "next".
    strong: the words name a page ("Trang sau"), so that little else can be meant.
    """

    kind: LabelKind
    number: int = 0
    total: int = 0
    rank: int = 0
    strong: bool = False


NOTHING = Label("none")


def words(text: str) -> frozenset[str]:
    """A vocabulary out of words with spaces between."""
    return frozenset(text.split())


_NUMBER_WORDS = words(
    "trang page pages pg tr so hien tai current currently go to goto den toi di chuyen xem thu"
    " ban dang o you are on you're this nay move jump tren of selected no"
)
_DIGITS = re.compile(r"\d{1,6}")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_POSITION = re.compile(
    r"\W*(?:trang|page|pg)?\W*(?:so|hien tai|thu)?\W*0*(\d{1,6})\s*"
    r"(?:/|tren tong so|tren|cua|of|trong tong so|trong|tong so|out of|\|)\s*"
    r"(?:tong so)?\s*0*(\d{1,6})\s*(?:trang|pages?)?\W*(?:[\d.,]{1,9} [a-z ]{2,12}\W*)?"
)
_ARROWS = re.compile(r"[<>«»‹›←→❮❯⟨⟩〈〉◀▶◄►◂▸➔➜➝➡⇐⇒⟵⟶⇤⇥⏩⏪⏭⏮≪≫|\s\ufe0f-]+")
_FORWARD = ">»›→❯⟩〉▶►▸➔➜➝➡⇒⟶⇥⏩⏭≫"
_BACK = "<«‹←❮⟨〈◀◄◂⇐⟵⇤⏪⏮≪"
_ELLIPSIS = re.compile(r"[\s\[\](]*(?:\.\s?){2,6}[\s\[\])]*|\W*…\W*")

_VERB = r"(?:di|xem|doc|chuyen|sang|qua|den|toi|go|move|view|read|hien thi|tai|load|show|see)"
_NOUN = (
    r"(?:trang|pages?|bai viet|bai|tin tuc|tin bai|tin|muc|ban ghi|ket qua|van ban|posts?|entries|"
    r"articles?|news|items?|results?|records?|set|stories|content|du lieu|thong tin|\d+)"
)
_NEXT = re.compile(
    rf"(?:{_VERB} )*(?:(?:to|the|cac|nhung) )*(?:{_NOUN} )*"
    r"(?:sau(?: nua)?|tiep(?: theo| tuc| sau)?|ke(?: tiep| sau)?|cu hon|cu|next|older|forward|toi)"
    rf"(?: {_NOUN}| hon| nua)*"
)
_STRONG = re.compile(r"\b(?:trang|pages?|muc|cu hon|older|bai viet|tin)\b|tiep theo|ke tiep|next")
_PREVIOUS = re.compile(
    rf"(?:(?:ve|{_VERB}) )*(?:(?:to|the|cac|nhung) )*(?:{_NOUN} )*"
    r"(?:truoc(?: do)?|lui(?: lai)?|prev|previous|back|newer|moi hon|lien truoc)"
    rf"(?: {_NOUN}| hon)*"
)
_FIRST = re.compile(
    rf"(?:(?:ve|{_VERB}) )*(?:(?:to|the) )*(?:{_NOUN} )*(?:dau(?: tien)?|first|start|begin)"
    rf"(?: {_NOUN})*"
)
_LAST = re.compile(
    rf"(?:(?:ve|{_VERB}) )*(?:(?:to|the) )*(?:{_NOUN} )*"
    rf"(?:cuoi(?: cung)?|sau cung|sau cuoi|last|end)(?: {_NOUN})*"
)
_MORE = re.compile(
    r"(?:xem|tai|hien thi|hien|load|show|view|see|doc|nap)? ?(?:cac |nhung )?"
    rf"(?:{_NOUN} )*(?:them|more|tiep)(?: (?:nua|cac|nhung|khac|cu hon|{_NOUN}))*"
    rf"|xem nua|xem tiep(?: {_NOUN})*"
)


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label:
    """What a control's visible text says; `NOTHING` where it is no label of a pager."""
    text = clean(text)
    if not text or len(text) > MAX_LABEL:
        return NOTHING
    folded = fold(text)
    if _ELLIPSIS.fullmatch(folded):
        return Label("block")
    position = _POSITION.fullmatch(folded)
    if position is not None:
        number, total = int(position[1]), int(position[2])
        strong = re.search(r"trang|page", folded) is not None
        return Label("position", number, total, strong=strong) if 1 <= number <= total else NOTHING
    if _ARROWS.fullmatch(folded) and folded.strip("-| ") != "":
        return _arrow(folded)
    words = _WORDS.findall(folded)
    number_label = _number(folded, words)
    if number_label is not None:
        return number_label
    return _phrase(" ".join(words))


def _number(folded: str, words: list[str]) -> Label | None:
    numbers = [word for word in words if word.isdigit()]
    if len(numbers) != 1 or not _DIGITS.fullmatch(numbers[0]):
        return None
    if any(word not in _NUMBER_WORDS for word in words if not word.isdigit()):
        return None
    if re.search(r"[+%°$€₫/:]|\d[.,]\d", folded.rstrip(".:")) or re.match(r"-\d", folded):
        return None
    number = int(numbers[0])
    return Label("number", number, strong=len(words) > 1) if number else None


def _arrow(folded: str) -> Label:
    signs = [sign for sign in folded if sign in _FORWARD or sign in _BACK]
    if not signs:
        return NOTHING
    if any(sign in _BACK for sign in signs):
        return NOTHING if any(sign in _FORWARD for sign in signs) else Label("prev")
    if "|" in folded or signs[0] in "⏭⇥":
        return Label("last")
    guillemets = sum(2 if sign in "»⏩≫" else 1 for sign in signs)
    if signs == ["»"]:
        return Label("next", rank=1)
    return Label("next", rank=min(3, guillemets if len(signs) > 1 or guillemets > 1 else 0))


_LIGATURES: dict[str, LabelKind] = {
    "chevron right": "next",
    "keyboard arrow right": "next",
    "navigate next": "next",
    "arrow forward": "next",
    "arrow forward ios": "next",
    "arrow right": "next",
    "arrow right alt": "next",
    "last page": "last",
    "keyboard double arrow right": "last",
    "chevron left": "prev",
    "keyboard arrow left": "prev",
    "navigate before": "prev",
    "arrow back": "prev",
    "arrow back ios": "prev",
    "arrow left": "prev",
    "first page": "first",
    "keyboard double arrow left": "first",
}
"""Names that icon fonts turn into arrows."""


_CORE: dict[LabelKind, frozenset[str]] = {
    "last": words("cuoi last"),
    "first": words("dau first"),
    "prev": words("truoc prev previous newer lui"),
    "more": words("them more"),
    "next": words("sau tiep ke next older"),
}
_VOCABULARY = frozenset().union(*_CORE.values()) | words(
    "trang page pages tin tuc bai viet muc ban ghi ket qua news post posts theo xem den toi di go"
    " to the cu hon cac cung cua danh sach nay khac load show item items article articles"
)


def _phrase(phrase: str) -> Label:
    """The kind of a few words, folded."""
    if not phrase or len(phrase) > 60:
        return NOTHING
    if phrase in _LIGATURES:
        return Label(_LIGATURES[phrase])
    if _LAST.fullmatch(phrase):
        return Label("last")
    if _PREVIOUS.fullmatch(phrase):
        return Label("prev")
    if _FIRST.fullmatch(phrase):
        return Label("first")
    if _MORE.fullmatch(phrase) and not phrase.startswith(("tiep", "trang", "page")):
        return Label("more")
    if _NEXT.fullmatch(phrase):
        return Label("next", strong=_STRONG.search(phrase) is not None)
    return _by_words(phrase.split())


def _by_words(phrase: list[str]) -> Label:
    """The kind of words that stand in no known order: "Next Page Trang sau"."""
    if not all(word in _VOCABULARY or word.isdigit() for word in phrase):
        return NOTHING
    found = {kind for kind, names in _CORE.items() if names & {*phrase}}
    for kind in ("last", "first", "prev", "more", "next"):
        if kind in found:
            return Label(kind, strong=True) if len(found) == 1 else NOTHING
    return NOTHING


# --- icons ----------------------------------------------------------------------------------------

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_DOUBLE = frozenset({"double", "doubleright", "fast", "step", "doublearrow"})
_NEXT_TOKENS = words(
    "next nextpage pagenext nextpostslink nextpostlink nextlink sau tiep trangsau older forward"
    " btnnext linknext nxt nxtbtn rgpagenext rdppagenext pnext gonext pagernext"
)
_RIGHT_TOKENS = frozenset({"right", "rightarrow", "arrowright", "caretright", "chevronright"})
_LAST_TOKENS = words(
    "last lastpage pagelast trangcuoi cuoi paginationend pagerlast btnlast lnklast"
)
_PREVIOUS_TOKENS = words(
    "prev previous prevpage pageprev previouspostslink truoc first firstpage dau back newer"
    " backward prv"
)


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """The parts of a class, id or file name in lower case: `rgPageNext` is rg, page, next."""
    return tuple(part.lower() for part in _CAMEL.split(name) if part)


@lru_cache(maxsize=4096)
def read_icon(name: str) -> Label:
    """What the class, id, file name or reference of an icon says."""
    parts = frozenset(tokens(name)) | frozenset(
        piece.lower() for piece in re.split(r"[^A-Za-z]+", name) if piece
    )
    arrow = parts & {"angle", "chevron", "arrow", "caret", "icon", "page"}
    if parts & _PREVIOUS_TOKENS or ("left" in parts and arrow):
        return Label("prev")
    if (
        parts & _LAST_TOKENS
        or ("end" in parts and parts & {"pagination", "pager"})
        or (parts & _DOUBLE and parts & (_RIGHT_TOKENS | {"forward"}))
    ):
        return Label("last")
    if parts & _NEXT_TOKENS:
        return Label("next", strong="page" in parts or "nextpage" in parts)
    if parts & _RIGHT_TOKENS and arrow:
        return Label("next")
    if {"view", "more"} <= parts or {"load", "more"} <= parts or parts & {"loadmore", "viewmore"}:
        return Label("more")
    return NOTHING
