"""No pattern of reading takes more than linear time on what it repeats: n is tried, and 2n."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from itertools import product
from re import _parser as grammar  # type: ignore[attr-defined]
from time import process_time
from typing import Any

import pytest

import govnews.reading
import govnews.vietnamese

SEARCHING = frozenset({"search", "finditer", "findall", "sub", "split"})
SIZE = 1200
NOISE = 0.002
"""Seconds of CPU time up to which a ratio says nothing."""

ROOM = 3
"""Linear time doubles with the text, quadratic time is four times as much."""

COMMON = (
    ".", "-", "/", "(", "«", "<", "|", "_", "0", "a", "A", "UBND-", "QĐ-", "é", "\u2011", "\u2026",
    "1 ", "a ", "12/", "1.", "1.000", " - ", ", ", "ngày ", "tháng ", "Nguyễn ", "1:00 ", "tin ",
    "0 1 2 3 4 5 6 7 8 9 10 11 12 (tháng) ", "..... ngày ... tháng ... năm 2021 ",
    "0912.345.678 - ",
)  # fmt: skip


def modules() -> Iterator[Any]:
    for package in (govnews.reading, govnews.vietnamese):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, tuple[re.Pattern[Any], set[str]]]:
    """The compiled patterns by name, each with the methods that are called on that name."""
    used: dict[str, set[str]] = {}
    found: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and (call := inline(node, module)) is not None:
                name = f"{module.__name__.rpartition('.')[2]}_line_{node.lineno}"
                found[name], used[name] = call
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                used.setdefault(node.value.id, set()).add(node.attr)
        for name, value in vars(module).items():
            several = value if isinstance(value, tuple) else (value,)
            for number, pattern in enumerate(several):
                if isinstance(pattern, re.Pattern):
                    found[f"{name}{number or ''} {hash(pattern) % 9973}"] = pattern
    return {name: (p, used.get(name.split()[0].rstrip("123"), set())) for name, p in found.items()}


def inline(node: ast.Call, module: Any) -> tuple[re.Pattern[Any], set[str]] | None:
    """The pattern of a call such as `re.sub("…", …)`, and the method that is called."""
    called = node.func
    if not isinstance(called, ast.Attribute):
        return None
    if not (isinstance(called.value, ast.Name) and called.value.id == "re"):
        return None
    if called.attr not in SEARCHING | {"match", "fullmatch"}:
        return None
    flags = 0
    for extra in (*node.args[1:], *(keyword.value for keyword in node.keywords)):
        if isinstance(extra, ast.Attribute) and getattr(extra.value, "id", None) == "re":
            flags |= getattr(re, extra.attr)
    source = eval(compile(ast.Expression(node.args[0]), "pattern", "eval"), vars(module))  # noqa: S307
    return re.compile(source, flags), {called.attr}


def unit_of(items: Any, units: set[str]) -> str:
    """A text that a piece of a pattern matches; adds the units of its long repetitions."""
    text = ""
    for code, value in items:
        name = str(code)
        if name in {"LITERAL", "NOT_LITERAL"}:
            text += chr(value) if name == "LITERAL" else "xy"[value == ord("x")]
        elif name == "IN":
            text += member(*value[0])
        elif name == "ANY":
            text += "x"
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, inner = value
            unit = unit_of(inner, units)
            if most > 3 and unit:
                units.add(unit)
            text += unit * max(least, 1)
        elif name == "SUBPATTERN":
            text += unit_of(value[3], units)
        elif name == "ATOMIC_GROUP":
            text += unit_of(value, units)
        elif name == "BRANCH":
            text += unit_of(value[1][0], units)
    return text


def member(code: Any, value: Any) -> str:
    """One character of a set."""
    if str(code) == "RANGE":
        return chr(value[0])
    if str(code) == "CATEGORY":
        return {"DIGIT": "1", "SPACE": " ", "WORD": "a"}.get(
            str(value).removeprefix("CATEGORY_"), "."
        )
    return chr(value) if str(code) == "LITERAL" else "x"


def cost(pattern: re.Pattern[Any], searching: bool, text: str) -> float:
    """Seconds of CPU time, the least of three."""
    subject: Any = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    times = []
    for _ in range(3):
        begun = process_time()
        if searching:
            all(pattern.finditer(subject))
        else:
            pattern.fullmatch(subject)
        times.append(process_time() - begun)
        if times[-1] > 40 * NOISE:
            break
    return min(times)


def growth(pattern: re.Pattern[Any], searching: bool, start: str, unit: str) -> float:
    """How the time grows from one size to the next, at the first size at which it can be measured:
    up to 64 characters by 8 of them, then to twice as many; 0.0 where it never can.
    """
    size, before = 8, 0.0
    while size <= 2 * SIZE:
        now = cost(pattern, searching, f"{start}{unit * (size // len(unit) + 1)}\x01")
        if before > NOISE:
            return now / before
        size, before = size * 2 if size >= 64 else size + 8, now
    return 0.0


PATTERNS = patterns()


@pytest.mark.parametrize("name", PATTERNS, ids=[name.split()[0] for name in PATTERNS])
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    pattern, used = PATTERNS[name]
    units: set[str] = set()
    source = pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if not isinstance(source, str) else pattern.flags
    begin = unit_of(grammar.parse(text, flags), units)
    ways = (False, True) if used & SEARCHING else (False,)
    tries = product([*sorted(units), *COMMON], ("", begin), ways)
    slow = [
        (unit, start, searching)
        for unit, start, searching in tries
        if all(growth(pattern, searching, start, unit) > ROOM for _ in range(2))
    ]
    assert not slow


def test_patterns_that_are_written_into_a_call_are_found() -> None:
    calls = [name for name in PATTERNS if "_line_" in name]
    assert len(calls) > 20
    assert {"dates", "names", "document_numbers"} <= {name.partition("_line_")[0] for name in calls}
