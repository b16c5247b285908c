"""How alike two texts are: a table of cases on both sides of each threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govnews.archive.likeness import Text, is_copy, may_have_moved

TITLE = "Khánh thành cầu Sông Cầu mới"
WORDS = [f"từ{n}" for n in range(94)]


def text(changed: int = 0, title: str = TITLE, sapo: str | None = None) -> Text:
    """A text of 100 words with its title, of which so many are others."""
    own = [f"khác{n}" for n in range(changed)]
    return Text(title, sapo, " ".join([*own, *WORDS[changed:]]))


@pytest.mark.parametrize(
    ("one", "other", "copy", "moved"),
    [
        (text(), text(), True, True),
        (text(), text(10), True, True),
        (text(), text(11), False, True),
        (text(), text(94), False, False),  # the headline alone does not name the article
        (text(), text(66), False, True),
        (text(), replace(text(), day="2026-05-02"), True, True),
        (replace(text(), day="2026-05-01"), replace(text(), day="2026-05-02"), False, False),
        (replace(text(), files=frozenset({"a.pdf"})), replace(text(), files=frozenset({"b.pdf"})),
         False, True),
        (Text(TITLE, None, " ".join([*WORDS, "giá 1.250 đồng"])),
         Text(TITLE, None, " ".join([*WORDS, "giá 1.300 đồng"])), False, True),
        (text(), text(title="KHÁNH THÀNH cầu Sông Cầu mới!"), True, True),
        (text(), text(title="Thông báo nghỉ lễ của tỉnh"), False, True),
        (text(), text(47, title="Thông báo nghỉ lễ của tỉnh"), False, False),
        (text(), text(44, title="Khánh thành cầu Sông Cầu cũ"), False, True),
        # The sapo counts with the body: some templates print it there.
        (Text(TITLE, "Sáng nay", " ".join(WORDS)), Text(TITLE, None, "Sáng nay " + " ".join(WORDS)),
         True, True),
        # Short texts are alike by chance, and short headlines name nothing.
        (Text("Thông báo", None, "Xem tệp."), Text("Thông báo", None, "Xem tệp."), False, True),
        (Text("Thông báo", None, "Mời họp quý hai."), Text("Thông báo", None, "Về cấp điện hè."),
         False, False),
        (Text("", None, None), Text("", None, None), False, False),
    ],
)  # fmt: skip
def test_texts_that_are_copies_and_texts_that_moved(
    one: Text, other: Text, copy: bool, moved: bool
) -> None:
    assert is_copy(one, other) == is_copy(other, one) == copy
    assert may_have_moved(one, other) == may_have_moved(other, one) == moved
