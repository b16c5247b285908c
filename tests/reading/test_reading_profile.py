"""What is learned from a portal's pages, and that it never takes away what an article says."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import govnews
from govnews.errors import UsageError
from govnews.model import Profile
from govnews.reading import weights
from govnews.reading.page import template

URL = "https://songcau.example.vn/tin/bai-{}.html"
APPEAL = (
    "Mọi ý kiến đóng góp của bạn đọc về nội dung trên trang xin gửi về Ban biên tập theo địa chỉ "
    "thư điện tử của Cổng; chúng tôi sẽ tiếp thu và trả lời trong thời gian sớm nhất."
)
WORDS = (
    "xã huyện tỉnh hội nghị đồng bào mùa vụ hồ chứa đê điều cán bộ kiểm tra phòng chống thiên tai "
    "hỗ trợ hộ nghèo trường học trạm y tế đường liên thôn cầu treo rừng trồng vốn vay hợp tác"
)


def sentence(rng: random.Random) -> str:
    return " ".join(rng.sample(WORDS.split(), 24)).capitalize() + "."


def page(number: int, *, text: str | None = None, title: str | None = None) -> tuple[bytes, str]:
    rng = random.Random(number)
    lines = [text] if text is not None else [sentence(rng) for _ in range(3)]
    title = title or f"Tin {' '.join(rng.sample(WORDS.split(), 6))}"
    body = "".join(f"<div class=k1>{line}</div>" for line in [*lines, APPEAL])
    return (
        f"<html><title>Sông Cầu</title><body><div class=a9><p>Hôm nay có {number * 7} người đọc"
        f"</p></div><div class=b2><h2>{title}</h2><p>0{number % 9 + 1}/03/2024</p><div class=c3>"
        f"{body}</div><p>Lượt xem: {number}</p></div></body></html>"
    ).encode(), URL.format(number)


PAGES = [page(number) for number in range(12)]


def test_what_repeats_is_noise_and_what_is_the_articles_own_stays() -> None:
    learned = govnews.learn(PAGES)
    assert learned.pages == 12
    for html, url in PAGES:
        plain, read = govnews.extract(html, url), govnews.extract(html, url, profile=learned)
        assert APPEAL in plain.body
        assert APPEAL not in read.body
        assert len(read.paragraphs) == 3
        for name in ("title", "published", "views"):
            assert getattr(read, name) == getattr(plain, name) is not None


def test_the_order_and_repetition_of_pages_make_no_difference() -> None:
    shuffled = [*PAGES, PAGES[3], PAGES[3]]
    random.Random(5).shuffle(shuffled)
    assert govnews.learn(shuffled) == govnews.learn(PAGES)


def test_few_pages_teach_nothing() -> None:
    learned = govnews.learn(PAGES[: weights.PROFILE_MIN_PAGES - 1])
    assert learned == Profile(pages=weights.PROFILE_MIN_PAGES - 1)
    assert govnews.extract(*PAGES[0], profile=learned) == govnews.extract(*PAGES[0])


def test_what_is_no_page_is_passed_over() -> None:
    broken = [(b"%PDF-1.4", URL.format("x")), (b"", URL.format("y"))]
    assert govnews.learn([*PAGES, *broken]) == govnews.learn(PAGES)


def test_bulletins_that_differ_in_their_figures_only_are_read() -> None:
    bulletins = [
        page(
            n,
            text=f"Mực nước hồ lúc 7 giờ là {n + 20}, lưu lượng về hồ {n + 300} mét khối một giây.",
            title=f"Bản tin thủy văn hồ chứa nước số {n}",
        )
        for n in range(8)
    ]
    learned = govnews.learn(bulletins)
    for n, (html, url) in enumerate(bulletins):
        read = govnews.extract(html, url, profile=learned)
        assert read.title == f"Bản tin thủy văn hồ chứa nước số {n}"
        assert f"là {n + 20}," in read.body
        assert APPEAL not in read.body


def test_short_sentences_with_figures_are_the_articles_and_counters_are_not() -> None:
    """Found on a WordPress site: the same instruction in every post, each time with a number."""
    posts = []
    for n in range(8):
        html, url = page(n)
        item = f"<ul><li>Giao Phòng Tài chính bố trí vốn đợt {n + 1}.</li></ul>"
        counter = f"<p>Bạn là người truy cập thứ {n + 4000} của trang.</p>"
        html = html.replace(b"<div class=k1>", f"{item}<div class=k1>".encode(), 1)
        posts.append((html.replace(b"</div></div><p>", f"</div>{counter}</div><p>".encode()), url))
    learned = govnews.learn(posts)
    for n, (html, url) in enumerate(posts):
        read = govnews.extract(html, url, profile=learned)
        assert f"vốn đợt {n + 1}." in read.body
        assert "truy cập" not in read.body


def test_a_page_whose_whole_text_repeats_is_read_as_if_nothing_did() -> None:
    same = [page(n, text="Trân trọng kính báo để các cơ quan, đơn vị biết.") for n in range(8)]
    learned = govnews.learn(same)
    read = govnews.extract(*same[0], profile=learned)
    assert read.body == govnews.extract(*same[0]).body


def test_a_profile_comes_back_from_its_json() -> None:
    learned = govnews.learn(PAGES)
    stored = template.to_json(learned)
    assert template.from_json(stored) == learned
    assert stored == template.to_json(replace(learned, noise=frozenset(sorted(learned.noise))))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 1}', "{", '{"format": 5}', '{"format": 5, "noise": 7}']
)
def test_what_is_no_profile_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="learn it again"):
        template.from_json(text)


def document(number: int, *, deep: bool = False) -> tuple[bytes, str]:
    """A page of a decree, with facts in one form and a counter in another part."""
    rng = random.Random(number)
    facts = (
        f"<p>Số ký hiệu: {number * 13}/QĐ-UBND</p><p>Tổng kinh phí: {number * 70} triệu đồng</p>"
        f"<table><tr><td>Diện tích</td><td>{number * 3} ha</td></tr><tr><td>Số hộ</td>"
        f"<td>{number * 9}</td></tr></table>"
    )
    first, *rest = (f"<p>{sentence(rng)}</p>" for _ in range(9 if deep else 3))
    text = (
        f"{first}<div class=k>{''.join(rest)}</div>" if deep else f"{first}{facts}{''.join(rest)}"
    )
    return (
        f"<html><body><div><p>Đang truy cập: {number * 17}</p></div><div class=m><h1>Quyết định "
        f"{' '.join(rng.sample(WORDS.split(), 5))}</h1><div class=t>{text}</div></div></body>"
    ).encode(), URL.format(number)


@pytest.mark.parametrize("count", [4, 6, 12])
def test_facts_of_documents_are_no_noise_although_their_figures_vary(count: int) -> None:
    pages = [document(number) for number in range(1, count + 1)]
    learned = govnews.learn(pages)
    for number, (html, url) in enumerate(pages, 1):
        body = govnews.extract(html, url, profile=learned).body
        for fact in (f"{number * 13}/QĐ-UBND", f"{number * 70} triệu", f"Số hộ | {number * 9}"):
            assert fact in body
        assert "truy cập" not in body


def test_a_path_that_cuts_off_first_paragraphs_is_not_used() -> None:
    pages = [document(number, deep=True) for number in range(1, 13)]
    learned = govnews.learn(pages)
    for html, url in pages:
        plain, read = govnews.extract(html, url), govnews.extract(html, url, profile=learned)
        assert (read.sapo, read.body) == (plain.sapo, plain.body)


@pytest.mark.parametrize(
    ("end", "count", "stays"), [(".", 20, False), (";", 20, True), (".", 12, True)]
)
def test_a_finished_sentence_above_all_texts_is_a_notice(end: str, count: int, stays: bool) -> None:
    """A greeting of the season; the clauses that open decrees go on."""
    greeting = sentence(random.Random(99))[:-1] + end
    pages = []
    for number in range(count):
        rng = random.Random(number)
        text = "".join(f"<p>{sentence(rng)}</p>" for _ in range(3))
        html = (
            f"<html><title>Sông Cầu</title><body><h1>Tin {rng.sample(WORDS.split(), 6)}</h1>"
            f"<div class=k><p>{greeting}</p>{text}</div></body></html>"
        )
        pages.append((html.encode(), URL.format(number)))
    learned = govnews.learn(pages)
    for html_, url in pages:
        read = govnews.extract(html_, url, profile=learned)
        text = f"{read.sapo or ''} {read.body}"
        assert (greeting in text) == stays
        assert len(read.paragraphs) + (read.sapo is not None) == 3 + stays


def test_noise_that_takes_text_out_of_pages_it_was_not_learned_from_is_dropped() -> None:
    """Formulas that open every decree are the text of each."""
    formula = f"<p>{sentence(random.Random(99))}</p>"
    pages = []
    for html, url in (document(number) for number in range(1, 13)):
        pages.append((html.replace(b"<div class=t>", b"<div class=t>" + formula.encode()), url))
    learned = govnews.learn(pages)
    for html, url in pages:
        assert formula[3:-4] in govnews.extract(html, url, profile=learned).body
