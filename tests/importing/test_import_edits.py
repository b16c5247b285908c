"""Pages of one address saved at several times: what was edited, and what only reads differently."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.clilib import invoke
from tests.crawl.crawllib import rows

pytestmark = pytest.mark.slow

URL = "https://www.longan.gov.vn/tin-tuc/khanh-thanh-cau-1"
TITLE = "Khánh thành cầu Sông Cầu sau hai năm thi công"
TEXT = "".join(
    f"<p>Đoạn {n}: cây cầu nối hai bờ sông, xe đã qua cầu từ sáng nay và bà con hai xã không còn "
    "phải đi phà; Ủy ban nhân dân huyện cho biết đường dẫn sẽ xong trong năm nay.</p>"
    for n in range(4)
)


def page(date: str, head: str = "", text: str = TEXT) -> bytes:
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>"
        f"<p>{date}</p><div>{text}</div></body></html>"
    ).encode()


def saved(root: Path, number: int, payload: bytes, at: str) -> str:
    """Imports a page that was saved at a time; returns what became of it."""
    file = root / f"{number}.html"
    file.write_bytes(payload)
    told = ("--portal", "longan", "--url", URL, "--captured-at", at, "--nl", "--archive", root)
    done = invoke("import", file, *told)
    assert done.code == 0, done.stderr
    return str(json.loads(done.stdout)["outcome"])


def versions(root: Path) -> list[object]:
    for args in (["replay", "--diff", "--csv", "--jobs", "1"], ["verify", "--csv"]):
        done = invoke(*args, "--archive", root)
        assert (done.code, done.stdout.splitlines()[1:]) == (0, []), done.stdout
    return rows(root, "SELECT published, cause FROM article_version ORDER BY seen_at")


@pytest.mark.parametrize("order", ["as they were seen", "the last one first", "mixed"])
def test_dates_that_are_counted_back_from_the_visit(tmp_path: Path, order: str) -> None:
    looks = [
        ("2 giờ trước", "2026-03-02T10:15:00+07:00", "new"),
        ("3 giờ trước", "2026-03-02T11:20:00+07:00", "unchanged"),
        ("02/03/2026 08:05", "2026-03-04T09:00:00+07:00", "changed"),
        ("2 tháng trước", "2026-05-20T09:00:00+07:00", "unchanged"),
        ("1 năm trước", "2027-04-01T09:00:00+07:00", "unchanged"),
    ]
    for number in {"as": range(5), "th": (4, 3, 2, 1, 0), "mi": (1, 3, 0, 4, 2)}[order[:2]]:
        date, at, outcome = looks[number]
        found = saved(tmp_path, number, page(date), at)
        assert found == outcome or order != "as they were seen", date
    assert versions(tmp_path) == [
        ("2026-03-02T08:15:00+07:00", "page"), ("2026-03-02T08:05:00+07:00", "reader"),
    ]  # fmt: skip
    assert invoke("changes", "--archive", tmp_path).stdout == ""
    told = invoke("changes", "--reader", "--archive", tmp_path).stdout
    assert "read differently, not edited" in told
    assert "read differently, not edited" in invoke("history", "1", "--archive", tmp_path).stdout


def test_a_page_read_minutes_after_it_was_published(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2026-03-02T09:10:00+07:00">'
    once, later = page("Ảnh", head), page("Ảnh đẹp", head)
    assert saved(tmp_path, 1, once, "2026-03-02T09:15:00+07:00") == "new"
    assert saved(tmp_path, 2, later, "2026-03-04T09:15:00+07:00") != "changed"
    assert versions(tmp_path)[0] == ("2026-03-02T09:10:00+07:00", "page")


def test_an_edit_is_one_in_whatever_order_the_pages_come(tmp_path: Path) -> None:
    edited = page("2 tháng trước", text=TEXT.replace("bốn", "năm") + "<p>Cầu dài 217 mét.</p>")
    assert saved(tmp_path, 1, page("02/03/2026 08:05"), "2026-03-02T10:15:00+07:00") == "new"
    assert saved(tmp_path, 2, edited, "2026-05-20T09:00:00+07:00") == "changed"
    assert versions(tmp_path) == [("2026-03-02T08:05:00+07:00", "page")] * 2
    shown = invoke("changes", "--nl", "--archive", tmp_path).stdout
    assert [json.loads(line)["kind"] for line in shown.splitlines()] == ["paragraph-added"]
