"""Every written case is read exactly; and as a set also without hints and with scrambled names."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from govnews.families import read
from tests.caselib import FIELDS, Case, check, load_cases, reading, scrambled

QUALITY = tomllib.loads((Path(__file__).parents[1] / "quality.toml").read_text(encoding="utf-8"))
CASES = load_cases()
WAYS = ("family", "generic", "scrambled")


def _marked(case: Case) -> Any:
    reason = QUALITY["known_wrong"].get(case.name)
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: Case) -> None:
    check(case)


def test_known_wrong_names_cases() -> None:
    assert set(QUALITY["known_wrong"]) <= {case.name for case in CASES}


@pytest.mark.parametrize("way", WAYS)
def test_floors(way: str) -> None:
    measured, floors = _measure(way), QUALITY[way]
    assert set(measured) == set(floors), f"{way}: quality.toml has other measures"
    invented = measured.pop("invented")
    assert invented <= floors["invented"], f"{way}: dates that are on no page: {invented}"
    fallen = {name: value for name, value in measured.items() if value < floors[name]}
    assert not fallen, f"{way}: fell below its floor: {fallen}"


@pytest.mark.parametrize("way", WAYS)
def test_floors_follow_what_is_reached(way: str) -> None:
    """A floor that is left far behind guards nothing: raise it in quality.toml."""
    measured = _measure(way)
    measured.pop("invented")
    behind = {name: value for name, value in measured.items() if value > QUALITY[way][name] + 0.03}
    assert not behind, f"{way}: raise these floors in quality.toml: {behind}"


@cache
def _readings(way: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    pairs = []
    for case in CASES:
        capture = case.capture
        if way == "scrambled":
            capture = replace(capture, body=scrambled(capture.body))
        got = reading(replace(case, capture=capture), with_family=way == "family")
        pairs.append((case.expected, got))
    return pairs


def _measure(way: str) -> dict[str, float]:
    """Shares of the pages: each field right, no article told apart; body F1; invented dates."""
    pairs = _readings(way)
    articles = [pair for pair in pairs if pair[0]["kind"] == "article"]
    others = [pair for pair in pairs if pair[0]["kind"] != "article"]
    measured = {
        name: sum(got.get(name) == wanted.get(name) for wanted, got in articles) / len(articles)
        for name in FIELDS
    }
    measured["body_f1"] = sum(_body_f1(wanted, got) for wanted, got in articles) / len(articles)
    measured["refused"] = sum(wanted == got for wanted, got in others) / len(others)
    measured["clean"] = sum(not _noise(wanted, got) for wanted, got in articles) / len(articles)
    measured["invented"] = sum(
        wanted["published"] is None and got.get("published") is not None for wanted, got in articles
    )
    return measured


def _body_f1(wanted: dict[str, Any], got: dict[str, Any]) -> float:
    want, have = _words(wanted), _words(got)
    if not want or not have:
        return float(want == have)
    return 2 * (want & have).total() / (want.total() + have.total())


def _words(fields: dict[str, Any]) -> Counter[str]:
    return Counter(" ".join([fields.get("sapo") or "", *(fields.get("body") or [])]).split())


def _noise(wanted: dict[str, Any], got: dict[str, Any]) -> bool:
    """Whether a paragraph was read that is none: it is in no expected one, and holds none."""
    whole = "\n".join([wanted["sapo"] or "", *wanted["body"]])
    return any(paragraph not in whole for paragraph in got.get("body") or [])


def test_every_rule_is_documented_and_has_a_case() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "extraction.md").read_text(encoding="utf-8")
    table = docs.partition("## The fields and their rules")[2].partition("\n\n#")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    documented = set(re.findall(r"`([a-z:…-]+)`", "\n".join(rows)))
    used = set()
    for case in CASES:
        if case.expected["kind"] != "article":
            continue
        for portal in (case.portal, None):
            used |= {evidence.rule for evidence in read(case.capture, portal).evidence}
    rules = {"selector:…" if rule.startswith("selector:") else rule for rule in used}
    assert rules == documented
