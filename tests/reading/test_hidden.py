"""What a page hides is no text, and a text that scripts show is one."""

from __future__ import annotations

import pytest

from tests.reading.pagelib import DATE, TITLE, article_of, paragraphs, refusal_of, text

DRAFT = "Bản chờ duyệt của ban biên tập, chưa công bố"
HIDDEN = [
    f"<div class='hidden'>{DRAFT}</div>",
    f"<p class='box hide'>{DRAFT}</p>",
    f"<span class='hidden hide d-none' itemprop='mainEntityOfPage'>{DRAFT}</span>",
    f"<p class='d-none d-md-none'>{DRAFT}</p>",
    f"<p class='d-none d-print-block'>{DRAFT}</p>",
    f"<p><b class='sr-only'>{DRAFT}</b></p>",
    f"<h2 class='visually-hidden'>{DRAFT}</h2>",
    f"<p class='screen-reader-text'>{DRAFT}</p>",
    f"<div aria-hidden='true'><p>{DRAFT}</p></div>",
    f"<p style='color: red; DISPLAY : none'>{DRAFT}</p>",
    f"<em style='visibility:hidden!important'>{DRAFT}</em>",
    f"<p hidden=''>{DRAFT}</p>",
    f"<strong hidden>{DRAFT}</strong>",
    f"<table><tr><td hidden>{DRAFT}</td><td>5</td></tr></table>",
    *(
        f"<div style='{style}'>{DRAFT}</div>"
        for style in (
            "position:absolute;left:-9999px",
            "LEFT : -2000PX ; position:fixed",
            "top:-500px",
            "margin-left:-99em",
            "margin: -1000px 0",
            "margin:0 0 0 -9999px",
            "text-indent:-9999px",
            "transform:translateX(-9999px)",
            "position:absolute;left:-100%",
            "height:0;overflow:hidden",
            "overflow : HIDDEN; max-height: 1px !important",
            "width:1px;height:1px;overflow:auto",
            "overflow:hidden hidden;height:.5px",
            "position:absolute;clip:rect(0,0,0,0)",
            "clip:rect(1px 1px 1px 1px)",
            "clip-path:inset(50%)",
            "clip-path: polygon(0 0, 0 0, 0 0)",
            "clip-path:circle(0)",
            "opacity:0",
            "opacity: .01",
            "filter:alpha(opacity=0)",
            "color:red;font-size:0",
            "font-size:1px",
            "font:0/0 a",
            "FONT-SIZE: 2px",
            "height:/* ; */0;overflow:hidden",
            "transform:scale(0)",
            "transform:scale( 0 , 0 )",
            "color:#fff;background:#ffffff",
            "color:WHITE; background-color: #FFF",
        )
    ),
    f"<p style='font-size:0'><b class='x'>{DRAFT}</b></p>",
    f"<style>.far {{position:absolute; left:-9999px}}</style><p class='a far'>{DRAFT}</p>",
    f"<style>a{{top:0}}\n.x,p#far{{text-indent:-999em}}</style><p id='far'>{DRAFT}</p>",
]
SHOWN = [
    f"<p class='d-none d-md-block'>{DRAFT}</p>",
    f"<p class='d-none d-lg-inline'>{DRAFT}</p>",
    f"<p class='d-md-none'>{DRAFT}</p>",
    f"<p class='hidden md:block'>{DRAFT}</p>",
    f"<p class='hidden-xs'>{DRAFT}</p>",
    f"<p class='hidden visible-lg'>{DRAFT}</p>",
    f"<p class='hidden-note not-hidden'>{DRAFT}</p>",
    f"<p aria-hidden='false'>{DRAFT}</p>",
    f"<p style='overflow: hidden; backface-visibility: hidden'>{DRAFT}</p>",
    *(
        f"<div style='{style}'>{DRAFT}</div>"
        for style in (
            "left:-499px",
            "margin-left:.5in;text-indent:-.25in",
            "left:50%;margin-left:-50vw",
            "margin:0 0 -9999px;padding-bottom:9999px",
            "margin:0 0 -999px 0",
            "height:0",
            "overflow:hidden;height:2px",
            "overflow:hidden;height:auto;width:100%",
            "height:0;padding-bottom:56%;overflow:hidden",
            "height:0;overflow:visible",
            "max-height:0;overflow:hidden;transition:max-height .2s",
            "clip:rect(0,auto,auto,0)",
            "clip:rect(0,200px,100px,0)",
            "clip-path:inset(10%)",
            "opacity:.1",
            "opacity:1",
            "opacity:0;transition:opacity 1s",
            "filter:blur(0)",
            "font-size:2.1px",
            "font-size:1",
            "font-size:0.9em",
            "font:bold 12px/1.5 Arial",
            "font-size:smaller",
            "transform:scale(0.9)",
            "color:#fff;background:#ffe",
            "color:inherit;background:inherit",
            "color:#fff",
        )
    ),
    f"<div class='wow fadeIn' style='opacity:0'>{DRAFT}</div>",
    f"<div data-aos='up' style='opacity:0'>{DRAFT}</div>",
    f"<div style='font-size:0'><span style='font-size:14px'>{DRAFT}</span></div>",
    f"<style>.box.far{{left:-9999px}}</style><p class='far'>{DRAFT}</p>",
    f"<style>.far{{left:-999px}} .far.on{{left:0}}</style><p class='far'>{DRAFT}</p>",
    f"<style>@media print{{.far{{left:-999px}}}}</style><p class='far'>{DRAFT}</p>",
    f"<style>.far{{left:-999px}}</style><script>$('.far').show()</script><p class=far>{DRAFT}</p>",
    f"<style>.clear{{opacity:0;transition:opacity 1s}}</style><p class='clear'>{DRAFT}</p>",
    f"<style>.far{{left:-499px}}</style><p class='far'>{DRAFT}</p>",
    f"<p hidden='until-found'>{DRAFT}</p>",
]
ROWS = [*((inner, False) for inner in HIDDEN), *((inner, True) for inner in SHOWN)]


@pytest.mark.parametrize(("inner", "shown"), ROWS, ids=[row[0].split(DRAFT)[0] for row in ROWS])
def test_what_is_hidden_is_no_text(inner: str, shown: bool) -> None:
    for place in (f"<div>{inner}{paragraphs(2)}</div>", f"{inner}<div>{paragraphs(2)}</div>"):
        article = article_of(f"<div><h1>{TITLE}</h1>{place}</div>")
        assert (DRAFT in f"{article.sapo} {article.body}") == shown


def test_a_hidden_element_in_a_selected_lead() -> None:
    lead = f"<p id='s'>{text(60)}<i class='sr-only'>{DRAFT}</i></p>"
    article = article_of(f"<h1>{TITLE}</h1>{lead}{paragraphs(2)}", hints={"sapo": ("#s",)})
    assert article.sapo == text(60)


STEPS = "<li><a href='/'>Trang chủ</a></li><li><a href='/n'>Nông nghiệp</a></li>"
TRAILS = [
    f"<ol class='breadcrumb hidden'>{STEPS}</ol>",
    f"<div style='display:none'><ol id='bread-crumbs'>{STEPS}</ol></div>",
    f"<ul hidden itemtype='https://schema.org/BreadcrumbList'>{STEPS}</ul>",
]


@pytest.mark.parametrize("trail", TRAILS)
def test_a_hidden_breadcrumb_names_the_section(trail: str) -> None:
    article = article_of(f"{trail}<div><h1>{TITLE}</h1>{DATE}{paragraphs(2)}</div>")
    assert article.section == "Nông nghiệp"


PANEL = f"<p>{text(60, start='Phần sau ')}</p>"
OPENED = [
    f"<a href='#t2'>Tiến độ</a><div id='t2' style='display:none'>{PANEL}</div>",
    f"<button data-bs-target='#t2'>Mở</button><div id='t2' class='hide'>{PANEL}</div>",
    f"<a data-target='#t2'>Mở</a><div id='t2' style='height:0;overflow:hidden'>{PANEL}</div>",
    f"<button data-target='.more'>Mở</button><div class='more' style='display:none'>{PANEL}</div>",
    f"<a href='javascript:mo()' onclick='mo(\"t2\")'>Xem thêm</a><div id='t2' hidden>{PANEL}</div>",
    f"<li aria-controls='t1 t2'>Mở</li><div id='t2' aria-hidden='true'>{PANEL}</div>",
    f"<i onclick='mo(event, \"t2\")'>Mở</i><div id='t2' hidden>{PANEL}</div>",
    f"<h4><button>Mở</button></h4><div class='collapse' style='display:none'>{PANEL}</div>",
    f"<h3 class='tab-title'>Hai</h3><div class='tab-text' style='display:none'>{PANEL}</div>",
    f"<dl><dt>Hai</dt><dd class='faq-text' hidden>{PANEL}</dd></dl>",
]
CLOSED = [
    f"<a href='#t3'>Tiến độ</a><div id='t2' style='display:none'>{PANEL}</div>",
    f"<div id='t2' class='tab-pane' style='display:none'>{PANEL}</div>",
    f"<p>Hai</p><div class='panel' style='display:none'>{PANEL}</div>",
    f"<h4><button>Mở</button></h4><div class='box' style='display:none'>{PANEL}</div>",
    f"<a data-toggle='modal' href='#t2'>Mở</a><div id='t2' hidden>{PANEL}</div>",
    f"<a href='#t2'>Mở</a><div id='t2' class='popup' hidden>{PANEL}</div>",
    f"<a href='#t2'>Mở</a><nav id='t2' hidden>{PANEL}</nav>",
    f"<a href='#t2'>Mở</a><aside><div id='t2' hidden>{PANEL}</div></aside>",
    f"<a href='#t2'>Mở</a><div id='t2' hidden>{PANEL}<input name='q'></div>",
    f"<a href='#t2'>Mở</a><div id='t2' hidden><a href='/b'>{PANEL}</a></div>",
    f"<a href='#t2'>Mở</a><div id='t2' hidden>{PANEL.replace(' ', '', 1)}</div>",
]
PANELS = [*((inner, True) for inner in OPENED), *((inner, False) for inner in CLOSED)]


@pytest.mark.parametrize(("inner", "shown"), PANELS)
def test_panels_that_a_reader_opens(inner: str, shown: bool) -> None:
    article = article_of(f"<div><h1>{TITLE}</h1>{DATE}<div>{paragraphs(2)}{inner}</div></div>")
    assert ("sau các xã" in article.body) == shown


@pytest.mark.parametrize(("size", "read"), [(198, False), (199, True)])
def test_a_text_for_browsers_without_scripts(size: int, read: bool) -> None:
    inner = f"<div id='x'>Đang tải nội dung...</div><noscript><p>{text(size)}</p></noscript>"
    page = f"<h1>{TITLE}</h1>{DATE}<div>{inner}</div>"
    if read:
        assert article_of(page).body == text(size)
    else:
        assert refusal_of(page) is not None
    shown = article_of(f"<h1>{TITLE}</h1>{DATE}<div>{paragraphs(3)}{inner}</div>")
    assert text(size) not in shown.body


FAR = f"<div style='position:absolute;left:-9999px'><p>{text(900, start='Chơi ')}</p></div>"


def test_what_no_script_shows_is_no_text_however_long() -> None:
    for spam in (FAR, FAR.replace("position:absolute;left:-9999px", "opacity:0")):
        article = article_of(f"<h1>{TITLE}</h1>{DATE}<div><p>{text(90)}</p>{spam}</div>")
        assert article.body == text(90)


IMPRINT = f"<footer><p>{text(90, start='Trang tin của huyện ')}</p></footer>"
ALL_HIDDEN = [
    f"<div style='display:none'><h1>{TITLE}</h1>{DATE}<div>{paragraphs(3)}</div></div>{IMPRINT}",
    f"<h1>{TITLE}</h1>{DATE}<div class='content hide'>{paragraphs(3)}</div>{IMPRINT}",
    f"<main aria-hidden='true'><h1>{TITLE}</h1>{DATE}{paragraphs(3)}</main><p>Đóng</p>",
]


@pytest.mark.parametrize("body", ALL_HIDDEN)
def test_a_text_that_scripts_show(body: str) -> None:
    article = article_of(body)
    assert article.title == TITLE
    assert "Đoạn 0 kể" in article.body
    assert "Đoạn 2 kể" in article.body


def hidden(shown: int, size: int, names: str = "") -> str:
    """An article with so much text that is shown, and so much that is hidden."""
    first, second = text(shown, start="Sáng nay "), text(size, start="Chiều nay ")
    body = f"<p>{first}</p><div class='hidden {names}'><p>{second}</p></div>"
    return article_of(f"<div><h1>{TITLE}</h1>{DATE}<div>{body}</div></div>").body


BORDERS = [
    ("199 characters", 30, 199, "", False),
    ("200 characters", 30, 200, "", True),
    # The headline counts as 9.5 characters of prose.
    ("less than four times in all", 100, 328, "", False),
    ("more than four times in all", 100, 329, "", True),
    ("a dialog", 30, 400, "modal", False),
]


@pytest.mark.parametrize(
    ("name", "shown", "size", "names", "read"), BORDERS, ids=[row[0] for row in BORDERS]
)
def test_how_much_text_scripts_show(
    name: str, shown: int, size: int, names: str, read: bool
) -> None:
    assert ("Chiều nay" in hidden(shown, size, names)) == read
