"""Where exported data goes: standard output, or a file that is complete or not there at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from govnews.errors import OutputFailed


@contextmanager
def replacing(path: Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """A text stream beside `path` that takes its place when all was written.

    When anything goes wrong the file beside it is removed, and `path` is as it was before.
    encoding: "utf-8-sig" begins with a byte order mark. Raises OutputFailed naming the file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A special file such as /dev/full or a pipe is written to; it cannot be replaced.
        if path.exists() and not path.is_file():
            with path.open("w", encoding=encoding, newline="", errors="replace") as stream:
                yield stream
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OutputFailed(f"{path} cannot be written: {error.strerror or error}") from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="", errors="replace") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputFailed(
            f"{path} was not written: {error.strerror or error}. What was there before is "
            "unchanged; make room or name another place with -o."
        ) from error
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
