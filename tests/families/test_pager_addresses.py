"""Links of one pager whose addresses differ in more than the page number."""

from __future__ import annotations

import pytest

from tests.families.pagerlib import find, page

LAST = 5
HEX = ("a1b2c3d4", "99f0e1aa", "12345678", "0fedcba9", "77aa88bb", "ccdd0011", "5e6f7a8b")

# Name, and the address of page n as it is printed on page p.
ADDRESSES = {
    "order-of-parameters": lambda n, p: (
        f"/tin?cat=4&page={n}" if (n + p) % 2 else f"/tin?page={n}&cat=4"
    ),
    "order-changes-by-page": lambda n, p: [f"/tin?cat=4&page={n}", f"/tin?page={n}&cat=4"][p % 2],
    "case-of-the-parameter": lambda n, p: f"/tin?{['Page', 'page', 'PAGE'][(n + p) % 3]}={n}",
    "case-of-the-path": lambda n, p: f"{['/tin', '/Tin'][(n + p) % 2]}?page={n}",
    "token-of-digits": lambda n, p: f"/tin?page={n}&t={1837465521 + 7919 * n + 104729 * p}",
    "short-token-of-digits": lambda n, p: f"/tin?page={n}&t={18374 + 7919 * n * p}",
    "token-of-hex": lambda n, p: f"/tin?page={n}&h={HEX[n]}",
    "token-in-front": lambda n, p: f"/tin?h={HEX[(n + p) % 7]}&page={n}",
    "start-and-end": lambda n, p: f"/tin?page={n}&start={n * 10 - 10}&end={n * 10}",
    "last-row": lambda n, p: f"/tin?page={n}&last={n * 10 - 10}",
    "offset-and-token": lambda n, p: f"/tin?start={n * 10 - 10}&h={HEX[n]}",
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("arrows", [True, False])
def test_a_pager_is_one_whatever_else_changes(name: str, arrows: bool) -> None:
    address = ADDRESSES[name]
    for present in range(1, LAST + 1):
        links = [
            f"<b>{n}</b>" if n == present else f"<a href='{address(n, present)}'>{n}</a>"
            for n in range(1, LAST + 1)
        ]
        if arrows and present < LAST:
            links.append(f"<a href='{address(present + 1, present)}'>»</a>")
        own = "/tin?cat=4" if present == 1 else address(present, present - 1)
        found = find(page(" ".join(links)), own, present)
        if present < LAST:
            assert not found.is_last
            url = found.candidates[0].link.url
            assert url.endswith(address(present + 1, present)), (present, found)
            assert found.announced_pages == LAST
        else:
            assert found.is_last, found


@pytest.mark.parametrize("named", [True, False])
def test_pages_with_a_token_instead_of_a_number(named: bool) -> None:
    """Each page has a key of its own; the numbers are printed only."""
    name = "pagination" if named else "x"
    for present in range(1, LAST + 1):
        links = " ".join(
            f"<span class='active'>{n}</span>" if n == present
            else f"<a href='/tin?k={HEX[n]}'>{n}</a>"
            for n in range(1, LAST + 1)
        )  # fmt: skip
        own = "/tin" if present == 1 else f"/tin?k={HEX[present]}"
        found = find(page(f"<div class='{name}'>{links}</div>"), own, present)
        if present < LAST:
            assert found.candidates[0].link.url.endswith(f"k={HEX[present + 1]}"), found
            assert not found.is_last
        else:
            assert found.is_last, found
