"""Breakages of the fields around the text: lost, swapped, the same for all articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from govnews.model import VIETNAM
from tests.broken.articles import AUTHORS, SECTIONS
from tests.broken.catalogue import of_answers, of_html, of_pages
from tests.broken.portal import SITE_NAME, Page, Visit, grouped, printed, redesigned, titled
from tests.crawl.site import Answer

# --- a redesign -----------------------------------------------------------------------------------


@of_pages(quiet=True, skin=redesigned)
def redesign(page: Page) -> Page:
    """A new content management system prints all that the old one did."""
    return page


@of_pages(skin=redesigned)
def redesign_without_author(page: Page) -> Page:
    """A redesign that forgets who wrote."""
    return replace(page, author="")


@of_pages(skin=redesigned)
def redesign_without_date(page: Page) -> Page:
    """A redesign that forgets the date."""
    return replace(page, date="")


@of_pages(skin=redesigned)
def redesign_without_author_and_date(page: Page) -> Page:
    """A redesign that forgets who wrote and when."""
    return replace(page, author="", date="")


@of_pages(skin=redesigned)
def redesign_without_views(page: Page) -> Page:
    """A redesign that counts no views any more."""
    return replace(page, views="")


@of_pages(skin=redesigned)
def redesign_without_sapo(page: Page) -> Page:
    """A redesign that has no place for the lead."""
    return replace(page, sapo="")


@of_pages(skin=redesigned)
def redesign_without_section(page: Page) -> Page:
    """A redesign without the trail that names the section."""
    return replace(page, section="")


# --- dates ----------------------------------------------------------------------------------------


@of_pages()
def dates_gone(page: Page) -> Page:
    """The date's template variable was renamed: none is printed."""
    return replace(page, date="")


@of_answers(quiet=True)
def dates_relative(visit: Visit) -> Answer:
    """The template counts dates back from the visit: "2 tháng trước"."""
    now = visit.portal.last  # the time of the captures, whatever day it is on the portal

    def relative(page: Page) -> Page:
        days = (now.replace(tzinfo=None) - page.published.replace(tzinfo=None)).days
        text = f"{days // 30} tháng trước" if days >= 30 else f"{max(days, 1)} ngày trước"
        return replace(page, date=text)

    return visit.change(relative)


@of_answers()
def dates_of_today(visit: Visit) -> Answer:
    """The template prints the time of the request as the date of each article."""
    return visit.change(lambda page: replace(page, date=printed(visit.portal.now)))


@of_answers()
def dates_of_the_import(visit: Visit) -> Answer:
    """A migration gives all articles the date of the migration."""
    moved = visit.portal.last - timedelta(days=40)
    return visit.change(lambda page: replace(page, date=printed(moved)))


@of_pages()
def day_and_month_swapped(page: Page) -> Page:
    """A server set up in American English prints the month first."""
    return replace(page, date=f"{page.published:%m/%d/%Y %H:%M}")


@of_pages(quiet=True)
def two_digit_years(page: Page) -> Page:
    """The format of dates is cut to two digits of the year."""
    return replace(page, date=f"{page.published:%d/%m/%y %H:%M}")


@of_pages()
def dates_a_day_off(page: Page) -> Page:
    """Dates at midnight of Vietnam, printed in the server's zone, fall on the day before."""
    return replace(page, date=printed(page.published - timedelta(hours=24)))


@of_pages()
def dates_seven_hours_off(page: Page) -> Page:
    """The server's clock was set to UTC: times are seven hours early."""
    return replace(page, date=printed(page.published - timedelta(hours=7)))


def _with_facts(text: str, visit: Visit, facts: str) -> str:
    """An article's page with more in the line of its date and views."""
    info = '<div class="info">'
    return text.replace(info, f"{info}{facts} ") if visit.number is not None else text


@of_html(quiet=True)
def a_clock_as_date_of_change(text: str, visit: Visit) -> str:
    """All pages print the time of the request as that of their last change."""
    return _with_facts(text, visit, f"<i>Cập nhật: {datetime.now(VIETNAM):%d/%m/%Y %H:%M}</i>")


@of_html()
def dates_of_change_of_today(text: str, visit: Visit) -> str:
    """A cache that is filled each morning prints its time as that of the last change of all."""
    this_morning = datetime.now(VIETNAM) - timedelta(hours=4)
    return _with_facts(text, visit, f"<i>Cập nhật: {this_morning:%d/%m/%Y %H:%M}</i>")


# --- authors and views ----------------------------------------------------------------------------


@of_pages()
def authors_gone(page: Page) -> Page:
    """The author's template variable was renamed: none is printed."""
    return replace(page, author="")


@of_pages()
def authors_all_admin(page: Page) -> Page:
    """A migration makes the administrator's account the author of all."""
    return replace(page, author="Admin")


@of_pages()
def authors_all_one(page: Page) -> Page:
    """A migration makes the editor in chief the author of all."""
    return replace(page, author="Đoàn Thị Mai Phương")


@of_pages()
def authors_of_the_neighbour(page: Page) -> Page:
    """A join of two tables slips by one: each article has the author of another."""
    return replace(page, author=AUTHORS[(AUTHORS.index(page.author) + 1) % len(AUTHORS)])


@of_pages()
def authors_and_views_swapped(page: Page) -> Page:
    """Two columns are swapped: the count stands where the author was, and the other way round."""
    return replace(page, author=str(page.count), views=f"Lượt xem: {page.author}")


@of_pages()
def views_zero(page: Page) -> Page:
    """The table of counts was emptied: each article has 0 views."""
    return replace(page, views="Lượt xem: 0")


@of_pages()
def views_all_the_same(page: Page) -> Page:
    """One cached count is printed for all articles."""
    return replace(page, views="Lượt xem: 4.711")


@of_pages()
def views_of_a_tenth(page: Page) -> Page:
    """The counts were restored from an old backup: a tenth of what they were."""
    return replace(page, views=f"Lượt xem: {grouped(page.count // 10)}")


@of_html()
def one_source_for_all(text: str, visit: Visit) -> str:
    """A new field, whose default is the name of a paper, is printed under each text."""
    source = '<p class="source">Nguồn: Báo Sông Mẫu</p>'
    return text.replace('<p class="author">', f'{source}<p class="author">')


# --- titles, leads, sections, files ---------------------------------------------------------------


@of_pages()
def titles_cut(page: Page) -> Page:
    """A template for mobile phones cuts titles at 40 characters."""
    return titled(page, page.title[:40].rstrip() + "…")


@of_pages()
def titles_all_the_sites_name(page: Page) -> Page:
    """The headline's variable is lost: every page has the name of the site."""
    return titled(page, SITE_NAME)


@of_pages()
def titles_with_the_sites_name(page: Page) -> Page:
    """A plug-in for search engines appends the site's name to all titles."""
    return titled(page, f"{page.title} - {SITE_NAME}")


@of_pages()
def one_sapo_for_all(page: Page) -> Page:
    """The lead's place is used for a greeting of the season."""
    text = "Ban biên tập kính chúc quý bạn đọc năm mới an khang thịnh vượng, vạn sự như ý."
    return replace(page, sapo=text)


@of_pages()
def sections_all_one(page: Page) -> Page:
    """A migration puts all articles into one section."""
    return replace(page, section=next(iter(SECTIONS)))


@of_pages()
def attachments_gone(page: Page) -> Page:
    """The files' folder was not moved, and the template hides what is not there."""
    return replace(page, files=())


@of_pages()
def attachments_behind_a_handler(page: Page) -> Page:
    """All attached files get addresses of a download handler."""
    files = tuple((f"/files/tai-ve.aspx?id={url[7:-4]}", name) for url, name in page.files)
    return replace(page, files=files)


@of_pages()
def one_file_on_all(page: Page) -> Page:
    """A guide for the portal's app is attached to each article, new ones too."""
    guide = ("/files/huong-dan.pdf", "Hướng dẫn cài đặt ứng dụng công dân số.pdf")
    return replace(page, files=(*page.files, guide))
