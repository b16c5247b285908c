"""Every number that decides a reading has a name, a reason and a use, and no function hides one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

READING = Path(__file__).parents[2] / "govnews" / "reading"
WEIGHTS = READING / "weights.py"
MODULES = sorted(path for path in READING.rglob("*.py") if path != WEIGHTS)
PLAIN = (0, 1, 2)
"""None, one or the next, more than one: counting words that decide nothing by their size."""

TREE = ast.parse(WEIGHTS.read_text(encoding="utf-8"))


def named(statement: ast.stmt) -> str | None:
    """The weight that a statement of the module defines."""
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return None


NAMES = [name for statement in TREE.body if (name := named(statement)) and name.isupper()]


def reasons() -> Iterator[tuple[str, str | None]]:
    """Each weight with the string that follows it."""
    for statement, after in zip(TREE.body, [*TREE.body[1:], None], strict=True):
        name = named(statement)
        if name is not None and name.isupper():
            text = after.value if isinstance(after, ast.Expr) else None
            value = text.value if isinstance(text, ast.Constant) else None
            yield name, value if isinstance(value, str) else None


def used_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "w":
            yield node.attr


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def bare_numbers(function: ast.FunctionDef) -> Iterator[str]:
    """Numbers in a function's body; an index and a step are places, not sizes."""
    places = {id(node.slice) for node in ast.walk(function) if isinstance(node, ast.Subscript)}
    for statement in function.body:
        for node in ast.walk(statement):
            value = node.value if isinstance(node, ast.Constant) else None
            if type(value) in (int, float) and value not in PLAIN and id(node) not in places:
                yield f"line {statement.lineno}: {value!r}"


@pytest.mark.parametrize(("name", "reason"), list(reasons()))
def test_every_weight_has_a_reason(name: str, reason: str | None) -> None:
    assert reason is not None
    assert reason.endswith(".")
    assert len(reason.split()) >= 4


def test_every_weight_is_used() -> None:
    used = {name for path in MODULES for name in used_names(ast.parse(path.read_text("utf-8")))}
    assert set(NAMES) - used == set()
    assert used - set(NAMES) == set()


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(READING)) for path in MODULES])
def test_no_function_has_a_bare_number(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [f"{one.name}, {number}" for one in functions(tree) for number in bare_numbers(one)]
    assert found == [], "give them a name in govnews/reading/weights.py"


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(READING)) for path in MODULES])
def test_rules_are_read_when_a_page_is(path: Path) -> None:
    """A weight that is read at import cannot be tried by bench/pin.py; caches are bounds."""
    bounds = {
        node.target.id
        for node in TREE.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in functions(tree)
        for statement in function.body
        for node in ast.walk(statement)
    }
    early = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) == "w"
        and id(node) not in inside
    }
    assert early <= bounds
