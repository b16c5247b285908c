"""A portal that breaks for a day or for two harms nothing in the archive, and is named."""

from __future__ import annotations

import pytest

from tests.broken.breakages import BREAKAGES
from tests.broken.harness import TIMELINES, Finding, measure
from tests.broken.sharing import once

pytestmark = pytest.mark.slow

# Every fourth one: the whole catalogue takes as long as half of all other tests, see `make soak`.
TRIED = list(BREAKAGES)[::4]

Findings = dict[tuple[str, str], Finding]


@pytest.fixture(scope="module")
def findings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Findings:
    """Of the breakages that this run of the tests is for, crawled together."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    specs = [item.callspec.params for item in items if "findings" in item.fixturenames]
    asked = {params.get("name") for params in specs}
    names = [name for name in BREAKAGES if name in asked]

    def made() -> Findings:
        return measure(tmp_path_factory.mktemp("broken"), names)

    return once(tmp_path_factory, worker_id, "findings", made)


@pytest.mark.parametrize("length", TIMELINES)
@pytest.mark.parametrize("name", TRIED)
def test_the_archive_is_as_if_nothing_had_been(findings: Findings, name: str, length: str) -> None:
    found = findings[name, length]
    assert not found.harm, [BREAKAGES[name].event, *found.sentences()]
    assert found.versions == 0


@pytest.mark.parametrize("length", TIMELINES)
@pytest.mark.parametrize("name", [name for name in TRIED if not BREAKAGES[name].quiet])
def test_a_run_over_a_broken_portal_names_something(
    findings: Findings, name: str, length: str
) -> None:
    days = findings[name, length].days
    broken = sorted(TIMELINES[length].broken)
    for day in broken[:1] if BREAKAGES[name].moves else broken:  # they move once
        assert BREAKAGES[name].moves or not days[day].complete, (BREAKAGES[name].event, day)
        assert days[day].names, (BREAKAGES[name].event, day)


@pytest.mark.parametrize("length", TIMELINES)
@pytest.mark.parametrize("name", [name for name in TRIED if BREAKAGES[name].quiet])
def test_what_changes_no_field_is_not_named(findings: Findings, name: str, length: str) -> None:
    days = findings[name, length].days
    assert {day.outcome for day in days.values()} == {"complete"}
    assert [day.names for day in days.values()] == [()] * TIMELINES[length].days


@pytest.mark.parametrize("length", TIMELINES)
def test_the_undisturbed_portal_is_complete_each_day(findings: Findings, length: str) -> None:
    days = findings["control", length].days
    assert [day.outcome for day in days.values()] == ["complete"] * TIMELINES[length].days
