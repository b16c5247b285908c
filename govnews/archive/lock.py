"""The lock of the single writer, which the kernel releases even after kill -9."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from govnews.errors import ArchiveError, ArchiveLocked


class WriterLock:
    """Hold `writer.lock` of a data root; raises ArchiveLocked when another process holds it."""

    def __init__(self, root: Path, command: str) -> None:
        self._path = root / "writer.lock"
        try:
            self._file: IO[bytes] = self._path.open("a+b", buffering=0)
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be opened for writing: {error}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._sign(command)
        except BlockingIOError as error:
            message = self._who()
            self._file.close()
            raise ArchiveLocked(message) from error
        except OSError as error:
            self._file.close()
            raise ArchiveError(f"{self._path} cannot be locked: {error}") from error

    def _sign(self, command: str) -> None:
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": command,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._file.truncate(0)
        self._file.write(json.dumps(holder).encode())

    def _who(self) -> str:
        self._file.seek(0)
        try:
            holder = json.loads(self._file.read())
            who = (
                f"'{holder['command']}' (process {holder['pid']} on {holder['host']}, "
                f"since {holder['since']})"
            )
        except (ValueError, KeyError, TypeError):
            who = "another process"
        return (
            f"The archive {self._path.parent} is being written by {who}. "
            "Wait until it ends or stop it; reading commands work meanwhile."
        )

    def close(self) -> None:
        """Release the lock; the file remains, empty."""
        if not self._file.closed:
            self._file.truncate(0)
            self._file.close()
