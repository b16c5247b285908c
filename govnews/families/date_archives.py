"""The archive by month or year that some lists have instead of a pager."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govnews.families.lists import Anchor
from govnews.families.pagers import slots, with_query
from govnews.reading.parse.document import Element
from govnews.reading.urls import absolute
from govnews.vietnamese.text import clean, fold

MIN_PERIODS = 3
"""Months or years that a page must name to have an archive of them."""

MAX_PERIODS = 600
"""Fifty years of months."""

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec"
)
_YEAR = r"(?:19|20)\d\d"
_NUMBERED = r"thang (?:0?[1-9]|1[0-2]|mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: mot| hai)?)"
_PERIOD = re.compile(
    rf"(?:{_NUMBERED}\s*(?:,|/|-|\.|nam)?\s*{_YEAR}|(?:0?[1-9]|1[0-2])\s*[/.-]\s*{_YEAR}"
    rf"|{_YEAR}\s*[/.-]\s*(?:0?[1-9]|1[0-2])|(?:{_MONTHS})\.?,?\s+{_YEAR}|(?:nam )?{_YEAR})"
    r"\s*(?:[(\[]\s*\d[\d.,]*\s*(?:bai viet|tin|bai)?\s*[)\]])?"
)
"""In folded text: a month with its year, or a year, with how many articles it has."""


def date_archives(anchors: Iterable[Anchor]) -> list[str]:
    """Addresses of the lists by month or year that a page links to, in its order."""
    found = [one.url for one in anchors if _PERIOD.fullmatch(fold(one.text).strip())]
    return found[:MAX_PERIODS] if len(set(found)) >= MIN_PERIODS else []


def chosen_archives(root: Element, own: str) -> list[str]:
    """Addresses of the lists by month or year that a select of a page leads to: its values are
    addresses, or its form is sent by GET and asks for nothing else that a person would type.
    """
    found: list[str] = []
    for select in root.iter("select"):
        options = [one for one in select.iter("option") if _is_period(one)]
        if len(options) >= MIN_PERIODS:
            found += filter(None, (_address(select, option, own) for option in options))
    return list(dict.fromkeys(found))[:MAX_PERIODS]


def is_archive(url: str, archives: Iterable[str]) -> bool:
    """Whether an address is that of a month or year: it differs from another one in one number."""
    mine = {slot.template for slot in slots(url)}
    return any(
        other != url and any(slot.template in mine for slot in slots(other)) for other in archives
    )


def _is_period(option: Element) -> bool:
    return _PERIOD.fullmatch(fold(clean("".join(option.itertext()))[:60])) is not None


def _address(select: Element, option: Element, own: str) -> str | None:
    value = option.get("value")
    value = clean("".join(option.itertext())) if value is None else value.strip()
    if "/" in value or "?" in value:
        return absolute(own, value) if select.get("onchange") else None
    form = next(select.iterancestors("form"), None)
    name = select.get("name")
    if form is None or not name or not value or (form.get("method") or "get").lower() != "get":
        return None
    fields: list[tuple[str, str]] = []
    for field in form.iter("input", "textarea"):
        kind = (field.get("type") or "text").lower()
        if field.tag == "textarea" or kind not in {"hidden", "submit", "button", "image", "reset"}:
            return None
        if kind == "hidden" and field.get("name"):
            fields.append((field.get("name") or "", field.get("value") or ""))
    action = absolute(own, form.get("action") or "") or own
    return with_query(action, (*fields, (name, value)))
