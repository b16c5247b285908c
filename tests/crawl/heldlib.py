"""A portal whose pages are laid out anew between two crawls, so that their readings are held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.crawl.crawllib import change, crawl, next_second
from tests.crawl.site import Answer, Site, headline, portal_file

COUNT = 24
DUE = """UPDATE frontier SET first_found_at = '2020-01-01T00:00:00Z',
    finished_at = '2020-01-01T00:00:00Z'"""
TEXT = (
    "hội nghị đã nghe báo cáo về sản xuất nông nghiệp xây dựng nông thôn mới và an sinh xã hội "
    "trên địa bàn toàn tỉnh trong quý vừa qua các xã khẩn trương thu hoạch lúa rà soát hồ đập"
)
WORDS = TEXT.split()


@dataclass(frozen=True)
class Page:
    number: int
    views: int | None = 10
    extra: str = ""

    @property
    def paragraphs(self) -> list[str]:
        said = [" ".join(WORDS[(self.number + 5 * k) % 30 :] + WORDS[:k]) for k in range(1, 4)]
        text = [f"Đoạn {k} của bài {self.number}: {words}." for k, words in enumerate(said)]
        return [*text, *([self.extra] if self.extra else [])]


def old(page: Page) -> bytes:
    text = "".join(f"<p>{line}</p>" for line in page.paragraphs)
    views = f"<div>Lượt xem: {page.views}</div>" if page.views is not None else ""
    return (
        f"<html><head><title>{headline(page.number)}</title></head><body><div class=tren>"
        f"<h1>{headline(page.number)}</h1><div class=date>24/05/2021 14:30</div>{views}</div>"
        f"<div class=noidung><p class=sapo><b>Tóm tắt bài {page.number}, theo báo cáo của Sở.</b>"
        f"</p>{text}<p style='text-align:right'><b>Lê Vân</b></p></div></body></html>"
    ).encode()


def new(page: Page) -> bytes:
    """The same under another template: without count and author, the date without a time."""
    text = "".join(f"<div>{line}</div>" for line in page.paragraphs)
    return (
        f"<html><head><title>{headline(page.number)}</title></head><body><main><article>"
        f"<header><h2 class=ten>{headline(page.number)}</h2><time>24/05/2021</time></header>"
        f"<section class=than><div>Tóm tắt bài {page.number}, theo báo cáo của Sở.</div>{text}"
        f"</section></article></main></body></html>"
    ).encode()


def notice(page: Page) -> bytes:
    """One text in the old template, whatever was asked for."""
    return old(Page(99, page.views, "Cổng thông tin được nâng cấp, mời bạn đọc quay lại sau."))


Skin = Callable[[Page], bytes]


def lay(site: Site, skin: Skin, pages: Iterable[Page]) -> None:
    for page in pages:
        site.pages[f"/bai-{page.number}"] = Answer(skin(page))


PAGES = [Page(n) for n in range(1, COUNT + 1)]


REPLACED = [
    "Nhân dân cả nước đón tết cổ truyền trong niềm vui và bình an, chợ hoa đông khách từ sáng sớm.",
    "Đội bóng của trường trung học thắng giải thanh thiếu niên sau ba trận đấu rất căng thẳng.",
]


def other(page: Page, said: str) -> bytes:
    """Another article under the address of a page."""
    changed = Page(page.number, page.views)
    html = old(changed).decode().replace(headline(page.number), said[:60])
    for line in (*changed.paragraphs, f"Tóm tắt bài {page.number}, theo báo cáo của Sở."):
        html = html.replace(line, said)
    return html.encode()


def lay_list(site: Site, skin: Skin) -> None:
    """The list and all pages."""
    site.listing("/tin", range(COUNT, 0, -1))
    lay(site, skin, PAGES)


def again(root: Path) -> int:
    """A crawl of a later second that asks for all known pages."""
    change(root, DUE)
    next_second()
    return crawl(root, "thu").code


def held_archive(root: Path) -> None:
    """An archive of a portal whose pages are held: all have a new template, and page 3 is another
    article.
    """
    with Site() as site:
        portal_file(root, "thu", site.url)
        lay_list(site, old)
        assert crawl(root, "thu").code == 0
        lay(site, new, PAGES)
        site.pages["/bai-3"] = Answer(other(PAGES[2], REPLACED[0]))
        assert again(root) == 3
