"""Unicode forms, legacy encodings and folding, on real words and on any string."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govnews.vietnamese.encodings import decode, from_tcvn3, from_vni, unfont
from govnews.vietnamese.syllables import is_syllable, plausibility
from govnews.vietnamese.text import clean, fold

UNICODE = "Chỉ số hiệu quả quản trị và hành chính công, Uỷ ban nhân dân phường thuý hoà khuếch đại"
TCVN3 = (
    "ChØ sè hiÖu qu¶ qu¶n trÞ vµ hµnh chÝnh c«ng, Uû ban nh©n d©n ph\xad\xeang thuý hoµ khuÕch ®¹i"
)
VNI = "Chæ soá hieäu quaû quaûn trò vaø haønh chính coâng, Uyû ban nhaân daân phöôøng"


def windows_1258(text: str) -> bytes:
    """Vietnamese as windows-1258 has it: base letters and combining tones."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = b""
    for char in unicodedata.normalize("NFC", text):
        letters = unicodedata.normalize("NFD", char)
        base = "".join(letter for letter in letters if letter not in tones)
        marks = "".join(letter for letter in letters if letter in tones)
        out += (unicodedata.normalize("NFC", base) + marks).encode("cp1258")
    return out


def test_font_encodings_become_unicode() -> None:
    assert from_tcvn3(TCVN3) == UNICODE
    assert unfont(TCVN3) == UNICODE
    assert unfont(VNI) == "Chỉ số hiệu quả quản trị và hành chính công, Uỷ ban nhân dân phường"


@pytest.mark.parametrize(
    "text",
    [UNICODE, "Café à la crème", "Plain ASCII", "© 2026 – Bản quyền", "Señor Núñez", "", "µm 5·3"],
)
def test_other_texts_are_not_taken_for_font_encodings(text: str) -> None:
    assert unfont(text) == text


def test_upper_case_vni() -> None:
    assert from_vni("UÛY BAN NHAÂN DAÂN") == "ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        (UNICODE.encode(), None, "utf-8"),
        (UNICODE.encode(), "text/html; charset=windows-1258", "utf-8"),
        (b"\xef\xbb\xbf" + UNICODE.encode(), None, "utf-8"),
        (b"\xff\xfe" + UNICODE.encode("utf-16-le"), None, "utf-16-le"),
        (windows_1258(UNICODE), "text/html; charset=utf-8", "windows-1258"),
        (windows_1258(UNICODE), None, "windows-1258"),
        (UNICODE.encode()[:-1] + b"\xff", None, "utf-8"),
    ],
    ids=["utf-8", "declared-wrong", "bom", "utf-16", "1258-as-utf-8", "1258-bare", "stray-byte"],
)
def test_charsets(body: bytes, content_type: str | None, charset: str) -> None:
    text, found = decode(body, content_type)
    assert found == charset
    assert UNICODE[:40] in unicodedata.normalize("NFC", text)


def test_bytes_of_a_font_encoding_are_recognised() -> None:
    text, charset = decode(f"<p>{TCVN3}</p>".encode("latin-1"), "text/html; charset=utf-8")
    assert charset == "tcvn3"
    assert unfont(text[3:-4]) == UNICODE


def test_clean_takes_out_what_does_not_print() -> None:
    assert clean("  Hà\u00a0\u00a0N\u200bội\u00ad \n\t mới ") == "Hà Nội mới"
    assert clean(unicodedata.normalize("NFD", "Đắk Lắk")) == "Đắk Lắk"


def test_fold_is_for_searching() -> None:
    assert (
        fold("HÀ NỘI, Đắk Lắk, thuỷ/thủy, hoà/hòa, ƯƠNG")
        == "ha noi, dak lak, thuy/thuy, hoa/hoa, uong"
    )


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "khuếch", "quyền", "giếng", "Uỷ", "thúy", "hoà", "đường", "gì", "quốc", "yêu"],
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["hieäu", "quaû", "crème", "ph\xadêng", "Straße", "àá"])
def test_non_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_plausibility_of_nothing_is_zero() -> None:
    assert plausibility("plain words 123") == 0.0


@given(st.text())
def test_clean_is_idempotent_and_one_line(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once.splitlines()) <= 1


@given(st.text())
def test_fold_keeps_places(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(fold(text)) == len(composed)


@given(st.text(alphabet="aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxyABCĐƯ ế", max_size=60))
def test_fold_forgets_case_and_marks(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_decode(body: bytes) -> None:
    text, charset = decode(body, None)
    assert isinstance(text, str)
    assert charset
