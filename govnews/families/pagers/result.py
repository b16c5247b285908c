"""What a pager offers: requests for the following page, what it announces, and whether it ends."""

from __future__ import annotations

from dataclasses import dataclass

from govnews.model import Link


@dataclass(frozen=True, slots=True)
class PagerCandidate:
    """A request that may answer with the following page of a list.

    link: the request; its page is one more than that of the present page.
    rule: how the request was found: `number`, `next`, `rel-next`, `block` ("…" behind the last
        number), `more` ("Xem thêm"), `select`, `page-box`, `pattern` (the address of a number
        that is not shown), `own-address` (the list's own address, its page number raised).
    score: the higher, the likelier. reasons: what the score is made of.
    last_page: number of the last page that the pager announces, None where it announces none.
    """

    link: Link
    rule: str
    score: float
    reasons: tuple[str, ...] = ()
    last_page: int | None = None


@dataclass(frozen=True, slots=True)
class Pagers:
    """What the pagers of a page say.

    candidates: requests for the following page, the best first; empty at the end of a list.
    announced_pages: number of the last page as the pager announces it.
    announced_articles: how many articles the page says that the list has.
    is_last: whether the pager itself proves that this is the last page. proof: by what.
    not_understood: markup, shortened, of what appears to be a pager and gives no request.
    beside: second pages of the other lists on the page, each with the `list_key` of its own list.
    """

    candidates: tuple[PagerCandidate, ...] = ()
    announced_pages: int | None = None
    announced_articles: int | None = None
    is_last: bool = False
    proof: str | None = None
    not_understood: tuple[str, ...] = ()
    beside: tuple[Link, ...] = ()
