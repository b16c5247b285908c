from __future__ import annotations

from pathlib import Path

import pytest

from tests.replay.restorelib import copied, make_lived


@pytest.fixture(scope="session")
def lived_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lived(tmp_path_factory.mktemp("lived"))


@pytest.fixture
def lived(lived_once: Path, tmp_path: Path) -> Path:
    """A copy of an archive that has lived, to be damaged."""
    return copied(lived_once, tmp_path)
