"""Machine-readable dates: where they stand, which item they describe, what they add to print."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from govnews.model import Article
from tests.reading.pagelib import TITLE, article_of, paragraphs

TEXT = f"<div>{paragraphs(4)}</div>"
DAY = "2025-09-21T14:30:00+07:00"


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def read(below: str = "", head: str = "", above: str = "") -> Article:
    return article_of(f"<div>{above}<div><h1>{TITLE}</h1>{below}{TEXT}</div></div>", head)


def published(below: str = "", head: str = "", above: str = "") -> str | None:
    at = read(below, head, above).published
    return at.isoformat() if at else None


def updated(below: str = "", head: str = "") -> str | None:
    at = read(below, head).updated
    return at.isoformat() if at else None


NAMES = [
    "article:published_time", "datePublished", "pubdate", "publish_date", "DC.date.issued",
    "DC:issued", "DCTERMS.created", "dcterms:issued", "dc.date.created", "bt:pubdate",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_head(name: str) -> None:
    assert published(head=meta(name, DAY)) == DAY


FORMS = [
    ("1758439800", DAY),
    ("1758439800000", DAY),
    ("/Date(1758439800000)/", DAY),
    ("/Date(1758439800000+0700)/", DAY),
    ("2025-09-21T07:30:00Z", DAY),
    ("2025-09-21T07:30:00.000+0000", DAY),
    ("2025-09-21 07:30:00 UTC", DAY),
    ("Sun, 21 Sep 2025 07:30:00 GMT", DAY),
    ("20250921T143000+0700", DAY),
    ("Sun, 21 Sep 2025 20:30:00 -0500", "2025-09-21T20:30:00-05:00"),
    ("Sun, 21 Sep 2025 20:30:00 EST", "2025-09-21T20:30:00-05:00"),
    ("2025-09-21T20:30:00+09:00", "2025-09-21T20:30:00+09:00"),
    ("0945540303", None),
    ("945540303", None),
    ("17584398001", None),
    ("hai ngày trước", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "at"), FORMS, ids=[text or "empty" for text, _ in FORMS])
def test_forms_of_the_head(text: str, at: str | None) -> None:
    assert published(head=meta("pubdate", text)) == at


@pytest.fixture
def machine_zone(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "machine_zone", ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"], indirect=True
)
@pytest.mark.usefixtures("machine_zone")
def test_an_epoch_is_a_moment_whatever_the_zone_of_the_machine() -> None:
    assert published(head=meta("pubdate", "1758474000")) == "2025-09-22T00:00:00+07:00"


ITEM = "<div itemscope itemtype='https://schema.org/NewsArticle'>{}</div>"
OTHER = ITEM.format("<meta itemprop='datePublished' content='2020-01-01'><a href='/x'>Khác</a>")
PLACES = [
    ("microdata", f"<span itemprop='datePublished' content='{DAY}'></span>", DAY),
    ("microdata's other name", f"<span itemprop='dateCreated' content='{DAY}'></span>", DAY),
    ("two names", f"<span itemprop='name datePublished' content='{DAY}'></span>", DAY),
    ("RDFa", f"<span property='dc:date dc:created' content='{DAY}'>Gửi</span>", DAY),
    ("RDFa of schema.org", f"<span property='schema:datePublished' content='{DAY}'></span>", DAY),
    ("RDFa that says nothing", f"<span property='dc:date' content='{DAY}'></span>", None),
    ("a time", f"<p>Ảnh <time datetime='{DAY}'></time></p>", DAY),
    ("a time of an update", f"<p>Ảnh <time class='updated' datetime='{DAY}'></time></p>", None),
    ("a time of both", f"<p>Ảnh <time class='published updated' datetime='{DAY}'></time></p>", DAY),
]


@pytest.mark.parametrize(("name", "below", "at"), PLACES, ids=[row[0] for row in PLACES])
def test_places_in_the_page(name: str, below: str, at: str | None) -> None:
    assert published(below) == at


@pytest.mark.parametrize(
    ("above", "below", "at"),
    [
        (OTHER, f"<meta itemprop='datePublished' content='{DAY}'>", DAY),
        (OTHER, "", "2020-01-01T00:00:00+07:00"),
        (OTHER * 2, "", None),
        (OTHER * 2, f"<meta itemprop='datePublished' content='{DAY}'>", DAY),
    ],
    ids=["its own", "the only item", "items of others", "its own among others"],
)
def test_the_item_of_the_headline_comes_first(above: str, below: str, at: str | None) -> None:
    assert published(below, above=above) == at


P = "<p>21/09/2025</p>"
REFINED = [
    ("the same day", P, meta("pubdate", DAY), DAY),
    ("another day", P, meta("pubdate", "2025-09-22T08:00:00+07:00"), "2025-09-21T00:00:00+07:00"),
    ("a name of no meaning", P, meta("date", DAY), "2025-09-21T00:00:00+07:00"),
    ("midnight", P, meta("pubdate", "2025-09-21T00:00:00Z"), "2025-09-21T00:00:00+07:00"),
    ("midnight here", P, meta("pubdate", "2025-09-20T17:00:00Z"), "2025-09-21T00:00:00+07:00"),
    ("a printed hour", "<p>21/09/2025 08:05</p>", meta("pubdate", DAY),
     "2025-09-21T08:05:00+07:00"),
    ("the day here", "<p>22/09/2025</p>", meta("pubdate", "2025-09-21T20:30:00Z"),
     "2025-09-22T03:30:00+07:00"),
    ("the day there", P, meta("pubdate", "2025-09-21T20:30:00Z"), "2025-09-21T20:30:00+00:00"),
    ("a zone, its day", P, meta("pubdate", "2025-09-21T20:30:00-05:00"),
     "2025-09-21T20:30:00-05:00"),
    ("a time in the line", f"<p><time datetime='{DAY}'>21 Th9, 2025</time></p>", "", DAY),
    ("a time in a link",
     f"<p><i>Ngày <a href='/9'><b><time datetime='{DAY}'>21/09/2025</time></b></a></i></p>",
     "", DAY),
    ("an abbreviation", f"<p><abbr title='{DAY}'>21/09/2025</abbr></p>", "", DAY),
    ("the time of another line", f"{P}<p><b><i><u><time datetime='{DAY}'></time></u></i></b></p>",
     "", "2025-09-21T00:00:00+07:00"),
    ("a time in words", f"<p><time datetime='{DAY}'>Đăng ngày: 21 Tháng 9 2025</time></p>", "",
     DAY),
]  # fmt: skip


@pytest.mark.parametrize(("name", "below", "head", "at"), REFINED, ids=[row[0] for row in REFINED])
def test_a_printed_day_gets_its_hour(name: str, below: str, head: str, at: str) -> None:
    assert published(below, head) == at


def test_a_refined_date_has_both_proofs() -> None:
    article = read(P, meta("pubdate", DAY))
    proofs = [(one.raw, one.rule) for one in article.evidence if one.field == "published"]
    assert proofs == [("21/09/2025", "date-line"), (DAY, "declared-date")]
    assert article.published_precision == "second"


LATER = "2025-09-22T08:00:00+07:00"
UPDATES = [
    ("later", P, meta("article:modified_time", LATER), LATER),
    ("microdata", f"{P}<meta itemprop='dateModified' content='{LATER}'>", "", LATER),
    ("Dublin Core", P, meta("DCTERMS.modified", LATER), LATER),
    ("an epoch", P, meta("og:updated_time", "1758502800"), LATER),
    ("the same day", P, meta("article:modified_time", DAY), None),
    ("a minute later", "<p>21/09/2025 14:29</p>", meta("article:modified_time", DAY), DAY),
    ("the same minute", "<p>21/09/2025 14:30</p>",
     meta("article:modified_time", "2025-09-21T14:30:59+07:00"), None),
    ("earlier", P, meta("article:modified_time", "2025-09-01T08:00:00+07:00"), None),
    ("as published, of an index", P, meta("pubdate", LATER) + meta("dateModified", LATER), None),
    ("alone", "", meta("article:modified_time", LATER), LATER),
    ("printed", "<p>Ngày đăng: 21/09/2025</p><p>Cập nhật: 22/09/2025</p>",
     meta("dateModified", LATER), LATER),
]  # fmt: skip


@pytest.mark.parametrize(("name", "below", "head", "at"), UPDATES, ids=[row[0] for row in UPDATES])
def test_a_declared_update(name: str, below: str, head: str, at: str | None) -> None:
    assert updated(below, head) == at


def test_an_update_that_is_declared_is_no_date_of_publication() -> None:
    assert published(head=meta("article:modified_time", LATER)) is None


def item(headline: str, date: str) -> str:
    return f'{{"@type": "NewsArticle", "headline": "{headline}", "datePublished": "{date}"}}'


def test_the_object_with_the_headline_comes_before_others() -> None:
    scripts = f"[{item('Bài khác', '2024-01-01')}, {item(TITLE, DAY)}]"
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{scripts}</script>"
    assert published(head=head) == DAY
