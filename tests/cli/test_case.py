"""`govnews case new`: a page becomes a case that fails until a person has compared it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from govnews.demo import DemoPortal, load_articles
from tests.caselib import check, load_cases
from tests.cli.clilib import invoke
from tests.crawl.site import Answer, Site

PAGE = """<!doctype html><html><head><title>Cổng</title></head><body><h1>Xã họp về nước sạch</h1>
<p>Ngày đăng: 05/03/2024</p><p>Sáng nay, Ủy ban nhân dân xã họp với các ấp về việc cấp nước sạch cho
mọi hộ dân trong mùa khô.</p><p>Kết luận cuộc họp, Chủ tịch xã yêu cầu các ấp hoàn thành trước ngày
30/4 và công khai số liệu tại nhà văn hóa.</p></body></html>"""
URL = "https://www.longan.gov.vn/tin/1"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    return folder


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_saved_page_becomes_a_case(cases: Path, saved: Path) -> None:
    options = ("--portal", "longan", "--url", URL, "--fetched-at", "06/03/2024")
    done = invoke("case", "new", saved, *options, "--cases", cases)
    assert done.code == 0, done.stderr
    place = cases / "longan" / "xa-hop-ve-nuoc-sach"
    assert done.stdout == f"{place}\n"
    assert (place / "page.html").read_bytes() == saved.read_bytes()
    facts = tomllib.loads((place / "capture.toml").read_text(encoding="utf-8"))
    assert (facts["url"], facts["status"], facts["family"]) == (URL, 200, "uiarticle")
    assert facts["fetched_at"].isoformat() == "2024-03-06T00:00:00+07:00"
    expected = json.loads((place / "expected.json").read_text(encoding="utf-8"))
    assert expected["title"] == "Xã họp về nước sạch"
    assert expected["published"] == "2024-03-05"
    assert expected["reviewed"] is False


def test_a_new_case_fails_until_it_is_reviewed(cases: Path, saved: Path) -> None:
    options = ("--portal", "longan", "--url", URL, "--name", "nuoc-sach", "--cases", cases)
    assert invoke("case", "new", saved, *options).code == 0
    (case,) = load_cases(cases)
    with pytest.raises(AssertionError, match=r"longan/nuoc-sach is new: compare .*expected\.json"):
        check(case)
    path = case.folder / "expected.json"
    expected = json.loads(path.read_text(encoding="utf-8"))
    del expected["reviewed"]
    path.write_text(json.dumps(expected), encoding="utf-8")
    (case,) = load_cases(cases)
    check(case)
    path.write_text(json.dumps({**expected, "title": "Khác"}), encoding="utf-8")
    (case,) = load_cases(cases)
    with pytest.raises(AssertionError, match="title:"):
        check(case)


def test_nothing_is_overwritten(cases: Path, saved: Path) -> None:
    options = ("--portal", "longan", "--url", URL, "--name", "x", "--cases", cases)
    assert invoke("case", "new", saved, *options).code == 0
    before = (cases / "longan" / "x" / "page.html").read_bytes()
    saved.write_text("<html><h1>Khác</h1></html>", encoding="utf-8")
    again = invoke("case", "new", saved, *options)
    assert again.code == 2
    assert "exists already" in again.stderr
    assert (cases / "longan" / "x" / "page.html").read_bytes() == before


def test_a_page_that_is_no_article_becomes_a_case_too(cases: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<html><body></body></html>", encoding="utf-8")
    options = ("--portal", "moi", "--url", "https://moi.gov.vn/trong", "--cases", cases)
    assert invoke("case", "new", empty, *options).code == 0
    (case,) = load_cases(cases)
    assert case.name == "moi/trong"
    assert case.expected == {"kind": "not-an-article", "reason": "empty"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--portal", "longan"), "name its address with --url"),
        (("--portal", "Long An", "--url", URL), "lower-case letters"),
        (("--portal", "longan", "--url", URL, "--name", "../x"), "lower-case letters"),
        (("--portal", "longan", "--url", URL, "--family", "drupal"), "no family 'drupal'"),
        (("--portal", "longan", "--url", "longan.gov.vn/1"), "full address"),
        (("--portal", "longan", "--url", URL, "--cases", "khong-co"), "is no folder"),
    ],
)
def test_wrong_usage(cases: Path, saved: Path, options: tuple[str, ...], words: str) -> None:
    done = invoke("case", "new", saved, "--cases", cases, *options)
    assert done.code == 2
    assert words in done.stderr
    assert not list(cases.rglob("*"))


def test_a_page_is_fetched_into_a_case(cases: Path, quick: None) -> None:
    with DemoPortal(port=0, articles=load_articles()[:3]) as site:
        article = load_articles()[0]
        url = f"{site.url}{article.path}"
        refused = invoke("case", "new", url, "--portal", "demo", "--cases", cases)
        assert refused.code == 1
        assert "no public address" in refused.stderr
        options = ("--portal", "demo", "--cases", cases, "--allow-private")
        assert invoke("case", "new", url, *options).code == 0
        assert invoke("case", "new", url, *options, "--url", URL).code == 2
    (case,) = load_cases(cases)
    assert case.capture.url == url
    assert case.expected["title"] == article.title


def test_robots_txt_is_obeyed(cases: Path, quick: None) -> None:
    with Site() as site:
        site.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /kin/", kind="text/plain")
        site.pages["/kin/1"] = Answer(PAGE.encode())
        done = invoke(
            "case", "new", f"{site.url}/kin/1", "--portal", "moi", "--cases", cases,
            "--allow-private",
        )  # fmt: skip
    assert done.code == 1
    assert "robots.txt forbids" in done.stderr
    assert not list(cases.rglob("*"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause between robots.txt and the page."""
    monkeypatch.setattr("govnews.cli.case.DELAY", 0.0)
