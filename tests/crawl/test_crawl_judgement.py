"""What a run reads otherwise is judged when the run ends: stored, or held for a person."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import Crawling, change, crawl, next_second, rows, wait_for
from tests.crawl.site import Answer, Site, portal_file
from tests.crawl.test_crawl_identity import assert_replay_agrees

pytestmark = pytest.mark.slow

AUTHORS = ("Kim Hạnh", "Minh Đức", "Thu Hà")


def page(number: int, **other: Any) -> Answer:
    """An article of the portal. Its fields are as given, or its own."""
    own = {
        "title": f"Hội nghị lần thứ {number} của Ủy ban nhân dân tỉnh",
        "author": AUTHORS[number % 3],
        "views": 100 + number,
        "text": f"Sáng nay, Ủy ban nhân dân tỉnh tổ chức hội nghị lần thứ {number} đánh giá kết "
        "quả thực hiện nhiệm vụ phát triển kinh tế, xã hội, bảo đảm quốc phòng, an ninh.",
        "extra": "",
    } | other
    views = f"<p>Lượt xem: {own['views']}</p>" if own["views"] is not None else ""
    author = f'<p style="text-align:right"><b>{own["author"]}</b></p>' if own["author"] else ""
    body = (
        f"<!DOCTYPE html><html><head><title>{own['title']}</title></head><body><div class='main'>"
        f"<h1>{own['title']}</h1><span class='date'>0{number % 9 + 1}/05/2021 08:30</span>{views}"
        f"<div class='content'><p>{own['text']}</p><p>Đại biểu thảo luận về nội dung thứ {number} "
        f"của báo cáo và thống nhất.</p>{own['extra']}{author}</div></div></body></html>"
    )
    return Answer(body.encode())


def put(site: Site, numbers: range, **other: Any) -> None:
    site.listing("/tin", numbers)
    for number in numbers:
        site.pages[f"/bai-{number}"] = page(number, **other)


def a_day_passes(root: Path) -> None:
    """Every known article is due again, and what was missing has been so for a day."""
    change(
        root,
        """UPDATE frontier SET first_found_at = '2021-01-01T00:00:00Z',
        finished_at = iif(finished_at IS NULL, NULL, '2021-01-01T00:00:00Z'),
        missing_since = iif(missing_since IS NULL, NULL, '2021-01-01T00:00:00Z')""",
    )
    next_second()


def begin(root: Path, site: Site, count: int = 8, *, rules: str = "") -> range:
    portal_file(root, "thu", site.url, crawl=f"revisit_days = [1]\n{rules}")
    numbers = range(1, count + 1)
    put(site, numbers)
    assert crawl(root, "thu").code == 0
    a_day_passes(root)
    return numbers


def stored(root: Path) -> list[Any]:
    return rows(root, "SELECT url, title, author, body, views FROM article ORDER BY id")


def holds(root: Path) -> list[Any]:
    return rows(root, "SELECT state, reason FROM hold ORDER BY id")


def test_the_edit_of_a_page_is_stored_when_the_run_ends(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = page(3, author="Kim Hạnh - Minh Đức")
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["articles_changed"]) == (0, 1)
    assert rows(tmp_path, "SELECT count(*) FROM article_version WHERE cause = 'page'") == [9]
    assert rows(tmp_path, "SELECT author FROM article WHERE url LIKE '%/bai-3'") == [
        "Kim Hạnh - Minh Đức"
    ]
    assert holds(tmp_path) == []


def test_what_all_pages_lose_is_held_and_passes_with_the_return(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        before = stored(tmp_path)
        put(site, range(1, 11), author=None)
        done = crawl(tmp_path, "thu")
        assert done.code == 3
        assert done.summary["held"] == {"field-lost": 8, "in-company": 2}
        assert "10 held for review" in done.stderr
        assert "8 of 8 pages have lost author; 'govnews review thu'" in done.summary["notes"][0]
        assert stored(tmp_path) == before
        a_day_passes(tmp_path)
        put(site, range(1, 11))
        back = crawl(tmp_path, "thu")
    assert (back.code, back.summary["held"]) == (0, {})
    assert stored(tmp_path)[: len(numbers)] == before
    assert len(stored(tmp_path)) == 10
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [10]
    assert set(holds(tmp_path)) == {("passed", "field-lost"), ("passed", "in-company")}


def test_a_held_page_that_answers_not_modified_stays_held(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        before = stored(tmp_path)
        site.conditional = True
        put(site, numbers, author=None)
        for number in numbers:
            site.pages[f"/bai-{number}"].headers["ETag"] = f'"{number}"'  # type: ignore[union-attr]
        assert crawl(tmp_path, "thu").code == 3
        change(tmp_path, "INSERT OR REPLACE INTO validator_trust VALUES ('thu', 5, 0)")
        a_day_passes(tmp_path)
        again = crawl(tmp_path, "thu")
    assert 304 in rows(tmp_path, "SELECT DISTINCT status FROM capture")
    assert (again.code, again.summary["held"]) == (3, {"field-lost": 8})
    assert stored(tmp_path) == before


@pytest.mark.kill
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_what_a_stopped_run_leaves_is_judged_with_the_next(
    tmp_path: Path, how: signal.Signals
) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        before = stored(tmp_path)
        put(site, numbers, author=None)
        site.pages["/bai-8"].held = True  # type: ignore[union-attr]
        waiting = "SELECT count(*) FROM hold WHERE state = 'pending'"
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: rows(tmp_path, waiting) == [7], process)
            process.send_signal(how)
            process.communicate()
        site.release()
        assert stored(tmp_path) == before
        assert rows(tmp_path, waiting) == [7]
        next_second()
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["held"]) == (3, {"field-lost": 8})
    assert rows(tmp_path, waiting) == [0]
    assert stored(tmp_path) == before


@pytest.mark.kill
def test_what_a_killed_run_leaves_waiting_outlives_the_database(tmp_path: Path) -> None:
    waiting = "SELECT url, changes, reading IS NULL, article_id IS NULL FROM hold ORDER BY url"
    with Site() as site:
        numbers = begin(tmp_path, site)
        before = stored(tmp_path)
        put(site, numbers, author=None)
        site.pages["/bai-8"].held = True  # type: ignore[union-attr]
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: len(rows(tmp_path, waiting)) == 7, process)
            process.kill()
            process.communicate()
        site.release()
        held = rows(tmp_path, waiting)
        for path in tmp_path.glob("archive.db*"):
            path.unlink()
        done = invoke("reindex", "--archive", tmp_path)
        assert done.code == 0, done.stderr
        assert sorted(stored(tmp_path)) == sorted(before)
        assert rows(tmp_path, waiting) == held
        assert set(holds(tmp_path)) == {("pending", None)}
        a_day_passes(tmp_path)
        again = crawl(tmp_path, "thu")
        assert (again.code, again.summary["held"]) == (3, {"field-lost": 8})
        assert sorted(stored(tmp_path)) == sorted(before)


def test_what_was_judged_waits_no_more_in_a_database_that_is_made_again(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = page(3, author="Kim Hạnh - Minh Đức")
        assert crawl(tmp_path, "thu").code == 0
    edited = stored(tmp_path)
    (tmp_path / "archive.db").unlink()
    assert invoke("reindex", "--archive", tmp_path).code == 0
    assert (holds(tmp_path), sorted(stored(tmp_path))) == ([], sorted(edited))


def test_an_edit_of_a_killed_run_is_stored_once(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = page(3, author="Kim Hạnh - Minh Đức")
        site.pages["/bai-8"].held = True  # type: ignore[union-attr]
        with Crawling(tmp_path, "thu") as process:
            wait_for(lambda: rows(tmp_path, "SELECT count(*) FROM hold") == [1], process)
            process.kill()
            process.communicate()
        site.release()
        next_second()
        assert crawl(tmp_path, "thu").code == 0
    query = """SELECT count(*) FROM article_version v
        JOIN article a ON a.id = v.article_id AND a.url LIKE '%/bai-3'"""
    assert rows(tmp_path, query) == [2]
    assert holds(tmp_path) in ([], [("passed", None)])


def test_one_text_under_many_addresses_at_the_first_visit(tmp_path: Path) -> None:
    same = {"title": "Thông báo của Cổng thông tin điện tử", "author": "Ban Biên tập", "views": 7}
    same["text"] = (
        "Cổng thông tin điện tử là đầu mối cung cấp thông tin của các cơ quan trong tỉnh."
    )
    with Site() as site:
        portal_file(tmp_path, "thu", site.url)
        put(site, range(1, 6))
        for number in range(6, 36):
            site.pages[f"/bai-{number}"] = page(1, **same)
        site.listing("/tin", range(1, 36))
        done = crawl(tmp_path, "thu")
        assert (done.code, done.summary["held"]) == (3, {"one-text": 30})
        assert done.summary["articles_new"] == 5
        assert len(stored(tmp_path)) == 5
        next_second()
        put(site, range(1, 36))
        back = crawl(tmp_path, "thu")
    assert (back.code, len(stored(tmp_path))) == (0, 35)
    assert set(holds(tmp_path)) == {("passed", "one-text")}


SAME = {
    "title": "Thông báo lịch tiếp công dân của lãnh đạo tỉnh",
    "text": "Ủy ban nhân dân tỉnh thông báo lịch tiếp công dân định kỳ tại trụ sở của tỉnh.",
    "author": "Ban Biên tập",
}


def put_alike(site: Site, numbers: range, alike: range) -> None:
    """One article under several addresses, none of which names another."""
    put(site, numbers)
    for number in alike:
        site.pages[f"/bai-{number}"] = page(1, **SAME)
    site.listing("/tin", range(1, alike.stop))


@pytest.mark.parametrize("decision", ["--accept", "--discard"])
def test_equal_pages_are_asked_about_once(tmp_path: Path, decision: str) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        put_alike(site, numbers, range(9, 12))
        assert crawl(tmp_path, "thu").summary["held"] == {"one-text": 3}
        done = invoke("review", decision, "--all", "--note", "đã xem", "--archive", tmp_path)
        assert done.code == 0
        # What is accepted are addresses of one article.
        assert len(stored(tmp_path)) == 8 + (decision == "--accept")
        for _ in range(2):
            a_day_passes(tmp_path)
            quiet = crawl(tmp_path, "thu")
            assert (quiet.code, quiet.summary["held"]) == (0, {})
            assert len(stored(tmp_path)) == 8 + (decision == "--accept")
        assert {state for state, _ in holds(tmp_path)} == {f"{decision[2:]}ed"}
        assert rows(tmp_path, "SELECT DISTINCT note FROM hold") == ["đã xem"]
        assert_replay_agrees(tmp_path)
        (tmp_path / "archive.db").unlink()
        assert invoke("reindex", "--archive", tmp_path).code == 0
        a_day_passes(tmp_path)
        put_alike(site, numbers, range(9, 13))  # one more of them
        more = crawl(tmp_path, "thu").summary["held"]
    assert more == ({} if decision == "--accept" else {"one-text": 1})
    assert len(stored(tmp_path)) == 8 + (decision == "--accept")
    assert_replay_agrees(tmp_path)


def test_many_more_addresses_of_an_accepted_text_are_asked_about(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        put_alike(site, numbers, range(9, 12))
        assert crawl(tmp_path, "thu").code == 3
        assert invoke("review", "--accept", "--all", "--archive", tmp_path).code == 0
        a_day_passes(tmp_path)
        put_alike(site, numbers, range(9, 20))
        assert crawl(tmp_path, "thu").summary["held"] == {"one-text": 8}


def test_a_discarded_reading_of_a_known_page_is_discarded_again(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        before = stored(tmp_path)
        put(site, numbers, author=None)
        assert crawl(tmp_path, "thu").code == 3
        assert invoke("review", "--discard", "--all", "--archive", tmp_path).code == 0
        a_day_passes(tmp_path)
        assert crawl(tmp_path, "thu").code == 0
        assert set(holds(tmp_path)) == {("discarded", "field-lost")}
        a_day_passes(tmp_path)
        put(site, numbers, author=None, text="Trang đang được xây dựng lại từ đầu.")
        assert crawl(tmp_path, "thu").code == 3  # that is another reading
    assert stored(tmp_path) == before
    assert_replay_agrees(tmp_path)


def test_many_missing_articles_are_not_gone(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        for number in numbers[:6]:
            del site.pages[f"/bai-{number}"]
        first = crawl(tmp_path, "thu")
        assert first.code == 3
        assert (
            "6 known articles are missing at once; none is taken for removed"
            in (first.summary["notes"])
        )
        a_day_passes(tmp_path)
        second = crawl(tmp_path, "thu")
        assert (second.code, second.summary["held"]) == (3, {"many-gone": 6})
        assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [0]
        a_day_passes(tmp_path)
        put(site, numbers)
        assert crawl(tmp_path, "thu").code == 0
    assert set(holds(tmp_path)) == {("passed", "many-gone")}


def test_one_missing_article_is_gone_after_a_day(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        del site.pages["/bai-3"]
        assert crawl(tmp_path, "thu").code == 0
        a_day_passes(tmp_path)
        second = crawl(tmp_path, "thu")
    assert (second.code, second.summary["gone"]) == (0, 1)
    assert rows(tmp_path, "SELECT substr(url, -6) FROM article WHERE gone_at IS NOT NULL") == [
        "/bai-3"
    ]


def test_a_field_for_a_password_where_none_was(tmp_path: Path) -> None:
    form = "<form>Mã độc giả <input name=p type='password'></form>"
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = page(3, text="Vui lòng nhập mã độc giả để đọc toàn văn.", extra=form)
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["held"]) == (3, {"password-form": 1})


@pytest.mark.parametrize("rules", ["", 'keep = "all"'])
def test_one_count_for_all_pages_is_left_out(tmp_path: Path, rules: str) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site, rules=rules)
        before = stored(tmp_path)
        put(site, numbers, views=48213)
        done = crawl(tmp_path, "thu")
        assert done.code == 3
        assert "8 view counts are left out as false" in done.summary["notes"][0]
        assert stored(tmp_path) == before
        assert rows(tmp_path, "SELECT count(*) FROM view_observation") == [8]
        a_day_passes(tmp_path)
        put(site, numbers)
        assert crawl(tmp_path, "thu").code == 0
    assert rows(tmp_path, "SELECT DISTINCT views > 1000 FROM view_observation") == [0]
    assert_replay_agrees(tmp_path)


def test_counters_that_are_reset_hold_no_edit(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        put(site, numbers, views=2)
        site.pages["/bai-3"] = page(3, views=2, author="Kim Hạnh - Minh Đức")
        done = crawl(tmp_path, "thu")
        assert (done.code, done.summary["held"]) == (3, {"views": 8})
        assert done.summary["articles_changed"] == 1
        author = "SELECT author FROM article WHERE url LIKE '%/bai-3'"
        assert rows(tmp_path, author) == ["Kim Hạnh - Minh Đức"]
        assert rows(tmp_path, "SELECT min(views) FROM article") == [101]
        assert_replay_agrees(tmp_path)
        assert invoke("review", "--accept", "--all", "--archive", tmp_path).code == 0
        assert rows(tmp_path, "SELECT DISTINCT views FROM article") == [2]
        assert_replay_agrees(tmp_path)
        a_day_passes(tmp_path)
        put(site, numbers, views=5)
        site.pages["/bai-3"] = page(3, views=5, author="Kim Hạnh - Minh Đức")
        assert crawl(tmp_path, "thu").code == 0


@pytest.mark.parametrize("views", [2, None])
def test_one_accepted_count_is_the_base_line_of_all(tmp_path: Path, views: int | None) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site, 16)
        put(site, numbers, views=views)
        now = "strftime('%Y-%m-%dT%H:%M:%SZ')"
        half = "kind = 'article' AND id % 2"  # not due in that run
        change(tmp_path, f"UPDATE frontier SET finished_at = {now}, first_found_at = {now} "
               f"WHERE {half}")  # fmt: skip
        first = crawl(tmp_path, "thu")
        assert (first.code, first.summary["held"]) == (3, {"views": 8})
        number = str(rows(tmp_path, "SELECT max(id) FROM hold")[0])
        assert invoke("review", "--accept", number, "--archive", tmp_path).code == 0
        assert_replay_agrees(tmp_path)
        kept = []
        for _ in range(2):
            a_day_passes(tmp_path)
            done = crawl(tmp_path, "thu")
            assert (done.code, done.summary["held"], done.summary["notes"]) == (0, {}, [])
            kept += rows(tmp_path, "SELECT count(*) FROM capture"
                         " WHERE kind = 'article' AND revisit_of IS NULL")  # fmt: skip
    assert kept == [24, 24]  # such a visit keeps no payload
    assert set(holds(tmp_path)) == {("accepted", "views"), ("passed", "views")}
    if views is not None:
        assert rows(tmp_path, "SELECT DISTINCT views FROM article") == [views]
    assert_replay_agrees(tmp_path)


def test_a_second_fall_after_an_accepted_one_is_held(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        for views, code in ((50, 3), (60, 0), (3, 3)):
            put(site, numbers, views=views)
            assert crawl(tmp_path, "thu").code == code
            if views == 50:
                assert invoke("review", "--accept", "--all", "--archive", tmp_path).code == 0
            a_day_passes(tmp_path)
    assert rows(tmp_path, "SELECT DISTINCT views FROM article") == [60]


def test_a_greeting_that_stood_in_all_texts_at_the_first_visit_goes_without_edits(
    tmp_path: Path,
) -> None:
    greeting = "Ban biên tập kính chúc quý bạn đọc năm mới an khang thịnh vượng, vạn sự như ý."
    with Site() as site:
        numbers = range(1, 25)
        portal_file(tmp_path, "thu", site.url, crawl="revisit_days = [1]")
        put(site, numbers)
        for number in numbers:
            answer = site.pages[f"/bai-{number}"]
            assert isinstance(answer, Answer)
            top = b"<div class='content'>"
            greeted = answer.body.replace(top, top + f"<p>{greeting}</p>".encode())
            site.pages[f"/bai-{number}"] = Answer(greeted)
        assert crawl(tmp_path, "thu").code == 0
        query = "SELECT count(*) FROM article WHERE body LIKE '%kính chúc%' OR sapo LIKE '%chúc%'"
        assert rows(tmp_path, query) == [0]
        a_day_passes(tmp_path)
        put(site, numbers)
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["held"], done.summary["articles_changed"]) == (0, {}, 0)
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [24]


def shift_back(root: Path, days: int) -> None:
    """All that the archive knows happened so many days earlier."""
    for table, column in (
        ("capture", "fetched_at"),
        ("article", "first_seen"),
        ("article", "last_seen"),
        ("article_version", "seen_at"),
        ("view_observation", "observed_at"),
        ("observation", "seen_at"),
        ("hold", "seen_at"),
        ("run", "started_at"),
    ):
        moved = f"strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-{days} days')"
        change(root, f"UPDATE {table} SET {column} = {moved}")


def test_counters_that_grow_from_a_reset_are_a_base_line(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        for day in range(3):
            shift_back(tmp_path, 2)
            a_day_passes(tmp_path)
            site.listing("/tin", range(1, 10 + day))
            for number in range(1, 10 + day):
                site.pages[f"/bai-{number}"] = page(number, views=number + 3 * day)
            done = crawl(tmp_path, "thu")
            assert done.summary["articles_new"] == 1
            if day < 2:
                assert (done.code, done.summary["held"]) == (3, {"views": 8})
                assert rows(tmp_path, "SELECT views FROM article WHERE id > 8")[-1] is None
    assert (done.code, done.summary["held"]) == (0, {})
    assert "16 held view counts are stored: the portal has reset" in done.summary["notes"][0]
    seen = """SELECT o.views FROM view_observation o JOIN article a ON a.id = o.article_id
        WHERE a.url LIKE '%/bai-3' ORDER BY observed_at"""
    assert rows(tmp_path, seen) == [103, 3, 6, 9]
    assert rows(tmp_path, "SELECT max(views) FROM article") == [17]
    assert set(holds(tmp_path)) == {("accepted", "views")}


def test_what_many_pages_had_stays_held_where_it_stays(tmp_path: Path) -> None:
    """Later runs may visit more pages that read well."""
    with Site() as site:
        begin(tmp_path, site, 20)
        before = stored(tmp_path)
        for number in (1, 2, 3):
            site.pages[f"/bai-{number}"] = page(number, author=None)
        now = "strftime('%Y-%m-%dT%H:%M:%SZ')"
        rest = "kind = 'article' AND id NOT IN (SELECT id FROM frontier WHERE url GLOB '*-[1-8]')"
        change(tmp_path, f"UPDATE frontier SET finished_at = {now}, first_found_at = {now} "
               f"WHERE {rest}")  # fmt: skip
        assert crawl(tmp_path, "thu").summary["held"] == {"field-lost": 3}
        a_day_passes(tmp_path)
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["held"]) == (3, {"field-lost": 3})
    assert done.summary["articles_unchanged"] == 17
    assert stored(tmp_path) == before


def test_pages_that_read_again_as_before_are_let_through(tmp_path: Path) -> None:
    with Site() as site:
        numbers = begin(tmp_path, site)
        before = stored(tmp_path)
        put(site, numbers, author=None)
        assert crawl(tmp_path, "thu").code == 3
        assert invoke("review", "--accept", "--all", "--archive", tmp_path).code == 0
        assert rows(tmp_path, "SELECT count(author) FROM article") == [0]
        a_day_passes(tmp_path)
        put(site, numbers)
        back = crawl(tmp_path, "thu")
    assert (back.code, back.summary["articles_changed"]) == (0, 8)
    assert stored(tmp_path) == before


def test_the_holds_of_an_article_that_is_gone_end(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = page(
            3, text="H?i ngh? l?n th? ba c?a ?y ban nhân dân t?nh v? kinh t?."
        )
        assert crawl(tmp_path, "thu").code == 3
        del site.pages["/bai-3"]
        codes = []
        for _ in range(3):
            a_day_passes(tmp_path)
            codes.append(crawl(tmp_path, "thu").code)
    assert codes == [3, 0, 0]
    assert rows(tmp_path, "SELECT count(gone_at) FROM article") == [1]
    assert holds(tmp_path) == [("passed", "garbled")]


def test_a_box_with_a_password_beside_the_text_holds_no_edit(tmp_path: Path) -> None:
    form = "<form>Đăng nhập <input name=p type='password'></form>"
    with Site() as site:
        numbers = begin(tmp_path, site)
        for number in numbers:
            site.pages[f"/bai-{number}"].body += form.encode()  # type: ignore[union-attr]
        edited = page(3, author="Kim Hạnh - Minh Đức")
        edited.body += form.encode()
        site.pages["/bai-3"] = edited
        done = crawl(tmp_path, "thu")
    assert (done.code, done.summary["articles_changed"]) == (0, 1)


def test_a_page_that_breaks_off_is_held_by_itself(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        whole = page(3).body
        cut = whole[: whole.index("Đại biểu".encode()) + 40]
        site.pages["/bai-3"] = Answer(cut)
        done = crawl(tmp_path, "thu")
    assert done.code == 3
    assert set(done.summary["held"]) <= {"cut", "lost-much"}
    assert rows(tmp_path, "SELECT count(*) FROM article_version") == [8]


def test_what_pages_lose_a_few_at_a_time_is_held(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        for numbers, code in (((1, 2), 0), ((3,), 3)):
            for number in numbers:
                site.pages[f"/bai-{number}"] = page(number, author=None)
            done = crawl(tmp_path, "thu")
            assert done.code == code
            a_day_passes(tmp_path)
    assert done.summary["held"] == {"field-lost": 1}
    assert "after 2 in a week" in done.summary["notes"][0]


def test_a_run_says_how_many_articles_go_on_on_further_pages(tmp_path: Path) -> None:
    with Site() as site:
        begin(tmp_path, site)
        site.pages["/bai-3"] = page(3, extra='<link rel="next" href="?trang=2">')
        done = crawl(tmp_path, "thu")
        assert done.code == 0
        (note,) = done.summary["notes"]
        assert note.startswith("articles of which only the first page is read: 1;")
        shown = invoke("why", f"{site.url}/bai-3", "body", "--archive", tmp_path).stdout
    assert "further-page" in shown
