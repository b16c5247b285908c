"""How portals print dates, views and signatures: one function for each field, all its forms."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from random import Random

from portalgen.news import grouped
from portalgen.words import PAPERS

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_MONTHS = (
    "Tháng Một", "Tháng Hai", "Tháng Ba", "Tháng Tư", "Tháng Năm", "Tháng Sáu", "Tháng Bảy",
    "Tháng Tám", "Tháng Chín", "Tháng Mười", "Tháng Mười Một", "Tháng Mười Hai",
)  # fmt: skip

DATE_FORMS = (
    "weekday-bar", "half-day", "words", "hour-first", "dashes", "posted", "updated-at",
    "month-name", "plain", "plain-time", "bracket", "weekday-comma", "relative",
    "yesterday", "slash-dash",
)  # fmt: skip
DATE_PLACES = ("above-title", "below-title", "below-sapo", "end", "meta", "none")

VIEWS_FORMS = (
    "luot-xem",
    "so-luot",
    "da-xem",
    "luot-doc",
    "after",
    "icon-font",
    "icon-image",
    "none",
)
RELATED_FORMS = ("list", "heading", "arrows", "see-also")
VIEWS_PLACES = ("date-line", "end")

AUTHOR_FORMS = (
    "right-strong", "right-strong-twice", "right-italic", "tac-gia", "tin-anh", "bai-anh", "theo",
    "center-name", "tong-hop", "class-div", "top", "account-byline", "none",
)  # fmt: skip


def date_text(form: str, at: datetime, fetched: datetime) -> str:
    """A date as printed; `relative` and `yesterday` count back from the capture."""
    half = f"{at.hour % 12 or 12}:{at:%M:%S} {'CH' if at.hour >= 12 else 'SA'}"
    texts = {
        "weekday-bar": f"{WEEKDAYS[at.weekday()]}, {at:%d/%m/%Y} | {at:%H:%M} GMT+7",
        "half-day": f"{at.day}/{at.month}/{at.year} {half}",
        "words": f"ngày {at.day} tháng {at.month} năm {at.year}",
        "hour-first": f"{at.hour}h{at:%M} ngày {at.day}/{at.month}/{at.year}",
        "dashes": f"{at:%d-%m-%Y}",
        "posted": f"Ngày đăng: {at:%d/%m/%Y %H:%M}",
        "updated-at": f"Cập nhật lúc: {at:%H:%M %d/%m/%Y}",
        "month-name": f"{_MONTHS[at.month - 1]} {at.day}, {at.year}",
        "plain": f"{at:%d/%m/%Y}",
        "plain-time": f"{at:%d/%m/%Y %H:%M:%S}",
        "bracket": f"({at:%d/%m/%Y})",
        "weekday-comma": f"{WEEKDAYS[at.weekday()]}, ngày {at:%d/%m/%Y}, {at:%H:%M}",
        "relative": f"{int((fetched - at).total_seconds() // 3600)} giờ trước",
        "yesterday": f"Hôm qua, {at:%H:%M}",
        "slash-dash": f"{at:%d/%m/%Y} - {at:%H:%M}",
    }
    return texts[form]


def fetched_after(form: str, at: datetime, rng: Random) -> datetime:
    """When the capture was made: hours later for relative dates, else months later."""
    if form == "relative":
        return at + timedelta(hours=rng.randrange(2, 20), minutes=rng.randrange(2, 50))
    if form == "yesterday":
        return (at + timedelta(days=1)).replace(hour=rng.randrange(7, 22))
    return at + timedelta(days=rng.randrange(40, 900), minutes=rng.randrange(700))


def views_markup(form: str, views: int) -> tuple[str, str]:
    """The markup and the words of a view count."""
    number = grouped(views)
    words = {
        "luot-xem": f"Lượt xem: {number}",
        "so-luot": f"Số lượt xem: {number}",
        "da-xem": f"Đã xem: {number}",
        "luot-doc": f"Lượt đọc: {number}",
        "after": f"{number} lượt xem",
    }
    if form in words:
        return words[form], words[form]
    if form == "icon-font":
        return f'<i class="fa fa-eye"></i> {number}', ""
    return f'<img src="/images/icon-view.png" alt="Lượt xem" width="14"> {number}', ""


def signature(form: str, name: str, rng: Random) -> tuple[str | None, tuple[str, ...], str]:
    """Who signs, the lines printed for it, and the markup's kind (right, left, class, top).

    Nobody signs where only a source is named.
    """
    if form == "theo":
        paper = rng.choice(PAPERS)
        return None, (rng.choice((f"Theo {paper}", f"(Theo {paper})")),), "right"
    if form == "tong-hop":
        return name, (rng.choice((f"{name} (T/h)", f"{name} – T/h")),), "right"
    if form == "center-name":
        return name, (f"{name} (Trung tâm Thông tin)",), "right"
    labels = {"tac-gia": "Tác giả: ", "tin-anh": "Tin, ảnh: ", "bai-anh": "Bài, ảnh: "}
    line = labels.get(form, "") + name
    lines = (line, line) if form == "right-strong-twice" else (line,)
    kinds = {"tac-gia": "left", "class-div": "class", "top": "top", "right-italic": "right-italic"}
    return name, lines, kinds.get(form, "right")


def signature_markup(lines: tuple[str, ...], kind: str) -> str:
    out = []
    for line in lines:
        text = escape(line)
        if kind == "class":
            out.append(f'<div class="article-author" style="text-align:right">{text}</div>')
        elif kind == "left":
            out.append(f'<p class="tacgia"><strong>{text}</strong></p>')
        elif kind == "right-italic":
            out.append(f'<p align="right"><em>{text}</em></p>')
        else:
            out.append(f'<p style="text-align: right;"><strong>{text}</strong></p>')
    return "\n".join(out)
