"""One class for each CMS: how its lists are walked and which elements hold its fields.

`FAMILIES` is the registry: a new family is one class in one module and one line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from govnews.errors import BadPortalFile
from govnews.families.dnn import Dnn
from govnews.families.family import Family
from govnews.families.joomla import Joomla
from govnews.families.liferay import Liferay
from govnews.families.nukeviet import NukeViet
from govnews.families.sharepoint import SharePoint
from govnews.families.uiarticle import UIArticle
from govnews.families.vhv import Vhv
from govnews.families.wordpress import WordPress
from govnews.model import Article, Capture, Link, Listing, Profile
from govnews.portal import Portal
from govnews.reading.reader import read as read_page
from govnews.reading.selectors import Hints

FAMILIES: Mapping[str, Family] = {
    "generic": Family(),
    "dnn": Dnn(),
    "joomla": Joomla(),
    "liferay": Liferay(),
    "nukeviet": NukeViet(),
    "sharepoint": SharePoint(),
    "uiarticle": UIArticle(),
    "vhv": Vhv(),
    "wordpress": WordPress(),
}


def family_of(portal: Portal) -> Family:
    """The portal's family; raises BadPortalFile when its file names none that exists."""
    family = FAMILIES.get(portal.family)
    if family is None:
        known = ", ".join(sorted(FAMILIES))
        why = f"'{portal.family}' is no family; these are: {known}"
        raise BadPortalFile(portal.source, None, "family", why)
    return family


def read(capture: Capture, portal: Portal | None = None, profile: Profile | None = None) -> Article:
    """The article on a captured page: the portal's selectors first, then the family's, then
    the generic rules. Raises NotAnArticle or PageRefused. A pure function of its arguments.
    """
    if portal is None:
        return read_page(capture, profile=profile)
    hints: Hints = family_of(portal).hints
    if portal.selectors:
        names = {*hints, *portal.selectors}
        hints = {name: portal.selectors.get(name, ()) + hints.get(name, ()) for name in names}
    return read_page(capture, hints, profile)


def has_article_rule(portal: Portal) -> bool:
    """Whether portal file or family say what an article's address looks like."""
    return portal.crawl.article_url is not None or family_of(portal).article_url is not None


def seeds(portal: Portal) -> tuple[Link, ...]:
    """The links that a crawl of the portal starts from."""
    return family_of(portal).seeds(portal)


def links(capture: Capture, portal: Portal) -> tuple[Link, ...]:
    """The other articles that an article's page links to, if their addresses are known."""
    return family_of(portal).links(capture, portal)


def walk(capture: Capture, portal: Portal, link: Link) -> Listing:
    """The articles and further pages that a listing, feed or sitemap leads to."""
    return family_of(portal).walk(capture, portal, link)


__all__ = [
    "FAMILIES", "Family", "family_of", "has_article_rule", "links", "read", "seeds", "walk",
]  # fmt: skip
