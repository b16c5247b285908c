"""How sure each field is, by the rule that found it and the witnesses on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from govnews.model import Article, Confidence
from govnews.reading import weights as w
from govnews.reading.confidence import RULES
from tests.reading.pagelib import DATE, TITLE, URL, article_of, dump_of, paragraphs, text

DOCS = (Path(__file__).parents[2] / "docs" / "extraction.md").read_text(encoding="utf-8")
H1 = f"<h1>{TITLE}</h1>"
H2 = f"<h2>{TITLE}</h2>"
BODY = paragraphs(3)
TEXT = BODY.replace("<p>", "").replace("</p>", " ")


def confidence(article: Article, field: str) -> Confidence | None:
    found = (item.confidence for item in article.evidence if item.field.partition("[")[0] == field)
    return next(found, None)


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def json_ld(**values: str) -> str:
    pairs = ", ".join(f'"{name}": "{value}"' for name, value in values.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {pairs}}}</script>'


OG = meta("og:title", TITLE)
PUBLISHED = "article:published_time"
LEAD = f"<p><b>{text(150)}</b></p>"
SIGNED = '<p style="text-align:right"><b>Hồ Văn Thắm</b></p>'

# (field, body, head, confidence)
ROWS = [
    # a title: declared, the one h1, in the address; another heading is the declared one
    ("title", H2 + DATE + BODY, OG, "sure"),
    ("title", H1 + DATE + BODY, "", "sure"),
    ("title", H2 + DATE + BODY, "", "likely"),
    ("title", H1 + DATE + BODY + "<h1>Cổng thông tin</h1>", "", "likely"),
    ("title", H2 + DATE + BODY + "<h3>Bản tin tuần</h3>", meta("og:title", "Bản tin tuần"),
     "unsure"),
    ("title", H1 + DATE + BODY + "<h3>Bản tin tuần</h3>", meta("og:title", "Bản tin tuần"),
     "likely"),
    ("title", BODY, f"<title>{TITLE}</title>", "unsure"),
    ("title", BODY, f"<title>{TITLE}</title>" + OG, "likely"),
    # a date: labelled, declared on the same day or another one, named by a class, beside another
    ("published", H1 + "<p>Ngày đăng: 12/05/2023</p>" + BODY, "", "sure"),
    ("published", H1 + "<p>Ngày đăng: 12/05/2023</p>" + BODY, meta(PUBLISHED, "2023-05-14"),
     "unsure"),
    ("published", H1 + DATE + BODY, "", "likely"),
    ("published", H1 + DATE + BODY, meta(PUBLISHED, "2023-05-12"), "sure"),
    ("published", H1 + DATE + BODY, meta(PUBLISHED, "2023-05-11T23:00:00Z"), "sure"),
    ("published", H1 + DATE + BODY, meta(PUBLISHED, "2023-05-14"), "unsure"),
    ("published", H1 + DATE + BODY,
     meta(PUBLISHED, "2023-05-14") + json_ld(datePublished="2023-05-12"), "likely"),
    ("published", H1 + '<p class="post-date">12/05/2023</p>' + BODY, "", "sure"),
    ("published", H1 + DATE + "<p>14/06/2023</p>" + BODY, "", "unsure"),
    ("published", H1 + BODY, meta(PUBLISHED, "2023-05-12"), "likely"),
    ("published", H1 + BODY, meta(PUBLISHED, "2023-05-12") + json_ld(datePublished="2023-05-12"),
     "sure"),
    ("published", H1 + "<p>Cập nhật: 12/05/2023</p>" + BODY, "", "unsure"),
    # an update
    ("updated", H1 + DATE + "<p>Cập nhật: 14/05/2023</p>" + BODY, "", "sure"),
    ("updated", H1 + DATE + BODY, json_ld(dateModified="2023-05-14"), "likely"),
    ("updated", H1 + DATE + BODY,
     meta("article:modified_time", "2023-05-14") + json_ld(dateModified="2023-05-14"), "sure"),
    # an author
    ("author", H1 + DATE + BODY + "<p>Tác giả: Hồ Văn Thắm</p>", "", "sure"),
    ("author", H1 + "<p>By Hồ Văn Thắm</p>" + DATE + BODY, "", "likely"),
    ("author", H1 + DATE + BODY + SIGNED, "", "likely"),
    ("author", H1 + DATE + BODY + SIGNED, json_ld(author="Hồ Văn Thắm"), "sure"),
    ("author", H1 + DATE + BODY + SIGNED, json_ld(author="Trần Thị Mận"), "unsure"),
    ("author", H1 + DATE + BODY + SIGNED, json_ld(author="Văn Thắm"), "likely"),
    ("author", H1 + '<p class="byline">Von, Hồ Văn Thắm</p>' + DATE + BODY + SIGNED, "", "sure"),
    ("author", H1 + "<p>12/05/2023 | Hồ Văn Thắm</p>" + BODY + SIGNED, "", "sure"),
    ("author", H1 + DATE + BODY, json_ld(author="Hồ Văn Thắm"), "unsure"),
    # views
    ("views", H1 + "<p>12/05/2023 | Lượt xem: 20</p>" + BODY, "", "sure"),
    ("views", H1 + DATE + '<p><i class="fa-eye"></i> 20</p>' + BODY, "", "likely"),
    ("views", H1 + "<p>12/05/2023 | Lượt xem: 20</p>" + BODY + "<p>Lượt xem: 31</p>", "", "unsure"),
    # a lead
    ("sapo", H1 + DATE + f'<p class="sapo">{text(150)}</p>' + BODY, "", "sure"),
    ("sapo", H1 + DATE + LEAD + BODY, "", "likely"),
    ("sapo", H1 + DATE + LEAD + BODY, meta("og:description", text(150)[:100] + "…"), "sure"),
    # a text
    ("body", H1 + DATE + f'<div class="article-body">{BODY}</div>', "", "likely"),
    ("body", H1 + DATE + BODY, json_ld(articleBody=TEXT), "sure"),
    ("body", H1 + DATE + BODY, json_ld(articleBody=text(150)), "unsure"),
    # a section
    ("section", f"<p>Trang chủ › Xã hội</p>{H1}{DATE}{BODY}", "", "likely"),
    ("section", f"<p>Trang chủ › Xã hội</p>{H1}{DATE}{BODY}", meta("article:section", "Xã hội"),
     "sure"),
    ("section", f"<p>Trang chủ › Xã hội</p>{H1}{DATE}{BODY}", meta("article:section", "Y tế"),
     "unsure"),
    ("section", f"{H1}<p>Chuyên mục: Xã hội</p>{DATE}{BODY}", "", "sure"),
    # a source, who signs a document, documents and files
    ("source", H1 + DATE + BODY + "<p>Nguồn: Hồ Văn Thắm</p>", "", "sure"),
    ("source", H1 + DATE + BODY + "<p>(Theo Hồ Văn Thắm)</p>", "", "likely"),
    ("source", H1 + DATE + BODY + "<p>(Theo TTXVN)</p>", "", "sure"),
    ("refs", H1 + DATE + BODY + f"<p>{text(60)} Quyết định số 12/QĐ-UBND.</p>", "", "sure"),
    ("attachments", H1 + DATE + BODY + '<p><a href="/f/ke-hoach.pdf">Kế hoạch</a></p>', "", "sure"),
    ("attachments", H1 + DATE + BODY + '<p><a href="/download?id=4">ke-hoach.pdf</a></p>', "",
     "likely"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "body", "head", "level"), ROWS)
def test_a_field_is_as_sure_as_its_rule_and_its_witnesses(
    field: str, body: str, head: str, level: Confidence
) -> None:
    assert confidence(article_of(body, head), field) == level


@pytest.mark.parametrize(
    ("behalf", "level"), [("", "likely"), ("<p>TM. ỦY BAN NHÂN DÂN</p>", "sure")]
)
def test_an_officer_who_signs_for_somebody_is_sure(behalf: str, level: Confidence) -> None:
    block = f"{behalf}<p>CHỦ TỊCH</p><p>Hồ Văn Thắm</p>"
    assert confidence(article_of(H1 + DATE + BODY + block), "signers") == level


SLUG = "hoi-dong-nhan-dan-tinh-khai-mac-ky-hop"


@pytest.mark.parametrize(("words", "level"), [(4, "likely"), (5, "sure"), (10, "sure")])
def test_an_address_made_of_the_headline_is_a_witness(words: int, level: Confidence) -> None:
    assert w.SLUG_WORDS == 5
    slug = "-".join(SLUG.split("-")[:words])
    article = article_of(H2 + DATE + BODY, url=f"https://mau.gov.vn/tin/{slug}.html")
    assert confidence(article, "title") == level


@pytest.mark.parametrize("path", ["xa-hoi/bai-1.html", "2023/05/xa-hoi-12.html"])
def test_an_address_with_section_and_month_is_a_witness(path: str) -> None:
    body = f"<p>Trang chủ › Xã hội</p>{H1}{DATE}{BODY}"
    article = article_of(body, url=f"https://mau.gov.vn/{path}")
    assert confidence(article, "section") == "sure"
    assert (confidence(article, "published") == "sure") == path.startswith("2023/05")
    assert confidence(article_of(body, url=URL), "section") == "likely"


def test_a_breadcrumb_that_ends_with_the_headline_is_sure() -> None:
    crumb = f'<p class="breadcrumb">Trang chủ › Xã hội › {TITLE}</p>'
    assert confidence(article_of(crumb + H1 + DATE + BODY, OG), "section") == "sure"


@pytest.mark.parametrize(("size", "level"), [(59, "likely"), (60, "sure")])
def test_a_description_that_begins_as_the_lead_does_is_a_witness(
    size: int, level: Confidence
) -> None:
    assert w.DESCRIBED_LENGTH == 60
    lead = text(150, start="Năm nayy ")
    body = f"{H1}{DATE}<p><b>{lead}</b></p>{BODY}"
    assert confidence(article_of(body, meta("description", lead[:size])), "sapo") == level


@pytest.mark.parametrize(("share", "level"), [(90, "unsure"), (96, "sure")])
def test_how_much_of_a_text_a_declared_one_repeats(share: int, level: Confidence) -> None:
    assert w.DECLARED_TEXT_MATCH == 0.95
    own = TEXT.split()
    kept = share * len(own) // 100
    other = " ".join([*own[:kept], *["xyz"] * (len(own) - kept)])
    assert confidence(article_of(H1 + DATE + BODY, json_ld(articleBody=other)), "body") == level


def test_a_value_that_was_dropped_is_unsure() -> None:
    article = article_of(H1 + "<p>Ngày đăng: 12/05/2027</p>" + BODY)
    assert (article.published, confidence(article, "published")) == (None, "unsure")


def test_fields_of_a_dump_have_a_confidence_too() -> None:
    article = dump_of(f"{TITLE}\n\n12/05/2023\n\n{text(200)}\n\n{text(300, start='Sang ')}\n")
    assert confidence(article, "body") == "unsure"
    assert confidence(article, "title") == "unsure"
    assert confidence(article, "published") == "likely"


def test_every_documented_rule_has_a_strength_and_the_docs_say_which() -> None:
    documented = {
        field: {rule.partition(":")[0] for rule in re.findall(r"`([a-z:…-]+)`", " ".join(rules))}
        for field, *rules in _table("## The fields and their rules")
    }
    assert {field: set(rules) for field, rules in RULES.items()} == documented
    strengths = {
        row[0]: tuple(set(re.findall(r"`([a-z-]+)`", cell)) for cell in row[1:3])
        for row in _table("## Confidence")
    }
    assert strengths == {
        field: tuple(
            {name for name, strength in rules.items() if strength.name == level}
            for level in ("MARKED", "WEAK")
        )
        for field, rules in RULES.items()
    }


def _table(heading: str) -> list[list[str]]:
    """The rows of the last table of a section, without its heading."""
    section = DOCS.partition(heading)[2].partition("\n## ")[0]
    table = section.rpartition("|---|")[2].partition("\n\n")[0]
    lines = [line for line in table.splitlines()[1:] if line.startswith("|")]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
