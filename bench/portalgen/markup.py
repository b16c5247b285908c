"""The vocabulary of elements that a layout speaks: boxes, lists, bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from portalgen.boxes import Box
from portalgen.model import Piece


@dataclass(frozen=True, slots=True)
class Skin:
    """How a CMS marks things up. kind: `table`, `div` or `section`. names: class of a role."""

    kind: str
    names: Mapping[str, str] = field(default_factory=dict)

    def cls(self, role: str) -> str:
        name = self.names.get(role, role)
        return f' class="{name}"' if name else ""

    def box(self, box: Box, number: int = 0) -> str:
        inner = self.lines(box, number)
        title = escape(box.title)
        if self.kind == "table":
            return (
                f'<table width="100%" cellpadding="2"{self.cls("box")}><tr><td bgcolor="#d6e7f7">'
                f"<b>{title}</b></td></tr><tr><td>{inner}</td></tr></table>"
            )
        if self.kind == "section":
            heading = f"<h3{self.cls('box-title')}>{title}</h3>"
            return f"<section{self.cls('box')}>{heading}{inner}</section>"
        return (
            f'<div id="{self.names.get("box", "box")}-{number}"{self.cls("box")}>'
            f"<div{self.cls('box-title')}>{title}</div><div{self.cls('box-body')}>{inner}</div></div>"
        )

    def lines(self, box: Box, number: int) -> str:
        lines = [escape(line) for line in box.lines]
        if box.kind == "options" and box.name == "websites":
            return f"<select>{''.join(f'<option>{line}</option>' for line in lines)}</select>"
        if box.kind == "options":
            return "".join(
                f'<label><input type="radio" name="o{number}"> {x}</label><br>' for x in lines
            )
        if box.kind == "prose":
            tag = "div" if self.kind == "table" else "p"
            return "".join(f"<{tag}>{line}</{tag}>" for line in lines)
        if box.kind == "rows" and self.kind == "table":
            rows = "".join(f"<tr><td>{line}</td></tr>" for line in lines)
            return f"<table>{rows}</table>"
        if box.linked:
            return self.links(box.lines, f"/{box.name}")
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"

    def links(self, titles: Sequence[str], base: str) -> str:
        """A list of headlines; a date in brackets stands beside its link."""
        items = []
        for number, title in enumerate(titles):
            text, date = (title[:-13], title[-12:]) if title.endswith(")") else (title, "")
            tail = f" <span{self.cls('other-date')}>{escape(date)}</span>" if date else ""
            items.append(f'<a href="{base}/bai-{number}.html">{escape(text)}</a>{tail}')
        if self.kind == "table":
            rows = (
                f'<tr><td width="8"><img src="/images/dot.gif"></td><td>{x}</td></tr>'
                for x in items
            )
            return f"<table>{''.join(rows)}</table>"
        return f"<ul{self.cls('list')}>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


# --- the body -------------------------------------------------------------------------------------

PARAGRAPH_FORMS = ("p", "p-justify", "div", "br", "mso", "tr", "font", "p-nbsp", "span-br")
BULLET_FORMS = ("text", "list")


def body_markup(pieces: Sequence[Piece], form: str, bullets: str, related: str) -> str:
    """The body's markup; bullets: numbered and dashed items as typed, or as a list of items.
    related: how links to other news stand between the paragraphs.
    """
    out: list[str] = []
    for number, piece in enumerate(pieces):
        text = escape(piece.lines[0]) if piece.lines else ""
        if piece.kind == "text" or (piece.kind == "item" and bullets == "text"):
            out.append(_paragraph(text, form))
        elif piece.kind == "item":
            opened = number == 0 or pieces[number - 1].kind != "item"
            closed = number + 1 == len(pieces) or pieces[number + 1].kind != "item"
            item = escape(without_mark(piece.lines[0]))
            out.append(f"{'<ul>' if opened else ''}<li>{item}</li>{'</ul>' if closed else ''}")
        elif piece.kind == "heading":
            out.append(_paragraph(f"<strong>{text}</strong>", form))
        elif piece.kind == "table":
            out.append(_data_table(piece))
        elif piece.kind == "image":
            out.append(_image(number, text))
        else:
            out.append(_related(piece, related))
    if form == "tr":
        cells = "".join(f"<tr><td>{part}</td></tr>" for part in out)
        return f'<table border="0" width="100%">{cells}</table>'
    return "\n".join(out)


def _related(piece: Piece, form: str) -> str:
    links = [
        f'<a href="/tin/lien-quan-{n}.html">{escape(line)}</a>'
        for n, line in enumerate(piece.lines)
    ]
    if form == "arrows":
        return "".join(f"<p>&gt;&gt; {link}</p>" for link in links)
    if form == "see-also":
        return "".join(f"<p><strong>Xem thêm: {link}</strong></p>" for link in links)
    items = "".join(f"<li>{link}</li>" for link in links)
    heading = "<h4>Tin liên quan</h4>" if form == "heading" else ""
    return f'<div class="related-inline">{heading}<ul>{items}</ul></div>'


def without_mark(line: str) -> str:
    """An item's text without its number or dash, which a list item draws by itself."""
    return line.split(" ", 1)[1]


def _paragraph(text: str, form: str) -> str:
    forms = {
        "p": "<p>{}</p>",
        "p-justify": '<p style="text-align: justify;">{}</p>',
        "div": '<div style="text-align: justify">{}</div>',
        "br": "{}<br /><br />",
        "mso": '<p class="MsoNormal" style="margin-bottom:6.0pt;text-indent:36.0pt"><span '
        'style="font-size:14.0pt;font-family:&quot;Times New Roman&quot;">{}<o:p></o:p></span></p>',
        "tr": "{}",
        "font": '<p align="justify"><font face="Arial" size="2">{}</font></p>',
        "p-nbsp": "<p>{}</p><p>&nbsp;</p>",
        "span-br": "<span>&nbsp;&nbsp;&nbsp;{}</span><br>",
    }
    return forms[form].format(text)


def _image(number: int, caption: str) -> str:
    centred = '<p style="text-align:center">{}</p>'
    image = centred.format(f'<img src="/uploads/anh-{number}.jpg" alt="" width="600">')
    return image + centred.format(f"<em>{caption}</em>") if caption else image


def _data_table(piece: Piece) -> str:
    rows = (
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t")) + "</tr>"
        for line in piece.lines
    )
    return f'<table border="1" cellspacing="0">{"".join(rows)}</table>'
