"""Provinces by name, and the one statement of the day on which 63 became 34."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import govnews
from govnews.errors import UnknownProvince
from govnews.vietnamese import places
from govnews.vietnamese.places import Era, Unit, find, predecessors, units

PACKAGE = Path(govnews.__file__).parent


def slugs(found: tuple[Unit, ...]) -> set[tuple[str, str]]:
    return {("old" if unit.era == Era.OLD else "new", unit.slug) for unit in found}


def test_there_are_63_and_34_and_every_old_one_has_an_heir() -> None:
    old = [unit for unit in units() if unit.era == Era.OLD]
    new = {unit.slug: unit for unit in units() if unit.era == Era.NEW}
    assert (len(old), len(new)) == (63, 34)
    assert all(unit.successor in new for unit in old)
    assert all(predecessors(unit) for unit in new.values())
    assert sum(len(predecessors(unit)) for unit in new.values()) == 63


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Long An", {("old", "longan")}),
        ("long an", {("old", "longan")}),
        ("longan", {("old", "longan")}),
        ("tỉnh Long An", {("old", "longan")}),
        (unicodedata.normalize("NFD", "TỈNH LONG AN (CŨ)"), {("old", "longan")}),
        ("TP Hà Nội", {("old", "hanoi"), ("new", "hanoi")}),
        ("TP.HCM", {("old", "hochiminhcity"), ("new", "hochiminhcity")}),
        ("Sài Gòn", {("old", "hochiminhcity"), ("new", "hochiminhcity")}),
        ("Thành phố Hồ Chí Minh mới", {("new", "hochiminhcity")}),
        ("tay ninh (cu)", {("old", "tayninh")}),
        ("Bà Rịa - Vũng Tàu", {("old", "baria-vungtau")}),
        ("Huế", {("new", "hue")}),
        ("Dak Lak", {("old", "daklak"), ("new", "daklak")}),
    ],
)
def test_a_province_is_found_by_what_people_write(name: str, found: set[tuple[str, str]]) -> None:
    assert slugs(find(name)) == found


def test_every_name_and_slug_finds_its_own() -> None:
    for unit in units():
        for name in (unit.name, unit.slug, unit.label, unit.name.upper()):
            assert unit in find(name), name
        assert find(unit.label) == (unit,)


def test_lineage_brings_the_predecessors_of_the_new_unit() -> None:
    tay_ninh = {("old", "tayninh"), ("new", "tayninh"), ("old", "longan")}
    assert slugs(find("Tây Ninh", lineage=True)) == tay_ninh
    assert slugs(find("Tây Ninh (mới)", lineage=True)) == tay_ninh
    assert slugs(find("Tây Ninh (cũ)", lineage=True)) == {("old", "tayninh")}
    assert slugs(find("Long An", lineage=True)) == {("old", "longan")}
    assert slugs(find("hue", lineage=True)) == {("new", "hue"), ("old", "thuathienhue")}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Long Anh", "Did you mean 'Long An'?"),
        ("Tay Nin", "Did you mean 'Tây Ninh'?"),
        ("80", "Long An until-2025-06-30, Tây Ninh from-2025-07-01"),
        ("Long An (mới)", "Did you mean 'Long An'?"),
        ("", "'govnews provinces list'"),
        ("qqqq", "'govnews provinces list'"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(name: str, said: str) -> None:
    with pytest.raises(UnknownProvince) as caught:
        find(name)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_the_merger_is_a_local_day_and_its_thresholds_are_the_smallest_stored_texts() -> None:
    assert places.PUBLISHED_SINCE_MERGER == "2025-07"
    assert places.SEEN_SINCE_MERGER == "2025-06-30T17"
    assert [*Era] == ["until-2025-06-30", "from-2025-07-01"]
    # A year alone and the last month of the 63 sort before, the first month of the 34 does not.
    old, new = ("2025", "2025-06", "2025-06-30T23:59:00+07:00"), ("2025-07", "2025-07-01", "2026")
    assert max(old) < places.PUBLISHED_SINCE_MERGER <= min(new)
    assert "2025-06-30T16:59:59Z" < places.SEEN_SINCE_MERGER <= "2025-06-30T17:00:00Z"


def test_every_portal_has_one_unit_in_each_era() -> None:
    slugs = {unit.slug for unit in units()}
    by_portal = places.units_by_portal()
    assert by_portal.keys() == {(era, slug) for era in Era for slug in slugs}
    assert by_portal[Era.NEW, "longan"].name == "Tây Ninh"
    assert by_portal[Era.OLD, "hue"].name == "Thừa Thiên Huế"


_DATE = re.compile(r"2025-0?[67]|30/0?6/2025|0?1/0?7/2025")


def statements_of_the_merger(source: str) -> Iterator[int]:
    """Lines of a module that state the merger's date: in a string that is no docstring and no
    example of a help text, or as numbers.
    """
    tree = ast.parse(source)
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    } | {
        keyword.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "help"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in texts:
            if _DATE.search(node.value):
                yield node.lineno
        elif isinstance(node, ast.Call | ast.Tuple):
            values = node.args if isinstance(node, ast.Call) else node.elts
            numbers = [one.value for one in values if isinstance(one, ast.Constant)]
            if numbers[:2] in ([2025, 6], [2025, 7]):
                yield node.lineno


@pytest.mark.parametrize(
    "source",
    [
        "since = published >= '2025-07'",
        "sql = f'first_seen >= {quote}2025-06-30T17'",
        "MERGER = date(2025, 7, 1)",
        "MERGER = (2025, 7, 1)",
        "ERA = 'from-2025-07-01'",
        "ERA = 'until-2025-06-30'",
    ],
)
def test_a_second_statement_of_the_merger_is_noticed(source: str) -> None:
    assert list(statements_of_the_merger(source)) == [1]


def test_the_date_of_the_merger_is_stated_once_in_the_package() -> None:
    """Texts for people (docstrings, help, TOML, templates, docs) may name it."""
    again = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PACKAGE.rglob("*.py")
        for line in statements_of_the_merger(path.read_text(encoding="utf-8"))
    ]
    again += [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.sql")
        if _DATE.search(path.read_text(encoding="utf-8"))
    ]
    assert len(again) == 1, again
    assert again[0].startswith("vietnamese/places.py:")
