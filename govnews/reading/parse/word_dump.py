"""The settings that Word leaves at the beginning of what was pasted from it, as visible text."""

from __future__ import annotations

import re

_SETTINGS = (
    r"(?:<!--\[if[^\]>]{0,40}\]>\s*+(?:<xml>\s*+)?)?\bNormal\s++0(?:\s++[\d.]++(?:\s*+pt)?)*+"
    r"(?:\s++(?:false|true))++(?:\s++(?:[A-Z]{2}-[A-Z]{2}|X-NONE|[A-Z]{2})\b)*+"
    r"(?:\s++MicrosoftInternetExplorer4)?(?:\s*+</xml>)?(?:\s*+<!\[endif\]-->)?"
)
_STYLES = (
    r"(?:<!--\[if[^\]>]{0,40}\]>\s*+(?:<style>\s*+)?)?/\*\s*+Style Definitions\s*+\*/"
    r"(?:\s*+[\w.,:#@ -]{1,80}\{[^{}]*+\})*+(?:\s*+</style>)?(?:\s*+<!\[endif\]-->)?"
)
_DUMP = re.compile(f"{_SETTINGS}|{_STYLES}")


def has_settings(text: str) -> bool:
    """Whether a text may hold Word's settings; quick, because every line is asked."""
    return "Normal" in text and ("false" in text or "Mso" in text)


def without_settings(text: str) -> str:
    """The text without Word's settings: "Normal 0 false false false EN-US X-NONE X-NONE"."""
    return _DUMP.sub("", text).strip()
