"""Two readings side by side: what went, what came, and of what kind it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.audit.changes import KINDS, classify
from govnews.audit.compare import blocks, compare, words

PARAGRAPHS = (
    "Sáu tháng đầu năm, tổng thu ngân sách đạt 12,5% so với cùng kỳ năm trước.",
    "Chủ tịch Ủy ban nhân dân tỉnh giao Sở Nội vụ tham mưu kế hoạch tinh giản biên chế.",
    "Hội nghị cũng nghe báo cáo về tình hình sản xuất nông nghiệp trên địa bàn.",
)


def version(**values: Any) -> dict[str, Any]:
    plain = {
        "title": "Họp báo quý II", "sapo": "Sáng 24/5, tỉnh tổ chức họp báo.", "author": "Minh An",
        "published": "2021-05-24T14:30:00+07:00", "updated": None, "section": "Tin tức",
        "body": "\n\n".join(PARAGRAPHS),
        "attachments": json.dumps([{"url": "https://x.example/kh.pdf", "name": "Kế hoạch"}]),
        "refs": json.dumps(["123/QĐ-UBND"]), "source": None, "signers": None,
    }  # fmt: skip
    return {**plain, **values}


def body(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({}, []),
        ({"title": "Họp báo quý III"}, [("title", "Họp báo quý II", "Họp báo quý III")]),
        (
            {"published": "2021-05-25"},
            [("date", "2021-05-24T14:30:00+07:00", "2021-05-25")],
        ),
        ({"updated": "2021-05-25"}, [("date", None, "2021-05-25")]),
        (
            {"body": body(PARAGRAPHS[0].replace("12,5%", "11,9%"), *PARAGRAPHS[1:])},
            [("number", "12,5%", "11,9%")],
        ),
        (
            {"body": body(PARAGRAPHS[0].replace("đạt 12,5%", "giảm 3%"), *PARAGRAPHS[1:])},
            [("number", "12,5%", "3%"), ("text", "đạt 12,5%", "giảm 3%")],
        ),
        ({"sapo": "Sáng 25/5, tỉnh tổ chức họp báo."}, [("number", "24/5", "25/5")]),
        ({"sapo": None}, [("text", "Sáng 24/5, tỉnh tổ chức họp báo.", None)]),
        (
            {"body": body(PARAGRAPHS[0], PARAGRAPHS[2])},
            [("paragraph-removed", PARAGRAPHS[1], None)],
        ),
        ({"body": ""}, [("paragraph-removed", text, None) for text in PARAGRAPHS]),
        (
            {"body": body(*PARAGRAPHS, "Tin và ảnh do phòng báo chí cung cấp.")},
            [("paragraph-added", None, "Tin và ảnh do phòng báo chí cung cấp.")],
        ),
        (
            {"body": body(PARAGRAPHS[1], PARAGRAPHS[2], PARAGRAPHS[0])},
            [("paragraph-moved", PARAGRAPHS[0], PARAGRAPHS[0])],
        ),
        (
            {"body": body(PARAGRAPHS[0], PARAGRAPHS[1].replace("Sở Nội vụ", "Sở Tài chính"))},
            [("text", "Nội vụ", "Tài chính"), ("paragraph-removed", PARAGRAPHS[2], None)],
        ),
        ({"author": None}, [("author", "Minh An", None)]),
        ({"section": "Chỉ đạo"}, [("section", "Tin tức", "Chỉ đạo")]),
        ({"attachments": "[]"}, [("attachment", "Kế hoạch https://x.example/kh.pdf", None)]),
        (
            {"attachments": '[{"url": "https://x.example/kh.pdf", "name": "Kế hoạch mới"}]'},
            [("attachment", "Kế hoạch https://x.example/kh.pdf",
              "Kế hoạch mới https://x.example/kh.pdf")],
        ),
        ({"source": "TTXVN"}, [("source", None, "TTXVN")]),
        (
            {"signers": json.dumps([{"name": "Lê Hà", "post": "CHỦ TỊCH"}])},
            [("signers", None, "Lê Hà, CHỦ TỊCH")],
        ),
        ({"refs": '["124/QĐ-UBND"]'}, [("document", "123/QĐ-UBND", "124/QĐ-UBND")]),
    ],
)  # fmt: skip
def test_an_edit_has_its_kind(edit: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    found = classify(version(), version(**edit))
    assert [(one.kind, one.before, one.after) for one in found] == expected
    assert all(one.kind in KINDS for one in found)


def test_a_rewritten_body_keeps_its_unchanged_paragraphs() -> None:
    text = PARAGRAPHS[2].replace("cũng nghe", "đã nghe")
    (diff,) = compare(version(), version(body=body("Một đoạn mới.", PARAGRAPHS[0], text)))
    assert [block.op for block in diff.blocks] == ["insert", "equal", "delete", "change"]
    changed = diff.blocks[-1]
    assert [(piece.op, piece.text) for piece in changed.pieces] == [
        ("equal", "Hội nghị "), ("delete", "cũng"), ("insert", "đã"),
        ("equal", " nghe báo cáo về tình hình sản xuất nông nghiệp trên địa bàn."),
    ]  # fmt: skip


def test_a_blank_between_changed_words_does_not_part_them() -> None:
    told = [(piece.op, piece.text) for piece in words("thu ba bốn năm", "thu sáu bảy năm")]
    assert told == [
        ("equal", "thu "), ("delete", "ba bốn"), ("insert", "sáu bảy"), ("equal", " năm"),
    ]  # fmt: skip


TEXT = st.lists(
    st.sampled_from(["giao", "Sở", "Nội", "vụ", "12,5%", ".", ",", "\u0309", " ", "  "])
)


@pytest.mark.slow
@given(TEXT.map(" ".join), TEXT.map(" ".join))
def test_pieces_put_both_texts_together_again(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.op != "insert") == before
    assert "".join(piece.text for piece in pieces if piece.op != "delete") == after
    assert all(piece.text for piece in pieces)


@pytest.mark.slow
@given(st.lists(TEXT.map(" ".join), max_size=6), st.lists(TEXT.map(" ".join), max_size=6))
def test_blocks_put_both_bodies_together_again(before: list[str], after: list[str]) -> None:
    found = blocks(before, after)
    assert [block.before for block in found if block.op != "insert"] == before
    assert [block.after for block in found if block.op != "delete"] == after


def test_a_long_body_in_one_block_is_compared_word_by_word_too() -> None:
    text = " ".join(f"Câu thứ {n} nói rằng tỉnh đã giao {n} việc cho sở." for n in range(6000))
    edited = text.replace("giao 3000 việc", "giao 3001 việc") + " Câu cuối cùng."
    told = [(piece.op, piece.text) for piece in words(text, edited) if piece.op != "equal"]
    assert told == [("delete", "3000"), ("insert", "3001"), ("insert", " Câu cuối cùng.")]
