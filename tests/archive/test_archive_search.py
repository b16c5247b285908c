"""Search as people in Vietnam type it."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from govnews.archive import search as module
from govnews.archive.database import Archive
from govnews.archive.search import (
    COUNT_CAP,
    MARK,
    MAX_QUERY,
    Filters,
    count,
    engine,
    make_snippet,
    parse_query,
)
from govnews.errors import UsageError
from govnews.vietnamese.text import clean, fold
from tests.archive.archivelib import PORTAL, later, page, put, rows

TEXTS = {
    1: ("Hội nghị tại Hà Nội", "Thành phố Hà Nội họp về đường sắt đô thị."),
    2: ("Hạ nơi ở xuống", "Chữ này bỏ dấu thì giống tên thủ đô."),
    3: ("Thuỷ lợi và hoà bình", "Uỷ ban nhân dân tỉnh Hòa Bình có quy định mới về thủy lợi."),
    4: ("Qui định về kĩ thuật", "Bác sỹ Lê Thị Sông nói về kỹ thuật."),
    5: ("Quyết định 123/QĐ-UBND", "Về việc di dời chợ, d/c: số 5 phố Đá."),
    6: ("Khóa họp thứ hai", "Đầm lầy trên cánh đồng."),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("search"), write=True) as opened:
        for number, (title, body) in TEXTS.items():
            put(opened, page(number, title=title, body=body))
        yield opened


def ids(archive: Archive, query: str) -> list[int]:
    return [hit.id for hit in module.search(archive.conn, query).hits]


FORMS = ["ha noi", "Hà Nội", "HÀ NỘI", "hà nội", "HA NOI", "Ha Nội", "  hà\u00a0 nội\u200b "]


@pytest.mark.parametrize("query", [*FORMS, *(unicodedata.normalize("NFD", f) for f in FORMS)])
def test_diacritics_case_and_normal_form_find_the_same(archive: Archive, query: str) -> None:
    assert sorted(ids(archive, query)) == [1, 2]
    assert ids(archive, query)[0] == 1


@pytest.mark.parametrize(
    ("query", "first"),
    [("Hà Nội", 1), ("hạ nơi", 2), ("HẠ NƠI", 2), ('"hạ nơi"', 2), ("hạ", 2), ("nơi hạ", 2)],
)
def test_hits_with_the_very_diacritics_come_first(archive: Archive, query: str, first: int) -> None:
    assert ids(archive, query)[0] == first
    assert sorted(ids(archive, query)) == [1, 2]


@pytest.mark.parametrize(
    ("queries", "found"),
    [
        (("đường", "duong", "ĐƯỜNG", "Đuong"), [1]),
        (("đầm lầy", "dam lay"), [6]),
        (("hoà bình", "hòa bình", "hoa binh", "HOÀ BÌNH"), [3]),
        (("thuỷ lợi", "thủy lợi", "thuy loi"), [3]),
        (("uỷ ban", "ủy ban", "uy ban"), [3]),
        (("quy định", "qui định", "quy dinh", "QUI ĐỊNH"), [3, 4]),
        (("kỹ thuật", "kĩ thuật", "ky thuat", "ki thuat"), [4]),
        (("bác sĩ", "bác sỹ", "bac si", '"bac sy"'), [4]),
        (("khoá họp", "khóa họp"), [6]),
        (("123/QĐ-UBND", "123/qd-ubnd", "123 qđ ubnd", '"123/QĐ"'), [5]),
    ],
)
def test_spellings_of_one_syllable_find_the_same(
    archive: Archive, queries: tuple[str, ...], found: list[int]
) -> None:
    for query in queries:
        assert sorted(ids(archive, query)) == found, query
        assert count(archive.conn, query) == len(found)


def test_another_tone_placement_is_still_exact(archive: Archive) -> None:
    assert parse_query("qui định").exact("quy định")
    assert parse_query("Hoà Bình").exact("HÒA BÌNH")
    assert not parse_query("Hoà Bình").exact("hoa bình")
    assert not parse_query("Hoà Bình").exact("hoá bình")
    assert not parse_query("quy định").exact("quyên")
    assert not parse_query("hoa binh").exact("hoa binh")


@pytest.mark.slow
def test_every_vietnamese_letter_is_folded_by_the_index_as_by_us(tmp_path: Path) -> None:
    vowels = "aăâeêioôơuưy"
    letters = ["đ", *vowels]
    for vowel, tone in itertools.product(vowels, "\u0300\u0301\u0303\u0309\u0323"):
        letters.append(unicodedata.normalize("NFC", vowel + tone))
    assert len(letters) == 73
    with Archive.open(tmp_path, write=True) as archive:
        for number, letter in enumerate(letters):
            forms = {letter, letter.upper(), unicodedata.normalize("NFD", letter)}
            put(archive, page(number, title="x", body=" ".join(f"b{form}c" for form in forms)))
        for number, letter in enumerate(letters):
            found = [h.url for h in module.search(archive.conn, f"b{letter}c", limit=100).hits]
            assert page(number).url in found
            base = fold(letter)
            assert len(found) == sum(fold(other) == base for other in letters)
            assert count(archive.conn, f"b{base}c") == len(found)


def test_words_phrases_and_beginnings(archive: Archive) -> None:
    assert ids(archive, "dinh quy") != []
    assert ids(archive, '"dinh quy"') == []
    assert ids(archive, '"quy dinh moi"') == [3]
    assert ids(archive, "thu* do") == [2]
    assert sorted(ids(archive, "qui*")) == [3, 4, 5]  # qui, quy and what begins so: quyết
    assert ids(archive, "quye*") == [5]
    assert ids(archive, '"thu"*') == ids(archive, "thu")
    assert ids(archive, "noi khong-co-dau") == []


def test_titles_weigh_more(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page(1, title="Chuyện khác", body="Cây cầu mới."))
        put(archive, page(2, title="Cây cầu mới", body="Chuyện khác."))
        put(archive, page(3, title="Chuyện khác", sapo="Cây cầu mới", body="Chuyện khác."))
        assert ids(archive, "cay cau") == [2, 3, 1]


@pytest.mark.slow
def test_exact_hits_far_down_the_list_come_first(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        for number in range(200):
            put(archive, page(number, title="Bạn bè", body="bạn " * 5))
        put(archive, page(999, title="Số liệu", body="từ dài dòng " * 50 + " bán " + "x " * 300))
        hits = module.search(archive.conn, "bán", limit=3).hits
        assert hits[0].url == page(999).url
        assert len(hits) == 3
        assert module.search(archive.conn, "ban", limit=3).hits[0].url != page(999).url
        assert module.search(archive.conn, "ban", limit=0).hits == []
        assert module.search(archive.conn, "bán", limit=-1).hits == []
        assert [h.url for h in module.search(archive.conn, "bán", limit=1).hits] == [page(999).url]


def test_the_index_follows_edits_and_deletions(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page(1, title="Cũ", sapo="Lời dẫn đầu", body="Đoạn một."))
        put(archive, page(1, title="Mới", sapo=None, body="Đoạn hai."), at=later(days=1))
        for gone in ("cu", "loi dan", "mot"):
            assert ids(archive, gone) == []
        assert ids(archive, "moi doan hai") == [1]
        with archive.transaction() as conn:
            conn.execute("UPDATE article SET title = 'Ba', body = 'Đoạn ba' WHERE id = 1")
            conn.execute("UPDATE article SET views = 7, last_seen = 'x' WHERE id = 1")
        assert ids(archive, "ba doan") == [1]
        assert ids(archive, "hai") == []
        check = "INSERT INTO article_fts(article_fts, rank) VALUES ('integrity-check', 1)"
        archive.conn.execute(check)
        with archive.transaction() as conn:
            conn.execute("DELETE FROM article")
        assert ids(archive, "ba") == []
        archive.conn.execute(check)
        assert rows(archive, "SELECT count(*) FROM article_key") == [0]


def test_a_portal_may_be_named(archive: Archive) -> None:
    assert len(module.search(archive.conn, "ha noi", Filters(portals=(PORTAL.name,))).hits) == 2
    assert module.search(archive.conn, "ha noi", Filters(portals=("khac",))).hits == []
    assert count(archive.conn, "ha noi", Filters(portals=("khac",))) == 0


def test_the_count_has_a_cap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "COUNT_CAP", 3)
    with Archive.open(tmp_path, write=True) as archive:
        for number in range(6):
            put(archive, page(number))
        assert count(archive.conn, "cau") == 4
        assert COUNT_CAP == 1000


# --- any input ------------------------------------------------------------------------------------

SYNTAX = st.text(st.sampled_from("aà\"*():^+-{}NEAR ANDORT'\\\0đ_.,\u0301\ud800漢글𝒳"), max_size=40)

PARTS = (
    '"', "(", ")", "-", "*", "AND", "OR", "NOT", "title:", "author:", "section:", "signer:",
    "number:", "ha", "nội", "UBND", "ủy ban nhân dân", "thu*", "123/QĐ-UBND", " ", "  ", "\0",
    "ꟿp", "'", ";", "“",
)  # fmt: skip
QUERIES = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)
SPACED = st.lists(st.sampled_from(PARTS), max_size=14).map(" ".join)


@pytest.mark.slow
@given(st.one_of(st.text(max_size=60), SYNTAX, QUERIES, SPACED))
@example('"')
@example("x" * 10_000)
@example("(" * 500)
@example("((((a" + ")" * 4)
@example("-" * 900 + "a")
@example("NOT " * 200 + "a")
@example("title:" * 150 + "a")
@example("a OR " * 199 + "b")
@example("(a OR " * 19 + "b" + ")" * 19)
@example('""""')
@example("NEAR(a b)")
@example("title : x")
@example("-a")
@example('a"b')
@example("*")
@example("a*b*")
@example("x\u0300y")
@example("\ud800a")
@example("ⅷ ² ½ ༳")
def test_any_input_is_a_query_or_a_usage_error(archive: Archive, text: str) -> None:
    try:
        query = parse_query(text)
    except UsageError:
        return
    assert query.node or query.numbers
    hits = module.search(archive.conn, query).hits
    assert count(archive.conn, query) == len(hits)
    for order in module.ORDERS:
        again = module.search(archive.conn, query, order=order).hits
        assert sorted(hit.id for hit in again) == sorted(hit.id for hit in hits)
    assert sum(c.articles for c in module.facets(archive.conn, "year", query)) == len(hits)
    found, values = module.condition(archive.conn, query)
    chosen = archive.conn.execute(f"SELECT id FROM article WHERE {found}", values)
    assert len(chosen.fetchall()) == len(hits)


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("growing"), write=True) as opened:
        yield opened


NUMBERS = itertools.count()


@pytest.mark.slow
@given(st.text(st.characters(max_codepoint=0x1EFF, categories=["L", "Nd"]), min_size=1))
def test_what_stands_in_an_article_is_found_by_its_own_words(growing: Archive, word: str) -> None:
    title = clean(word)[:100]
    assume(title and title not in {"AND", "OR", "NOT"})
    number = next(NUMBERS)
    put(growing, page(number, title=title, body="x"))
    for form in (title, unicodedata.normalize("NFD", title)):
        found = module.search(growing.conn, form, limit=10_000).hits
        assert page(number).url in {hit.url for hit in found}


def test_other_scripts_are_searched_as_they_are_written(tmp_path: Path) -> None:
    with Archive.open(tmp_path, write=True) as archive:
        put(archive, page(1, title="한글 문서", body="が 漢字"))
        for query in ("한글", "문서", "が", "漢字"):
            assert ids(archive, query) == [1], query


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    ["ky " * 333, "a " * 500, '"' + "qui " * 200 + '"', "thuỷ" * 250, "an* " * 250, '"a" ' * 250],
)
def test_the_longest_queries_are_answered(archive: Archive, query: str) -> None:
    assert len(query) <= MAX_QUERY
    assert isinstance(ids(archive, query), list)
    assert isinstance(count(archive.conn, query), int)


def test_a_query_that_is_too_long_says_so() -> None:
    with pytest.raises(UsageError, match="1001 characters; at most 1000"):
        parse_query("x" * 1001)


@pytest.mark.parametrize("text", ["", "  ", '""', "*", "...", "\0", "_ _", "\u200b", "--"])
def test_a_query_without_a_word_says_so(text: str) -> None:
    with pytest.raises(UsageError, match="no word to search for"):
        parse_query(text)


# --- snippets -------------------------------------------------------------------------------------


def marked(text: str, query: str) -> str:
    snippet = make_snippet(text, parse_query(query).terms)
    return snippet.replace(MARK[0], "[").replace(MARK[1], "]")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_matches_are_marked_in_the_text_as_printed(form: str) -> None:
    text = unicodedata.normalize(form, "Thành phố Hà Nội,  nơi đường hà nội-mới đi qua.")
    assert marked(text, "ha noi duong") == (
        "Thành phố [Hà] [Nội], [nơi] [đường] [hà] [nội]-mới đi qua."
    )
    assert marked(text, '"hà nội"') == "Thành phố [Hà Nội], nơi đường [hà nội]-mới đi qua."
    assert marked(text, "mo*") == "Thành phố Hà Nội, nơi đường hà nội-[mới] đi qua."
    assert marked("Quy định, qui_định", "qui dinh") == "[Quy] [định], [qui]_[định]"


def test_the_densest_stretch_is_shown() -> None:
    text = "cầu " + "x " * 500 + "một cây cầu và cầu nữa " + "y " * 500
    snippet = marked(text, "cau")
    assert snippet.count("[") == 2
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert len(snippet) < 240


def test_a_text_without_a_match_is_shown_from_its_beginning() -> None:
    assert marked("Ngắn.", "khac") == "Ngắn."
    assert marked("a" * 500, "khac") == "a" * 220 + "…"
    assert marked("", "x") == ""


def test_a_match_after_a_very_long_word_is_shown() -> None:
    assert "[cầu]" in marked("x" * 1000 + "-cầu " + "y" * 1000, "cau")
    assert "[" + "z" * 900 + "]" in marked("a " * 300 + "z" * 900, "z" * 900)


@given(st.text(max_size=400), st.text("aeiđdàụế *", min_size=1, max_size=10))
def test_a_snippet_is_a_piece_of_the_text(text: str, query: str) -> None:
    try:
        terms = parse_query(query).terms
    except UsageError:
        return
    clean = " ".join(unicodedata.normalize("NFC", text).split()).replace("\x02", "").replace(
        "\x03", "")  # fmt: skip
    snippet = make_snippet(text.replace("\x02", "").replace("\x03", ""), terms)
    bare = snippet.replace(MARK[0], "").replace(MARK[1], "")
    assert bare.removeprefix("…").removesuffix("…") in clean or "…" in text
    assert snippet.count(MARK[0]) == snippet.count(MARK[1])


def test_a_text_of_many_matches_is_quick() -> None:
    import time

    began = time.process_time()
    make_snippet("a b " * 200_000, ("a", "b"))
    assert time.process_time() - began < 5
