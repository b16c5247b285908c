"""Charts as SVG in the page, drawn by pygal: no script, colours from the page's own style sheet."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pygal
from lxml import etree
from markupsafe import Markup

# pygal's finder of map plug-ins has an interface that Python 3.11 deprecates.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_PLAIN = {
    "explicit_size": False, "show_legend": False, "js": [],
    "css": [], "pretty_print": False, "margin": 12, "title": None, "print_values": False,
    "no_data_text": "", "min_scale": 2, "max_scale": 5,
}  # fmt: skip
_SUPERFLUOUS = (
    "//comment() | //*[local-name() = 'defs' or local-name() = 'title' or local-name() = 'desc']"
    " | //*[contains(@class, 'tooltip-overlay')]"
)


def views(rows: Sequence[Mapping[str, Any]]) -> Markup:
    """View counts of an article over time. rows: of `trend.of_article`."""
    chart = pygal.DateTimeLine(
        **_PLAIN, width=400, height=230, x_value_formatter=lambda at: at.strftime("%d/%m/%Y"),
        x_labels_major_count=3, show_minor_x_labels=False, truncate_label=12,
    )  # fmt: skip
    chart.add("", [(datetime.fromisoformat(row["observed_at"]), row["views"]) for row in rows])
    return _drawn(chart)


def months(counts: Sequence[tuple[str, int]]) -> Markup:
    """Articles by month. counts: pairs of `2021-05` and a number, in order."""
    chart = pygal.Bar(
        **_PLAIN, width=640, height=260, show_minor_x_labels=False,
        x_labels_major_every=max(1, len(counts) // 6),
    )  # fmt: skip
    most = max(number for _, number in counts)
    chart.y_labels = range(0, most + 1, max(1, math.ceil(most / 5)))
    chart.x_labels = ["/".join(reversed(month.split("-"))) for month, _ in counts]
    chart.add("", [number for _, number in counts])
    return _drawn(chart)


def _drawn(chart: Any) -> Markup:
    """The SVG without what pygal adds for its own script, fonts and colours."""
    root = chart.render_tree()
    for node in root.xpath(_SUPERFLUOUS):
        node.getparent().remove(node)
    root.attrib.pop("id", None)
    root.set("class", "chart")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    # Drawn by pygal from numbers and dates alone: there is no text of a page in it.
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704
