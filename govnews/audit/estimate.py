"""How many articles a portal published, estimated from the independent ways that found them.

A list, a feed, a sitemap, links in other articles and a web archive's index each find part of what
a portal has. How much their parts overlap says how much all of them missed: the capture-recapture
estimate of population studies. Two ways give Chapman's estimate (1951), three or more
Darroch's maximum-likelihood one for ways of unequal strength (1958), both with the log-normal
interval of 95 % (Burnham et al. 1987), which never goes below what was found. Where one way has all
that the others found, nothing seems to be missing and that interval would be empty; its upper end
is then the highest number for which this is not yet unlikely: 25 articles of a feed that are all in
a list do not prove that the list has all.

The ways are taken as independent. Ways that find the same articles because one is made from the
other, or because both know the newest only, overlap too much: the estimate is then too low.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MIN_FOUND_BY_WAY = 10
"""Articles that a way must have found to count: a feed of five says nothing about a year."""

MIN_OVERLAP = 7
"""Articles found twice that an estimate needs: below, chance alone moves it by half (Seber)."""

HALVINGS = 60
"""Steps of the bisection: enough for the last digit of any count."""

NORMAL_95 = 1.96
"""Standard deviations to both sides that hold 95 % of a normal distribution."""

UNLIKELY = math.log(0.025)
"""Chance, as a logarithm, of what lies beyond one end of an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate of how many articles there are.

    found: distinct articles that the ways found. total: the estimate, at least `found`.
    low, high: the interval of 95 %. ways: names of those that it rests on.
    """

    found: int
    total: int
    low: int
    high: int
    ways: tuple[str, ...]

    @property
    def spread(self) -> int:
        """How far the farther end of the interval is from the estimate."""
        return max(self.high - self.total, self.total - self.low)

    def __str__(self) -> str:
        return f"found {self.found:,}, estimated {self.total:,} ± {self.spread:,}"


def estimate(histories: Mapping[frozenset[str], int]) -> Estimate | None:
    """The estimate for a set of articles; None where the ways are too few to tell.

    histories: for each set of ways, how many articles exactly these ways found.
    """
    usable = _usable(histories)
    if len(usable) < 2:
        return None
    seen: Counter[frozenset[str]] = Counter()
    for ways, count in histories.items():
        seen[ways & usable] += count
    unusable_only = seen.pop(frozenset(), 0)
    repeated = sum(count for ways, count in seen.items() if len(ways) > 1)
    if repeated < MIN_OVERLAP:
        return None
    found = seen.total()
    missed, variance = _chapman(seen, usable) if len(usable) == 2 else _darroch(seen, usable)
    low, high = _interval(found, missed, variance)
    if max(by_way := _by_way(seen, usable)) == found:
        high = max(high, _most(found, by_way))
    # What only the unusable ways found is part of what the others missed.
    total = max(found + missed, found + unusable_only)
    return Estimate(
        found + unusable_only,
        round(total),
        round(max(low, found + unusable_only)),
        round(max(high, total)),
        tuple(sorted(usable)),
    )


def together(parts: Sequence[Estimate], others: int) -> Estimate:
    """The estimate for all strata of a portal, from those of the strata. parts: at least one.

    others: articles outside of them, which count as found. The distances of the parts' interval
    ends from their estimates add up like standard deviations (Zou and Donner 2008).
    """
    found = sum(part.found for part in parts) + others
    total = sum(part.total for part in parts) + others
    below = math.hypot(*(part.total - part.low for part in parts))
    above = math.hypot(*(part.high - part.total for part in parts))
    ways = {way for part in parts for way in part.ways}
    return Estimate(
        found, total, max(found, round(total - below)), round(total + above), tuple(sorted(ways))
    )


def _usable(histories: Mapping[frozenset[str], int]) -> frozenset[str]:
    found: Counter[str] = Counter()
    for ways, count in histories.items():
        for way in ways:
            found[way] += count
    return frozenset(way for way, count in found.items() if count >= MIN_FOUND_BY_WAY)


def _chapman(seen: Mapping[frozenset[str], int], ways: frozenset[str]) -> tuple[float, float]:
    """How many both ways missed, and the variance of the total."""
    both = seen.get(ways, 0)
    first, second = _by_way(seen, ways)
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (
        (first + 1) * (second + 1) * (first - both) * (second - both)
        / ((both + 1) ** 2 * (both + 2))
    )  # fmt: skip
    return max(0.0, total - sum(seen.values())), variance


def _darroch(seen: Mapping[frozenset[str], int], ways: frozenset[str]) -> tuple[float, float]:
    """How many all ways missed, and the variance of the total: the number for which the shares that
    each way found, taken as independent, explain how many were found at all.
    """
    found = sum(seen.values())
    by_way = _by_way(seen, ways)

    def unexplained(total: float) -> float:
        return total * (1 - math.prod(1 - count / total for count in by_way)) - found

    low, high = float(found), 2.0 * found
    while unexplained(high) < 0:
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if unexplained(middle) < 0 else (low, middle)
    missing = [1 - count / high for count in by_way]
    if min(missing) <= 0:
        return 0.0, 0.0  # one way found all that there is
    information = 1 / math.prod(missing) + len(missing) - 1 - sum(1 / share for share in missing)
    return high - found, high / information if information > 0 else 0.0


def _by_way(seen: Mapping[frozenset[str], int], ways: frozenset[str]) -> list[int]:
    """How many each way found."""
    return [
        sum(count for found_by, count in seen.items() if way in found_by) for way in sorted(ways)
    ]


def _most(found: int, by_way: Sequence[int]) -> int:
    """The highest total for which it is not unlikely that one way has all that the others found,
    these being drawn from the total by chance. by_way: how many each way found.
    """
    others = sorted(by_way)[:-1]

    def chance(total: int) -> float:
        return sum(
            math.lgamma(found + 1) - math.lgamma(found - count + 1)
            - math.lgamma(total + 1) + math.lgamma(total - count + 1)
            for count in others
        )  # fmt: skip

    low, high = found, 2 * found
    while chance(high) > UNLIKELY:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if chance(middle) > UNLIKELY else (low, middle)
    return low


def _interval(found: int, missed: float, variance: float) -> tuple[float, float]:
    """The log-normal interval of the total: what was found is certain, only the rest is not."""
    if missed <= 0 or variance <= 0:
        return float(found), float(found) + max(0.0, missed)
    factor = math.exp(NORMAL_95 * math.sqrt(math.log(1 + variance / missed**2)))
    return found + missed / factor, found + missed * factor
