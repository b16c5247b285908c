"""Whether a page was edited: the readings of two captures are compared as one reader reads them.

What differs between a stored version and a new reading comes from the page, from better rules or
another profile, or from the time of the visit: a page that says "2 giờ trước" says another date
each hour. Only the first is an edit. So the earlier capture is read again before an edit is
claimed. The archive cannot read pages; its callers give it a `Rereading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from govnews.archive import reading_digest, same_content
from govnews.archive.profiles import Era
from govnews.model import VIETNAM, Article, Cause, Evidence, Moment, Precision
from govnews.vietnamese.dates import leeway

CLOCK = timedelta(minutes=15)
"""A declared date this close to its capture, at two visits, is the server's clock at both."""

DATES = ("published", "updated")

_SPAN: Mapping[Precision, timedelta] = {
    "second": timedelta(0), "minute": timedelta(minutes=1), "day": timedelta(days=1),
    "month": timedelta(days=31), "year": timedelta(days=366),
}  # fmt: skip
"""The time that a date of each precision may stand for."""


class Rereading(Protocol):
    """Reads stored captures again, with the rules that the new reading has and the profile of the
    captures' time.
    """

    def payload(self, capture_id: int) -> str | None:
        """The digest of a capture's payload; None for an unknown capture."""

    def era(self, capture_id: int) -> Era | None:
        """The era of a capture, whose profile it is read with; None for a time before all."""

    def read(self, capture_id: int, url: str, at: datetime | None = None) -> Article | None:
        """The article of a capture under this URL; None when it cannot be read or is none any more.

        at: the time that relative dates and bounds of dates count from; by default the capture's.
        """

    def read_as(self, capture_id: int, url: str, era: Era | None) -> Article | None:
        """The article of a capture, read with the profile of an era; None as above."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The dates of a reading and the time at which it was seen."""

    seen_at: datetime
    dates: Mapping[str, Moment | None]


def standing(seen_at: datetime, article: Article) -> Standing:
    """The dates of an article as it was read."""
    return Standing(seen_at, {name: _moment(article, name) for name in DATES})


def stored_standing(seen_at: str, row: Mapping[str, Any]) -> Standing:
    """The dates of a row of `article_version`."""
    moments = {name: _stored(row[name], row[f"{name}_precision"]) for name in DATES}
    return Standing(datetime.fromisoformat(seen_at), moments)


def settled(before: Standing, seen_at: datetime, article: Article) -> Article:
    """The article with the dates that are known from before, where its own are only counted back.

    "2 tháng trước" does not replace the day that an earlier visit found, unless it stands for
    another one; nor does the clock that a server declares as the date of each page.
    """
    kept: dict[str, Any] = {}
    for name in DATES:
        old, new = before.dates[name], _moment(article, name)
        if name == "updated" and _evidence(article, name).rule in {"", "declared-date"}:
            # What no reader sees changes with each saving, or with each request, or is left out,
            # and is no edit.
            kept |= {name: old.at if old else None}
            kept |= {f"{name}_precision": old.precision if old else None}
            continue
        if old is None or new is None:
            continue
        clocks = (
            _evidence(article, name).rule == "declared-date"
            and _is_clock(before.seen_at, old)
            and _is_clock(seen_at, new)
        )
        if clocks or _may_mean(article, name, old):
            kept |= {name: old.at, f"{name}_precision": old.precision}
    return replace(article, **kept) if kept else article


def unclocked(before: Standing, seen_at: datetime, article: Article) -> Article:
    """The article with the date of change from before, where its own is the time of its capture: a
    clock that pages print as "Cập nhật". Only one that differs in nothing else may be read so.
    """
    old, new = before.dates["updated"], _moment(article, "updated")
    if new is None or not (_is_clock(seen_at, new) or _is_day(seen_at, new)):
        return article
    if old is None:
        return replace(article, updated=None, updated_precision=None)
    return replace(article, updated=old.at, updated_precision=old.precision)


def cause(
    before: Standing,
    seen_at: datetime,
    article: Article,
    *,
    earlier: Article | None,
    now: Article | None,
) -> Cause:
    """Why a reading differs from the version before it.

    earlier: the capture of that version as it is read today. now: the same as if it had been
    captured at this visit. The page's, where the earlier capture is lost or cannot be read: then
    nothing says otherwise.
    """
    digest = reading_digest.of_article(article)
    if now is not None and reading_digest.of_article(settled(before, seen_at, now)) == digest:
        return Cause.READER
    if earlier is not None:
        if reading_digest.of_article(_of_https(earlier)) == reading_digest.of_article(
            _of_https(article)
        ):
            return Cause.READER
        printed = {
            key: getattr(article, key)
            for name in DATES
            if (new := _moment(article, name)) is not None and _may_mean(earlier, name, new)
            for key in (name, f"{name}_precision")
        }
        if printed and reading_digest.of_article(replace(earlier, **printed)) == digest:
            return Cause.READER
    return Cause.PAGE


def is_other_form(
    before: Era | None, now: Era | None, earlier: Article | None, article: Article
) -> bool:
    """Whether a reading under a new template has the content of the earlier capture's. before, now:
    the eras of the two captures.
    """
    if now is None or now.valid_from is None or earlier is None:
        return False
    is_new = before is None or before.valid_from != now.valid_from
    return is_new and same_content.same_content(earlier, article, now.form)


def _of_https(article: Article) -> Article:
    """The article with the addresses of its files under https, to which portals move and back."""
    files = tuple(
        replace(file, url=file.url.replace("http://", "https://", 1))
        for file in article.attachments
    )
    return replace(article, attachments=files)


def _may_mean(article: Article, name: str, other: Moment) -> bool:
    """Whether a date of an article is counted back from its capture and may stand for another."""
    own = _moment(article, name)
    if own is None:
        return False
    room = leeway(_evidence(article, name).raw, own.at)
    if room is None:
        return False
    return abs(other.at - own.at) <= room + _SPAN[own.precision] + _SPAN[other.precision]


def _is_clock(seen_at: datetime, moment: Moment) -> bool:
    return moment.precision in {"second", "minute"} and abs(moment.at - seen_at) < CLOCK


def _is_day(seen_at: datetime, moment: Moment) -> bool:
    days = {one.astimezone(VIETNAM).date() for one in (seen_at, moment.at)}
    return moment.precision == "day" and len(days) == 1


_NONE = Evidence("", "", "", "")


def _evidence(article: Article, name: str) -> Evidence:
    return next((item for item in article.evidence if item.field == name), _NONE)


def _moment(article: Article, name: str) -> Moment | None:
    at, precision = getattr(article, name), getattr(article, f"{name}_precision")
    return Moment(at, precision) if at is not None else None


def _stored(text: str | None, precision: Precision | None) -> Moment | None:
    """A date of the archive, which is written to its precision: `2021`, `2021-05`, …"""
    if text is None or precision is None:
        return None
    at = datetime.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    return Moment(at if at.tzinfo is not None else at.replace(tzinfo=VIETNAM), precision)
