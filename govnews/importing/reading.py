"""Read an imported page, in a process of its own, to an article or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass

from govnews.errors import NotAnArticle, PageRefused
from govnews.families import read
from govnews.model import Article, Capture, Profile
from govnews.portal import Portal


@dataclass(frozen=True, slots=True)
class Unread:
    """The reason why a page has no article. failed: the reader failed, so that nothing is known
    about the page; otherwise the page is no article.
    """

    reason: str
    failed: bool


def read_page(portal: Portal, capture: Capture, profile: Profile | None) -> Article | Unread:
    """The article of a page. A pure function that does not raise."""
    try:
        return read(capture, portal, profile)
    except NotAnArticle as error:
        return Unread(error.reason, failed=False)
    except PageRefused as error:
        return Unread(str(error), failed=True)
    except Exception as error:  # noqa: BLE001
        # A page on which a reader fails must not affect the others.
        return Unread(f"reader-error: {type(error).__name__}: {error}", failed=True)
