"""robots.txt, sitemap.xml and rss.xml of the demo portal, as pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from govnews.demo.corpus import SECTIONS, DemoArticle, as_served
from govnews.demo.pages import PORTAL_NAME

RSS_SIZE = 20


def robots_txt(base: str) -> str:
    """Allows everything but the login."""
    return f"User-agent: *\nDisallow: /dang-nhap\n\nSitemap: {base}/sitemap.xml\n"


def sitemap_xml(articles: Sequence[DemoArticle], *, base: str) -> str:
    """The front page, the sections and every article; lastmod for dated articles."""
    entries = [f"<url><loc>{base}/</loc></url>"]
    entries += [f"<url><loc>{base}/{section}</loc></url>" for section in SECTIONS]
    for article in articles:
        lastmod = article.lastmod
        element = f"<lastmod>{lastmod.isoformat()}</lastmod>" if lastmod else ""
        entries.append(f"<url><loc>{escape(base + article.path)}</loc>{element}</url>")
    body = "\n".join(entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</urlset>\n'
    )


def rss_xml(articles: Sequence[DemoArticle], *, base: str) -> str:
    """The newest articles, of both sections; `articles` come newest first."""
    items = []
    for article in articles[:RSS_SIZE]:
        served = as_served(article)
        link = escape(base + article.path)
        lines = [f"<title>{escape(served.title)}</title>", f"<link>{link}</link>"]
        lines.append(f'<guid isPermaLink="true">{link}</guid>')
        if served.sapo:
            lines.append(f"<description>{escape(served.sapo)}</description>")
        if article.dated:
            lines.append(f"<pubDate>{format_datetime(article.published)}</pubDate>")
        items.append("<item>" + "".join(lines) + "</item>")
    body = "\n".join(items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{PORTAL_NAME}</title><link>{base}/</link>"
        f"<description>{PORTAL_NAME}</description><language>vi</language>\n{body}\n"
        "</channel></rss>\n"
    )
