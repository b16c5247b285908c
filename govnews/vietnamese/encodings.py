"""Decode bytes to Vietnamese text: UTF-8, windows-1258, and font encodings older than Unicode.

In TCVN3 (.VnTime) and VNI, Latin-1 characters stand for Vietnamese letters; in windows-1258 a base
letter is followed by a combining tone. The results are always NFC.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from functools import lru_cache
from itertools import islice

from govnews.vietnamese.syllables import is_syllable, odd_words, plausibility
from govnews.vietnamese.text import SHORT, clean

_TCVN3 = {
    "µ¶·¸¹": "àảãáạ", "¨»¼½¾Æ": "ăằẳẵắặ", "©ÇÈÉÊË": "âầẩẫấậ", "®": "đ", "ÌÎÏÐÑ": "èẻẽéẹ",
    "ªÒÓÔÕÖ": "êềểễếệ", "×ØÜÝÞ": "ìỉĩíị", "ßáâãä": "òỏõóọ", "«åæçèé": "ôồổỗốộ",
    "¬êëìíî": "ơờởỡớợ", "ïñòóô": "ùủũúụ", "\xadõö÷øù": "ưừửữứự", "úûüýþ": "ỳỷỹýỵ",
    "¡¢£¤¥¦§": "ĂÂÊÔƠƯĐ",
}  # fmt: skip
_TCVN3_TABLE = {
    ord(old): new for olds, news in _TCVN3.items() for old, new in zip(olds, news, strict=True)
}

_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323", "â": "\u0302",
    "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300",
    "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_BASES = "aeouyôö"


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for base in _VNI_BASES:
        letter = _VNI_ALONE.get(base, base)
        for mark, combining in _VNI_MARKS.items():
            whole = unicodedata.normalize("NFC", letter + combining)
            if len(whole) != 1:
                continue
            table[base + mark] = whole
            for upper in (base.upper() + mark.upper(), base.upper() + mark):
                table[upper] = whole.upper()
    for old, new in _VNI_ALONE.items():
        table[old] = new
        table[old.upper()] = new.upper()
    return table


_VNI_TABLE = _vni_table()
_VNI_TOKEN = re.compile(
    "|".join(sorted(map(re.escape, _VNI_TABLE), key=len, reverse=True)),
)


def from_tcvn3(text: str) -> str:
    """Convert TCVN3 (ABC) text that was decoded as Latin-1 or windows-1252 to Unicode."""
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    """Convert VNI text that was decoded as Latin-1 or windows-1252 to Unicode."""
    return _VNI_TOKEN.sub(lambda match: _VNI_TABLE[match[0]], text)


_VIETNAMESE_ONLY = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_SIGN = re.compile("[¡-©«¬®¶-¹»-¾]")
_SIGN_IN_WORD = re.compile("[^\\W\\d_][¡-©«¬®¶-¹»-¾]|[¡-©«¬®¶-¹»-¾][^\\W\\d_]")
"""A sign beside a letter, as TCVN3 has it: a word of that kind is no Vietnamese syllable yet."""

_LATIN1 = re.compile("[\xa1-\xff]")


def is_unicode_only(text: str) -> bool:
    """Whether a text has a letter that only Vietnamese in Unicode has."""
    return _VIETNAMESE_ONLY.search(text) is not None


def unfont(text: str) -> str:
    """Convert a text that may be in TCVN3 or VNI to Unicode; return any other text unchanged.

    A text counts as font-encoded only when it has no letter that only Unicode Vietnamese has, and
    is clearly more plausible as Vietnamese after the conversion.
    """
    if text.isascii() or not _LATIN1.search(text) or _VIETNAMESE_ONLY.search(text):
        return text
    odd = _SIGN.search(text) is not None and _SIGN_IN_WORD.search(text) is not None
    best, best_score = text, (0.5 if odd else max(plausibility(text), 0.5)) + 0.15
    if best_score >= 1:
        return text  # no conversion can be more plausible
    for convert in (from_tcvn3, from_vni):
        converted = convert(text)
        # A single sign or two (µm, 5·3) can be more plausible by chance: require one real syllable.
        if not any(len(word) > 2 and is_syllable(word) for word in odd_words(converted)):
            continue
        score = plausibility(converted)
        if score > best_score:
            best, best_score = converted, score
    return best


_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf\u0152-\u02dc\u2013-\u2122]")
"""How a letter of UTF-8 begins whose bytes were taken for windows-1252 and encoded once more."""

_CP1252 = {ord(bytes([code]).decode("cp1252")): code for code in range(0x80, 0xA0)
           if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # fmt: skip


def undouble(text: str) -> str:
    """A text in UTF-8 that was encoded twice, decoded once more; any other text unchanged.

    It is repaired completely or not at all: where a byte was lost, all of it stays as it is.
    """
    if text.isascii() or not _TWICE.search(text):
        return text
    try:
        once = text.translate(_CP1252).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    return once if plausibility(once) >= _DOUBLED_PLAUSIBILITY else text


_DOUBLED_PLAUSIBILITY = 0.5
"""Share of Vietnamese syllables in what is repaired: "Ã©" can stand for itself."""


_STILL_TWICE = re.compile("Ã[\xa0-\xbf]|á[º»]|Æ[°¡]")
"""What no font encoding has: a text encoded twice that has lost a byte."""


def legible(text: str) -> str:
    """A text in Unicode that may be encoded twice, or else in a font encoding."""
    if text.isascii():
        return text
    once = undouble(text)
    return once if once is not text or _STILL_TWICE.search(text) else unfont(text)


_REFERENCE = re.compile(r"&(?:#\d{2,7}|#x[0-9a-fA-F]{2,6}|[A-Za-z]{2,8}\d?);")


def unescape(text: str) -> str:
    """A text whose letters were escaped twice ("&#7885;" is printed) with these letters."""
    if "&" not in text or ";" not in text:
        return text
    return _REFERENCE.sub(lambda reference: html.unescape(reference[0]), text)


def visible(text: str) -> str:
    """The visible text of a line in Unicode: `clean` after `legible`."""
    return _visible_short(text) if len(text) <= SHORT else clean(legible(unescape(text)))


@lru_cache(maxsize=20_000)
def _visible_short(text: str) -> str:
    return clean(legible(unescape(text)))


# --- bytes to text --------------------------------------------------------------------------------

_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w:.-]{2,40})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TAGS = re.compile(r"(?s)<(script|style)\b.*?</\1\s*>|<[^>]*>")
_ENTITY = re.compile(r"&#?\w{1,10};")
_SAMPLE = 200_000
_TELLING_WORDS = 400
"""Words with letters beyond ASCII by which a charset is chosen."""

_WIDE_SAMPLE = 4_096
_PASTED_ERRORS = 4
_LETTERS = re.compile("[\u00c0-\ufffc]")


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of a payload and the charset it was decoded with.

    The bytes take precedence over header and meta: valid UTF-8 is UTF-8, and a page that declares
    utf-8 but is not is tried as windows-1258 and as the font encodings.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    wide = _wide(body)
    if wide is not None:
        return body.decode(wide, "replace"), wide
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    broken = body.decode("utf-8", "replace")
    errors = broken.count("\ufffd")
    if len(_LETTERS.findall(broken[:_SAMPLE])) > 8 * errors:
        # A stray byte or a truncated end, not another charset, or a text pasted in a font encoding.
        return (_mixed(body) if errors >= _PASTED_ERRORS else broken), "utf-8"
    declared = _declared(body, content_type)
    if declared not in (None, "utf-8", "cp1252", "cp1258", "iso8859-1"):
        try:
            return body.decode(str(declared)), str(declared)
        except UnicodeDecodeError:
            pass
    return _decode_single_byte(body)


def _mixed(body: bytes) -> str:
    """UTF-8 in which the pieces between tags that are no UTF-8 may be in a font encoding."""
    return "".join(map(_piece, re.split(rb"([<>])", body)))


def _piece(piece: bytes) -> str:
    try:
        return piece.decode("utf-8")
    except UnicodeDecodeError:
        broken = piece.decode("utf-8", "replace")
        if len(_LETTERS.findall(broken)) > 2 * broken.count("\ufffd"):
            return broken
        latin = piece.decode("latin-1")
        converted = unfont(latin)
        return converted if converted != latin else broken


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark of its order: every other byte of the markup is zero."""
    start = body[:_WIDE_SAMPLE]
    zeros = start[::2].count(0), start[1::2].count(0)
    few, many = sorted(zeros)
    if many * 4 < len(start) / 2 or few * 8 > many:
        return None
    return "utf-16-le" if zeros[1] == many else "utf-16-be"


def _declared(body: bytes, content_type: str | None) -> str | None:
    header = _HEADER_CHARSET.search(content_type or "")
    meta = _META_CHARSET.search(body[:4096])
    for name in (header and header[1], meta and meta[1].decode("ascii", "replace")):
        if name:
            try:
                return codecs.lookup(name).name
            except LookupError:
                continue
    return None


def _decode_single_byte(body: bytes) -> tuple[str, str]:
    """Decode as windows-1258, or as windows-1252 with TCVN3 or VNI, whichever is most plausible."""
    plain = _ENTITY.sub(" ", _TAGS.sub(" ", body[:_SAMPLE].decode("latin-1")))
    words = islice((word for word in plain.split() if not word.isascii()), _TELLING_WORDS)
    sample = " ".join(words).encode("latin-1")
    latin = sample.decode("cp1252", "replace")
    scores = {
        "windows-1258": plausibility(_from_1258(sample)),
        "tcvn3": plausibility(from_tcvn3(latin)),
        "vni": plausibility(from_vni(latin)),
    }
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < 0.5:
        from bs4 import UnicodeDammit

        guess = UnicodeDammit(body, is_html=True)
        if guess.unicode_markup and guess.original_encoding:
            return guess.unicode_markup, guess.original_encoding
    if best == "windows-1258":
        return _from_1258(body), best
    return body.decode("latin-1"), best


def _from_1258(body: bytes) -> str:
    return unicodedata.normalize("NFC", body.decode("cp1258", "replace"))
