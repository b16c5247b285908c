"""The interface in Vietnamese and English: choice of language, texts, numbers and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from govnews.archive import columns

LANGUAGES = ("vi", "en")
"""The first is the default."""


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("govnews") / "web" / "texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language. language: one of LANGUAGES."""

    language: str

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of this key in texts.toml, its {places} filled in."""
        return _texts()[key][self.language].format(**values)

    def one_of(self, both: columns.Both, value: str) -> str:
        """One of two wordings from columns.py, with the value in its place."""
        return str(getattr(both, self.language)).format(value)

    def label(self, field: str) -> str:
        """A field of an article in a word or two, whatever its position (`refs[0]`)."""
        return columns.label(field, self.language)

    def number(self, value: int) -> str:
        """1.234 in Vietnamese, 1,234 in English."""
        text = f"{value:,}"
        return text.replace(",", ".") if self.language == "vi" else text

    def date(self, iso: str | None) -> str:
        """A stored date, day first as in Vietnam in both languages, to its printed precision
        and with an offset that is not Vietnam's.
        """
        if not iso:
            return ""
        day, _, time = iso.partition("T")
        text = "/".join(reversed(day.split("-")))
        if not time:
            return text
        zone = " UTC" if time.endswith("Z") else "" if time.endswith("+07:00") else f" ({time[8:]})"
        return f"{text} {time[:5]}{zone}"


def wanted(parameter: str | None, cookie: str | None) -> Words:
    """The language of the address, else of the cookie, else Vietnamese."""
    return Words(next((name for name in (parameter, cookie) if name in LANGUAGES), LANGUAGES[0]))
