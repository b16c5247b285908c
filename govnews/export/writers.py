"""The files of a dataset, in a folder or a ZIP file, with the size and digest of each."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from govnews.export.output import beside

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP, so that the same data produces the same bytes."""

_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a dataset. size: bytes. digest: SHA-256 in hex digits."""

    size: int
    digest: str


class _Measured(io.RawIOBase):
    """Count and digest the bytes that pass to the stream below."""

    def __init__(self, below: IO[bytes]) -> None:
        self._below = below
        self._sha = hashlib.sha256()
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._below.write(data)
        self._sha.update(data)
        size = len(data)
        self._size += size
        return size

    def written(self) -> Written:
        return Written(self._size, self._sha.hexdigest())


class Sink:
    """Write the files of a dataset in sequence. files: the written ones, by name."""

    def __init__(self, opened: Callable[[str], AbstractContextManager[IO[bytes]]]) -> None:
        self._opened = opened
        self.files: dict[str, Written] = {}

    @contextmanager
    def binary(self, name: str) -> Iterator[IO[bytes]]:
        """Open a binary stream for the file of this name."""
        with self._opened(name) as below:
            measured = _Measured(below)
            stream = io.BufferedWriter(measured, _BUFFER)
            yield cast(IO[bytes], stream)
            stream.flush()
        self.files[name] = measured.written()

    @contextmanager
    def text(self, name: str) -> Iterator[IO[str]]:
        """Open a UTF-8 stream that does not change line ends."""
        with self.binary(name) as below:
            stream = io.TextIOWrapper(below, "utf-8", errors="replace", newline="")
            yield stream
            stream.flush()
            stream.detach()

    def put(self, name: str, text: str) -> None:
        """Write a complete file."""
        with self.text(name) as stream:
            stream.write(text)


@contextmanager
def replacing_dataset(path: Path) -> Iterator[Sink]:
    """Open a sink whose files replace the folder `path`, or the ZIP file if its name ends with
    `.zip`, when all are written. Raises OutputFailed naming the path.
    """
    if path.suffix.lower() == ".zip":
        with beside(path) as part, zipfile.ZipFile(part, "w") as packed:

            def member(name: str) -> AbstractContextManager[IO[bytes]]:
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                return packed.open(info, "w", force_zip64=True)

            yield Sink(member)
        return
    with beside(path, folder=True) as part:

        def file(name: str) -> AbstractContextManager[IO[bytes]]:
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            return (part / name).open("wb")

        yield Sink(file)
