"""Results that are kept for short texts, and not for long ones."""

from __future__ import annotations

from govnews.vietnamese.text import remembered


def test_only_short_texts_are_remembered() -> None:
    asked: list[str] = []

    @remembered(2, 3)
    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [size(text) for text in ("abc", "abc", "abcd", "abcd")] == [3, 3, 4, 4]
    assert asked == ["abc", "abcd", "abcd"]
