"""Layouts that portals' own contractors made: tables, fonts, nested divs, utility classes."""

# ruff: noqa: E501

from __future__ import annotations

from portalgen.layouts.view import Layout, View
from portalgen.markup import Skin


def _webforms(v: View) -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">
<html xmlns="http://www.w3.org/1999/xhtml"><head>{v.head}
<script type="text/javascript">function __doPostBack(t, a) {{ theForm.submit(); }}</script></head>
<body><form name="aspnetForm" method="post" action="./ChiTiet.aspx" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTk2Njk4OTQ3Mg9kFgJmD2QWAg" />
<table width="1000" align="center" cellspacing="0" id="ctl00_tblMain">
<tr><td colspan="3"><img src="/images/banner.jpg" alt="{v.site}" /></td></tr>
<tr><td colspan="2" class="MenuTop">{v.menu}</td><td class="DateTime">{v.clock}</td></tr>
<tr><td width="200" valign="top" id="ctl00_LeftPane">{v.left}</td>
<td valign="top" id="ctl00_ContentPane"><div class="DnnModule">{v.crumbs}
<table width="100%"><tr><td>{v.above}</td></tr><tr><td class="UITitle">{v.title}</td></tr>
<tr><td>{v.below}</td></tr><tr><td class="UISapo">{v.sapo}</td></tr><tr><td>{v.after_sapo}</td></tr>
<tr><td class="UIBody">{v.audio}{v.body}{v.signature}</td></tr><tr><td>{v.files}</td></tr>
<tr><td>{v.end}</td></tr><tr><td align="right">{v.tools}</td></tr></table>
{v.tags}{v.comments}<div class="UIOther">{v.others}{v.pager}</div></div></td>
<td width="200" valign="top" id="ctl00_RightPane">{v.login}{v.right}</td></tr>
<tr><td colspan="3" align="center" class="Footer">{v.footer}</td></tr></table></form></body></html>"""


def _divs(v: View) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head>{v.head}</head><body><div id="wrapper">
<div id="header"><div class="banner"></div><div class="topbar"><div class="time">{v.clock}</div>{v.login}</div>
<div id="nav">{v.menu}</div></div><div id="main"><div class="inner"><div class="col col-left">{v.left}</div>
<div class="col col-center"><div class="module"><div class="module-content">{v.crumbs}
<div class="detail"><div class="detail-inner">{v.above}{v.title}<div class="info">{v.below}{v.tools}</div>
{v.sapo}{v.after_sapo}{v.audio}<div class="detail-content"><div class="text">{v.body}</div></div>
{v.signature}{v.files}{v.end}</div>{v.tags}</div><div class="other-news">{v.others}{v.pager}</div>
{v.comments}</div></div></div><div class="col col-right">{v.right}</div></div></div>
<div id="footer"><div class="foot">{v.footer}</div></div></div></body></html>"""


def _definitions(v: View) -> str:
    return f"""<!DOCTYPE html><html><head>{v.head}</head><body>
<dl class="page"><dt class="top">{v.clock}{v.menu}</dt><dd class="content"><dl class="columns">
<dt class="nav">{v.crumbs}</dt><dd class="article"><dl class="item">
<dd>{v.above}</dd><dt class="name">{v.title}</dt><dd class="when">{v.below}</dd><dd class="lead">{v.sapo}</dd>
<dd>{v.after_sapo}</dd><dd class="full">{v.audio}{v.body}</dd><dd class="by">{v.signature}</dd>
<dd>{v.files}{v.end}</dd><dd class="func">{v.tools}</dd></dl></dd>
<dd class="more">{v.tags}{v.others}{v.pager}</dd><dd class="cm">{v.comments}</dd>
<dd class="side">{v.login}{v.left}{v.right}</dd></dl></dd><dd class="bottom">{v.footer}</dd></dl>
</body></html>"""


def _font_2008(v: View) -> str:
    return f"""<HTML><HEAD>{v.head}</HEAD><BODY bgcolor="#FFFFFF" topmargin="0">
<table border="0" width="780" align="center" cellpadding="0" cellspacing="0">
<tr><td><img src="images/top.gif" width="780" height="120"></td></tr>
<tr><td bgcolor="#990000"><font color="#FFFFFF" size="1">{v.menu}</font></td></tr>
<tr><td align="right"><font size="1" face="Verdana">{v.clock}</font></td></tr>
<tr><td><table border="0" width="100%"><tr><td width="150" valign="top">{v.login}{v.left}</td>
<td valign="top" width="470">{v.crumbs}<font size="1">{v.above}</font>
<p align="left">{v.title}</p><font size="1" color="#666666">{v.below}</font>
{v.sapo}<font size="1">{v.after_sapo}</font>{v.audio}{v.body}
{v.signature}{v.files}<font size="1">{v.end}</font>
<hr size="1"><font size="1">{v.tools}</font>{v.tags}{v.others}{v.pager}{v.comments}</td>
<td width="160" valign="top">{v.right}</td></tr></table></td></tr>
<tr><td align="center" bgcolor="#EEEEEE"><font size="1">{v.footer}</font></td></tr></table></BODY></HTML>"""


def _utility(v: View) -> str:
    return f"""<!doctype html><html lang="vi" class="h-full antialiased"><head>{v.head}</head>
<body class="flex min-h-screen flex-col bg-white text-gray-900"><div id="__app">
<div class="border-b bg-red-800 text-white"><div class="mx-auto flex max-w-7xl items-center px-4">
<div class="text-xs opacity-80">{v.clock}</div><div class="ml-auto flex gap-4">{v.menu}</div>{v.login}</div></div>
<div class="mx-auto grid max-w-7xl grid-cols-12 gap-8 px-4 py-6"><div class="col-span-8">
<div class="text-sm text-gray-500">{v.crumbs}</div><div class="mt-2 text-xs">{v.above}</div>
{v.title}<div class="mt-3 flex items-center gap-3 text-sm text-gray-500">{v.below}{v.tools}</div>
<div class="mt-4">{v.sapo}</div><div class="text-xs">{v.after_sapo}</div>{v.audio}
<div class="mt-6 space-y-4 leading-7">{v.body}</div><div class="mt-4">{v.signature}</div>
<div class="mt-4">{v.files}{v.end}{v.tags}</div><div class="mt-8 border-t pt-4">{v.others}{v.pager}</div>
<div class="mt-8">{v.comments}</div></div>
<div class="col-span-4 space-y-6">{v.left}{v.right}</div></div>
<div class="mt-auto bg-gray-100 py-8 text-sm">{v.footer}</div></div></body></html>"""


def _semantic(v: View) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head>{v.head}</head><body>
<header><p class="site-time">{v.clock}</p><nav>{v.menu}</nav>{v.login}</header><main>
<nav aria-label="breadcrumb">{v.crumbs}</nav><article><header>{v.above}{v.title}{v.below}</header>
{v.sapo}{v.after_sapo}{v.audio}<div class="content">{v.body}{v.signature}</div>
<footer>{v.files}{v.end}{v.tools}{v.tags}</footer></article>
<section class="related">{v.others}{v.pager}</section><section class="comments">{v.comments}</section></main>
<aside>{v.left}{v.right}</aside><footer>{v.footer}</footer></body></html>"""


def _single_column(v: View) -> str:
    """No columns: boxes stand before and after the article, all children of one element."""
    return f"""<!DOCTYPE html><html><head>{v.head}</head><body><div class="page">
<div class="logo">{v.site}</div>{v.menu}{v.clock}{v.login}{v.left}{v.crumbs}{v.above}{v.title}{v.below}
{v.sapo}{v.after_sapo}{v.audio}{v.body}{v.signature}{v.end}{v.files}{v.tools}{v.tags}{v.others}{v.pager}
{v.comments}{v.right}<div class="foot">{v.footer}</div></div></body></html>"""


WEBFORMS = Layout(
    Skin("table", {"box": "UIBox", "meta": "UIInfo", "list": "UIList", "sapo": "UISummary"}),
    _webforms,
    (
        '<span id="ctl00_lblTitle" class="ArticleTitle">{}</span>',
        '<div class="ArticleHeader">{}</div>',
        "<h1>{}</h1>",
    ),
    ("p-justify", "tr", "mso", "br", "div", "p-nbsp"),
    "/ChiTiet.aspx?id={n}",
    old=True,
)
DIVS = Layout(
    Skin("div", {"box": "widget", "meta": "post-info", "sapo": "detail-sapo"}),
    _divs,
    ('<h1 class="detail-title">{}</h1>', '<div class="detail-title">{}</div>', "<h2>{}</h2>"),
    ("p", "p-justify", "div", "mso", "p-nbsp"),
    "/tin-tuc/{slug}-{n}.html",
)
DEFINITIONS = Layout(
    Skin("div", {"box": "khoi", "meta": "ngay", "sapo": "tomtat"}),
    _definitions,
    ("{}", "<h1>{}</h1>", "<strong>{}</strong>"),
    ("p", "p-justify", "br", "div"),
    "/tin/{n}/{slug}",
    old=True,
)
FONT_2008 = Layout(
    Skin("table", {"box": "", "meta": "", "list": "", "sapo": ""}),
    _font_2008,
    (
        '<b><font face="Arial" size="3" color="#003399">{}</font></b>',
        '<font size="4"><strong>{}</strong></font>',
        '<span class="tieude">{}</span>',
    ),
    ("font", "br", "p-justify", "span-br", "tr"),
    "/index.php?view=news&id={n}",
    old=True,
)
UTILITY = Layout(
    Skin(
        "section",
        {"box": "rounded-lg border p-4", "box-title": "text-lg font-semibold", "meta": "flex gap-2",
         "list": "divide-y", "sapo": "text-lg font-medium text-gray-700",
         "other-date": "text-gray-400"},
    ),
    _utility,
    ('<h1 class="text-3xl font-bold">{}</h1>', '<div class="text-3xl font-bold">{}</div>'),
    ("p", "p-nbsp", "div"),
    "/bai-viet/{slug}-{n}",
)  # fmt: skip
SEMANTIC = Layout(
    Skin("section", {"box": "panel", "meta": "meta", "sapo": "lead"}),
    _semantic,
    ("<h1>{}</h1>", '<h1 itemprop="headline">{}</h1>'),
    ("p", "p-justify"),
    "/tin-tuc/{slug}/{n}",
)
SINGLE_COLUMN = Layout(
    Skin("div", {"box": "block", "meta": "date", "sapo": "quote"}),
    _single_column,
    ("<h1>{}</h1>", '<h3 class="tit">{}</h3>', '<div class="tit"><b>{}</b></div>'),
    ("p", "p-justify", "div", "br", "font"),
    "/xem/{n}.html",
    old=True,
)
