"""The WARC files of a merge: find those that the target has, copy the others."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from govnews.archive.database import Archive
from govnews.archive.warc.model import sha256
from govnews.errors import ArchiveCorrupt


class Files:
    """The target's WARC files and those that this merge copied."""

    def __init__(self, target: Archive) -> None:
        self._root = target.root
        self._brought: list[Path] = []

    def find(self, root: Path, name: str) -> str | None:
        """The target's name of an identical file, else None."""
        if not (root / name).exists():
            return None
        for candidate in self._names(root, name):
            here = self._root / candidate
            if here.exists() and filecmp.cmp(root / name, here, shallow=False):
                return candidate
        return None

    def take(self, root: Path, name: str) -> str:
        """Copy a file that the target does not have; returns its name in the target."""
        if not (root / name).exists():
            raise ArchiveCorrupt(
                f"{root / name} is missing, and captures of {root} are in it. 'govnews verify "
                "--repair' marks them as lost."
            )
        candidate = next(n for n in self._names(root, name) if not (self._root / n).exists())
        here = self._root / candidate
        part = here.with_name(here.name + ".part")
        self._brought += [part, here]
        with (root / name).open("rb") as original, part.open("wb") as copy:
            shutil.copyfileobj(original, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        part.rename(here)
        return candidate

    @staticmethod
    def _names(root: Path, name: str) -> Iterator[str]:
        """The file's own name, then an alternative for a name that is taken by another file."""
        yield name
        yield f"{name.removesuffix('.warc.gz')}-{_content_name(root / name)}.warc.gz"

    def take_back(self) -> None:
        """Remove the copied files after a merge that failed."""
        for path in self._brought:
            with suppress(OSError):
                path.unlink()


def _content_name(path: Path) -> str:
    with path.open("rb") as stream:
        return sha256(stream.read(1 << 24)).removeprefix("sha256:")[:12]
