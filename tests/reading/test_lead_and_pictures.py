"""Leads, captions and paragraphs at their borders."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import DATE, TITLE, article_of, paragraphs, phrase, rule_of, text

HEAD = f"<h1>{TITLE}</h1>{DATE}"


def lead(first: str, rest: str = "", **options: object) -> str | None:
    """The rule that finds a lead."""
    body = f"<div>{HEAD}<div>{first}{rest or paragraphs(3)}</div></div>"
    return rule_of(article_of(body, **options), "sapo")  # type: ignore[arg-type]


def nested(count: int, inner: str) -> str:
    return f"<div class='sapo'>{'<div>' * count}{inner}{'</div>' * count}</div>"


P = f"<p>{text(100)}</p>"
BOLD = f"<p><b>{text(100)}</b></p>"
LEADS = [
    ("30 characters of its class", f"<p class='sapo'>{text(30)}</p>", "", "sapo-class"),
    ("29 characters", f"<p class='sapo'>{text(29)}</p>", "", None),
    ("a text of 40", f"<p class='sapo'>{text(60)}</p>", f"<p>{text(40)}</p>", "sapo-class"),
    ("a text of 39", f"<p class='sapo'>{text(60)}</p>", f"<p>{text(39)}</p>", None),
    ("its class two elements around", nested(1, P), "", "sapo-class"),
    ("its class inside", f"<p><b><i><u class='sapo'>{text(45)}</u></i></b></p>", "", "sapo-class"),
    (
        "its class deeper inside",
        f"<p><s><q><u><tt class='sapo'>{text(45)}</tt></u></q></s></p>",
        "",
        None,
    ),
    ("50 in bold", f"<p><b>{text(50)}</b></p>", "", "sapo-bold"),
    ("49 in bold", f"<p><b>{text(49)}</b></p>", "", None),
    ("50 in italics", f"<p><i>{text(50)}</i></p>", "", "sapo-italic"),
    ("49 in italics", f"<p><i>{text(49)}</i></p>", "", None),
    ("half of the rest plain", BOLD, f"<p><b>{text(60)}</b></p>{paragraphs(1)}", "sapo-bold"),
    ("less of it", BOLD, f"<p><b>{text(60)}</b></p><p><i>{text(61)}</i></p>{paragraphs(1)}", None),
    ("80 of a heading", f"<h3>{text(80)}</h3>", "", "sapo-heading"),
    ("79 of a heading", f"<h3>{text(79)}</h3>", "", None),
    ("60 set apart", f"<p>{text(60)}</p>", f"<div>{paragraphs(3)}</div>", "sapo-apart"),
    ("59 set apart", f"<p>{text(59)}</p>", f"<div>{paragraphs(3)}</div>", None),
]


@pytest.mark.parametrize(("name", "first", "rest", "rule"), LEADS, ids=[row[0] for row in LEADS])
def test_leads(name: str, first: str, rest: str, rule: str | None) -> None:
    assert lead(first, rest) == rule


@pytest.mark.parametrize(("levels", "rule"), [(1, "sapo-class"), (2, None)])
def test_a_lead_class_around(levels: int, rule: str | None) -> None:
    around = f"<div class='sapo'>{'<div>' * levels}<p>{text(55)}</p>{'</div>' * levels}"
    rest = f"<p>{text(90)}</p></div>{paragraphs(3)}"
    assert lead(around + rest, " ") == rule


@pytest.mark.parametrize(("size", "rule"), [(10, "selector:#s"), (9, None)])
def test_a_selected_lead(size: int, rule: str | None) -> None:
    assert lead(f"<p id='s'>{text(size)}</p>", hints={"sapo": ("#s",)}) == rule


def body_of(inner: str) -> list[str]:
    return list(article_of(f"<div>{HEAD}<div>{inner}{paragraphs(2)}</div></div>").paragraphs)


@pytest.mark.parametrize(("size", "count"), [(61, 1), (60, 2)])
def test_a_line_printed_twice(size: int, count: int) -> None:
    twice = f"<p>{text(size)}</p>" * 2
    assert body_of(f"{paragraphs(1)}{twice}").count(text(size)) == count


def caption_of(inner: str) -> str | None:
    body = f"<div>{HEAD}<div>{paragraphs(2)}{inner}{paragraphs(2)}</div></div>"
    (image,) = article_of(body).images
    return image.caption


IMAGE = "<img src='/anh/hop.jpg'>"
C = text(60)
CAPTIONS = [
    ("250 in italics below", f"<p>{IMAGE}</p><p><i>{text(250)}</i></p>", text(250)),
    ("251 in italics below", f"<p>{IMAGE}</p><p><i>{text(251)}</i></p>", None),
    ("250 beside", f"<p style='text-align:center'>{IMAGE}{text(250)}</p>", text(250)),
    ("251 beside", f"<p style='text-align:center'>{IMAGE}{text(251)}</p>", None),
    ("250 in one box", f"<div><div>{IMAGE}</div><p>{text(250)}</p></div>", text(250)),
    ("251 in one box", f"<div><div>{IMAGE}</div><p>{text(251)}</p></div>", None),
    ("a figure", f"<figure>{IMAGE}<figcaption>{C}</figcaption></figure>", C),
    (
        "a figure four elements around",
        (
            f"<figure><div><div><div>{IMAGE}</div></div></div><p>x</p><figcaption>{C}</figcaption>"
            "</figure>"
        ),
        C,
    ),
    (
        "a figure farther around",
        (
            f"<figure><div><div><div><div>{IMAGE}</div></div></div></div><p>x</p>"
            f"<div><div><div><div><figcaption>{C}</figcaption></div></div></div></div></figure>"
        ),
        None,
    ),
    ("a plain line below", f"<p>{IMAGE}</p><p>{C}</p>", None),
]


@pytest.mark.parametrize(("name", "inner", "caption"), CAPTIONS, ids=[row[0] for row in CAPTIONS])
def test_captions(name: str, inner: str, caption: str | None) -> None:
    assert caption_of(inner) == caption


TABLES = [
    ("a table of data", "<tr><td>Xã</td><td>Lúa</td></tr><tr><td>A</td><td>5</td></tr>", "A | 5"),
    (
        "long cells",
        f"<tr><td>{text(159)}</td><td>{text(158)}</td></tr><tr><td>{text(150)}</td><td>B</td></tr>",
        f"{text(150)} | B",
    ),
    (
        "longer cells",
        f"<tr><td>{text(165)}</td><td>{text(164)}</td></tr><tr><td>{text(163)}</td><td>B</td></tr>",
        None,
    ),
    ("one row", "<tr><td>Xã</td><td>Lúa</td></tr>", None),
    (
        "a column",
        f"<tr><td>{text(301)}</td><td>x</td></tr><tr><td>A</td><td>5</td></tr>",
        None,
    ),
    (
        "less than a column",
        f"<tr><td>{text(300)}</td><td>x</td></tr><tr><td>A</td><td>5</td></tr>",
        "A | 5",
    ),
    (
        "half of the table",
        f"<tr><td>{text(306)}</td><td>{text(155)}</td></tr><tr><td>{text(153)}</td><td>5</td></tr>",
        f"{text(153)} | 5",
    ),
    (
        "more than half",
        f"<tr><td>{text(330)}</td><td>{text(155)}</td></tr><tr><td>{text(153)}</td><td>5</td></tr>",
        None,
    ),
    (
        "half linked",
        "<tr><td><a href='/a.html'>aaaa</a></td><td>bbbb</td></tr><tr><td>A</td><td>5</td></tr>",
        "A | 5",
    ),
    (
        "more than half linked",
        "<tr><td><a href='/a.html'>aaaaaaaa</a></td><td>bb</td></tr><tr><td>A</td><td>5</td></tr>",
        None,
    ),
]


@pytest.mark.parametrize(("name", "rows", "joined"), TABLES, ids=[row[0] for row in TABLES])
def test_tables_of_data(name: str, rows: str, joined: str | None) -> None:
    body = body_of(f"{paragraphs(2)}<table>{rows}</table>")
    if joined is None:
        assert not any(" | " in paragraph for paragraph in body)
    else:
        assert joined in body


@pytest.mark.parametrize(
    ("line", "kept"),
    [(phrase(60), True), ("Lượt xem: 53", True), ("<a href='/a.pdf'>Quyết định</a>", False)],
)
def test_lines_that_are_no_paragraphs(line: str, kept: bool) -> None:
    body = body_of(f"{paragraphs(2)}<p>{line}</p>")
    assert (len(body) == 5) == kept


ASKED = [
    ("Người hỏi: Lê Văn Tư (ấp 2, xã Tân Hòa) - Ngày gửi: 05/11/2026", False),
    ("Họ và tên: Lê Văn Tư, ấp 2, xã Tân Hòa, gửi hôm trước", False),
    ("Câu hỏi: Tôi muốn tách thửa đất ở thì phải làm những gì?", False),
    ("Ngày gửi: 05/11/2026, người gửi là một cán bộ hưu trí ở xã", False),
    ("Người hỏi mua nhà ở xã hội năm nay đông hơn hẳn năm ngoái.", True),
]


@pytest.mark.parametrize(("line", "is_lead"), ASKED)
def test_who_asked_is_no_lead(line: str, is_lead: bool) -> None:
    page = f"<div>{HEAD}<p><b>{line}</b></p>{paragraphs(3)}</div>"
    assert article_of(page).sapo == (line if is_lead else None)
