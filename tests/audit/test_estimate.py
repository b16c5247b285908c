"""The estimate holds on portals whose size is known, and is silent where it cannot tell."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.audit.estimate import Estimate, estimate


def histories(size: int, chances: dict[str, float], seed: int) -> Counter[frozenset[str]]:
    """A portal of so many articles, each way finding each of them with its chance."""
    rng = random.Random(seed)
    found: Counter[frozenset[str]] = Counter()
    for _ in range(size):
        found[frozenset(way for way, chance in chances.items() if rng.random() < chance)] += 1
    found.pop(frozenset(), None)
    return found


@pytest.mark.parametrize(
    "chances",
    [
        {"list": 0.9, "sitemap": 0.7},
        {"list": 0.6, "feed": 0.3},
        {"list": 0.8, "feed": 0.3, "sitemap": 0.6},
        {"list": 0.5, "feed": 0.2, "sitemap": 0.5, "link": 0.4},
    ],
)
def test_the_interval_holds_the_true_number_of_independent_ways(chances: dict[str, float]) -> None:
    held = 0
    for seed in range(100):
        told = estimate(histories(2000, chances, seed))
        assert told is not None
        assert told.found <= told.low <= told.total <= told.high
        held += told.low <= 2000 <= told.high
    assert held >= 85


def test_chapmans_figures() -> None:
    # 301 * 201 / 51 - 1 = 1185.3; variance 301 * 201 * 250 * 150 / (51**2 * 52) = 16774.
    told = estimate(
        {frozenset("a"): 250, frozenset("b"): 150, frozenset("ab"): 50},
    )
    assert told == Estimate(450, 1185, 972, 1486, ("a", "b"))
    assert str(told) == "found 450, estimated 1,185 ± 301"


def test_ways_that_found_the_same_estimate_what_was_found() -> None:
    told = estimate({frozenset({"list", "sitemap"}): 500})
    assert told is not None
    assert (told.found, told.total, told.low, told.high) == (500, 500, 500, 500)


def test_a_way_that_has_all_of_another_may_still_lack_something() -> None:
    """25 of a feed, all in a list of 300: (300/N)^25 falls to 2.5 % at 345."""
    told = estimate({frozenset({"list"}): 275, frozenset({"list", "feed"}): 25})
    assert told is not None
    assert (told.found, told.total, told.low, told.high) == (300, 300, 300, 345)
    assert told.spread == 45


@pytest.mark.parametrize("chance", [0.9, 0.97])
def test_the_interval_holds_where_the_second_way_is_a_short_feed(chance: float) -> None:
    held = 0
    for seed in range(100):
        rng = random.Random(seed)
        feed = set(rng.sample(range(310), 25))
        found: Counter[frozenset[str]] = Counter()
        for number in range(310):
            ways = {"list"} if rng.random() < chance else set()
            found[frozenset(ways | ({"feed"} if number in feed else set()))] += 1
        found.pop(frozenset(), None)
        told = estimate(found)
        assert told is not None
        held += told.low <= 310 <= told.high
    assert held >= 90


@pytest.mark.parametrize(
    "few",
    [
        {},
        {frozenset({"list"}): 5000},
        {frozenset({"list"}): 5000, frozenset({"feed"}): 9},
        {frozenset({"list"}): 5000, frozenset({"list", "feed"}): 6, frozenset({"feed"}): 20},
    ],
)
def test_too_few_ways_or_too_little_overlap_is_silence(few: dict[frozenset[str], int]) -> None:
    assert estimate(few) is None


def test_a_way_that_found_too_little_to_count_still_found_it() -> None:
    told = estimate(
        {frozenset({"list", "sitemap"}): 100, frozenset({"link"}): 3, frozenset({"list"}): 1}
    )
    assert told is not None
    assert told.ways == ("list", "sitemap")
    assert told.found == 104
    assert told.total >= 104


@given(
    st.dictionaries(
        st.frozensets(st.sampled_from(["list", "feed", "sitemap", "link", "cdx"]), min_size=1),
        st.integers(0, 10**6),
    )
)
def test_whatever_was_found_the_order_holds(found: dict[frozenset[str], int]) -> None:
    told = estimate(found)
    if told is not None:
        assert sum(found.values()) == told.found <= told.low <= told.total <= told.high
