"""Pages with random damage: what `make soak` does with 100,000 of them, for two hundred."""

from __future__ import annotations

import pytest

from tests.mutated import DAMAGE, attempt, cases, page

SEED = 7


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_damaged_pages_are_read_or_refused_by_name(first: int) -> None:
    results = [attempt(SEED, number) for number in range(first, first + 50)]
    assert [(one.number, one.finding) for one in results if one.finding] == []
    assert {one.outcome for one in results} > {"article"}


def test_a_page_is_the_same_each_time_and_every_kind_of_damage_shows() -> None:
    assert page(SEED, 3) == page(SEED, 3)
    assert page(SEED, 3) != page(SEED, 4)
    assert len({page(SEED, number).capture.body for number in range(20)}) == 20
    assert len(DAMAGE) == len(set(DAMAGE))
    assert len(cases()) > 50
