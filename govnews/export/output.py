"""Destinations of exports: standard output, or a file that is complete or absent."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from govnews.errors import OutputFailed


@contextmanager
def beside(path: Path, *, folder: bool = False) -> Iterator[Path]:
    """Create an empty file (or folder) beside `path` that replaces it when the block succeeds.

    After an error it is removed, and `path` is unchanged. Raises OutputFailed naming the path.
    """
    prefix, suffix = f".{path.name}.", ".part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if folder:
            part = Path(tempfile.mkdtemp(prefix=prefix, suffix=suffix, dir=path.parent))
        else:
            handle, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=path.parent)
            os.close(handle)
            part = Path(name)
    except OSError as error:
        raise OutputFailed(f"{path} cannot be written: {error.strerror or error}") from error
    try:
        yield part
        if folder:
            part.chmod(0o777 & ~_umask())
            _replace_folder(part, path)
        else:
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            part.replace(path)
    except OSError as error:
        _remove(part)
        raise OutputFailed(
            f"{path} was not written: {error.strerror or error}. What was there before is "
            "unchanged; make room or name another place with -o."
        ) from error
    except BaseException:
        _remove(part)
        raise


@contextmanager
def replacing(path: Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """Open a text stream beside `path` that replaces it when the block succeeds.

    encoding: "utf-8-sig" starts with a byte order mark. Raises OutputFailed naming the file.
    """
    # A special file such as /dev/full or a pipe is written in place; it cannot be replaced.
    if _special(path):
        try:
            with path.open("w", encoding=encoding, newline="", errors="replace") as stream:
                yield stream
        except OSError as error:
            raise OutputFailed(f"{path} was not written: {error.strerror or error}") from error
        return
    with (
        beside(path) as part,
        part.open("w", encoding=encoding, newline="", errors="replace") as stream,
    ):
        yield stream


def _special(path: Path) -> bool:
    try:
        return path.exists() and not path.is_file()
    except OSError as error:
        raise OutputFailed(f"{path} cannot be written: {error.strerror or error}") from error


def _replace_folder(part: Path, path: Path) -> None:
    """Replace a folder: a non-empty one cannot be the target of a rename, so it is moved aside, and
    restored if the new one cannot be moved in its place.
    """
    if not path.exists():
        part.replace(path)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".old", dir=path.parent))
    path.replace(old)
    try:
        part.replace(path)
    except OSError:
        old.replace(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    else:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
