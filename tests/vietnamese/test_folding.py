"""Folding and cleaning of lines, and words that can be Vietnamese syllables."""

from __future__ import annotations

import pytest

from govnews.vietnamese.syllables import is_syllable, plausibility
from govnews.vietnamese.text import clean, fold

FOLDED = [
    ("Ủy ban", "uy ban"),
    ("UỶ BAN", "uy ban"),
    ("Đắk Nông", "dak nong"),
    ("đường", "duong"),
    ("Tin liên quan", "tin lien quan"),
    ("QUẢNG NGÃI", "quang ngai"),
    ("thuở nhỏ", "thuo nho"),
    ("Quy\u0301 4", "quy 4"),
    ("“12/5” – ½", "“12/5” – ½"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED, ids=[text or "empty" for text, _ in FOLDED])
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


CLEANED = [
    ("  hai   chữ ", "hai chữ"),
    ("dòng\r\nhai\tcột", "dòng hai cột"),
    ("không\u00a0ngắt", "không ngắt"),
    ("ẩn\u200b chữ\ufeff", "ẩn chữ"),
    ("mềm\u00admại", "mềmmại"),
    ("điều\x00khiển\x07", "điềukhiển"),
    ("Tiê\u0301ng", "Tiếng"),
    ("\u200b", ""),
]


@pytest.mark.parametrize(("text", "expected"), CLEANED, ids=[row[1] or "empty" for row in CLEANED])
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    "word", ["nghiệp", "Thuở", "xoèn", "giặt", "huỳnh", "khuya", "ngoằn", "Đỗ", "quýt", "ươm", "ủy"]
)
def test_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["straße", "façade", "zập", "wifi", "ngộộ", "ắắ", "thh", ""])
def test_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Hội đồng nhân dân", 1.0),
        ("façade đẹp", 0.5),
        ("naïve façade", 0.0),
        ("plain words", 0.0),
        ("", 0.0),
    ],
)
def test_plausibility(text: str, share: float) -> None:
    assert plausibility(text) == share
