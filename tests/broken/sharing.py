"""One result for all worker processes of a test run."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def once(factory: pytest.TempPathFactory, worker: str, name: str, make: Callable[[], Made]) -> Made:
    """What `make` returns, made by the worker that comes first; the others wait for it."""
    if worker == "master":
        return make()
    shared = factory.getbasetemp().parent / f"{name}.pickle"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            shared.write_bytes(pickle.dumps(make()))
    made: Made = pickle.loads(shared.read_bytes())  # noqa: S301
    return made
