"""One writer at a time, known by name: a lock that the kernel releases even on kill -9."""

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
    """Holds `writer.lock` of a data root. Raises ArchiveLocked when another process has it."""

    def __init__(self, root: Path, command: str) -> None:
        self._path = root / "writer.lock"
        try:
            self._file: IO[str] = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be opened for writing: {error}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = self._who()
            self._file.close()
            raise ArchiveLocked(message) from error
        self._file.seek(0)
        self._file.truncate()
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": command,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        json.dump(holder, self._file)
        self._file.flush()

    def _who(self) -> str:
        self._file.seek(0)
        try:
            holder = json.load(self._file)
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
        """Releases the lock; the file stays, empty."""
        if not self._file.closed:
            self._file.seek(0)
            self._file.truncate()
            self._file.close()
