"""What an import makes of a page, in a process of its own: an article, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass

from govnews.errors import NotAnArticle, PageRefused
from govnews.families import read
from govnews.model import Article, Capture, Profile
from govnews.portal import Portal


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a page gives no article. failed: nothing is known about the page; otherwise it was read
    and is none.
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
        # A page that breaks a reader must not take the others with it.
        return Unread(f"reader-error: {type(error).__name__}: {error}", failed=True)
