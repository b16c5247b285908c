"""DNN (DotNetNuke): EasyDNNnews classes `.edn_…`, or plain `.Normal` modules; `/page/N` lists."""

from __future__ import annotations

from typing import ClassVar

from govnews.families.family import Family
from govnews.reading.selectors import Hints


class Dnn(Family):
    """News modules inside DNN panes."""

    hints: ClassVar[Hints] = {
        "title": ("h1.edn_articleTitle", ".edn_article h1"),
        "sapo": (".edn_articleSummary",),
        "body": (".edn_articleContent", ".edn_article .edn_content"),
    }
    headline_links: ClassVar[tuple[str, ...]] = ("h2.edn_articleTitle a", ".edn_articleTitle a")
