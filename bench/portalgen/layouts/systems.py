"""Layouts in the manner of the content management systems that provinces run."""

# ruff: noqa: E501

from __future__ import annotations

from portalgen.layouts.view import Layout, View
from portalgen.markup import Skin


def _liferay(v: View) -> str:
    return f"""<!DOCTYPE html><html class="ltr" dir="ltr" lang="vi-VN"><head>{v.head}</head>
<body class="controls-visible yui3-skin-sam site"><div id="wrapper" class="container-fluid">
<header id="banner" role="banner"><div class="header-date">{v.clock}</div><nav id="navigation" role="navigation">{v.menu}</nav>{v.login}</header>
<div id="content"><div class="columns-3" id="main-content" role="main"><div class="portlet-layout row-fluid">
<div class="portlet-column span3" id="column-1">{v.left}</div>
<div class="portlet-column span6" id="column-2"><div class="portlet-dropzone portlet-column-content">
<div class="portlet-boundary portlet-asset-publisher" id="p_p_id_101_INSTANCE_aB3x_"><div class="portlet-body">{v.crumbs}
<div class="asset-full-content"><div class="asset-content" id="aui_3_4"><div class="journal-content-article">
{v.above}{v.title}{v.below}{v.sapo}{v.after_sapo}{v.audio}<div class="content-detail">{v.body}</div>{v.signature}{v.end}</div>
{v.files}</div><div class="asset-links">{v.tools}{v.tags}</div></div>
<div class="other-article">{v.others}{v.pager}</div><div class="taglib-discussion">{v.comments}</div></div></div></div></div>
<div class="portlet-column span3" id="column-3">{v.right}</div></div></div></div>
<footer id="footer" role="contentinfo">{v.footer}</footer></div></body></html>"""


def _nukeviet(v: View) -> str:
    return f"""<!DOCTYPE html><html lang="vi" xmlns="http://www.w3.org/1999/xhtml"><head>{v.head}</head><body>
<noscript><div class="alert alert-danger">Trình duyệt của bạn đã tắt chức năng hỗ trợ JavaScript.</div></noscript>
<div class="section-header"><div class="wraper"><header><div id="header"><div class="current-time">{v.clock}</div></div></header></div></div>
<div class="section-nav"><nav class="second-nav" id="menusite">{v.menu}</nav></div>
<div class="section-body"><section><div class="container" id="body"><div class="third-nav">{v.crumbs}{v.login}</div>
<div class="row"><div class="col-sm-16 col-md-18"><div class="news_column panel panel-default"><div class="panel-body">
<span class="h5">{v.above}</span>{v.title}<div class="margin-bottom-lg">{v.below}{v.tools}</div><div class="clearfix"></div>
<div class="hometext">{v.sapo}</div>{v.after_sapo}{v.audio}<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{v.body}</div>
<div class="margin-bottom-lg">{v.signature}</div>{v.files}{v.end}</div></div>
<div class="news_column panel panel-default">{v.tags}</div><div id="idcomment" class="nv-fullbg">{v.comments}</div>
<div class="related-articles">{v.others}{v.pager}</div></div>
<div class="col-sm-8 col-md-6">{v.left}{v.right}</div></div></div></section></div>
<footer class="section-footer-bottom" id="footer">{v.footer}</footer></body></html>"""


def _wp_classic(v: View) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head>{v.head}<link rel="profile" href="https://gmpg.org/xfn/11" /></head>
<body class="post-template-default single single-post"><div id="page" class="hfeed site">
<header id="masthead" class="site-header"><div class="top-date">{v.clock}</div><nav id="site-navigation">{v.menu}</nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">{v.crumbs}
<article id="post-1" class="post type-post status-publish hentry"><header class="entry-header">{v.above}{v.title}
<div class="entry-meta">{v.below}</div></header><div class="entry-content">{v.sapo}{v.after_sapo}{v.audio}{v.body}{v.signature}
{v.files}<div class="sharedaddy">{v.tools}</div></div><footer class="entry-footer">{v.end}{v.tags}</footer></article>
<div class="yarpp">{v.others}</div>{v.pager}<div id="comments" class="comments-area">{v.comments}</div></main></div>
<div id="secondary" class="widget-area">{v.login}{v.left}{v.right}</div></div>
<footer id="colophon" class="site-footer">{v.footer}</footer></div></body></html>"""


def _wp_block(v: View) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head>{v.head}</head><body class="wp-singular single">
<div class="wp-site-blocks"><header class="wp-block-template-part"><div class="wp-block-group alignfull">
<p class="wp-block-paragraph">{v.clock}</p><nav class="wp-block-navigation">{v.menu}</nav>{v.login}</div></header>
<main class="wp-block-group is-layout-flow"><div class="wp-block-group has-global-padding">{v.crumbs}{v.above}{v.title}
<div class="wp-block-group is-layout-flex">{v.below}</div></div>
<div class="entry-content wp-block-post-content is-layout-constrained">{v.sapo}{v.after_sapo}{v.audio}{v.body}{v.signature}{v.files}</div>
<div class="wp-block-group">{v.end}{v.tools}{v.tags}</div><div class="wp-block-comments">{v.comments}</div>
<div class="wp-block-query">{v.others}{v.pager}</div></main>
<div class="wp-block-columns">{v.left}{v.right}</div>
<footer class="wp-block-template-part">{v.footer}</footer></div></body></html>"""


def _dnn(v: View) -> str:
    return f"""<!DOCTYPE html><html lang="vi-VN"><head id="Head">{v.head}</head><body id="Body">
<form method="post" action="/tin-tuc" id="Form" enctype="multipart/form-data"><div class="aspNetHidden">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="Q0ZESjg=" /></div>
<div class="skin-wrap"><div class="head-bar"><span id="dnn_dnnCURRENTDATE_lblDate" class="date-now">{v.clock}</span>{v.login}</div>
<div id="dnn_MenuPane">{v.menu}</div><div class="row"><div id="dnn_LeftPane" class="col-md-3">{v.left}</div>
<div id="dnn_ContentPane" class="col-md-6"><div class="DnnModule DnnModule-EasyDNNnews"><div class="DNNContainer_noTitle">
<div id="dnn_ctr463_ModuleContent" class="DNNModuleContent">{v.crumbs}<div class="edn_article">{v.above}{v.title}
<div class="edn_meta">{v.below}</div><div class="edn_sapo">{v.sapo}</div>{v.after_sapo}{v.audio}
<article class="Normal edn_articleContent">{v.body}{v.signature}</article>{v.files}{v.end}
<div class="edn_socialButtonsTop">{v.tools}</div>{v.tags}</div>
<div class="edn_relatedArticles">{v.others}{v.pager}</div>{v.comments}</div></div></div></div>
<div id="dnn_RightPane" class="col-md-3">{v.right}</div></div>
<div id="dnn_FooterPane">{v.footer}</div></div></form></body></html>"""


def _joomla(v: View) -> str:
    return f"""<!DOCTYPE html><html lang="vi-vn"><head>{v.head}</head><body class="site com_content view-article">
<div class="body" id="top"><div class="container"><header class="header"><div class="header-search">{v.clock}</div></header>
<nav class="navigation">{v.menu}</nav><div class="row-fluid"><div id="sidebar" class="span3"><div class="sidebar-nav">{v.login}{v.left}</div></div>
<main id="content" class="span6">{v.crumbs}<div class="item-page" itemscope>{v.above}<div class="page-header">{v.title}</div>
<div class="icons">{v.tools}</div><dl class="article-info muted"><dt class="article-info-term">Chi tiết</dt><dd>{v.below}</dd></dl>
{v.sapo}{v.after_sapo}{v.audio}<div itemprop="articleBody">{v.body}{v.signature}</div>{v.files}{v.end}{v.tags}
<ul class="pager pagenav">{v.pager}</ul></div><div class="items-more">{v.others}</div>{v.comments}</main>
<div id="aside" class="span3">{v.right}</div></div></div></div><footer class="footer">{v.footer}</footer></body></html>"""


def _sharepoint(v: View) -> str:
    return f"""<!DOCTYPE html><html dir="ltr" lang="vi-VN"><head>{v.head}</head><body>
<form method="post" action="ChiTiet.aspx" id="aspnetForm"><div id="s4-workspace"><div id="s4-bodyContainer">
<div class="td-header"><div class="td-date">{v.clock}</div>{v.menu}</div><div id="MSO_ContentTable"><div class="td-main">
<div class="ms-webpart-zone ms-fullWidth" id="MSOZoneCell_WebPartWPQ2">{v.left}</div>
<div class="ms-webpart-chrome" id="WebPartWPQ3"><div class="ms-WPBody">{v.crumbs}{v.above}{v.title}{v.below}
<div class="td-sapo">{v.sapo}</div>{v.after_sapo}{v.audio}<div class="ms-rtestate-field" id="ctl00_field">{v.body}
{v.signature}</div>{v.files}{v.end}{v.tools}</div></div>{v.tags}
<div class="ms-webpart-chrome" id="WebPartWPQ4">{v.others}{v.pager}</div>{v.comments}
<div class="ms-webpart-zone" id="MSOZoneCell_WebPartWPQ5">{v.login}{v.right}</div></div></div>
<div id="td-footer">{v.footer}</div></div></div></form></body></html>"""


LIFERAY = Layout(
    Skin("section", {"box": "portlet", "box-title": "portlet-title", "meta": "metadata-entry",
                     "sapo": "introtext"}),
    _liferay,
    ('<h1 class="title">{}</h1>', '<div class="title-news">{}</div>', '<h3 class="asset-title">{}</h3>'),
    ("p", "p-justify", "mso", "div"),
    "/web/guest/tin-tuc/-/asset_publisher/aB3x/content/{slug}-{n}",
)  # fmt: skip
NUKEVIET = Layout(
    Skin("div", {"box": "panel panel-default", "box-title": "panel-heading", "box-body": "panel-body",
                 "meta": "h5 pull-left", "sapo": "h4"}),
    _nukeviet,
    ('<h1 class="title margin-bottom-lg">{}</h1>', '<h2 class="title">{}</h2>'),
    ("p", "p-justify", "mso", "br"),
    "/news/tin-tuc/{slug}-{n}.html",
)  # fmt: skip
WP_CLASSIC = Layout(
    Skin("section", {"box": "widget", "box-title": "widget-title", "meta": "posted-on",
                     "sapo": "excerpt"}),
    _wp_classic,
    ('<h1 class="entry-title">{}</h1>',),
    ("p", "p-justify", "p-nbsp"),
    "/{slug}-{n}/",
)  # fmt: skip
WP_BLOCK = Layout(
    Skin("div", {"box": "wp-block-group", "box-title": "wp-block-heading",
                 "box-body": "wp-block-latest-posts", "meta": "wp-block-post-date",
                 "sapo": "wp-block-post-excerpt"}),
    _wp_block,
    ('<h1 class="wp-block-post-title">{}</h1>', '<h2 class="wp-block-post-title">{}</h2>'),
    ("p", "p-justify"),
    "/{slug}-{n}/",
)  # fmt: skip
DNN = Layout(
    Skin("div", {"box": "DnnModule", "box-title": "Head", "box-body": "Normal", "meta": "edn_date",
                 "sapo": "edn_summary"}),
    _dnn,
    ('<h1 class="edn_articleTitle">{}</h1>', '<span class="Head">{}</span>', "<h2>{}</h2>"),
    ("p", "p-justify", "mso", "div", "p-nbsp"),
    "/tin-tuc/{slug}-{n}",
)  # fmt: skip
JOOMLA = Layout(
    Skin("div", {"box": "moduletable", "box-title": "module-title", "box-body": "custom",
                 "meta": "create", "sapo": "introtext"}),
    _joomla,
    ('<h2 itemprop="headline">{}</h2>', "<h1>{}</h1>", '<h2><a href="/bai-viet-nay">{}</a></h2>'),
    ("p", "p-justify", "p-nbsp"),
    "/index.php/tin-tuc/{n}-{slug}",
)  # fmt: skip
SHAREPOINT = Layout(
    Skin("div", {"box": "ms-webpart", "box-title": "ms-WPTitle", "box-body": "ms-rtestate-read",
                 "meta": "td-info", "sapo": "td-intro"}),
    _sharepoint,
    ('<div class="td-title">{}</div>', '<h1 class="td-title">{}</h1>', "<h3>{}</h3>"),
    ("br", "span-br", "div"),
    "/portal/pages/{date}/{slug}-{n}.aspx",
)  # fmt: skip
