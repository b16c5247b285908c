"""Vietnamese text as windows-1258 bytes: vowels whole, tone marks as combining characters."""

from __future__ import annotations

import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def encode(text: str, charset: str) -> bytes:
    """The payload; letters outside the charset become character references."""
    if charset != "windows-1258":
        return text.encode(charset)
    return "".join(map(_apart, text)).encode("cp1258", "xmlcharrefreplace")


def _apart(letter: str) -> str:
    if letter.isascii():
        return letter
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in _TONES)
    base = "".join(mark for mark in marks if mark not in _TONES)
    return unicodedata.normalize("NFC", base) + tone
