"""Prints one story as one page, and writes down what is true about that page."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from random import Random

from portalgen import boxes, fields
from portalgen.boxes import Box
from portalgen.layouts import LAYOUTS
from portalgen.layouts.view import View
from portalgen.markup import Skin, body_markup, without_mark
from portalgen.model import Options, Piece, Story, Truth
from portalgen.news import Writer

_TOOLS = ("In trang", "Gửi email", "A- A A+", "Chia sẻ Facebook", "Chia sẻ Zalo")
_PAGER = "« Trước 1 2 3 4 5 … Sau »"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all pages of a portal share."""

    province: str
    options: Options
    menu: tuple[str, ...]
    submenu: tuple[str, ...]
    footer: tuple[str, ...]
    boxes: tuple[Box, ...]


class Printer:
    """One page in the making: whatever is printed beside the article is also kept as noise."""

    def __init__(self, story: Story, around: Surroundings, fetched: datetime, rng: Random) -> None:
        self.story, self.around, self.fetched, self.rng = story, around, fetched, rng
        self.options = around.options
        self.skin: Skin = LAYOUTS[around.options.layout].skin
        self.noise: list[str] = []
        self.aside: list[str] = []
        self.author: str | None = None
        self.published: datetime | None = None

    # --- the article's own parts ----------------------------------------------------------------

    def date(self) -> str:
        form = self.options.date_form
        if self.options.date_place == "none":
            return ""
        self.published = self.story.published
        if self.options.date_place == "meta":
            return ""
        if form == "relative":
            hours = (self.fetched - self.story.published).total_seconds() // 3600
            self.published = self.fetched - timedelta(hours=int(hours))
        text = fields.date_text(form, self.story.published, self.fetched)
        self.noise.append(text)
        return text

    def views(self) -> str:
        markup, text = fields.views_markup(self.options.views_form, self.story.views)
        if text:
            self.noise.append(text)
        return markup

    def meta_lines(self) -> dict[str, str]:
        """The lines with date, views and byline by the place where the portal prints them."""
        place = self.options.date_place
        place = place if place not in {"meta", "none"} else "below-title"
        parts: dict[str, list[str]] = {place: [part for part in [self.date()] if part]}
        if self.options.author_form == "top" and self.story.author:
            parts.setdefault("below-title", []).append(f"Tác giả: {self.story.author}")
            self.author = self.story.author
            self.noise.append(f"Tác giả: {self.story.author}")
        if self.options.author_form == "account-byline":
            parts.setdefault("below-title", []).append("Đăng bởi: quantri")
            self.noise.append("Đăng bởi: quantri")
        if self.options.views_form != "none":
            where = place if self.options.views_place == "date-line" else "end"
            parts.setdefault(where, []).append(self.views())
        return {where: self.meta_line(texts) for where, texts in parts.items() if texts}

    def meta_line(self, texts: list[str]) -> str:
        role = self.skin.cls("meta")
        if self.skin.kind == "table":
            return f"<span{role}>{' &nbsp; '.join(texts)}</span>"
        if self.skin.kind == "section":
            return "".join(f"<span{role}>{text}</span> " for text in texts)
        return f"<div{role}>{' | '.join(texts)}</div>"

    def sapo(self) -> tuple[str, str]:
        """The sapo outside the body, and the sapo as the body's first paragraph."""
        form, text = self.options.sapo_form, escape(self.story.sapo or "")
        if not text or form == "none":
            return "", ""
        if form in {"strong", "italic"}:
            tag = "strong" if form == "strong" else "em"
            return "", f"<p><{tag}>{text}</{tag}></p>"
        if form == "h2":
            return f"<h2>{text}</h2>", ""
        text = f"<b>{text}</b>" if form == "class-bold" else text
        return f"<div{self.skin.cls('sapo')}>{text}</div>", ""

    def pieces(self) -> list[Piece]:
        pieces = list(self.story.pieces)
        if self.options.related != "none" and self.rng.random() < 0.5:
            writer = Writer(self.rng, self.around.province, self.story.published)
            links = tuple(boxes.headlines(writer, self.rng, self.rng.randrange(1, 4)))
            self.keep(*links, "Tin liên quan", "Xem thêm:")
            pieces.insert(self.rng.randrange(1, len(pieces) + 1), Piece("related", links))
        self.aside += [line for piece in pieces if piece.kind == "image" for line in piece.lines]
        return pieces

    def signature(self) -> str:
        form = self.options.author_form
        if form in {"none", "top"} or not self.story.author:
            return ""
        self.author, lines, kind = fields.signature(form, self.story.author, self.rng)
        self.aside += lines
        return fields.signature_markup(lines, kind)

    def files(self) -> str:
        if not self.story.files:
            return ""
        self.aside += [*self.story.files, "Tệp đính kèm:"]
        links = "".join(
            f'<li><a href="/files/{n}.pdf">{escape(x)}</a></li>'
            for n, x in enumerate(self.story.files)
        )
        return f'<div class="attachments"><b>Tệp đính kèm:</b><ul>{links}</ul></div>'

    # --- what stands around it ------------------------------------------------------------------

    def keep(self, *lines: str) -> tuple[str, ...]:
        self.noise += lines
        return lines

    def menu(self) -> str:
        self.keep(*self.around.menu, *self.around.submenu)
        links = [f'<a href="/muc-{n}">{escape(x)}</a>' for n, x in enumerate(self.around.menu)]
        below = [
            f'<a href="/don-vi-{n}">{escape(x)}</a>' for n, x in enumerate(self.around.submenu)
        ]
        if self.skin.kind == "table":
            options = "".join(f"<td>{link}</td>" for link in below)
            return " | ".join(links) + (f"<table><tr>{options}</tr></table>" if below else "")
        share = -(-len(below) // len(links))
        items = []
        for number, link in enumerate(links):
            sub = "".join(f"<li>{x}</li>" for x in below[number * share : (number + 1) * share])
            items.append(
                f'<li>{link}<ul class="sub">{sub}</ul></li>' if sub else f"<li>{link}</li>"
            )
        return f'<ul class="menu">{"".join(items)}</ul>'

    def clock(self) -> str:
        if self.options.clock == "none":
            return ""
        now = self.fetched - timedelta(seconds=self.rng.randrange(300))
        return self.keep(fields.date_text(self.options.clock, now, now))[0]

    def crumbs(self) -> str:
        if not self.options.breadcrumb:
            return ""
        self.keep(f"Trang chủ » {self.story.section}", f"Trang chủ {self.story.section}")
        home, section = (
            '<a href="/">Trang chủ</a>',
            f'<a href="/muc">{escape(self.story.section)}</a>',
        )
        if self.skin.kind == "table":
            return f"<div>{home} » {section}</div>"
        return f'<ol class="breadcrumb"><li>{home}</li><li>{section}</li></ol>'

    def side(self, half: int) -> str:
        chosen = [
            boxes.counters(self.rng) if box.name == "counters" else box
            for box in self.around.boxes[half::2]
        ]
        for box in chosen:
            self.keep(box.title, *box.lines)
        return "".join(self.skin.box(box, n * 2 + half) for n, box in enumerate(chosen))

    def others(self) -> str:
        writer = Writer(self.rng, self.around.province, self.story.published)
        lines, title = boxes.others(writer, self.rng, self.story.published)
        self.keep(
            title, *(line.rpartition(" (")[0] if line.endswith(")") else line for line in lines)
        )
        heading = f"<b>{title}</b>" if self.skin.kind == "table" else f"<h3>{title}</h3>"
        return heading + self.skin.links(lines, "/tin-khac")

    def login(self) -> str:
        if not self.options.login:
            return ""
        self.keep("Đăng nhập", "Đăng ký")
        links = '<a href="/login">Đăng nhập</a> | <a href="/register">Đăng ký</a>'
        return f'<div class="login">{links}</div>'

    def tools(self) -> str:
        if not self.options.tools:
            return ""
        links = " ".join(f'<a href="javascript:void(0)">{x}</a>' for x in self.keep(*_TOOLS))
        return f'<div class="tools">{links}</div>'

    def audio(self) -> str:
        if not self.options.audio:
            return ""
        self.keep("Nghe bài viết", "Giọng nữ miền Bắc")
        return (
            '<div class="audio"><span>Nghe bài viết</span> <audio controls src="/1.mp3"></audio>'
            "<span>00:00 / 03:12</span> <select><option>Giọng nữ miền Bắc</option></select></div>"
        )

    def comments(self) -> str:
        if not self.options.comments:
            return ""
        who, text, send = self.keep(*boxes.comments(self.rng, self.story.published))
        self.keep("Ý kiến bạn đọc")
        return (
            f'<div class="comments"><h4>Ý kiến bạn đọc</h4><div class="cm-item"><b>{who}</b>'
            f'<p>{text}</p></div><form action="/cm"><textarea placeholder="Nội dung"></textarea>'
            f"<button>{send}</button></form></div>"
        )

    def head(self) -> str:
        site = f"Cổng thông tin điện tử tỉnh {self.around.province}"
        title = escape(self.story.title)
        whole = {
            "site": site,
            "title": title,
            "title-site": f"{title} - {site}",
            "site-title": f"{site} | {title}",
        }[self.options.head_title]
        parts = [
            f'<meta http-equiv="Content-Type" content="text/html; charset={self.options.charset}">'
        ]
        parts += [f"<title>{whole}</title>", '<link rel="stylesheet" href="/style.css">']
        if self.options.scripts:
            parts.append(_SCRIPTS)
        if self.options.date_place == "meta":
            at = self.story.published.isoformat(timespec="seconds")
            if self.story.number % 2:
                data = json.dumps({"@type": "NewsArticle", "datePublished": at})
                parts.append(f'<script type="application/ld+json">{data}</script>')
            else:
                parts.append(f'<meta property="article:published_time" content="{at}">')
        return "".join(parts)

    def footer(self) -> str:
        return "".join(f"<div>{escape(line)}</div>" for line in self.keep(*self.around.footer))

    def tags(self) -> str:
        if not self.options.tags:
            return ""
        words = ("chính quyền số", "tin địa phương", "cổng thông tin")
        links = ", ".join(
            f'<a href="/tag/{n}">{word}</a>' for n, word in enumerate(self.keep(*words))
        )
        return f'<div class="tags">Từ khóa: {links}</div>'

    def pager(self) -> str:
        if not self.options.pager:
            return ""
        self.keep(_PAGER)
        links = " ".join(f'<a href="?p={n}">{part}</a>' for n, part in enumerate(_PAGER.split()))
        return f'<div class="pager">{links}</div>'


_SCRIPTS = (
    "<style>"
    + "".join(f".c{n}>li a:hover{{color:#{n:03}ab;margin:{n}px 0}}" for n in range(90))
    + "</style><script>window.dataLayer=window.dataLayer||[];"
    + "".join(
        f"function f{n}(a,b){{if(a<b){{return '<i>'+a+'</i>';}}return b;}}" for n in range(60)
    )
    + "</script>"
)
"""Weight that real pages carry: none of it is text."""


def print_page(
    story: Story, around: Surroundings, fetched: datetime, rng: Random
) -> tuple[str, Truth]:
    """The page's HTML and its truth."""
    printer = Printer(story, around, fetched, rng)
    options = around.options
    lines = printer.meta_lines()
    sapo, opening = printer.sapo()
    pieces = printer.pieces()
    body = body_markup(pieces, options.paragraph_form, options.bullet_form, options.related)
    view = View(
        head=printer.head(),
        clock=printer.clock(),
        menu=printer.menu(),
        login=printer.login(),
        crumbs=printer.crumbs(),
        left=printer.side(0),
        right=printer.side(1),
        above=lines.get("above-title", ""),
        title=options.title_form.format(escape(story.title)),
        below=lines.get("below-title", ""),
        sapo=sapo,
        after_sapo=lines.get("below-sapo", ""),
        body=opening + body,
        signature=printer.signature(),
        end=lines.get("end", ""),
        files=printer.files(),
        tools=printer.tools(),
        audio=printer.audio(),
        tags=printer.tags(),
        others=printer.others(),
        comments=printer.comments(),
        pager=printer.pager(),
        footer=printer.footer(),
        site=f"Cổng thông tin điện tử tỉnh {around.province}",
    )
    return LAYOUTS[options.layout].page(view), _truth(printer, pieces, bool(sapo or opening))


def _truth(printer: Printer, pieces: list[Piece], has_sapo: bool) -> Truth:
    story, options = printer.story, printer.options
    truth = Truth(
        title=story.title,
        sapo=story.sapo if has_sapo else None,
        author=printer.author,
        published=printer.published,
        views=None if options.views_form == "none" else story.views,
        paragraphs=tuple(_paragraphs(pieces, options.bullet_form)),
        aside=tuple(printer.aside),
        noise=(),
        views_need_names=options.views_form == "icon-font",
    )
    said = "\n".join((truth.title, truth.sapo or "", *truth.paragraphs, *truth.aside))
    noise = (line for line in printer.noise if len(line) > 4 and line not in said)
    return replace(truth, noise=tuple(dict.fromkeys(noise)))


def _paragraphs(pieces: list[Piece], bullets: str) -> list[str]:
    out = []
    for piece in pieces:
        if piece.kind == "table":
            out += [" | ".join(row.split("\t")) for row in piece.lines]
        elif piece.kind == "item" and bullets == "list":
            out.append(without_mark(piece.lines[0]))
        elif piece.kind in {"text", "heading", "item"}:
            out.append(piece.lines[0])
    return out
