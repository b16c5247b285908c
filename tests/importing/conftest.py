"""Imports read in forked processes here; tests/test_extraction_pool.py starts real ones."""

from __future__ import annotations

import pytest

from govnews import extraction_pool
from tests.forked_reader import REPLACED


@pytest.fixture(autouse=True)
def forked_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_pool, "subprocess", REPLACED)
