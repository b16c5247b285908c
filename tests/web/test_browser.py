"""The pages in a real browser: used by mouse, by keyboard, on a phone, under attack."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.conftest import Watched
from tests.web.weblib import HOSTILE

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DARK = {"viewport": {"width": 1200, "height": 800}, "color_scheme": "dark"}
PAGES = (
    "/", "/?q=papi&portal=longan", "/article/1", "/article/1/compare", "/capture/1",
    "/coverage?year=2021&units=34", "/portal/longan", "/changes",
    "/held", "/held/1",
)  # fmt: skip


def test_search_filter_open_compare(tab: Watched) -> None:
    page = tab.open("/")
    page.get_by_role("searchbox").fill("chi so papi")
    page.get_by_role("button", name="Tìm").click()
    assert "62 bài viết" in page.get_by_role("heading", level=2).inner_text()
    assert page.locator(".snippet mark").first.inner_text() == "Chỉ số PAPI"
    page.get_by_role("link", name="Trang sau").click()
    assert page.locator(".hit").count() == 20
    page.get_by_label("Cổng thông tin", exact=True).select_option("longan")
    page.get_by_label("Sắp xếp").select_option("date")
    page.get_by_role("button", name="Tìm").click()
    page.locator(".facets").get_by_role("link", name=re.compile("^Tin tức")).click()
    assert "section=Tin" in page.url
    page.get_by_role("link", name=re.compile("^Bỏ bộ lọc: Chuyên mục")).click()
    assert "section" not in page.url
    page.get_by_role("link", name="Trang sau").click()
    page.get_by_role("link", name="Tin số 1 về cải cách hành chính").click()
    page.get_by_role("link", name="So sánh hai phiên bản gần nhất").click()
    assert page.locator("del").all_inner_texts() == ["1.250"]
    assert page.locator("ins").all_inner_texts() == ["1.520"]


def test_an_address_can_be_shared(tab: Watched) -> None:
    page = tab.open("/?q=papi&portal=hanoi&since=2021-06-01&order=date&page=1")
    assert page.get_by_label("Cổng thông tin", exact=True).input_value() == "hanoi"
    assert page.get_by_label("Từ ngày").input_value() == "2021-06-01"
    assert page.get_by_role("searchbox").input_value() == "papi"
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải kết quả về dạng CSV").click()
    assert download.value.suggested_filename == "govnews.csv"


def test_an_article_with_all_its_parts(tab: Watched) -> None:
    page = tab.open("/article/1")
    assert page.locator("svg.chart .dot").count() == 5
    page.get_by_text("Xem dạng bảng").click()
    assert page.get_by_role("cell", name="đếm lại từ đầu").inner_text() == "-87 đếm lại từ đầu"
    page.get_by_role("link", name="123/QĐ-UBND").click()
    assert page.locator(".hit").count() == 2
    page.go_back()
    page.get_by_role("link", name="Bản đã chụp").click()
    frame = page.frame_locator("iframe.captured")
    assert "1.520" in frame.locator("body").inner_text()
    color = frame.locator("body").evaluate("node => getComputedStyle(node).margin")
    assert color == "16px"  # its own style sheet is there


def test_where_a_value_is_from_by_mouse_and_keyboard(tab: Watched) -> None:
    page = tab.open("/article/1")
    button = page.get_by_role("button", name="Giá trị này lấy từ đâu: tiêu đề")
    note = page.locator("#why-title")
    assert not note.is_visible()
    button.hover()
    assert note.is_visible()
    assert "/html/body/h1" in note.inner_text()
    page.mouse.move(0, 0)
    assert not note.is_visible()
    button.focus()
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible()


def test_by_keyboard_alone(tab: Watched) -> None:
    page = tab.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("papi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=papi")
    page.locator(".hit a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/article/*")


def test_the_language_is_switched_and_kept(tab: Watched) -> None:
    page = tab.open("/?q=papi&portal=longan")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "q=papi" in page.url
    page.get_by_role("link", name="Coverage").click()
    assert "Articles by province and month" in page.locator("caption").inner_text()
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.locator("html").get_attribute("lang") == "vi"


def test_a_field_of_the_map_leads_to_its_articles(tab: Watched) -> None:
    page = tab.open("/coverage?year=2021")
    row = page.get_by_role("row", name=re.compile("^Long An"))
    row.get_by_role("link").first.click()
    assert page.locator(".hit").count() == 1
    page.go_back()
    page.get_by_label("Đơn vị").select_option("34")
    page.get_by_role("button", name="Xem").click()
    row = page.get_by_role("row", name=re.compile("^Tây Ninh"))
    assert row.get_by_role("link").count() > 5


@pytest.mark.parametrize("tab", [PHONE], indirect=True)
def test_a_phone_shows_every_page_without_scrolling_sideways(tab: Watched) -> None:
    for path in (*PAGES, "/article/2", "/article/2/compare", "/held/2"):
        page = tab.open(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, (path, width)


@pytest.mark.parametrize(
    "path",
    ["/article/2", "/?q=papi&portal=odd", "/article/2/compare", "/changes", "/portal/odd",
     "/portal/longan", "/capture/6", "/held", "/held/2"],
)  # fmt: skip
def test_what_a_portal_sends_is_shown_as_text(tab: Watched, path: str) -> None:
    page = tab.open(path)
    page.wait_for_timeout(50)
    for frame in page.frames:
        assert frame.evaluate("document.documentElement.dataset.hacked") is None
        assert frame.evaluate("document.querySelectorAll('img[src], svg[onload]').length") == 0
    assert page.url.endswith(path)
    if path not in {"/capture/6", "/portal/odd"}:
        assert HOSTILE[:20] in page.locator("main").inner_text()


def test_what_is_held_is_found_from_the_front_page(tab: Watched) -> None:
    page = tab.open("/?lang=en")
    page.get_by_role("link", name="3 pages are held for review").click()
    page.get_by_role("link", name="https://www.longan.gov.vn/bai-5").click()
    assert page.locator("tbody ins").first.inner_text() == "Đăng nhập"
    ways = page.get_by_label("Ways out").inner_text()
    for way in ("--accept 1", "--discard 1", "--as-redesign longan"):
        assert f"govnews review {way}" in ways
    page.get_by_role("link", name="The page as captured").click()
    assert page.frame_locator("iframe").locator("p").inner_text().startswith("Mời đăng nhập")


def test_a_query_is_shown_as_text(tab: Watched) -> None:
    page = tab.open("/")
    page.get_by_role("searchbox").fill(f"papi {HOSTILE}")
    page.get_by_role("button", name="Tìm").click()
    assert page.get_by_role("searchbox").input_value() == f"papi {HOSTILE}"
    assert page.evaluate("document.documentElement.dataset.hacked") is None
    assert "không tìm được" in page.get_by_role("alert").inner_text().lower()
    tab.said.clear()  # 400 is what the answer should be


def violations(tab: Watched, path: str, **options: Any) -> list[Any]:
    """What axe-core finds on a page: the rule, and the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab.open(path), options=options).response["violations"]
    tab.said.clear()  # axe tries to read style sheets in ways that the policy forbids
    return [(each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]


@pytest.mark.parametrize("path", [*PAGES, "/khong-co", "/?lang=en&q=papi"])
def test_axe_finds_nothing(tab: Watched, path: str) -> None:
    assert violations(tab, path) == []


@pytest.mark.parametrize("tab", [DARK], indirect=True, ids=["dark"])
def test_the_dark_has_contrast(tab: Watched) -> None:
    for path in (
        "/?q=papi",
        "/article/1/compare",
        "/coverage?year=2021&units=34",
        "/changes",
        "/held/1",
    ):
        assert violations(tab, path, runOnly=["color-contrast"]) == [], path


@pytest.mark.parametrize("tab", [PHONE], indirect=True, ids=["phone"])
def test_a_phone_has_nothing_worse(tab: Watched) -> None:
    for path in ("/?q=papi", "/article/1"):
        assert violations(tab, path, runOnly=["wcag2a", "wcag2aa", "wcag22aa"]) == [], path


def test_a_page_is_light_and_stays_in_place(tab: Watched) -> None:
    sizes: list[int] = []
    tab.page.on("response", lambda response: sizes.append(len(response.body())))
    for path in ("/", "/article/1", "/coverage?year=2021"):
        sizes.clear()
        page = tab.open(path)
        page.wait_for_load_state("networkidle")
        assert sum(sizes) < 300_000, path
        shift = page.evaluate(
            """() => new Promise(done => {
                let sum = 0;
                new PerformanceObserver(list => {
                    for (const entry of list.getEntries()) sum += entry.value;
                }).observe({type: "layout-shift", buffered: true});
                setTimeout(() => done(sum), 100);
            })"""
        )
        assert shift < 0.01, path  # a tenth of what counts as good
