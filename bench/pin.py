"""Which numbers of reading no case and no table of tests notices.

Run: python bench/pin.py [--only NAME]… [--jobs 2] [--json] [--bounds] [--allowed 0.1]

Each weight of govnews/reading/weights.py is changed by ×0.6 and by ×1.6, one at a time, in a
process of its own. There the tables of tests run, and then every case is read in three ways (with
its family, without hints, with scrambled names). A change is noticed when a test fails, or when a
reading that was as expected is so no longer; the first notice ends the process. A weight survives
when one of its changes is noticed by nothing.

The processes are forked from one that has imported everything and read nothing, so that a change
finds no result remembered; tests/reading/test_weights.py sees to it that no rule is read at import.

Bounds of time and memory (annotation `Bound`) are left out, or tried with --bounds and listed
apart. Exit code 4 when more than the allowed share of the rules survives.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterator
from ctypes import c_int
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import bs4  # noqa: F401  imported once, before the processes are forked
import pytest

from govnews.reading import weights
from tests.caselib import Case, load_cases, reading, scrambled

ROOT = Path(__file__).parents[1]
FACTORS = (0.6, 1.6)
WAYS = ("family", "generic", "scrambled")
TABLES = ("tests/reading", "tests/vietnamese", "tests/families")
NO_TABLES = ("test_cases.py", "test_reading_fuzz.py", "test_weights.py")
"""Files of no table: the cases run anyway, the others expect no value of a reading."""


@dataclass(frozen=True)
class Change:
    """One weight with another value. key: of an entry, where the weight is a mapping or tuple."""

    name: str
    key: str | int | None
    old: float
    new: float
    bound: bool

    @property
    def label(self) -> str:
        return self.name if self.key is None else f"{self.name}[{self.key}]"


@dataclass(frozen=True)
class Result:
    """A change and the case or test that noticed it first; None when nothing did."""

    change: Change
    noticed_by: str | None


def all_changes() -> Iterator[Change]:
    """Both changes of every weight, in the order of the file."""
    for name, value in vars(weights).items():
        if not name.isupper():
            continue
        bound = weights.__annotations__.get(name) == "Bound"
        entries: list[tuple[str | int | None, Any]]
        if isinstance(value, dict):
            entries = list(value.items())
        elif isinstance(value, tuple):
            entries = list(enumerate(value))
        else:
            entries = [(None, value)]
        for key, old in entries:
            for factor in FACTORS:
                yield Change(name, key, old, changed(old, factor), bound)


def changed(old: float, factor: float) -> float:
    """The value times the factor; an integer stays one and changes by one at least."""
    if not isinstance(old, int):
        return old * factor
    new = round(old * factor)
    return new if new != old else old + (1 if factor > 1 else -1)


def put_in_place(change: Change) -> None:
    """Gives a weight its other value in this process."""
    value = getattr(weights, change.name)
    if isinstance(value, dict):
        value = {**value, change.key: change.new}
    elif isinstance(value, tuple):
        value = tuple(change.new if n == change.key else v for n, v in enumerate(value))
    else:
        value = change.new
    setattr(weights, change.name, value)


def wrong_readings(cases: list[Case], hits: Any) -> Iterator[str]:
    """Each reading that is not as expected, the pages that noticed most before first."""
    tasks = [(n * len(WAYS) + m, n, way) for n in range(len(cases)) for m, way in enumerate(WAYS)]
    for number, position, way in sorted(tasks, key=lambda task: -hits[task[0]]):
        case = cases[position]
        shown = case
        if way == "scrambled":
            capture = replace(case.capture, body=scrambled(case.capture.body))
            shown = replace(case, capture=capture)
        got = reading(shown, with_family=way == "family")
        names = sorted(
            name for name in {*case.expected, *got} if got.get(name) != case.expected.get(name)
        )
        if names:
            hits[number] += 1
            yield f"{case.name} {way} ({', '.join(names)})"


class _Collected:
    """A pytest plugin that keeps the tests of a collection."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.broken: list[str] = []

    def pytest_collection_finish(self, session: Any) -> None:
        self.items = list(session.items)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.broken.append(report.nodeid)


def load_tests() -> list[tuple[str, Callable[[], Any]]]:
    """The tests of all tables that need no fixture, each with its name."""
    found = [path for folder in TABLES for path in (ROOT / folder).rglob("test_*.py")]
    files = sorted(str(path) for path in found if path.name not in NO_TABLES)
    plugin = _Collected()
    options = ["--collect-only", "-q", "-p", "no:cacheprovider", "-m", "not hypothesis"]
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning", f"--rootdir={ROOT}"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        pytest.main([*options, *files], plugins=[plugin])
    if plugin.broken or not plugin.items:
        raise SystemExit(f"The tables cannot be collected: {', '.join(plugin.broken)}")
    tests = []
    for item in plugin.items:
        values = item.callspec.params if hasattr(item, "callspec") else {}
        if set(item.fixturenames) <= set(values):
            tests.append((item.nodeid, partial(item.obj, **values)))
    return tests


def failing_tests(tests: list[tuple[str, Callable[[], Any]]], last: Any) -> Iterator[str]:
    """Each test that fails, from the last one that noticed a change outwards: neighbours in a
    table pin neighbours in weights.py.
    """
    start = last.value
    for number in sorted(range(len(tests)), key=lambda number: abs(number - start)):
        name, test = tests[number]
        try:
            test()
        except (Exception, pytest.fail.Exception):  # noqa: BLE001
            last.value = number
            yield name


_SHARED: dict[str, Any] = {}
"""What the processes inherit: cases, tests, what fails anyway, what noticed changes before."""


def notices() -> Iterator[str]:
    """Every test that fails and every reading that is not as expected, in this process."""
    yield from failing_tests(_SHARED["tests"], _SHARED["last"])
    yield from wrong_readings(_SHARED["cases"], _SHARED["misread"])


def _try(change: Change) -> Result:
    put_in_place(change)
    return Result(change, next((one for one in notices() if one not in _SHARED["known"]), None))


def _unchanged(_: int) -> list[str]:
    return list(notices())


def try_all(changes: list[Change], jobs: int) -> list[Result]:
    """Tries the changes, each in a fresh process."""
    context = multiprocessing.get_context("fork")
    cases, tests = load_cases(), load_tests()
    _SHARED.update(
        cases=cases,
        tests=tests,
        last=context.Value(c_int, 0, lock=False),
        misread=context.Array(c_int, len(WAYS) * len(cases), lock=False),
    )
    with context.Pool(1, maxtasksperchild=1) as pool:
        _SHARED["known"] = frozenset(pool.map(_unchanged, [0], chunksize=1)[0])
    results: list[Result] = []
    with context.Pool(jobs, maxtasksperchild=1) as pool:
        for result in pool.imap(_try, changes, chunksize=1):
            results.append(result)
            print(f"\r{len(results)} of {len(changes)} changes", end="", file=sys.stderr)
    print(file=sys.stderr)
    return results


def report(results: list[Result], allowed: float) -> int:
    """Prints the survivors of the rules and of the bounds; the exit code."""
    code = 0
    for bound, title in ((False, "rules"), (True, "bounds")):
        chosen = [result for result in results if result.change.bound == bound]
        if not chosen:
            continue
        names = list(dict.fromkeys(result.change.label for result in chosen))
        missed = [result.change for result in chosen if result.noticed_by is None]
        surviving = list(dict.fromkeys(change.label for change in missed))
        for change in missed:
            print(f"{title}: nothing notices {change.label} {change.old:g} -> {change.new:g}")
        share = len(surviving) / len(names)
        print(f"{title}: {len(surviving)} of {len(names)} survive ({share:.1%})")
        if not bound and share > allowed:
            code = 4
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--only", action="append", metavar="NAME", help="a weight; repeatable")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--bounds", action="store_true", help="try the bounds too")
    parser.add_argument("--json", action="store_true", help="one JSON object a change")
    parser.add_argument(
        "--allowed", type=float, default=0.1, help="share of rules that may survive"
    )
    args = parser.parse_args()
    changes = list(all_changes())
    if args.only:
        unknown = sorted(set(args.only) - {change.name for change in changes})
        if unknown:
            parser.error(f"no such weight: {', '.join(unknown)}")
        changes = [change for change in changes if change.name in args.only]
    elif not args.bounds:
        changes = [change for change in changes if not change.bound]
    results = try_all(changes, args.jobs)
    if args.json:
        for result in results:
            row = {**asdict(result.change), "noticed_by": result.noticed_by}
            print(json.dumps(row, ensure_ascii=False))
        with contextlib.redirect_stdout(sys.stderr):
            return report(results, args.allowed)
    return report(results, args.allowed)


if __name__ == "__main__":
    raise SystemExit(main())
