"""The skeletons: each layout puts the same parts into a page of its own make."""

from __future__ import annotations

from collections.abc import Mapping

from portalgen.layouts.handmade import (
    DEFINITIONS,
    DIVS,
    FONT_2008,
    SEMANTIC,
    SINGLE_COLUMN,
    UTILITY,
    WEBFORMS,
)
from portalgen.layouts.systems import (
    DNN,
    JOOMLA,
    LIFERAY,
    NUKEVIET,
    SHAREPOINT,
    WP_BLOCK,
    WP_CLASSIC,
)
from portalgen.layouts.view import Layout

LAYOUTS: Mapping[str, Layout] = {
    "webforms": WEBFORMS,
    "divs": DIVS,
    "definitions": DEFINITIONS,
    "liferay": LIFERAY,
    "nukeviet": NUKEVIET,
    "wp-classic": WP_CLASSIC,
    "wp-block": WP_BLOCK,
    "dnn": DNN,
    "joomla": JOOMLA,
    "sharepoint": SHAREPOINT,
    "font-2008": FONT_2008,
    "utility": UTILITY,
    "semantic": SEMANTIC,
    "single-column": SINGLE_COLUMN,
}
"""By name, in a fixed order: the portal's seed counts through them."""

__all__ = ["LAYOUTS", "Layout"]
